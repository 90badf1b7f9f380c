"""Plain arithmetic with amounts that a reader can redo: sums, differences, quantity times price, percentages.

It tries little, on purpose: what stands beside a value, what was said, and sums within one result. With every number of
a long conversation any amount could be made. A question costs the same in a long conversation as in a short one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import combinations, pairwise
from typing import Any, Final

from reviewer.checks.values import Value

_LATEST: Final = 48
"""How many amounts of one sort are tried."""
_LISTS: Final = 40
_SUBSET: Final = 6
_FEW: Final = 12
_BOOKED: Final = 4
_RUN: Final = 24
_STRIDES: Final = range(1, 6)
_EXCHANGES: Final = 50
"""How often two differences are tried in one conversation: that takes a hundred times as long as anything else here."""
_SMALL: Final = 21
"""Below this a bare number in a result is more often a count than an amount."""


class Amounts:
    """The amounts that can be calculated with: those that were said, and those of results, by their key."""

    def __init__(self) -> None:
        self._said: dict[float, None] = {}
        self._known: dict[float, None] = {}
        self._lists: deque[list[float]] = deque(maxlen=_LISTS)
        self._before: dict[str, list[float]] = {}
        self._legs: deque[tuple[list[float], list[float]]] = deque(maxlen=_LISTS)
        self._full: dict[float, None] = {}
        self._singles: dict[str, deque[float]] = {}
        self._totals: dict[float, str] | None = {}
        self._exchanges_left = _EXCHANGES

    def add(self, values: Iterable[Value]) -> None:
        """The amounts of one message."""
        lists: dict[str, list[float]] = {}
        for value in values:
            if value.kind == "number":
                if value.key and value.norm >= _SMALL:
                    lists.setdefault(value.key, []).append(value.norm)
            elif value.kind in ("money", "data"):
                _put(self._said, value.norm)
        _trim(self._said)
        if not lists:
            return
        for key, found in lists.items():
            for amount in found[-_LATEST:]:
                _put(self._known, amount)
            few = found[:_FEW]
            if before := self._before.get(key):
                self._legs.append((before, few))
            self._before[key] = few
            if len(found) > 1:
                self._lists.append(found[:_LATEST])
                if len(found) <= _BOOKED:
                    _put(self._full, round(sum(found), 2))
            else:
                self._singles.setdefault(key, deque(maxlen=_SUBSET)).append(found[0])
            self._totals = None
        _trim(self._known, 4 * _LATEST)
        _trim(self._singles)
        _trim(self._before)
        _trim(self._full, _FEW)

    def say(self, amounts: Iterable[float]) -> None:
        """Amounts that an agent has said and that have a source."""
        for amount in amounts:
            _put(self._said, amount)
        _trim(self._said)

    def all(self) -> Set[float]:
        """Every amount that can be calculated with."""
        return self._said.keys() | self._known.keys()

    def derive(
        self,
        wanted: float,
        before: Sequence[float],
        after: Sequence[float],
        counts: Set[int] = frozenset(),
        percents: Iterable[float] = (),
        change: bool = False,
    ) -> str | None:
        """How the wanted amount comes about, in words; None where no such way is found.

        `before` and `after` are the amounts that stand beside it in its message, `counts` the quantities there.
        `change` says that its line speaks of what a change costs or brings.
        """
        if wanted == 0:
            return "nothing is left"
        if how := _run(wanted, before) or _run(wanted, after):
            return how
        sums = self._sums()
        if how := sums.get(wanted):
            return how
        beside = dict.fromkeys(amount for amount in (*before, *after) if amount != wanted)
        if how := _pair(wanted, beside, beside):
            return how
        said = {**beside, **self._said}
        return (
            self._multiple(wanted, counts, said)
            or _share(wanted, percents, (*said, *sums, *self._known))
            or (wanted != int(wanted) and (_pair(wanted, self._known, self._known) or self._exchanged(wanted, said)))
            or _pair(wanted, said, said)
            or _rest(wanted, before[::-1], {**said, **self._known})
            or _rest(wanted, after, {**said, **self._known})
            or (self._changed(wanted) if change else None)
            or None
        )

    def _sums(self) -> dict[float, str]:
        """What the amounts under one key in one result come to: all, neighbours, and some of a few."""
        if self._totals is None:
            self._totals = {}
            for found in (*self._lists, *map(list, self._singles.values())):
                if len(found) <= _SUBSET:
                    for size in range(2, len(found) + 1):
                        for chosen in combinations(found, size):
                            self._totals[round(sum(chosen), 2)] = _written(chosen)
                else:
                    for pair in pairwise(found):
                        self._totals[round(sum(pair), 2)] = _written(pair)
                    self._totals[round(sum(found), 2)] = _written(found)
        return self._totals

    def _exchanged(self, wanted: float, said: Collection[float]) -> str | None:
        self._exchanges_left -= 1
        return _differences(wanted, said) if self._exchanges_left >= 0 else None

    def _changed(self, wanted: float) -> str | None:
        """The prices of two legs, less what was paid for what they replace."""
        for there, back in self._legs:
            for one in there:
                for other in back:
                    if (paid := round(one + other - wanted, 2)) in self._full:
                        return f"{one:g} + {other:g} - {paid:g}"
        return None

    def _multiple(self, wanted: float, counts: Set[int], said: Collection[float]) -> str | None:
        sums = self._sums()
        for times in counts:
            part = round(wanted / times, 2)
            if round(part * times, 2) == wanted:
                if part in said or part in self._known or part in sums:
                    return f"{times} × {part:g}"
                if how := _pair(part, said, said):
                    return f"{times} × ({how})"
            if (whole := round(wanted * times, 2)) in said or whole in sums:
                return f"{whole:g} ÷ {times}"
        return None


def _run(wanted: float, amounts: Sequence[float]) -> str | None:
    """Three amounts or more that stand at even distances in the text and come to the wanted one."""
    amounts = amounts[-_RUN:]
    for stride in _STRIDES:
        for first in range(len(amounts)):
            total = amounts[first]
            for at in range(first + stride, len(amounts), stride):
                total += amounts[at]
                if at > first + stride and round(total, 2) == wanted:
                    return _written(amounts[first : at + 1 : stride])
    return None


def _rest(wanted: float, beside: Sequence[float], known: Collection[float]) -> str | None:
    """What is left of a known amount when those that stand nearest are taken off it, or what it becomes with them."""
    total = gone = wanted
    for count, amount in enumerate(beside[:_SUBSET], 1):
        total, gone = round(total + amount, 2), round(gone - amount, 2)
        if count > 1 and total in known:
            return f"{total:g} - " + " - ".join(f"{taken:g}" for taken in beside[:count])
        if count > 1 and gone in known:
            return f"{gone:g} + " + _written(beside[:count])
    return None


def _pair(wanted: float, first: Iterable[float], second: Collection[float]) -> str | None:
    for one in first:
        if (rest := round(wanted - one, 2)) in second and rest > 0:
            return f"{one:g} + {rest:g}"
        if (more := round(wanted + one, 2)) in second:
            return f"{more:g} - {one:g}"
        if (less := round(one - wanted, 2)) in second and less > 0:
            return f"{one:g} - {less:g}"
    return None


def _share(wanted: float, percents: Iterable[float], wholes: Iterable[float]) -> str | None:
    for percent in percents:
        for whole in wholes:
            share = whole * percent / 100
            if wanted in (round(share, 2), round(whole - share, 2), round(whole + share, 2)):
                return f"{percent:g} % of {whole:g}"
    return None


def _differences(wanted: float, amounts: Collection[float]) -> str | None:
    """Two differences that come to the wanted amount: each of two things was exchanged for a dearer one."""
    rises = {round(one - other, 2): (one, other) for one in amounts for other in amounts if one != other}
    for rise, (one, other) in rises.items():
        if rest := rises.get(round(wanted - rise, 2)):
            return f"({one:g} - {other:g}) + ({rest[0]:g} - {rest[1]:g})"
    return None


def _written(amounts: Iterable[float]) -> str:
    return " + ".join(f"{amount:g}" for amount in amounts)


def _put(known: dict[float, None], amount: float) -> None:
    """As the latest."""
    known.pop(amount, None)
    known[amount] = None


def _trim(known: dict[Any, Any], limit: int = _LATEST) -> None:
    while len(known) > limit:
        del known[next(iter(known))]
