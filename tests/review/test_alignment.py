"""Runs laid beside each other: every call once, in its run's order, and never beside another tool's."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.review import alignment
from reviewer.review.alignment import Call, align, first_divergence

CALLS = st.lists(st.builds(Call, st.sampled_from("abc"), st.sampled_from("12")), max_size=8)


def calls(text: str) -> list[Call]:
    """`a1 b` is a call of a with 1 and one of b."""
    return [Call(word[0], word[1:]) for word in text.split()]


def places(*runs: str) -> list[tuple[int | None, ...]]:
    return [line.places for line in align([calls(run) for run in runs])]


def test_what_one_run_does_more_has_a_line_of_its_own() -> None:
    assert places("a b c", "a c") == [(0, 0), (1, None), (2, 1)]


def test_the_same_arguments_come_before_the_same_place() -> None:
    assert places("a1 a2", "a2") == [(0, None), (1, 0)]


def test_another_argument_is_better_than_another_line() -> None:
    (line,) = align([calls("a1"), calls("a2")])
    assert (line.places, line.divergence) == ((0, 0), "arguments")


def test_three_runs_and_where_they_part() -> None:
    lines = align([calls("a1 b c"), calls("a1 b d"), calls("a1 c")])
    assert [line.name for line in lines] == ["a", "b", "d", "c"] or [line.name for line in lines] == [
        "a",
        "b",
        "c",
        "d",
    ]
    assert first_divergence(lines) == 1
    assert lines[0].divergence == ""


def test_no_run_and_no_call() -> None:
    assert align([]) == align([[], []]) == []
    assert first_divergence([]) is None


@given(st.lists(CALLS, max_size=4), st.booleans())
def test_every_call_once_and_in_order(runs: list[list[Call]], long: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if long:
            patch.setattr(alignment, "_MOST", 0)
        lines = align(runs)
    for index, run in enumerate(runs):
        assert [line.places[index] for line in lines if line.places[index] is not None] == list(range(len(run)))
    for line in lines:
        there = [runs[index][place] for index, place in enumerate(line.places) if place is not None]
        assert {call.name for call in there} == {line.name}
        if not line.divergence:
            assert len(there) == len(runs)
            assert len(set(there)) == 1


@given(CALLS, st.integers(1, 4))
def test_equal_runs_never_part(run: list[Call], count: int) -> None:
    lines = align([run] * count)
    assert len(lines) == len(run)
    assert first_divergence(lines) is None


@given(CALLS, CALLS)
def test_two_runs_share_as_much_as_they_can(one: list[Call], other: list[Call]) -> None:
    @cache
    def most(i: int, j: int) -> int:
        if i == len(one) or j == len(other):
            return 0
        worth = 0 if one[i].name != other[j].name else 3 if one[i] == other[j] else 2
        return max(most(i + 1, j), most(i, j + 1), most(i + 1, j + 1) + worth if worth else 0)

    shared = [line for line in align([one, other]) if None not in line.places]
    assert sum(2 if line.divergence else 3 for line in shared) == most(0, 0)
