"""A board in sentences: one model with its figures, and what the rules pick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.dossier.resolve_words import full
from reviewer.model.board import Board, BoardRow
from reviewer.text.visible import visible_line
from reviewer.tui.dossier_evidence import Said

_FEW = 8


def of_row(board: Board, row: BoardRow) -> Iterator[Said]:
    """Where its numbers come from, each with its interval; its ranks, and who is not told apart from it."""
    yield _said(row.model.label, "strong")
    if row.origin == "published":
        yield _said("published: as its page prints it; no transcript of it is counted here", "warning")
    else:
        runs = f"{len(row.runs)} run{'s' * (len(row.runs) != 1)}"
        yield _said(f"counted here: {runs}{', synthetic' if row.synthetic else ''}: {', '.join(row.runs)}")
    if row.read:
        yield _said(row.read.text)
    known = {one.metric for one in board.columns}
    for figure in row.figures:
        if figure.metric in known:
            yield _said(f"{figure.title}: {full(figure)}")
    for figure in row.published:
        if figure.metric in known:
            yield _said(f"published, beside it: {figure.title} {figure.shown}", "quiet")
    if row.band:
        others = [one for one in row.bands if one != row.band]
        yield _said(f"band: {row.band}{f' ~ its interval reaches into {_and(others)}' if others else ''}")
    for order in board.orders:
        mine = next((one for one in order.standings if one.model == row.model.id), None)
        if mine is not None:
            ranks = f"{mine.first}–{mine.last}" if mine.first != mine.last else f"{mine.first}"
            yield _said(f"{order.metric.replace('_', ' ')}: place {mine.place}, rank {ranks}", "quiet")
    for pick in board.picks:
        if row.model.id in pick.models:
            yield _said(f"picked: {pick.title}", "good")
    for one in board.pareto.dominated:
        if one.model == row.model.id:
            yield _said(f"dominated by {_some(one.by)}", "quiet")
    for read in board.coverage.models:
        if read.model == row.model.id:
            yield _said(f"{read.read:,} of {read.transcripts:,} transcripts read in full", "quiet")


def picks(board: Board) -> Iterator[Said]:
    """What each rule gives; then the rules of the order, of the bands and of the counts."""
    for pick in board.picks:
        yield _said(f"{pick.title}: {_some(pick.models)}", "strong")
        yield _said(pick.sentence, indent=2)
        yield _said(f"rule: {pick.rule}", "quiet", 2)
    yield _said(f"on the frontier: {_some(board.pareto.frontier)}", "strong")
    yield _said(board.pareto.rule, "quiet", 2)
    yield _said("rules", "strong")
    for order in board.orders[:1]:
        yield _said(order.rule, indent=2)
        yield _said(order.ties, indent=2)
    for rule in (board.calibration_rule, *board.rules):
        yield _said(rule, indent=2)
    for note in board.left_out:
        yield _said(f"on no row: {note}", "warning", 2)
    for claim in board.claims:
        yield _said(claim.text)
    if board.published:
        yield _said(f"published rows: {board.published.name}, {board.published.hash}", "quiet")
    yield _said(f"snapshot {board.snapshot.id}", "quiet")


def _said(text: str, style: str = "", indent: int = 0) -> Said:
    return Said(visible_line(text), style, indent=indent)


def _some(names: Iterable[str]) -> str:
    listed = [*names]
    more = f" and {len(listed) - _FEW:,} more" if len(listed) > _FEW else ""
    return ", ".join(listed[:_FEW]) + more


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)
