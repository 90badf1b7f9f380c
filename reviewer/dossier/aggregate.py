"""From several runs, or several intents, one number; exact, and always a quotient of two counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
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


def pooled(ratios: Sequence[Ratio]) -> Ratio:
    """All of them as one: numerators and denominators added up."""
    return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()), sum(ratio.denominator for ratio in ratios))


def mean(ratios: Sequence[Ratio]) -> Ratio:
    """The mean of the values."""
    ratios = _aligned(ratios)
    return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()) / len(ratios), ratios[0].denominator)


def median(ratios: Sequence[Ratio]) -> Ratio:
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


def spread(ratios: Sequence[Ratio]) -> Ratio:
    """The distance from the lowest value to the highest."""
    low, high = _aligned([lowest(ratios), highest(ratios)])
    return Ratio(high.numerator - low.numerator, high.denominator)


def per_run(ratios: Sequence[Ratio]) -> Ratio:
    """The mean of the numerators: how many a run has, such as 11 in 3 runs."""
    return Ratio(sum((ratio.numerator for ratio in ratios), Fraction()), len(ratios))


def _value(ratio: Ratio) -> Fraction:
    return ratio.value


def _aligned(ratios: Sequence[Ratio]) -> list[Ratio]:
    """The same values over one denominator."""
    common = lcm(*(ratio.denominator for ratio in ratios))
    return [Ratio(ratio.numerator * (common // ratio.denominator), common) for ratio in ratios]
