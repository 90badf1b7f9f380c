"""A figure in words: its counts, its interval, and all of it together."""

from __future__ import annotations

from fractions import Fraction

from reviewer.dossier.entry import number, of_runs
from reviewer.dossier.metrics import METRICS
from reviewer.dossier.rounding import percent, shown
from reviewer.model.dossier import FigureEntry

DISPLAY = {metric.id: metric.display for metric in METRICS}
"""How each metric is shown; what others published and is counted nowhere here is not among them."""


def of(figure: FigureEntry) -> str | None:
    """`20 of 24`, of a mean of counts `11 in 3 runs`; None where the figure has no counts."""
    if figure.numerator is None or figure.denominator is None:
        return None
    counted = number(figure.numerator)
    if DISPLAY.get(figure.metric) == "amount" and figure.aggregator != "mean":
        return f"{counted} in {figure.denominator:,} transcript{'s' * (figure.denominator != 1)}"
    if figure.aggregator == "mean" and figure.over and DISPLAY.get(figure.metric) in ("count", "amount"):
        unit = figure.over.removesuffix("s") if figure.denominator == 1 else figure.over
        return f"{counted} in {figure.denominator:,} {unit}"
    return f"{counted} of {figure.denominator:,}"


def interval(figure: FigureEntry) -> str | None:
    """`64.1–93.3%`, in the figure's own way of being shown; None where it has none."""
    if figure.interval is None:
        return None
    low, high = Fraction(figure.interval.low), Fraction(figure.interval.high)
    match DISPLAY.get(figure.metric):
        case "percent":
            return f"{shown(low * 100, 1)}–{percent(high)}"
        case "count" if figure.from_runs:
            return f"{shown(low * 100, 1)}–{percent(high)}"
        case "count" if figure.denominator and figure.aggregator != "mean":
            return f"{shown(low * figure.denominator, 1)}–{shown(high * figure.denominator, 1)}"
        case "share":
            return f"{shown(low, 3)}–{shown(high, 3)}"
    return f"{shown(low, 2)}–{shown(high, 2)}"


def full(figure: FigureEntry) -> str:
    """`83.3% (20 of 24; 95% interval 64.1–93.3%)`: the figure with its counts and its interval, where it has them."""
    counts, wide = of(figure) or of_runs(figure), interval(figure)
    told = [counts] if counts and counts.replace(" of ", "/") != figure.shown else []
    if wide and figure.interval:
        what = f" of {figure.interval.of}" if figure.interval.of else ""
        told.append(f"{shown(Fraction(str(figure.interval.level)) * 100, 0)}% interval{what} {wide}")
    return f"{figure.shown} ({'; '.join(told)})" if told else figure.shown
