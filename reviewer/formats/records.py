"""The values of a file that holds many, however it holds them: one a line, as the elements of one list, or just one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reviewer.errors import BrokenFile
from reviewer.formats.contract import Refused
from reviewer.formats.document import Document, one_after_the_other
from reviewer.formats.json_text import NotJson, Parser
from reviewer.formats.source import Source
from reviewer.model.transcript import TranscriptWarning


@dataclass(frozen=True, slots=True)
class Record:
    """One value of a file. `place` is "line 12", "[3]", "value 3" or "whole file", `number` counts from 1."""

    place: str
    number: int
    value: Any
    oddities: tuple[TranscriptWarning, ...]


def records(source: Source, *, whole: bool = False) -> Iterator[Record | Refused]:
    """The values of a file; `whole` says that a list is one value, not many.

    A last line that is being written at this moment is left for later: `source.truncated`.
    """
    if in_lines(source):
        yield from _lines(source)
    elif source.peek().spread:
        for element in one_after_the_other(source):
            if isinstance(element, Refused):
                yield element
            else:
                yield Record(f"value {element.index + 1}", element.index + 1, element.value, element.oddities)
    elif isinstance(source.peek().value, list) and not whole:
        for element in Document(source):
            if isinstance(element, Refused):
                yield element
            else:
                yield Record(f"[{element.index}]", element.index + 1, element.value, element.oddities)
    else:
        try:
            parsed = Parser().parse(source.data())
        except NotJson as error:
            raise BrokenFile(source.name, "", error.reason) from None
        yield Record("whole file", 1, parsed.value, parsed.oddities)


def in_lines(source: Source) -> bool:
    """Whether the file holds one value a line. One object on one line is such a file too; one list is not."""
    peek = source.peek()
    if peek.more:
        return True
    return not isinstance(peek.value, list) and b"\n" not in source.head().strip()


def _lines(source: Source) -> Iterator[Record | Refused]:
    parser = Parser()
    for line in source.lines():
        if isinstance(line, Refused):
            yield line
            continue
        number, data = line
        try:
            parsed = parser.parse(data)
        except NotJson as error:
            if source.unended and error.cut:
                source.truncated = True
            else:
                yield Refused(f"line {number}", error.reason)
        else:
            yield Record(f"line {number}", number, parsed.value, parsed.oddities)
