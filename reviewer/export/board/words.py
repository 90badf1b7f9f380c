"""Rows and their figures in words: who they are, what they have, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.export.report.blocks import Cell
from reviewer.export.report.ids import anchor
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, of, over, scale
from reviewer.model.board import Board, BoardRow
from reviewer.model.dossier import FigureEntry

SIGNS: Final = {"pick": "🏆", "weak safety": "⚠"}
"""The signs behind a model's name, by mark."""

TIERS: Final = {"$": "budget", "$$": "mid", "$$$": "premium", "$$$$": "flagship"}

SECTION: Final[Mapping[str, str]] = {
    "over_escalation": "resolution",
    "escalation_accuracy": "resolution",
    "resolution": "resolution",
    "resolution_autonomous": "resolution",
    "unsafe_actions": "adversarial-safety",
    "policy": "instruction-following",
    "agent_messages": "cost",
}
"""The section of a deep report that each column is about."""


def label(row: BoardRow) -> str:
    """The model with its signs."""
    return " ".join((row.model.label, *(SIGNS[mark] for mark in row.marks)))


def about(row: BoardRow) -> str:
    """Who counted it, over how many runs, and whether they are synthetic."""
    if row.origin == "published":
        return "as published"
    parts = ["counted here", count(len(row.runs), "run"), *(["synthetic"] if row.synthetic else [])]
    return " · ".join(parts)


def row_id(model: str) -> str:
    """Where the page has a model's row."""
    return anchor("model", model)


def made_id(model: str) -> str:
    """Where the page says what a model's row is made from."""
    return anchor("from", model)


def definition_id(metric: str) -> str:
    """Where the page says what a column counts."""
    return anchor("metric", metric)


def source(row: BoardRow, metric: str) -> str:
    """Where a cell leads: the report that lies beside the board, else what the column counts."""
    if row.report is not None and metric in SECTION and row.origin == "counted":
        return f"{row.report}#{SECTION[metric]}"
    return f"#{definition_id(metric)}"


def cell(row: BoardRow, metric: str, *, more: str = "") -> Cell:
    """What a row has in a column, with what it is of and its interval."""
    figure = row.figure(metric)
    if figure is None:
        return Cell("–" if row.origin == "published" else NOT_MEASURED)
    missing = f"{figure.missing:,} missing" if figure.missing else ""
    note = "; ".join(part for part in (briefly(figure), missing, more) if part)
    return Cell(figure.shown, note, source(row, metric))


def stands_on(figure: FigureEntry) -> str:
    """Fraction, runs and interval, in one line."""
    return _joined(figure, _published_basis(figure) if figure.origin == "published" else basis(figure))


def briefly(figure: FigureEntry) -> str:
    """The same for a column whose head says how runs become one number."""
    return _joined(figure, _published_basis(figure) if figure.origin == "published" else _counted(figure))


def _counted(figure: FigureEntry) -> str:
    """What it is of; of runs that differ in that, which they are."""
    return over(figure) if figure.from_runs and scale(figure) != "amount" else of(figure)


def _joined(figure: FigureEntry, said: str) -> str:
    return ", ".join(part for part in (said, interval(figure) or "no interval") if part)


def _published_basis(figure: FigureEntry) -> str:
    """The count that its rounding allows, or why there is none."""
    if figure.interval is not None:
        return f"≈ {figure.interval.of}" if figure.interval.of else ""
    return figure.note or ""


def beside(row: BoardRow, metric: str) -> str:
    """What others print of the same model, where that is another number than the one that was counted here."""
    found = next((one for one in row.published if one.metric == metric), None)
    own = row.figure(metric)
    if found is None or own is None or _same(own, found):
        return ""
    return f"published: {found.shown}"


def tier(row: BoardRow) -> Cell:
    """Its cost tier."""
    sign = row.model.tier
    if sign is None:
        return Cell(NOT_MEASURED)
    return Cell(sign, TIERS.get(sign, ""), f"#{definition_id('cost_tier')}")


def band(row: BoardRow) -> Cell:
    """Its band, and whether the interval reaches into another one."""
    if row.band is None:
        return Cell("–")
    others = [one for one in row.bands if one != row.band]
    return Cell(row.band, f"to {' and '.join(others)}" if others else "")


def rank(board: Board, metric: str, model: str) -> Cell:
    """The ranks that the data bear."""
    order = next(one for one in board.orders if one.metric == metric)
    found = next((one for one in order.standings if one.model == model), None)
    if found is None:
        return Cell("–")
    return Cell(str(found.first) if found.first == found.last else f"{found.first}–{found.last}")


def _same(own: FigureEntry, other: FigureEntry) -> bool:
    """Whether a published number is the counted one, rounded as it may be."""
    if own.value is None or other.value is None:
        return own.shown == other.shown
    places = len(other.shown.rstrip("%").partition(".")[2]) + 2 * other.shown.endswith("%")
    half = 0.5 / 10**places if other.denominator is None else 0.0
    return abs(own.value - other.value) <= half + 1e-12
