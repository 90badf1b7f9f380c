"""Loading run files without leaving the program: a path, a progress bar, a summary."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input

from reviewer.errors import ReviewerError
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.screen import Dialog
from reviewer.tui.widgets.bars import Bar, hints
from reviewer.tui.widgets.entry import Entry
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.paths import Candidates, candidates, completed, megabytes, split
from reviewer.tui.widgets.progress import progress_pieces

if TYPE_CHECKING:
    from reviewer.operations.load import Progress, Summary

_REFRESH = 2.5
"""Seconds between two refreshes of the list behind the dialog."""


class LoadDialog(Dialog[None]):
    """Asks for a path, loads in a thread, says what came in. It can be stopped at any time."""

    WHERE = "load"
    BINDINGS = bindings("load")
    AUTO_FOCUS = "#load-path"

    class Progressed(Message):
        """The load is so far."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

        def can_replace(self, message: Message) -> bool:
            """Only the newest counts."""
            return isinstance(message, LoadDialog.Progressed)

    class Ended(Message):
        """The load is over, well or not."""

        def __init__(self, outcome: Summary | Exception) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self) -> None:
        super().__init__()
        self._stop = Event()
        self._loading = self._newer = False
        self._refreshed = 0.0
        self._paths: list[str] = []
        """What was loaded last."""

    def compose(self) -> ComposeResult:
        """A title, the path with what it could be, and what to press."""
        with Container(id="load"):
            yield Bar([("Load run files", "strong")], id="load-title")
            with Horizontal(id="load-line"):
                yield Bar([("path  ", "quiet")], id="load-label")
                yield Entry(
                    placeholder="a file, a folder, or a pattern such as runs/*.eval", compact=True, id="load-path"
                )
            yield Bar(id="load-bar")
            yield Bar(id="load-state")
            yield Candidates(id="load-list")
            yield Report(id="load-report")
            yield Bar(id="load-hint")

    def on_mount(self) -> None:
        """Offer what lies in the present folder."""
        self._list.show(candidates(""))
        self._hint(hints(("Tab", "complete"), ("Enter", "load"), ("^N", "as newer"), ("Esc", "close")))

    def on_unmount(self) -> None:
        """Whoever quits stops the load; what was committed stays."""
        self._stop.set()

    @property
    def _list(self) -> Candidates:
        return self.query_one("#load-list", Candidates)

    def _hint(self, pieces: Sequence[Piece]) -> None:
        self.query_one("#load-hint", Bar).show(pieces)

    def _state(self, *pieces: Piece) -> None:
        self.query_one("#load-state", Bar).show(pieces)

    # Asking.

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what it could become."""
        if not self._loading:
            self._list.show(candidates(event.value))

    @on(Lines.Chosen, "#load-list")
    def action_complete(self) -> None:
        """Take the path that the cursor is on."""
        field = self.query_one("#load-path", Input)
        if self._list.count and not self._loading:
            field.value = completed(field.value, self._list.candidates[self._list.cursor])
            field.focus()
            field.action_end()

    def action_newer(self) -> None:
        """Take what differs from what another file held as newer, or refuse it; after a load, the same files again."""
        if self._loading:
            return
        self._newer = not self._newer
        said: list[Piece] = [("Load run files", "strong")]
        if self._newer:
            said.append((" · what another file held otherwise is revised", "warning"))
        self.query_one("#load-title", Bar).show(said)
        if self._newer and self.has_class("-over"):
            self.set_class(False, "-over")
            self._begin(self._paths)

    def action_next_row(self) -> None:
        """Down one."""
        (self.query_one("#load-report", Report) if self.has_class("-over") else self._list).move(1)

    def action_previous_row(self) -> None:
        """Up one."""
        (self.query_one("#load-report", Report) if self.has_class("-over") else self._list).move(-1)

    def action_back(self) -> None:
        """Stop the load; when there is none, close."""
        if self._loading:
            self._stop.set()
            self._hint([("Stopping; whole transcripts that have come in stay …", "quiet")])
        else:
            self.dismiss(None)

    # Loading.

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Load what was typed."""
        paths = split(event.value)
        if paths and not self._loading:
            self._begin(paths)

    def _begin(self, paths: list[str]) -> None:
        self._loading, self._paths = True, paths
        self._stop.clear()
        self.set_class(True, "-loading")
        self.query_one("#load-path", Input).disabled = True
        self._state(("Looking at the files …", "quiet"))
        self._hint(hints(("Esc", "stop; what has come in stays")))
        self._load(paths)

    @work(thread=True)
    def _load(self, paths: list[str]) -> None:
        """In a thread: it only posts messages."""
        from reviewer.operations.load import load

        try:
            summary = load(
                self.program.db,
                paths,
                on_progress=self._report,
                cancelled=self._stop.is_set,
                newer=self._newer,
            )
        except (ReviewerError, sqlite3.Error, OSError) as error:
            self.post_message(self.Ended(error))
        else:
            self.post_message(self.Ended(summary))

    def _report(self, progress: Progress) -> None:
        self.post_message(self.Progressed(progress))

    @on(Progressed)
    def _show_progress(self, event: Progressed) -> None:
        if not self._loading:
            return
        progress = event.progress
        bar = self.query_one("#load-bar", Bar)
        bar.show(progress_pieces(progress.bytes_done, progress.bytes_total, bar.size.width))
        if progress.phase == "search":
            self._state((f"All in. Searchable: {progress.bytes_done:,} of {progress.bytes_total:,} messages", ""))
        else:
            done = f"{megabytes(progress.bytes_done)} of {megabytes(progress.bytes_total)}"
            place = f"file {min(progress.files_done + 1, progress.files_total):,} of {progress.files_total:,}"
            name = visible_line(progress.file.rpartition("/")[2])
            self._state((f"{progress.transcripts:,} transcripts", "strong"), (f" · {done} · {place} · {name}", "quiet"))
        if monotonic() - self._refreshed > _REFRESH:
            self._refreshed = monotonic()
            self.program.store_changed()

    @on(Ended)
    def _show_outcome(self, event: Ended) -> None:
        self._loading = False
        self.set_class(False, "-loading")
        self.set_class(True, "-over")
        self.program.store_changed()
        report = self.query_one("#load-report", Report)
        if isinstance(event.outcome, Exception):
            self._state((visible_line(str(event.outcome)), "error"))
        else:
            self._state(*_said(event.outcome))
            report.show(_lines(event.outcome))
        report.focus()
        again = [("^N", "load what differs as newer")] if _differs(event.outcome) and not self._newer else []
        self._hint(hints(*again, ("Esc", "close")))
        self.program.check_facts()


class Report(Lines):
    """What became of each file."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._rows: list[list[Piece]] = []

    def show(self, rows: list[list[Piece]]) -> None:
        """Show these lines."""
        self._rows = rows
        self.resize_to(len(rows))

    def row(self, index: int, _line: int, _width: int, /) -> Iterable[Piece]:
        """One line."""
        return self._rows[index]


def _differs(outcome: Summary | Exception) -> bool:
    """Whether something was refused that would come in as newer."""
    if isinstance(outcome, Exception):
        return False
    return any("`--newer`" in reason for file in outcome.files for _, reason in file.refused)


def _said(summary: Summary) -> list[Piece]:
    """All of it in one line."""
    pieces: list[Piece] = [("Stopped: " if summary.interrupted else "", "warning")]
    pieces.append((f"{summary.added:,} added", "good" if summary.added else "strong"))
    for number, word in ((summary.revised, "revised"), (summary.unchanged, "unchanged")):
        if number:
            pieces.append((f" · {number:,} {word}", ""))
    if summary.refused:
        pieces.append((f" · {summary.refused:,} refused", "error"))
    if summary.warnings:
        pieces.append((f" · {summary.warnings:,} warnings", "warning"))
    return pieces


def _lines(summary: Summary) -> list[list[Piece]]:
    """A line for each file, and below it one for each refusal and note."""
    rows: list[list[Piece]] = [[(visible_line(note), "warning")] for note in summary.notes]
    for file in summary.files:
        counts = [f"{n:,} {word}" for n, word in ((file.added, "added"), (file.revised, "revised")) if n]
        if file.skipped:
            counts = ["not changed"]
        elif file.unchanged:
            counts.append(f"{file.unchanged:,} unchanged")
        name = visible_line(file.name.rpartition("/")[2] or file.name)
        rows.append([(name, "strong"), (f"  {file.format}  {' · '.join(counts)}", "quiet")])
        rows += [[(f"  {visible_line(': '.join(filter(None, refusal)))}", "error")] for refusal in file.refused]
        rows += [[(f"  {visible_line(note)}", "warning")] for note in file.notes]
        if file.gone:
            rows.append([(f"  {file.gone:,} that it held before are not in it any more; they stay", "warning")])
    return rows
