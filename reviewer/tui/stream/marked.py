"""How the rows of the stream are painted: the signs of what is decided, values without a source, and what was found."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual.geometry import Region
from textual.strip import Strip

from reviewer.tui.review.signs import Signs
from reviewer.tui.stream.display import Span
from reviewer.tui.stream.find import Match
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.focus import Focus, FocusedView
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.marks import Marks
from reviewer.tui.stream.paint import STYLES, Painter
from reviewer.tui.stream.parts import Parts


class MarkedView(FocusedView):
    """The view with all that is marked in it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"stream--{name}" for name in STYLES}

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self._painter = Painter(self)
        self._finding = Finding()
        self._match: Match | None = None
        self._values = Marks()
        self._signs = Signs()
        self._painter.sign = lambda part: self._signs.sign(self.parts, part)

    def show_signs(self, signs: Signs) -> None:
        """Has the signs of a transcript that is about to be read."""
        self._signs = signs

    def repaint_messages(self, numbers: Collection[int]) -> None:
        """Paints messages again whose signs or selected words have changed; the view stays."""
        if not numbers or not self.parts.width:  # before the first layout there is nothing to paint again
            return
        message = self.parts.outline.message
        self._painter.forget_parts(lambda part: message[part] in numbers)
        below = 0
        for part, rows in self.in_view():
            if message[part] in numbers:
                self.refresh_rows(below, len(rows))
            below += len(rows)

    def show_marks(self, marks: Marks) -> None:
        """Marks the values that nothing holds up; the view stays."""
        self._values = marks
        self.repaint()
        self.refresh_rows(0, self.window)

    # ---- painting

    def repaint(self) -> None:
        """Forgets what was painted."""
        self._painter.forget()

    def notify_style_update(self) -> None:
        """Forgets colours when the theme changes."""
        super().notify_style_update()
        self._painter.forget_styles()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Puts together what is in view; what was painted before comes as it is."""
        width, parts = self.row_width, self.parts
        self._painter.begin(self.number_cells, width)
        if parts.width:
            strips = [strip for part, rows in self.in_view() for strip in self._painted(part, rows, self.focused)]
        else:
            strips = []
        if not parts.count:
            strips = [self._painter.blank(), self._painter.note("This transcript holds no message.")]
        if len(strips) < crop.bottom:
            strips += [self._painter.blank()] * (crop.bottom - len(strips))
        strips = strips[crop.y : crop.bottom]
        if crop.x > 0 or crop.right < width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        return self.render_lines(Region(0, y, self.row_width, 1))[0]

    def _painted(self, part: int, rows: range, focused: Focus) -> list[Strip]:
        return self._painter.rows(part, self.parts.layout(part), rows, self._is_focused(part, focused), self._marks)

    def _marks(self, part: int, layout: Layout) -> list[Span]:
        outline = self.parts.outline
        return [
            *self._values.spans(outline, part, layout),
            *(
                (*shown_match(layout, found), "match-present" if found == self._match else "match")
                for found in self._finding.matches.in_part(part)
            ),
            *self._signs.spans(outline, part, layout),
        ]


def shown_match(layout: Layout, match: Match) -> tuple[int, int]:
    """Where a match stands in what its part displays: the name of a call is displayed first, and as it is."""
    if match.in_name:
        return match.start, match.end
    shown = layout.display.shown
    return shown.shown_at(match.start), shown.shown_at(match.end - 1) + 1
