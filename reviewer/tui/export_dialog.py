"""Writing a model's report or its data to files, without leaving the program: a place, a bar, and a way to stop."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input

from reviewer.errors import Interrupted, ReviewerError
from reviewer.operations.dossiers_states import Named
from reviewer.operations.publish import FOLDERS, FORMATS, Wanted, Written, publish
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.choose import Option
from reviewer.tui.screen import Dialog
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.entry import Entry
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.progress import progress_pieces


def kinds() -> list[Option]:
    """What can be written, as things to choose from."""
    listed = [(kind, format_) for kind, formats in FORMATS.items() for format_ in formats if _of_model(kind)]
    return [
        Option(f"{kind} {format_}", "", kind, f"{format_}, {'a folder' if (kind, format_) in FOLDERS else 'a file'}")
        for kind, format_ in listed
    ]


def _of_model(kind: str) -> bool:
    return kind != "board"


class ExportDialog(Dialog[None]):
    """Asks where to, writes in a thread, says what was written. Esc stops it, and then nothing was written."""

    WHERE = "export"
    BINDINGS = bindings("export")
    AUTO_FOCUS = "#export-path"

    class Progressed(Message):
        """So far it is."""

        def __init__(self, what: str, done: int, of: int) -> None:
            super().__init__()
            self.what, self.done, self.of = what, done, of

        def can_replace(self, message: Message) -> bool:
            """Only the newest counts."""
            return isinstance(message, ExportDialog.Progressed)

    class Ended(Message):
        """It is over, well or not."""

        def __init__(self, outcome: Written | Exception) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, of: Named, kind: str, format_: str, edition: int | None) -> None:
        super().__init__()
        self._model, self._kind, self._format, self._edition = of, kind, format_, edition
        self._stop = Event()
        self._writing = False
        self._force = False

    def compose(self) -> ComposeResult:
        """A title, the place, a bar, what came of it, and what to press."""
        folder = (self._kind, self._format) in FOLDERS
        name = (
            "".join(one if one.isalnum() or one in "-._" else "-" for one in self._model.model).strip(".-") or "model"
        )
        place = f"{name}-{self._kind}" if folder else f"{name}-{self._kind}.{_suffix(self._format)}"
        edition = f", edition {self._edition}" if self._edition else ""
        with Container(id="export"):
            yield Bar([(f"Export {self._kind} of {visible_line(self._model.model)}{edition}", "strong")])
            yield Bar([(f"{self._format}, redacted; {'a folder' if folder else 'a file'}", "quiet")])
            with Horizontal(id="export-line"):
                yield Bar([("to  ", "quiet")], id="export-label")
                yield Entry(place, compact=True, id="export-path")
            yield Bar(id="export-bar")
            yield Bar(id="export-state")
            yield Bar(id="export-more")
            yield Bar(id="export-hint")

    def on_mount(self) -> None:
        """Say what can be pressed."""
        self._hint("Enter writes · Esc closes")

    def on_unmount(self) -> None:
        """Whoever quits stops it; then nothing was written."""
        self._stop.set()

    def _hint(self, text: str) -> None:
        self.query_one("#export-hint", Bar).show([(text, "quiet")])

    def _say(self, *pieces: Piece, more: str = "") -> None:
        self.query_one("#export-state", Bar).show(pieces)
        self.query_one("#export-more", Bar).show([(more, "quiet")])

    def on_input_changed(self) -> None:
        """Another place has nothing in it yet."""
        self._force = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it there."""
        self._begin(event.value)

    def action_replace(self) -> None:
        """Replace what is there."""
        self._force = True
        self._begin(self.query_one("#export-path", Input).value)

    def _begin(self, place: str) -> None:
        if self._writing or not place.strip():
            return
        self._writing = True
        self._stop.clear()
        self.query_one("#export-path", Input).disabled = True
        self._say(("Counting …", "quiet"))
        self._hint("Esc stops; then nothing is written")
        of = self._model
        wanted = Wanted(of.model, self._kind, self._format, suite=of.suite, edition=self._edition)
        self._write(wanted, Path(place.strip()).expanduser(), self._force)

    @work(thread=True)
    def _write(self, wanted: Wanted, out: Path, force: bool) -> None:
        """In a thread: it only posts messages."""

        def told(what: str, done: int, of: int) -> bool:
            self.post_message(self.Progressed(what, done, of))
            return not self._stop.is_set()

        try:
            made = publish(self.program.db, wanted, out, force=force, progress=told)
        except (ReviewerError, sqlite3.Error, OSError) as error:
            self.post_message(self.Ended(error))
        else:
            self.post_message(self.Ended(made))

    def on_export_dialog_progressed(self, event: Progressed) -> None:
        """The bar."""
        if self._writing:
            bar = self.query_one("#export-bar", Bar)
            bar.show(progress_pieces(event.done, event.of, bar.size.width))
            self._say((f"{visible_line(event.what)}: {event.done:,} of {event.of:,}", ""))

    def on_export_dialog_ended(self, event: Ended) -> None:
        """What came of it."""
        self._writing = False
        field = self.query_one("#export-path", Input)
        field.disabled = False
        self.query_one("#export-bar", Bar).show([])
        if isinstance(event.outcome, Interrupted):
            self._say(("Stopped; nothing was written", "warning"))
        elif isinstance(event.outcome, Exception):
            text = visible_line(str(event.outcome))
            rows = [text[start:end] for start, end in wrap(text, max(8, self.query_one("#export-state").size.width))]
            self._say((rows[0], "error"), more="".join(rows[1:]))
        else:
            self._tell(event.outcome)
            self._hint("Esc closes")
            return
        field.focus()
        self._hint("Enter writes · ^R replaces what is there · Esc closes")

    def _tell(self, made: Written) -> None:
        found = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(made.counts.items())) or "nothing was found"
        many = f"{made.files:,} file{'s' * (made.files != 1)}, {made.bytes / 1e6:,.1f} MB"
        self._say((f"✓ {many}: {visible_line(str(made.path))}", "good"), more=visible_line(f"redacted: {found}"))

    def action_back(self) -> None:
        """Stop it; where nothing is being written, close."""
        if self._writing:
            self._stop.set()
            self._hint("Stopping …")
        else:
            self.dismiss(None)


def _suffix(format_: str) -> str:
    return "json" if format_ == "tau2" else format_
