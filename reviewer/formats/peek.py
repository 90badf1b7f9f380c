"""What the first bytes of a file show of the JSON in it: enough for every format to say whether it is one of its own.

The first thing in a file may be the broken one. So formats look at the first few: of a file with one value a line at
its first lines, of a list at its first elements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reviewer.formats import limits

FIRST = 8
"""So many lines or elements are looked at."""

_BRACKET = re.compile(r'[^\[\]{}"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^\[\]{}"]*+)*+([\[\]{}])', re.DOTALL).match
"""The next bracket that stands in no string."""
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:"]|[^\[\]{},:"\s]+')
_ELEMENT = re.compile(r"[\s,]*+(?=[^\s,\]])").match
"""What stands before the next element of a list."""
_OPENERS = ("{", "[")
_GOES_ON = (",", "]", "}")
"""A line that begins so is part of a document that began before."""


@dataclass(frozen=True, slots=True)
class Peek:
    """The first JSON value of a file, as far as its head shows it: of a cut value the part that is there.

    `value` is None where no list and no object stands first; `whole` says that the value ended within the head, `more`
    that the file holds one value a line, `spread` that it holds one after the other over several lines. `firsts` are
    the first few values of such a file, without lines that are no JSON; the first elements of a list; else the value
    alone.
    """

    value: Any = None
    whole: bool = False
    more: bool = False
    spread: bool = False
    firsts: tuple[Any, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the first value that is an object with keys."""
        return next((tuple(first) for first in self.firsts if isinstance(first, dict) and first), ())


def peek(head: bytes) -> Peek:
    """What the first bytes of a file show. Never raises."""
    text = head.decode("utf-8", "replace").lstrip()
    first, _, rest = text.partition("\n")
    broken_at, deep = 0, False
    if text.startswith(_OPENERS):
        try:
            value, end = _decode(text)
        except json.JSONDecodeError as error:
            broken_at = error.pos
        except RecursionError:
            broken_at, deep = len(text), True
        else:
            if text[end:].strip():
                spread = "\n" in text[:end]
                return Peek(value, True, not spread, spread, (value, *_lines(rest, FIRST - 1)))
            return Peek(value, True, firsts=_elements(value))
    lines = () if "\0" in first else _lines(rest, FIRST - 1, first_is_broken=broken_at <= len(first))
    if lines:
        return Peek(more=True, firsts=lines)
    value = _one_by_one(text) if deep and text.startswith("[") else _cut(text)
    return Peek(value, firsts=_elements(value))


def end_of(text: str, start: int) -> int | None:
    """Where the list or object that begins at `start` ends, going by its brackets alone; None where it does not."""
    depth = 0
    while found := _BRACKET(text, start):
        depth += 1 if found[1] in _OPENERS else -1
        start = found.end()
        if depth <= 0:
            return start
    return None


def _elements(value: Any) -> tuple[Any, ...]:
    if isinstance(value, list):
        return tuple(value[:FIRST])
    return () if value is None else (value,)


def _one_by_one(text: str) -> list[Any]:
    """The first elements of a list that cannot be read as a whole; of one that is nested too deep, as much as can."""
    elements: list[Any] = []
    at: int | None = 1
    while at is not None and len(elements) < FIRST and (found := _ELEMENT(text, at)):
        at, rest = found.end(), text[found.end() :]
        try:
            value, size = _decode(rest)
            at += size
        except (ValueError, RecursionError):
            value, at = _cut(rest), end_of(text, at) if rest.startswith(_OPENERS) else None
        elements.append(value)
    return elements


def _lines(text: str, most: int, *, first_is_broken: bool = True) -> tuple[Any, ...]:
    """The lists and objects that have a line each; none where the lines are those of one document.

    The last line may be cut. Where the line before may just be the beginning of a document, that is no line yet.
    """
    found = []
    for line, ended in _unindented(text, most):
        if line.startswith(_GOES_ON):
            return ()
        try:
            value, end = _decode(line)
            if line[end:].strip():
                continue
        except (ValueError, RecursionError):
            value = None if ended or not first_is_broken else _cut(line)
        if isinstance(value, dict | list):
            found.append(value)
    return tuple(found)


def _unindented(text: str, most: int) -> Iterator[tuple[str, bool]]:
    """The first lines that are neither blank nor indented, and whether they have an end."""
    lines = text.split("\n")
    numbered = ((line.rstrip(), number < len(lines)) for number, line in enumerate(lines, 1) if line[:1].strip())
    return islice(numbered, most)


def _decode(text: str) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # an integer with more digits than Python reads: what it is does not matter here
        return json.JSONDecoder(parse_int=len).raw_decode(text)


def _cut(text: str) -> Any:
    """The list or object whose beginning this is; None where it is none."""
    if not text.startswith(_OPENERS):
        return None
    try:
        return _decode(_closed(text))[0]
    except (ValueError, RecursionError):
        return None


def _closed(text: str) -> str:
    """The longest beginning of a cut JSON text that can be closed, closed."""
    closers: list[str] = []
    safe = 0
    while len(closers) <= limits.DEPTH and (found := _BRACKET(text, safe)):
        word = found[1]
        if word in "{[":
            closers.append("}" if word == "{" else "]")
        elif closers[-1] == word:
            closers.pop()
        else:
            break
        safe = found.end()
        if not closers:
            return text[:safe]
    closing = "".join(reversed(closers))
    ending = closing
    key: str | None = None
    for token in _TOKEN.finditer(text, safe):  # behind the last bracket: keys, plain values, and what was cut
        word = token[0]
        if word in '"[]{}':
            break
        if word == ",":
            continue
        if word == ":":
            ending = " null" + closing
        elif key is None and closers[-1:] == ["}"]:
            key = word
            continue
        else:
            key, ending = None, closing
        safe = token.end()
    return text[:safe] + ending
