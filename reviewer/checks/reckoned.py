"""Amounts without a source that may be reckoned from known ones: a reader cannot tell without more than is tried.

An amount that its clause calls a total, a difference, a refund may be made of many known ones, in more ways than are
tried. Where few amounts are known all their sums and differences are, and an amount that is none of them is invented;
so is one that an invented amount was reckoned with, and one whose arithmetic stands beside it and does not come out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
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
_COUNT: Final = re.compile(r"(?<![0-9.,$€£])[1-9][0-9]{1,4}(?![0-9.,])")
_MOST: Final = 20
_FEW: Final = 8
"""Of so many amounts all sums and differences are tried."""

_TIMES: Final = (1, 2, 3, 4, 5)
_ROUNDS: Final = 2
"""A total of totals is made of an invented amount, too."""

_BESIDE: Final = 48
"""So many invented amounts of one message are looked at."""


class Reckoned:
    """Which amounts of a conversation are left open, message after message: one that is said again stays so."""

    def __init__(self) -> None:
        self._open: set[float] = set()
        self._invented: set[float] = set()

    def may(self, text: str, found: Sequence[Value], said: Set[float], known: Set[float]) -> Set[float]:
        """Those of the amounts without a source that may be made of known ones, or of those `said` beside them."""
        amounts = [(value, float(value.norm)) for value in found]
        spoken = self._open | {amount for value, amount in amounts if _spoken(text, value)}
        spoken -= self._invented | _wrong(text)
        sums = _made(known) if spoken else None
        times = _many(text, known | said) if spoken else frozenset()
        may = {one for _, one in amounts if one in spoken and (one in times or _possible(one, sums))}
        for _ in range(_ROUNDS):
            invented = [amount for value, amount in amounts if amount not in may and value.kind == "money"]
            may = {amount for amount in may if not _made_of(amount, invented[:_BESIDE], said)}
        self._open |= may
        self._invented.update(amount for _, amount in amounts if amount not in may)
        return may


def _spoken(text: str, value: Value) -> bool:
    """Whether what surrounds an amount, in its clause or its key, calls it something that is reckoned."""
    if value.kind == "id":
        return value.norm.isdecimal() and _KEY.search(text, max(0, value.start - 60), value.start) is not None
    before = _CLAUSE.split(text[max(0, value.start - _BEFORE) : value.start])[-1]
    after = _CLAUSE.split(text[value.end : value.end + _AFTER], maxsplit=1)[0]
    return _SPEAKS.search(before) is not None or _SPEAKS.search(after) is not None


def _many(text: str, amounts: Set[float]) -> frozenset[float]:
    """What so many of a known amount come to, for each number of a text: 1000 kg at 11 dollars."""
    counts = [int(count) for count in _COUNT.findall(text)[:_MOST]]
    return frozenset(round(count * amount, 2) for count in counts for amount in amounts)


def _wrong(text: str) -> frozenset[float]:
    """What the arithmetic that a text writes out does not come to, or comes to from such an amount."""
    found: set[float] = set()
    for equation in equations(text):
        if not equation.right or not found.isdisjoint(equation.parts):
            found.add(equation.said)
    return frozenset(found)


def _made(amounts: Collection[float]) -> frozenset[float] | None:
    """All sums and differences of these amounts; None where they are too many to try."""
    if len(amounts) > _FEW:
        return None
    sums = {0.0}
    for amount in amounts:
        sums |= {round(one + more, 2) for one in sums for more in (amount, -amount)}
    return frozenset(sums)


def _possible(wanted: float, sums: Set[float] | None) -> bool:
    """Whether an amount may be made of known ones: some sum or difference, one of so many, or they were too many."""
    return sums is None or any(round(wanted / n, 2) in sums or round(wanted * n, 2) in sums for n in _TIMES)


def _made_of(wanted: float, invented: Iterable[float], beside: Set[float]) -> bool:
    """Whether an amount was reckoned with an invented one that stands beside it."""
    return any(
        round(wanted / times, 2) == one or round(abs(wanted - one), 2) in beside or round(wanted + one, 2) in beside
        for one in invented
        for times in _TIMES
    )
