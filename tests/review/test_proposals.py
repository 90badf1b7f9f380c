"""What a proposal is called, and where a fact's proposal stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.anchors import Anchor, Place
from reviewer.review.proposals import Proposed, Tally, anchor_of, same_words

MESSAGE = PlainMessage(
    7, "agent", "It is done in 5 days.", "Third claim.", calls=(PlainCall(1, "send", "write", '{"to": "A-1"}'),)
)
BASE = Proposed("t1", "b2:aa", "helper", Anchor("message", (Place(7, hash="00"),)), "a.b", "minor", "why")


def message(number: int) -> tuple[PlainMessage, str]:
    """The only one that there is."""
    assert number == 7
    return MESSAGE, "ab"


@pytest.mark.parametrize(
    ("fact", "evidence", "anchor"),
    [
        ("empty-reply", [(7, None, None, None)], Anchor("message", (Place(7, hash="ab"),))),
        ("repeated-message", [(7, "text", None, None)], Anchor("message", (Place(7, hash="ab"),))),
        ("call-unmentioned", [(7, "c1", None, None)], Anchor("call", (Place(7, "c1", hash="ab"),))),
        ("write", [(7, "c1", None, None), (7, "text", 0, 2)], Anchor("gap", (Place(7, "c1", hash="ab"),))),
        (
            "invented-window",
            [(7, "text", 14, 20)],
            Anchor("span", (Place(7, "text", 14, 20, "5 days", "It is done in ", ".", "ab"),)),
        ),
        (
            "red-flag",
            [(7, "reasoning", 0, 5), (7, "c1", None, None)],
            Anchor("pair", (Place(7, "reasoning", 0, 5, "Third", "", " claim.", "ab"), Place(7, "c1", hash="ab"))),
        ),
        ("ending", [], Anchor("transcript")),
    ],
)
def test_where_a_fact_points(fact: str, evidence: list[tuple[object, ...]], anchor: Anchor) -> None:
    """A skipped question is a gap, what was thought and done all the same is a pair, words are a span."""
    assert anchor_of(fact, evidence, message) == anchor


def test_the_name_is_what_is_said_and_where() -> None:
    """Of whom it comes, how grave it is and why are not the same: severity and note may change."""
    assert replace(BASE, severity="critical", note="").id == BASE.id
    same_place = Anchor("message", (Place(7, hash="ff", prefix="x"),))
    assert replace(BASE, anchor=same_place).id == BASE.id
    others = [
        replace(BASE, transcript="t2"),
        replace(BASE, revision="b2:bb"),
        replace(BASE, proposer="check:helper"),
        replace(BASE, tag="a.c"),
        replace(BASE, anchor=Anchor("gap", (Place(7, hash="00"),))),
        replace(BASE, anchor=Anchor("message", (Place(8, hash="00"),))),
        replace(BASE, anchor=Anchor("message", (Place(7, "text", hash="00"),))),
    ]
    assert len({one.id for one in [BASE, *others]}) == len(others) + 1


texts = st.text('ab|,"\ud800', max_size=4)


@given(st.lists(st.tuples(texts, texts, texts), min_size=2, max_size=2, unique=True))
def test_no_two_things_have_one_name(said: list[tuple[str, str, str]]) -> None:
    """Wherever one word ends and the next begins."""
    one, two = (replace(BASE, transcript=a, proposer=b, tag=c) for a, b, c in said)
    assert one.id != two.id


def test_the_same_words_in_another_revision() -> None:
    """Are known by the message's own hash, not by its number; a whole transcript never is the same."""
    moved = Anchor("span", (Place(9, "text", 0, 2, "It", hash="ab"),))
    assert same_words(moved) == same_words(Anchor("span", (Place(7, "text", 0, 2, "It", suffix=" is", hash="ab"),)))
    assert same_words(moved) != same_words(Anchor("span", (Place(9, "text", 0, 2, "It", hash="ac"),)))
    assert same_words(Anchor("transcript")) is None
    assert same_words(Anchor("message", (Place(7),))) is None


def test_a_tally_counts_what_is_decided() -> None:
    """An amended one was borne out."""
    one = Tally("helper", "a.b", open=5, confirmed=2, amended=1, rejected=1)
    assert (one.borne_out, one.decided) == (3, 4)
