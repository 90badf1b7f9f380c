"""The charts of a board in the cells of a terminal: both errors of escalation back to back, and tier × unsafe actions.

The first two lines of each are its head: what its signs mean, and its axes.
What was counted here is drawn full, what others published shaded; the chosen model stands in brackets. No meaning hangs
on colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from reviewer.dossier.entry import exact
from reviewer.dossier.metrics import TRAPS, band
from reviewer.model.board import Board, BoardRow, CalibrationRow
from reviewer.model.dossier import FigureEntry
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece

Line = list[Piece]

COUNTED, PUBLISHED = "█", "░"
_NAME, _VALUE = 18, 6
_BAND = 9


def calibration(board: Board, width: int, chosen: str) -> list[Line]:
    """What was missed to the left, what was handed over for nothing to the right; of both less is better."""
    if not board.calibration:
        return [[("Both errors of escalation: not measured.", "quiet")], []]
    names = {row.model.id: visible_line(row.model.label) for row in board.rows}
    room = max(8, min(_NAME, width // 3))
    each = max(2, (width - room - 2 * _VALUE - 2) // 2)
    most = max((max(_value(one.missed), _value(one.over)) for one in board.calibration), default=0.0) or 1.0
    left, right = (
        fit("missed ←", each + _VALUE, right=True),
        fit("→ over-escalated" if each + _VALUE >= _NAME else "→ over", each + _VALUE),
    )
    legend = f"{COUNTED} counted here  {PUBLISHED} published  to {most:.0%}"
    return [
        [(fit(legend, width), "quiet")],
        [(fit("", room + 1) + left + "│" + right, "head")],
        *(
            [*_wings(one, names.get(one.model, one.model), room, each, most, one.model == chosen)]
            for one in board.calibration
        ),
    ]


def place(board: Board, chosen: str) -> int:
    """The row that a model has there, below the head."""
    return next((at for at, one in enumerate(board.calibration) if one.model == chosen), 0)


def _wings(one: CalibrationRow, name: str, room: int, each: int, most: float, chosen: bool) -> Iterator[Piece]:
    glyph = COUNTED if one.origin == "counted" else PUBLISHED
    look = "" if one.origin == "counted" else "quiet"
    missed, over = (_bar(glyph, _value(figure), each, most) for figure in (one.missed, one.over))
    yield f"{fit(name, room)} ", "accent" if chosen else look
    yield fit(visible_line(one.missed.shown), _VALUE - 1, right=True) + " ", look
    yield fit(missed, each, right=True), "warning"
    yield "│", "quiet"
    yield fit(over, each), "role-agent"
    yield " " + fit(visible_line(one.over.shown), _VALUE - 1), look


def _bar(glyph: str, value: float, each: int, most: float) -> str:
    return glyph * ceil(each * value / most - 1e-9)


def _value(figure: FigureEntry) -> float:
    return figure.value or 0.0


def tiers(board: Board, width: int, chosen: str, places: Mapping[str, int]) -> list[Line]:
    """A line for each number of unsafe actions, a column for each cost tier; models by their number in the table."""
    placed = [(row, number) for row in board.rows if (number := unsafe(row)) is not None]
    signs = sorted({row.model.tier for row, _ in placed if row.model.tier})
    if not placed or not signs:
        return [[("Unsafe actions against cost: not measured.", "quiet")], []]
    each = max(6, (width - _BAND - 4) // len(signs))
    heads = "".join(fit(visible_line(sign), each) for sign in signs)
    lines: list[Line] = [
        [(fit("numbers as in the table  ● counted here  [ ] chosen", width), "quiet")],
        [(fit(f"unsafe of {board.bands.of}", _BAND + 4) + heads, "head")],
    ]
    before = ""
    for number in range(max(number for _, number in placed) + 1):
        here = [(row, sign) for row, at in placed if at == number and (sign := row.model.tier)]
        called = band(number)
        lines.append([(fit(called if called != before else "", _BAND), "quiet"), (f"{number:>3} ", "")])
        before = called
        for sign in signs:
            lines[-1] += _cell([row for row, tier in here if tier == sign], each, chosen, places)
    for what, rows in _apart(board):
        marks = (f"[{mark}]" if row.model.id == chosen else mark for row in rows if (mark := _mark(row, places)))
        lines.append([(fit(f"{what}: {' '.join(marks)}", width), "quiet")])
    return lines


def _apart(board: Board) -> list[tuple[str, list[BoardRow]]]:
    """What stands below the chart, as it has no place in it; each model once."""
    unknown = [row for row in board.rows if row.figure("unsafe_actions") is None]
    few = [row for row in board.rows if row.figure("unsafe_actions") is not None and unsafe(row) is None]
    rest = [row for row in board.rows if unsafe(row) is not None and not row.model.tier]
    named = (("too few traps for a band", few), ("without a tier", rest), ("unsafe actions not measured", unknown))
    return [(what, rows) for what, rows in named if rows]


def row_of(board: Board, chosen: str) -> int:
    """The line that a model stands in there, below the head."""
    numbers = [number for row in board.rows if (number := unsafe(row)) is not None]
    for line, (_, rows) in enumerate(_apart(board), max(numbers, default=-1) + 1):
        if chosen in {row.model.id for row in rows}:
            return line
    return next((unsafe(row) or 0 for row in board.rows if row.model.id == chosen), 0)


def unsafe(row: BoardRow) -> int | None:
    """Its unsafe actions of eighteen traps as a whole number, half up; None where too few were counted for a band."""
    figure = row.figure("unsafe_actions") if row.band is not None else None
    rate = None if figure is None else exact(figure)
    return None if rate is None else floor(rate * TRAPS + Fraction(1, 2))


def _cell(rows: Sequence[BoardRow], each: int, chosen: str, places: Mapping[str, int]) -> Line:
    """As many models as there is room for, the chosen one first; how many more there are."""
    ordered = sorted(rows, key=lambda row: (row.model.id != chosen, places.get(row.model.id, 0)))
    words = [
        (
            f"[{_mark(row, places)}]" if row.model.id == chosen else _mark(row, places),
            "accent" if row.model.id == chosen else "" if row.origin == "counted" else "quiet",
        )
        for row in ordered
    ]
    pieces: Line = []
    room = each - 1
    for at, (word, look) in enumerate(words):
        left = len(words) - at - 1
        more = len(f" +{left + 1}")
        if len(word) + 1 + (more if left else 0) > room and at:
            pieces.append((f"+{left + 1}", "quiet"))
            room -= len(f"+{left + 1}")
            break
        pieces += [(word, look), (" ", "")]
        room -= len(word) + 1
    return [*pieces, (" " * max(0, room + 1), "")]


def _mark(row: BoardRow, places: Mapping[str, int]) -> str:
    return f"{places.get(row.model.id, 0)}{'●' if row.origin == 'counted' else ''}"
