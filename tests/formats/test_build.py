"""What formats share at their end: arguments, texts, and reasons in one line."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.formats import Found, Refused
from reviewer.formats.build import arguments, filled, item, text


@pytest.mark.parametrize(
    ("value", "written", "invalid"),
    [
        ('{"b": 1, "a":  "é"}', '{"b": 1, "a":  "é"}', None),
        (' {"a": 1}\n', ' {"a": 1}\n', None),
        ('"text"', '"text"', None),
        ("", "", None),
        (None, "", None),
        ({"b": 1, "a": "é"}, '{"b": 1, "a": "é"}', None),
        ([1], "[1]", None),
        ("{bad", "{bad", "Expecting property name enclosed in double quotes at character 2"),
        ("  ", "  ", "Expecting value at character 3"),
        ('{"a": 1} {', '{"a": 1} {', "Extra data at character 10"),
        ('{"a": NaN}', '{"a": NaN}', "NaN is no JSON"),
        ("[" * 50_000, "[" * 50_000, "nested too deep"),
        ("1" * 5000, "1" * 5000, "an integer of more than 4,300 digits"),
    ],
)
def test_arguments(value: Any, written: str, invalid: str | None) -> None:
    """Text stays verbatim, anything else is dumped once, and what is no JSON says why."""
    assert arguments(value) == (written, invalid)


def test_texts() -> None:
    """What should have been text becomes text."""
    assert [text(value) for value in ("a", None, 1, {"é": [True]})] == ["a", "", "1", '{"é": [true]}']


def test_what_carries_nothing_is_left_out() -> None:
    """Nulls and what is empty do not fill `extra`; false and zero do."""
    assert filled({"a": None, "b": "", "c": [], "d": {}}) is None
    assert filled({"a": None, "b": False, "c": 0, "d": 0.0, "e": [None]}) == {"b": False, "c": 0, "d": 0.0, "e": [None]}


def test_a_transcript_or_the_reason_against_it() -> None:
    """Fields that make no transcript are refused with the first reason, in one line."""
    good: dict[str, Any] = {"suite": "s", "case": "c", "model": "m", "run": "r", "messages": [{"role": "agent"}]}
    assert isinstance(item("here", good), Found)
    refused = item("here", {**good, "messages": [{"role": "agent"}, {"role": "x\ny"}], "case": 3})
    assert isinstance(refused, Refused)
    assert refused.reason == "case: Input should be a valid string (and 1 more)"
