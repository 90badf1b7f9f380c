"""Where a message still says what a write has replaced: a parcel's number, an address, a total."""

from __future__ import annotations

import re
from typing import Final

from reviewer.checks.ledger import Ledger
from reviewer.checks.sources import Place
from reviewer.checks.values import Value

_FORMER: Final = re.compile(
    r"\b(?:old|original|first|former(?:ly)?|previous(?:ly)?|earlier|from|instead|before|was|were|lost|not|no longer"
    r"|rather|down|changed|than|wrong)\b|n['’]t\b",
    re.IGNORECASE,
)
NEAR: Final = 240
"""So many characters around a value are read."""

_END: Final = re.compile(r"[.!?…](?=[\s*_\"”')]|$)|\n")
_NEW: Final = re.compile(
    r"\b(?:replacements?|reship(?:ment|ped)?|RS-[0-9]|new (?:one|parcel|package|order|shipment)|second parcel|booked)"
    r"\b",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"\b(?:total|comes to|in all|altogether|order is now|now)\b", re.IGNORECASE)


def speaks_of_new(text: str) -> bool:
    """Whether a message speaks of a replacement."""
    return _NEW.search(text) is not None


def replaced(text: str, value: Value, ledger: Ledger) -> Place | None:
    """The replacement of whose parcel a message speaks with the number of an older one."""
    start = max(0, text.rfind("\n", 0, value.start) + 1, value.start - NEAR)
    _, end = sentence(text, value.start, value.end)
    own, _ = sentence(text, value.start, value.end)
    if not _NEW.search(text, start, end) or _FORMER.search(text, own, end):
        return None
    ledger.read()
    number = text[value.start : value.end].rstrip("/").rpartition("/")[2].strip("_")
    parcel = ledger.parcel(number)
    if parcel is None or number == parcel.order:
        return None
    found = ledger.replacements.get(parcel.order)
    return found[1] if found and found[0] != number else None


def outdated(text: str, value: Value, source: Place, ledger: Ledger) -> Place | None:
    """What replaced a total or an address that is told as if it still held."""
    start, end = sentence(text, value.start, value.end)
    if _FORMER.search(text, start, end) or (value.kind == "money" and not _TOTAL.search(text, start, end)):
        return None
    ledger.read()
    return ledger.changed(value, source)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the sentence goes that holds a span; at most some hundred characters each way."""
    first = max(0, start - NEAR)
    for match in _END.finditer(text, first, start):
        first = match.end()
    last = _END.search(text, end, end + NEAR)
    return first, last.end() if last else min(len(text), end + NEAR)
