"""Identifiers of events, and which of them stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.review import events
from reviewer.review.events import Event, in_order, standing, ulid, undone

SLOTS = {"a.on": "switch", "a.off": "switch", "b": "other"}


def event(name: str, kind: str = "a.on", supersedes: tuple[str, ...] = (), subject: str = "x") -> Event:
    return Event(name, kind, {"of": subject}, {}, "ann", "now", supersedes=supersedes)


def test_ulids_are_new_and_in_order_of_time() -> None:
    """26 characters of Crockford's alphabet; the first ten are the time."""
    made = [ulid() for _ in range(200)]
    assert len(set(made)) == 200
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", one) for one in made)
    assert [one[:10] for one in made] == sorted(one[:10] for one in made)


def test_a_clock_that_went_back_makes_nothing_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows something of a clock that is ahead is later than that; what no clock says is not followed."""
    monkeypatch.setattr(events, "_last", [0])
    ahead = "5" + "Z" * 25
    assert ulid(ahead[:-1] + "8")[:25] == ahead[:25]
    assert ulid("7" + "Z" * 25) < "6"


def test_an_undo_holds_whatever_the_clocks_say() -> None:
    """One that is dated before what it takes back, and one that is taken back by an earlier one."""
    made = Event("09", "undo", {}, {"undoes": "10"}, "ann", "now"), Event("05", "undo", {}, {"undoes": "09"}, "ann", "")
    assert undone(made[:1]) == {"10"}
    assert undone(made) == {"09"}
    assert undone([*made, Event("01", "undo", {}, {"undoes": "05"}, "ann", "")]) == {"05", "10"}


def test_the_order_is_that_of_what_was_seen() -> None:
    """A change comes after what it changes; what goes in a circle stays as it is dated."""
    first, changed = event("09"), event("01", "a.off", ("09",))
    assert in_order([changed, first, event("05")]) == [event("05"), first, changed]
    assert [one.ulid for one in in_order([event("02", supersedes=("01",)), event("01", supersedes=("02",))])] == [
        *("01", "02")
    ]


def test_a_word_that_was_seen_is_put_aside() -> None:
    """By whoever decided anew, whatever the clocks say."""
    left = standing([event("09"), event("01", "a.off", ("09",))], SLOTS)
    assert [one.ulid for one in left["switch", '{"of":"x"}']] == ["01"]


def test_two_who_did_not_see_each_other_both_stand() -> None:
    """The later decides, the other is not forgotten; one who sees both ends it."""
    both = [event("02"), event("01", "a.off")]
    assert [one.ulid for one in standing(both, SLOTS)["switch", '{"of":"x"}']] == ["01", "02"]
    ended = standing([*both, event("03", supersedes=("01", "02"))], SLOTS)
    assert [one.ulid for one in ended["switch", '{"of":"x"}']] == ["03"]


def test_other_kinds_pass_through() -> None:
    """They neither decide nor put aside."""
    left = standing([event("01"), event("02", "unheard.of", ("01",))], SLOTS)
    assert [one.ulid for one in left["switch", '{"of":"x"}']] == ["01"]
    assert len(left) == 1


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=6))
def test_order_and_repetition_make_no_difference(order: list[int], again: list[int]) -> None:
    """Files merge by union: the same events are the same state."""
    made = [event(f"{n:02}", "a.off" if n % 2 else "a.on", (f"{n - 2:02}",) if n > 2 else ()) for n in range(6)]
    shuffled = [made[n] for n in [*order, *again]]
    assert standing(shuffled, SLOTS) == standing(made, SLOTS)
