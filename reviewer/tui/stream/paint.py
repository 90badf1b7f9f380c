"""Rows to colours: what a laid-out row looks like, with its gutter, its styles and its matches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widget import Widget

from reviewer.tui.stream.display import Span
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.wrap import narrow

LABEL_CELLS = 10
"""The room for `customer`, `WRITE` and the like, with the space around it."""

STYLES = frozenset(
    """text background result reasoning number number-focused more arrow note error bar focused match match-present
    label-customer label-agent label-system label-developer label-event label-tool label-reasoning label-error
    label-read label-kb label-write label-handover label-unknown call-read call-kb call-write call-handover call-unknown
    call-name json-name json-string json-value json-mark markdown-fence markdown-heading markdown-rule markdown-quote
    markdown-item markdown-bar markdown-code markdown-strong""".split()
)
"""What a row is painted with; `transcript.tcss` says how each looks."""

_KEPT = 2_000


class Painter:
    """Paints rows in the styles of a widget, and keeps what it painted."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[str, Style] = {}
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_KEPT)

    def forget(self) -> None:
        """After folds, matches or widths have changed."""
        self._strips.clear()

    def forget_part(self, part: int, rows: int) -> None:
        """After the marks in one part have changed."""
        for row in range(rows):
            for focused in (False, True):
                self._strips.discard((part, row, focused))

    def forget_styles(self) -> None:
        """After the theme has changed."""
        self._styles.clear()
        self._strips.clear()

    def row(
        self, part: int, row: int, layout: Layout, focused: bool, number_cells: int, width: int, marks: Sequence[Span]
    ) -> Strip:
        """One row of a part. `marks` are stretches of the displayed text, in the styles `match` and `match-present`."""
        strip = self._strips.get((part, row, focused))
        if strip is None or strip.cell_length != width:
            strip = self._paint(row, layout, focused, number_cells, width, marks)
            self._strips[part, row, focused] = strip
        return strip

    def _style(self, name: str) -> Style:
        found = self._styles.get(name)
        if found is None:
            found = self._widget.get_component_rich_style(f"stream--{name}", partial=True)
            self._styles[name] = found
        return found

    def _paint(
        self, row: int, layout: Layout, focused: bool, number_cells: int, width: int, marks: Sequence[Span]
    ) -> Strip:
        base = self._widget.rich_style
        row -= layout.gap
        if row < 0:
            return Strip.blank(width, base)
        if focused:
            base += self._style("focused")
        number, label = (layout.number, layout.label) if row == 0 else ("", "")
        segments = [
            Segment("▌" if focused else " ", base + self._style("bar")),
            Segment(number.rjust(number_cells) + " ", base + self._style("number-focused" if focused else "number")),
            Segment(" " if len(label) < LABEL_CELLS - 1 else "", base),
            Segment(label, base + self._style(layout.label_style) if label else base),
            Segment(" " * max(1, LABEL_CELLS - 1 - len(label)), base),
            *self._text(layout, row, base, marks),
        ]
        if layout.more and row == len(layout.rows) - 1:
            segments += (Segment("  ", base), Segment(layout.more, base + self._style("more")))
        return Strip(segments).adjust_cell_length(width, base)

    def _text(self, layout: Layout, row: int, base: Style, marks: Sequence[Span]) -> list[Segment]:
        text = layout.display.text
        start, end = layout.rows[row]
        end = start + len(text[start:end].rstrip(" "))
        if end - start > layout.width and narrow(text[start:end]):
            end = start + layout.width
        style = base + self._style(layout.style)
        spans = [
            (max(a, start), min(b, end), name)
            for a, b, name in (*layout.display.spans, *marks)
            if a < end and b > start
        ]
        edges = sorted({start, end, *(edge for a, b, _ in spans for edge in (a, b))})
        segments = []
        for a, b in pairwise(edges):
            shade = style
            for left, right, name in spans:
                if left <= a and b <= right:
                    shade += self._style(name)
            segments.append(Segment(text[a:b], shade))
        return segments
