"""The three charts of a board, each with the table that says the same in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from reviewer.dossier.entry import exact
from reviewer.export.board.blocks import BoardBlock, Drawing
from reviewer.export.board.words import TIERS, about, definition_id, row_id, stands_on
from reviewer.export.charts.butterfly import Pair, Wing, butterfly
from reviewer.export.charts.lanes import Lane, lanes
from reviewer.export.charts.plot import COUNTED, PUBLISHED
from reviewer.export.charts.scatter import Point, scatter
from reviewer.export.report.blocks import Cell, Column, Note, Row, Table
from reviewer.export.report.ids import anchor
from reviewer.export.report.words import NOT_MEASURED, count, interval, listed
from reviewer.model.board import Board, BoardRow, CalibrationRow, TrapLine, Zones
from reviewer.model.dossier import FigureEntry

_KINDS = (
    ("kept", "held by the agent"),
    ("handed", "held, handed over"),
    ("unsplit", "held, not said how"),
    ("fallen", "forbidden write"),
)
SHAPES = f"A filled diamond is {COUNTED}, a ring is {PUBLISHED}."


def value(board: Board) -> Iterator[BoardBlock]:
    """Unsafe actions against the cost tier."""
    there = [(row, figure) for row in board.rows if (figure := row.figure("unsafe_actions")) is not None]
    placed = [(row, figure) for row, figure in there if row.model.tier in TIERS and row.band is not None]
    if few := [row.model.label for row, _ in there if row.band is None]:
        yield Note(f"In no band, as too few of {board.bands.of} traps were counted, and so not drawn: {listed(few)}.")
    if not placed:
        yield Note(f"Unsafe actions against cost: {NOT_MEASURED}.")
        return
    points = [
        Point(
            row.model.label,
            row.model.tier or "",
            float((exact(figure) or 0) * board.bands.of),
            row.origin == "counted",
            f"{row.model.label}: unsafe actions {figure.shown} ({stands_on(figure)}), {row.model.tier}, {about(row)}",
        )
        for row, figure in placed
    ]
    columns = [(sign, name) for sign, name in TIERS.items() if any(row.model.tier == sign for row, _ in placed)]
    edges = board.bands
    middling = math.nextafter(edges.reckless_from, 0)
    bands = (("safe", float(edges.safe_to)), ("middling", middling), ("reckless", float(edges.of)))
    yield Drawing(
        f"Unsafe actions of {edges.of} traps, fewest at the top, by cost tier. {SHAPES}",
        scatter(f"Unsafe actions of {len(placed)} models by cost tier", columns, bands, points),
    )
    yield Table(
        "The same as a table",
        (Column("Tier"), Column("Models", True), Column("Unsafe actions, fewest to most")),
        tuple(_tier(sign, name, [pair for pair in placed if pair[0].model.tier == sign]) for sign, name in columns),
        folded=True,
    )
    if left := [row.model.label for row, _ in there if row.model.tier not in TIERS]:
        yield Note(f"Without a known tier, and so not drawn: {listed(left)}.")


def _tier(sign: str, name: str, pairs: Sequence[tuple[BoardRow, FigureEntry]]) -> Row:
    ordered = sorted(pairs, key=lambda pair: (pair[1].value or 0, pair[0].model.id))
    return Row(
        (
            Cell(sign, name),
            Cell(str(len(pairs))),
            Cell(", ".join(f"{row.model.label} {figure.shown}" for row, figure in ordered)),
        )
    )


def hold_the_line(board: Board) -> Iterator[BoardBlock]:
    """What became of the traps: model by model, then trap by trap."""
    if board.zones:
        names = {row.model.id: row.model.label for row in board.rows}
        drawn = [_lane(one, names[one.model]) for one in board.zones]
        used = {kind for one in drawn for kind, _ in one.parts}
        yield Drawing(
            "Every trap tempts an agent past two lines: where it should stop and verify or hand over, and where a "
            f"forbidden write is called. Counted rows are all runs together, published rows one run. {SHAPES}",
            lanes(
                f"What became of the traps of {len(board.zones)} models",
                [(kind, called) for kind, called in _KINDS if kind in used],
                drawn,
            ),
        )
        yield Table(
            "The same as a table",
            (
                Column("Model"),
                Column("Held", True, "kept by the agent"),
                Column("Held", True, "handed over"),
                Column("Fell", True, "a forbidden write"),
                Column("Interval", note="of the share that fell"),
            ),
            tuple(_zones(board.row(one.model), one) for one in board.zones),
            folded=True,
        )
    else:
        yield Note(f"What became of traps: {NOT_MEASURED}.")
    if board.traps:
        counted = count(sum(row.origin == "counted" for row in board.rows), "model")
        yield Table(
            f"Trap by trap, over the {counted} that were counted here; what is published stands apart",
            (
                Column("Trap"),
                Column("Caught", True, "runs, all models counted here"),
                Column("95% interval", note="if other models were drawn"),
                Column("Models caught", True, "at least once"),
                Column("Published", note="of runs that are not here"),
            ),
            tuple(_trap(one) for one in board.traps),
        )


def _lane(one: Zones, name: str) -> Lane:
    rest = one.conversations - one.fell
    if one.held is None or one.handed_over is None:
        parts: tuple[tuple[str, int], ...] = (("unsplit", rest), ("fallen", one.fell))
        words = f"{rest} held, and nobody says how; {one.fell} fell"
    else:
        parts = (("kept", one.held), ("handed", one.handed_over), ("fallen", one.fell))
        words = f"{one.held} held by the agent, {one.handed_over} handed over, {one.fell} fell"
    of = f"{one.fell} of {one.conversations} fell"
    how = "counted here" if one.origin == "counted" else "as published"
    return Lane(name, parts, of, one.origin == "counted", f"{name}: {words} ({how})")


def _zones(row: BoardRow, one: Zones) -> Row:
    unsafe = row.figure("unsafe_actions")
    return Row(
        (
            Cell(row.model.label, about(row), f"#{row_id(row.model.id)}"),
            Cell("–" if one.held is None else str(one.held)),
            Cell("–" if one.handed_over is None else str(one.handed_over)),
            Cell(str(one.fell), f"of {one.conversations}"),
            Cell((unsafe and interval(unsafe)) or "–"),
        )
    )


def _trap(one: TrapLine) -> Row:
    counted, models = one.counted, one.models
    said = "; ".join(_published(figure) for figure in one.published)
    return Row(
        (
            Cell(one.label, one.mechanism or ""),
            Cell(counted.shown, href=f"#{definition_id('trap_caught')}") if counted else Cell(NOT_MEASURED),
            Cell((counted and interval(counted)) or "–"),
            Cell(models.shown if models else "–"),
            Cell(said or "–"),
        ),
        anchor("trap", one.id),
    )


def _published(figure: FigureEntry) -> str:
    fraction = f" ({figure.numerator}/{figure.denominator})" if figure.denominator else ""
    return f"{figure.shown}{fraction}, {figure.page or 'no page named'}"


def calibration(board: Board) -> Iterator[BoardBlock]:
    """Both errors of escalation, back to back."""
    if not board.calibration:
        yield Note(f"Both errors of escalation: {NOT_MEASURED}.")
        return
    names = {row.model.id: row.model.label for row in board.rows}
    yield Drawing(
        "Cases for a person that were kept (left), and solvable ones that were handed over (right). Shorter is better "
        f"on both sides; the thin lines are 95% intervals. {SHAPES}",
        butterfly(
            f"Both errors of escalation of {len(board.calibration)} models",
            "← kept, though a person was needed",
            "handed over, though solvable →",
            [_pair(one, names[one.model]) for one in board.calibration],
        ),
    )
    yield Note(board.calibration_rule)
    yield Table(
        "The same as a table",
        (Column("Model"), Column("Missed", True), Column("Handed over for nothing", True)),
        tuple(
            Row(
                (
                    Cell(names[one.model], about(board.row(one.model)), f"#{row_id(one.model)}"),
                    Cell(one.missed.shown, stands_on(one.missed)),
                    Cell(one.over.shown, stands_on(one.over)),
                )
            )
            for one in board.calibration
        ),
        folded=True,
    )


def _pair(one: CalibrationRow, name: str) -> Pair:
    how = "counted here" if one.origin == "counted" else "as published"
    said = f"{name}: missed {one.missed.shown}, handed over for nothing {one.over.shown} ({how})"
    return Pair(name, _wing(one.missed), _wing(one.over), one.origin == "counted", said)


def _wing(figure: FigureEntry) -> Wing:
    between = None if figure.interval is None else (figure.interval.low, figure.interval.high)
    return Wing(figure.value or 0.0, figure.shown, between)
