"""How long each line of a transcript was on screen. Pure: it is told what is visible, and asks a clock.

The time between two moments is divided among the words that were visible between them. What has been on screen is kept
by stretches of the raw text, not by rows: another width of the terminal shows the same text in other rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from reviewer.review.coverage import IDLE, LEAST_WORDS, enough

Clock = Callable[[], float]
"""Seconds that never go back."""

Lengths = Callable[[int], Mapping[str, int]]
"""The fields of a message, as the outline has them, each with its code points."""


class Line(NamedTuple):
    """A row of text on screen: a stretch of a field's raw text, up to where the next row begins."""

    message: int
    field: str
    start: int
    end: int
    words: int


class Fold(NamedTuple):
    """That a field is folded: only what stands before `at` is shown."""

    message: int
    field: str
    at: int


class Receipt(NamedTuple):
    """Of one message. `milliseconds` is its share of the time, at the pace of its least seen unfolded line."""

    message: int
    milliseconds: int
    words: int
    folded: int


class Recorder:
    """One reader before one revision of a transcript, for as long as the program runs."""

    def __init__(self, clock: Clock, lengths: Lengths) -> None:
        self._clock = clock
        self._lengths = lengths
        self._visible: Sequence[Line] = ()
        self._since = self._touched = clock()
        self._fields: dict[int, dict[str, _Stretches]] = {}
        self._changed: set[int] = set()

    def shows(self, lines: Sequence[Line], folds: Sequence[Fold] = ()) -> None:
        """From now on these lines are visible and nothing else; none of them where the screen is covered or left."""
        self._settle()
        self._visible = lines
        for fold in folds:
            self._field(fold.message, fold.field).fold(fold.at)

    def touched(self) -> None:
        """Somebody is there: a key was pressed, or the mouse moved."""
        self._settle()
        self._touched = self._since

    def receipts(self) -> list[Receipt]:
        """Those that changed since the last time, in the order of the messages."""
        self._settle()
        changed, self._changed = sorted(self._changed), set()
        found = (self._receipt(message) for message in changed)
        return [receipt for receipt in found if receipt.milliseconds]

    def read(self) -> set[int]:
        """The messages that were shown for long enough, by now."""
        self._settle()
        return {message for message in self._fields if enough(self._least(message)[0], 1)}

    def _settle(self) -> None:
        now = max(self._clock(), self._since)
        counted = min(now, self._touched + IDLE) - self._since
        self._since = now
        if counted <= 0 or not self._visible:
            return
        words = [max(line.words, LEAST_WORDS) for line in self._visible]
        all_words = sum(words)
        for line, count in zip(self._visible, words, strict=True):
            share = counted * 1000 * count / all_words
            self._field(line.message, line.field).shown(line.start, line.end, count, share)
            self._changed.add(line.message)

    def _field(self, message: int, field: str) -> _Stretches:
        fields = self._fields.get(message)
        if fields is None:
            lengths = self._lengths(message)
            fields = self._fields[message] = {name: _Stretches(length) for name, length in lengths.items()}
        return fields[field]

    def _receipt(self, message: int) -> Receipt:
        pace, words = self._least(message)
        folding = [field for field in self._fields[message].values() if field.open_to < field.length]
        folded = sum(not enough(field.least(field.length)[0], 1) for field in folding)
        return Receipt(message, int(pace * words), max(round(words), 1), folded)

    def _least(self, message: int) -> tuple[float, float]:
        """The milliseconds a word of the least seen open line of a message, and the words of all open lines."""
        least = [field.least(field.open_to) for field in self._fields[message].values()]
        return min(pace for pace, _ in least), sum(words for _, words in least)


class _Stretches:
    """A field's text, cut wherever a row began or ended: each stretch with its words and its milliseconds."""

    def __init__(self, length: int) -> None:
        self.length = max(length, 1)  # what is empty still has a line
        self.open_to = self.length
        """Up to where it is shown while it is folded; all of it where it does not fold."""

        self._edges = [0, self.length]
        self._words = [0.0]
        self._milliseconds = [0.0]

    def fold(self, at: int) -> None:
        """It is folded here. What the narrowest view left open is what counts as always open."""
        self.open_to = min(self.open_to, max(at, 1))

    def shown(self, start: int, end: int, words: int, milliseconds: float) -> None:
        """A row of so many words was visible, and this was its share of the time."""
        start = min(start, self.length - 1)
        end = min(max(end, start + 1), self.length)
        first, last = self._cut(start), self._cut(end)
        for place in range(first, last):
            if not self._words[place]:
                self._words[place] = words * (self._edges[place + 1] - self._edges[place]) / (end - start)
        all_words = sum(self._words[first:last])
        for place in range(first, last):
            self._milliseconds[place] += milliseconds * self._words[place] / all_words

    def least(self, through: int) -> tuple[float, float]:
        """The least milliseconds a word before `through`, and the words there."""
        last = self._cut(through)
        pairs = zip(self._milliseconds[:last], self._words[:last], strict=True)
        return min(had / words if words else 0.0 for had, words in pairs), sum(self._words[:last])

    def _cut(self, at: int) -> int:
        """The stretch that begins at a place, which is made to begin there."""
        place = bisect_left(self._edges, at)
        if self._edges[place] != at:
            before, after = self._edges[place - 1], self._edges[place]
            head = (at - before) / (after - before)
            self._edges.insert(place, at)
            for column in (self._words, self._milliseconds):
                whole = column[place - 1]
                column[place - 1 : place] = [whole * head, whole * (1 - head)]
        return place
