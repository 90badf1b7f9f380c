"""One key out of a few dozen: what can be chosen, by heading, on screen only as long as it is asked for.

While the sheet is there all keys are its own, so that a mnemonic can be any character and means nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.looks import Painted

_COLUMN = 26
"""The least cells of a column."""


_LINGERS = 0.05
"""Seconds that it waits at most for what comes of the choice."""


_SCROLLS = {"down": 1, "up": -1, "pagedown": 1, "pageup": -1}
"""Which keys show what did not fit, and which way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose, by its key: one character. The text is `visible`."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the entries after it have in common."""

    text: str


Row = Entry | Heading


Then = Callable[[str, str], object]
"""Gets what was asked, and the key."""


class Sheet(Painted, can_focus=True):
    """Hidden until it asks; then it lies over the stream, at the edge where the focused message is not."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """A key of an entry was pressed, or the entry clicked."""

        def __init__(self, asked: str, key: str) -> None:
            super().__init__()
            self.asked, self.key = asked, key

    class Left(Message):
        """The person thought better of it."""

    asked = ""
    foot_keys: tuple[tuple[str, str], ...] = ()
    """The foot of the screen offers nothing beside it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._title = ""
        self._rows: Sequence[Row] = ()
        self._most = self._first = self._height = 0
        self._columns: list[list[Row]] = []
        self._then: Then | None = None
        self._body: dict[int, Strip] = {}
        self._body_width = 0

    def ask(
        self, asked: str, title: str, rows: Sequence[Row], then: Then | None = None, *, at_top: bool = False
    ) -> int:
        """Shows what there is to choose; `asked` comes back with the key. Gives its height in rows.

        With `then`, which is called at once, it does not take the focus: both that and the way of a message take a
        while. Whoever has the focus hands each key to `take_key`.
        """
        self.asked, self._title, self._then = asked, title, then
        most = max(1, self.app.size.width // _COLUMN)
        if (rows, most) != (self._rows, self._most):
            self._rows, self._most, self._columns = rows, most, columns(rows, most)
            self._body.clear()
        self._first = 0
        height = 1 + self._lines
        if isinstance(self.parent, Widget) and self.parent.size.height:
            height = min(height, self.parent.size.height)
        self._height = height
        self.styles.height = height
        self.styles.display = "block"
        self.refresh()
        self.lie(at_top=at_top)
        if then is None:
            self.screen.set_focus(self)  # now, not in turn: the next key is already meant for it
        return height

    @property
    def _lines(self) -> int:
        return max(map(len, self._columns), default=0)

    def _scroll(self, rows: int) -> None:
        """Shows what did not fit: `rows` further down, or up where it is negative."""
        self._first = max(0, min(self._first + rows, self._lines + 1 - self._height))
        self.refresh()

    def lie(self, *, at_top: bool) -> None:
        """At which edge of the stream."""
        self.styles.dock = "top" if at_top else "bottom"

    @property
    def open(self) -> bool:
        """Whether it asks just now."""
        return bool(self.asked)

    def close(self) -> None:
        """Hides it."""
        self.asked = ""
        self.styles.display = "none"

    def _close_soon(self) -> None:
        """Takes no more keys, and goes with what comes of the choice: to paint twice takes twice as long."""
        self.asked = ""
        self.set_timer(_LINGERS, self.gone)

    def gone(self) -> None:
        """Hides it, unless it asks something else already."""
        if not self.open:
            self.close()

    def on_key(self, event: events.Key) -> None:
        """While it has the focus."""
        if self.take_key(event):
            event.stop()

    def take_key(self, event: events.Key) -> bool:
        """Every key but the one that quits; whether it was for the sheet."""
        if event.key == "ctrl+q":
            return False
        key = event.character or ""
        if any(isinstance(row, Entry) and row.key == key for row in self._rows):
            self._choose(key)
        elif event.key in ("escape", "enter", "backspace"):
            self.leave()
        elif event.key in _SCROLLS:
            self._scroll(_SCROLLS[event.key] * (self._height - 1 if event.key.startswith("page") else 1))
        return True

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """What did not fit, and not the messages below it."""
        event.stop()
        self._scroll(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Back."""
        event.stop()
        self._scroll(-1)

    def _choose(self, key: str) -> None:
        asked = self.asked
        self._close_soon()
        if self._then is not None:
            self._then(asked, key)
        else:
            self.post_message(self.Chosen(asked, key))

    def leave(self) -> None:
        """Without an answer."""
        self.close()
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """What was clicked."""
        event.stop()
        width = self._cells()
        column, row = event.x // width, event.y - 1 + self._first
        if event.y and column < len(self._columns) and row < len(self._columns[column]):
            found = self._columns[column][row]
            if isinstance(found, Entry):
                self._choose(found.key)

    def _cells(self) -> int:
        return max(1, self.size.width // max(1, len(self._columns)))

    def render_line(self, y: int) -> Strip:
        """The title, or a row of every column; these stay painted, whatever is asked."""
        if not y:
            below = self._lines + 1 - self._height - self._first
            more = " ".join([f"{rows} {arrow}" for rows, arrow in ((self._first, "↑"), (below, "↓")) if rows > 0])
            title = fit(self._title, min(cell_len(self._title), self.size.width - 17 - len(more)))
            segments = [Segment(f" {title}", self.look("strong")), Segment("  Esc leaves", self.look("quiet"))]
            if more:
                segments.append(Segment(f"  {more}", self.look("accent")))
            return Strip(segments).adjust_cell_length(self.size.width, self.ground)
        y += self._first
        if self._body_width != self.size.width:
            self._body.clear()
            self._body_width = self.size.width
        if y not in self._body:
            self._body[y] = self._row(y)
        return self._body[y]

    def notify_style_update(self) -> None:
        """The colours may be other ones now."""
        self._body.clear()
        super().notify_style_update()

    def _row(self, y: int) -> Strip:
        segments, width = [], self._cells()
        for column in self._columns:
            row = column[y - 1] if y - 1 < len(column) else None
            if isinstance(row, Entry):
                segments.append(Segment(f"  {row.key} ", self.look("accent")))
                segments.append(Segment(fit(row.text, width - 4), self.ground))
            else:
                segments.append(Segment(fit(f" {row.text}" if row else "", width), self.look("quiet")))
        return Strip(segments).adjust_cell_length(self.size.width, self.ground)


def columns(rows: Sequence[Row], most: int) -> list[list[Row]]:
    """The rows in at most so many columns of about equal height; no heading is the last of a column."""
    height = -(-len(rows) // most)
    while len(found := _filled(rows, height)) > most:
        height += 1
    return found


def _filled(rows: Sequence[Row], height: int) -> list[list[Row]]:
    found: list[list[Row]] = [[]]
    for row in rows:
        full = len(found[-1]) + isinstance(row, Heading) * (height > 1) >= height
        if found[-1] and full:
            found.append([])
        found[-1].append(row)
    return found
