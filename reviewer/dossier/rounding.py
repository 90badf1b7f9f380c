"""The one place where a number becomes shorter: half up, from the exact fraction.

A complement is rounded from its own fraction and never taken from a rounded number: 1 − 21/24 is 3/24, shown as 12.5 %.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor


def shown(value: Fraction, places: int) -> str:
    """The value with so many decimals; half of the last one goes away from zero."""
    scale: int = 10**places
    units = floor(abs(value) * scale + Fraction(1, 2))
    sign = "-" if value < 0 and units else ""
    whole, rest = divmod(units, scale)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def percent(value: Fraction, places: int = 1) -> str:
    """A share of 1 as a percentage, with its sign."""
    return shown(value * 100, places) + "%"


def plain(value: Fraction) -> int | float:
    """The number as JSON has it: an integer where it is one."""
    return value.numerator if value.denominator == 1 else float(value)
