"""Whether a screen still shows what the database holds."""

from __future__ import annotations

import sqlite3


def version(connection: sqlite3.Connection) -> int:
    """A number that differs from the one before when another connection has committed in between."""
    (number,) = connection.execute("PRAGMA data_version").fetchone()
    return int(number)


def transcripts(connection: sqlite3.Connection) -> int:
    """How many transcripts there are."""
    (number,) = connection.execute("SELECT count(*) FROM transcript").fetchone()
    return int(number)
