"""A finding in a transcript that has changed: at its place, at a place that a person is asked about, or listed."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.anchors import KINDS, Anchor, AnchorKind, Place, holds, span
from reviewer.review.quotes import likeness, nearest
from reviewer.review.reanchor import Carried, message_hash, reanchor

LONG = "I have sent a replacement; it will be with you in 5–10 business days."


def said(*texts: str, role: str = "agent") -> list[PlainMessage]:
    return [PlainMessage(number, role, text) for number, text in enumerate(texts, 1)]


def numbered(messages: list[PlainMessage]) -> list[PlainMessage]:
    return [replace(message, number=number) for number, message in enumerate(messages, 1)]


def at(number: int, field: str | None = None) -> Anchor:
    return Anchor("message", (Place(number, field),))


def place(carried: Carried) -> Place:
    assert carried.anchor is not None
    return carried.anchor.places[0]


def test_what_stands_behind_the_same_beginning_is_unchanged() -> None:
    old = said("a", "b", "b")
    carried = reanchor(old, [*old, *said("c")], at(2))
    assert (carried.how, place(carried).message) == ("unchanged", 2)


def test_a_message_found_once_has_moved() -> None:
    carried = reanchor(said("a", "b", "c"), said("x", "a", "b", "c"), at(2))
    assert (carried.how, place(carried).message) == ("moved", 3)


def test_neighbours_single_out_one_of_several_equal_messages() -> None:
    carried = reanchor(said("a", "ok", "b", "ok", "c"), said("x", "a", "ok", "b", "ok", "c"), at(4))
    assert (carried.how, place(carried).message) == ("moved", 5)


def test_where_neighbours_say_nothing_a_person_does() -> None:
    carried = reanchor(said("a", "ok", "b", "ok", "c"), said("1", "ok", "2", "ok", "3"), at(4))
    assert (carried.how, place(carried).message) == ("unsure", 4)


def test_the_one_of_two_that_is_left_may_be_the_other() -> None:
    carried = reanchor(said("a", "ok", "b", "ok", "c"), said("x", "b", "ok", "c"), at(2))
    assert carried.how == "unsure"


def test_a_quote_in_an_edited_message_is_to_be_confirmed() -> None:
    old = said("hello", LONG)
    anchor = Anchor("span", (span(old[1], "text", LONG.index("5"), len(LONG) - 1),))
    new = said("hello", LONG.replace("sent", "posted").replace("business", "busyness"))
    carried = reanchor(old, new, anchor)
    assert carried.how == "unsure"
    assert place(carried).exact == "5–10 busyness days"
    assert holds(place(carried), new[1])
    assert place(carried).suffix == "."


def test_a_quote_that_is_nowhere_near_is_lost() -> None:
    old = said("hello", LONG)
    anchor = Anchor("span", (span(old[1], "text", LONG.index("5"), len(LONG) - 1),))
    assert reanchor(old, said("hello", "Something else altogether."), anchor) == Carried("lost", None)


def test_a_message_in_other_words_is_to_be_confirmed_where_its_neighbours_stand() -> None:
    """However short it is, and also where the one beside it has other words, too; not where it may be either of two."""
    carried = reanchor(said("a", "ok", "sure", "b"), said("x", "a", "yes", "fine", "b"), at(3))
    assert (carried.how, place(carried).message, place(carried).hash) == ("unsure", 4, message_hash(said("fine")[0]))
    assert reanchor(said("ok", "a"), said("yes", "a"), at(1)).how == "unsure"
    assert reanchor(said("a", "ok", "b"), said("a", "yes", "fine", "b"), at(2)) == Carried("lost", None)
    assert reanchor(said("a", "ok", "b"), said("a", "b", "yes"), at(2)) == Carried("lost", None)
    by_another = [*said("a"), *said("yes", role="customer"), *said("b")]
    assert reanchor(said("a", "ok", "b"), numbered(by_another), at(2)) == Carried("lost", None)


def test_a_call_with_other_arguments_is_to_be_confirmed_where_its_neighbours_stand() -> None:
    """If there still is one of the same tool."""

    def calling(name: str, arguments: str) -> list[PlainMessage]:
        made = PlainMessage(2, "agent", "", calls=(PlainCall(1, name, "write", arguments),))
        return numbered([*said("a"), made, *said("b")])

    call = Anchor("call", (Place(2, "c1"),))
    carried = reanchor(calling("refund", '{"id": 1}'), calling("refund", '{"order": "W-77"}'), call)
    assert (carried.how, place(carried).field) == ("unsure", "c1")
    assert reanchor(calling("refund", "{}"), calling("cancel", '{"order": "W-77"}'), call) == Carried("lost", None)


def test_a_call_is_found_among_the_calls_of_its_tool() -> None:
    arguments = '{"order": "1147", "variant": "TRV-40-BLK"}'
    old = [PlainMessage(1, "agent", "Done.", calls=(PlainCall(1, "reship", "write", arguments),))]
    calls = (
        PlainCall(1, "lookup", "read", arguments),
        PlainCall(2, "reship", "write", arguments.replace("1147", "1148")),
    )
    carried = reanchor(old, [PlainMessage(1, "agent", "Done.", calls=calls)], Anchor("call", (Place(1, "c1"),)))
    assert (carried.how, place(carried).field) == ("unsure", "c2")


def test_a_gap_that_may_have_been_filled_is_to_be_confirmed() -> None:
    old = [*said("Please cancel", role="customer"), *said("Cancelled.")]
    gap = Anchor("gap", (Place(2),))
    filled = numbered([*said("Shall I?"), *old])
    assert reanchor(old, filled, gap).how == "unsure"
    ruled = numbered([*said("Be kind.", role="system"), *old])
    assert reanchor(old, ruled, gap).how == "moved"
    assert reanchor(old, numbered(old[1:]), gap).how == "moved"


def test_a_pair_is_as_sure_as_the_worse_of_its_places() -> None:
    old = said(LONG, "b")
    pair = Anchor("pair", (Place(1, "text"), Place(2, "text")))
    assert reanchor(old, said(LONG, "x", "b"), pair).how == "moved"
    assert reanchor(old, said(LONG + "!", "b"), pair).how == "unsure"
    assert reanchor(old, said(LONG), pair) == Carried("lost", None)


def test_without_the_old_revision_the_place_itself_is_all_there_is() -> None:
    old = said("a", LONG)
    quote = Anchor("span", (span(old[1], "text", 0, 10, message_hash(old[1])),))
    assert reanchor([], said("x", "a", LONG), quote).how == "moved"
    assert reanchor([], said("x", LONG + "!"), quote).how == "unsure"
    assert reanchor([], said("x", LONG), at(2)).how == "lost"


@pytest.mark.parametrize("field", ["c9", "nonsense", "c1.args"])
def test_an_anchor_that_never_held_is_lost(field: str) -> None:
    assert reanchor(said("a"), said("b"), at(1, field)).how == "lost"
    words = Anchor("span", (Place(1, field, 0, 1, "z"),))
    assert reanchor(said("a"), said("b"), words).how == "lost"


# ---- whatever is edited

TEXTS = st.text("ab 5–é\n😀", max_size=30)
MESSAGES = st.builds(
    lambda role, text, reasoning, arguments: PlainMessage(
        *(0, role, text, reasoning),
        calls=tuple(PlainCall(place, "tool", "read", said) for place, said in enumerate(arguments, 1)),
    ),
    st.sampled_from(["agent", "customer", "tool"]),
    TEXTS,
    st.none() | TEXTS,
    st.lists(TEXTS, max_size=2),
)
Edit = Literal["insert", "delete", "reorder", "character"]


def edited(messages: list[PlainMessage], edit: Edit, chance: random.Random) -> list[PlainMessage]:
    """One edit, at a place by chance; messages keep who they are in `number` until they are numbered anew."""
    new = list(messages)
    spot = chance.randrange(len(new))
    match edit:
        case "insert":
            new.insert(spot, PlainMessage(0, "agent", f"new {chance.random()}"))
        case "delete":
            del new[spot]
        case "reorder":
            new.insert(chance.randrange(len(new)), new.pop(spot))
        case "character":
            cut = chance.randrange(len(new[spot].text) + 1)
            text = new[spot].text[:cut] + "x" + new[spot].text[cut + chance.randrange(2) :]
            new[spot] = replace(new[spot], text=text)
    return new


def anchored(messages: list[PlainMessage], kind: AnchorKind, chance: random.Random) -> Anchor:
    """An anchor of that kind somewhere in the messages."""

    def somewhere() -> Place:
        message = chance.choice(messages)
        fields = ["text", *(f"c{call.ordinal}" for call in message.calls)]
        field = chance.choice(fields)
        text = message.field(field)
        if kind == "span" and text:
            start = chance.randrange(len(text))
            return span(message, field, start, chance.randrange(start, len(text)) + 1)
        return Place(message.number, field, *((0, 0, "") if kind == "span" else ()))

    return Anchor(kind, tuple(somewhere() for _ in range({"transcript": 0, "pair": 2}.get(kind, 1))))


@given(
    st.lists(MESSAGES, min_size=1, max_size=8),
    st.lists(st.sampled_from(["insert", "delete", "reorder", "character"]), max_size=3),
    st.sampled_from(KINDS),
    st.randoms(use_true_random=False),
)
def test_every_anchor_is_at_its_words_or_listed(
    messages: list[PlainMessage], edits: list[Edit], kind: AnchorKind, chance: random.Random
) -> None:
    old = numbered(messages)
    anchor = anchored(old, kind, chance)
    new = old
    for edit in edits:
        new = edited(new, edit, chance) if new else new
    carried = reanchor(old, numbered(new), anchor)
    if carried.how == "lost":
        assert carried.anchor is None
        assert edits
        return
    assert carried.anchor is not None
    assert carried.anchor.kind == kind
    for before, after in zip(anchor.places, carried.anchor.places, strict=True):
        now = numbered(new)[after.message - 1]
        assert holds(after, now)
        assert after.hash == message_hash(now)
        if carried.how != "unsure":
            assert now == replace(old[before.message - 1], number=after.message)
            assert replace(after, message=before.message, hash=before.hash) == before
        if carried.how == "unchanged":
            assert after.message == before.message
    if new == old:
        assert carried.how == "unchanged"


@given(
    st.integers(1, 8),
    st.lists(st.sampled_from(["insert", "delete", "reorder"]), max_size=4),
    st.randoms(use_true_random=False),
)
def test_a_message_that_is_like_no_other_is_followed_wherever_it_goes(
    count: int, edits: list[Edit], chance: random.Random
) -> None:
    old = said(*(f"message {number}" for number in range(count)))
    new = old
    for edit in edits:
        new = edited(new, edit, chance) if new else new
    for message in old:
        carried = reanchor(old, numbered(new), at(message.number))
        if message not in new:
            assert carried.how in ("unsure", "lost")
        else:
            assert carried.how in ("unchanged", "moved")
            assert place(carried).message == new.index(message) + 1


# ---- words that stand there nearly


def distance(one: str, other: str) -> int:
    """By the book."""
    row = list(range(len(other) + 1))
    for number, a in enumerate(one, 1):
        before, row = row, [number]
        for place_, b in enumerate(other, 1):
            row.append(min(before[place_] + 1, row[-1] + 1, before[place_ - 1] + (a != b)))
    return row[-1]


@given(st.text("abc", max_size=40), st.text("abc", max_size=40))
def test_likeness_is_the_distance_by_the_book(one: str, other: str) -> None:
    longer = max(len(one), len(other), 1)
    apart = distance(one, other)
    assert likeness(one, other) == (1 - apart / longer if apart <= int(longer * 0.1 + 1e-9) else 0)


@given(st.text("abc", min_size=1, max_size=24), st.text("abc", max_size=40))
def test_the_nearest_words_are_the_nearest(words: str, text: str) -> None:
    pieces = [text[start:end] for start in range(len(text) + 1) for end in range(start, len(text) + 1)]
    least = min(distance(words, piece) for piece in pieces)
    near = nearest(words, text)
    if least > int(len(words) * 0.1 + 1e-9):
        assert near is None
    else:
        assert near is not None
        assert distance(words, text[near.start : near.end]) == least
        assert near.score == 1 - least / len(words)


def test_what_stands_around_words_decides_among_equal_places() -> None:
    near = nearest("two days", "in two days; or two days later", prefix="or ", suffix=" later")
    assert near is not None
    assert near.start == 16
