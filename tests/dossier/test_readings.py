"""Which transcripts count, and what is said of those that do not."""

from __future__ import annotations

import pytest

from reviewer.dossier.readings import gather
from tests.dossier.made import case, gathered, reading, run


@pytest.mark.parametrize(
    ("status", "counts", "note"),
    [
        ("complete", True, None),
        ("limit", True, "counted, though they ended at a limit: 1 transcript"),
        ("error", False, "not counted: 1 transcript (failed)"),
        ("in progress", False, "not counted: 1 transcript (in progress)"),
    ],
)
def test_statuses(status: str, counts: bool, note: str | None) -> None:
    """A partial counts; what failed or is not finished is missing, from numerator and denominator alike."""
    found = gathered([reading("a"), reading("b", status=status)])
    assert [one.case for one in found.counted] == ["a", "b"][: 1 + counts]
    missing = ["missing: 1 of 2 cases, in neither numerator nor denominator"]
    assert list(found.notes) == ([note] if note else []) + ([] if counts else missing)
    assert (len(found.of().readings), found.of().expected) == (1 + counts, 2)


def test_the_last_attempt_that_counts_counts() -> None:
    """A failed one after it does not take its place."""
    attempts = [
        reading(transcript="first", attempt=1),
        reading(transcript="third", attempt=3, status="error"),
        reading(transcript="second", attempt=2),
    ]
    found = gathered(attempts)
    assert [one.transcript for one in found.counted] == ["second"]
    assert found.notes == ("not counted: 2 transcripts (an earlier or failed attempt at a case that counts)",)


def test_runs_that_do_not_count() -> None:
    """Superseded and invalid runs are out, with the reason; the cases of others are not missing for it."""
    heads = [
        run(1, count=3),
        run(2, state="superseded", superseded_by="r3"),
        run(3, index=2, count=3),
        run(4, state="invalid", reason="no tools"),
    ]
    found = gathered([reading(row=row) for row in (1, 2, 3, 4)], *heads)
    assert [head.name for head in found.runs] == ["r1", "r3"]
    assert {one.run for one in found.counted} == {1, 3}
    assert found.notes == (
        "not counted: run r2 is superseded by r3",
        "not counted: run r4 is invalid: no tools",
        "2 of 3 runs are here",
    )


def test_two_runs_in_one_place() -> None:
    """Both count, and that is said."""
    found = gathered([reading(row=1), reading(row=2)], run(1), run(2, index=1))
    assert found.notes == ("2 runs say that they are run 1: r1, r2; all count, until one supersedes the other",)


def test_a_case_that_the_suite_does_not_know() -> None:
    """It is in no figure where the suite names its cases; where it names none, every case belongs."""
    readings = [reading("a"), reading("made-up", case_class=None, intent=None)]
    found = gather([run()], [case(readings[0])], readings)
    assert [one.case for one in found.counted] == ["a"]
    assert found.notes == ("not counted: 1 transcript (of a case that the suite does not know)",)
    assert len(gather([run()], [case(one) for one in readings], readings, known=False).counted) == 2


def test_slices() -> None:
    """By run, class and intent, with how many there should be."""
    readings = [
        reading("a", 1),
        reading("a", 2),
        reading("b", 1, intent="j"),
        reading("t", 1, case_class="trap", intent="t"),
    ]
    found = gathered(readings)
    first, second = found.runs
    sizes = {
        (None, None, None): (4, 6),
        (second, None, None): (1, 3),
        (None, "solvable", None): (3, 4),
        (first, "solvable", "j"): (1, 1),
        (second, "trap", None): (0, 1),
    }
    for place, (there, expected) in sizes.items():
        assert (len(found.of(*place).readings), found.of(*place).expected) == (there, expected)
    assert found.intents == (("solvable", "i"), ("solvable", "j"), ("trap", "t"))


def test_one_that_is_made_up_is_enough() -> None:
    """The whole says that it is synthetic."""
    assert not gathered([reading("a"), reading("b")]).synthetic
    assert gathered([reading("a"), reading("b", synthetic=True)]).synthetic
