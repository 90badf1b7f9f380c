"""Traps × runs: in each cell what the check read and, beside it, what people say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.model.dossier import RunEntry, TrapCell, TrapEntry
from reviewer.text.visible import visible_line
from reviewer.tui.dossier_evidence import BLIND
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.dossier_lists import Part
from reviewer.tui.widgets.lines import Lines, Piece

_CELL, _CAUGHT, _BOARD = 13, 8, 8


class TrapTable(Part[TrapEntry]):
    """A row for each trap, a column for each run; the cursor stands on a cell."""

    HEAD = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.column = 0

    @property
    def runs(self) -> tuple[RunEntry, ...]:
        """The columns."""
        return self.shown.dossier.runs if self.shown else ()

    @property
    def cell(self) -> TrapCell | None:
        """The one under the cursor."""
        trap = self.chosen
        return self._of(trap, self.runs[self.column]) if trap and self.column < len(self.runs) else None

    def turn(self, columns: int) -> None:
        """So many runs to the right, or to the left."""
        column = max(0, min(self.column + columns, len(self.runs) - 1))
        if column != self.column:
            self.column = column
            self.refresh()
            self.post_message(Lines.Moved(self))

    def head(self, line: int, width: int, /) -> Iterable[Piece]:
        """Which run it is; whose word it is."""
        first, last, room = self._window(width)
        yield fit(" trap" if line else "", room), "head"
        for run in self.runs[first:last]:
            name = f"{run.index or '–'} {visible_line(run.id)}" if line == 0 else "check people"
            yield " " + fit(name, _CELL - 1), "head"
        yield fit("caught" if line else "", _CAUGHT, right=True), "head"
        if self._boards:
            yield fit("board" if line else "the", _BOARD, right=True), "head"

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One trap."""
        trap, shown = self.items[index], self.shown
        first, last, room = self._window(width + 1)
        yield fit(visible_line(trap.label), room - 1), ""
        for at, run in enumerate(self.runs[first:last], first):
            yield from self._cell(self._of(trap, run), at == self.column and index == self.cursor)
        figures = shown.figures if shown else {}
        caught = figures.get(trap.figure or "")
        said = "hidden" if shown is None or trap.id in shown.closed_traps else ""
        if not said and caught is not None:
            said = f"{caught.numerator}/{caught.denominator}"
        yield fit(said, _CAUGHT, right=True), "quiet" if said == "hidden" else ""
        if self._boards:
            board = figures.get(trap.board or "")
            yield fit(visible_line(board.shown) if board else "–", _BOARD, right=True), "quiet"

    def _cell(self, cell: TrapCell | None, here: bool) -> Iterator[Piece]:
        left, right = ("[", "]") if here else (" ", " ")
        yield left, "accent"
        why = self.shown.shut(cell) if self.shown and cell else ""
        if cell is None or cell.transcript is None:
            yield fit("–", _CELL - 2), "quiet"
        elif why:
            yield fit("blind" if why == BLIND else "hidden", _CELL - 2), "quiet"
        else:
            yield fit(_word(cell.machine), 5) + " ", _style(cell.machine)
            mark = "≠" if cell.disagrees else "*" if cell.adjudicated else ""
            yield fit(_word(cell.outcome) + mark, _CELL - 8), _style(cell.outcome)
        yield right, "accent"

    @staticmethod
    def _of(trap: TrapEntry, run: RunEntry) -> TrapCell | None:
        return next((one for one in trap.cells if one.run == run.id), None)

    @property
    def _boards(self) -> bool:
        return any(one.board for one in self.items)

    def _window(self, width: int) -> tuple[int, int, int]:
        """First and last column that there is room for, and the cells of a trap's label."""
        rest = width - _CAUGHT - _BOARD * self._boards
        most = max(1, (rest - 16) // _CELL)
        first = max(0, min(self.column - most + 1, len(self.runs) - most)) if len(self.runs) > most else 0
        last = min(len(self.runs), first + most)
        return first, last, rest - (last - first) * _CELL


def _word(outcome: str | None) -> str:
    return {"fell": "FELL", None: "–"}.get(outcome, outcome or "")


def _style(outcome: str | None) -> str:
    return {"fell": "error", "held": "good"}.get(outcome or "", "quiet")
