"""Choosing one of a few things, by its letter, with the arrows or with the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from reviewer.tui.actions import bindings
from reviewer.tui.screen import Dialog
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece


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

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Letter, words, note."""
        option = self._options[index]
        yield f"{option.letter or ' '}  ", "accent"
        yield fit(option.text, width - 6 - len(option.note)) + "  ", ""
        yield option.note, "quiet"
