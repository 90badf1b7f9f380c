"""Read receipts in the database: what was on screen, for how long, in which sitting. They are no events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class ReceiptRow(NamedTuple):
    """A receipt as it is stored. `revision` is a content hash, `transcript` a public id."""

    sitting: str
    revision: str
    message: int
    reader: str
    transcript: str
    milliseconds: int
    words: int
    folded: int
    at: str


# The one with more time for each word wins, of equals the one with less folded away, then the rest: a total order, so
# that merging in any order and any number of times comes to the same.
_KEEP = """
INSERT INTO receipt (sitting, revision, message, reader, transcript, milliseconds, words, folded, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (sitting, revision, message) DO UPDATE SET reader = excluded.reader, transcript = excluded.transcript,
    milliseconds = excluded.milliseconds, words = excluded.words, folded = excluded.folded, at = excluded.at
WHERE (1.0 * excluded.milliseconds / max(excluded.words, 1), -excluded.folded, excluded.milliseconds,
        excluded.at, excluded.reader, excluded.transcript)
    > (1.0 * receipt.milliseconds / max(receipt.words, 1), -receipt.folded, receipt.milliseconds,
        receipt.at, receipt.reader, receipt.transcript)
"""


def keep(connection: sqlite3.Connection, rows: Iterable[ReceiptRow]) -> int:
    """Inside a transaction: keeps receipts, of each the larger; how many rows changed."""
    before = connection.total_changes
    connection.executemany(_KEEP, rows)
    return connection.total_changes - before


def receipts(connection: sqlite3.Connection, transcript: str | None = None) -> list[ReceiptRow]:
    """All receipts, or those of one transcript, in a fixed order."""
    found = connection.execute(
        """SELECT sitting, revision, message, reader, transcript, milliseconds, words, folded, at FROM receipt
        WHERE ?1 IS NULL OR transcript = ?1 ORDER BY sitting, revision, message""",
        (transcript,),
    )
    return [ReceiptRow(*row) for row in found]
