"""Finding words in one transcript, part by part, so that no part holds up the screen."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviewer.model.reading import Kind, Outline
from reviewer.store.rows import MessageRow
from reviewer.text.escapes import LONGEST, escaped
from reviewer.text.visible import visible_line
from reviewer.tui.stream.layout import field_text
from reviewer.tui.stream.parts import Fetch

_WINDOW = 32
_ESCAPED_MARKS = "<>&'"
"""What some programs escape although it is ASCII, for pages of the web."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place that was found: code points of the raw text of a part, from and to; or of the name of a call."""

    part: int
    start: int
    end: int
    in_name: bool = False


class Matches:
    """Places in reading order: twelve bytes each, as there may be a million of them."""

    def __init__(self) -> None:
        self._parts = array("I")
        self._lengths = array("I")
        self._starts = array("i")  # those in the name of a call as -1, -2, …

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, place: int) -> Match:
        start = self._starts[place]
        first = start if start >= 0 else -1 - start
        return Match(self._parts[place], first, first + self._lengths[place], start < 0)

    def add(self, part: int, start: int, length: int, *, in_name: bool = False) -> None:
        """One more; no part comes after a later one."""
        self._parts.append(part)
        self._lengths.append(length)
        self._starts.append(-1 - start if in_name else start)

    def extend(self, later: Matches) -> None:
        """All of these, too."""
        self._parts.extend(later._parts)
        self._lengths.extend(later._lengths)
        self._starts.extend(later._starts)

    def from_part(self, part: int) -> int:
        """The place of the first one in this part or a later one; as many as there are where there is none."""
        return bisect_left(self._parts, part)

    def in_part(self, part: int) -> list[Match]:
        """Those of one part."""
        return [self[place] for place in range(bisect_left(self._parts, part), bisect_right(self._parts, part))]


def pattern(words: str) -> re.Pattern[str]:
    """What is looked for: the words as they are, or as JSON escapes them; capitals count only where there are any."""
    exact = words != words.casefold()
    spelled = (_spelled(character, {character} if exact else {character, character.upper()}) for character in words)
    return re.compile("".join(spelled), 0 if exact else re.IGNORECASE)


def _spelled(character: str, cases: set[str]) -> str:
    plain = re.escape(character)
    if character.isascii() and character not in _ESCAPED_MARKS:
        return plain
    return f"(?:{'|'.join([plain, *(f'(?i:{re.escape(escaped(one))})' for one in sorted(cases))])})"


def find(
    outline: Outline,
    fetch: Fetch,
    words: str,
    cancelled: Callable[[], bool] = lambda: False,
    at_hand: Callable[[int], MessageRow | None] = lambda _: None,
) -> Iterator[Matches]:
    """The matches in reading order, part by part; a match over the edge of two parts is found in the first.

    `at_hand` knows messages that need not be fetched: a very long one that is on screen is not there twice.
    """
    wanted = pattern(words)
    reach = len(words) * LONGEST - 1
    window: dict[int, MessageRow] = {}
    for part in range(len(outline)):
        number = outline.message[part]
        message = window.get(number)
        if message is None:
            if cancelled():
                return
            window.clear()  # before the next ones come: one message may be most of the memory there is
            message = at_hand(number)
            if message is None:
                window.update((row.number, row) for row in fetch(number, _last_of_window(outline, part)))
                message = window[number]
            else:
                window[number] = message
        found = Matches()
        start = outline.start[part]
        if outline.kind[part] == Kind.CALL and start == 0:
            name = visible_line(message.calls[outline.call[part] - 1].name)
            for match in wanted.finditer(name):
                found.add(part, match.start(), len(match[0]), in_name=True)
        text = field_text(message, Kind(outline.kind[part]), outline.call[part])
        end = start + outline.length[part]
        for match in wanted.finditer(text, start, end + reach):
            if match.start() < end:
                found.add(part, match.start() - start, len(match[0]))
        if found:
            yield found


def _last_of_window(outline: Outline, part: int) -> int:
    """The last of the messages to fetch with that of a part: some dozens, but none after a long one or before one."""
    number = last = outline.message[part]
    while part < len(outline) and outline.message[part] < number + _WINDOW and not outline.start[part]:
        last = max(last, outline.message[part])
        part += 1
    if part < len(outline) and outline.start[part]:
        last = max(number, outline.message[part] - 1)
    return last
