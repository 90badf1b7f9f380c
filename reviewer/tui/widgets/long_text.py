"""A long text to read: wrapped, scrolled, its headings bold, and nothing in it live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewer.text.visible import Shown
from reviewer.tui.stream.display import Display
from reviewer.tui.stream.wrap import wrap

_LOOKS = {
    "heading": "heading",
    "markdown-heading": "heading",
    "strong": "strong",
    "markdown-strong": "strong",
    "json-name": "name",
}


class LongText(ScrollView, can_focus=True, inherit_bindings=False):
    """A text that was made visible, wrapped to the width there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"long-text--{look}" for look in _LOOKS.values()}
    DEFAULT_CSS = """
    LongText { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    LongText > .long-text--heading { text-style: bold; color: $primary; }
    LongText > .long-text--strong { text-style: bold; }
    LongText > .long-text--name { color: $quiet; }
    """

    def __init__(self, display: Display | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._display = display or Display(Shown(""))
        self._rows = [(0, 0)]

    def show(self, display: Display) -> None:
        """Shows another text, from its beginning."""
        self._display = display
        self.on_resize()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def on_resize(self) -> None:
        """Wraps anew."""
        width = self.scrollable_content_region.width
        if width:
            self._rows = wrap(self._display.text, max(width, 8))
            self.virtual_size = Size(width, len(self._rows))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 -- Textual's
        """As many rows as the text has in that width, beside the bar."""
        return len(wrap(self._display.text, max(width - self.scrollbar_size_vertical, 8)))

    def scroll_by(self, rows: int) -> None:
        """Moves by some rows, without moving slowly."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Paints one row."""
        row = y + self.scroll_offset.y
        width, style = self.scrollable_content_region.width, self.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, style)
        return Strip(self._segments(*self._rows[row], style)).adjust_cell_length(width, style)

    def _segments(self, start: int, end: int, style: Style) -> Iterator[Segment]:
        text = self._display.text
        for a, b, name in self._display.spans:
            if a < end and b > start and name in _LOOKS:
                yield Segment(text[start : max(a, start)], style)
                start = max(a, start)
                own = self.get_component_rich_style(f"long-text--{_LOOKS[name]}", partial=True)
                yield Segment(text[start : min(b, end)], style + own)
                start = min(b, end)
        yield Segment(text[start:end], style)
