"""One big JSON document, read element by element: flat memory, and no long stretch in which nothing else can run."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from reviewer.errors import BrokenFile, InputRefused, TooLarge
from reviewer.formats import limits
from reviewer.formats.contract import Refused
from reviewer.formats.json_text import ESCAPE_BYTES, NotJson, Parser, space
from reviewer.formats.limits import in_mib
from reviewer.formats.peek import end_of
from reviewer.formats.source import Source
from reviewer.model.transcript import TranscriptWarning

_WINDOW = 256 << 10
"""Characters: what fits into the processor's own memory is parsed faster."""
_Walk = Generator["Element | Refused | None"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the streamed list, with what was odd about its text."""

    index: int
    value: Any
    oddities: tuple[TranscriptWarning, ...]


class Document:
    """A document that is a list, or an object that holds one under `key`. The list is streamed; the rest is kept.

        document = Document(source, "simulations")
        info = document.others("info").get("info")     # what stands beside the list
        for element in document: ...                   # Element, or Refused for one that is too deep

    Raises `BrokenFile` where the JSON breaks off or is none, `TooLarge` for an element beyond the limit.
    """

    def __init__(self, source: Source, key: str | None = None) -> None:
        self.source, self.key = source, key
        self.after: dict[str, Any] = {}
        self._beside: dict[str, Any] | None = None
        self._begun: tuple[_Reading, _Walk] | None = None

    def others(self, *needed: str) -> dict[str, Any]:
        """The other keys of the object: those before the list; all, where the list is not the last or one is missing.

        A key that was not seen then, and shows when the list is over, is in `after`: say so. Where the document breaks
        off, what stands before that is all there is.
        """
        if self._beside is None:
            is_last = self._list_is_last()
            reading = _Reading(self.source)
            walk = self._walk(reading)
            with suppress(InputRefused):  # said when the list is read, which comes that far again
                next(walk, None)
                if is_last and all(key in reading.beside for key in needed):
                    self._begun = reading, walk  # to go on from here: what stands before the list is not read twice
                else:
                    for _ in walk:
                        pass
            self._beside = dict(reading.beside)
        return self._beside

    def __iter__(self) -> Iterator[Element | Refused]:
        reading, walk = self._begun or self._begin()
        self._begun = None
        yield from (element for element in walk if element is not None)
        known = self._beside or {}
        self.after = {key: value for key, value in reading.beside.items() if key not in known}

    def _begin(self) -> tuple[_Reading, _Walk]:
        """A walk that has come to the list."""
        reading = _Reading(self.source)
        walk = self._walk(reading)
        next(walk, None)
        return reading, walk

    def _list_is_last(self) -> bool:
        """Whether the text ends as it does when a list is an object's last value."""
        return re.search(rb"\]\s*\}\s*\Z", self.source.tail()) is not None

    def _walk(self, reading: _Reading) -> _Walk:
        """None as soon as the list has been reached, then its elements."""
        try:
            if self.key is None:
                yield None
                yield from self._elements(reading, "")
            else:
                reading.expect("{")
                for _ in reading.until("}"):
                    key, _ = reading.value("a key")
                    reading.expect(":")
                    if key == self.key and reading.peek() == "[":
                        yield None
                        yield from self._elements(reading, self.key)
                        continue
                    if not isinstance(key, str):
                        raise reading.broken("a key in double quotes was expected")
                    reading.beside[key], _ = reading.value(key)
            if reading.peek():
                raise reading.broken("more text after the JSON value")
        finally:
            reading.close()

    def _elements(self, reading: _Reading, key: str) -> Iterator[Element | Refused]:
        reading.expect("[")
        for index, _ in enumerate(reading.until("]")):
            place = f"{key}[{index}]"
            value, reason = reading.value(place)
            yield Refused(place, reason) if reason else Element(index, value, reading.parser.oddities())


def one_after_the_other(source: Source) -> Iterator[Element | Refused]:
    """The values of a file that holds several, wherever their lines end, as `jq` writes them. Raises as `Document`."""
    reading = _Reading(source)
    try:
        index = 0
        while reading.peek():
            place = f"value {index + 1}"
            value, reason = reading.value(place)
            yield Refused(place, reason) if reason else Element(index, value, reading.parser.oddities())
            index += 1
    finally:
        reading.close()


class _Reading:
    """A window that moves through the text of a source; it grows only where one value is longer than it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parser = Parser()
        self.beside: dict[str, Any] = {}
        self._pieces = source.pieces(_WINDOW)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._over = "", 0, False
        self._longest = 0

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            self._at = space(self._text, self._at).end()  # type: ignore[union-attr]  # it always matches
            if self._at < len(self._text):
                return self._text[self._at]
            if self._over:
                return ""
            self._more()

    def expect(self, character: str) -> None:
        """Goes past this character."""
        if self.peek() != character:
            raise self.broken(f"“{character}” was expected")
        self._at += 1

    def until(self, closer: str) -> Iterator[None]:
        """Once for each element of a list or an object, up to and past its closing bracket."""
        if self.peek() != closer:
            yield
            while self.peek() == ",":
                self._at += 1
                yield
        self.expect(closer)

    def value(self, place: str) -> tuple[Any, str]:
        """The next value, or the reason why it is not used although it is whole."""
        self.peek()
        if len(self._text) - self._at < self._longest and not self._over:
            self._more()  # or else it would mostly be parsed twice
        while True:
            try:
                value, end = self.parser.value_at(self._text, self._at)
            except NotJson as error:
                if error.end is not None:
                    self._at = error.end
                    return None, error.reason
                if self._over or not error.cut:
                    raise BrokenFile(self.source.name, place, self._why(error)) from None
            else:
                if end + len("e+1") < len(self._text) or self._over:  # a number at the window's end may go on
                    self._longest = max(self._longest, end - self._at)
                    self._at = end
                    return value, ""
            if len(self._text) - self._at > limits.LINE:
                raise TooLarge(self.source.name, place, f"longer than {in_mib(limits.LINE)}")
            self._more()

    def broken(self, reason: str) -> BrokenFile:
        """What to raise where the text is no JSON."""
        if self._at == len(self._text):
            return BrokenFile(self.source.name, "", f"cut off: {reason}, and the file ends")
        return BrokenFile(self.source.name, "", f"no valid JSON: {reason}, not {self._text[self._at]!r}")

    def _why(self, error: NotJson) -> str:
        """Why the value that stands here cannot be read: most often the rest of the file is missing."""
        begun = self._text[self._at : self._at + 1]
        open_yet = error.cut if begun == '"' else begun in ("", "{", "[") and end_of(self._text, self._at) is None
        cut = self._over and open_yet
        return "cut off: the file ends in the middle of it" if cut else error.reason

    def close(self) -> None:
        """Lets go of the file."""
        self._pieces.close()

    def _more(self) -> None:
        """At least as much again as is held, so that a long value is not parsed too often."""
        parts = [self._text[self._at :]]
        wanted = max(_WINDOW, len(parts[0]))
        while wanted > 0 and not self._over:
            piece = next(self._pieces, b"")
            self._over = not piece
            parts.append(self._decoded(piece))
            wanted -= len(piece)
        self._text, self._at = "".join(parts), 0

    def _decoded(self, piece: bytes) -> str:
        held = self._decoder.getstate()[0]
        try:
            return self._decoder.decode(piece, self._over)
        except UnicodeDecodeError:
            self.parser.bad_bytes = True
            self._decoder = codecs.getincrementaldecoder("utf-8")(ESCAPE_BYTES)
            return self._decoder.decode(held + piece, self._over)
