"""CSV that a spreadsheet opens without calculating it.

Text that would begin a formula gets an apostrophe in front; numbers are never touched, and text is always quoted, so
that "0012" stays one. The apostrophe does not survive being saved again by a spreadsheet: JSON is the format that loses
nothing. Records end in CRLF, as RFC 4180 has it; within a text a line ends in LF.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from reviewer.text.visible import visible

Cell = str | int | float | bool | None
"""None is an empty field, a truth value is the word."""

# A semicolon separates fields where people write a decimal comma: what follows it could begin a formula too.
_FORMULA: Final = re.compile(r"(?:\A|;)\s*(?=[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|%])")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as a file, in UTF-8. Raises ValueError for a row of another length than the header."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guarded(column) for column in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row of {len(row)} fields under {len(columns)} columns")
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """Text as it may stand in a field: hostile characters visible, nothing that would be calculated."""
    return _FORMULA.sub(lambda found: found[0] + "'", visible(text.replace("\r\n", "\n")))


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "infinity" if value > 0 else "minus infinity"
    return value
