"""Whether a screen still shows what the database holds."""

from __future__ import annotations

import sqlite3


def version(connection: sqlite3.Connection) -> int:
    """A number that differs from the one before when another connection has committed in between."""
    (number,) = connection.execute("PRAGMA data_version").fetchone()
    return int(number)


def revised(connection: sqlite3.Connection, key: int, revision: int) -> bool:
    """Whether the present revision of a transcript, by row, is another than this one."""
    (present,) = connection.execute("SELECT revision FROM transcript WHERE id = ?", (key,)).fetchone()
    return bool(present != revision)


def transcripts(connection: sqlite3.Connection) -> int:
    """How many transcripts there are."""
    (number,) = connection.execute("SELECT count(*) FROM transcript").fetchone()
    return int(number)
