"""Single lines: a title, a status, the keys that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reviewer.tui import actions
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.looks import Painted


class Bar(Painted):
    """Words at the left, words at the right; where not all fit, the left ones give way, then the first at the right.

    All already `visible`.
    """

    ALLOW_SELECT = False

    def __init__(self, left: Sequence[Piece] = (), *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._left, self._right = tuple(left), tuple[Piece, ...]()

    def show(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show other words."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(text for text, _ in (*self._left, *self._right))

    def render_line(self, y: int) -> Strip:
        """The line; where the bar is taller, nothing below it."""
        width, base = self.size.width, self.ground
        if y:
            return Strip.blank(width, base)
        right = self._right
        while (right_width := sum(cell_len(text) for text, _ in right)) > width and len(right) > 1:
            right = right[1:]
        gap = min(2, max(width - right_width, 0)) if right else 0
        room = width - right_width - gap
        segments: list[Segment] = []
        for text, style in self._left:
            size = cell_len(text)
            segments.append(Segment(text if size <= room else fit(text, room), self.look(style)))
            room -= size
            if room <= 0:
                break
        if right:
            segments.append(Segment(" " * (max(room, 0) + gap), base))
            segments.extend(Segment(text, self.look(style)) for text, style in right)
        return Strip(segments).adjust_cell_length(width, base)


def hints(*keys: tuple[str, str]) -> list[Piece]:
    """Keys as they are written and what each does, as a `KeyBar` shows them."""
    pieces: list[Piece] = []
    for key, what in keys:
        pieces += [("   " if pieces else "", ""), (key, "accent"), (f" {what}", "quiet")]
    return pieces


class KeyBar(Bar):
    """The keys that matter on a screen; each can be clicked."""

    def __init__(self, where: str, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._doer: Widget | None = None
        self._instead: tuple[tuple[str, str], ...] | None = None  # see `Entry.foot_keys`
        self.offer(where)

    def offer(self, where: str, doer: Widget | None = None, words: Mapping[str, str] | None = None) -> None:
        """The keys of that screen, or of a part of it, which `doer` is; without a name none.

        `words` says of actions what they do just now, where that is not what the registry says.
        """
        known = (*actions.of(where), *actions.of("app")) if where else ()
        if words:
            known = tuple(replace(action, footer=words.get(action.name, action.footer)) for action in known)
        self._doer, self._offered = doer, [action for action in known if action.footer and action.keys]
        if self.is_attached:
            self.refresh()

    def on_mount(self) -> None:
        """While somebody types, letters are no keys."""
        self.watch(self.screen, "focused", self._focus_moved, init=False)

    def _focus_moved(self, focused: Widget | None) -> None:
        keys: tuple[tuple[str, str], ...] | None = getattr(focused, "foot_keys", None)
        if keys != self._instead:
            self._instead = keys
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """As many keys as there is room for, in the registry's order; `? keys` always."""
        segments: list[Segment] = []
        if self._instead and not y:
            segments = [Segment(text, self.look(style)) for text, style in [(" ", ""), *hints(*self._instead)]]
        for action, _, _ in self._placed() if y == 0 else ():
            segments += (
                Segment(f" {actions.key_label(action.keys[0])}", self.look("accent")),
                Segment(f" {action.footer}  ", self.look("quiet")),
            )
        return Strip(segments).crop(self._edge).adjust_cell_length(self.size.width, self.ground)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for action, start, end in self._placed():
            if start <= event.x < end:
                doer = self.app if action.where == "app" else self._doer or self.screen
                await doer.run_action(action.method)

    @property
    def _edge(self) -> int:
        """In a dialog, which has an edge of its own, the keys stand in line with the words above them."""
        return 1 if self.screen.is_modal else 0

    def _placed(self) -> list[tuple[actions.Action, int, int]]:
        if self._instead is not None:
            return []
        sizes = {a.name: len(actions.key_label(a.keys[0])) + len(a.footer) + 4 for a in self._offered}
        dialog = self.screen.is_modal  # the program's keys do not reach it
        kept = [
            action
            for action in self._offered
            if (not dialog if action.where == "app" else self.screen.check_action(action.method, ()) is not False)
        ]
        while len(kept) > 1 and sum(sizes[action.name] for action in kept) > self.size.width + self._edge:
            kept.remove(next((a for a in reversed(kept) if a.where != "app" and a.method != "back"), kept[0]))
        placed, start = [], -self._edge
        for action in kept:
            placed.append((action, start, start + sizes[action.name]))
            start += sizes[action.name]
        return placed
