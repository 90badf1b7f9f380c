"""How far the reading is, below the runs: a column for each class of case, for the line that the cursor is on there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from reviewer.store.transcripts import RunRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.looks import Painted

if TYPE_CHECKING:
    from reviewer.review.coverage import Tally

Place = tuple[str, str, str]
"""Suite, model, run."""

_ROWS = (
    ("loaded", "transcripts"),
    ("read", "read"),
    ("skimmed", "skimmed"),
    ("skipped", "skipped"),
    ("begun", "begun"),
    ("unread", "unread"),
    ("findings", "findings"),
    ("undecided", "outcomes_missing"),
    ("left", "left"),
)
_LABEL, _WIDEST = 9, 8
_SHORT = {"solvable": "solv.", "must-escalate": "esc.", "": "none"}
HEIGHT = len(_ROWS) + 2


class Coverage(Painted):
    """Counts by class. Nothing until they have been counted, which takes a moment after the list is there."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._known: Mapping[Place, Mapping[str, Tally]] = {}
        self._columns: list[tuple[str, Tally]] = []
        self._title = ""

    def know(self, known: Mapping[Place, Mapping[str, Tally]]) -> None:
        """What was counted, by run and class."""
        self._known = known

    def of(self, runs: Iterable[RunRow]) -> Tally:
        """What these runs come to."""
        return _sum(tally for run in runs for tally in self._known.get(_place(run), {}).values())

    def show(self, title: str, runs: Sequence[RunRow], *, everything: bool) -> None:
        """The counts of these runs; with `everything` also what is of no run that may be told."""
        places = list(self._known) if everything else [_place(run) for run in runs]
        classes: dict[str, list[Tally]] = {}
        for place in places:
            for name, tally in self._known.get(place, {}).items():
                classes.setdefault(name, []).append(tally)
        ordered = sorted(classes.items(), key=lambda known: not known[0])  # what is of no class is the first to go
        columns = [(_SHORT.get(name, name), _sum(tallies)) for name, tallies in ordered]
        every = _sum(tally for _, tally in columns)
        self._columns = [("all", every), *(columns if len(columns) > 1 else [])]
        self._title = title
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the table."""
        pieces = list(self._line(y)) if self._known else []
        segments = [Segment(text, self.look(style)) for text, style in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, self.ground)

    def _line(self, y: int) -> Iterable[Piece]:
        columns = list(self._fitting())
        if y == 0:
            yield " " + fit(self._title, self.size.width - 1), "quiet"
        elif y == 1:
            yield " " * (_LABEL + 1), ""
            yield "".join(fit(name, width, right=True) for name, _, width in columns), "quiet"
            yield ("…" if len(columns) < len(self._columns) else ""), "quiet"
        elif y - 2 < len(_ROWS):
            label, name = _ROWS[y - 2]
            numbers = [(getattr(tally, name), width) for _, tally, width in columns]
            yield " " + fit(label, _LABEL), "" if any(number for number, _ in numbers) else "quiet"
            for number, width in numbers:
                yield fit(f"{number:,}", width, right=True), "" if number else "quiet"

    def _fitting(self) -> Iterator[tuple[str, Tally, int]]:
        """Name, counts and width of the columns that there is room for."""
        room = self.size.width - _LABEL - 1
        for name, tally in self._columns:
            shown = visible_line(name)[:_WIDEST]
            width = max(len(shown), len(f"{tally.transcripts:,}"), len(f"{tally.findings:,}")) + 1
            room -= width
            if room < 0:
                return
            yield shown, tally, width


def _place(run: RunRow) -> Place:
    return run.suite, run.model, run.name


def _sum(tallies: Iterable[Tally]) -> Tally:
    from reviewer.review.coverage import Tally

    every = list(tallies)
    return Tally(**{field.name: sum(getattr(tally, field.name) for tally in every) for field in fields(Tally)})
