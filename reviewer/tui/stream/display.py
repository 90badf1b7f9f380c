"""What a part displays: text that is safe for a terminal, a map to the raw text, and the stretches that have a style.

Nothing is reworded. Markdown keeps its marks and JSON its tokens, so that what is read is what a quotation finds in the
stored message; only white space between JSON tokens is laid out anew, and a character that JSON escapes is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewer.text.visible import Shown, shown, visible

Span = tuple[int, int, str]
"""A stretch of the displayed text, from and to, and the name of its style."""


@dataclass(frozen=True, slots=True)
class Display:
    """A text to show, the way back to the raw text, and its styled stretches in order, none overlapping another."""

    shown: Shown
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The displayed text."""
        return self.shown.text


_MARKDOWN = re.compile(
    r"""
      ^(?P<fence>[ ]{0,3}```.*?(?:^[ ]{0,3}```[^\n]*$|\Z))
    | ^(?P<heading>[ ]{0,3}\#{1,6}[ ][^\n]*)
    | ^(?P<rule>[ ]{0,3}(?:-{3,}|\*{3,}|_{3,}|\|?[ ]*:?-{3,}[-:| ]*))[ ]*$
    | ^(?P<quote>[ ]{0,3}>[^\n]*)
    | ^(?P<item>[ \t]*(?:[-*+]|\d{1,3}[.)]))(?=[ ])
    | (?P<bar>\|)
    | (?P<code>`[^`\n]+`)
    | (?P<strong>\*\*(?=\S)[^\n]+?(?<=\S)\*\*|__(?=\S)[^\n]+?(?<=\S)__)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def markdown(raw: str) -> Display:
    """Text with its Markdown made readable and nothing made live: marks stay, links are text."""
    display = shown(raw)
    spans = [(*found.span(), f"markdown-{found.lastgroup}") for found in _MARKDOWN.finditer(display.text)]
    return Display(display, spans)


class Composer:
    """Puts a display together from stretches of the raw text and white space or marks between them."""

    def __init__(self, whole: str) -> None:
        self._clean = visible(whole) is whole
        self._pieces: list[str] = []
        self._shown: list[int] = []
        self._raw: list[int] = []
        self._spans: list[Span] = []
        self._width = 0
        self._at = 0

    def raw(self, text: str, start: int, style: str = "") -> None:
        """Adds the stretch of the whole raw text that begins at `start`."""
        self._from(start, start + len(text))
        if self._clean:
            self._put(text, style)
            return
        piece = shown(text)
        self._shown.extend(self._width + place for place in piece.shown)
        self._raw.extend(start + place for place in piece.raw)
        self._put(piece.text, style)

    def read(self, text: str, start: int, end: int, style: str = "") -> None:
        """Adds clean text that stands as a whole for a stretch of the raw text."""
        self._from(start, end)
        self._put(text, style)

    def mark(self, text: str, style: str = "") -> None:
        """Adds text that does not stand in the raw text."""
        self._shown.append(self._width)
        self._raw.append(self._at)
        self._put(text, style)

    def _from(self, start: int, end: int) -> None:
        """What is put next shows the raw text from there; what was left out before it shows as nothing."""
        if start > self._at and self._shown:
            self._shown.append(self._width)
            self._raw.append(self._at)
        self._shown.append(self._width)
        self._raw.append(start)
        self._at = end

    def _put(self, text: str, style: str) -> None:
        if style and text:
            self._spans.append((self._width, self._width + len(text), style))
        self._pieces.append(text)
        self._width += len(text)

    def display(self) -> Display:
        """What was put together."""
        return Display(Shown("".join(self._pieces), self._shown, self._raw), self._spans)
