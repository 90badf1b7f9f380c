"""Choosing one of a few things, by its letter, with the arrows or with the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from reviewer.tui.actions import bindings
from reviewer.tui.screen import Dialog
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece

_LEAST = 50
"""Cells of the narrowest of these dialogs."""

_AROUND = 6
"""Cells of a row that are neither text nor note: the letter, what parts them, and the edge."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `note` stands behind it. All are words of the program's own, or already `visible`."""

    name: str
    letter: str
    text: str
    note: str = ""


class Choose(Dialog[str | None]):
    """Answers the name of the option that was chosen, or None."""

    WHERE = "choose"
    BINDINGS = bindings("choose")

    def __init__(self, title: str, options: Sequence[Option], present: str = "") -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._present = present

    def compose(self) -> ComposeResult:
        """A title and a list."""
        with Container(id="choose"):
            yield Bar([(f" {self._title}", "strong")])
            yield Options(self._options)

    def on_mount(self) -> None:
        """The cursor stands on what holds at present."""
        names = [option.name for option in self._options]
        options = self.query_one(Options)
        self.query_one("#choose").styles.width = max(_LEAST, len(self._title) + 6, options.wanted + 4)
        options.styles.height = len(names)
        options.resize_to(len(names), names.index(self._present) if self._present in names else 0)
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter chooses at once."""
        for option in self._options:
            if option.letter and event.character == option.letter:
                event.stop()
                self.dismiss(option.name)
                return

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Choose what the cursor is on."""
        self.dismiss(self._options[self.query_one(Options).cursor].name)

    def action_next_row(self) -> None:
        """The option below."""
        self.query_one(Options).move(1)

    def action_previous_row(self) -> None:
        """The option above."""
        self.query_one(Options).move(-1)

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class Options(Lines):
    """The options, one a line."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self._options = options
        self._texts, self._notes = (
            max((cell_len(words) for words in column), default=0)
            for column in ([option.text for option in options], [option.note for option in options])
        )
        self.wanted = _AROUND + self._texts + self._notes + 1
        """Cells in which every word of it stands."""

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Letter, words, note: short ones at the right edge, sentences below each other; what is cut says so."""
        option, room = self._options[index], width - _AROUND
        note = min(self._notes, max(room - self._texts, room // 2))
        if self.wanted + 4 <= _LEAST:
            note = min(note, cell_len(option.note))
        yield f"{option.letter or ' '}  ", "accent"
        yield fit(option.text, room - note) + "  ", ""
        yield fit(option.note, note), "quiet"
