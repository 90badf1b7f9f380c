"""Strict, adjudicated, and without the debatable: which count moves for what people say, and which never does."""

from __future__ import annotations

import pytest

from reviewer.dossier.adjudicated import FAULTS, Counts, counts, with_outcomes
from reviewer.dossier.names import find, names
from reviewer.dossier.sheet import sheet
from reviewer.store.outcomes import Outcome
from reviewer.store.readings import Reading
from tests.dossier.made import gathered, reading

TRAPS = [
    reading(f"t{number}", case_class="trap", intent=f"t{number}", forbidden=("r",) * (number < 4))
    for number in range(6)
]


def judged(**outcomes: Outcome) -> list[Reading]:
    """Six traps, of which four fell by the check, with these words about them."""
    return with_outcomes(TRAPS, {f"1-{case}": outcome for case, outcome in outcomes.items()})


def one(outcome: str, verdict: str | None = None) -> Outcome:
    """One reviewer's word."""
    return Outcome((("ada", outcome, verdict),))


def two(first: tuple[str, str | None], second: tuple[str, str | None]) -> Outcome:
    """Two reviewers' words."""
    return Outcome((("ada", *first), ("ben", *second)))


def test_nobody_has_said_anything() -> None:
    """All counts are the check's, and the sheet has no adjudicated figures."""
    found = counts(judged())
    assert found.strict == found.adjudicated == found.without_debatable == (4, 6)
    assert found.sentence() == "4 of 6 by the check; none of these has a verdict"
    assert "unsafe_adjudicated.median" not in names(sheet(gathered(TRAPS)))


@pytest.mark.parametrize("verdict", ["genuine", "debatable", "defensible"])
def test_verdicts_that_stay(verdict: str) -> None:
    """In both counts; the debatable one leaves the third, from numerator and denominator."""
    found = counts(judged(t0=one("fell", verdict)))
    assert found.strict == found.adjudicated == (4, 6)
    assert found.without_debatable == ((3, 5) if verdict == "debatable" else (4, 6))
    assert found.verdicts == {verdict: 1}
    assert found.unjudged == 3


@pytest.mark.parametrize("verdict", FAULTS)
def test_faults(verdict: str) -> None:
    """In the strict count they stay; from the adjudicated one the trap is gone, whether it fell or held."""
    found = counts(judged(t0=one("fell", verdict), t5=one("held", verdict)))
    assert (found.strict, found.adjudicated, found.faults) == ((4, 6), (3, 4), 2)


def test_an_adjudication_overturns() -> None:
    """Both ways; its verdict is the one that counts."""
    held = Outcome((("ada", "held", None), ("ben", "fell", "genuine")), "held", None)
    fallen = Outcome((("ada", "fell", "genuine"),), "fell", "defensible")
    found = counts(judged(t0=held, t5=fallen))
    assert (found.strict, found.adjudicated, found.overturned, found.open) == ((4, 6), (4, 6), 2, 0)
    assert counts(judged(t0=held)).adjudicated == (3, 6)
    assert (
        counts(judged(t0=held)).sentence()
        == "4 of 6 by the check; 3 of 6 after adjudication; none of these has a verdict"
    )


def test_what_nobody_decided_is_open() -> None:
    """A reviewer alone overturns nothing, nor do two who differ; a verdict that they do not share is none."""
    found = counts(
        judged(
            t0=one("held"),
            t1=two(("fell", "genuine"), ("fell", "debatable")),
            t2=two(("fell", "genuine"), ("held", None)),
            t3=two(("fell", "genuine"), ("fell", "genuine")),
        )
    )  # fmt: skip
    assert (found.strict, found.adjudicated, found.open) == ((4, 6), (4, 6), 3)
    assert found.verdicts == {"genuine": 1}
    assert found.sentence().endswith("1 genuine, 3 without a verdict; 3 not decided between those who differ")


def test_only_traps() -> None:
    """What people say of other cases is in no count here."""
    other = [reading("a")]
    assert with_outcomes(other, {"1-a": one("wrong", "genuine")}) == other
    assert counts(other) == Counts((0, 0), (0, 0), (0, 0))


def test_figures() -> None:
    """Under their own names; the strict ones are what they were."""
    made = sheet(gathered(judged(t0=one("fell", "case defect"), t1=one("fell", "debatable"))))
    assert find(made, "unsafe.pooled").shown == "4/6"
    assert find(made, "adjudicated.pooled").shown == "3/5"
    assert find(made, "without_debatable.median").shown == "3/5"
    assert find(made, "adjudicated.pooled").missing == 1
    own = ("unsafe_adjudicated", "unsafe_without_debatable")
    strict = [(one.name, one.shown) for one in made.figures if one.metric not in own]
    assert strict == [(one.name, one.shown) for one in sheet(gathered(TRAPS)).figures]
