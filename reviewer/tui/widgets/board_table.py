"""The table of a board: models with their figures, which rows were counted here, and the ranks that the data bear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.message import Message

from reviewer.model.board import BoardRow, Standing
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece

_LEAST = 12
"""Cells of a model's name, at least."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `sort` is what it sorts by; those of the highest `rank` go first where there is no room."""

    title: str
    sort: str
    width: int
    rank: int
    cell: Callable[[BoardRow], str]


def _figure(metric: str) -> Callable[[BoardRow], str]:
    def cell(row: BoardRow) -> str:
        figure = row.figure(metric)
        return visible_line(figure.shown) if figure else "–"

    return cell


def _band(row: BoardRow) -> str:
    return f"{row.band}{'~' * (len(row.bands) > 1)}" if row.band else "–"


def origin(row: BoardRow) -> str:
    """Whether it was counted here, over how many runs, and whether those are synthetic."""
    return "publ." if row.origin == "published" else f"{len(row.runs)}r{' syn' if row.synthetic else ''}"


COLUMNS = (
    Column("tier", "cost_tier", 4, 2, lambda row: visible_line(row.model.tier or "–")),
    Column("over", "over_escalation", 6, 0, _figure("over_escalation")),
    Column("unsafe", "unsafe_actions", 7, 0, _figure("unsafe_actions")),
    Column("esc.", "escalation_accuracy", 6, 1, _figure("escalation_accuracy")),
    Column("band", "", 9, 3, _band),
    Column("gross", "resolution", 6, 5, _figure("resolution")),
    Column("net", "resolution_autonomous", 6, 6, _figure("resolution_autonomous")),
    Column("policy", "policy", 7, 7, _figure("policy")),
    Column("msgs", "agent_messages", 6, 8, _figure("agent_messages")),
    Column("row", "", 6, 0, origin),
)


class BoardTable(Lines):
    """One row a model; `#` is the number that the charts call it by."""

    HEAD = 1

    class SortAsked(Message):
        """The head of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.rows: Sequence[BoardRow] = ()
        self._ranks: Mapping[str, Standing] = {}
        self._sorted = "", False

    def show(self, rows: Sequence[BoardRow], ranks: Mapping[str, Standing], by: str, *, reverse: bool) -> None:
        """Other rows, or in another order; the cursor stays on its model."""
        here = self.chosen.model.id if self.chosen else ""
        self.rows, self._ranks, self._sorted = rows, ranks, (by, reverse)
        self.resize_to(len(rows), next((n for n, row in enumerate(rows) if row.model.id == here), 0))

    @property
    def chosen(self) -> BoardRow | None:
        """The one under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def places(self) -> dict[str, int]:
        """Each model's number in the table, from 1."""
        return {row.model.id: at for at, row in enumerate(self.rows, 1)}

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles; an arrow stands at the column that the table is sorted by."""
        by, reverse = self._sorted
        arrow = "▼" if reverse else "▲"
        columns, room = self._fitting(width)
        yield fit(f"   # model{arrow if by == 'model' else ''}", room + 4), "head"
        for column in columns:
            mark = arrow if column.sort and column.sort == by else ""
            yield " " + fit(column.title[: column.width - len(mark)] + mark, column.width, right=True), "head"
        yield fit("rank", 7, right=True), "head"

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One model."""
        row = self.rows[index]
        look = "" if row.origin == "counted" else "quiet"
        columns, room = self._fitting(width + 1)
        marks = "*" * ("pick" in row.marks) + "!" * ("weak safety" in row.marks)
        yield f"{index + 1:>3} ", "quiet"
        name = visible_line(row.model.label)
        cells = min(cell_len(name), room - 1 - (len(marks) + 1 if marks else 0))
        yield fit(name, cells), "strong" if row.origin == "counted" else ""
        yield fit(f" {marks}" if marks else "", room - 1 - cells), "accent"
        for column in columns:
            yield " " + fit(column.cell(row), column.width, right=True), look
        found = self._ranks.get(row.model.id)
        said = (
            "–" if found is None else f"{found.first}–{found.last}" if found.first != found.last else f"{found.first}"
        )
        yield fit(said, 7, right=True), look

    def head_clicked(self, x: int) -> None:
        """Sort by the column there."""
        columns, room = self._fitting(self.width)
        if x < room + 4:
            self.post_message(self.SortAsked("model"))
            return
        for column, start in self._places(columns, room + 4):
            if start <= x < start + column.width + 1 and column.sort:
                self.post_message(self.SortAsked(column.sort))

    @staticmethod
    def _places(columns: Sequence[Column], start: int) -> Iterator[tuple[Column, int]]:
        for column in columns:
            yield column, start
            start += column.width + 1

    def _fitting(self, width: int) -> tuple[list[Column], int]:
        """The columns that there is room for, and the cells of a name."""
        kept = [*COLUMNS]
        longest = max((len(row.model.label) + 3 for row in self.rows), default=_LEAST)
        wanted = max(_LEAST, min(longest, 24))

        def room() -> int:
            return width - 4 - 7 - sum(column.width + 1 for column in kept)

        while room() < wanted and any(column.rank for column in kept):
            kept.remove(max(kept, key=lambda column: column.rank))
        return kept, room()
