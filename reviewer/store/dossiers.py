"""What a dossier asks of the database beside figures and findings, and the editions that were frozen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from reviewer.store.faults import damaged, path_of


class Stored(NamedTuple):
    """A transcript of a run: its row, its present revision, and how it ended."""

    key: int
    id: str
    run: int
    status: str
    revision: str
    """The content hash."""

    messages: int


class Ruling(NamedTuple):
    """What was adjudicated of an outcome."""

    outcome: str
    verdict: str | None
    reason: str


def stored(connection: sqlite3.Connection, runs: Iterable[int]) -> list[Stored]:
    """Every transcript of these runs (rows), whether it counts or not."""
    found = connection.execute(
        """SELECT t.id, t.public_id, t.run, v.status, v.hash, v.messages
        FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) ORDER BY t.id""",
        (json.dumps([*runs]),),
    )
    return [Stored(*row) for row in found]


def rulings(connection: sqlite3.Connection) -> dict[str, Ruling]:
    """What was adjudicated of outcomes, by the transcript's public id."""
    found = connection.execute("SELECT transcript, decision, verdict, reason FROM adjudication WHERE about = 'outcome'")
    return {transcript: Ruling(*row) for transcript, *row in found}


def seal_key(connection: sqlite3.Connection) -> bytes:
    """The key of this store."""
    found = connection.execute("SELECT key FROM seal_key").fetchone()
    if found is None:
        raise damaged(path_of(connection), "the key that quotes are sealed with is gone")
    return bytes(found[0])
