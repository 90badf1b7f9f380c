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
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2319\u2500-\u25fc"
    "\u270c-\u2727\u2729-\u274b\u2758-\u2794\u2798-\u27af]"
)

_WORD = re.compile("[^ \n]+")


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
    place = row = start
    used = 0
    for found in _WORD.finditer(text, start, end):
        first, last = found.span()
        used += first - place
        place = last
        while first < last and not narrow(text[first]) and not cell_len(text[first]):
            first += 1  # an accent on a space stays with it
        word = text[first:last]
        cells = width_of(word)
        if used + cells > width and first > row:
            rows.append((row, first))
            row, used = first, 0
        if used + cells <= width:
            used += cells
            continue
        for grapheme, _, its_cells in split_graphemes(word)[0]:
            if used + its_cells > width and first + grapheme > row:
                rows.append((row, first + grapheme))
                row, used = first + grapheme, 0
            used += its_cells
    rows.append((row, end))
