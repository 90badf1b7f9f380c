"""Bringing a database up to the schema of this program: numbered SQL files under `db/migrations`, each run once.

Six processes may find the same old file at once. One takes the lock and migrates, in one exclusive transaction with the
version as its last word; the others wait, look again and find nothing left to do. Before that the old file is copied
aside.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files

from reviewer.errors import BusyStore
from reviewer.store.connection import APPLICATION_ID, SCHEMA_VERSION, Writer
from reviewer.store.faults import backups, damaged

KEPT_BACKUPS = 3
PATIENCE = 60.0
"""Seconds to wait for another process that migrates: a big file takes its time."""


def migrations() -> list[str]:
    """The SQL of each migration, in order; its place from 1 is its version."""
    folder = files("reviewer.db").joinpath("migrations")
    return [
        file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    ]


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit before the first."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def migrate(connection: Writer) -> None:
    """Runs what is missing. Raises BusyStore when another process kept the file for a minute; rolls back as a whole."""
    if not connection.lock.take(alone=True, patience=PATIENCE):
        raise BusyStore(f"{connection.path}: another process keeps it for too long")
    try:
        version = _version(connection)
        if version >= SCHEMA_VERSION:
            return
        if version:
            _back_up(connection, version)
        connection.execute("PRAGMA foreign_keys = OFF")  # no effect inside a transaction, so before it
        connection.execute("BEGIN EXCLUSIVE")
        try:
            version = _version(connection)  # the lock file may have been removed by hand; this one cannot be
            for script in migrations()[version:]:
                for statement in statements(script):
                    connection.execute(statement)
            if orphans := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise damaged(connection.path, f"a row of {orphans[0]} belongs to nothing")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.execute("PRAGMA foreign_keys = ON")
    finally:
        connection.lock.give()


def schema() -> str:
    """The whole schema as the migrations make it: the text of `db/schema.sql`."""
    with sqlite3.connect(":memory:") as memory:
        for script in migrations():
            for statement in statements(script):
                memory.execute(statement)
        rows = memory.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid"
        ).fetchall()
    memory.close()
    return "-- Made from db/migrations by `reviewer.store.migrate.schema`; a test compares the two.\n\n" + "".join(
        f"{sql};\n\n" for (sql,) in rows
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(connection: Writer, version: int) -> None:
    """A whole copy beside the file, private and synced, before anything changes; the oldest copies go.

    It has its name only once it is whole: whoever is killed before leaves no half copy among the others.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    half = f"{connection.path}.unfinished-backup"
    with suppress(FileNotFoundError):
        os.unlink(half)  # noqa: PTH108 - of somebody who was killed: the lock is ours alone
    file = os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        connection.execute("VACUUM INTO ?", (half,))
        os.fsync(file)
        os.rename(half, f"{connection.path}.backup-{moment}-v{version}")  # noqa: PTH104
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(half)  # noqa: PTH108 - half a copy is none
        raise
    finally:
        os.close(file)
    for old in backups(connection.path)[:-KEPT_BACKUPS]:
        os.unlink(old)  # noqa: PTH108
