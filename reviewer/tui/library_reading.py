"""What the library reads: the list, the runs, how far the reading is; at once, or in the background."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.store import freshness, transcripts
from reviewer.store.blind import Blind, untold
from reviewer.store.filters import Filter, Sort
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.coverage import Coverage, Place
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.runs import Runs
from reviewer.tui.widgets.table import Table

if TYPE_CHECKING:
    from reviewer.operations.status import Line
    from reviewer.review.coverage import Tally
    from reviewer.store.transcripts import RunRow

_WATCH = 2.0
"""Seconds between two looks at whether another program has written to the database."""


class _Wanted(NamedTuple):
    """What the list is asked for, and of which version of the database."""

    filter: Filter
    sort: Sort
    hidden: Blind
    version: int


class _Found(NamedTuple):
    """What a filter lets through, in order."""

    total: int
    keys: array[int]
    untold: int
    """How many more it might find by their tags, after an own word."""


class Reading(View):
    """The part of the library that asks the store."""

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._sort = Sort()
        self._listed: _Wanted | None = None
        self._total = 0
        self._untold = 0
        self._who = ""
        """Who reviews; finding that out waits for the first paint."""

        self._read: Tally | None = None
        """How far the reading is in all."""

        self._version = 0
        self._counted = -1
        """The version of the database that the coverage was counted in."""

    # What shows it.

    def _show(self, keys: array[int]) -> None:
        raise NotImplementedError

    def _show_title(self) -> None:
        raise NotImplementedError

    def _show_coverage(self) -> None:
        raise NotImplementedError

    def _complete(self) -> None:
        """What the first paint can do without."""
        self._ask_runs()
        self._name_reviewer()

    @property
    def _table(self) -> Table:
        return self.query_one("#table", Table)

    @property
    def _runs(self) -> Runs:
        return self.query_one("#runs", Runs)

    @property
    def _coverage(self) -> Coverage:
        return self.query_one("#coverage", Coverage)

    def _fetch(self, keys: Sequence[int]) -> list[TranscriptRow]:
        return self.program.blind.rows(transcripts.rows(self.program.reader, keys))

    def on_mount(self) -> None:
        """Read what there is."""
        self.set_interval(_WATCH, self._watch)
        self._read_all()

    def _read_all(self) -> None:
        """The list at once, since it is the first thing to see; the runs right after."""
        if self.program.has_store:
            self._version = freshness.version(self.program.reader)
            self._find_now()
        else:
            self._show(array("q"))
        self.call_after_refresh(self._complete)

    def _wanted(self) -> _Wanted:
        return _Wanted(self._filter, self._sort, self.program.blind, freshness.version(self.program.reader))

    def _find_now(self) -> None:
        """Shows what the filter lets through before the next key, unless it is shown already."""
        wanted = self._wanted()
        if wanted != self._listed:
            self.program.background.forget("keys")
            self._keys_came(_find(self.program.reader, wanted), wanted)

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
        wanted = self._wanted()

        def question(connection: sqlite3.Connection) -> _Found:
            return _find(connection, wanted)

        self.program.background.ask(self, "keys", question, lambda found: self._keys_came(found, wanted))

    def _keys_came(self, found: _Found, wanted: _Wanted) -> None:
        self._listed = wanted
        self._total, self._untold = found.total, found.untold
        self._show(found.keys)

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

    def on_screen_resume(self) -> None:
        """Something may have been read meanwhile."""
        if self.program.has_store and self._counted not in (-1, freshness.version(self.program.reader)):
            self.read_again()

    def unsaved_changed(self) -> None:
        """On the screen for as long as something could not be saved; then that all is saved is said."""
        problem, waiting = self.program.unsaved
        was = self.has_class("-unsaved")
        self.set_class(bool(problem), "-unsaved")
        if problem:
            more = f" and {len(waiting) - 1:,} more" if len(waiting) > 1 else ""
            what = "".join(f"{visible_line(label)}{more}: " for label in waiting[:1])
            left: list[Piece] = [(" NOT SAVED", "error"), (f"   {what}{visible_line(problem)}", "")]
            self.query_one("#unsaved", Bar).show(left, [("^S tries again ", "error")])
        elif was:
            self.program.all_saved()


def _find(connection: sqlite3.Connection, wanted: _Wanted) -> _Found:
    by_tag = any(term.key == "tag" for term in wanted.filter.terms)
    return _Found(
        freshness.transcripts(connection),
        transcripts.keys(connection, wanted.filter, wanted.sort, wanted.hidden),
        untold(connection, wanted.hidden) if by_tag else 0,
    )
