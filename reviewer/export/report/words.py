"""A figure in words: its value, of how many, over which runs, and its interval. Nothing is counted here.

How a figure is printed says what its scale is: `83.3%` a share, `4/18` a count of its denominator, `0.765` a mean.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from reviewer.dossier.entry import of_runs
from reviewer.dossier.rounding import percent, shown
from reviewer.model.dossier import FigureEntry, Interval

Scale = Literal["percent", "points", "count", "amount"]

NOT_MEASURED = "not measured"


def scale(figure: FigureEntry) -> Scale:
    """What the figure is printed as."""
    if figure.shown.endswith("%"):
        return "percent"
    if figure.shown.endswith("points"):
        return "points"
    return "count" if "/" in figure.shown else "amount"


def of(figure: FigureEntry) -> str:
    """Numerator and denominator: `20 of 24`, `11 in 3 runs`, `mean over 120 cases`; empty where nobody says."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    counted, how = _number(figure.numerator), scale(figure)
    if how != "amount" or figure.origin == "published":
        said = f"{counted} of {figure.denominator:,}"
        return f"{said} apart" if how == "points" else "" if said.replace(" of ", "/") == figure.shown else said
    if figure.metric in _COUNTED:
        unit = figure.over if figure.aggregator == "mean" and figure.over else "transcripts"
        return f"{counted} in {figure.denominator:,} {unit.removesuffix('s') if figure.denominator == 1 else unit}"
    return f"mean over {count(figure.denominator, 'transcript' if figure.aggregator == 'pooled' else 'case')}"


def over(figure: FigureEntry) -> str:
    """Where it comes from: `median of 3 runs`, `3 runs pooled`, `run 2`; empty where it was published by others."""
    if figure.origin == "published":
        return ""
    runs = f"{figure.runs} run" + ("" if figure.runs == 1 else "s")
    apart = of_runs(figure) if scale(figure) != "amount" else None
    if figure.runs == 1 and figure.aggregator not in ("run", "count", None) and figure.over != "intents":
        return runs  # one run has neither a median nor a highest
    match figure.aggregator:
        case "run" | None:
            return (
                f"run {figure.scope['run_index']}" if "run_index" in figure.scope else str(figure.scope.get("run", ""))
            )
        case "pooled":
            return f"{runs} pooled"
        case "count":
            return ""
        case "min":
            return f"lowest of {_among(figure, runs)}"
        case "max":
            return f"highest of {_among(figure, runs)}"
        case "spread":
            return f"highest minus lowest of {_among(figure, runs)}" + (f", {apart}" if apart else "")
    if apart:
        return apart
    return f"{figure.aggregator} of {runs}"


def basis(figure: FigureEntry) -> str:
    """All that makes the number what it is, in one line: `20 of 24 · median of 3 runs · 1 missing`."""
    missing = f"{figure.missing:,} missing" if figure.missing else ""
    return " · ".join(part for part in (of(figure), over(figure), missing) if part)


def interval(figure: FigureEntry) -> str:
    """`64.1–93.3%`, or `1.6–8.1 of 18`, with as many decimals as the figure has; empty where it has none."""
    if figure.interval is None:
        return ""
    low, high = Fraction(figure.interval.low), Fraction(figure.interval.high)
    how = scale(figure)
    if how == "percent":
        return share(figure.interval)
    if how == "count" and figure.denominator:
        ends = f"{shown(low * figure.denominator, 1)}–{shown(high * figure.denominator, 1)}"
        return f"{ends} of {figure.denominator:,}"
    places = len(figure.shown.partition(".")[2])
    return f"{shown(low, places)}–{shown(high, places)}"


def share(one: Interval) -> str:
    """The interval of a share, which is no figure's own."""
    return f"{shown(Fraction(one.low) * 100, 1)}–{percent(Fraction(one.high))}"


def interval_kind(one: Interval) -> str:
    """`95% interval of the pooled rate`."""
    return f"{percent(Fraction(str(one.level)), 0)} interval" + (f" of {one.of}" if one.of else "")


def interval_note(one: Interval) -> str:
    """How an interval came about: `95% interval of the pooled rate, cluster bootstrap over cases`."""
    drawn = f", {one.draws:,} draws" if one.draws else ""
    seed = f", seed {one.seed}" if one.seed is not None else ""
    return f"{interval_kind(one)}, {one.method}{drawn}{seed}"


def difference(value: float, how: Scale) -> str:
    """A difference of two figures with its sign: in points where they are shares or counts of the same number."""
    return _signed(Fraction(value), 3) if how == "amount" else f"{_signed(Fraction(value) * 100, 1)} points"


def chance(p: float | None) -> str:
    """A probability with three decimals; `<0.001` below that, a dash for none."""
    if p is None:
        return "–"
    return "<0.001" if 0 <= p < 0.001 else shown(Fraction(p), 3)


def count(number: int, one: str, several: str | None = None) -> str:
    """`1 run`, `3 runs`, `3 addresses`."""
    return f"{number:,} {one if number == 1 else several or one + ('es' if one.endswith('s') else 's')}"


def listed(words: list[str] | tuple[str, ...], joint: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else text + "."


_COUNTED = {"unsafe_actions", "holds", "agent_messages", "reads", "kb_searches", "looked_up_first"}
"""Metrics whose mean is a count for each run or conversation, not a score."""


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) or value.is_integer() else shown(Fraction(str(value)), 2)


def _signed(value: Fraction, places: int) -> str:
    text = shown(value, places)
    return text.replace("-", "−") if text.startswith("-") else f"+{text}" if value else text


def _among(figure: FigureEntry, runs: str) -> str:
    return "the intents" if figure.over == "intents" else runs
