"""A board's tables, as rows for other programs: what each model has, where it stands, traps and picks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.export import csv_text
from reviewer.model.board import Board
from reviewer.model.dossier import FigureEntry

Value = str | int | float | bool | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `rows` has a value for each of `columns`."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Board], Iterator[Row]]


_FIGURE = (
    "figure",
    "metric",
    "aggregator",
    "numerator",
    "denominator",
    "value",
    "shown",
    "interval_low",
    "interval_high",
    "interval_method",
    "interval_of",
    "missing",
    "page",
    "note",
)


def _figure(one: FigureEntry) -> Row:
    between = one.interval
    return (
        one.name,
        one.metric,
        one.aggregator,
        one.numerator,
        one.denominator,
        one.value,
        one.shown,
        between.low if between else None,
        between.high if between else None,
        between.method if between else None,
        between.of if between else None,
        one.missing,
        one.page,
        one.note,
    )


def _models(board: Board) -> Iterator[Row]:
    """A row for each figure of each model; `row` says whether it stands for the model or beside its counted figure."""
    for row in board.rows:
        own = (row.model.id, row.model.label, row.model.tier, row.origin, row.synthetic, len(row.runs), row.band)
        reach, marks = " ".join(row.bands), " ".join(row.marks)
        for kind, figures in (("own", row.figures), ("beside", row.published)):
            for one in figures:
                yield (*own, reach, marks, kind, one.origin, *_figure(one))


def _orders(board: Board) -> Iterator[Row]:
    for order in board.orders:
        for one in order.standings:
            row = board.row(one.model)
            yield (order.metric, one.place, one.model, row.origin, row.synthetic, one.first, one.last, one.group)


def _traps(board: Board) -> Iterator[Row]:
    for trap in board.traps:
        for one in (trap.counted, trap.models, *trap.published):
            if one is not None:
                yield (trap.id, trap.label, trap.mechanism, one.origin, one.synthetic, *_figure(one))


def _picks(board: Board) -> Iterator[Row]:
    for pick in board.picks:
        for model in pick.models:
            row = board.row(model)
            yield (pick.slot, pick.title, pick.rule, model, row.origin, row.synthetic, board.snapshot.id)


TABLES: Final = (
    Table(
        "board",
        ("model", "label", "tier", "row", "synthetic", "runs", "band", "bands", "marks", "stands", "origin", *_FIGURE),
        _models,
    ),
    Table("orders", ("metric", "place", "model", "row", "synthetic", "rank_first", "rank_last", "tie_group"), _orders),
    Table("traps", ("trap", "label", "mechanism", "origin", "synthetic", *_FIGURE), _traps),
    Table("picks", ("slot", "title", "rule", "model", "row", "synthetic", "snapshot"), _picks),
)
"""All of them, in the order in which a folder lists them."""


def table_file(table: Table, board: Board) -> bytes:
    """One table as CSV."""
    return csv_text.csv_bytes(table.columns, table.rows(board))
