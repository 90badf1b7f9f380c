"""The line at the foot of the reading screen: the keys that matter, or what was just saved, or what to press next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from reviewer.tui.widgets.bars import KeyBar
from reviewer.tui.widgets.lines import Piece


class Foot(KeyBar):
    """Keys, until something is said; the next key takes it away, but for what `stays`."""

    _said: tuple[Piece, ...] = ()
    _stays = False

    def say(self, *pieces: Piece, stays: bool = False) -> None:
        """Says something in place of the keys. The text is `visible`."""
        self._said, self._stays = pieces, stays
        self.refresh()

    def hush(self, *, all_of_it: bool = False) -> None:
        """The keys again."""
        if self._said and (all_of_it or not self._stays):
            self._said = ()
            self.refresh()

    @property
    def said(self) -> Sequence[Piece]:
        """What it says in place of the keys."""
        return self._said

    def render_line(self, y: int) -> Strip:
        """What is said, or the keys."""
        if y or not self._said:
            return super().render_line(y)
        segments = [Segment(" ", self.ground), *(Segment(text, self.look(style)) for text, style in self._said)]
        return Strip(segments).adjust_cell_length(self.size.width, self.ground)
