"""What the things that a message names cost together: the flights of an itinerary, the items of an order.

With all prices of a conversation any amount could be made, so only those of what the message names are tried, and of
that only what it names one after the other. Results are read only when some amount has no other source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import product
from math import prod
from typing import Any, Final, NamedTuple

from reviewer.checks.scene import Scene

_NAMES: Final = re.compile(r"(?:number|_id|^id)$")
_COSTS: Final = re.compile(r"price|cost|fare|fee")
_PAID: Final = re.compile(r"payment|paid|charge|transaction")
_TOKEN: Final = re.compile("#?[A-Za-z0-9][A-Za-z0-9_-]{3,40}")
_BOOKED: Final = "price"
_MOST: Final = 40
"""So many names of one message are looked at, and so many payments."""

_TOGETHER: Final = 4
"""So many things are added up."""

_LATEST: Final = 3
_WAYS: Final = 32
_DEPTH: Final = 8


class Named(NamedTuple):
    """What the things that a message names cost, and cost more or less than before, each with how it is made.

    `paid` is what had been paid where any of them stands.
    """

    totals: dict[float, str]
    changes: dict[float, str]
    paid: tuple[float, ...]

    def made(self, wanted: float, counts: Set[int], change: bool) -> str | None:
        """How the wanted amount is such a total, or so many; with `change` also beside what had been paid."""
        for times in (1, *counts):
            if change and (how := self.changes.get(round(wanted / times, 2))):
                return how if times == 1 else f"{times} × ({how})"
            for paid in (0.0, *(self.paid if change else ())):
                for total in (wanted + paid, paid - wanted):
                    part = round(total / times, 2)
                    if part in self.totals and round(part * times - total, 2) == 0:
                        how = self.totals[part] if times == 1 else f"{times} × ({self.totals[part]})"
                        return f"{how}, beside {paid:g} paid" if paid else how
        return None


class Prices:
    """The prices in a transcript's results, by what they are the prices of."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._unread: list[int] = []
        self._of: dict[str, dict[str, list[float]]] = {}
        self._paid: dict[str, dict[float, None]] = {}

    def add(self, number: int) -> None:
        """A result, to be read when it is needed."""
        self._unread.append(number)

    def named(self, text: str) -> Named:
        """What neighbours among the things that a text names come to."""
        for number in self._unread:
            names: list[str] = []
            paid: dict[float, None] = {}
            self._read(self._scene.result(number), names, paid, 0)
            for name in names if paid else ():
                self._paid.setdefault(name, {}).update(paid)
        self._unread.clear()
        named = [name for name in _TOKEN.findall(text) if name in self._of][:_MOST]
        paid = {amount: None for name in named for amount in self._paid.get(name, ())}
        return Named(self._totals(named), self._changes(named), tuple(paid)[:_MOST])

    def _totals(self, named: Sequence[str]) -> dict[float, str]:
        totals: dict[float, str] = {}
        for first in range(len(named)):
            for last in range(first + 1, min(first + _TOGETHER, len(named)) + 1):
                these = dict.fromkeys(named[first:last])
                if len(these) == last - first:
                    for amounts in self._together([*these]):
                        totals.setdefault(round(sum(amounts), 2), " + ".join(f"{amount:g}" for amount in amounts))
        return totals

    def _changes(self, named: Sequence[str]) -> dict[float, str]:
        """What the same things cost more or less than they were booked for."""
        changes: dict[float, str] = {}
        for first in range(len(named)):
            for last in range(first + 1, min(first + _TOGETHER, len(named)) + 1):
                these = [*dict.fromkeys(named[first:last])]
                if all(_BOOKED in self._of[name] for name in these):
                    then = [amount for name in these for amount in self._of[name][_BOOKED][:1]]
                    for amounts in self._together(these):
                        if change := abs(round(sum(amounts) - sum(then), 2)):
                            changes.setdefault(change, f"{sum(amounts):g} beside {sum(then):g}")
        return changes

    def _together(self, names: Sequence[str]) -> Iterator[tuple[float, ...]]:
        """The prices of these things, of one sort: all in business, or all in economy."""
        for sort in self._of[names[0]]:
            if all(sort in self._of[name] for name in names):
                ways = [self._of[name][sort] for name in names]
                many = prod(map(len, ways)) > _WAYS
                yield from product(*((way[-1:] if many else way) for way in ways))

    def _read(self, data: Any, names: list[str], paid: dict[float, None], depth: int) -> None:
        if depth > _DEPTH:
            return
        if isinstance(data, list):
            for one in data:
                self._read(one, names, paid, depth + 1)
        elif isinstance(data, dict):
            name = next((value for key, value in data.items() if isinstance(value, str) and _NAMES.search(key)), None)
            for key, value in data.items():
                if name is not None and _COSTS.search(key):
                    self._note(name, key, value)
                    names.append(name)
                if isinstance(value, list) and _PAID.search(key):
                    paid.update(dict.fromkeys(_payments(value)))
                if isinstance(value, (dict, list)):
                    self._read(value, names, paid, depth + 1)

    def _note(self, name: str, key: str, value: Any) -> None:
        for sort, amount in value.items() if isinstance(value, dict) else [(key, value)]:
            if isinstance(amount, (int, float)) and not isinstance(amount, bool):
                known = self._of.setdefault(name, {}).setdefault(sort, [])
                if amount in known:
                    known.remove(amount)
                known.append(amount)
                del known[:-_LATEST]


def _payments(entries: Sequence[Any]) -> Iterator[float]:
    """What was paid, of a list of payments; a refund is none."""
    for entry in entries[:_MOST]:
        amount = entry.get("amount") if isinstance(entry, dict) else None
        if isinstance(amount, (int, float)) and amount > 0:
            yield amount
