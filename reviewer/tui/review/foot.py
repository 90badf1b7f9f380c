"""The line at the foot of the reading screen: the keys that matter, or what was just saved, or what to press next."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip

from reviewer.tui import actions
from reviewer.tui.widgets.bars import KeyBar
from reviewer.tui.widgets.lines import Piece

Hint = tuple[str, str]
"""An action of the reading screen, or a key as it is written, and what it does, in a word or two."""


class Foot(KeyBar):
    """Keys, until something is said; the next key takes it away, but for what `stays`."""

    _said: tuple[Piece, ...] = ()
    _stays = False

    def say(self, words: str, style: str = "", hints: Iterable[Hint] = (), *, stays: bool = False) -> None:
        """Says something in place of the keys. The words are `visible`; what is `good` has a tick in front."""
        tick = [("✓ ", "good")] if style == "good" else []
        said = [*tick, (f"{words}  ", "strong" if tick else style)]
        for action, what in hints:
            said += [(f" {_key(action)}", "accent"), (f" {what} ", "quiet")]
        self._said, self._stays = tuple(said), stays
        self.refresh()

    def hush(self, *, all_of_it: bool = False) -> None:
        """The keys again."""
        if self._said and (all_of_it or not self._stays):
            self._said = ()
            self.refresh()

    def as_before(self, said: tuple[Piece, ...]) -> None:
        """Says again what it said, on another transcript."""
        self._said, self._stays = said, False
        self.refresh()

    @property
    def said(self) -> tuple[Piece, ...]:
        """What it says in place of the keys."""
        return self._said

    def render_line(self, y: int) -> Strip:
        """What is said, or the keys."""
        if y or not self._said:
            return super().render_line(y)
        segments = [Segment(" ", self.ground), *(Segment(text, self.look(style)) for text, style in self._said)]
        return Strip(segments).adjust_cell_length(self.size.width, self.ground)


def _key(action: str) -> str:
    known = next((one for one in actions.of("transcript") if one.method == action), None)
    return actions.key_label(known.keys[0]) if known and known.keys else action
