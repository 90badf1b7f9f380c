"""What SQLite or the disk complained about, in one plain line: nothing of `sqlite3.Error` passes this door."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from reviewer.errors import BusyStore, DamagedStore, Interrupted, NotAStore, ReviewerError, StoreError

PRIMARY_CODE = 0xFF
"""The low byte of an extended result code of SQLite's is the primary one."""


def backups(path: str) -> list[str]:
    """The copies that migrations left beside the database, oldest first."""
    from pathlib import Path

    whole = Path(path)
    try:
        return sorted(str(file) for file in whole.parent.iterdir() if file.name.startswith(f"{whole.name}.backup-"))
    except OSError:
        return []


def fault(error: sqlite3.Error, path: str) -> ReviewerError:
    """The error of this program for an error of SQLite's about the database at `path`."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY_CODE
    match code:
        case sqlite3.SQLITE_INTERRUPT:
            return Interrupted("interrupted; what was saved before stays")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyStore(f"{path}: another process has been writing to it for too long; try again when it is done")
        case sqlite3.SQLITE_NOTADB:
            return NotAStore(f"{path}: not a SQLite database")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path, str(error))
        case sqlite3.SQLITE_FULL:
            return StoreError(f"{path}: no space left on the disk; what was saved before stays")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreError(f"{path}: cannot be written: the file or its folder is read-only for you")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{path}: cannot be opened: look at the rights of the file and of its folder")
        case sqlite3.SQLITE_IOERR:
            return StoreError(f"{path}: the disk failed ({getattr(error, 'sqlite_errorname', error)})")
        case _:
            return damaged(path, str(error))


def damaged(path: str, what: str) -> DamagedStore:
    """The error of a database that does not hold what it should; it names the newest backup where there is one."""
    kept = backups(path)
    hint = f"the newest backup is {kept[-1]}" if kept else "load the files into a new database"
    if what.startswith("no such ") or " has no column " in what:
        made = "it was made by a development version that this one cannot bring over, or is damaged"
        return DamagedStore(f"{path}: the database lacks what its form should have ({what}): {made}; {hint}")
    return DamagedStore(f"{path}: the database is damaged ({what}); {hint}")


@contextmanager
def faults(database: sqlite3.Connection | str) -> Iterator[None]:
    """Everything SQLite raises inside becomes an error of this program; `database` is a connection or a path."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault(error, database if isinstance(database, str) else path_of(database)) from error
    except UnicodeDecodeError as error:  # SQLite quotes in its complaint what is no text
        raise damaged(database if isinstance(database, str) else path_of(database), "no text where text was") from error


def path_of(connection: sqlite3.Connection) -> str:
    """The file that a connection is open on; plain words where even that cannot be asked any more."""
    try:
        return str(connection.execute("PRAGMA database_list").fetchone()[2]) or "the database"
    except sqlite3.Error:
        return "the database"


def disk_fault(error: OSError, path: str) -> StoreError:
    """The same for what the operating system says."""
    return StoreError(f"{path}: {os.strerror(error.errno or 0).lower()}" if error.errno else f"{path}: {error}")
