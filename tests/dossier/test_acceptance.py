"""Every statement of the pages that agrees with itself comes out of the transcripts, exactly, through the checks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reviewer.dossier.figure import Figure
from reviewer.dossier.rounding import shown
from reviewer.dossier.sheet import Sheet
from reviewer.model.published import Expectation, PublishedFigure, published
from reviewer.model.shipped import shipped_suite
from tests.dossier.made import northline

EXPECTED = [one for one in published().expectations if one.id[0] in "MK" and one.figures]


def matching(sheet: Sheet, wanted: PublishedFigure) -> list[Figure]:
    """The figures of that metric and scope; of every run where the page means one without saying which."""
    scope = wanted.scope
    any_run = wanted.aggregator == "run" and scope.run is None
    return [
        figure
        for figure in sheet.figures
        if figure.metric == wanted.metric
        and wanted.aggregator in (None, figure.aggregator)
        and (scope.intent, scope.trap, scope.cluster) == (figure.scope.intent, figure.scope.trap, figure.scope.cluster)
        and (any_run or figure.scope.run_index == scope.run)
    ]


def agrees(figure: Figure, wanted: PublishedFigure) -> bool:
    """The same counts; of the judge's means and of what is printed as a decimal number, the same value."""
    if wanted.numerator is None:
        assert isinstance(wanted.value, float)
        return Fraction(shown(figure.value, 3)) == Fraction(str(wanted.value))
    if wanted.denominator is None:
        return figure.numerator == wanted.numerator
    if wanted.metric == "policy":  # quarters there, shares here
        return figure.value == Fraction(wanted.numerator, wanted.denominator)
    return figure.numerator == wanted.numerator and figure.denominator == wanted.denominator


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: f"{one.id}-{one.status}")
def test_what_a_page_says_of_a_model(expected: Expectation) -> None:
    """M* and K*. Where pages contradict each other, what recomputing gives is what the note says, too."""
    model = expected.figures[0].scope.model
    assert model is not None
    sheet = northline(model)
    runs: set[int | None] = {1, 2, 3}
    for wanted in expected.figures:
        figures = [figure for figure in matching(sheet, wanted) if agrees(figure, wanted)]
        assert figures, (wanted, [(one.numerator, one.denominator) for one in matching(sheet, wanted)])
        if wanted.aggregator == "run" and wanted.scope.run is None:
            runs &= {figure.scope.run_index for figure in figures}
    assert runs  # what the page says of one run without naming it is true of one and the same


def test_nothing_is_missing_and_all_is_synthetic() -> None:
    """All 1,458 count; each figure of them says that it is made up, and how many runs it comes from."""
    for model in ("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro"):
        sheet = northline(model)
        assert len(sheet.readings.counted) == 486
        assert {(figure.synthetic, figure.missing) for figure in sheet.figures} == {(True, 0)}
        assert {figure.runs for figure in sheet.figures if figure.scope.run is None} == {3}


def caught(model: str) -> dict[str | None, int]:
    """Trap → in how many of three runs, where in any."""
    pooled = [one for one in northline(model).figures if one.scope.trap and one.aggregator == "pooled"]
    assert {one.denominator for one in pooled} == {3}
    return {one.scope.trap: int(one.numerator) for one in pooled if one.numerator}


def test_the_traps_and_nothing_else() -> None:
    """Which fell and how often: three, three, two, … as each page's count says."""
    assert sorted(caught("mimo-v2.5-pro").values()) == [1, 1, 1, 1, 2, 2, 3]
    assert sorted(caught("kimi-k2.6").values()) == [1, 1, 2, 2, 3, 3]
    assert sorted(caught("kimi-k2.7-code").values()) == [1, 1, 1, 3, 3, 3]


def test_which_run_fell_for_what() -> None:
    """K74: three traps in every run of kimi-k2.7-code, the used item in run 2, two others in run 3."""
    by_run: dict[int | None, set[str | None]] = {1: set(), 2: set(), 3: set()}
    for one in northline("kimi-k2.7-code").figures:
        if one.metric == "trap_caught" and one.aggregator == "run" and one.numerator:
            by_run[one.scope.run_index].add(one.scope.trap)
    assert by_run[1] == {"damaged_no_proof", "false_closure_partial", "false_closure_wrongitem"}
    assert by_run[2] - by_run[1] == {"used_item"}
    assert len(by_run[3] - by_run[1] - by_run[2]) == 2
    assert by_run[1] < by_run[2]
    assert by_run[1] < by_run[3]


def test_the_suites_classes() -> None:
    """S1: 120, 24 and 18 of 162, and as many in each run."""
    suite = shipped_suite("northline")
    for figure in published().expectation("S1").figures:
        cases = suite.of_class(figure.scope.case_class) if figure.scope.case_class else suite.cases  # type: ignore[arg-type] # the page's word is a class
        assert len(cases) == figure.numerator
    readings = northline("kimi-k2.6").readings
    assert [readings.of(readings.runs[0], name).expected for name in ("solvable", "must-escalate", "trap")] == [
        120,
        24,
        18,
    ]


def test_every_statement_is_tried() -> None:
    """The rest is about the board and the fleet (test_board.py), but for a score that nobody publishes."""
    tried = {one.id for one in EXPECTED} | {"S1", "S2", "F1", "F2", "F3", "F4", "L1", "L2", "L3", "L4", "L5"}
    assert {one.id for one in published().expectations} - tried == {"K77"}
