"""The scrolling of the stream: which rows are in view, and how the view moves.

The view knows where it stands as a part and a row in it, not as a row of the whole, because the whole is mostly
estimated. Whatever comes into view is laid out first and then shown, so what is on screen never jumps. Textual's own
idea of the place serves the scroll bar only: it follows silently, for each change of it would lay out the screen anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from reviewer.tui.stream.paint import LABEL_CELLS
from reviewer.tui.stream.parts import Parts
from reviewer.tui.widgets.scroll_bar import QuietScroll

MEASURE = 110
"""The widest a row of text gets: longer ones are hard to read."""

Place = tuple[int, int]
"""A part, and how many of its rows are above."""


class PartsView(QuietScroll, can_focus=True, inherit_bindings=False):
    """A window onto the parts of a transcript. Its style sheet gives it a vertical scroll bar and no edges."""

    class Moved(Message):
        """The focus or the view moved."""

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.parts = parts
        self.top: Place = (0, 0)
        """What stands at the upper edge."""

        self._offset = 0
        """Before anything is laid out: where in the displayed text of that part the edge is, should a row be above."""

    # ---- sizes

    @property
    def window(self) -> int:
        """The rows in view."""
        return max(self.outer_size.height, 1)

    @property
    def row_width(self) -> int:
        """The cells of a row, 0 before the screen is laid out."""
        return max(self.outer_size.width - self.scrollbar_size_vertical, 0)

    @property
    def number_cells(self) -> int:
        """The room for a message number."""
        return max(4, len(str(self.parts.count)) + 2)

    @property
    def text_width(self) -> int:
        """The room for text, 0 before the screen is laid out."""
        width = self.row_width
        return max(8, min(width - self.number_cells - LABEL_CELLS - 3, MEASURE)) if width else 0

    @property
    def progress(self) -> float:
        """How much of the transcript lies above the lower edge of the view, from 0 to 1."""
        total = self.parts.rows.total
        return min(1.0, (self._row_of_top() + self.window) / total) if total else 1.0

    def _row_of_top(self) -> int:
        part, row = self.top
        return self.parts.rows.start(part) + row

    def in_view(self, top: Place | None = None) -> Iterator[tuple[int, range]]:
        """The parts that stand in the view, or in one that begins elsewhere, each with its rows that do."""
        part, row = self.top if top is None else top
        left, parts = self.window, self.parts
        while left > 0 and part < len(parts):
            rows = range(row, min(parts.exact(part), row + left))
            if rows:
                yield part, rows
                left -= len(rows)
            row, part = 0, parts.next(part)

    # ---- laying out

    def lay_out(self) -> None:
        """Counts the rows anew, for another width or other texts, with the same words on top."""
        parts, (part, row) = self.parts, self.top
        if not len(parts) or not self.text_width:
            return
        offset = parts.offset_of_row(part, row) if parts.width else self._offset
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
        if not len(self.parts) or not self.parts.width:
            return
        self.top = self.place(part, row, context=context)
        self.follow()
        self.moved()

    def place(self, part: int, row: int, *, context: bool = False) -> Place:
        """Where the view begins that `show_part` would show, all of it laid out."""
        if context:
            part, row = self._above(part, row, self.window // 3)
        return self._filled(part, row)

    def follow(self) -> None:
        """Puts the scroll bar where the view is, after that or the number of rows has changed."""
        row = self._row_of_top()
        self.set_height(self.parts.rows.total)
        if self.scroll_y != row:
            self.set_reactive(Widget.scroll_y, float(row))
            self.set_reactive(Widget.scroll_target_y, float(row))
            self.vertical_scrollbar.position = row

    def refresh_rows(self, first: int, count: int) -> None:
        """Paints some rows of the view again, the first one being 0."""
        self.refresh(Region(0, first, self.row_width, count))

    def moved(self) -> None:
        """Paints, and tells who listens."""
        self.refresh_rows(0, self.window)
        self.tell()

    def tell(self) -> None:
        """Tells who listens that the focus or the view moved."""
        self.post_message(self.Moved())

    def scroll_rows(self, rows: int) -> None:
        """Moves the view down by some rows, or up by a negative number of them."""
        if len(self.parts) and self.parts.width:
            self.show_part(*self.place_after(rows))

    def place_after(self, rows: int) -> Place:
        """What `scroll_rows` would put on top, if there is enough below."""
        return self._below(*self.top, rows) if rows > 0 else self._above(*self.top, -rows)

    def to_end(self) -> None:
        """Moves the view to the very end."""
        self.show_part(max(len(self.parts) - 1, 0), 10**9)

    def rows_from_top(self, part: int) -> int | None:
        """How many rows below the upper edge a part begins (negative: above); None when that is out of view."""
        first, row = self.top
        below = -row
        window = self.window
        while first < part:
            if below >= window:
                return None
            below += self.parts.exact(first)
            first = self.parts.next(first)
        return below if part == first and below < window else None

    def _filled(self, part: int, row: int) -> Place:
        """The place to begin at so that the view is full, with all in view laid out exactly."""
        parts, last = self.parts, len(self.parts) - 1
        row = min(row, max(parts.exact(part) - 1, 0))
        filled, place = parts.exact(part) - row, part
        window = self.window
        while filled < window and (place := parts.next(place)) <= last:
            filled += parts.exact(place)
        return self._above(part, row, window - filled) if filled < window else (part, row)

    def _above(self, part: int, row: int, rows: int) -> Place:
        """The place a number of rows higher."""
        row -= rows
        while row < 0 and part > 0:
            part = self.parts.previous(part)
            row += self.parts.exact(part)
        return part, max(row, 0)

    def _below(self, part: int, row: int, rows: int) -> Place:
        """The place a number of rows lower."""
        row += rows
        while row >= (height := self.parts.exact(part)) and (following := self.parts.next(part)) < len(self.parts):
            row -= height
            part = following
        return part, row

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follows the scroll bar, which knows rows of the whole only."""
        nobody_scrolled = self.validate_scroll_y(old_value) == new_value  # the end has come nearer: Textual's own doing
        if round(old_value) != round(new_value) and self.parts.width and not nobody_scrolled:
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
