"""Scrolling that costs nothing but the rows that change.

Textual lays out the screen anew when the height of what is scrolled changes, and paints all of the bar when its thumb
moves. Here the height changes silently, and the bar paints only where its thumb has moved.
"""

from __future__ import annotations

from math import ceil

from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

_STEPS = 8
"""The glyphs of Textual's bar show eighths of a cell."""


class QuietScrollBar(ScrollBar):
    """Textual's vertical bar, of which a page of a long text changes two lines or none."""

    window_virtual_size: Reactive[int] = Reactive(100, repaint=False)
    window_size: Reactive[int] = Reactive(0, repaint=False)
    position: Reactive[float] = Reactive(0, repaint=False)

    def __init__(self, *, thickness: int = 1) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._thumb = (0, 0)

    def watch_window_virtual_size(self) -> None:
        """The thumb becomes smaller or bigger."""
        self._moved()

    def watch_window_size(self) -> None:
        """The thumb becomes bigger or smaller."""
        self._moved()

    def watch_position(self) -> None:
        """The thumb moves."""
        self._moved()

    def _moved(self) -> None:
        before, self._thumb = self._thumb, self._place()
        if before != self._thumb:
            height = self.size.height
            first = min(before[0], self._thumb[0]) // _STEPS
            last = min(max(before[1], self._thumb[1]) // _STEPS + 1, height)
            if first < last:
                self.refresh(Region(0, first, self.size.width, last - first))

    def _place(self) -> tuple[int, int]:
        """Where the thumb begins and ends, in eighths of a line, as Textual's renderer places it."""
        height, whole, window = self.size.height, self.window_virtual_size, self.window_size
        if not height or window >= whole or height == whole:
            return 0, height * _STEPS
        thumb = max(1.0, window * height / whole)
        start = int((height - thumb) * self.position / (whole - window) * _STEPS)
        return start, start + ceil(thumb * _STEPS)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the bar; equal ones are one strip."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender):
            return super().render_lines(crop)
        style = self.app.console.get_style(bar.style)
        assert style.bgcolor is not None  # noqa: S101 -- for the type checker; `render` gives both
        assert style.color is not None  # noqa: S101
        painted = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            back_color=style.bgcolor,
            bar_color=style.color,
        )
        filters, background = self.get_line_filters(), Color.from_rich_color(style.bgcolor)
        strips: dict[int, Strip] = {}
        lines: list[Strip] = []
        for segment in list(painted.segments)[crop.y : crop.bottom]:
            strip = strips.get(id(segment))
            if strip is None:
                strip = Strip([Segment(*segment)], bar.thickness)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                strips[id(segment)] = strip
            lines.append(strip)
        return lines


class QuietScroll(ScrollView, inherit_bindings=False):
    """A widget that paints lines, with such a bar."""

    _told: tuple[Size, Size, Size] | None = None
    """What the last layout said of it, and how much there was to scroll through."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, which is made when it is first needed."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = QuietScrollBar(thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Only where something is another size: Textual would paint all of the bar whenever anything is laid out."""
        told = size, container_size, self.virtual_size
        if told == self._told:
            return False
        self._told = told
        return super()._size_updated(size, virtual_size, container_size, layout)

    def set_height(self, rows: int) -> None:
        """There are so many rows to scroll through; where one stands is left to others."""
        size = Size(0, rows)
        needs_bar = self.styles.overflow_y == "scroll" or rows > self.outer_size.height
        if not self.outer_size or needs_bar is not self.show_vertical_scrollbar:
            self.virtual_size = size  # the bar comes or goes, so that the rows become wider or narrower
        elif self.virtual_size != size:
            self.set_reactive(Widget.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = rows
