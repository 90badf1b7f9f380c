"""A migration that is killed leaves the old file or the new one, whole, and is done by whoever opens it next."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store.connection import APPLICATION_ID, SCHEMA_VERSION, open_reading
from reviewer.store.faults import backups
from reviewer.store.migrate import migrations, statements

RUNS, DOCUMENTS = 500, 150


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first version of the schema had it, with rows."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements(migrations()[0]):
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO run (suite, model, name, first_loaded_at, label) VALUES ('s', 'm', ?, '', 'm')",
            [(f"r{number}",) for number in range(RUNS)],
        )
        connection.executemany(
            "INSERT INTO document VALUES (?, 'policy', ?)", [(f"h{n}", f"{n} " * 4000) for n in range(DOCUMENTS)]
        )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    return path


def version(db: Path) -> int:
    """What a file says that it is, looked at without our program; it has to be whole."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        counts = connection.execute("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM document)").fetchone()
        assert counts == (RUNS, DOCUMENTS)
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize("count", [8, pytest.param(100, marks=pytest.mark.long)])
def test_a_killed_migration(tmp_path: Path, old: Path, count: int) -> None:
    """At random moments: before the copy, within it, within the migration, and behind it."""
    target, script = tmp_path / "killed", Path(__file__).with_name("kill_migrations.py")
    target.mkdir()
    done = subprocess.run(
        [sys.executable, script, "5", str(count), old, target], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0  # how many came before the end is the machine's affair
    with closing(open_reading(target / "whole" / "study.db")) as connection:
        schema = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    found = set()
    for number in range(count):
        db = target / str(number) / "study.db"
        shutil.copytree(db.parent, looked := tmp_path / "looked")  # to look at it would already mend it
        before = version(looked / "study.db")
        shutil.rmtree(looked)
        assert before in (1, SCHEMA_VERSION)
        assert all(version(Path(copy)) == 1 for copy in backups(str(db)))
        assert before == 1 or backups(str(db))
        found.add((before, bool(backups(str(db))), Path(f"{db}.unfinished-backup").exists()))
        with closing(open_reading(db)) as connection:
            assert connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall() == schema
        assert version(db) == SCHEMA_VERSION
        assert all(version(Path(copy)) == 1 for copy in backups(str(db)))
        assert not list(db.parent.glob("*unfinished*"))
        shutil.rmtree(db.parent)
    assert len(found) > 1, "they were all killed at one and the same stage"
