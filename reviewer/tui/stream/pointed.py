"""The mouse over the stream: a click moves the focus or unfolds, and drawing over words selects them."""

from __future__ import annotations

from textual import events
from textual.message import Message

from reviewer.tui.review.signs import raw_place
from reviewer.tui.stream.matched import SearchedView
from reviewer.tui.stream.paint import LABEL_CELLS
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.view import Place
from reviewer.tui.stream.wrap import width_of


class PointedView(SearchedView):
    """The view, and what stands under the mouse."""

    class Dragged(Message):
        """The mouse was drawn over words: the part and the code points of its field where it began and where it is."""

        def __init__(self, begun: tuple[int, int], now: tuple[int, int], *, first: bool) -> None:
            super().__init__()
            (self.part, self.begun), (self.part_now, self.now) = begun, now
            self.first = first
            """Of this drag."""

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self._dragging: tuple[int, int] | None = None
        self._dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Words may be about to be selected."""
        self._dragging, self._dragged = self._words_at(event.x, event.y), False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Selects words, while the button is down."""
        now = self._words_at(event.x, event.y) if event.button == 1 and self._dragging is not None else None
        if now is not None and self._dragging is not None and now != self._dragging:
            self.post_message(self.Dragged(self._dragging, now, first=not self._dragged))
            self._dragged = True

    def on_click(self, event: events.Click) -> None:
        """Moves the focus to what is clicked; a click on what is folded away, or a double click, unfolds it."""
        if not self.parts.width or not len(self.parts) or self._dragged:
            return
        place = self._at(event.y)
        if place is None:
            return
        part, row = place
        layout = self.parts.layout(part)
        self.focused = self._focus_at(part)
        if (layout.more and row == layout.height - 1) or (event.chain == 2 and layout.foldable):
            self.fold(part)
        else:
            self.moved()

    def _words_at(self, x: int, y: int) -> tuple[int, int] | None:
        """The part at a cell of the view, and the code point of its field that stands there."""
        place = self._at(y) if self.parts.width and len(self.parts) else None
        if place is None:
            return None
        part, row = place
        layout = self.parts.layout(part)
        first, last = layout.rows[max(row - layout.gap, 0)]
        cells, at = max(x - self.number_cells - 2 - LABEL_CELLS, 0), first
        while at < last - 1 and (cells := cells - width_of(layout.display.text[at])) >= 0:
            at += 1
        return part, raw_place(self.parts.outline, part, layout, at)

    def _at(self, y: int) -> Place | None:
        """What stands so many rows below the upper edge."""
        for part, rows in self.in_view():
            if y < len(rows):
                return part, rows[y]
            y -= len(rows)
        return None
