"""JSON values as text: as the standard library writes them, in one piece."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.text.dump import dump

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=4), inside, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_same_as_the_standard_librarys(value: Any) -> None:
    """In the source's order, with its own letters, and with what JSON does not know."""
    assert dump(value) == json.dumps(value, ensure_ascii=False)


def test_what_is_no_json_is_refused() -> None:
    """Neither other types nor endless nesting come out as something else."""
    with pytest.raises(TypeError):
        dump({"a": {1}})
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(RecursionError):
        dump(endless)
