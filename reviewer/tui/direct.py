"""Lines that go to the terminal as they are, past Textual's compositor.

For a frame the compositor asks every widget that is in the way for all of its lines, cuts them into pieces and puts the
pieces together: that takes longer than to make the lines of a list, and those need not become strips on their way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region

from reviewer.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.widget import Widget


class Written(CompositorUpdate):
    """A part of a frame: columns and rows of the screen, from 0, and what the terminal gets there."""

    def __init__(self, lines: Sequence[tuple[int, int, str]]) -> None:
        self.lines = lines

    def render_segments(self, console: object) -> str:  # noqa: ARG002 -- Textual's
        """All of it."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{line}" for x, y, line in self.lines)


def written(compositor: Compositor, widgets: Sequence[Widget]) -> Written | None:
    """What has changed of these widgets, which count as painted then; None where only the compositor knows how they
    look: something lies over one of them, or not all of it is in view."""
    visible = compositor.visible_widgets
    places = {widget: visible[widget] for widget in widgets if widget in visible}
    around = {above for widget in places for above in widget.ancestors}
    others = [region for widget, (region, _) in visible.items() if widget not in places and widget not in around]
    for region, clip in places.values():
        if not clip.contains_region(region) or any(map(region.overlaps, others)):
            return None
    lines: list[tuple[int, int, str]] = []
    for widget, (region, _) in places.items():
        console = widget.app.console
        rows = {y for dirty in widget._exchange_repaint_regions() for y in dirty.line_range if y < region.height}
        if not rows:
            continue
        first, last = min(rows), max(rows)
        crop = Region(0, first, region.width, last - first + 1)
        if isinstance(widget, Lines):
            texts = widget.written_lines(crop)
        else:
            texts = [strip.render(console) for strip in widget.render_lines(crop)]
        lines += ((region.x, region.y + y, text) for y, text in enumerate(texts, first))
    return Written(lines)
