"""What SQLite complains about, in plain words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reviewer.errors import BusyStore, DamagedStore, Interrupted, NotAStore, ReviewerError, StoreError
from reviewer.store.connection import open_reading, open_writing
from reviewer.store.faults import disk_fault, fault, faults


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (sqlite3.SQLITE_BUSY, BusyStore, "another process"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, BusyStore, "another process"),
        (sqlite3.SQLITE_LOCKED, BusyStore, "another process"),
        (sqlite3.SQLITE_NOTADB, NotAStore, "not a SQLite database"),
        (sqlite3.SQLITE_CORRUPT_INDEX, DamagedStore, "damaged"),
        (sqlite3.SQLITE_FULL, StoreError, "no space left"),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreError, "read-only"),
        (sqlite3.SQLITE_CANTOPEN, StoreError, "cannot be opened"),
        (sqlite3.SQLITE_IOERR_FSYNC, StoreError, "disk failed"),
        (sqlite3.SQLITE_ERROR, DamagedStore, "made by a development version"),
        (sqlite3.SQLITE_INTERRUPT, Interrupted, "interrupted"),
    ],
)
def test_each_kind_of_complaint(code: int, error: type[ReviewerError], words: str) -> None:
    """In one line that names the file, under the exit code that fits."""
    said = sqlite3.OperationalError("no such table: x")
    said.sqlite_errorcode = code
    ours = fault(said, "/runs/study.db")
    assert type(ours) is error
    assert words in str(ours)
    assert "/runs/study.db" in str(ours) or error is Interrupted
    assert "\n" not in str(ours)


def test_a_complaint_that_cannot_be_read(tmp_path: Path) -> None:
    """SQLite quotes the damaged schema in its message, and that may be no text at all."""
    path = tmp_path / "study.db"
    open_writing(path).close()
    data = path.read_bytes()
    place = data.index(b"CREATE TABLE source")
    path.write_bytes(data[: place + 13] + b"\x83\xb6 (" + data[place + 17 :])
    with pytest.raises(DamagedStore):
        open_reading(path)


def test_other_errors_pass() -> None:
    """A fault of the program's own is none of the database's."""
    with pytest.raises(KeyError), faults("study.db"):
        raise KeyError("x")


def test_what_the_disk_says() -> None:
    """In the system's words."""
    assert str(disk_fault(OSError(28, "x"), "study.db")) == "study.db: no space left on device"
    assert str(disk_fault(OSError("odd"), "study.db")) == "study.db: odd"
