"""Files of every older form, with rows in them, come up to date with all of their rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.operations import check
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.store.connection import APPLICATION_ID, SCHEMA_VERSION, open_reading
from reviewer.store.faults import backups
from reviewer.store.migrate import migrations, statements
from tests.lent import lend

TABLES = """SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name NOT LIKE '%_fts_%' ORDER BY name"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A database of today with a little of everything."""
    db = tmp_path_factory.mktemp("whole") / "study.db"
    assert load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill()).exit_code == 0
    check.run(db)
    with Reviewing(db, "Ann") as ann:
        of = ann.connection.execute(
            "SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision"
        ).fetchall()
        for transcript, revision in of:
            ann.tag(transcript, revision, Anchor("transcript"), "conversation.tone", "b2:x", note="why")
            ann.judge(transcript, revision, "fell", Saw(), verdict="genuine")
            ann.bookmark(transcript, 1, on=True)
    return lend(db)


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Table → its columns."""
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    return {
        name: [column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))]
        for name in names
    }


def rows(connection: sqlite3.Connection, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    """All of a table, in some order."""
    return sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall(), key=repr)  # noqa: S608 - our own names


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_file(tmp_path: Path, whole: Path, version: int) -> None:
    """Every table that there was keeps every row, and the rest is as in a new file; a copy of the old one stays."""
    path = tmp_path / "study.db"
    with closing(sqlite3.connect(path)) as old:
        for script in migrations()[:version]:
            for statement in statements(script):
                old.execute(statement)
        then = tables(old)
        old.execute("ATTACH ? AS whole", (str(whole),))
        for table, columns in then.items():
            names = ", ".join(columns)
            old.execute(f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM whole.{table}")  # noqa: S608 - our own names
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute(f"PRAGMA user_version = {version}")
        old.commit()
    with closing(open_reading(path)) as now, closing(open_reading(whole)) as new:
        schema = "SELECT name, sql FROM sqlite_schema ORDER BY name"
        assert now.execute(schema).fetchall() == new.execute(schema).fetchall()
        assert now.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = {table: rows(now, table, columns) for table, columns in then.items()}
        assert kept == {table: rows(new, table, columns) for table, columns in then.items()}
        assert sum(map(bool, kept.values())) > len(kept) // 3
    assert len(backups(str(path))) == 1
