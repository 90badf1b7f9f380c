"""The order in which a transcript is read: its parts, with each result beside its call.

A message is one part or several: its reasoning, its text, each of its calls. The results that directly follow a message
with calls stand right after the call that they answer (M9, M9.c1, M10, M9.c2, M11), so that a call and its result read
as one block; a result that comes later stays where it is. Very long fields are cut into several parts, so that no
screen ever has to lay out ten megabytes to show ten lines.

The outline is stored packed beside the transcript: a screen needs it before any text, and 200,000 messages of it are
there in a millisecond because it is columns of machine words.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

CHUNK = 16_384
"""The longest part, in code points."""

VERSION = 1
"""Of the packed form. An outline of another version is made anew from the messages."""

ROLES = ("system", "developer", "customer", "agent", "tool", "event")
"""Every role; its place here is its code in an outline."""

CallPlace = tuple[int, int]
"""(message number, call ordinal), both from 1: M12.c1 is (12, 1)."""


class Kind(IntEnum):
    """What a part shows."""

    TEXT = 0
    REASONING = 1
    CALL = 2
    RESULT = 3
    """The text of a tool result that answers a call, wherever it stands; an orphan is `TEXT`."""


_CODES = {role: code for code, role in enumerate(ROLES)}
_TEXT, _REASONING, _CALL, _RESULT = (int(kind) for kind in Kind)  # looked up for every part of a load


class _Call(Protocol):
    @property
    def arguments(self) -> str: ...


class _Message(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reasoning(self) -> str | None: ...
    @property
    def calls(self) -> Sequence[_Call]: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a transcript in reading order, as columns of equal length.

    `message` is the number of the message that a part belongs to, `kind` a `Kind`, `call` the ordinal of the call (for
    `CALL` its own, for `RESULT` that of the answered call, else 0), `role` an index into `ROLES`; `start` and `length`
    are code points of the raw field, `newlines` counts the line feeds inside.
    """

    message: Sequence[int]
    kind: Sequence[int]
    call: Sequence[int]
    role: Sequence[int]
    start: Sequence[int]
    length: Sequence[int]
    newlines: Sequence[int]

    def __len__(self) -> int:
        return len(self.message)

    @classmethod
    def unpack(cls, packed: bytes) -> Outline | None:
        """The outline that `outline` packed; None where another version of this program did, or where it is damaged."""
        words = array("I")
        if len(packed) % words.itemsize:
            return None
        words.frombytes(packed)
        if sys.byteorder == "big":
            words.byteswap()
        if not words or words[0] != VERSION or (len(words) - 1) % 7:
            return None
        size = (len(words) - 1) // 7
        columns = [words[1 + size * column : 1 + size * (column + 1)] for column in range(7)]
        return cls(*columns)


def outline(
    messages: Sequence[_Message], answers: Sequence[CallPlace | None], newlines: Sequence[int] | None = None
) -> bytes:
    """The packed outline of a transcript; `answers` is what `pair` says of it. Every message has at least one part.

    `newlines` counts the line feeds of each message's text, for those who have counted them.
    """
    words: list[int] = []

    def part(number: int, kind: int, call: int, role: int, text: str, lines: int | None = None) -> None:
        size = len(text)
        if size <= CHUNK:
            words.extend((number, kind, call, role, 0, size, text.count("\n") if lines is None else lines))
            return
        start = 0
        while start < size:
            end = size
            if size - start > CHUNK:
                end = _cut(text, start + CHUNK // 2, start + CHUNK)
            words.extend((number, kind, call, role, start, end - start, text.count("\n", start, end)))
            start = end

    shown: set[int] = set()
    for place, message in enumerate(messages):
        if place in shown:
            continue
        number, role, text, calls = place + 1, _CODES[message.role], message.text, message.calls
        answered, lines = answers[place], None if newlines is None else newlines[place]
        if message.reasoning:
            part(number, _REASONING, 0, role, message.reasoning)
        if answered:
            part(number, _RESULT, answered[1], role, text, lines)
        elif text or not (calls or message.reasoning):
            part(number, _TEXT, 0, role, text, lines)
        if not calls:
            continue
        beside = _results_right_after(number, answers)
        for ordinal, call in enumerate(calls, 1):
            part(number, _CALL, ordinal, role, call.arguments)
            for result in beside.get(ordinal, ()):
                shown.add(result)
                if thought := messages[result].reasoning:
                    part(result + 1, _REASONING, 0, _CODES["tool"], thought)
                part(
                    result + 1,
                    _RESULT,
                    ordinal,
                    _CODES["tool"],
                    messages[result].text,
                    None if newlines is None else newlines[result],
                )
    packed = array("I", [VERSION])
    for column in range(7):
        packed.extend(words[column::7])
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _cut(text: str, first: int, last: int) -> int:
    """Where a long text is cut between two of its places: a line ends there, or a member of JSON, or a word."""
    for ends in ("\n", '",', "},", "],", ",", " "):
        place = text.rfind(ends, first, last)
        if place >= 0 and text[place - 1] != "\\":  # a string inside a string goes on
            return place + len(ends)
    return last


def _results_right_after(number: int, answers: Sequence[CallPlace | None]) -> dict[int, list[int]]:
    """The places of the results that follow message `number` without a gap, by the call that they answer."""
    beside: dict[int, list[int]] = {}
    place = number
    while place < len(answers) and (answered := answers[place]) and answered[0] == number:
        beside.setdefault(answered[1], []).append(place)
        place += 1
    return beside
