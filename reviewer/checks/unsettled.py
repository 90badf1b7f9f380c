"""Which values without a source are left open: a reader cannot tell without more than a program can follow.

An amount that its clause calls a total, a difference, a refund may be made of many known ones, in more ways than are
tried. Where few amounts are known all their sums and differences are, and an amount that is none of them is invented;
so is one that an invented amount was reckoned with, and one whose arithmetic stands beside it and does not come out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set
from typing import Final

from reviewer.checks.equations import equations
from reviewer.checks.values import Value

_SPEAKS: Final = re.compile(
    r"\b(?:sub|grand )?totals?|\bsums?\b|altogether|combined|\bin all\b|differen|additional|\bextra\b|upgrad|downgrad"
    r"|refund|saving|\bsaves?\b|remain|balance|\bcharg|\bnet\b|\bowe|\bdue\b|rang(?:e|ing) from|cheapest|per person",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[.,;!?:](?=\s)(?!\W{0,6}(?:\$|\Z))|\n|\\n")
_BEFORE: Final = 120
_AFTER: Final = 50
_KEY: Final = re.compile(r"\"[a-z0-9_]*(?:total|refund|saving|amount|price|cost|fare|charge|net)[a-z0-9_]*\" ?: ?$")
_OFFERS: Final = re.compile(
    r"\bif you|\bwould you|\bdo you want|\byou(?:['’]d| would) (?:like|prefer)|\bcan (?:also )?(?:search|check|look)",
    re.IGNORECASE,
)
_TOLL_FREE: Final = re.compile("8(?:00|33|44|55|66|77|88)[0-9]{7}$")
_SHORT_CODE: Final = re.compile(r"\btext (?:\S{1,12} )?to \W{0,4}$", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}) (?:d\S{1,4}as?|a(?:ñ|\S{2})os?|horas?|mes(?:es)?|semanas?|minutos?|Tagen?|Jahren?"
    r"|Stunden|Wochen|Monaten?|jours?|ans|heures?|mois|semaines?|giorni|anni|ore|mesi|settimane)\b",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"(?<![0-9.,$€£])[1-9][0-9]{1,4}(?![0-9.,])")
_MOST: Final = 20
_FEW: Final = 8
"""Of so many amounts all sums and differences are tried."""

_TIMES: Final = (1, 2, 3, 4, 5)


def spoken(text: str, value: Value) -> bool:
    """Whether what surrounds an amount, in its clause or its key, calls it something that is reckoned."""
    if value.kind == "id":
        return value.norm.isdecimal() and _KEY.search(text, max(0, value.start - 60), value.start) is not None
    before = _CLAUSE.split(text[max(0, value.start - _BEFORE) : value.start])[-1]
    after = _CLAUSE.split(text[value.end : value.end + _AFTER], maxsplit=1)[0]
    return _SPEAKS.search(before) is not None or _SPEAKS.search(after) is not None


def offered(text: str, value: Value) -> bool:
    """Whether a relative day only says until when somebody might look: "I can search again for tomorrow"."""
    before = re.split(r"[.!?](?=\s)|\n|\\n", text[max(0, value.start - 2 * _BEFORE) : value.start])[-1]
    return value.kind == "weekday" and value.norm[0] == "offset" and _OFFERS.search(before) is not None


def public(text: str, value: Value) -> bool:
    """Whether a number is one that anybody may call or text, not the shop's own: a toll-free line, a short code."""
    if value.kind == "phone":
        return _TOLL_FREE.match(value.norm) is not None
    return value.kind == "id" and _SHORT_CODE.search(text, max(0, value.start - 40), value.start) is not None


class Lengths:
    """The lengths of time in texts of a language that is not read for values: "72 horas hábiles"."""

    def __init__(self) -> None:
        self._unread: list[str] = []
        self._numbers: set[str] = set()

    def add(self, text: str) -> None:
        """A text, to be read when it is needed, and only once."""
        self._unread.append(text)

    def hold(self, value: Value) -> bool:
        """Whether a length of time has a number that stands there before such a unit."""
        if value.kind != "window":
            return False
        for text in self._unread:
            self._numbers.update(_LENGTH.findall(text))
        self._unread.clear()
        unit, *ends = value.norm
        return any(f"{part:g}" in self._numbers for end in ends for part in (end, end / (12 if unit == "m" else 24)))


def many(text: str, amounts: Set[float]) -> frozenset[float]:
    """What so many of a known amount come to, for each number of a text: 1000 kg at 11 dollars."""
    counts = [int(count) for count in _COUNT.findall(text)[:_MOST]]
    return frozenset(round(count * amount, 2) for count in counts for amount in amounts)


def wrong(text: str) -> frozenset[float]:
    """What the arithmetic that a text writes out does not come to, or comes to from such an amount."""
    found: set[float] = set()
    for equation in equations(text):
        if not equation.right or not found.isdisjoint(equation.parts):
            found.add(equation.said)
    return frozenset(found)


def made(amounts: Collection[float]) -> frozenset[float] | None:
    """All sums and differences of these amounts; None where they are too many to try."""
    if len(amounts) > _FEW:
        return None
    sums = {0.0}
    for amount in amounts:
        sums |= {round(one + more, 2) for one in sums for more in (amount, -amount)}
    return frozenset(sums)


def possible(wanted: float, sums: Set[float] | None) -> bool:
    """Whether an amount may be made of known ones: some sum or difference, one of so many, or they were too many."""
    return sums is None or any(round(wanted / n, 2) in sums or round(wanted * n, 2) in sums for n in _TIMES)


def made_of(wanted: float, invented: Iterable[float], beside: Set[float]) -> bool:
    """Whether an amount was reckoned with an invented one that stands beside it."""
    return any(
        round(wanted / times, 2) == one or round(abs(wanted - one), 2) in beside or round(wanted + one, 2) in beside
        for one in invented
        for times in _TIMES
    )
