"""One rounding: half up, from the exact fraction."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier.rounding import percent, plain, shown


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (Fraction(7, 8), 0, "1"),
        (Fraction(875, 10), 0, "88"),
        (Fraction(125, 10), 0, "13"),
        (Fraction(5, 8), 2, "0.63"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(0), 3, "0.000"),
        (Fraction(2070, 486), 2, "4.26"),
        (Fraction(1, 200), 2, "0.01"),
    ],
)
def test_half_goes_up(value: Fraction, places: int, said: str) -> None:
    """Away from zero, with exactly so many decimals, and never a negative zero."""
    assert shown(value, places) == said


@given(st.decimals(-1000, 1000, places=7), st.integers(0, 5))
def test_as_decimal_does_it(value: Decimal, places: int) -> None:
    """The same as decimal arithmetic, which is exact here."""
    with localcontext() as context:
        context.prec = 40
        expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert shown(Fraction(value), places) == f"{expected if expected else abs(expected):f}"


@given(st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_complement_comes_from_the_raw_value(pair: tuple[int, int]) -> None:
    """Rounded shares of a whole and of its rest differ from 100 by at most the last decimal, never by arithmetic."""
    part, whole = pair
    own, rest = Fraction(part, whole), Fraction(whole - part, whole)
    assert percent(1 - own) == percent(rest)
    assert abs(Fraction(percent(own)[:-1]) + Fraction(percent(rest)[:-1]) - 100) <= Fraction(1, 10)


def test_a_number_for_json() -> None:
    """Counts stay integers."""
    assert (plain(Fraction(12)), plain(Fraction(387, 4))) == (12, 96.75)
    assert isinstance(plain(Fraction(12)), int)
