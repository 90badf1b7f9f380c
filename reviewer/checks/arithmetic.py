"""Plain arithmetic that a reader can redo: sums, differences, quantity times price, percentages; days and hours between.

Each question looks at a bounded number of operands, the latest of each kind, so that a long conversation costs no more
for each value than a short one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from reviewer.checks.values import Value

_LATEST: Final = 48
"""How many operands of one kind are tried."""
_SUBSET: Final = 8
_LISTS: Final = 12
_TIMES: Final = range(2, 13)


class Amounts:
    """The amounts that can be calculated with: those of rules and customers, and of each key in results."""

    def __init__(self) -> None:
        self._by_key: defaultdict[str, dict[float, None]] = defaultdict(dict)
        self._lists: deque[tuple[str, list[float]]] = deque(maxlen=_LISTS)
        self._totals: dict[float, str] | None = {}

    def add(self, values: Iterable[Value]) -> None:
        """The amounts of one message."""
        here: defaultdict[str, list[float]] = defaultdict(list)
        for value in values:
            if value.kind == "money" or (value.kind == "number" and value.key):
                here[value.key].append(value.norm)
        for key, found in here.items():
            known = self._by_key[key]
            for amount in found[-_LATEST:]:
                known.pop(amount, None)
                known[amount] = None
            _trim(known)
            if key and len(found) > 1:
                self._lists.append((key, found))
                self._totals = None
        _trim(self._by_key)

    def _sums(self) -> dict[float, str]:
        """What the amounts under one key in one result come to, all of them and some of them."""
        if self._totals is None:
            self._totals = {}
            for key, found in self._lists:
                if len(found) <= _SUBSET:
                    for size in range(2, len(found)):
                        for chosen in combinations(found, size):
                            self._totals[round(sum(chosen), 2)] = _written(chosen, " + ")
                self._totals[round(sum(found), 2)] = f"the sum of {key}"
        return self._totals

    def derive(self, wanted: float, beside: Sequence[float], percents: Sequence[float]) -> str | None:
        """How the wanted amount comes about, in words; None where no such way is found. `beside` stands in its message."""
        if wanted == 0:
            return "nothing is left"
        beside = [amount for amount in dict.fromkeys(beside) if amount != wanted][:_LATEST]
        return self._from_message(wanted, beside) or self._from_results(wanted, beside, percents)

    def _from_message(self, wanted: float, beside: Sequence[float]) -> str | None:
        near = beside[:_SUBSET]
        for size in range(2, len(near) + 1):
            for chosen in combinations(near, size):
                if _same(sum(chosen), wanted):
                    return _written(chosen, " + ")
        return _pair(wanted, {amount: "" for amount in beside})

    def _from_results(self, wanted: float, beside: Sequence[float], percents: Sequence[float]) -> str | None:
        if how := self._sums().get(round(wanted, 2)):
            return how
        everything = {amount: "" for known in self._by_key.values() for amount in known}
        pool = {amount: "" for amount in beside} | self._by_key[""] | self._sums() | everything
        for times in _TIMES:
            if (part := round(wanted / times, 2)) in pool and _same(part * times, wanted):
                return f"{times} × {part:g}"
            if (whole := round(wanted * times, 2)) in pool:
                return f"{whole:g} ÷ {times}"
        for known in self._by_key.values():
            for times in (1, *_TIMES):
                part = round(wanted / times, 2)
                if _same(part * times, wanted) and (how := _pair(part, known)):
                    return how if times == 1 else f"{times} × ({how})"
        for percent in percents:
            for whole in pool:
                share = whole * percent / 100
                if _same(share, wanted) or _same(whole - share, wanted) or _same(whole + share, wanted):
                    return f"{percent:g} % of {whole:g}"
        return _pair(wanted, {amount: "" for amount in beside}, pool)


def _pair(wanted: float, first: Iterable[float], second: Iterable[float] | None = None) -> str | None:
    others = second if second is not None else first
    known = others if isinstance(others, dict) else dict.fromkeys(others)
    for one in first:
        if (rest := round(wanted - one, 2)) in known and rest > 0:
            return f"{one:g} + {rest:g}"
        if (more := round(wanted + one, 2)) in known:
            return f"{more:g} - {one:g}"
        if (less := round(one - wanted, 2)) in known and less > 0:
            return f"{one:g} - {less:g}"
    return None


class Calendar:
    """The days, times of day and lengths of time that can be counted with."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self._days: dict[int, None] = {today.toordinal(): None} if today else {}
        self._times: dict[int, None] = {}
        self._lengths: dict[int, None] = {}

    def add(self, values: Iterable[Value]) -> None:
        """The days, times and lengths of one message."""
        for value in values:
            if value.kind == "date":
                if (day := self.day(value)) is not None:
                    self._days.pop(day, None)
                    self._days[day] = None
            elif value.kind == "time":
                self._times.pop(value.norm, None)
                self._times[value.norm] = None
            elif value.kind == "window" and value.norm[0] == "h":
                for hours in value.norm[1:]:
                    if hours % 24 == 0:
                        self._lengths[int(hours // 24)] = None
        _trim(self._days, 2 * _LATEST)
        _trim(self._times, 2 * _LATEST)
        _trim(self._lengths)

    def day(self, value: Value) -> int | None:
        """A date's ordinal; without a year, that of the conversation's day or of the day said last."""
        year, month, day = value.norm
        if month is None or day is None:
            return None
        if year is None:
            if not self._days:
                return None
            year = date.fromordinal(next(reversed(self._days))).year
        try:
            return date(year, month, day).toordinal()
        except ValueError:
            return None

    def date(self, value: Value, text: str) -> str | None:
        """How a date follows from another: so many days before or after."""
        if (day := self.day(value)) is None:
            return None
        lengths = list(self._lengths)
        if any(word in text for word in ("next day", "+1", "day after", "day before", "rriv", "overnight")):
            lengths.append(1)
        for length in lengths:
            for other in (day - length, day + length):
                if other in self._days:
                    return f"{length} days from {date.fromordinal(other).isoformat()}"
        return None

    def length(self, value: Value) -> str | None:
        """How a length follows: the days between two dates, the hours between two times."""
        unit, low, high = value.norm
        if low != high or unit != "h":
            return None
        if low >= 24:
            for days in {int(low // 24), -int(-low // 24)}:
                for one in self._days:
                    if one + days in self._days:
                        return f"from {date.fromordinal(one).isoformat()} to {date.fromordinal(one + days).isoformat()}"
        minutes = round(low * 60)
        for time in self._times:
            if (time + minutes) % 1440 in self._times:
                return f"from {time // 60}:{time % 60:02d}"
        return None


def _same(one: float, other: float) -> bool:
    """Equal to the cent, or, where a whole number is said, rounded to it."""
    return abs(one - other) < 0.006 or (other == int(other) and other >= 10 and int(one + 0.5) == other)


def _written(amounts: Iterable[float], mark: str) -> str:
    return mark.join(f"{amount:g}" for amount in amounts)


def _trim(known: dict[Any, Any], limit: int = _LATEST) -> None:
    while len(known) > limit:
        del known[next(iter(known))]
