"""What customers say in other words than agents: days as ordinals, ages, and one number instead of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.checks.patterns import MONTH
from reviewer.checks.spelling import Value, month

_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS: Final = {"twenty": 20, "thirty": 30, "thirtieth": 30}
_DAY: Final = (
    rf"(?:(?P<{{0}}tens>twenty|thirty)[- ])?(?P<{{0}}ones>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"|(?P<{0}thirtieth>thirtieth)"
)
_WORDED: Final = re.compile(
    rf"\b(?:{_DAY.format('a')}) of (?P<a_month>{MONTH})\b"
    rf"|\b(?P<b_month>{MONTH})(?: the)? (?:{_DAY.format('b')})\b",
    re.IGNORECASE,
)
_AGES: Final = re.compile(
    r"\b(?:child(?:ren)?|kids?|sons?|daughters?|boys?|girls?|grand\w+|aged?)\b[^.!?\n0-9]{0,12}?\b([1-9][0-9]?)\b"
    r"(?: (?:and|&) ([1-9][0-9]?)\b)?(?! ?[×x%$€£]|\.[0-9])",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w#.,-])[0-9]{1,5}(?![\w-]|[.,][0-9])")
_NEAR: Final = 40


def spoken(text: str) -> Iterator[Value]:
    """The days that are spelled in words ("the fourth of July"), and ages as lengths of time."""
    for day in _WORDED.finditer(text):
        mark = "a" if day["a_month"] else "b"
        ones = 30 if day[f"{mark}thirtieth"] else _ORDINALS.index(day[f"{mark}ones"].lower()) + 1
        number = ones + _TENS.get((day[f"{mark}tens"] or "").lower(), 0)
        if number <= 31:
            yield Value("date", day.start(), day.end(), (None, month(day[f"{mark}_month"]), number))
    for age in _AGES.finditer(text):
        for group, years in enumerate(age.groups(), 1):
            if years:
                yield Value("window", age.start(group), age.end(group), ("m", 12.0 * int(years), 12.0 * int(years)))


def neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Numbers that stand beside each other, both ways: "418, not 481"."""
    last: re.Match[str] | None = None
    for found in _NUMBER.finditer(text):
        if last is not None and found.start() - last.end() <= _NEAR:
            yield found[0], last[0]
            yield last[0], found[0]
        last = found
