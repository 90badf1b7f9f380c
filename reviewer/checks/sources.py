"""Where values stand: an index of everything that was said before, from what a value means to where it stands last.

It only grows, and nothing in it is ever read twice: a message is added once, and a value is found by its keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from reviewer.checks.amounts import Amounts
from reviewer.checks.days import Calendar
from reviewer.checks.spoken import neighbours, spoken
from reviewer.checks.values import Value, scan

Origin = Literal["tool", "call", "customer", "system", "policy", "tools"]
Key = tuple[str | float | None, ...]

ON_FILE: Final[Key] = ("address on file",)
_NAMES: Final = frozenset(("id", "url", "email", "phone", "address"))
"""Kinds that nobody calculates with."""

_LETTERED: Final = re.compile("[A-Z]{1,2}([0-9]{6,})")
"""A customer who says 9502127 means W9502127."""

_DIFFERENCE: Final = re.compile("([0-9]{1,4})-([0-9]{1,4})")

_COUNTRY: Final = re.compile("^[A-Z]{1,2}-(?=[0-9]{4,5}$)")
"""Before a postcode: DK-3250 is 3250."""

_SPEAKS_OF_ADDRESS: Final = re.compile(
    r"\baddress[^.?!\n]{0,40}\b(?:on (?:file|my (?:profile|account))|you (?:already )?have)\b"
    r"|\b(?:saved|default)\b[^.?!\n]{0,20}\baddress",
    re.IGNORECASE,
)
"""A customer who says that the shop has an address of theirs."""

_DIGITS: Final = "0123456789"
_NEIGHBOURS: Final = 8
_SHORT: Final = 2_000
"""Results of so many characters are remembered."""

_WORDS: Final[Key] = ("words",)
"""Says that some id without a digit was seen, so that this conversation has ids of that form."""

_LINKS: Final[Key] = ("links",)
"""Says that some link was seen."""


class Place(NamedTuple):
    """Where a source stands: in a message's field, or, without a message, in the policy or the tools' descriptions."""

    origin: Origin
    message: int | None
    start: int
    end: int
    field: str = "text"


class Sources:
    """What an agent can know so far. `today` is the conversation's day, where anything says it.

    `rules` are the texts that hold for the whole conversation, each with its origin.
    """

    def __init__(self, today: date | None, rules: tuple[tuple[Origin, str], ...] = ()) -> None:
        self.today = today
        self.amounts = Amounts()
        self.calendar = Calendar(today)
        self._rules, found = _ruled(rules)
        self._places: dict[Key, Place] = {}
        self._beside: dict[str, set[str]] = {}
        self.amounts.add(found)
        self.calendar.add(found)

    def add(self, text: str, origin: Origin, message: int, field: str = "text", echoes: Collection[Key] = ()) -> None:
        """What this text holds can be said from now on; not what it only echoes. A result stands before a customer."""
        places, counted, kept = self._places, [], origin == "customer"
        again = origin == "tool" and len(text) <= _SHORT
        for value, found in _remembered(text) if again else _keyed(text, said=kept):
            place = Place(origin, message, value.start, value.end, field)
            for key in found:
                if not kept or (key not in places and key not in echoes):
                    places[key] = place
            if value.kind not in _NAMES:
                counted.append(value)
        if counted:
            self.amounts.add(counted)
            self.calendar.add(counted)
        if origin == "tool":
            self._note_address(text, message)
        elif kept:
            if told := _SPEAKS_OF_ADDRESS.search(text):
                places.setdefault(ON_FILE, Place(origin, message, told.start(), told.end(), field))
            for number, other in neighbours(text):
                if len(beside := self._beside.setdefault(number, set())) < _NEIGHBOURS:
                    beside.add(other)

    def _note_address(self, text: str, message: int) -> None:
        for mark in ('address"', '"ship_to"'):
            at = text.find(mark)
            if at >= 0:
                self._places[ON_FILE] = Place("tool", message, at, at + len(mark))

    def find(self, value: Value) -> Place | None:
        """Where the value stands, last of all; None where it does not."""
        for key in self._wanted(value):
            if place := self._place(key):
                return place
        if value.kind == "address":
            # "418, not 481": the right number, and the street of the wrong one.
            number, _, road = value.norm.partition(" ")
            wrong = (self._place(("address", f"{other} {road}")) for other in self._beside.get(number, ()))
            return next(filter(None, wrong), None)
        return None

    def _place(self, key: Key) -> Place | None:
        return self._places.get(key) or self._rules.get(key)

    def known(self, amount: float) -> bool:
        """Whether a bare number or an amount stands anywhere."""
        return self._place(("n", amount)) is not None

    def has_links(self) -> bool:
        """Whether any link stands anywhere: where none does, nobody can say which are good."""
        return self._place(_LINKS) is not None

    def formed(self, value: Value) -> bool:
        """Whether any id begins with the same letters as this one."""
        return value.kind == "id" and self._place(("form", value.norm.rstrip(_DIGITS))) is not None

    def claimable(self, value: Value) -> bool:
        """Whether the value is one at all: "JFK-IAH" is an id only where ids of that form were seen, and "166-65" none
        where both are known numbers."""
        if value.kind != "id":
            return True
        if numbers := _DIFFERENCE.fullmatch(value.norm):
            return not all(self.known(float(number)) for number in numbers.groups())
        return self._place(_WORDS) is not None or any(map(str.isdigit, value.norm))

    def wanted(self, value: Value) -> frozenset[Key]:
        """The keys under which a claim is looked up."""
        return frozenset(self._wanted(value))

    def _wanted(self, value: Value) -> Iterator[Key]:
        """The closest first."""
        norm = value.norm
        match value.kind:
            case "money":
                yield "n", norm
                if norm == int(norm) and value.key != "exact":
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
                if value.key:
                    yield "loose", norm[0], norm[1]
                if norm[1] == norm[2]:
                    yield "e", norm[0], norm[1]
            case "id":
                yield "id", norm
                if shop := _LETTERED.fullmatch(norm):
                    yield "id", shop[1]
                if (digits := _COUNTRY.sub("", norm).removeprefix("…")).isdecimal():
                    yield "n", float(digits)
            case "url":
                yield "url", norm
                yield "host", norm
            case "address on file":
                yield ON_FILE
            case _:
                yield value.kind, norm

    def _dates(self, value: Value) -> Iterator[Key]:
        year, month, day = value.norm
        if month is None:
            yield "dom", day
        elif day is None:
            yield "month", year, month
        else:
            if year is None:
                yield "D", None, month, day
            else:
                yield "D", year, month, day
                yield "D", 0, month, day
            if value.key == "either":
                yield "D", year, day, month
            yield "nth", day

    def _weekdays(self, value: Value) -> Iterator[Key]:
        which, number = value.norm
        yield which, number
        if self.today is None:
            return
        if which == "offset":
            day = self.today + timedelta(days=number)
            yield "D", None, day.month, day.day
            return
        for ahead in range(-13, 14):
            day = self.today + timedelta(days=ahead)
            if day.weekday() == number:
                yield "D", None, day.month, day.day


_LENGTHS: Final[dict[str, tuple[str, int]]] = {"mon": ("m", 1), "day": ("h", 24), "hou": ("h", 1)}
"""Keys of results whose numbers are lengths of time: unit, and how many of it."""


def keys(value: Value) -> tuple[Key, ...]:
    """The keys under which a source of this value is found."""
    return _KEYS[value.kind](value)


def _keyed(text: str, said: bool = False) -> Iterator[tuple[Value, tuple[Key, ...]]]:
    """The values of a text, each with its keys; of what a customer `said`, also those in words."""
    found = (*scan(text), *spoken(text)) if said else scan(text)
    return ((value, _KEYS[value.kind](value)) for value in found)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> tuple[tuple[Value, tuple[Key, ...]], ...]:
    """The same for a short result: the same order is looked up in every run of a case."""
    return tuple(_keyed(text))


@lru_cache(maxsize=32)
def _ruled(rules: tuple[tuple[Origin, str], ...]) -> tuple[Mapping[Key, Place], tuple[Value, ...]]:
    """The index of rules and definitions, remembered: they are the same in hundreds of transcripts."""
    places: dict[Key, Place] = {}
    values: list[Value] = []
    for origin, text in rules:
        found = scan(text)
        values += found
        for value in found:
            places.update(dict.fromkeys(keys(value), Place(origin, None, value.start, value.end)))
    return places, tuple(values)


def _number(value: Value) -> tuple[Key, ...]:
    norm = value.norm
    if isinstance(norm, str):
        return (("id", norm),)
    if isinstance(norm, tuple):
        return ("nth", norm[2]), ("dom", norm[2])
    if norm != int(norm):
        return ("n", norm), ("r", float(int(norm + 0.5)))
    if value.key and value.key[0] in "mdh" and (unit := _LENGTHS.get(value.key[:3])):
        return ("n", norm), ("e", unit[0], norm * unit[1])
    return (("n", norm),)


def _date(value: Value) -> tuple[Key, ...]:
    year, month, day = value.norm
    if month is None:
        return ("dom", day), ("nth", day)
    if day is None:
        return (("month", year, month),)
    if value.key == "either" and month != day:
        return (*_date(value._replace(key="")), *_date(value._replace(norm=(year, day, month), key="")))
    if year is None:
        return ("D", None, month, day), ("D", 0, month, day), ("dom", day)
    return ("D", None, month, day), ("D", year, month, day), ("dom", day), ("month", year, month)


def _id(value: Value) -> tuple[Key, ...]:
    norm = value.norm
    found: list[Key] = [("id", norm)]
    if norm[-1:].isdecimal() and not norm.isdecimal():
        found.append(("form", norm.rstrip(_DIGITS)))
    if norm[-3:].isdecimal():
        found += (("id", "…" + norm[-4:]), ("id", "…" + norm[-3:]))
    parts = norm.replace("_", "-").split("-")
    if len(parts) > 1:
        if not any(map(str.isdigit, norm)):
            found.append(_WORDS)
        at = 0
        for part in parts[:8]:
            at += len(part) + 1
            if at < len(norm):
                found.append(("id", norm[at:]))
            if len(part) >= 4 and part.isdecimal():
                found.append(("id", part))
    return tuple(found)


def _window(value: Value) -> tuple[Key, ...]:
    unit, low, high = value.norm
    if value.key:
        return (("loose", unit, low),)  # Two orders within a day make no promise of 24 hours.
    return ("w", unit, low, high), ("e", unit, low), ("e", unit, high)


_KEYS: Final[dict[str, Callable[[Value], tuple[Key, ...]]]] = {
    "number": _number,
    "money": lambda value: _number(value._replace(key="")),
    "percent": lambda value: (("p", value.norm),),
    "data": lambda value: (("g", value.norm),),
    "date": _date,
    "weekday": lambda value: (value.norm,),
    "time": lambda value: (("t", value.norm),),
    "window": _window,
    "id": _id,
    "url": lambda value: (("url", value.norm), ("host", value.norm.partition("/")[0]), _LINKS),
    "phone": lambda value: (("phone", value.norm), ("id", "…" + value.norm[-4:])),
    "email": lambda value: (("email", value.norm),),
    "address": lambda value: (("address", value.norm),),
    "address on file": lambda _value: (),
}
