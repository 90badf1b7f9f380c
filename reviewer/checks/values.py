"""The values of a text: what a reader would take as a fact about the case, each with its span and what it means.

Two values are the same where `norm` is the same: "June 27" and "27/06", "$285" and "285.00 USD", "#1130" and "1130".
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.checks.patterns import PATTERN
from reviewer.checks.spelling import READ, Kind, Value, number

__all__ = ["Kind", "Value", "number", "scan", "values"]

_HINT: Final = re.compile(
    r"(?:\b(?:e\.?g\.?|i\.e\.?|such as|for example|for instance|examples?|formats?|formatted as"
    r"|starts? with|starting with"
    r"|(?<!you )(?<!ould )(?<!['’]d )like)|\bYYYY|\bMM/DD)[,:]? ?(?:an? |the )?(?:\w{1,12} ){0,2}[\"'“‘(`*#]{0,4}$",
    re.IGNORECASE,
)
_WISH: Final = re.compile(r"\b(?:enjoy|happy|have a|rest of)(?: \w+){0,3} $", re.IGNORECASE)
_HINTED: Final = frozenset(("date", "weekday", "time", "id", "email", "phone", "address"))
"""What a format hint shows; an amount or a length of time that is given as an example is a claim."""


def values(text: str) -> list[Value]:
    """The values that are claims, in the order of the text. Format hints ("like ABC123") and good wishes are none."""
    return [value for value in scan(text) if value.kind != "number" and not _idle(text, value)]


def scan(text: str) -> list[Value]:
    """Everything that a value can be compared with: the values of `values`, format hints, and bare numbers."""
    found: list[Value] = []
    for match in PATTERN.finditer(text):
        found += READ[match.lastgroup or ""](match)
    return found


def _idle(text: str, value: Value) -> bool:
    if value.kind == "weekday" and _WISH.search(text, max(0, value.start - 40), value.start):
        return True
    return value.kind in _HINTED and _HINT.search(text, max(0, value.start - 60), value.start) is not None
