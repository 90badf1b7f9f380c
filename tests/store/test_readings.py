"""Scores as exact shares of their scale."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.store.readings import share


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        ("75", "0-100", Fraction(3, 4)),
        ("94.1", "0-100", Fraction(941, 1000)),
        ("0.1", "0-1", Fraction(1, 10)),
        ("3", "1 – 5", Fraction(1, 2)),
        ("-1", "-1-1", Fraction(0)),
        ("true", None, Fraction(1)),
        ("false", "0-1", Fraction(0)),
        ("1e2", "0-100", Fraction(1)),
        ("101", "0-100", None),
        ("-1", "0-100", None),
        ("75", None, None),
        ("75", "good to bad", None),
        ("5", "5-5", None),
        ('"75"', "0-100", None),
        ("NaN", "0-100", None),
        ("Infinity", "0-100", None),
        ("null", "0-100", None),
        ("[1]", "0-100", None),
        (None, "0-100", None),
        ("0." + "0" * 10_000 + "1", "0-100", None),
    ],
)
def test_a_share_of_the_scale(value: str | None, scale: str | None, expected: Fraction | None) -> None:
    """Exact; nothing where there is no number on a scale."""
    assert share(value, scale) == expected


@given(st.integers(0, 100) | st.floats(0, 100), st.integers(-50, 0), st.integers(100, 150))
def test_it_lies_between_none_and_all(value: float, low: int, high: int) -> None:
    """And no digit that the judge wrote is lost."""
    found = share(json.dumps(value), f"{low}-{high}")
    assert found is not None
    assert 0 <= found <= 1
    assert found * (high - low) + low == Fraction(json.dumps(value))


@given(st.text(max_size=12), st.none() | st.text(max_size=12))
def test_whatever_a_judge_writes(value: str, scale: str | None) -> None:
    """Never an error."""
    found = share(value, scale)
    assert found is None or 0 <= found <= 1
