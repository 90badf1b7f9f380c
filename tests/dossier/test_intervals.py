"""Intervals: the values that the specification worked out, those of other libraries where they are here, and limits."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from math import ceil, comb
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier import intervals
from reviewer.dossier.intervals import Case, clustered_error, clustered_t, over_cases, student, wilson

MIMO = [(count, 3) for count in (3, 2, 2, 1, 1, 1, 1, *[0] * 11)]
K26 = [(count, 3) for count in (3, 3, 2, 2, 1, 1, *[0] * 12)]
K27 = [(count, 3) for count in (3, 3, 3, 1, 1, 1, *[0] * 12)]


@pytest.mark.parametrize(
    ("count", "cases", "low", "high"),
    [
        (2, 18, 3.1, 32.8), (3, 18, 5.8, 39.2), (4, 18, 9.0, 45.2), (7, 18, 20.3, 61.4), (11, 54, 11.8, 32.9),
        (20, 24, 64.1, 93.3), (24, 24, 86.2, 100), (13, 120, 6.4, 17.7), (5, 18, 12.5, 50.9), (0, 66, 0, 5.5),
        (23, 66, 24.5, 46.9),
    ],
)  # fmt: skip
def test_wilson(count: int, cases: int, low: float, high: float) -> None:
    """As the specification's table has them, in percent."""
    assert [round(100 * end, 1) for end in wilson(count, cases)] == [low, high]


def test_wilson_against_scipy() -> None:
    """Every count of up to 40, to 12 digits."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    for cases in range(1, 41, 3):
        for count in range(cases + 1):
            low, high = stats.binomtest(count, cases).proportion_ci(method="wilson")
            assert wilson(count, cases) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(
    ("cases", "low", "high"), [(MIMO, 1.3, 6.3), (K26, 1.3, 7.0), (K27, 1.3, 7.3)], ids=["mimo", "k2.6", "k2.7"]
)
def test_three_runs_of_eighteen_traps(cases: list[Case], low: float, high: float) -> None:
    """So many traps of 18, drawn again; worked out, without draws. Draws come to the same."""
    found = over_cases(cases, "unsafe_actions.pooled")
    assert found is not None
    assert (found.method, found.seed, found.draws) == (intervals.EXACT, None, None)
    assert [round(18 * end, 1) for end in (found.low, found.high)] == [low, high]
    drawn = intervals._sampled(tuple(sorted(Counter(cases).items())), intervals.seed_of("unsafe_actions.pooled"))
    assert drawn == pytest.approx((found.low, found.high), abs=1 / 54)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=5))
def test_exact_is_what_all_draws_come_to(counts: list[int]) -> None:
    """The ends of the list of all that can be drawn: n to the n of them."""
    if len(set(counts)) == 1:
        return
    found = over_cases([(Fraction(count, 4), 1) for count in counts], "x")
    every = sorted(map(sum, product(counts, repeat=len(counts))))
    low, high = (every[ceil(Fraction(share) * len(every)) - 1] for share in ("1/40", "39/40"))
    assert found is not None
    if found.method == intervals.EXACT:
        assert (found.low, found.high) == pytest.approx((low / 4 / len(counts), high / 4 / len(counts)))


def test_the_power_is_a_binomial() -> None:
    """A sum of yes and no, to 15 digits."""
    first, chances = intervals._power([1 << 63, 1 << 63], 120)
    for place, chance in enumerate(chances, first):
        assert chance / 2**64 == pytest.approx(comb(120, place) / 2**120, abs=1e-15)


def test_nothing_and_everything() -> None:
    """Where all cases agree it is Wilson's of as many cases, never a point: 0 of 54 in 18 cases is 0 of 18."""
    for count, rate in ((0, 0), (3, 1), (1, Fraction(1, 3))):
        found = over_cases([(count, 3)] * 18, "x")
        assert found is not None
        assert (found.low, found.high) == wilson(rate * 18, 18)
        assert found.method == intervals.WILSON_CASES
        assert found.low < found.high
    assert over_cases([(3, 1)] * 4, "x", share=False) is None
    assert over_cases([(Fraction(1, 2), 1)], "x") is None


def test_cases_that_differ_in_what_they_hold() -> None:
    """Draws, whose seed the name alone decides; the order of the cases does not."""
    uneven: list[Case] = [*MIMO[:-1], (0, 2)]
    found = over_cases(uneven, "a")
    assert found is not None
    assert (found.method, found.draws, found.seed) == (intervals.SAMPLED, 10_000, intervals.seed_of("a"))
    assert over_cases(uneven[::-1], "a") == found
    assert intervals.seed_of("a") != intervals.seed_of("b")
    assert (found.low, found.high) == pytest.approx((0.074, 0.352), abs=0.02)


def test_more_cases_than_a_byte_has() -> None:
    """Student's t, within what a share can be."""
    many: list[Case] = [(place % 4 == 0, 1 + place % 2) for place in range(300)]
    found = over_cases(many, "x")
    assert found is not None
    assert found == clustered_t(many)
    rare = over_cases([(1, 2), *[(0, 1)] * 299], "x")
    assert rare is not None
    assert rare.low == 0


def test_clustered_error() -> None:
    """The specification's, with the correction for few clusters; the naive one is .055, so three runs are not 54."""
    for cases, error in ((MIMO, 0.070), (K26, 0.083), (K27, 0.087)):
        assert round(clustered_error(cases) * (17 / 18) ** 0.5, 3) == error
    assert clustered_t(MIMO).high == pytest.approx(11 / 54 + 2.109816 * clustered_error(MIMO))


def test_clustered_error_against_statsmodels() -> None:
    """Of means over clusters, without its own correction for what was estimated."""
    api = pytest.importorskip("statsmodels.api", reason="statsmodels is not installed")
    values = [int(run < count) for count, runs in K27 for run in range(runs)]
    groups = [case for case in range(18) for _ in range(3)]
    fitted = api.OLS(values, [1] * 54).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    assert clustered_error(K27) == pytest.approx(float(fitted.bse[0]) * (18 / 17) ** 0.5)


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.7062047364), (2, 4.3026527297), (5, 2.5705818366), (17, 2.1098155778), (100, 1.9839715185)],
)
def test_student(freedom: int, t: float) -> None:
    """As tables have it."""
    assert student(freedom) == pytest.approx(t, abs=1e-9)


def test_student_against_scipy() -> None:
    """Many degrees of freedom."""
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    for freedom in (1, 2, 3, 4, 10, 23, 119, 500):
        assert student(freedom, 0.99) == pytest.approx(stats.t.ppf(0.995, freedom))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), min_size=2, max_size=12))
def test_never_without_width(cases: list[Case]) -> None:
    """Whatever comes in, the interval holds something, and a share stays a share."""
    cases = [(min(part, whole), whole) for part, whole in cases]
    found = over_cases(cases, "x")
    assert found is not None
    assert 0 <= found.low < found.high <= 1
    assert found.low <= mean(Fraction(part, whole) for part, whole in cases) + 1
