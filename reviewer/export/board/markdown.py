"""The board as one Markdown file: the same content as the HTML has. Where HTML draws, the tables say it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.export.board.blocks import BoardPage, BoardPart, Drawing
from reviewer.export.board.page import page
from reviewer.export.markdown_text import line, link
from reviewer.export.report.markdown_blocks import anchored, block, joined
from reviewer.model.board import Board


def markdown(board: Board, *, files: Sequence[tuple[str, str]] = ()) -> bytes:
    """The file's bytes."""
    return index(page(board, files)).encode("utf-8")


def index(whole: BoardPage) -> str:
    """The page."""
    title = f"{whole.title} (synthetic)" if whole.synthetic else whole.title
    notices = "\n>\n".join(f"> **{line(notice.text)}**" for notice in whole.notices)
    contents = "\n".join(f"- {link(part.title, f'#{part.id}')}" for part in whole.parts)
    head = [f"# {line(title)}", line(whole.subtitle), notices, contents]
    return joined((*head, *(piece for part in whole.parts for piece in _part(part))))


def _part(part: BoardPart) -> Iterator[str]:
    yield f"{anchored(part.id)}\n\n## {line(part.title)}"
    for one in part.blocks:
        if isinstance(one, Drawing):
            yield line(one.caption)
        else:
            yield from block(one, {})
