"""A scroll bar that paints only where its thumb has moved, and nothing while it stands."""

from __future__ import annotations

from math import ceil

from rich.segment import Segment
from textual.color import Color
from textual.geometry import Region
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

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
