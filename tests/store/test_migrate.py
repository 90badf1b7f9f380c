"""Migrations: each once, as a whole, whoever else starts at the same moment."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.errors import ReviewerError
from reviewer.store import connection as connections
from reviewer.store import migrate
from reviewer.store.connection import SCHEMA_VERSION, open_reading, open_writing
from reviewer.store.faults import backups
from reviewer.store.migrate import migrations, schema, statements

NEXT = """
-- One more table; and a statement with a semicolon inside.
CREATE TABLE later (a TEXT DEFAULT ';') STRICT;
CREATE TRIGGER later_stays BEFORE DELETE ON later
BEGIN SELECT raise(ABORT, 'it stays'); END;
INSERT INTO later SELECT name FROM run;
"""

OPEN = (
    "import sys\n"
    "from reviewer.store.connection import open_writing\n"
    "sys.stdin.read(1)\n"
    "c = open_writing(sys.argv[1])\n"
    "c.execute('SELECT count(*) FROM message').fetchone()\n"
    "c.close()\n"
)


def know_one_more(monkeypatch: pytest.MonkeyPatch, script: str = NEXT) -> None:
    """From here on the program knows one migration more."""
    known = migrations()
    monkeypatch.setattr(migrate, "migrations", lambda: [*known, script])
    monkeypatch.setattr(migrate, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(connections, "SCHEMA_VERSION", SCHEMA_VERSION + 1)


def old_store(path: Path) -> None:
    """A database of this program, with a row."""
    writer = open_writing(path)
    writer.execute("INSERT INTO run (suite, model, name, first_loaded_at, label) VALUES ('s', 'm', 'r', '', 'm')")
    writer.close()


def test_the_program_knows_all_of_its_migrations() -> None:
    """The number in the program, the files, and the schema that is written down for people are one."""
    assert len(migrations()) == SCHEMA_VERSION


def test_the_written_schema_is_what_the_migrations_make(root: Path) -> None:
    """`db/README.md` says how it is made anew."""
    assert (root / "db" / "schema.sql").read_text() == schema()


def test_every_table_is_strict(tmp_path: Path) -> None:
    """But for the full text's own."""
    open_writing(tmp_path / "study.db").close()
    reader = open_reading(tmp_path / "study.db")
    loose = reader.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    reader.close()
    assert loose == []


def test_every_table_is_explained(root: Path, tmp_path: Path) -> None:
    """In `db/README.md`."""
    open_writing(tmp_path / "study.db").close()
    reader = open_reading(tmp_path / "study.db")
    tables = reader.execute(
        "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual', 'view') AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    reader.close()
    said = (root / "db" / "README.md").read_text()
    assert [name for (name,) in tables if f"`{name}`" not in said] == []


def test_statements_are_told_apart() -> None:
    """A trigger's body and a semicolon in quotes end nothing; a comment belongs to what follows it."""
    found = list(statements(NEXT))
    assert len(found) == 3
    assert found[0].startswith("-- One more table")
    assert found[1].endswith("END;")


def test_an_older_file_keeps_its_rows_and_a_copy_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is whole, private and of the old form."""
    path = tmp_path / "study.db"
    old_store(path)
    know_one_more(monkeypatch)
    writer = open_writing(path)
    assert writer.execute("SELECT a FROM later").fetchall() == [("r",)]
    assert writer.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)
    assert writer.execute("PRAGMA foreign_keys").fetchone() == (1,)
    writer.close()
    (copy,) = backups(str(path))
    assert stat.S_IMODE(Path(copy).stat().st_mode) == 0o600
    with sqlite3.connect(copy) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert old.execute("SELECT name FROM run").fetchall() == [("r",)]
    old.close()


def test_a_reader_brings_an_older_file_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens it first."""
    path = tmp_path / "study.db"
    old_store(path)
    know_one_more(monkeypatch)
    reader = open_reading(path)
    assert reader.execute("SELECT a FROM later").fetchall() == [("r",)]
    reader.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the first half of it either; the old program goes on with the file."""
    path = tmp_path / "study.db"
    old_store(path)
    know_one_more(monkeypatch, NEXT + "DROP TABLE nowhere;")
    with pytest.raises(ReviewerError):
        open_writing(path)
    monkeypatch.undo()
    reader = open_reading(path)
    assert reader.execute("SELECT name FROM run").fetchall() == [("r",)]
    assert reader.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").fetchone() == (0,)
    reader.close()


def test_three_backups_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest ones."""
    path = tmp_path / "study.db"
    for year in range(2000, 2005):
        (tmp_path / f"study.db.backup-{year}0101T000000000000-v1").touch()
    (tmp_path / "study.db.backup").touch()
    old_store(path)
    know_one_more(monkeypatch)
    open_writing(path).close()
    kept = backups(str(path))
    assert [Path(copy).name[:19] for copy in kept[:2]] == ["study.db.backup-200", "study.db.backup-200"]
    assert len(kept) == 3
    assert "2003" in kept[0]
    assert (tmp_path / "study.db.backup").exists()


def rounds(tmp_path: Path, count: int) -> None:
    for number in range(count):
        path = tmp_path / f"{number}.db"
        started = [
            subprocess.Popen([sys.executable, "-c", OPEN, path], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(8)
        ]
        for process in started:
            assert process.stdin is not None
            process.stdin.write(b".")
            process.stdin.close()
            process.stdin = None
        said = [process.communicate()[1].decode() for process in started]
        assert [(process.returncode, text) for process, text in zip(started, said, strict=True)] == [(0, "")] * 8
        assert not Path(f"{path}-lock").exists()
        assert not backups(str(path))


def test_eight_processes_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    """None of them fails, and none does it twice."""
    rounds(tmp_path, 2)


@pytest.mark.long
def test_eight_processes_may_make_the_same_file_at_once_25_times(tmp_path: Path) -> None:
    """The same, often."""
    rounds(tmp_path, 25)


def test_editions_keep_all_that_they_were(tmp_path: Path) -> None:
    """The sixth form gives each the key of the store that froze it, and the triggers stand again."""
    path = tmp_path / "study.db"
    row = (1, "s", "m", 1, "b2:aa", "then", "Ann", "its claims", "{}")
    old = sqlite3.connect(path)
    for script in migrations()[:5]:
        for statement in statements(script):
            old.execute(statement)
    old.execute("INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    (key,) = old.execute("SELECT key FROM seal_key").fetchone()
    old.execute(f"PRAGMA application_id = {connections.APPLICATION_ID}")
    old.execute("PRAGMA user_version = 5")
    old.commit()
    old.close()
    writer = open_writing(path)
    names = "id, suite, model, number, hash, frozen_at, author, claims, content, seal_key"
    assert writer.execute(f"SELECT {names} FROM edition").fetchall() == [(*row, key.hex())]  # noqa: S608 - our own names
    for statement in ("UPDATE edition SET number = 2", "DELETE FROM edition"):
        with pytest.raises(sqlite3.IntegrityError, match="an edition is never"):
            writer.execute(statement)
    writer.close()
