"""Counting with days and times that a reader can redo: so many days before or after, from one time to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from reviewer.checks.values import Value

_LATEST: Final = 96
_LENGTHS: Final = 32
_ABOUT: Final = 5
_SECONDS: Final = 10_000
"""A bare number from so many on may be a length of time in seconds."""
_NEAR: Final = 0.006
"""Hours that are written with two places are so near."""

_NEXT_DAY: Final = re.compile(r"next day|\+1|day after|day before|rriv|overnight")
_PROMISE: Final = re.compile(r"\b(?:within|in|takes?|allow|up to|next)(?: \w+)? $", re.IGNORECASE)
_IN: Final = re.compile(r"\bin $", re.IGNORECASE)
_WITHIN: Final = re.compile(r"\bwithin $", re.IGNORECASE)
_COMES: Final = re.compile(r"\b(?:will|shall|going to|wait|expect|please|ready|hear)\b|['’]ll\b", re.IGNORECASE)
_FROM_TODAY: Final = re.compile(r" (?:from (?:today|now)|left|remaining)\b", re.IGNORECASE)
_CLAUSE: Final = 60
_BUSINESS: Final = re.compile("business|working", re.IGNORECASE)
"""Both make a length of time a promise, which nobody counts off a calendar."""


def overnight(text: str) -> bool:
    """Whether a message speaks of a next day, so that a date may be one day off another."""
    return _NEXT_DAY.search(text) is not None


class Calendar:
    """The days, times of day and lengths of time that can be counted with."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self._days: dict[int, None] = {today.toordinal(): None} if today else {}
        self._said: set[int] = set()
        self._times: dict[int, None] = {}
        self._lengths: dict[int, None] = {}
        self._years: dict[int, None] = {}
        self._minutes: dict[int, None] = {}
        self._seconds: dict[int, None] = {}

    def add(self, values: Iterable[Value]) -> None:
        """The days, times and lengths of one message."""
        for value in values:
            if value.kind == "date":
                if value.norm[0]:
                    _put(self._years, value.norm[0])
                if (day := self._ordinal(value)) is not None:
                    _put(self._days, day)
            elif value.kind == "time":
                _put(self._times, value.norm)
            elif value.kind == "window" and value.norm[0] == "h" and not value.key:
                for hours in value.norm[1:]:
                    if hours % 24 == 0:
                        _put(self._lengths, int(hours // 24))
                    else:
                        _put(self._minutes, round(hours * 60))
            elif value.kind == "number" and isinstance(value.norm, float) and value.norm >= _SECONDS:
                _put(self._seconds, int(value.norm))
        for known, limit in (
            (self._days, _LATEST),
            (self._times, _LATEST),
            (self._lengths, _LENGTHS),
            (self._years, _LENGTHS),
            (self._minutes, _LENGTHS),
            (self._seconds, _LENGTHS),
        ):
            while len(known) > limit:
                del known[next(iter(known))]

    def say(self, value: Value) -> None:
        """A day that the agent worked out: only what is left until then is counted with it."""
        if (day := self._ordinal(value)) is not None:
            self._said.add(day)

    def day(self, value: Value) -> date | None:
        """The day that a date, or a relative day with one meaning, stands for."""
        if value.kind == "date":
            ordinal = self._ordinal(value)
            return None if ordinal is None else date.fromordinal(ordinal)
        which, number = value.norm
        return date.fromordinal(self.today.toordinal() + number) if self.today and which == "offset" else None

    def from_day(self, value: Value, overnight: bool = False) -> str | None:
        """How a date follows from another, in words: so many days before or after; `overnight`, also one."""
        if (day := self._ordinal(value)) is None:
            return None
        lengths = (*self._lengths, 1) if overnight else tuple(self._lengths)
        for length in lengths:
            for other in (day - length, day + length):
                if other in self._days:
                    return f"{length} days from {date.fromordinal(other).isoformat()}"
        return None

    def length(self, value: Value, text: str) -> str | None:
        """How a length of time follows, in words: the days between two dates, the hours between two times."""
        unit, low, high = value.norm
        if low != high or _BUSINESS.search(text, value.start, value.end):
            return None
        if found := self._from_today(value, text):
            return found
        if _PROMISE.search(text, max(0, value.start - 24), value.start) and not _apart(text, value):
            return None
        if unit == "m":
            return self._since(low)
        if low >= 24:
            for days in {int(low // 24), -int(-low // 24)}:
                for one in self._days:
                    if (other := one + days) in self._days:
                        return f"from {date.fromordinal(one).isoformat()} to {date.fromordinal(other).isoformat()}"
            return None
        minutes = round(low * 60)
        for time in self._times:
            # Seconds that were left out make a minute more or less.
            if any((time + minutes + more) % 1440 in self._times for more in (0, 1, -1)):
                return f"from {time // 60}:{time % 60:02d}"
        return next((f"{passed} seconds" for passed in self._seconds if abs(passed / 3600 - low) < _NEAR), None)

    def _from_today(self, value: Value, text: str) -> str | None:
        """To which known day it is so long: "in three days", "25 days from today"."""
        unit, days = value.norm[0], int(value.norm[1] // 24)
        if self.today is None or unit != "h" or days * 24 != value.norm[1] or not days:
            return None
        day = self.today.toordinal() + days
        if _IN.search(text, max(0, value.start - 4), value.start):
            known = day in self._days
        else:
            known = _FROM_TODAY.match(text, value.end) is not None and (day in self._days or day in self._said)
        return f"from {self.today.isoformat()} to {date.fromordinal(day).isoformat()}" if known else None

    def from_time(self, value: Value) -> str | None:
        """How a time of day follows from another, in words: so many hours before or after."""
        for minutes in self._minutes:
            for time in ((value.norm + minutes) % 1440, (value.norm - minutes) % 1440):
                if time in self._times:
                    return f"{minutes / 60:g} hours from {time // 60}:{time % 60:02d}"
        return None

    def _since(self, months: float) -> str | None:
        """From which known day, or only year, so many months lead to the conversation's day, or nearly."""
        if self.today is None:
            return None
        if (year := self.today.year - months / 12) in self._years:
            return f"since {year:g}"
        for ordinal in self._days:
            day = date.fromordinal(ordinal)
            passed = (self.today.year - day.year) * 12 + self.today.month - day.month
            if passed == months and abs(self.today.day - day.day) <= _ABOUT:
                return f"since {day.isoformat()}"
        return None

    def _ordinal(self, value: Value) -> int | None:
        """A date's ordinal; without a year, in the year of the day that was said last."""
        year, month, day = value.norm
        if month is None or day is None or (year is None and not self._days):
            return None
        if year is None:
            year = date.fromordinal(next(reversed(self._days))).year
        try:
            return date(year, month, day).toordinal()
        except ValueError:
            return None


def _apart(text: str, value: Value) -> bool:
    """Whether minutes are how far two things lie apart, and no promise: "placed within four minutes"."""
    start = max(0, value.start - _CLAUSE)
    short = value.norm[0] == "h" and value.norm[1] < 1
    within = _WITHIN.search(text, start, value.start)
    return short and within is not None and _COMES.search(text, start, value.start) is None


def _put(known: dict[int, None], number: int) -> None:
    """As the latest."""
    known.pop(number, None)
    known[number] = None
