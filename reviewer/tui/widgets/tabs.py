"""The parts of a screen by number: which one is shown stands in brackets; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.lines import Piece


class Tabs(Bar):
    """Names with what each holds; where there is no room the counts go first."""

    class Turned(Message):
        """A part was clicked."""

        def __init__(self, part: int) -> None:
            super().__init__()
            self.part = part

    def __init__(self, names: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._names, self._here = names, 0
        self._counts: Sequence[str] = [""] * len(names)

    def turn(self, here: int, counts: Sequence[str]) -> None:
        """This part is shown."""
        self._here, self._counts = here, counts
        self._write()

    def on_resize(self) -> None:
        """There may be room for the counts."""
        self._write()

    def _write(self) -> None:
        pieces: list[Piece] = []
        for at, text in enumerate(self._texts()):
            here = at == self._here
            pieces.append((f"[{text}]" if here else f" {text} ", "accent" if here else "quiet"))
        self.show(pieces)

    def _texts(self) -> list[str]:
        whole = [f"{at} {name}{f' {self._counts[at - 1]}'.rstrip()}" for at, name in enumerate(self._names, 1)]
        if sum(len(text) + 2 for text in whole) <= self.size.width:
            return whole
        return [f"{at} {name}" for at, name in enumerate(self._names, 1)]

    def on_click(self, event: events.Click) -> None:
        """Turns to what was clicked."""
        start = 0
        for at, text in enumerate(self._texts()):
            end = start + len(text) + 2
            if start <= event.x < end:
                self.post_message(self.Turned(at))
                return
            start = end
