"""Rows to colours: what a laid-out row looks like, with its gutter, its styles and its matches.

A row is painted once and kept, with all that a screen does to its colours, so that a key only puts rows together that
are there. Few pieces make a row: what is blank joins its neighbour, because each change of style is some forty bytes to
the terminal.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import itemgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget

from reviewer.tui.stream.display import Span
from reviewer.tui.stream.find import Matches
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.wrap import narrow

LABEL_CELLS = 10
"""The room for `customer`, `WRITE` and the like, with the space around it."""

STYLES = frozenset(
    """text background result reasoning number number-focused more arrow note error bar focused match match-present
    unsourced doubted noted selected sign label-customer label-agent label-system label-developer label-event
    label-tool label-reasoning
    label-error
    label-read label-kb label-write label-handover label-unknown call-read call-kb call-write call-handover call-unknown
    call-name json-name json-string json-value json-mark markdown-fence markdown-heading markdown-rule markdown-quote
    markdown-item markdown-bar markdown-code markdown-strong""".split()
)
"""What a row is painted with; `transcript.tcss` says how each looks."""

_KEPT = 1_600
_START, _END = itemgetter(0), itemgetter(1)


class Painter:
    """Paints rows in the styles of a widget, and keeps what it painted."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._base: Style | None = None
        self._own: dict[str, Style] = {}
        self._styles: dict[tuple[str, bool], Style] = {}
        self._parts: OrderedDict[tuple[int, bool, bool], dict[int, Strip]] = OrderedDict()
        self._kept = 0
        self._shape: tuple[object, ...] = ()
        self._filters: Sequence[LineFilter] = ()
        self._background = Color(0, 0, 0)
        self._number_cells = self._width = 0
        self.sign: Callable[[int], str] = lambda _part: " "
        """What stands in the gutter of the first row of a part, in front of its number: one cell."""

    # ---- what was painted

    def begin(self, number_cells: int, width: int) -> None:
        """Before rows are asked for: what was painted for another width or other colours is forgotten."""
        filters, background = self._widget.get_line_filters(), self._widget.background_colors[1]
        shape = (number_cells, width, background, *filters)
        if shape != self._shape:
            self.forget()
            self._shape = shape
            self._number_cells, self._width = number_cells, width
            self._filters, self._background = filters, background

    def forget(self) -> None:
        """After texts or widths have changed."""
        self._parts.clear()
        self._kept = 0

    def forget_rows(self, part: int, rows: Sequence[int]) -> None:
        """After the marks in some rows of a part have changed."""
        for folded in (False, True):
            for focused in (False, True):
                kept = self._parts.get((part, folded, focused), {})
                self._kept -= sum(kept.pop(row, None) is not None for row in rows)

    def forget_marked(self, matches: Matches) -> None:
        """After the marks in some parts have changed."""
        for key in [key for key in self._parts if matches.in_part(key[0])]:
            self._kept -= len(self._parts.pop(key))

    def forget_parts(self, which: Callable[[int], bool]) -> None:
        """After signs or marks in some parts have changed."""
        for key in [key for key in self._parts if which(key[0])]:
            self._kept -= len(self._parts.pop(key))

    def forget_styles(self) -> None:
        """After the theme has changed."""
        self._base = None
        self._own.clear()
        self._styles.clear()
        self.forget()

    def rows(
        self,
        part: int,
        layout: Layout,
        rows: range,
        focused: bool,
        marks: Callable[[int, Layout], Sequence[Span]],
    ) -> list[Strip]:
        """Rows of a part. `marks` tells stretches of its displayed text, in the styles `match` and `match-present`."""
        key = (part, layout.folded, focused)
        kept = self._parts.get(key)
        if kept is None:
            kept = self._parts[key] = {}
        self._parts.move_to_end(key)
        missing = [row for row in rows if row not in kept]
        if missing:
            marked, sign = marks(part, layout), self.sign(part)
            kept.update((row, self._paint(row, layout, focused, marked, sign)) for row in missing)
            self._kept += len(missing)
            while self._kept > _KEPT and len(self._parts) > 1:
                self._kept -= len(self._parts.popitem(last=False)[1])
        return [kept[row] for row in rows]

    def blank(self) -> Strip:
        """An empty row."""
        return self._finished([Segment(" " * self._width, self._ground(focused=False))])

    def note(self, text: str) -> Strip:
        """A row that says something about the transcript; the text is `visible`."""
        segments = [Segment("  " + text, self._style("note", focused=False))]
        return self._finished(list(Strip(segments).adjust_cell_length(self._width, self._ground(focused=False))))

    # ---- painting

    def _ground(self, *, focused: bool) -> Style:
        if self._base is None:
            self._base = self._widget.rich_style
        return self._style("focused", focused=False) if focused else self._base

    def _over(self, name: str) -> Style:
        """A style to lay over another one."""
        found = self._own.get(name)
        if found is None:
            found = self._own[name] = self._widget.get_component_rich_style(f"stream--{name}", partial=True)
        return found

    def _style(self, name: str, *, focused: bool) -> Style:
        found = self._styles.get((name, focused))
        if found is None:
            found = self._styles[name, focused] = self._ground(focused=focused) + self._over(name)
        return found

    def _finished(self, segments: list[Segment]) -> Strip:
        strip = Strip(segments, self._width)
        for line_filter in self._filters:
            strip = strip.apply_filter(line_filter, self._background)
        return strip

    def _paint(self, row: int, layout: Layout, focused: bool, marks: Sequence[Span], sign: str) -> Strip:
        row -= layout.gap
        if row < 0:
            return self.blank()
        base = self._ground(focused=focused)
        segments = self._gutter(row, layout, focused, base, sign)
        used = self._number_cells + 2 + LABEL_CELLS
        text, cells = self._text(layout, row, focused, marks)
        segments += text
        used += cells
        if layout.more and row == len(layout.rows) - 1:
            segments += (Segment("  ", base), Segment(layout.more, self._style("more", focused=focused)))
            used += 2 + len(layout.more)
        if used > self._width:
            return self._finished(list(Strip(segments).adjust_cell_length(self._width, base)))
        if used < self._width:
            segments.append(Segment(" " * (self._width - used), base))
        return self._finished(segments)

    def _gutter(self, row: int, layout: Layout, focused: bool, base: Style, sign: str) -> list[Segment]:
        number, label = (layout.number, layout.label) if row == 0 else ("", "")
        bar = [Segment("▌", self._style("bar", focused=True))] if focused else []
        before = "" if focused else " "
        if sign != " " and row == 0:
            return self._signed(bar, before, sign, layout, focused, base)
        if not number and not label:
            return [*bar, Segment(before + " " * (self._number_cells + 1 + LABEL_CELLS), base)]
        numbered = self._style("number-focused" if focused else "number", focused=focused)
        before += number.rjust(self._number_cells) + " "
        if not label:
            return [*bar, Segment(before + " " * LABEL_CELLS, numbered)]
        space = " " if len(label) < LABEL_CELLS - 1 else ""
        return [
            *bar,
            Segment(before + space, numbered),
            Segment(label, self._style(layout.label_style, focused=focused)),
            Segment(" " * (LABEL_CELLS - len(label) - len(space)), base),
        ]

    def _signed(
        self, bar: list[Segment], before: str, sign: str, layout: Layout, focused: bool, base: Style
    ) -> list[Segment]:
        """The gutter of a first row with a sign in it: a number leaves a cell free in front of it."""
        number, label = layout.number, layout.label
        space = " " if len(label) < LABEL_CELLS - 1 else ""
        return [
            *bar,
            *([Segment(before, base)] if before else []),
            Segment(sign, self._style("sign", focused=focused)),
            Segment(
                number.rjust(self._number_cells - 1) + " " + space,
                self._style("number-focused" if focused else "number", focused=focused),
            ),
            *([Segment(label, self._style(layout.label_style, focused=focused))] if label else []),
            Segment(" " * (LABEL_CELLS - len(label) - len(space)), base),
        ]

    def _text(self, layout: Layout, row: int, focused: bool, marks: Sequence[Span]) -> tuple[list[Segment], int]:
        """A row of text, and the cells that it takes."""
        text, spans = layout.display.text, layout.display.spans
        start, end = layout.rows[row]
        shown = text[start:end].rstrip(" ")
        all_narrow = narrow(shown)
        if all_narrow:
            shown = shown[: layout.width]
        end = start + len(shown)
        cells = len(shown) if all_narrow else cell_len(shown)
        within = [
            (max(a, start), min(b, end), name)
            for chosen in (spans[bisect_left(spans, start + 1, key=_END) : bisect_left(spans, end, key=_START)], marks)
            for a, b, name in chosen
            if a < end and b > start
        ]
        plain = self._style(layout.style, focused=focused)
        edges = sorted({start, end, *(edge for a, b, _ in within for edge in (a, b))})
        segments: list[Segment] = []
        for a, b in pairwise(edges):
            style = plain
            for left, right, name in within:
                if left <= a and b <= right:
                    style += self._over(name)
            if segments and segments[-1].style == style:
                segments[-1] = Segment(segments[-1].text + text[a:b], style)
            else:
                segments.append(Segment(text[a:b], style))
        return segments, cells
