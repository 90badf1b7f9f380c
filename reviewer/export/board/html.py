"""The board as one page of HTML that works from a disk, in the look of the deep report."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.export.board.blocks import BoardPage
from reviewer.export.board.page import page
from reviewer.export.report.environment import style, template, trusted
from reviewer.model.board import Board

STYLES = ("report.css", "board.css")


def html(board: Board, *, files: Sequence[tuple[str, str]] = ()) -> bytes:
    """The page's bytes."""
    return index(page(board, files)).encode("utf-8")


def index(whole: BoardPage) -> str:
    """The page."""
    text, digest = style(*STYLES)
    return template("board.html.j2").render(
        title=whole.title, synthetic=whole.synthetic, board=whole, style=trusted(text), style_hash=digest
    )
