"""Values on the reading screen: which of them nothing holds up, and where the others come from."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer.store import facts
from reviewer.store.facts import Mark
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.screen import View
from reviewer.tui.stream.marks import Marks, Words
from reviewer.tui.stream.widget import Stream

if TYPE_CHECKING:
    from reviewer.operations.sources import Sourced

_LETTERS = "123456789"
_LONGEST = 40
"""Code points of a value in a list."""


class Values(View):
    """What the reading screen does with values: marks, and the way to their sources and back."""

    row: TranscriptRow
    _marked: Sequence[Mark] = ()
    _marks = Marks()
    _came_from: int | None = None

    def show_values(self) -> None:
        """Marks the present transcript as the last check read it."""
        self._marked = facts.marks(self.program.reader, self.row.revision)
        self._came_from = None
        self._marks = Marks(self._marked)
        self._stream_of_values.show_marks(self._marks)

    def facts_changed(self) -> None:
        """They were read meanwhile."""
        if facts.marks(self.program.reader, self.row.revision) != self._marked:
            self.show_values()

    @property
    def _stream_of_values(self) -> Stream:
        return self.query_one("#stream", Stream)

    def action_next_mark(self) -> None:
        """To the next message with a value that nothing holds up."""
        self._to_mark(1)

    def action_previous_mark(self) -> None:
        """To the one before."""
        self._to_mark(-1)

    def _to_mark(self, step: int) -> None:
        numbers = [mark.message for mark in self._marked]
        at = self._stream_of_values.focused.message
        place = bisect_right(numbers, at) if step > 0 else bisect_left(numbers, at) - 1
        if not 0 <= place < len(numbers):
            further = " further" if numbers else ""
            self.program.say(f"There is no{further} value without a source {'below' if step > 0 else 'above'}")
            return
        mark = self._marked[place]
        self._stream_of_values.go_to(mark.message)
        self.program.say(f"{_quoted(mark.value)} {mark.detail.partition(': ')[2] or mark.detail}")

    def action_source(self) -> None:
        """Says where the values of the focused message come from and goes there; from there it goes back."""
        stream = self._stream_of_values
        if self._marks.source is not None and self._came_from is not None:
            back, self._came_from = self._came_from, None
            stream.go_to_source(None)
            stream.go_to(back)
            return
        row, number = self.row, stream.focused.message
        self.program.background.ask(
            self, "sources", lambda c: _of(c, row), lambda found: self._offer(row, number, found)
        )

    def _offer(self, row: TranscriptRow, number: int, found: list[Sourced]) -> None:
        values = [one for one in found if one.message == number]
        if row is not self.row or not values:
            self.program.say(f"M{number} states no value that can be looked up")
        elif len(values) == 1:
            self._lead(values[0])
        else:
            from reviewer.tui.choose import Choose, Option

            options = [
                Option(str(place), _LETTERS[place : place + 1], _quoted(one.text), visible_line(one.where))
                for place, one in enumerate(values)
            ]
            self.app.push_screen(
                Choose(f"The values of M{number}", options),
                lambda name: None if name is None else self._lead(values[int(name)]),
            )

    def _lead(self, value: Sourced) -> None:
        if value.source is None:
            self.program.say(f"{_quoted(value.text)} {value.where}")
            return
        self._came_from = value.message
        message, start, end = value.source
        self._stream_of_values.go_to_source(Words(message, start, end, "match-present"))
        self.program.say(f"{_quoted(value.text)} {value.where}; s goes back")


def _of(connection: sqlite3.Connection, row: TranscriptRow) -> list[Sourced]:
    from reviewer.operations.sources import sources

    return sources(connection, row.revision)


def _quoted(text: str) -> str:
    words = " ".join(visible_line(text).split())
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}”"
