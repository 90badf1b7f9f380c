"""The message stream. Each room that it is made of does one thing, and knows those before it and none behind.

view.py      which rows are in view
focus.py     what the person is at, and what is folded
marked.py    how rows are painted, with all that is marked in them
matched.py   going to places in the text
pointed.py   the mouse
foreseen.py  working ahead
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.focus import Focus
from reviewer.tui.stream.foreseen import ForeseenView
from reviewer.tui.stream.marks import Marks
from reviewer.tui.stream.parts import Parts

__all__ = ["Focus", "Stream"]


class Stream(ForeseenView):
    """A transcript, message by message."""

    ALLOW_SELECT = False

    takes_key: Callable[[events.Key], bool] | None = None
    """Has the keys first, while words are selected or a tag is asked for; says whether a key was for it."""

    def read(self, parts: Parts, message: int = 1) -> None:
        """Shows a transcript, from one of its messages on."""
        self.parts = parts
        self._finding, self._match, self._values = Finding(), None, Marks()
        self.repaint()
        self.focused = Focus(min(max(message, 1), max(parts.count, 1)))
        self.top = (self._part_of_focus(), 0)
        if self.text_width:
            parts.measure(self.text_width)
            self.show_part(self._part_of_focus(), 0, context=True)
        self.moved()

    def refresh_texts(self) -> None:
        """Reads the messages again, after something about them was decided; the view stays."""
        self.parts.forget()
        self.lay_out()

    async def _on_key(self, event: events.Key) -> None:
        takes_key = self.takes_key
        if takes_key is not None and takes_key(event):
            event.stop()
