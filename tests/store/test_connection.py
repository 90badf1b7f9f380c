"""Opening the database, and what is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reviewer.errors import BusyStore, DamagedStore, NewerStore, NotAStore, ReviewerError, StoreError
from reviewer.store import connection as connections
from reviewer.store.connection import (
    APPLICATION_ID,
    Writer,
    checkpoint,
    open_reading,
    open_writing,
    present,
    transaction,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def add_run(writer: sqlite3.Connection, name: str) -> None:
    writer.execute(
        "INSERT INTO run (suite, model, name, first_loaded_at, label) VALUES ('s', 'm', ?, '', 'm')", (name,)
    )


def test_all_of_its_files_are_private(tmp_path: Path) -> None:
    """Whatever the umask says, the database, its log and its lock are for their owner alone."""
    old = os.umask(0o022)
    try:
        path = tmp_path / "study.db"
        writer = open_writing(path)
        with transaction(writer):
            add_run(writer, "r")
        files = {file.name: mode(file) for file in tmp_path.iterdir()}
        writer.close()
    finally:
        os.umask(old)
    assert files == dict.fromkeys(("study.db", "study.db-wal", "study.db-shm", "study.db-lock"), 0o600)


def test_an_empty_file_becomes_private_before_it_is_filled(tmp_path: Path) -> None:
    """A file that holds something already keeps the mode that its owner gave it."""
    path = tmp_path / "study.db"
    path.touch()
    path.chmod(0o644)
    open_writing(path).close()
    assert mode(path) == 0o600
    path.chmod(0o640)
    open_writing(path).close()
    assert mode(path) == 0o640


def test_what_is_no_file_keeps_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`/dev/null` has no size either, and it is for everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)

    def stop(*_given: object, **_more: object) -> None:
        raise sqlite3.OperationalError("no database")

    monkeypatch.setattr(sqlite3, "connect", stop)
    with pytest.raises((ReviewerError, sqlite3.Error)):
        open_writing(pipe)
    assert mode(pipe) == 0o666


def test_a_closed_database_is_one_file(tmp_path: Path) -> None:
    """So that it can be mailed: what was committed is in it, and nothing lies beside it."""
    with_reader = tmp_path / "study.db"
    writer = open_writing(with_reader)
    with transaction(writer):
        add_run(writer, "r")
    writer.close()
    assert [file.name for file in tmp_path.iterdir()] == ["study.db"]
    reader = open_reading(with_reader)
    assert reader.execute("SELECT name FROM run").fetchall() == [("r",)]
    reader.close()


def test_the_writer_is_careful(writer: Writer) -> None:
    """Every commit is synced, the log is not moved behind anybody's back, and no schema is trusted."""
    said = {
        name: writer.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            *("journal_mode", "synchronous", "wal_autocheckpoint", "trusted_schema", "recursive_triggers"),
            *("cell_size_check", "foreign_keys", "application_id", "user_version"),
        )
    }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "wal_autocheckpoint": 0,
        "trusted_schema": 0,
        "recursive_triggers": 1,
        "cell_size_check": 1,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
        "user_version": connections.SCHEMA_VERSION,
    }


def test_a_reader_cannot_write(writer: Writer) -> None:
    """Not a row, and not a table."""
    reader = open_reading(writer.path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        add_run(reader, "r")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("CREATE TABLE t (a)")
    reader.close()


def test_a_reader_sees_what_is_committed_and_no_more(writer: Writer) -> None:
    """Also while the writer is in the middle of something."""
    reader = open_reading(writer.path)
    with transaction(writer):
        add_run(writer, "r")
        assert reader.execute("SELECT count(*) FROM run").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM run").fetchone() == (1,)
    reader.close()


def test_an_error_inside_rolls_back(writer: Writer) -> None:
    """And the connection can be used again."""

    def fails() -> None:
        with transaction(writer):
            add_run(writer, "r")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not writer.in_transaction
    with transaction(writer):
        add_run(writer, "other")
    assert writer.execute("SELECT name FROM run").fetchall() == [("other",)]


def test_sqlite_errors_become_ours(writer: Writer) -> None:
    """No `sqlite3.Error` leaves a transaction."""
    with pytest.raises(StoreError) as caught, transaction(writer):
        writer.execute("INSERT INTO no_such_table VALUES (1)")
    assert writer.path in str(caught.value)


def test_another_writer_waits_and_then_says_so(writer: Writer) -> None:
    """Two writers take turns; one that never ends is named, not waited for forever."""
    other = open_writing(writer.path)
    other.execute("PRAGMA busy_timeout = 0")
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyStore, match=r"study\.db"), transaction(other):
        pass
    writer.execute("COMMIT")
    with transaction(other):
        add_run(other, "r")
    other.close()


def test_the_log_is_left_alone_while_somebody_writes(writer: Writer) -> None:
    """A checkpoint is put off until the other has committed."""
    other = open_writing(writer.path)
    with transaction(other):
        add_run(other, "r")
        assert not checkpoint(writer)
    assert checkpoint(writer)
    other.close()


def test_the_log_does_not_grow_for_ever(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many bytes of commits it is moved into the database and used again from its beginning."""
    monkeypatch.setattr(connections, "LOG_LIMIT", 1 << 20)
    for place in range(200):
        with transaction(writer, 64 << 10):
            writer.execute("INSERT INTO document VALUES (?, 'policy', ?)", (str(place), "x" * 60_000))
    assert Path(writer.path + "-wal").stat().st_size < 4 << 20


def refusals(tmp_path: Path) -> dict[str, tuple[Path, type[StoreError], str]]:
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, but long enough to have a header " * 4)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    newer = tmp_path / "newer.db"
    open_writing(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA user_version = {connections.SCHEMA_VERSION + 1}")
    connection.close()
    return {
        "folder": (tmp_path, StoreError, "a folder"),
        "text": (text, NotAStore, "not a SQLite database"),
        "other": (other, NotAStore, "not one of reviewer's"),
        "newer": (newer, NewerStore, "newer reviewer"),
    }


@pytest.mark.parametrize("which", ["folder", "text", "other", "newer"])
@pytest.mark.parametrize("opened", [open_reading, open_writing])
def test_refusals(tmp_path: Path, which: str, opened: object) -> None:
    """Each says in one line which file it was and why; nothing is changed, and nothing lies about afterwards."""
    path, error, words = refusals(tmp_path)[which]
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    beside = {Path(f"{path}-wal"), Path(f"{path}-shm")}  # SQLite's own, empty: a reader may not remove them
    with pytest.raises(error, match=words) as caught:
        opened(path)  # type: ignore[operator]
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert {file: file.read_bytes() for file in tmp_path.iterdir() if file not in beside} == before


def test_what_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    """Reading never creates a file; a missing folder is named."""
    with pytest.raises(StoreError, match="reviewer load FILES"):
        open_reading(tmp_path / "study.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotAStore, match="empty"):
        open_reading(tmp_path / "empty.db")
    with pytest.raises(StoreError, match="no such file or directory"):
        open_writing(tmp_path / "nowhere" / "study.db")
    assert [file.name for file in tmp_path.iterdir()] == ["empty.db"]


def test_presence(tmp_path: Path) -> None:
    """A file that is not empty is there; anything else is not."""
    assert not present(tmp_path / "study.db")
    (tmp_path / "study.db").touch()
    assert not present(tmp_path / "study.db")
    open_writing(tmp_path / "study.db").close()
    assert present(tmp_path / "study.db")


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?.db", "#1.db", "é.db", "-rf.db", "a'b.db", "\udcff.db"])
def test_any_file_name(tmp_path: Path, name: str) -> None:
    """Names that mean something in a URI, or nothing at all in UTF-8, are only names."""
    path = tmp_path / name
    open_writing(path).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert path.stat().st_size
    open_reading(path).close()


def test_what_a_killed_writer_began_is_rolled_back_by_the_next_reader(tmp_path: Path) -> None:
    """In the rollback journal too, which a reader alone could not do."""
    path = tmp_path / "study.db"
    open_writing(path).close()
    killed = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode = DELETE'); c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN IMMEDIATE')\n"
        "for n in range(300):\n"
        "    c.execute(\"INSERT INTO document VALUES (?, 'policy', ?)\", (str(n), 'x' * 9000))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, path], check=False)
    assert Path(f"{path}-journal").stat().st_size
    reader = open_reading(path)
    assert reader.execute("SELECT count(*) FROM document").fetchone() == (0,)
    reader.close()


def test_damage_names_the_newest_backup(tmp_path: Path) -> None:
    """A person who hears of damage hears what to do about it."""
    path = tmp_path / "study.db"
    open_writing(path).close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    data[100:110] = b"\xff" * 10
    path.write_bytes(data)
    (tmp_path / "study.db.backup-20260101T000000-v1").touch()
    (tmp_path / "study.db.backup-20270101T000000-v1").touch()
    with pytest.raises(DamagedStore, match=r"study\.db: .*damaged.*backup-20270101"):
        open_reading(path)


def test_events_can_be_neither_changed_nor_deleted_nor_replaced(writer: Writer) -> None:
    """Triggers hold that for every program, and `REPLACE` is no way around them."""
    row = ("01", 1, "run.alias", "{}", "{}", "a", "now", None, "[]")
    writer.execute("INSERT INTO review_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for statement in (
        "UPDATE review_event SET author = 'b'",
        "DELETE FROM review_event",
        "REPLACE INTO review_event VALUES ('01', 2, 'run.alias', '{}', '{}', 'a', 'now', NULL, '[]')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="review events are never"):
            writer.execute(statement)


AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
READ = """
import sys
from reviewer.store.connection import open_reading
open_reading(sys.argv[1])
"""


@pytest.mark.parametrize("log", [False, True])
def test_a_reader_in_a_folder_that_cannot_be_written(tmp_path: Path, log: bool) -> None:
    """Others may write there: it is said what to do, and nothing is read that may be half of something."""
    path = tmp_path / "disk" / "study.db"
    path.parent.mkdir()
    open_writing(path).close()
    before = [] if os.geteuid() else AS_ANYBODY
    if before and shutil.which("setpriv") is None:
        pytest.skip("for root every folder can be written, and there is no setpriv")
    if log:
        (path.parent / "study.db-wal").write_bytes(b"some")
    path.parent.chmod(0o500)
    try:
        done = subprocess.run([*before, sys.executable, "-c", READ, path], capture_output=True, text=True, check=False)
    finally:
        path.parent.chmod(0o700)
    said = done.stderr.splitlines()[-1]
    assert f"{path}: cannot be read where it is: you may not write in its folder" in said
    assert ("copy both it and study.db-wal" in said) == log
    assert sorted(one.name for one in path.parent.iterdir()) == ["study.db", *["study.db-wal"][:log]]


def test_opening_to_read_imports_nothing_heavy() -> None:
    """It is on the way to the first paint."""
    heavy = ("pydantic", "sqlite_utils", "textual", "rich", "importlib.resources", "json")
    script = f"import sys, reviewer.store.connection; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("question", [1, 2, 3])
def test_a_file_that_another_process_is_filling_is_no_stranger(tmp_path: Path, question: int) -> None:
    """Whatever the header says by the time of each question, the file counts as empty or as ours."""
    path = tmp_path / "study.db"
    path.touch()

    class Asking(sqlite3.Connection):
        asked = 0

        def execute(self, *question_and_more: Any) -> Any:
            rows = super().execute(*question_and_more).fetchall()
            self.asked += 1
            if self.asked == question:
                open_writing(path).close()
            return SimpleNamespace(fetchone=lambda: rows[0])

    asking = sqlite3.connect(path, factory=Asking, isolation_level=None)
    assert connections._version(asking, str(path)) in (0, connections.SCHEMA_VERSION)
    asking.close()
