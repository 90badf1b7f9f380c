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
    r"(?:\b(?:e\.?g\.?|i\.e\.?|p?\.? ?ej\.?|z\. ?B\.?|such as|for example|for instance|examples?|formats?|formatted as"
    r"|starts? with|starting with"
    r"|(?<!you )(?<!ould )(?<!['’]d )like)|\bYYYY|\bMM/DD)[,:]?\s?(?:an? |the )?(?:\w{1,12} ){0,2}[\"'“‘(`*#]{0,4}$",
    re.IGNORECASE,
)
_ZEROS: Final = 2
_WORDS_OF_A_NAME: Final = 2
"""What has more words than this is named by an agent, not numbered by a shop."""
_KEY: Final = re.compile(r"[\"'] ?:")
_OPTION: Final = re.compile("[A-Z]{1,4}-[0-9]{1,2}")
_MASK: Final = re.compile(r"[*•·]{3}$|[A-Za-z0-9][*•·]{2,}[A-Za-z0-9*•·]*$")
_POLITE: Final = re.compile(r" (?:more )?of your (?:time|attention|patience|day)\b", re.IGNORECASE)
"""After "two minutes": it says nothing of the case."""

_NAMED: Final = frozenset(("id", "url", "email"))
_WISH: Final = re.compile(r"\b(?:enjoy|happy|have a|rest of)(?: \w+){0,3} $", re.IGNORECASE)
_REST: Final = re.compile(
    r"(?:,? (?:and|or|&) (?:Satur|Sun)day)? (?:are|is)(?: not| never|n['’]t| no)(?: an?)? (?:working|business) days?\b",
    re.IGNORECASE,
)
"""After "Saturday": a word is explained, and no day of the case named."""

_HINTED: Final = frozenset(("date", "weekday", "time", "id", "url", "email", "phone", "address"))
"""What a format hint shows; an amount or a length of time that is given as an example is a claim."""


def values(text: str) -> list[Value]:
    """The values that are claims, in the order of the text.

    Format hints ("like ABC123"), good wishes and names that an agent gives to its own options are none.
    """
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
    if value.kind == "weekday" and (_REST.match(text, value.end)):
        return True
    if value.kind == "window" and text[max(0, value.start - 2) : value.start].rstrip()[-1:] == "±":
        return True
    if value.kind == "window" and _POLITE.match(text, value.end):
        return True
    if value.kind in _NAMED and _own_or_masked(text, value):
        return True
    return value.kind in _HINTED and _HINT.search(text, max(0, value.start - 60), value.start) is not None


def _own_or_masked(text: str, value: Value) -> bool:
    """A key of JSON, the name of an option ("EWR-1"), a sample of zeros, or the rest of something masked."""
    before = text[max(0, value.start - 40) : value.start]
    if _MASK.search(before) or (value.kind == "url" and before.endswith("@")):
        return True
    if value.kind != "id":
        return False
    digits = [sign for sign in value.norm if sign.isdigit()]
    words = [part for part in re.split("[_-]", value.norm) if part.isalpha()]
    return (
        _KEY.match(text, value.end) is not None
        or _OPTION.fullmatch(value.norm) is not None
        or (len(digits) > _ZEROS and set(digits) == {"0"} and not value.norm.isdecimal())
        or ("_" in value.norm and len(words) > _WORDS_OF_A_NAME)
    )
