"""Questions that a doctor asks a database. None of them changes it."""

from __future__ import annotations

import sqlite3

COUNTED = ("source", "run", "transcript", "revision", "message", "tool_call", "score", "warning", "review_event")

_COUNTS = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED)  # noqa: S608 - our own names


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables have that a person has heard of."""
    return dict(zip(COUNTED, connection.execute(_COUNTS).fetchone(), strict=True))


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file; nothing, if all is well."""
    return [line for (line,) in connection.execute("PRAGMA quick_check(20)") if line != "ok"]


def orphans(connection: sqlite3.Connection) -> list[str]:
    """Rows that belong to nothing, or that are missing."""
    found = [
        f"{table} row {row} names a {parent} that is not there"
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    ]
    said, calls = connection.execute(
        "SELECT coalesce(sum(messages), 0), coalesce(sum(calls), 0) FROM revision"
    ).fetchone()
    there = counts(connection)
    for table, expected in (("message", said), ("tool_call", calls)):
        if there[table] != expected:
            found.append(f"{there[table]} rows in {table}, where the transcripts say {expected}")
    (missing,) = connection.execute(
        "SELECT count(*) FROM transcript t LEFT JOIN revision v ON v.id = t.revision WHERE v.id IS NULL"
    ).fetchone()
    return [*found, f"{missing} transcripts without their revision"] if missing else found


def unfinished(connection: sqlite3.Connection) -> list[str]:
    """Files whose load broke off."""
    return [path for (path,) in connection.execute("SELECT path FROM source WHERE state = 'loading' ORDER BY path")]


def read_by_earlier(connection: sqlite3.Connection, readers: int) -> int:
    """How many files were read by readers of an earlier version than this one."""
    (files,) = connection.execute("SELECT count(*) FROM source WHERE readers < ?", (readers,)).fetchone()
    return int(files)


def refused(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """(file, place, reason) of what could not come in."""
    return connection.execute(
        "SELECT s.path, r.place, r.reason FROM refusal r JOIN source s ON s.id = r.source ORDER BY s.path, r.id"
    ).fetchall()


def journal(connection: sqlite3.Connection) -> str:
    """How the file keeps its commits: "wal" or "delete"."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
