"""JSON: sorted, strict, ASCII, harmless in a page, and the raw text again when it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from reviewer.export.json_text import DEEPEST, json_bytes
from reviewer.text.storable import storable
from tests.export.hostile import PIECES, TEXTS

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | PIECES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100)
@given(VALUES)
def test_what_is_read_is_what_was_written(value: Any) -> None:
    """In every parser, with lone surrogates spelled out; the same value gives the same bytes."""
    made = json_bytes(value)
    assert not set(made) - {0x0A, *range(0x20, 0x7F)}
    assert not set(b"<>&") & set(made)
    assert json.loads(made) == from_json(made)
    assert json_bytes(json.loads(made)) == made


def test_hostile_texts() -> None:
    """The raw text comes back, as a value and as a name."""
    assert json.loads(json_bytes({"texts": TEXTS, "names": dict.fromkeys(TEXTS, 1)})) == {
        "texts": [storable(text) for text in TEXTS],
        "names": {storable(text): 1 for text in TEXTS},
    }


def test_the_form() -> None:
    """Sorted, one value a line, and numbers that are none by their names."""
    made = json_bytes({"b": float("nan"), "a": (float("inf"), float("-inf")), "c": "</script>\x7f\u2028"})
    assert made == (
        b'{\n "a": [\n  "Infinity",\n  "-Infinity"\n ],\n "b": "NaN",\n "c": "\\u003c/script\\u003e\\u007f\\u2028"\n}\n'
    )


def test_what_json_has_not() -> None:
    """Nothing is guessed: another kind of name or value, two names that are one, and a nesting without end."""
    for odd in ({1: "a"}, [b"x"], {"a": {1}}):
        with pytest.raises(TypeError):
            json_bytes(odd)
    with pytest.raises(ValueError, match="are one"):
        json_bytes({"\ud800": 1, "\\ud800": 2})
    deep: Any = []
    for _ in range(DEEPEST + 1):
        deep = [deep]
    with pytest.raises(ValueError, match="nested deeper"):
        json_bytes(deep)
