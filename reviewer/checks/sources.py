"""Where values stand: an index of everything that was said before, from what a value means to where it stands last.

It only grows, and nothing in it is ever read twice: a message is added once, and a value is found by its key.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from reviewer.checks.arithmetic import Amounts, Calendar
from reviewer.checks.values import Value, scan, scanned

Origin = Literal["tool", "customer", "system", "policy", "tools"]
Key = tuple[Hashable, ...]

_MARK: Final = re.compile("[-_]")


class Place(NamedTuple):
    """Where a source stands. `message` is None for the policy and for what the suite says of its tools."""

    origin: Origin
    message: int | None
    start: int
    end: int


class Sources:
    """What an agent can know so far. `today` is the conversation's day, where anything says it."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self.amounts = Amounts()
        self.calendar = Calendar(today)
        self._places: dict[Key, Place] = {}

    def add(self, text: str, origin: Origin, message: int | None, unless: Iterable[Key] = ()) -> None:
        """What this text holds can be said from now on, but for the keys in `unless`."""
        found = scanned(text) if message is None else tuple(scan(text))
        self.amounts.add(found)
        self.calendar.add(found)
        places = self._places
        skip = unless if isinstance(unless, (set, frozenset)) else set(unless)
        for value in found:
            place = Place(origin, message, value.start, value.end)
            for key in keys(value):
                if key not in skip and (origin != "customer" or key not in places):
                    places[key] = place
        if origin == "tool":
            for mark in ("address", "ship_to"):
                if (at := text.find(mark)) >= 0 and text.find(f"email_{mark}", max(0, at - 6), at + 8) < 0:
                    places["address on file",] = Place(origin, message, at, at + len(mark))

    def find(self, value: Value) -> Place | None:
        """Where the value stands, last of all; None where it does not."""
        if value.kind == "id" and not any(map(str.isdigit, value.norm)) and ("words",) not in self._places:
            return Place("policy", None, 0, 0)
        for key in self.wanted(value):
            if place := self._places.get(key):
                return place
        return None

    def wanted(self, value: Value) -> Iterator[Key]:
        """The keys that ground a claim, the closest first."""
        norm = value.norm
        match value.kind:
            case "money":
                yield "n", norm
                if norm == int(norm):
                    yield "r", norm
            case "percent":
                yield "p", norm
                yield "n", norm
                yield "n", round(norm / 100, 4)
            case "data":
                yield "g", norm
                yield "n", norm
                yield "n", round(norm * 1000, 4)
            case "date":
                yield from self._dates(value)
            case "weekday":
                yield from self._weekdays(value)
            case "time":
                yield "t", norm
                if norm < 720:
                    yield "t", norm + 720
            case "window":
                yield "w", *norm
                if norm[1] == norm[2]:
                    yield "e", norm[0], norm[1]
            case "id":
                yield "id", norm
                if norm.isdigit():
                    yield "n", float(norm)
            case "url":
                yield "url", norm
                yield "host", norm
            case "phone":
                yield "phone", norm
            case _:
                yield value.kind, norm
                if value.kind == "address on file":
                    yield ("address on file",)

    def _dates(self, value: Value) -> Iterator[Key]:
        year, month, day = value.norm
        if month is None:
            yield "dom", day
        elif day is None:
            yield "month", year, month
        else:
            for m, d in {(month, day), (day, month)} if value.key == "either" else {(month, day)}:
                if year is None:
                    yield "D", None, m, d
                else:
                    yield "D", year, m, d
                    yield "D", "bare", m, d
            if self.today and month == self.today.month:
                yield "nth", day

    def _weekdays(self, value: Value) -> Iterator[Key]:
        which, number = value.norm
        yield which, number
        if self.today is None:
            return
        if which == "offset":
            day = self.today + timedelta(days=number)
            yield "D", None, day.month, day.day
            yield "day", day.weekday()
        else:
            for ahead in range(-14, 15):
                day = self.today + timedelta(days=ahead)
                if day.weekday() == number and ahead:
                    yield "D", None, day.month, day.day


def keys(value: Value) -> Iterator[Key]:
    """The keys under which a source of this value is found."""
    norm = value.norm
    match value.kind:
        case "number" | "money" if isinstance(norm, float):
            yield "n", norm
            yield "r", float(int(norm + 0.5))
            if value.kind == "number" and 100 <= norm < 10_000 or value.key:
                yield "id", f"…{int(norm):04d}"
                yield "id", f"…{int(norm):03d}"
            if value.key.startswith(("month", "day", "hour")):
                yield (
                    "e",
                    "m" if value.key.startswith("month") else "h",
                    norm * (24 if value.key.startswith("day") else 1),
                )
        case "number" if isinstance(norm, tuple):
            yield "nth", norm[2]
            yield "dom", norm[2]
        case "number":
            yield "id", norm
        case "percent":
            yield "p", norm
        case "data":
            yield "g", norm
        case "date":
            year, month, day = norm
            if month is None:
                yield "dom", day
                yield "nth", day
                return
            if day is None:
                yield "month", year, month
                return
            yield "D", None, month, day
            yield "dom", day
            if year is None:
                yield "D", "bare", month, day
            else:
                yield "D", year, month, day
                yield "month", year, month
        case "weekday":
            yield norm
        case "time":
            yield "t", norm
        case "window":
            yield "w", *norm
            yield "e", norm[0], norm[1]
            yield "e", norm[0], norm[2]
        case "id":
            yield "id", norm
            if "-" in norm and not any(map(str.isdigit, norm)):
                yield ("words",)
            rest = norm
            while mark := _MARK.search(rest):
                part, rest = rest[: mark.start()], rest[mark.end() :]
                yield "id", rest
                if len(part) >= 4 and part.isdigit():
                    yield "id", part
            yield "id", "…" + norm[-4:]
            yield "id", "…" + norm[-3:]
        case "url":
            yield "url", norm
            yield "host", norm.partition("/")[0]
        case "phone":
            yield "phone", norm
            yield "id", "…" + norm[-4:]
        case _:
            yield value.kind, norm
