"""The files that a board gives: what an export writes, and what `reviewer verify` makes again to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reviewer.export import json_text
from reviewer.export.board.html import html
from reviewer.export.board.markdown import markdown
from reviewer.export.board.tables import TABLES, table_file
from reviewer.model.board import Board
from reviewer.operations import pages

KIND: Final = "board"
BOARD: Final = "board.json"
INDEX: Final = {"html": "index.html", "md": "board.md"}
FORMATS: Final = ("html", "md", "json", "csv")
"""In which a board can be written, the usual one first; `json` is one file, the rest are folders."""

DATA: Final = (
    (BOARD, "everything that this page knows, as data; its schema is `reviewer schema board`"),
    *((f"{one.name}.csv", f"the {one.name} as a table") for one in TABLES),
)
"""What lies beside the page: name and what it is."""


def board_file(board: Board) -> bytes:
    """The board as JSON: sorted, so that equal content is equal bytes."""
    return json_text.json_bytes(board.model_dump(mode="json"))


def board_files(format_: str, board: Board) -> Iterator[tuple[str, bytes]]:
    """A board's folder, without its manifest: the page if there is one, and the data beside it."""
    if format_ in INDEX:
        yield INDEX[format_], {"html": html, "md": markdown}[format_](board, files=DATA)
    yield BOARD, board_file(board)
    for one in TABLES:
        yield f"{one.name}.csv", table_file(one, board)


def format_of(files: Sequence[str]) -> str:
    """Which format a board's folder is in, by its names."""
    return pages.format_of(files, INDEX) or "csv"
