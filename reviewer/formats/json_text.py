"""Reading JSON that nobody vouches for, with the standard library's parser.

Real files hold what strict parsers refuse: NaN, lone surrogates, keys that stand twice, bytes that are no UTF-8. Here
each of them comes in, in a form that can be stored and printed, and leaves a warning; what cannot be read says where
and why.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reviewer.formats import limits
from reviewer.formats.peek import end_of
from reviewer.model.transcript import TranscriptWarning

ESCAPE_BYTES = "reviewer-escape"
"""How bytes that are no UTF-8 are decoded: the name of the error handler below."""
BOM = b"\xef\xbb\xbf"
_HIGH, _LOW = r"[dD][89abAB][0-9a-fA-F]{2}", r"[dD][c-fC-F][0-9a-fA-F]{2}"
_SUSPECT = re.compile(rf"\\u[dD](?:[89abAB]..(?!\\u{_LOW})|(?<!\\u{_HIGH}\\u[dD])[c-fC-F]..)").search
"""A quick look for what may be a lone surrogate; `_SURROGATE` is exact, and slow."""
_SURROGATE = re.compile(rf"(?<!\\)((?:\\\\)*+)(?:\\u{_HIGH}\\u{_LOW}|(\\u[dD][89a-fA-F][0-9a-fA-F]{{2}}))")
space = re.compile(r"[ \t\r\n]*").match
_number = re.compile(r"[-+.\deE]*").match
_CONTAINERS = frozenset((dict, list))
_ESCAPED = "\\\\x"
_DEEP = f"nested deeper than {limits.DEPTH} levels"
_NEAR = 16
"""An error this close to the end of a text may come from its being cut there."""


class NotJson(Exception):
    """The text is no JSON, or beyond a limit, and why.

    `cut` says that it may only be the text's end that is missing; `end` is where the value ends, if that is known.
    """

    def __init__(self, reason: str, *, cut: bool = False, end: int | None = None) -> None:
        self.reason, self.cut, self.end = reason, cut, end
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON value, and what was odd about its text."""

    value: Any
    oddities: tuple[TranscriptWarning, ...] = ()


class Parser:
    """A JSON parser that keeps count of what is odd. One for each reader; it is not shared between threads.

    A lone surrogate becomes its escaped form, `\\ud83d` as six characters; NaN, Infinity and numbers beyond a double
    become text. Of a key that stands twice in one object the last value counts.
    """

    def __init__(self) -> None:
        self.bad_bytes = False
        self._twice: Counter[str] = Counter()
        self._unbounded: list[str] = []
        self._surrogates = self._bytes = 0
        self._decode = json.JSONDecoder(
            object_pairs_hook=_objects(self._twice), parse_float=self._float, parse_constant=self._constant
        ).raw_decode

    def parse(self, text: str | bytes) -> Parsed:
        """The value of a whole text. Raises `NotJson`."""
        if isinstance(text, bytes):
            self.bad_bytes = False
            text = self.decode(text)
        value, end = self.value_at(text, space(text).end())  # type: ignore[union-attr]  # it always matches
        if space(text, end).end() != len(text):  # type: ignore[union-attr]  # the same
            raise NotJson(f"more text after the JSON value, at character {end + 1}")
        return Parsed(value, self.oddities())

    def value_at(self, text: str, start: int) -> tuple[Any, int]:
        """The value that begins at `start`, and where it ends. Raises `NotJson`."""
        value, end = self._decoded(text, start)
        if _SUSPECT(text, start, end):
            mended, lone = mend(text[start:end])
            if lone:
                self.oddities()  # they would be counted twice
                value = self._decoded(mended, 0)[0]
                self._surrogates += lone
        if self.bad_bytes and text.find(_ESCAPED, start, end) >= 0:
            self._bytes += 1
        if deeper_than(value, limits.DEPTH):
            raise NotJson(_DEEP, end=end)
        return value, end

    def _decoded(self, text: str, start: int) -> tuple[Any, int]:
        if many := limits.too_many(text, start):
            raise NotJson(many)
        try:
            return self._decode(text, start)
        except json.JSONDecodeError as error:
            cut = error.pos >= len(text) - _NEAR or error.msg.startswith("Unterminated string")
            what = error.msg.removesuffix(" at")
            raise NotJson(f"no valid JSON: {what} at character {error.pos + 1}", cut=cut) from None
        except RecursionError:
            raise _beyond(_DEEP, text, start) from None
        except ValueError:
            raise _beyond("an integer of more than 4,300 digits", text, start) from None

    def decode(self, data: bytes) -> str:
        """`data` as text. A byte that is no UTF-8 becomes `\\xff`, so escaped that it reads so inside a JSON string."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            self.bad_bytes = True
            return data.decode("utf-8", ESCAPE_BYTES)

    def oddities(self) -> tuple[TranscriptWarning, ...]:
        """What was odd since the last time this was asked."""
        found = []
        for key, count in self._twice.items():
            often = "twice" if count == 1 else f"more than once in {count} places"
            found.append(("duplicate-key", f"the key “{key}” stands {often} in one object; the last value counts"))
        if self._surrogates:
            many = "a lone surrogate" if self._surrogates == 1 else f"{self._surrogates} lone surrogates"
            found.append(("lone-surrogate", f"{many}, kept in escaped form"))
        if self._unbounded:
            kinds = ", ".join(sorted(set(self._unbounded))[:4])
            found.append(
                ("not-finite", f"numbers that JSON cannot hold, {len(self._unbounded)} in all, kept as text: {kinds}")
            )
        if self._bytes:
            found.append(("bad-utf-8", "bytes that are no UTF-8, kept in escaped form"))
        if found:
            self._twice.clear()
            self._unbounded.clear()
            self._surrogates = self._bytes = 0
        return tuple(TranscriptWarning(code=code, text=text) for code, text in found)

    def _float(self, digits: str) -> float | str:
        number = float(digits)
        return number if math.isfinite(number) else self._constant(digits)

    def _constant(self, name: str) -> str:
        self._unbounded.append(name)
        return name


def _beyond(reason: str, text: str, start: int) -> NotJson:
    """The refusal of a value that is whole, or that may be once there is more of the text, but beyond a limit."""
    end = end_of(text, start) if text[start] in "{[" else _number(text, start).end()  # type: ignore[union-attr]  # may match nothing
    return NotJson(reason, cut=end is None, end=end)


def _objects(twice: Counter[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """What makes an object of its pairs, and counts the keys that stand twice in it."""

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            twice.update(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return made

    return make


def parse_json(text: str | bytes) -> Parsed:
    """One JSON text. Raises `NotJson`."""
    return Parser().parse(text)


def mend(text: str) -> tuple[str, int]:
    """JSON text with its lone surrogates escaped once more, so that the value holds plain characters; and how many."""
    lone = 0

    def escaped(found: re.Match[str]) -> str:
        nonlocal lone
        if found[2] is None:
            return found[0]
        lone += 1
        return f"{found[1]}\\{found[2]}"

    return _SURROGATE.sub(escaped, text), lone


def deeper_than(value: Any, limit: int) -> bool:
    """Whether lists and objects are nested in more than `limit` levels."""
    level = [value] if type(value) in _CONTAINERS else []
    for _ in range(limit):
        if not level:
            return False
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) in _CONTAINERS
        ]
    return bool(level)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(f"\\\\x{byte:02x}" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(ESCAPE_BYTES, _escape)
