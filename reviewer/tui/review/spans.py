"""Words of a message, selected with keys or the mouse: from the word where one began to the one that one is at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.tui.review.places import Stretch

_ESCAPE = r"\\u[0-9a-fA-F]{4}"
_LETTERS = rf"(?:[^\W_]|{_ESCAPE})+"
_WORD = re.compile(rf"{_LETTERS}(?:[-–'’.,/:@#_+]{_LETTERS})*|(?:(?!{_ESCAPE})[^\w\s])+|_+")
"""Letters and digits, also escaped ones, with what joins them (5–10, TRV-40-BLK, 19.90), or marks."""

_REACH = 400
"""Code points around a place in which its neighbours are looked for."""

Word = tuple[int, int]


class Selection:
    """Words of one field of a message. `fields` are (name, raw text) of those that can be selected in, in order."""

    def __init__(
        self, message: int, fields: Sequence[tuple[str, str]], field: int = 0, word: Word | None = None
    ) -> None:
        self.message = message
        self._fields = fields
        self._field = field
        self._held: Word | None = None
        """The word at which the selection was begun, once it is being extended."""

        self._head = word or next_word(self._text, -1) or (0, 0)
        self._trim = 0

    @property
    def _text(self) -> str:
        return self._fields[self._field][1]

    @property
    def stretch(self) -> Stretch:
        """What is selected."""
        first = self._held or self._head
        start, end = min(first[0], self._head[0]), max(first[1], self._head[1])
        return Stretch(
            self.message, self._fields[self._field][0], start, min(max(end + self._trim, start + 1), len(self._text))
        )

    @property
    def words(self) -> str:
        """The selected words, raw."""
        return self._text[self.stretch.start : self.stretch.end]

    @property
    def held(self) -> bool:
        """Whether moving extends."""
        return self._held is not None

    @property
    def head(self) -> int:
        """Where the selection has been led to: a code point of the field."""
        return self._head[0]

    def hold(self) -> None:
        """From here on moving extends; once more, and it moves again."""
        self._held = None if self._held else self._head
        self._trim = 0

    def step(self, step: int) -> None:
        """A word on (1) or back (-1)."""
        found = next_word(self._text, self._head[0]) if step > 0 else word_before(self._text, self._head[0])
        if found:
            self._head, self._trim = found, 0
        elif not self._held:
            self.other_field(step)

    def widen(self, step: int) -> None:
        """The end, by a character."""
        stretch = self.stretch
        if stretch.start < stretch.end + step <= len(self._text):
            self._trim += step

    def to(self, place: int) -> None:
        """To the word at a code point of the field."""
        self._head, self._trim = word_at(self._text, place) or self._head, 0

    def other_field(self, step: int) -> None:
        """To the next or the previous field of the message."""
        if 0 <= self._field + step < len(self._fields):
            self._field += step
            last = word_before(self._text, len(self._text)) if step < 0 else None
            self._head, self._held, self._trim = last or next_word(self._text, -1) or (0, 0), None, 0

    def begin(self, field: str, place: int) -> None:
        """With the mouse: the word where it begins, in a field of that name."""
        names = [name for name, _ in self._fields]
        if field in names:
            self._field = names.index(field)
            self._held, self._trim = None, 0
            self.to(place)
            self._held = self._head

    def extend_to(self, field: str, place: int) -> None:
        """With the mouse: from where it began up to here."""
        if field == self._fields[self._field][0]:
            self.to(place)


def next_word(text: str, after: int) -> Word | None:
    """The first word that begins behind a place."""
    found = _WORD.search(text, max(after, 0))
    while found and found.start() <= after:
        found = _WORD.search(text, found.end())
    return found.span() if found else None


def word_before(text: str, before: int) -> Word | None:
    """The last word that begins before a place."""
    reach = _REACH
    while True:
        first = max(before - reach, 0)
        words = [found.span() for found in _WORD.finditer(text, first, min(before + _REACH, len(text)))]
        earlier = [word for word in words if word[0] < before and (word[0] > first or not first)]
        if earlier or not first:
            return earlier[-1] if earlier else None
        reach *= 4


def word_at(text: str, place: int) -> Word | None:
    """The word at a place, or else the next one, or the last before it."""
    first = max(place - _REACH, 0)
    for found in _WORD.finditer(text, first):
        if found.end() > place:
            return found.span()
    return word_before(text, len(text))
