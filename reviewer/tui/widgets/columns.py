"""The columns of the library's list, and which of them a width has room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from reviewer.store.blind import NAME
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import tone
from reviewer.tui.widgets.lines import Piece

Cell = Callable[[TranscriptRow, int], Piece]
"""What a row says in a column that has so many cells, as text and style."""

_WHOLE = 1_000


class Column(NamedTuple):
    """A column. `sort` is its name in `store.filters.SORTABLE`.

    Where room is short the highest `rank` leaves first; from `_LUXURY` on it leaves before any other gets narrower than
    `easy`.
    """

    title: str
    short: str
    sort: str
    rank: int
    least: int
    easy: int
    most: int
    cell: Cell
    right: bool = False


class Placed(NamedTuple):
    """A column and where it stands, in cells from the left."""

    column: Column
    start: int
    width: int


def _plain(value: Callable[[TranscriptRow], str | None], style: str = "") -> Cell:
    return lambda row, _: (visible_line(value(row) or ""), style)


def _number(value: Callable[[TranscriptRow], int], style: str = "") -> Cell:
    def cell(row: TranscriptRow, _: int) -> Piece:
        number = value(row)
        return f"{number:,}", style if number else "quiet"

    return cell


def run_of(row: TranscriptRow, width: int = _WHOLE) -> str:
    """`2/4 name`, or the one of both that has room: k of N tells runs apart in few cells."""
    name = visible_line(row.run)
    if row.run_index is None:
        return name
    place = f"{row.run_index}/{row.run_count}" if row.run_count else str(row.run_index)
    both = f"{place} {name}"
    return both if cell_len(both) <= width or width >= len(place) + 9 else place


def _class(row: TranscriptRow, width: int) -> Piece:
    """Its class; `escalate` where `must-escalate` would lose its end."""
    name = visible_line(row.case_class or "")
    return name if cell_len(name) <= width else name.removeprefix("must-"), ""


def score_of(row: TranscriptRow) -> str:
    """The first score, short: numbers in three decimals at most, texts without their quotes."""
    if row.score_number is not None:
        return f"{row.score_number:.3f}".rstrip("0").rstrip(".")
    return visible_line((row.score or "").strip('"'))


def states_of(row: TranscriptRow) -> list[str]:
    """What a reader must know of a transcript, in words. That it is synthetic comes first, so that nothing hides it."""
    states = ["synthetic"] if row.synthetic else []
    if row.run_state != "valid":
        states.append(row.run_state)
    if row.unknown_case:
        states.append("unknown case")
    if row.status != "complete" or not states:
        states.append(row.status)
    return states


def _state(row: TranscriptRow, width: int) -> Piece:
    states = states_of(row)
    text = " · ".join(states)
    if cell_len(text) > width:
        text = f"{states[0]} +{len(states) - 1}" if len(states) > 1 else text
    if row.status == "error" or row.run_state == "invalid":
        return text, "error"
    return text, tone(states)


_LUXURY = 6

COLUMNS = (
    Column("model", "model", "model", 1, 10, 22, 32, _plain(lambda row: row.model or NAME, "strong")),
    Column("run", "run", "run", 3, 4, 4, 36, lambda row, width: (run_of(row, width), "")),
    Column("suite", "suite", "", 12, 8, 12, 20, _plain(lambda row: row.suite, "quiet")),
    Column("case", "case", "case", 0, 12, 22, 40, _plain(lambda row: row.case)),
    Column("class", "class", "class", 6, 8, 8, 14, _class),
    Column("intent", "intent", "intent", 8, 12, 16, 32, _plain(lambda row: row.intent)),
    Column("score", "score", "score", 4, 6, 6, 10, lambda row, _: (score_of(row), ""), right=True),
    Column("messages", "msgs", "messages", 7, 5, 5, 9, _number(lambda row: row.messages), right=True),
    Column("calls", "calls", "calls", 9, 6, 6, 7, _number(lambda row: row.calls), right=True),
    Column("words", "words", "words", 10, 6, 6, 9, _number(lambda row: row.words), right=True),
    Column("warnings", "warn", "warnings", 5, 5, 5, 9, _number(lambda row: row.warnings, "warning"), right=True),
    Column("state", "state", "", 2, 12, 12, 24, _state),
)


def place(width: int, sample: Sequence[TranscriptRow], sorted_by: str = "") -> list[Placed]:
    """The columns that `width` cells have room for, as wide as the sample's texts want where there is room to spare.

    The column that the list is sorted by stays.
    """
    gap = 2 if width >= 100 else 1
    kept = [column for column in COLUMNS if _said(column, sample)]
    wants = {column: _wanted(column, sample) for column in kept}
    easy = {column: min(_easy(column, sample), wants[column]) for column in kept}
    least = {column: min(column.least, wants[column]) for column in kept}

    def fits(widths: dict[Column, int]) -> bool:
        return sum(widths[column] + gap for column in kept) - gap <= width

    while len(kept) > 1:
        last = max((c for c in kept if not c.sort or c.sort != sorted_by), key=lambda column: column.rank)
        if fits(easy) or (last.rank < _LUXURY and fits(least)):
            break
        kept.remove(last)
    widths = {column: least[column] for column in kept}
    spare = width - sum(widths.values()) - gap * (len(kept) - 1)
    titles = {column: len(column.title) + 1 for column in kept}
    for goal in (easy, wants, titles):
        for column in sorted(kept, key=lambda column: column.rank):
            more = max(0, min(spare, goal[column] - widths[column]))
            if column.title == "run" and goal is wants and more < wants[column] - easy[column] and _told(sample):
                continue  # `2/4` says it; a piece of its name says no more
            widths[column] += more
            spare -= more
    placed, start = [], 0
    for column in kept:
        placed.append(Placed(column, start, max(1, widths[column])))
        start += widths[column] + gap
    return placed


def _easy(column: Column, sample: Sequence[TranscriptRow]) -> int:
    """A run of no known k of N is told by its name, which needs more room than `2/4`."""
    if column.title == "run" and not _told(sample):
        return 20
    return column.easy


def _told(sample: Sequence[TranscriptRow]) -> bool:
    return all(row.run_index and row.run_count for row in sample)


def _wanted(column: Column, sample: Sequence[TranscriptRow]) -> int:
    longest = max((cell_len(column.cell(row, _WHOLE)[0]) for row in sample), default=0)
    return min(column.most, max(longest, len(column.short) + bool(column.sort)))


def _said(column: Column, sample: Sequence[TranscriptRow]) -> bool:
    """Class, intent and suite take no room where there is nothing to tell."""
    if column.title == "suite":
        return len({row.suite for row in sample}) > 1
    if column.title in ("class", "intent"):
        return not sample or any(column.cell(row, _WHOLE)[0] for row in sample)
    return True
