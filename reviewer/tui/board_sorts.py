"""The columns that a board can be sorted by, and its rows in their order. Pure."""

from __future__ import annotations

from fractions import Fraction

from reviewer.dossier.boards_order import value
from reviewer.model.board import Board, BoardRow, Order

SORTS = (
    ("over_escalation", "v", "over-escalation"),
    ("unsafe_actions", "u", "unsafe actions"),
    ("escalation_accuracy", "e", "escalation accuracy"),
    ("cost_tier", "t", "cost tier"),
    ("resolution", "g", "gross resolution"),
    ("resolution_autonomous", "n", "net resolution"),
    ("policy", "p", "policy"),
    ("agent_messages", "a", "agent messages"),
    ("model", "m", "model"),
)
"""Each with its metric, its letter, and what it is called."""


def order_of(board: Board, by: str) -> Order:
    """The order that the ranks are of: that of the column, or the board's own."""
    return next((one for one in board.orders if one.metric == by), board.orders[0])


def ordered(board: Board, by: str, *, reverse: bool) -> list[BoardRow]:
    """By a column, the better ones first; what has no value there stands last, either way round."""
    known = {one.model: one.place for one in order_of(board, by).standings}

    def key(row: BoardRow) -> tuple[Fraction | int | str, ...]:
        if by == "model":
            return (row.model.label.casefold(),)
        found = value(row, by)
        return (found.at if found else 0, known.get(row.model.id, 0))

    there = [row for row in board.rows if by == "model" or value(row, by) is not None]
    rest = [row for row in board.rows if row not in there]
    exact = any(one.metric == by for one in board.orders)
    there.sort(key=(lambda row: known.get(row.model.id, 0)) if exact else key, reverse=reverse)
    return [*there, *rest]
