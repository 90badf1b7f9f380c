"""Text to rows: where each row of a wrapped text begins and ends.

Rows are offsets, not strings, so that a highlight, a match and a citation all speak of the same places. Lines break at
spaces where they can; the spaces at a break belong to the row that they end. Text without wide characters, which is
nearly all, is measured by its length.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

Row = tuple[int, int]
"""Where a row begins and ends in the text, spaces at its end included."""

_MAYBE_NOT_ONE_CELL = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2319\u2500-\u25fc]"
)


def narrow(text: str) -> bool:
    """Whether each character of the text surely takes one cell."""
    return text.isascii() or _MAYBE_NOT_ONE_CELL.search(text) is None


def width_of(text: str) -> int:
    """The cells that a text takes."""
    return len(text) if narrow(text) else cell_len(text)


def wrap(text: str, width: int) -> list[Row]:
    """The rows of a text at a width of at least one cell. An empty text has one empty row."""
    rows: list[Row] = []
    all_narrow = narrow(text)
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        if all_narrow or narrow(text[start:end]):
            _wrap_narrow(text, start, end, width, rows)
        else:
            _wrap_wide(text, start, end, width, rows)
        start = end + 1
    return rows


def _wrap_narrow(text: str, start: int, end: int, width: int, rows: list[Row]) -> None:
    if start == end:
        rows.append((start, end))
    while end - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        cut = start + width if cut < 0 else cut + 1
        while cut < end and text[cut] == " ":
            cut += 1
        rows.append((start, cut))
        start = cut
    if start < end:
        rows.append((start, end))


def _wrap_wide(text: str, start: int, end: int, width: int, rows: list[Row]) -> None:
    line = text[start:end]
    row_start = used = 0
    break_at = used_at_break = 0
    for grapheme_start, grapheme_end, cells in split_graphemes(line)[0]:
        if line[grapheme_start] == " ":
            used += cells
            break_at, used_at_break = grapheme_end, used
            continue
        if used + cells > width and grapheme_start > row_start:
            if break_at > row_start:
                rows.append((start + row_start, start + break_at))
                row_start, used = break_at, used - used_at_break
            else:
                rows.append((start + row_start, start + grapheme_start))
                row_start, used = grapheme_start, 0
            break_at = used_at_break = 0
        used += cells
    rows.append((start + row_start, end))
