"""The library: models and runs at the side, and the list of transcripts, filtered and sorted."""

from __future__ import annotations

from array import array
from contextlib import suppress

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from reviewer.store.blind import NAME, WAITS
from reviewer.store.filters import there_are
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.clipboard import copy
from reviewer.tui.library_filter import HINT
from reviewer.tui.library_ways import Ways
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.columns import run_of, score_of, states_of
from reviewer.tui.widgets.coverage import HEIGHT, Coverage
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.runs import Runs, about
from reviewer.tui.widgets.table import Table

_NEED_TRANSCRIPTS = (
    "queue",
    "draw",
    "open",
    "filter",
    "search",
    "sort",
    "reverse",
    "unfilter",
    "runs",
    "copy_id",
    "other_list",
    "dossier",
    "inbox",
)
_WIDE = 110
"""Columns of the terminal from which on the runs have room at the side."""


_TALL = HEIGHT + 16
"""Rows of the terminal from which on there is room below the runs for how far the reading is."""


class LibraryScreen(ListMoves, Ways):
    """The first screen. It keeps its position, filter and order while others lie over it."""

    WHERE = "library"
    BINDINGS = bindings("library")
    AUTO_FOCUS = "#table"

    def __init__(self) -> None:
        super().__init__()
        self._runs_wanted: bool | None = None

    def compose(self) -> ComposeResult:
        """A title, the filter, both lists, the transcript under the cursor, the keys."""
        if self.app.size.width < _WIDE:  # known before the first paint, so that nothing is painted twice
            self.add_class("-without-runs")
        yield Bar(id="title")
        with Horizontal(id="filter-line"):
            yield Bar([(" filter  ", "quiet"), (HINT, "quiet")], id="filter-label")
        with Horizontal(id="lists"):
            with Vertical(id="run-side"):
                yield Runs(id="runs")
                yield Coverage(id="coverage")
            yield Table(self._fetch, id="table")
        yield Bar(id="detail")
        yield Bar(id="unsaved")
        yield KeyBar("library", id="keys")

    def _show_coverage(self) -> None:
        if self._runs.entries:
            entry = self._runs.entries[self._runs.cursor]
            self._coverage.show(entry.text, entry.runs, everything=not entry.filter)

    # Showing it.

    def _show(self, keys: array[int]) -> None:
        """Show these transcripts, with the cursor on the one that it was on."""
        table = self._table
        was = table.keys[table.cursor] if table.count else None
        cursor = 0
        if was is not None and self._sort == table.sort:  # another order begins at its top
            with suppress(ValueError):
                cursor = keys.index(was)
        self._show_emptiness(not self._total)
        wait = f"Nothing, while tags of {self._untold:,} wait for your own word."
        said = wait if self._untold else "No transcript matches this filter."
        table.note = f"{said} Esc shows all {self._total:,}."
        table.show(keys, self._sort, cursor)
        self._show_title()

    def _show_emptiness(self, empty: bool) -> None:
        if empty is self.has_class("-empty"):
            return
        self.set_class(empty, "-empty")
        self.query_one("#keys").refresh()
        if empty:
            from reviewer.tui.widgets.welcome import Welcome

            self.query_one("#lists").mount(Welcome(self.program.db, id="welcome"))
        else:
            self.query("#welcome").remove()

    def _show_title(self) -> None:
        found, total = len(self._table.keys), self._total
        counted = f"{found:,} of {total:,} transcripts" if self._filter_text.strip() else f"{total:,} transcripts"
        left: list[Piece] = [(" reviewer ", "strong"), (f" {visible_line(self.program.db.name)}", "quiet")]
        right: list[Piece] = [(counted if total else "", "strong"), (" ", "")]
        if self._read and (self.has_class("-without-runs") or self.has_class("-low")):
            right.insert(0, (f"{self._read.read:,} read · {self._read.left:,} left   ", "quiet"))
        if self._who and total:
            most = 20 if self.size.width >= _WIDE else 12
            right.insert(0, (f"{fit(self._who, min(cell_len(self._who), most))}   ", "strong"))
        if self._sort.column:
            right.insert(0, (f"by {self._sort.column} {'▼' if self._sort.descending else '▲'}   ", "quiet"))
        if hidden := len(self.program.blind.ids):
            right.insert(0, (f"{hidden:,} {NAME}   ", "warning"))
        if self._untold:
            right.insert(0, (f"tags of {self._untold:,} wait   ", "warning"))
        if self._filter.unknown:
            unknown = self._filter.unknown
            right.insert(0, (f"not understood: {visible_line(' '.join(unknown))}   ", "warning"))
            right.insert(0, (f"{there_are(unknown[0])}; ", "warning"))  # where there is room
        self.query_one("#title", Bar).show(left, right)
        self._runs.mark(self._filter_text.strip())

    @on(Lines.Moved)
    def _show_detail(self) -> None:
        detail = self.query_one("#detail", Bar)
        if self._runs.has_focus:
            entry = self._runs.entries[self._runs.cursor]
            detail.show(about(entry, self._coverage.of(entry.runs)))
            self._show_coverage()
        else:
            row = self._table.chosen
            detail.show(_detail(row, given=row.key in self.program.blind.given) if row else [])

    def on_descendant_focus(self) -> None:
        """The lines below the lists are about the list that has the keys."""
        self._show_detail()
        self._show_keys()

    def _show_keys(self) -> None:
        """Among the runs Enter narrows the list; where they stand in its place, `q` leads back to it."""
        words = {"library.open": "only these"} if self._runs.has_focus else {}
        if self.has_class("-only-runs"):
            words |= {"library.back": "back", "library.runs": ""}
        self.query_one("#keys", KeyBar).offer("library", words=words)

    # Size.

    def on_resize(self, event: events.Resize) -> None:
        """The runs go when there is no room for them, unless they were asked for."""
        self._place_runs(event.size.width)

    def _place_runs(self, width: int) -> None:
        shown = width >= _WIDE if self._runs_wanted is None else self._runs_wanted
        self.set_class(not shown, "-without-runs")
        self.set_class(self.size.height < _TALL, "-low")
        self.set_class(shown and width < _WIDE, "-only-runs")
        self._show_title()
        if not shown and self._runs.has_focus:
            self._table.focus()
        self._show_keys()

    # What a person does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's
        """Where there is nothing, there is nothing to filter, sort or search."""
        return bool(self._total) or action not in _NEED_TRANSCRIPTS

    @property
    def _list(self) -> Lines:
        return self._runs if self._runs.has_focus else self._table

    def action_other_list(self) -> None:
        """From one list to the other."""
        if self._table.has_focus and not self.has_class("-without-runs"):
            self._runs.focus()
        else:
            self._to_table()

    def _to_table(self) -> None:
        """To the transcripts, which in a narrow terminal lie behind the runs."""
        if self.has_class("-only-runs"):
            self._runs_wanted = None
            self._place_runs(self.size.width)
        self._table.focus()

    def action_runs(self) -> None:
        """Show the runs, or hide them."""
        self._runs_wanted = self.has_class("-without-runs")
        self._place_runs(self.size.width)
        if self._runs_wanted:
            self._runs.focus()

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """Read the transcript, or narrow the list to the run: a click has moved the focus there already."""
        if self._runs.has_focus:
            self._narrow()
        elif self._table.count:
            self.program.open_transcript(self._table.keys, self._table.cursor)

    def _narrow(self) -> None:
        wanted = self._runs.entries[self._runs.cursor].filter
        self._set_filter("" if wanted == self._filter_text.strip() else wanted)
        if self.has_class("-only-runs"):
            self._to_table()

    def go_to(self, key: int) -> None:
        """Put the cursor on a transcript, if the list has it."""
        with suppress(ValueError):
            self._table.move_to(self._table.keys.index(key))

    def action_unfilter(self) -> None:
        """Leave the filter line; a second time, show everything."""
        if self._table.has_focus:
            self._set_filter("")
        else:
            self._to_table()

    def action_refresh(self) -> None:
        """Read the database again."""
        self.read_again()

    def action_copy_id(self) -> None:
        """Copy the id that the command line understands."""
        row = self._table.chosen
        if row:
            self.program.say(copy(self.app, f"The id {row.id}", row.id))

    async def action_back(self) -> None:
        """From the runs that stand in place of the list back to it; there is nothing before the library."""
        if self.has_class("-only-runs"):
            self._to_table()
            return
        await self.program.action_quit()

    def action_retry(self) -> None:
        """Tries again to save what could not be saved."""
        self.program.sitting.retry()


def _detail(row: TranscriptRow, *, given: bool) -> list[Piece]:
    """All that the list may have had no room for, the most telling first; `given`: a queue has it for this reviewer."""
    words: list[Piece] = [
        (f" {visible_line(row.model) or NAME}", "strong"),
        (f"{' · ' * bool(row.run)}{run_of(row)} · {visible_line(row.case)}", ""),
    ]
    if given:
        words.append((" · queued for you", "accent"))
    if row.attempt > 1:
        words.append((f" · attempt {row.attempt}", ""))
    words += [(f" · {visible_line(word)}", "") for word in (row.case_class, row.intent) if word]
    words += [(f" · {state}", tone([state])) for state in states_of(row) if state != row.status]
    words.append((f" · {row.status}", "quiet" if row.status == "complete" else "warning"))
    if row.end_reason:
        words.append((f" ({visible_line(row.end_reason)})", "quiet"))
    if row.score is not None:
        words.append((" · its score waits for your word" if row.score == WAITS else f" · score {score_of(row)}", ""))
    if row.warnings:
        words.append((f" · {_so_many(row.warnings, 'warning')}", "warning"))
    counts = f" · {_so_many(row.messages, 'message')} · {_so_many(row.calls, 'call')} · {row.words:,} words · {row.id}"
    return [*words, (counts, "quiet")]


def _so_many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
