"""A contested score takes what its scale allows, and says what that is."""

from __future__ import annotations

import pytest

from reviewer.review.scales import scale


@pytest.mark.parametrize(
    ("said", "value", "typed", "read"),
    [
        ("0-100", "100", "40", 40),
        ("0 – 100", "100", " 0 ", 0),
        ("0..1", "1.0", ".5", 0.5),
        ("-1 to 1", "0", "-1", -1),
        ("1-1", "1", "7", 7),  # no range: any number
        (None, "0.5", "0.25", 0.25),
        (None, "true", "No", False),
        ("0-1", "true", "1", 1),
        ("pass/fail", '"pass"', "FAIL", "fail"),
        ("A, B, C", '"A"', "b", "B"),
        (None, '"good"', "poor", "poor"),
        ("of old", "not JSON", "poor", "poor"),
    ],
)
def test_what_is_allowed_is_read(said: str | None, value: str, typed: str, read: object) -> None:
    found = scale(said, value).read(typed)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("said", "value", "typed", "expected"),
    [
        ("0-100", "100", "banana", "a number from 0 to 100"),
        ("0-100", "100", "101", "a number from 0 to 100"),
        ("0-100", "100", "-1", "a number from 0 to 100"),
        ("0-100", "100", "nan", "a number from 0 to 100"),
        ("0-100", "100", "1e1", "a number from 0 to 100"),
        ("0-100", "100", "true", "a number from 0 to 100"),
        ("0-1", "0.5", "0.5.5", "a number from 0 to 1"),
        (None, "3", "Infinity", "a number"),
        (None, "NaN", "", "at most 60 characters"),
        (None, "false", "maybe", "true or false"),
        ("pass/fail", '"pass"', "held", "one of pass, fail"),
        (None, '"good"', "x" * 61, "at most 60 characters"),
    ],
)
def test_what_is_not_is_refused_with_what_is(said: str | None, value: str, typed: str, expected: str) -> None:
    with pytest.raises(ValueError, match=f"^expected {expected}$"):
        scale(said, value).read(typed)
