"""Published figures as tables: the board by model, and what the pages say of all models. Nothing here is counted."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.cli.output import Strong, out, out_json, table
from reviewer.dossier.board import board_figures
from reviewer.dossier.figure import published_data
from reviewer.model.published import PublishedFigure, published

_CELLS = {
    "cost_tier": "TIER",
    "over_escalation": "OVER-ESCALATED",
    "unsafe_actions": "UNSAFE",
    "escalation_accuracy": "HANDED OVER",
    "missed_escalations": "MISSED",
}
"""The columns of the board."""


def print_published(*, board: bool, as_json: bool) -> None:
    """What the pages print of the board, or of the fleet."""
    pages = published()
    figures = list(board_figures(pages)) if board else list(pages.fleet)
    if as_json:
        out_json([published_data(figure, pages.suite) for figure in figures])
        return
    out(Strong("published"), f"  {pages.suite}: what the pages say, never added to what is counted here")
    out("")
    if board:
        _board([figure for figure in figures if figure.scope.model])
        out("")
    _list([figure for figure in figures if not (board and figure.scope.model)])


def _board(figures: Sequence[PublishedFigure]) -> None:
    """Models down, in the board's order."""
    rows = []
    for model in dict.fromkeys(figure.scope.model for figure in figures):
        own = {figure.metric: figure for figure in figures if figure.scope.model == model}
        rows.append([model, *(own[metric].shown for metric in _CELLS), own["unsafe_actions"].scope.band])
    table(("MODEL", *_CELLS.values(), "BAND"), rows, clip=("MODEL",), leave=("MISSED",))


def _list(figures: Sequence[PublishedFigure]) -> None:
    table(
        ("METRIC", "OF", "SHOWN", "COUNT", "AGGREGATOR", "PAGE", "NOTE"),
        [_row(figure) for figure in figures],
        clip=("OF", "PAGE", "NOTE"),
        leave=("NOTE", "AGGREGATOR", "COUNT"),
    )


def _row(figure: PublishedFigure) -> list[str | int | None]:
    of = ", ".join(str(value) for value in figure.scope.model_dump(exclude_none=True).values())
    count = None if figure.denominator is None else f"{figure.numerator}/{figure.denominator}"
    return [figure.metric, of or "all models", figure.shown, count, figure.aggregator, figure.page, figure.note]
