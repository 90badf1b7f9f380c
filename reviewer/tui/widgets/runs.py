"""The library's side: models and their runs, with counts. Choosing one narrows the list to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from reviewer.store.filters import term
from reviewer.store.transcripts import RunRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.lines import Lines, Piece

if TYPE_CHECKING:
    from reviewer.review.coverage import Tally


class Entry(NamedTuple):
    """One line: everything, a suite, a model or a run. `filter` is what a person would type for its `runs`."""

    text: str
    depth: int
    filter: str
    runs: tuple[RunRow, ...]
    notes: tuple[str, ...] = ()
    bad: bool = False

    @property
    def transcripts(self) -> int:
        """How many transcripts it holds."""
        return sum(run.transcripts for run in self.runs)

    @property
    def is_run(self) -> bool:
        """Whether it is a single run."""
        return self.depth > 0 and "run:=" in self.filter


def entries(runs: Sequence[RunRow]) -> list[Entry]:
    """Everything; then, for each suite, its models with their runs. A single suite needs no line of its own."""
    suites = {run.suite for run in runs}
    found = [Entry("all transcripts", 0, "", tuple(runs))]
    for suite, of_suite in groupby(runs, lambda run: run.suite):
        within = tuple(of_suite)
        depth = 0
        start = ""
        if len(suites) > 1:
            start = term("suite", suite) + " "
            found.append(Entry(visible_line(suite), 0, start.strip(), within))
            depth = 1
        for model, of_model in groupby(within, lambda run: run.model):
            its = tuple(of_model)
            model_filter = start + term("model", model)
            synthetic = ("synthetic",) if all(run.synthetic for run in its) else ()
            found.append(Entry(visible_line(model), depth, model_filter, its, synthetic))
            found += [_of_run(run, depth + 1, f"{model_filter} {term('run', run.name)}") for run in its]
    return found


def _of_run(run: RunRow, depth: int, wanted: str) -> Entry:
    place = f"{run.index}/{run.count} " if run.index and run.count else f"{run.index} " if run.index else ""
    notes = ["synthetic"] if run.synthetic else []
    if run.state != "valid":
        notes.append(run.state)
    if run.expected and run.expected != run.cases:
        notes.append(f"of {run.expected}")
    bad = run.state == "invalid"
    return Entry(place + visible_line(run.name), depth, wanted, (run,), tuple(notes), bad)


def about(entry: Entry, reading: Tally) -> list[Piece]:
    """What the line had no room for: how far its reading is, what its transcripts are, and why a run does not count."""
    runs = entry.runs
    classes: Counter[str] = Counter()
    for run in runs:
        classes.update(run.classes)
    said = [f"{number:,} {visible_line(name) or 'of no class'}" for name, number in classes.most_common()]
    states = (
        (sum(run.complete for run in runs), "complete"),
        (sum(run.in_progress for run in runs), "in progress"),
        (sum(run.failed for run in runs), "error"),
        (sum(run.limited for run in runs), "limit"),
        (sum(run.warned for run in runs), "with warnings"),
    )
    pieces: list[Piece] = [(f" {entry.text}", "strong"), (f" · {entry.transcripts:,} transcripts", "")]
    readings = [(reading.read, "read"), (reading.skimmed, "skimmed"), (reading.findings, "findings")]
    readings += [(reading.outcomes_missing, "without outcome"), (reading.left, "left")]
    if reading.left < reading.transcripts or reading.findings:
        pieces.append((f" · {', '.join(f'{number:,} {what}' for number, what in readings if number)}", "strong"))
    if any(classes):
        pieces.append((f": {', '.join(said)}", ""))
    for number, state in states:
        if number:
            pieces.append((f" · {number:,} {state}", "" if state == "complete" else "warning"))
    if entry.is_run:
        (run,) = runs
        if run.expected and run.expected > run.cases:
            pieces.append((f" · {run.expected - run.cases:,} of {run.expected:,} cases are missing", "warning"))
        if run.state != "valid":
            by = f" by {visible_line(run.superseded_by)}" if run.superseded_by else ""
            reason = f": {visible_line(run.reason)}" if run.reason else ""
            pieces.append((f" · {run.state}{by}{reason}", "warning"))
    return pieces


class Runs(Lines):
    """Models and runs, one a line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.entries: list[Entry] = []
        self._active = ""
        self.every: Sequence[RunRow] = ()
        self.read: Mapping[int, int] = {}
        """Of each run, by its key: how many transcripts were read in full."""

    def show(self, runs: Sequence[RunRow]) -> None:
        """Show these runs; the cursor stays on what it was on."""
        was = self.entries[self.cursor].filter if self.entries else ""
        self.every, self.entries = runs, entries(runs)
        cursor = next((i for i, entry in enumerate(self.entries) if entry.filter == was), 0)
        self.resize_to(len(self.entries), cursor)

    def mark(self, filter_text: str) -> None:
        """Mark the line that the list is narrowed to, if there is one."""
        if filter_text != self._active:
            self._active = filter_text
            self.refresh()

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Name, notes, count."""
        entry = self.entries[index]
        yield ("▸" if entry.filter == self._active else " "), "accent"
        read = sum(self.read.get(run.key, 0) for run in entry.runs)
        count = f"{read:,}/{entry.transcripts:,}" if read else f"{entry.transcripts:,}"
        name = "  " * entry.depth + entry.text
        room = width - 1 - len(count) - 3
        # Notes have what the name leaves; that a run is synthetic is always said, in short if need be.
        notes = " · ".join(entry.notes)
        if notes.startswith("synthetic") and cell_len(name) + 2 + cell_len(notes) > room:
            notes = notes.replace("synthetic", "syn", 1)
        least = cell_len(notes.partition(" ")[0])
        notes_room = min(len(notes), max(least, room - cell_len(name) - 2))
        name_room = room - (notes_room + 2 if notes else 0)
        yield fit(name, name_room), "" if entry.is_run else "strong"
        if notes:
            yield "  " + fit(notes, notes_room), "error" if entry.bad else tone(entry.notes)
        yield " " + fit(count, len(count)) + " ", "quiet" if entry.is_run else ""
