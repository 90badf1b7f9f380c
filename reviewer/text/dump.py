"""JSON values as text, the one way in which they are stored: in the source's order, with its own letters."""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any


def _dumper() -> Callable[[Any], str]:
    plain = json.JSONEncoder(ensure_ascii=False, check_circular=False)
    # `encode` makes this object anew for each value, which takes longer than most values do.
    make: Callable[..., Callable[[Any, int], tuple[str, ...]]] | None = getattr(encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    letters: Callable[[str], str] = encoder.encode_basestring
    chunks = make(None, plain.default, letters, None, ": ", ", ", False, False, True)
    return lambda value: "".join(chunks(value, 0))


dump = _dumper()
"""A JSON value as text. Raises TypeError for what is none, RecursionError where it is nested too deep."""
