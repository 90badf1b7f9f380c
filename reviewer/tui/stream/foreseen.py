"""What the likeliest keys will show, laid out and painted before they are pressed."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.tui.stream.ahead import Ahead
from reviewer.tui.stream.focus import Focus
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.pointed import PointedView
from reviewer.tui.stream.view import Place

_FEW_ROWS = 6
"""Painted ahead between two looks at the clock."""


class ForeseenView(PointedView):
    """The view, and the work for the keys that may follow."""

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self._ahead: Ahead | None = None

    def on_mount(self) -> None:
        """From now on there is time to work ahead."""
        self._ahead = Ahead(self, self._likely, self.follow)

    def tell(self) -> None:
        """Tells who listens, and begins to think of the keys that may follow."""
        super().tell()
        if self._ahead is not None:
            self._ahead.begin()

    def _likely(self) -> Iterator[None]:
        """Paints what the likeliest keys will show, piece by piece."""
        if not self.parts.width or not self.parts.count or not self.is_attached:
            return
        yield from self._lay_out_around()
        self._painter.begin(self.number_cells, self.row_width)
        page = max(1, self.window - 2)
        for rows in (page, -page):
            top = self.place(*self.place_after(rows))
            yield from self._paint_ahead(top, self._focus_in(top))
        for step in (1, -1):
            yield from self._paint_focus_ahead(self.focused.message + step)
            match = self._finding.beside(step)
            if match is not None and (not self.parts.folded(match.part) or self._in_folded_rows(match)):
                top = self.place(match.part, self._rows_of(match).start, context=True)
                yield from self._paint_ahead(top, self._focus_at(match.part))
        head = self._foldable_in_focus()
        if head is not None:
            yield from self._paint_fold_ahead(head)
        for part, row in ((0, 0), (len(self.parts) - 1, 10**9)):
            yield from self._paint_ahead(self.place(part, row), Focus(1 if not part else self.parts.count))

    def _lay_out_around(self) -> Iterator[None]:
        """Lays out two pages down and two up."""
        parts, (part, _) = self.parts, self.top
        rows = 0
        while rows < 3 * self.window and part < len(parts):
            rows += parts.exact(part)
            part = parts.next(part)
            yield
        part, rows = self.top[0], 0
        while rows < 2 * self.window and part > 0:
            part = parts.previous(part)
            rows += parts.exact(part)
            yield

    def _paint_ahead(self, top: Place, focused: Focus) -> Iterator[None]:
        for part, rows in self.in_view(top):
            for first in range(0, len(rows), _FEW_ROWS):
                for strip in self._painted(part, rows[first : first + _FEW_ROWS], focused):
                    strip.render(self.app.console)
                yield

    def _paint_focus_ahead(self, message: int) -> Iterator[None]:
        """What changes, or comes into view, when the focus goes to another message."""
        if not 1 <= message <= self.parts.count:
            return
        part, focused = self.parts.first_part(message), Focus(message)
        top = self.rows_from_top(part)
        if top is None or top < 0 or top + min(self.parts.exact(part), self.window) > self.window:
            yield from self._paint_ahead(self.place(part, 0, context=True), focused)
        else:
            yield from self._paint_ahead(self.top, focused)

    def _paint_fold_ahead(self, head: int) -> Iterator[None]:
        layout = self.parts.layout(head, turned=True)
        focused = self._is_focused(head, self.focused)
        for first in range(0, min(layout.height, self.window), _FEW_ROWS):
            rows = range(first, min(first + _FEW_ROWS, layout.height))
            for strip in self._painter.rows(head, layout, rows, focused, self._marks):
                strip.render(self.app.console)
            yield
