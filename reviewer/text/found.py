"""What a rule of redaction finds in folded text."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """A stretch of folded text to be redacted; `value` is the same for all spellings of the same thing."""

    start: int
    end: int
    kind: str
    value: str
