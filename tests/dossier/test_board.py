"""What the pages print of board and fleet: order, bands, tiers and rates, and that none of it is ever counted."""

from __future__ import annotations

import inspect
from collections import Counter
from fractions import Fraction
from typing import get_type_hints

import pytest

from reviewer.dossier import aggregate, metrics
from reviewer.dossier.aggregate import Ratio
from reviewer.dossier.board import board_figures, calibration, order, run_counts
from reviewer.dossier.figure import Figure, published_data
from reviewer.dossier.metrics import band
from reviewer.dossier.readings import gather
from reviewer.dossier.sheet import sheet
from reviewer.model.published import Expectation, PublishedFigure, published

PAGES = published()
FIGURES = [*board_figures(PAGES), *PAGES.fleet]


def shown(metric: str, **scope: str) -> PublishedFigure:
    """The one published figure of that metric and scope."""
    (found,) = [one for one in FIGURES if one.metric == metric and one.scope.model_dump(exclude_none=True) == scope]
    return found


def test_the_boards_order() -> None:
    """L1: over-escalation as shown, unsafe actions, escalation accuracy; exactly the page's rows."""
    assert order(PAGES.board[::-1]) == list(PAGES.board)
    assert [row.rank for row in order(PAGES.board)] == list(range(1, 25))


def test_the_bands() -> None:
    """L2: as the page gives them to each model, 5, 15 and 4."""
    assert [band(row.unsafe) for row in PAGES.board] == [row.band for row in PAGES.board]


def test_the_calibration_chart() -> None:
    """L3: all 24 rows, by the sum of both errors."""
    assert calibration(PAGES.board[::-1]) == list(PAGES.calibration)


def test_the_runs_of_a_trap() -> None:
    """S2: 66 runs of 24 models with one to three runs each."""
    assert run_counts(24, 66) == [(21, 0, 3), (20, 2, 2), (19, 4, 1), (18, 6, 0)]
    assert shown("runs_per_trap").value == 66
    assert shown("models").value == len(PAGES.board) == 24


FROM_PAGES = [
    one for one in PAGES.expectations if one.status == "ok" and one.id[0] in "FL" and one.id not in ("L1", "L3")
]


@pytest.mark.parametrize("expected", FROM_PAGES, ids=lambda one: one.id)
def test_fleet_and_board(expected: Expectation) -> None:
    """F* and L*: each figure is among the published ones, with the same counts."""
    for figure in expected.figures:
        found = shown(figure.metric, **figure.scope.model_dump(exclude_none=True))
        assert (found.numerator, found.denominator, found.value) == (figure.numerator, figure.denominator, figure.value)


def test_a_percentage_that_is_no_count() -> None:
    """L4: 93 % is no k of 24, and the figure says so instead of a numerator."""
    found = shown("escalation_accuracy", model="qwen3.7-max")
    assert (found.numerator, found.denominator, found.note) == (
        None,
        None,
        "rounding is no count of 24; 67 of 72 would fit",
    )
    assert all(abs(Fraction(k, 24) - Fraction(93, 100)) > Fraction(1, 200) for k in range(25))


def test_each_names_its_page() -> None:
    """And as JSON says that it is published."""
    pages = {page.id for page in PAGES.pages}
    data = [published_data(figure, PAGES.suite) for figure in FIGURES]
    assert {one["origin"] for one in data} == {"published"}
    assert {one["page"] for one in data} <= pages
    assert Counter(one["metric"] for one in data)["unsafe_actions"] == 24
    rate = next(one for one in data if one["scope"].get("trap") == "serial_claimant")
    assert (rate["numerator"], rate["denominator"], rate["aggregator"]) == (15, 66, "pooled")
    assert rate["value"] == 15 / 66


def test_published_figures_cannot_be_counted() -> None:
    """Whatever adds up takes readings or ratios; a published figure is neither, and has no readings to give."""
    assert not issubclass(PublishedFigure, Figure | Ratio)
    assert not {"behind", "transcripts", "readings"} & set(PublishedFigure.model_fields)
    adding = [one for _, one in inspect.getmembers(aggregate, inspect.isfunction)]
    for function in [*adding, gather, sheet, *(one.count for one in metrics.METRICS)]:
        assert "Published" not in str(get_type_hints(function))
    for module in ("aggregate", "metrics", "readings", "sheet"):
        source = inspect.getsource(__import__(f"reviewer.dossier.{module}", fromlist=["x"]))
        assert "published" not in source.casefold(), module
