"""From several runs, or several intents, one number; exact, and with a fraction only where that was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Aggregator = Literal["count", "run", "median", "mean", "pooled", "min", "max", "spread"]
"""How a figure comes from what it is over: cases counted; one run's own value; the median, the mean, the lowest and
the highest of several, and the distance between these two; all transcripts pooled."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator, not shortened: 12 of 54 stays that. The denominator is above 0."""

    numerator: Fraction
    denominator: int

    @property
    def value(self) -> Fraction:
        """The exact quotient."""
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Rate:
    """A value that no count has: it comes from runs that differ in what they counted of. `of` are these, in order."""

    value: Fraction
    of: tuple[Ratio, ...] = ()


def pooled(ratios: Sequence[Ratio]) -> Ratio:
    """All of them as one: numerators and denominators added up."""
    return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()), sum(ratio.denominator for ratio in ratios))


def mean(ratios: Sequence[Ratio]) -> Ratio | Rate:
    """The mean of the values; a fraction only of what they all are counted of."""
    if len({ratio.denominator for ratio in ratios}) == 1:
        return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()) / len(ratios), ratios[0].denominator)
    return Rate(sum((ratio.value for ratio in ratios), Fraction()) / len(ratios), tuple(sorted(ratios, key=_value)))


def median(ratios: Sequence[Ratio]) -> Ratio | Rate:
    """The middle one by value; of an even number the mean of the middle two."""
    ordered = sorted(ratios, key=_value)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])


def lowest(ratios: Sequence[Ratio]) -> Ratio:
    """The one with the lowest value."""
    return min(ratios, key=_value)


def highest(ratios: Sequence[Ratio]) -> Ratio:
    """The one with the highest value."""
    return max(ratios, key=_value)


def spread(ratios: Sequence[Ratio]) -> Ratio | Rate:
    """The distance from the lowest value to the highest; a fraction only of what both are counted of."""
    low, high = lowest(ratios), highest(ratios)
    if low.denominator == high.denominator:
        return Ratio(high.numerator - low.numerator, high.denominator)
    return Rate(high.value - low.value, (low, high))


def per_run(ratios: Sequence[Ratio]) -> Ratio:
    """The mean of the numerators: how many a run has, such as 11 in 3 runs."""
    return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()), len(ratios))


def _value(ratio: Ratio) -> Fraction:
    return ratio.value
