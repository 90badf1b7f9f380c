"""What a value means, however it is spelled: one small reader for each piece of the pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

Kind = Literal[
    "date", "weekday", "time", "window", "money", "percent", "data", "id", "url", "email", "phone", "address",
    "address on file", "status", "number",
]  # fmt: skip


class Value(NamedTuple):
    """One value: `text[start:end]` in code points, and `norm`, which compares by meaning.

    The kind "number" is a bare number: no claim by itself, but a source of amounts, percentages and data amounts.
    """

    kind: Kind
    start: int
    end: int
    norm: Any
    key: str = ""
    """Of a number in JSON: its key. Of a date: "either", where day and month may be the other way round. Of an amount:
    "exact", where it is written to the cent. Of a length of time: "loose", where it has no number ("within a day")."""


_MONTHS: Final = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAYS: Final = {d: i for i, d in enumerate("mon tue wed thu fri sat sun".split())}
_COUNTS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_UNITS: Final = {
    "mi": ("h", 1 / 60),
    "ho": ("h", 1),
    "hr": ("h", 1),
    "da": ("h", 24),
    "we": ("h", 168),
    "mo": ("m", 1),
    "ye": ("m", 12),
}
_RELATIVE: Final = {"yesterday": -1, "tomorrow": 1, "day after tomorrow": 2, "day before yesterday": -2}
_MONTH_DAY: Final = re.compile("[0-9]{2}-[0-9]{2}")
_YEAR_MONTH: Final = re.compile("20[0-9]{2}-[0-9]{2}")
_SIZES: Final = {"k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3}

_LONG: Final = 5
"""From so many characters on a number or a word in capitals is an id."""

_LONGEST: Final = 15
"""Longer numbers are no quantities."""

Read = Callable[[re.Match[str]], tuple["Value", ...]]


def number(text: str) -> float:
    """What a number means: "1,234.50" and "1.234,50" are one number, "285.00" and "285" another."""
    head, comma, tail = text.rpartition(",")
    if comma and "." not in tail:
        text = text.replace(",", "") if len(tail) == 3 else f"{head.replace('.', '').replace(',', '')}.{tail}"
    return round(float(text.replace(",", "")), 4)


def month(name: str) -> int:
    """The month that a name, or its first three letters, stand for."""
    return _MONTHS[name[:3].lower()]


def _date(start: int, end: int, year: str | None, month: int, day: int | None, either: str = "") -> tuple[Value, ...]:
    full = int(year) + (2000 if len(year) == 2 else 0) if year else None
    if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
        return (Value("date", start, end, (full, month, day), either),)
    return ()


def _iso(m: re.Match[str]) -> tuple[Value, ...]:
    day = _date(m.start(), m.end("iso_day"), m["iso_year"], int(m["iso_month"]), int(m["iso_day"]))
    if m["iso_time"]:
        return (*day, Value("time", m.start("iso_time"), m.end("iso_time"), _minutes(m["iso_time"])))
    return day


def _named(mark: str) -> Read:
    """Reads "27 June" or "June 27", and of "27–30 June" both days."""

    def read(m: re.Match[str]) -> tuple[Value, ...]:
        month, year = _MONTHS[m[f"{mark}_month"][:3].lower()], m[f"{mark}_year"]
        if not m[f"{mark}_day2"]:
            return _date(m.start(), m.end(), year, month, int(m[f"{mark}_day"]))
        first = _date(m.start(), m.end(f"{mark}_day"), year, month, int(m[f"{mark}_day"]))
        return first + _date(m.start(f"{mark}_day2"), m.end(), year, month, int(m[f"{mark}_day2"]))

    return read


def _numeric(m: re.Match[str]) -> tuple[Value, ...]:
    if m["n_long"]:
        return _date(m.start(), m.end(), m["n_long"], int(m["n_month"]), None)
    month, day = int(m["n_first"] or m["n_a"]), int(m["n_second"] or m["n_b"])
    if month > 12 or m["n_mark"] == ".":
        month, day = day, month
    either = "either" if max(month, day) <= 12 and m["n_mark"] != "." else ""
    return _date(m.start(), m.end(), m["n_year"], month, day, either)


def _month_year(m: re.Match[str]) -> tuple[Value, ...]:
    return _date(m.start(), m.end(), m["my_year"], _MONTHS[m["my_month"][:3].lower()], None)


def _year_month(m: re.Match[str]) -> tuple[Value, ...]:
    return _date(m.start(), m.end(), m["ym_year"], int(m["ym_month"]), None)


def _minutes(text: str) -> int:
    parts = re.findall("[0-9]+", text)
    hours, minutes = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    lowered = text.lower()
    if "p" in lowered and hours < 12:
        hours += 12
    elif "a" in lowered and hours == 12:
        hours = 0
    return hours * 60 + minutes


def _clock(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("time", m.start(), m.end(), _minutes(m["clock"])),)


def _weekday(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("weekday", m.start(), m.end(), ("day", _DAYS[m["w_day"][:3].lower()])),)


def _relative(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("weekday", m.start(), m.end(), ("offset", _RELATIVE[m["relative"].lower().removeprefix("the ")])),)


def _nth(m: re.Match[str]) -> tuple[Value, ...]:
    kind: Kind = "date" if m["t_when"] else "number"
    return (Value(kind, m.start("t_day"), m.end(), (None, None, int(m["t_day"]))),)


def _count(text: str) -> float:
    return _COUNTS.get(text.lower()) or float(text)


def _length(m: re.Match[str], mark: str) -> tuple[Value, ...]:
    unit, times = _UNITS[m[f"{mark}_unit"][:2].lower()]
    high = _count(m[f"{mark}_high"] or m[f"{mark}_low"])
    return (
        Value("window", m.start(), m.end(), (unit, round(_count(m[f"{mark}_low"]) * times, 3), round(high * times, 3))),
    )


def _single(m: re.Match[str]) -> tuple[Value, ...]:
    """Reads "within a day" and "about a week": only after a word that makes it a promise."""
    unit, length = _UNITS[m["s_unit"][:2]]
    return (Value("window", m.start(), m.end(), (unit, float(length), float(length)), "loose"),)


def _hours(m: re.Match[str]) -> tuple[Value, ...]:
    length = round(int(m["h_hours"]) + int(m["h_minutes"]) / 60, 3)
    return (Value("window", m.start(), m.end(), ("h", length, length)),)


def _amount(kind: Kind, group: str) -> Read:
    def read(m: re.Match[str]) -> tuple[Value, ...]:
        exact = "exact" if m[group][-3:-2] in (".", ",") else ""
        return (Value(kind, m.start(), m.end(), number(m[group]), exact),)

    return read


def _data(m: re.Match[str]) -> tuple[Value, ...]:
    """Reads "2 GB", and of "0.1–2 GB" both ends."""
    size = _SIZES[m["d_unit"][0].lower()]
    ends = [mark for mark in ("d_low", "d_number") if m[mark]]
    return tuple(
        Value("data", m.start(mark), m.end() if mark == "d_number" else m.end(mark), round(number(m[mark]) * size, 6))
        for mark in ends
    )


def _keyed(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("number", m.start("k_number"), m.end("k_number"), number(m["k_number"]), m["key"]),)


def _plain(m: re.Match[str]) -> tuple[Value, ...]:
    text = m["plain"]
    if len(text) <= _LONGEST:
        return (Value("number", m.start(), m.end(), number(text)),)
    return (Value("id", m.start(), m.end(), text),) if text.isdecimal() else ()


def _token(m: re.Match[str]) -> tuple[Value, ...]:
    text = m["token"].strip("_-")
    start = m.start() + m["token"].index(text)
    end = start + len(text)
    if _MONTH_DAY.fullmatch(text):
        return _date(start, end, None, int(text[:2]), int(text[3:]))
    if _YEAR_MONTH.fullmatch(text):
        return _date(start, end, text[:4], int(text[5:]), None)
    if not text.isdecimal():
        return (Value("id" if _is_id(text) else "number", start, end, text.removeprefix("#").upper()),)
    known = (Value("number", start, end, float(text)),) if len(text) <= _LONGEST else ()
    return (*known, Value("id", start, end, text)) if len(text) >= _LONG else known


def _is_id(text: str) -> bool:
    """Whether a token is shown as an id: `#1130`, `NL-5029-1133`, `FQ8APE`, `omar_rossi_1241`, `7751905257`."""
    if text.startswith("#"):
        return len(text) > 3
    if "_" in text:
        return sum(map(str.isdecimal, text)) >= 3
    return len(text) >= _LONG and text == text.upper()


def _url(m: re.Match[str]) -> tuple[Value, ...]:
    text = m[m.lastgroup or 0].rstrip(".,;:!?_~’”»")
    return (
        Value(
            "url", m.start(), m.start() + len(text), re.sub(r"^(?:https?://)?(?:www\.)?", "", text.lower()).rstrip("/")
        ),
    )


def _email(m: re.Match[str]) -> tuple[Value, ...]:
    text = m["email"].rstrip(".-_")
    return (Value("email", m.start(), m.start() + len(text), text.lstrip("_").lower()),)


def _phone(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("phone", m.start(), m.end(), re.sub("[^0-9]", "", m[m.lastgroup or 0])[-10:]),)


def _street(m: re.Match[str]) -> tuple[Value, ...]:
    words = re.sub(r"[*_`~.]", "", m["street"]).lower().split()
    return (Value("address", m.start(), m.end(), " ".join(words[:-1])),)


def _tail(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("id", m.start("t_digits"), m.end("t_digits"), "…" + m["t_digits"]),)


def _on_file(m: re.Match[str]) -> tuple[Value, ...]:
    return (Value("address on file", m.start(), m.end(), "address on file"),)


READ: Final[dict[str, Read]] = {
    "iso": _iso, "year_month": _year_month, "day_month": _named("dm"), "month_day": _named("md"), "numeric": _numeric,
    "month_year": _month_year, "clock": _clock, "weekday": _weekday, "relative": _relative, "nth": _nth,
    "hours": _hours,
    "single": _single,
    "duration": lambda m: _length(m, "u"), "worded": lambda m: _length(m, "v"),
    "money": _amount("money", "m_number"), "money_after": _amount("money", "ma_number"),
    "percent": _amount("percent", "p_number"), "data": _data, "keyed": _keyed, "plain": _plain, "token": _token,
    "url": _url, "domain": _url, "email": _email, "phone": _phone, "international": _phone, "street": _street,
    "tail": _tail, "on_file": _on_file,
}  # fmt: skip
"""By the name of a piece of the pattern: what it found."""
