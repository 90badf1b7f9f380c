"""Writing a report, a board or their data to files, without leaving the program: a place, a bar, and a way to stop."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input

from reviewer.errors import Interrupted, ReviewerError
from reviewer.operations import publish_board
from reviewer.operations.board import Wanted as Board
from reviewer.operations.dossiers_states import Named
from reviewer.operations.publish import CLAIMED, FOLDERS, FORMATS, Progress, Wanted, Written, publish
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.choose import Option
from reviewer.tui.screen import Dialog
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.bars import Bar, hints
from reviewer.tui.widgets.entry import Entry
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.progress import progress_pieces


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be written: what it is called, what it is, where to without another word, and how."""

    title: str
    about: str
    place: str
    write: Callable[[Path, bool, Progress], Written]
    """Gets the place, whether it may replace what is there, and what is told how far it is."""

    errors: int = 0
    """How many errors the linter finds in the claims that it would print."""

    despite: Callable[[Path, bool, Progress], Written] | None = None
    """Writes it with the claims that have errors; None where it prints no claims of today."""


def kinds() -> list[Option]:
    """What can be written of a model, as things to choose from."""
    return [
        Option(f"{kind} {format_}", "", kind, f"{format_}, {_form(kind, format_)}")
        for kind, formats in FORMATS.items()
        for format_ in formats
    ]


def of_model(db: Path, of: Named, kind: str, format_: str, edition: int | None, errors: int = 0) -> Job:
    """The dossier of a model, or a part of it, redacted; its claims have so many `errors`."""
    wanted = Wanted(of.model, kind, format_, suite=of.suite, edition=edition)
    title = f"Export {kind} of {visible_line(of.model)}{f', edition {edition}' if edition else ''}"
    place = f"{_plain(of.model)}-{kind}"
    if (kind, format_) not in FOLDERS:
        place += f".{'json' if format_ == 'tau2' else format_}"

    def write(out: Path, force: bool, progress: Progress, *, with_errors: bool = False) -> Written:
        return publish(db, replace(wanted, with_errors=with_errors), out, force=force, progress=progress)

    about = f"{format_}, {_form(kind, format_)}, redacted"
    if edition is not None or kind not in CLAIMED:
        return Job(title, about, place, write)
    return Job(title, about, place, write, errors, partial(write, with_errors=True))


def of_board(db: Path, suite: str, title: str, format_: str) -> Job:
    """The board of a suite, redacted."""

    def write(out: Path, force: bool, progress: Progress) -> Written:
        return publish_board.publish(db, Board(suite), format_, out, force=force, progress=progress)

    place = "board.json" if format_ == "json" else "board"
    return Job(f"Export the board of {visible_line(title)}", f"{format_}, redacted", place, write)


def _form(kind: str, format_: str) -> str:
    return "a folder" if (kind, format_) in FOLDERS else "a file"


def _plain(name: str) -> str:
    return "".join(one if one.isalnum() or one in "-._" else "-" for one in name).strip(".-") or "model"


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

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._stop = Event()
        self._writing = False
        self._force = False
        self._despite = False

    def compose(self) -> ComposeResult:
        """A title, the place, a bar, what came of it, and what to press."""
        with Container(id="export"):
            yield Bar([(self._job.title, "strong")])
            yield Bar(id="export-about")
            with Horizontal(id="export-line"):
                yield Bar([("to  ", "quiet")], id="export-label")
                yield Entry(self._job.place, compact=True, id="export-path")
            yield Bar(id="export-bar")
            yield Bar(id="export-state")
            yield Bar(id="export-more")
            yield Bar(id="export-hint")

    def on_mount(self) -> None:
        """Say what it is, and what can be pressed."""
        self._about()
        self._hint_at_rest()

    def on_unmount(self) -> None:
        """Whoever quits stops it; then nothing was written."""
        self._stop.set()

    def _about(self) -> None:
        errors, said = self._job.errors, [(self._job.about, "quiet")]
        if self._despite:
            said.append((" · claims with errors are printed, and the page says so", "warning"))
        elif errors:
            many = "an error" if errors == 1 else f"{errors:,} errors"
            said.append((f" · the claims have {many}: it is refused", "error"))
        self.query_one("#export-about", Bar).show(said)

    def _hint_at_rest(self, *, replace: bool = False) -> None:
        """What can be pressed; something more where claims have errors, or somebody has them printed."""
        keys = [("Enter", "write"), *([("^R", "replace what is there")] if replace else [])]
        if self._job.despite is not None and (self._job.errors or self._despite):
            keys.append(("^E", "print none with errors" if self._despite else "print those with errors too"))
        self._hint(hints(*keys, ("Esc", "close")))

    def _hint(self, pieces: Sequence[Piece]) -> None:
        self.query_one("#export-hint", Bar).show(pieces)

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

    def action_despite(self) -> None:
        """Claims that the linter refuses are printed all the same; or not, as it was."""
        if self._job.despite is None:
            self._say(("It prints no claims that could have errors", "quiet"))
        elif not self._writing:
            self._despite = not self._despite
            self._about()
            self._hint_at_rest()

    def _begin(self, place: str) -> None:
        if self._writing or not place.strip():
            return
        self._writing = True
        self._stop.clear()
        self.query_one("#export-path", Input).disabled = True
        self._say(("Counting …", "quiet"))
        self._hint(hints(("Esc", "stop; then nothing is written")))
        write = self._job.despite if self._despite and self._job.despite else self._job.write
        self._write(write, Path(place.strip()).expanduser(), self._force)

    @work(thread=True)
    def _write(self, write: Callable[[Path, bool, Progress], Written], out: Path, force: bool) -> None:
        """In a thread: it only posts messages."""

        def told(what: str, done: int, of: int) -> bool:
            self.post_message(self.Progressed(what, done, of))
            return not self._stop.is_set()

        try:
            made = write(out, force, told)
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
            self._hint(hints(("Esc", "close")))
            return
        field.focus()
        self._hint_at_rest(replace=True)

    def _tell(self, made: Written) -> None:
        many = f"{made.files:,} file{'s' * (made.files != 1)}, {made.bytes / 1e6:,.1f} MB"
        found = visible_line(f"redacted: {made.redacted}")
        self._say((f"✓ {many}: {visible_line(str(made.path))}", "good"), more=found)

    def action_back(self) -> None:
        """Stop it; where nothing is being written, close."""
        if self._writing:
            self._stop.set()
            self._hint([("Stopping …", "quiet")])
        else:
            self.dismiss(None)
