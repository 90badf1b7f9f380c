"""Several runs become one number: exact, whatever their order."""

from __future__ import annotations

import statistics
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier import aggregate
from reviewer.dossier.aggregate import Rate, Ratio

RATIOS = st.lists(
    st.integers(1, 200).flatmap(
        lambda whole: st.builds(Ratio, st.integers(0, 4 * whole).map(lambda part: Fraction(part, 4)), st.just(whole))
    ),
    min_size=1,
    max_size=8,
)


@given(RATIOS)
def test_as_the_standard_library_does_it(ratios: list[Ratio]) -> None:
    """Median, mean, lowest, highest and spread of the values."""
    values = [ratio.value for ratio in ratios]
    assert aggregate.median(ratios).value == statistics.median(values)
    assert aggregate.mean(ratios).value == statistics.mean(values)
    assert (aggregate.lowest(ratios).value, aggregate.highest(ratios).value) == (min(values), max(values))
    assert aggregate.spread(ratios).value == max(values) - min(values)


@given(RATIOS, st.randoms())
def test_order_does_not_matter(ratios: list[Ratio], chance: Random) -> None:
    """Runs come in whatever order."""
    mixed = list(ratios)
    chance.shuffle(mixed)
    for combine in (aggregate.median, aggregate.mean, aggregate.pooled, aggregate.spread, aggregate.per_run):
        assert combine(ratios).value == combine(mixed).value


@given(RATIOS)
def test_pooled_is_the_quotient_of_the_sums(ratios: list[Ratio]) -> None:
    """It lies between the lowest and the highest, and keeps its counts."""
    pooled = aggregate.pooled(ratios)
    assert pooled.numerator == sum(ratio.numerator for ratio in ratios)
    assert pooled.denominator == sum(ratio.denominator for ratio in ratios)
    assert aggregate.lowest(ratios).value <= pooled.value <= aggregate.highest(ratios).value


def of(*counts: int, whole: int = 24) -> list[Ratio]:
    """Runs of `whole` cases each."""
    return [Ratio(Fraction(count), whole) for count in counts]


def test_counts_are_kept() -> None:
    """A median says which run's counts it is; of an even number the mean of the middle two, over the same whole."""
    assert aggregate.median(of(22, 20, 21)) == Ratio(Fraction(21), 24)
    assert aggregate.median(of(20, 23)) == Ratio(Fraction(43, 2), 24)
    assert aggregate.median(of(20)) == Ratio(Fraction(20), 24)
    assert aggregate.spread(of(3, 5, 4, whole=18)) == Ratio(Fraction(2), 18)
    assert aggregate.per_run(of(4, 4, 3, whole=18)) == Ratio(Fraction(11), 3)
    assert aggregate.pooled(of(4, 4, 3, whole=18)) == Ratio(Fraction(11), 54)


def test_runs_of_different_sizes() -> None:
    """Where a case is missing, values are compared, not counts."""
    ratios = [Ratio(Fraction(1), 2), Ratio(Fraction(2), 5), Ratio(Fraction(3), 9)]
    assert aggregate.median(ratios) == Ratio(Fraction(2), 5)
    assert aggregate.mean(ratios[:2]) == Rate(Fraction(9, 20), (ratios[1], ratios[0]))
    assert aggregate.median(ratios[:2]) == aggregate.mean(ratios[:2])
    assert aggregate.spread(ratios) == Rate(Fraction(1, 6), (ratios[2], ratios[0]))


def test_a_fraction_is_one_that_was_counted() -> None:
    """Of equal values one run's own counts stand for the median, and never a product of all."""
    whole = [Ratio(Fraction(6), 6), Ratio(Fraction(4), 4), Ratio(Fraction(5), 5)]
    assert aggregate.median(whole) in whole
    assert aggregate.mean(whole[:1] * 2) == whole[0]
