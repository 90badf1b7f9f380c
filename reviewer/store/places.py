"""Where a person was in each transcript, so that it reopens there."""

from __future__ import annotations

import sqlite3

from reviewer.review.events import now


def get(connection: sqlite3.Connection, key: int) -> int | None:
    """The number of the message at which the transcript was left, if it was ever opened."""
    found = connection.execute("SELECT message FROM place WHERE transcript = ?", (key,)).fetchone()
    return found[0] if found else None


def put(connection: sqlite3.Connection, key: int, message: int) -> None:
    """Keeps it, on a writing connection and in whatever transaction that is in."""
    connection.execute(
        """INSERT INTO place (transcript, message, at) VALUES (?, ?, ?)
        ON CONFLICT (transcript) DO UPDATE SET message = excluded.message, at = excluded.at""",
        (key, message, now()),
    )
