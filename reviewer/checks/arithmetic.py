"""Plain arithmetic that a reader can redo: sums, differences, quantity times price, percentages; days and hours between.

Each question looks at a bounded number of operands, the latest of each kind, so that a long conversation costs no more
for each value than a short one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence, Set
from datetime import date
from itertools import combinations
from typing import Any, Final

from reviewer.checks.values import Value

_LATEST: Final = 48
"""How many operands of one kind are tried."""
_SUBSET: Final = 6
_LISTS: Final = 40
_RUN: Final = 24
_SMALL: Final = 20
"""Below this a bare number in a result is more often a count than an amount."""


class Amounts:
    """The amounts that can be calculated with: those that were said, and those of results, by their key."""

    def __init__(self) -> None:
        self._said: dict[float, None] = {}
        self._known: dict[float, None] = {}
        self._lists: deque[list[float]] = deque(maxlen=_LISTS)
        self._singles: dict[str, deque[float]] = {}
        self._totals: dict[float, str] | None = {}

    def add(self, values: Iterable[Value]) -> None:
        """The amounts of one message."""
        lists: defaultdict[str, list[float]] = defaultdict(list)
        for value in values:
            if value.kind == "money":
                _put(self._said, value.norm)
            elif value.kind == "number" and value.key and value.norm >= _SMALL:
                _put(self._known, value.norm)
                lists[value.key].append(value.norm)
        _trim(self._said)
        _trim(self._known, 4 * _LATEST)
        _trim(self._singles)
        for key, found in lists.items():
            if len(found) > 1:
                self._lists.append(found[:_LATEST])
            else:
                self._singles.setdefault(key, deque(maxlen=_SUBSET)).append(found[0])
            self._totals = None

    def say(self, amounts: Iterable[float]) -> None:
        """Amounts that an agent has said and that have a source."""
        for amount in amounts:
            _put(self._said, amount)
        _trim(self._said)

    def _sums(self) -> dict[float, str]:
        """What the amounts under one key in one result come to: all, neighbours, and some of a few."""
        if self._totals is None:
            self._totals = {}
            for found in (*self._lists, *map(list, self._singles.values())):
                if len(found) <= _SUBSET:
                    for size in range(2, len(found) + 1):
                        for chosen in combinations(found, size):
                            self._totals[round(sum(chosen), 2)] = _written(chosen)
                for pair in zip(found, found[1:], strict=False):
                    self._totals[round(sum(pair), 2)] = _written(pair)
                self._totals[round(sum(found), 2)] = _written(found)
        return self._totals

    def derive(
        self, wanted: float, before: Sequence[float], after: Sequence[float], counts: Set[int], percents: Sequence[float]
    ) -> str | None:
        """How the wanted amount comes about, in words; None where no such way is found.

        `before` and `after` are the amounts that stand beside it in its message, `counts` the small numbers there.
        """
        if wanted == 0:
            return "nothing is left"
        if how := _run(wanted, before) or _run(wanted, after):
            return how
        sums = self._sums()
        if how := sums.get(wanted):
            return how
        beside = dict.fromkeys(amount for amount in (*before[-_LATEST:], *after[:_LATEST]) if amount != wanted)
        if how := _pair(wanted, beside, beside):
            return how
        said = beside | self._said
        for times in counts:
            part = round(wanted / times, 2)
            if round(part * times, 2) == wanted:
                if part in said or part in self._known or part in sums:
                    return f"{times} × {part:g}"
                if how := _pair(part, said, said):
                    return f"{times} × ({how})"
            if (whole := round(wanted * times, 2)) in said or whole in sums:
                return f"{whole:g} ÷ {times}"
        for percent in percents:
            for whole in said | sums | self._known:
                share = whole * percent / 100
                if wanted in (round(share, 2), round(whole - share, 2), round(whole + share, 2)):
                    return f"{percent:g} % of {whole:g}"
        if wanted != int(wanted) and (how := _pair(wanted, self._known, self._known) or _differences(wanted, said)):
            return how
        return _pair(wanted, said, said) or _pair(wanted, beside, sums)


def _run(wanted: float, amounts: Sequence[float]) -> str | None:
    """Amounts that stand at even distances in the text, three or more, and come to the wanted one."""
    amounts = amounts[-_RUN:]
    for step in range(1, 6):
        for first in range(len(amounts)):
            total = amounts[first]
            for at in range(first + step, len(amounts), step):
                total += amounts[at]
                if at > first + step and round(total, 2) == wanted:
                    return _written(amounts[first : at + 1 : step])
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

    def resolve(self, value: Value) -> date | None:
        """The day that a date or a relative day with one meaning stands for."""
        if value.kind == "date":
            day = self.day(value)
            return None if day is None else date.fromordinal(day)
        which, number = value.norm
        return date.fromordinal(self.today.toordinal() + number) if self.today and which == "offset" else None

    def from_day(self, value: Value, text: str) -> str | None:
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


def _differences(wanted: float, amounts: Collection[float]) -> str | None:
    """Two differences that come to the wanted amount: each of two things was exchanged for a dearer one."""
    rises = {round(one - other, 2): f"{one:g} - {other:g}" for one in amounts for other in amounts if one != other}
    for rise, how in rises.items():
        if rest := rises.get(round(wanted - rise, 2)):
            return f"({how}) + ({rest})"
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
