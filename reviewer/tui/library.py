"""The library: models and runs at the side, and the list of transcripts, filtered and sorted."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from reviewer.store import freshness, transcripts
from reviewer.store.blind import NAME, WAITS
from reviewer.store.filters import SORTABLE, Filter, Sort, parse
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.clipboard import copy
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.columns import run_of, score_of, states_of
from reviewer.tui.widgets.coverage import HEIGHT, Coverage, Place
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.runs import Runs, about
from reviewer.tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.widgets import Input

    from reviewer.operations.status import Line
    from reviewer.review.coverage import Tally
    from reviewer.store.transcripts import RunRow

_HINT = "words, or model: run: class: intent: status: tag: score:<0.5 is:warned"
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
)
_READING = "reading order"
_TYPING = 0.06
"""Seconds that a person may type on before the list follows."""

_WATCH = 2.0
"""Seconds between two looks at whether another program has written to the database."""

_WIDE = 110
"""Columns of the terminal from which on the runs have room at the side."""


_TALL = HEIGHT + 16
"""Rows of the terminal from which on there is room below the runs for how far the reading is."""


class LibraryScreen(ListMoves, View):
    """The first screen. It keeps its position, filter and order while others lie over it."""

    WHERE = "library"
    BINDINGS = bindings("library")
    AUTO_FOCUS = "#table"

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._filter_text = ""
        self._given = ""
        self._sort = Sort()
        self._total = 0
        self._typing: Timer | None = None
        self._runs_wanted: bool | None = None
        self._who = ""
        """Who reviews; finding that out waits for the first paint."""

        self._read: Tally | None = None
        """How far the reading is in all."""

        self._version = 0
        self._counted = -1
        """The version of the database that the coverage was counted in."""

        self._filter_input: Input | None = None

    def compose(self) -> ComposeResult:
        """A title, the filter, both lists, the transcript under the cursor, the keys."""
        if self.app.size.width < _WIDE:  # known before the first paint, so that nothing is painted twice
            self.add_class("-without-runs")
        yield Bar(id="title")
        with Horizontal(id="filter-line"):
            yield Bar([(" filter  ", "quiet"), (_HINT, "quiet")], id="filter-label")
        with Horizontal(id="lists"):
            with Vertical(id="run-side"):
                yield Runs(id="runs")
                yield Coverage(id="coverage")
            yield Table(self._fetch, id="table")
        yield Bar(id="detail")
        yield KeyBar("library", id="keys")

    def on_mount(self) -> None:
        """Read what there is."""
        self.set_interval(_WATCH, self._watch)
        self._read_all()

    @property
    def _table(self) -> Table:
        return self.query_one("#table", Table)

    @property
    def _runs(self) -> Runs:
        return self.query_one("#runs", Runs)

    @property
    def _coverage(self) -> Coverage:
        return self.query_one("#coverage", Coverage)

    @property
    def _input(self) -> Input:
        """Where the filter is typed. It comes after the first paint, which its import would hold up."""
        if self._filter_input is None:
            from reviewer.tui.widgets.entry import Entry

            self._filter_input = Entry(placeholder=_HINT, compact=True, select_on_focus=False, id="filter")
            line = self.query_one("#filter-line")
            line.add_class("-complete")
            line.mount(self._filter_input)
        return self._filter_input

    def _fetch(self, keys: Sequence[int]) -> list[TranscriptRow]:
        return self.program.blind.rows(transcripts.rows(self.program.reader, keys))

    # Reading the store.

    def _read_all(self) -> None:
        """The list at once, since it is the first thing to see; the runs right after."""
        if self.program.has_store:
            self._version = freshness.version(self.program.reader)
            self._total = freshness.transcripts(self.program.reader)
            self._show(self._keys_now())
        else:
            self._show(array("q"))
        self.call_after_refresh(self._complete)

    def _keys_now(self) -> array[int]:
        hidden = self.program.blind
        return transcripts.keys(self.program.reader, self._filter, self._sort, hidden)

    def _complete(self) -> None:
        """What the first paint can do without."""
        self._input.disabled = not self._total
        self._ask_runs()
        self._name_reviewer()

    def _name_reviewer(self) -> None:
        self._who = visible_line(self.program.sitting.reviewer)
        self._show_title()

    def facts_changed(self) -> None:
        """Runs may have been bound to a suite, which says what is what."""
        self.read_again()

    def read_again(self) -> None:
        """The database has changed: bring everything up to date, in the background."""
        if not self.program.has_store:
            return
        self._version = freshness.version(self.program.reader)
        self._name_reviewer()
        self._ask_keys()
        self._ask_runs()

    def _watch(self) -> None:
        """Reads what has changed, but not behind another screen: each tag that is given there is a change."""
        in_front = self.app.screen is self
        if in_front and self.program.has_store and freshness.version(self.program.reader) != self._version:
            self.read_again()

    def _ask_keys(self) -> None:
        wanted, sort, hidden = self._filter, self._sort, self.program.blind

        def question(connection: sqlite3.Connection) -> tuple[int, array[int]]:
            found = transcripts.keys(connection, wanted, sort, hidden)
            return freshness.transcripts(connection), found

        self.program.background.ask(self, "keys", question, self._keys_came)

    def _ask_runs(self) -> None:
        if self.program.has_store:
            self.program.background.ask(self, "runs", transcripts.facets, self._runs_came)

    def _runs_came(self, runs: list[RunRow]) -> None:
        self._runs.show(runs)
        self._ask_coverage()

    def _ask_coverage(self) -> None:
        """Counting all transcripts takes longer than listing them, and waits while something else is in front."""
        if self.app.screen is not self:
            return
        self._counted, hidden = self._version, self.program.blind

        def question(connection: sqlite3.Connection) -> list[Line]:
            from reviewer.operations.status import lines

            return lines(connection, hidden)

        self.program.background.ask(self, "coverage", question, self._coverage_came)

    def _coverage_came(self, lines: list[Line]) -> None:
        known: dict[Place, dict[str, Tally]] = {}
        for line in lines:
            known.setdefault((line.suite, line.model, line.run), {})[line.case_class] = line.tally
        self._coverage.know(known)
        self._runs.read = {run.key: self._coverage.of([run]).read for run in self._runs.every}
        self._runs.refresh()
        self._read = self._coverage.of(self._runs.every)
        self._show_title()
        self._show_coverage()

    def _show_coverage(self) -> None:
        if self._runs.entries:
            entry = self._runs.entries[self._runs.cursor]
            self._coverage.show(entry.text, entry.runs, everything=not entry.filter)

    def on_screen_resume(self) -> None:
        """Something may have been read meanwhile."""
        if self.program.has_store and self._counted not in (-1, freshness.version(self.program.reader)):
            self.read_again()

    def _keys_came(self, found: tuple[int, array[int]]) -> None:
        self._total = found[0]
        self._show(found[1])

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
        table.note = f"No transcript matches this filter. Esc shows all {self._total:,}."
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
        if self._filter.unknown:
            right.insert(0, (f"not understood: {visible_line(' '.join(self._filter.unknown))}   ", "warning"))
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
            detail.show(_detail(row) if row else [])

    def on_descendant_focus(self) -> None:
        """The line below the lists is about the list that has the keys."""
        self._show_detail()

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

    @property
    def filter_text(self) -> str:
        """The filter in force, as it was typed."""
        return self._filter_text.strip()

    def action_filter(self) -> None:
        """Type a filter."""
        self._input.focus()

    def action_unfilter(self) -> None:
        """Leave the filter line; a second time, show everything."""
        if self._table.has_focus:
            self._set_filter("")
        else:
            self._to_table()

    def _set_filter(self, text: str) -> None:
        """Filter by this, which a name in it may make other than what can be shown and typed."""
        self._given = text
        self._input.value = text

    def on_input_changed(self) -> None:
        """The list follows the typing."""
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING, self._filter_now)

    def on_input_submitted(self) -> None:
        """The filter stands; on to the list, which by the next key is the filtered one."""
        if self._typing:
            self._typing.stop()
        self._filter_now()
        if self.program.has_store:
            self.program.background.forget("keys")
            self._show(self._keys_now())
        self._table.focus()

    def _filter_now(self) -> None:
        typed = self._input.value
        text = self._given if visible_line(self._given) == typed else typed
        if text == self._filter_text:
            return
        self._filter_text = text
        self._filter = parse(self._filter_text)
        if self.program.has_store:
            self._ask_keys()

    def action_sort(self) -> None:
        """Choose what to sort by."""
        from reviewer.tui.choose import Choose, Option

        options = [Option(_READING, "0", "reading order", "suite, case, model, run")]
        options += [Option(name, letter, name) for name, letter in zip(SORTABLE, "mrcliseawnt", strict=True)]
        self.app.push_screen(Choose("Sort by", options, self._sort.column or _READING), self._sort_chosen)

    def _sort_chosen(self, name: str | None) -> None:
        if name is not None:
            self._sort_by("" if name == _READING else name)

    @on(Table.SortAsked)
    def _sort_asked(self, event: Table.SortAsked) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: str) -> None:
        """By this column; by the one that it is already sorted by, the other way round."""
        self._sort = Sort(column, bool(column) and column == self._sort.column and not self._sort.descending)
        if self.program.has_store:
            self._ask_keys()

    def action_reverse(self) -> None:
        """The other way round."""
        if self._sort.column:
            self._sort_by(self._sort.column)

    def action_search(self) -> None:
        """Search all text."""
        self.program.open_search()

    def action_inbox(self) -> None:
        """What is suggested and not decided yet."""
        self.program.open_inbox()

    def action_queue(self) -> None:
        """What is to be read, one after the other."""
        self.program.open_queue()

    def action_draw(self) -> None:
        """A queue, from what the filter lets through."""
        from reviewer.tui.draw_dialog import DrawDialog

        self.app.push_screen(DrawDialog(self.filter_text), self._drawn)

    def _drawn(self, name: str | None) -> None:
        if name is not None:
            self.program.open_queue(name)

    def action_adjudicate(self) -> None:
        """Where reviewers disagree."""
        self.program.open_adjudicate()

    def action_patterns(self) -> None:
        """Named habits."""
        self.program.open_patterns()

    def action_compare(self) -> None:
        """The runs of the case side by side."""
        if self._table.count:
            self.program.open_compare(self._fetch([self._table.keys[self._table.cursor]])[0])

    def action_dossier(self) -> None:
        """What a page about the model under the cursor stands on."""
        if self._runs.has_focus:
            runs = self._runs.entries[self._runs.cursor].runs
            found = {(run.suite, run.model) for run in runs}
        else:
            row = self._table.chosen
            found = {(row.suite, row.model)} if row else set()
        self.program.open_dossier(*(found.pop() if len(found) == 1 else ("", "")))

    def action_board(self) -> None:
        """All models beside each other."""
        self.program.open_board()

    def action_load(self) -> None:
        """Load files."""
        self.program.open_load()

    def action_refresh(self) -> None:
        """Read the database again."""
        self.read_again()

    def action_copy_id(self) -> None:
        """Copy the id that the command line understands."""
        row = self._table.chosen
        if row:
            self.program.say(copy(self.app, f"The id {row.id}", row.id))

    def action_back(self) -> None:
        """There is nothing before the library."""
        self.app.exit()


def _detail(row: TranscriptRow) -> list[Piece]:
    """All that the list may have had no room for, the most telling first."""
    words: list[Piece] = [
        (f" {visible_line(row.model) or NAME}", "strong"),
        (f"{' · ' * bool(row.run)}{run_of(row)} · {visible_line(row.case)}", ""),
    ]
    if row.attempt > 1:
        words.append((f" · attempt {row.attempt}", ""))
    words += [(f" · {visible_line(word)}", "") for word in (row.case_class, row.intent) if word]
    words += [(f" · {state}", "warning") for state in states_of(row) if state != row.status]
    words.append((f" · {row.status}", "quiet" if row.status == "complete" else "warning"))
    if row.end_reason:
        words.append((f" ({visible_line(row.end_reason)})", "quiet"))
    if row.score is not None:
        words.append((" · its score waits for your outcome" if row.score == WAITS else f" · score {score_of(row)}", ""))
    if row.warnings:
        words.append((f" · {_so_many(row.warnings, 'warning')}", "warning"))
    counts = f" · {_so_many(row.messages, 'message')} · {_so_many(row.calls, 'call')} · {row.words:,} words · {row.id}"
    return [*words, (counts, "quiet")]


def _so_many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
