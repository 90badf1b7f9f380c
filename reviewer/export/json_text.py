"""JSON that every parser reads alike: sorted, ASCII only, no NaN, harmless inside a page.

Hostile characters stand in it as escapes, so that the text is the raw text again when it is read. What strict parsers
refuse is spelled out: a lone surrogate as the six letters of its escape, a number that is none as its name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reviewer.text.storable import storable

DEEPEST: Final = 128
"""Levels of nesting; what is deeper is refused."""

_encode: Final = json.JSONEncoder(ensure_ascii=True, allow_nan=False, sort_keys=True, indent=1).encode
# These stand in strings only, where the escape means the same.
_ESCAPED: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x7F: "\\u007f"}


def json_bytes(value: Any) -> bytes:
    """A value as a file. Raises TypeError for what JSON has not, ValueError for what is nested too deep."""
    return (_encode(_strict(value, 0)).translate(_ESCAPED) + "\n").encode("ascii")


def _strict(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError(f"nested deeper than {DEEPEST} levels")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, Mapping):
        made = {_name(name): _strict(inner, depth + 1) for name, inner in value.items()}
        if len(made) < len(value):
            raise ValueError("two names of an object are one when written")
        return made
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_strict(inner, depth + 1) for inner in value]
    return value


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a name of an object is a text, not {name!r}")
    return storable(name)
