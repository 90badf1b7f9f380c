"""The line at the foot of the reading screen: the keys that matter, or what was just saved, or what to press next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reviewer.tui import actions
from reviewer.tui.widgets.bars import KeyBar
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece

Hint = tuple[str, str]
"""An action of the reading screen, or a key as it is written, and what it does, in a word or two."""


class Foot(KeyBar):
    """Keys, until something is said; the next key takes it away, but for what `stays`."""

    _said: tuple[Piece, ...] = ()
    _below: tuple[Piece, ...] = ()
    _stays = False

    def say(self, words: str, style: str = "", hints: Iterable[Hint] = (), *, stays: bool = False) -> None:
        """Says something in place of the keys. The words are `visible`; what is `good` has a tick in front."""
        tick = [("✓ ", "good")] if style == "good" else []
        said = [*tick, (f"{words}  ", "strong" if tick else style)]
        for action, what in hints:
            said += [(f" {_key(action)}", "accent"), (f" {what} ", "quiet")]
        self._said, self._stays = tuple(said), stays
        self.refresh()

    def warn(self, problem: str, waiting: Sequence[str]) -> None:
        """Something is not saved: why and the key that tries again first, since they matter most; below it what."""
        self.say("NOT SAVED", "error", [("retry", "tries again")], stays=True)
        self._said += ((f"  {problem}", "error"),)
        few = f"{len(waiting)} wait: " if len(waiting) > 1 else ""
        self._below = ((f"{few}{' · '.join(waiting)}", "strong"),)
        self.styles.height = 2

    def hush(self, *, all_of_it: bool = False) -> None:
        """The keys again."""
        if self._said and (all_of_it or not self._stays):
            self._said = ()
            if self._below:
                self._below, self.styles.height = (), 1
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
        if y > 1 or not self._said or (y and not self._below):
            return super().render_line(y)
        segments, room = [Segment(" ", self.ground)], self.size.width - 1
        for text, style in self._below if y else self._said:
            segments.append(Segment(text if cell_len(text) <= room else fit(text, room), self.look(style)))
            room = max(room - cell_len(text), 0)
        return Strip(segments).adjust_cell_length(self.size.width, self.ground)


def _key(action: str) -> str:
    known = next((one for one in actions.of("transcript") if one.method == action), None)
    return actions.key_label(known.keys[0]) if known and known.keys else action
