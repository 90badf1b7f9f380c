"""Figures in words: value, of how many, over which runs, and interval on the figure's own scale."""

from __future__ import annotations

import pytest

from reviewer.dossier import resolve_words
from reviewer.export.report.words import basis, chance, difference, interval, interval_note, scale
from reviewer.model.dossier import FigureEntry, Interval
from tests.export.sample import figure, figures


@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        (figure("escalation_accuracy", "median", 20, 24), "percent", "20 of 24 · median of 3 runs"),
        (
            figure("escalation_accuracy", "median", 20.5, 24, missing=2),
            "percent",
            "20.50 of 24 · median of 3 runs · 2 missing",
        ),
        (figure("unsafe_actions", "median", 4, 18), "count", "median of 3 runs"),
        (figure("unsafe_actions", "pooled", 11, 54), "count", "3 runs pooled"),
        (figure("unsafe_actions", "mean", 11, 3, over="runs", shown="3.67"), "amount", "11 in 3 runs · mean of 3 runs"),
        (figure("agent_messages", "mean", 2070, 486), "amount", "2,070 in 486 transcripts · mean of 3 runs"),
        (figure("policy", "median", 91.75, 120), "amount", "mean over 120 cases · median of 3 runs"),
        (
            figure("policy", "run", 91.75, 120, scope={"run": "aa", "run_index": 2}),
            "amount",
            "mean over 120 cases · run 2",
        ),
        (figure("resolution", "min", 16, 18, over="intents"), "percent", "16 of 18 · lowest of the intents"),
        (figure("policy", "run", 1, 1, scope={"run": "aa"}), "amount", "mean over 1 case · aa"),
        (figure("unsafe_actions", "median", 2, 18, origin="published"), "count", ""),
        (figure("trap_caught", "pooled", 0, 66, origin="published", shown="nobody"), "amount", "0 of 66"),
    ],
    ids=lambda value: value.name if isinstance(value, FigureEntry) else "",
)
def test_what_a_figure_is_of(made: FigureEntry, kind: str, words: str) -> None:
    """Numerator, denominator and runs; nothing twice."""
    assert scale(made) == kind
    assert basis(made) == words


def test_an_interval_is_on_the_scale_of_its_figure() -> None:
    """Traps for a count, percent for a share, decimals for a mean."""
    wilson = Interval(low=0.090, high=0.452, method="Wilson")
    assert interval(figure("unsafe_actions", "median", 4, 18, interval=wilson)) == "1.6–8.1 of 18"
    assert interval(figure("escalation_accuracy", "median", 4, 18, interval=wilson)) == "9.0–45.2%"
    assert interval(figure("policy", "median", 4, 18, interval=wilson)) == "0.090–0.452"
    assert interval(figure("policy", "median", 4, 18, interval=None)) == ""


def test_the_page_rounds_as_its_sentences_do() -> None:
    """Prose has its words from elsewhere; one value must not be printed in two ways."""
    for one in figures():
        if one.origin == "counted" and one.interval is not None:
            assert interval(one).split(" of ")[0] == resolve_words.interval(one), one.name


def test_how_an_interval_came_about() -> None:
    """All of it, for who wants to do it again."""
    drawn = Interval(low=0, high=1, level=0.9, method="cluster bootstrap", of="the pooled rate", seed=7, draws=10_000)
    assert interval_note(drawn) == "90% interval of the pooled rate, cluster bootstrap, 10,000 draws, seed 7"


def test_differences_and_chances() -> None:
    """With their sign; a small chance is not zero."""
    assert difference(0.1111, "percent") == "+11.1 points"
    assert difference(-0.2, "count") == "−20.0 points"
    assert difference(0.0, "percent") == "0.0 points"
    assert difference(-0.0463, "amount") == "−0.046"
    assert [chance(p) for p in (None, 0.0004, 0.0625, 1.0)] == ["–", "<0.001", "0.063", "1.000"]
