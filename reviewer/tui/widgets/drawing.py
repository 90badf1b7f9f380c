"""Lines that somebody else drew, with one of them marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reviewer.tui.widgets.lines import Lines, Piece

Draw = Callable[[int], tuple[Sequence[list[Piece]], int]]
"""Draws in so many cells, the head first; also says which row below the head is marked."""


class Drawing(Lines, can_focus=False):
    """A chart, drawn anew for each width; its head stays."""

    HEAD = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._draw: Draw | None = None
        self._lines: Sequence[list[Piece]] = ()
        self._room = 0

    def show(self, draw: Draw) -> None:
        """Another chart, or the same with another line marked."""
        self._draw = draw
        self._redraw()

    def on_resize(self) -> None:
        """Its bars become longer or shorter."""
        if self.size.width - 2 != self._room:
            self._redraw()
        self.call_after_refresh(self.keep_cursor_in_view)  # shown just now, it cannot scroll before it is laid out

    def _redraw(self) -> None:
        self._room = self.size.width - 2
        if self._draw is not None and self._room > 0:
            self._lines, marked = self._draw(self._room)
            self.resize_to(len(self._lines) - self.HEAD, marked)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    @property
    def height(self) -> int:
        """How many lines it has."""
        return len(self._lines)

    def head(self, line: int, _width: int, /) -> Iterable[Piece]:
        """What its signs mean, and its axes."""
        return [(" ", ""), *self._lines[line]] if line < len(self._lines) else []

    def row(self, index: int, _line: int, _width: int, /) -> Iterable[Piece]:
        """One line."""
        return self._lines[index + self.HEAD]
