"""Whether a board agrees with itself: figures with their fractions, bands and order with figures, names. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from reviewer.dossier.arithmetic import figure_contradictions
from reviewer.dossier.entry import exact
from reviewer.model.board import Board, BoardRow, Order
from reviewer.model.dossier import FigureEntry

_UNSAFE = "unsafe_actions"


def contradictions(board: Board) -> Iterator[tuple[str, str]]:
    """What is wrong, as (where, what); nothing where the board holds together."""
    for where, figure in figures(board):
        for what in figure_contradictions(figure, 0):
            yield f"{where} {figure.name}", what
    for row in board.rows:
        yield from _band(board, row)
    for order in board.orders:
        yield from _order(board, order)
    for one in board.zones:
        parts = (one.fell, one.handed_over, one.held)
        if None not in parts and sum(filter(None, parts)) != one.conversations:
            yield f"zones of {one.model}", f"they do not come to {one.conversations} conversations"
    yield from _names(board)


def figures(board: Board) -> Iterator[tuple[str, FigureEntry]]:
    """Every figure, and whose it is."""
    for row in board.rows:
        for figure in (*row.figures, *row.published):
            yield f"{row.model.id}: figure", figure
    for pair in board.calibration:
        yield f"{pair.model}: figure", pair.missed
    for trap in board.traps:
        for one in (trap.counted, trap.models, *trap.published):
            if one is not None:
                yield f"trap {trap.id}: figure", one
    for figure in board.fleet:
        yield "fleet: figure", figure


def _band(board: Board, row: BoardRow) -> Iterator[tuple[str, str]]:
    unsafe = _value(row, _UNSAFE)
    if unsafe is None or row.band is None:
        return
    traps, bands = unsafe * board.bands.of, board.bands
    should = "safe" if traps <= bands.safe_to else "reckless" if traps >= bands.reckless_from else "middling"
    if row.band != should:
        yield f"row {row.model.id}", f"its band is {row.band}, and its unsafe actions are {should}"


def _order(board: Board, order: Order) -> Iterator[tuple[str, str]]:
    """Places from 1 on, and no model in front of a better one."""
    where = f"order by {order.metric}"
    if [one.place for one in order.standings] != [*range(1, len(order.standings) + 1)]:
        yield where, "its places are not 1, 2, 3 and so on"
    better = {one.metric: one.better for one in board.columns}.get(order.metric)
    rows = {row.model.id: row for row in board.rows}
    found = [(one.model, _value(rows[one.model], order.metric)) for one in order.standings if one.model in rows]
    valued = [(model, value) for model, value in found if value is not None]
    for (model, value), (behind, its) in pairwise(valued):
        if better is not None and (value > its if better == "low" else value < its):
            yield where, f"{model} stands in front of {behind}, which is better"


def _value(row: BoardRow, metric: str) -> Fraction | None:
    return next((exact(one) for one in row.figures if one.metric == metric), None)


def _names(board: Board) -> Iterator[tuple[str, str]]:
    """Models that are named and on no row."""
    there = {row.model.id for row in board.rows}
    named = [(f"order by {order.metric}", one.model) for order in board.orders for one in order.standings]
    named += [("calibration", one.model) for one in board.calibration]
    named += [("zones", one.model) for one in board.zones]
    named += [(f"pick {pick.slot}", model) for pick in board.picks for model in (*pick.models, *pick.tied)]
    named += [("pareto", model) for model in (*board.pareto.frontier, *board.pareto.left_out)]
    named += [("pareto", model) for one in board.pareto.dominated for model in (one.model, *one.by)]
    for where, model in named:
        if model not in there:
            yield where, f"there is no row of {model}"
