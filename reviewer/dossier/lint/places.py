"""Figures by the place that they are of: those of one metric by run, the headline of a metric, the nearest one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.fitting import scaled_values, told
from reviewer.dossier.lint.number import Number
from reviewer.model.dossier import FigureEntry


def by_place(figures: Iterable[FigureEntry]) -> list[list[FigureEntry]]:
    """Those of single runs, by metric, model, intent and trap."""
    places: dict[tuple[object, ...], list[FigureEntry]] = {}
    for one in figures:
        if one.aggregator == "run":
            where = (one.metric, *(one.scope.get(key) for key in ("model", "intent", "trap")))
            places.setdefault(where, []).append(one)
    return [*places.values()]


def in_run(one: FigureEntry) -> str:
    """`run 1: 114 of 120 = 95.0%`."""
    return f"run {one.scope.get('run_index') or one.scope.get('run')}: {told(one)}"


def headline(figures: Sequence[FigureEntry], metric: str) -> FigureEntry | None:
    """What a metric comes to over the runs: its median, if it has one."""
    over_all = [one for one in figures if one.metric == metric and not one.scope.get("run")]
    return next((one for one in over_all if one.aggregator == "median"), over_all[0] if over_all else None)


def nearest(number: Number, figures: Sequence[FigureEntry]) -> FigureEntry | None:
    """What a person may have meant: the headline that lies nearest."""
    key: Callable[[FigureEntry], Fraction] = lambda one: min(  # noqa: E731 - a key, used twice below
        (abs(scaled - number.value) for scaled in scaled_values(exact(one) or Fraction(), number, one)),
        default=Fraction(10**9),
    )
    known = [
        one
        for one in figures
        if exact(one) is not None and one.aggregator in ("median", "pooled", "mean", "min", "max", "run")
    ]
    if number.kind == "ratio":  # of so many, where anything is: else it is of another form
        share = number.values[0] / number.values[1] if number.values[1] else Fraction()
        known = [one for one in known if one.denominator == number.values[1]] or known
        key = lambda one: abs((exact(one) or Fraction()) - share)  # noqa: E731 - the other key
    heads = [one for one in known if not one.scope.get("run") and one.aggregator in ("median", "pooled", "mean")]
    return min(heads or known, key=key, default=None)


def same_place(one: FigureEntry, other: FigureEntry) -> bool:
    """Whether two are of the same model, intent, trap or cluster."""
    return all(one.scope.get(key) == other.scope.get(key) for key in ("model", "intent", "trap", "cluster"))
