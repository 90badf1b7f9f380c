"""Finding words in one transcript, part by part, so that no part holds up the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviewer.model.reading import Kind, Outline
from reviewer.store.rows import MessageRow
from reviewer.text.visible import visible_line
from reviewer.tui.stream.layout import field_text
from reviewer.tui.stream.parts import Fetch

_WINDOW = 32


@dataclass(frozen=True, slots=True)
class Match:
    """A place that was found: code points of the raw text of a part, from and to; or of the name of a call."""

    part: int
    message: int
    start: int
    end: int
    in_name: bool = False


def pattern(words: str) -> re.Pattern[str]:
    """What is looked for: the words as they are; capitals count only where there are any."""
    return re.compile(re.escape(words), 0 if words != words.casefold() else re.IGNORECASE)


def find(
    outline: Outline, fetch: Fetch, words: str, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[list[Match]]:
    """The matches in reading order, part by part; a match over the edge of two parts is found in the first."""
    wanted = pattern(words)
    reach = len(words) - 1
    at_hand: dict[int, MessageRow] = {}
    for part in range(len(outline)):
        number = outline.message[part]
        message = at_hand.get(number)
        if message is None:
            if cancelled():
                return
            at_hand = {row.number: row for row in fetch(number, number + _WINDOW)}
            message = at_hand[number]
        text = field_text(message, Kind(outline.kind[part]), outline.call[part])
        start = outline.start[part]
        piece = text[start : start + outline.length[part] + reach]
        found = [Match(part, number, *match.span()) for match in wanted.finditer(piece)]
        if outline.kind[part] == Kind.CALL and start == 0:
            name = visible_line(message.calls[outline.call[part] - 1].name)
            found = [Match(part, number, *match.span(), in_name=True) for match in wanted.finditer(name)] + found
        if found:
            yield found
