"""Figures in words: value, of how many, over which runs, and interval on the figure's own scale."""

from __future__ import annotations

import pytest

from reviewer.dossier import resolve_words
from reviewer.dossier.metrics import METRICS
from reviewer.export.report.words import basis, chance, count, difference, interval, interval_note, scale
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
        (
            figure("agent_messages", "spread", 126, 162, over="runs"),
            "amount",
            "126 in 162 transcripts · highest minus lowest of 3 runs",
        ),
        (figure("unsafe_actions", "median", 4, 18, runs=1), "count", "1 run"),
        (figure("resolution", "pooled", 16, 18, runs=1), "percent", "16 of 18 · 1 run"),
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


def test_several_of_a_thing() -> None:
    """Whatever it is called."""
    assert [count(number, "address") for number in (0, 1, 1411)] == ["0 addresses", "1 address", "1,411 addresses"]
    assert count(2, "run") == "2 runs"


def test_a_mean_of_counts_is_no_share() -> None:
    """`11 in 3 runs`, in prose as on the page."""
    made = figure("unsafe_actions", "mean", 11, 3, over="runs", shown="3.67", interval=None)
    assert resolve_words.full(made) == "3.67 (11 in 3 runs)"
    talk = figure("agent_messages", "mean", 2070, 486, over="transcripts", interval=None)
    assert resolve_words.of(talk) == "2,070 in 486 transcripts"
    assert resolve_words.of(figure("policy", "median", 9, 12)) == "9 of 12"


def test_the_chance_of_one_run() -> None:
    """One run is held, several are all held."""
    said = {one.id: one.definition for one in METRICS if one.id in ("hold_1", "hold_2")}
    assert "chance that a run of a trap" in said["hold_1"]
    assert "is held" in said["hold_1"]
    assert "chance that 2 runs of a trap, of those that there are, are all held" in said["hold_2"]
