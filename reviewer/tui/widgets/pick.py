"""One of a few values, on a line of its own: the arrows go through them, and so does a click."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from reviewer.tui.widgets.bars import Bar


class Pick(Bar, can_focus=True):
    """The values are words of the program's own, or already `visible`."""

    class Changed(Message):
        """Another value holds."""

    def __init__(self, values: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__([(values[0], "")], id=id)
        self._values, self._at = values, 0

    @property
    def value(self) -> str:
        """What holds."""
        return self._values[self._at]

    def turn(self, step: int) -> None:
        """The next value, or one before; behind the last comes the first."""
        self._at = (self._at + step) % len(self._values)
        self._tell(focused=self.has_focus)
        self.post_message(self.Changed())

    def _tell(self, *, focused: bool) -> None:
        self.show([(self.value, "strong"), ("  ← →", "accent")] if focused else [(self.value, "")])

    def on_focus(self) -> None:
        """It says that there are other values."""
        self._tell(focused=True)

    def on_blur(self) -> None:
        """Only what holds."""
        self._tell(focused=False)

    def on_click(self, event: events.Click) -> None:
        """The next value."""
        event.stop()
        self.turn(1)
