"""The scrolling of the stream: which rows are in view, and how the view moves.

The view knows where it stands as a part and a row in it, not as a row of the whole, because the whole is mostly
estimated. Whatever comes into view is laid out first and then shown, so what is on screen never jumps.
"""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from reviewer.tui.stream.paint import LABEL_CELLS
from reviewer.tui.stream.parts import Parts

MEASURE = 110
"""The widest a row of text gets: longer ones are hard to read."""


class PartsView(ScrollView, can_focus=True, inherit_bindings=False):
    """A window onto the parts of a transcript."""

    class Moved(Message):
        """The focus or the view moved."""

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.parts = parts
        self.top = (0, 0)
        """The part at the upper edge, and how many of its rows are above."""
        self._moving = False

    # ---- sizes

    @property
    def window(self) -> int:
        """The rows in view."""
        return max(self.scrollable_content_region.height, 1)

    @property
    def number_cells(self) -> int:
        """The room for a message number."""
        return max(4, len(str(self.parts.count)) + 2)

    @property
    def text_width(self) -> int:
        """The room for text, 0 before the screen is laid out."""
        width = self.scrollable_content_region.width
        return max(8, min(width - self.number_cells - LABEL_CELLS - 3, MEASURE)) if width else 0

    @property
    def progress(self) -> float:
        """How much of the transcript lies above the lower edge of the view, from 0 to 1."""
        total = self.parts.rows.total
        return min(1.0, (self._row_of_top() + self.window) / total) if total else 1.0

    def _row_of_top(self) -> int:
        part, row = self.top
        return self.parts.rows.start(part) + row

    # ---- laying out

    def lay_out(self) -> None:
        """Counts the rows anew, for another width or other texts, with the same words on top."""
        parts, (part, row) = self.parts, self.top
        if not len(parts) or not self.text_width:
            return
        offset = parts.offset_of_row(part, row) if parts.width else 0
        parts.measure(self.text_width)
        self.repaint()
        self.show_part(part, parts.row_of_offset(part, offset) if row else 0)

    def on_resize(self) -> None:
        """Lays out for another width; another height only asks for more rows."""
        if self.text_width and self.parts.width != self.text_width:
            self.lay_out()
        else:
            self.show_part(*self.top)
        self.focus_stays()

    def repaint(self) -> None:
        """Forgets what was painted."""

    # ---- moving

    def show_part(self, part: int, row: int, *, context: bool = False) -> None:
        """Puts a row of a part on top, or as near as the end allows; with `context` at a third of the height."""
        parts = self.parts
        if not len(parts) or not parts.width:
            return
        if context:
            part, row = self._above(part, row, self.window // 3)
        part, row = self._filled(part, row)
        self.top = (part, row)
        size = Size(self.scrollable_content_region.width, parts.rows.total)
        self._moving = True
        try:
            if self.virtual_size != size:
                self.virtual_size = size
            self.scroll_to(y=self._row_of_top(), animate=False, force=True, immediate=True)
        finally:
            self._moving = False
        self.moved()

    def moved(self) -> None:
        """Paints, and tells who listens."""
        self.refresh()
        self.post_message(self.Moved())

    def scroll_rows(self, rows: int) -> None:
        """Moves the view down by some rows, or up by a negative number of them."""
        self.show_part(*(self._below(*self.top, rows) if rows > 0 else self._above(*self.top, -rows)))

    def to_end(self) -> None:
        """Moves the view to the very end."""
        self.show_part(max(len(self.parts) - 1, 0), 10**9)

    def rows_from_top(self, part: int) -> int | None:
        """How many rows below the upper edge a part begins (negative: above); None when that is out of view."""
        first, row = self.top
        below = -row
        for place in range(first, part):
            if below >= self.window:
                return None
            below += self.parts.exact(place)
        return below if part >= first and below < self.window else None

    def _filled(self, part: int, row: int) -> tuple[int, int]:
        """The place to begin at so that the view is full, with all in view laid out exactly."""
        parts, last = self.parts, len(self.parts) - 1
        row = min(row, max(parts.exact(part) - 1, 0))
        filled, place = parts.exact(part) - row, part
        while filled < self.window and place < last:
            place += 1
            filled += parts.exact(place)
        return self._above(part, row, self.window - filled) if filled < self.window else (part, row)

    def _above(self, part: int, row: int, rows: int) -> tuple[int, int]:
        """The place a number of rows higher."""
        row -= rows
        while row < 0 and part > 0:
            part -= 1
            row += self.parts.exact(part)
        return part, max(row, 0)

    def _below(self, part: int, row: int, rows: int) -> tuple[int, int]:
        """The place a number of rows lower."""
        row += rows
        while part < len(self.parts) - 1 and row >= (height := self.parts.exact(part)):
            row -= height
            part += 1
        return part, row

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follows the scroll bar, which knows rows of the whole only."""
        super().watch_scroll_y(old_value, new_value)
        if not self._moving and round(old_value) != round(new_value) and self.parts.width:
            self.show_part(*self.parts.rows.at(round(new_value)))
            self.focus_follows()

    def focus_follows(self) -> None:
        """Called when the view moved by itself."""

    def focus_stays(self) -> None:
        """Called when the view has another size."""

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(3)
        self.focus_follows()

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-3)
        self.focus_follows()
