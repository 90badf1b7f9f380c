"""A long text to read: wrapped, scrolled, its headings bold, and nothing in it live."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewer.tui.stream.display import markdown
from reviewer.tui.stream.wrap import wrap


class LongText(ScrollView, can_focus=True):
    """A raw text, made visible and wrapped to the width there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-text--heading"}
    DEFAULT_CSS = """
    LongText { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    LongText > .long-text--heading { text-style: bold; }
    """

    def __init__(self, raw: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._display = markdown(raw)
        self._rows = [(0, 0)]

    def show(self, raw: str) -> None:
        """Shows another text, from its beginning."""
        self._display = markdown(raw)
        self.on_resize()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Wraps anew."""
        width = self.scrollable_content_region.width
        if width:
            self._rows = wrap(self._display.text, max(width, 8))
            self.virtual_size = Size(width, len(self._rows))

    def scroll_by(self, rows: int) -> None:
        """Moves by some rows, without moving slowly."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Paints one row."""
        row = y + self.scroll_offset.y
        width, style = self.scrollable_content_region.width, self.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, style)
        start, end = self._rows[row]
        if any(
            a <= start < b and name in ("markdown-heading", "markdown-strong") for a, b, name in self._display.spans
        ):
            style += self.get_component_rich_style("long-text--heading", partial=True)
        return Strip([Segment(self._display.text[start:end], style)]).adjust_cell_length(width, style)
