"""What the doctor sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.operations import doctor
from reviewer.operations.doctor import Finding, examine, mend
from reviewer.operations.load import load
from reviewer.store import filesystem
from reviewer.store.connection import open_writing

Write = Callable[..., Path]


def seen(db: Path) -> dict[str, Finding]:
    return {finding.about: finding for finding in examine(db)}


def odd(db: Path) -> dict[str, str]:
    """All that is not well, but for the version of SQLite, which is not the database's."""
    return {
        finding.about: finding.state
        for finding in examine(db)
        if finding.state != "ok" and finding.about not in ("SQLite", "disk")
    }


@pytest.fixture
def study(db: Path, write: Write) -> Path:
    """A database with two transcripts."""
    load(db, [write("r1", "a", "b")])
    return db


def test_a_healthy_database(study: Path) -> None:
    """Nothing but good news, and it is not touched."""
    before = study.read_bytes()
    assert odd(study) == {}
    assert "2 transcripts of 1 runs from 1 files; 6 messages, 2 calls" in seen(study)["content"].text
    assert seen(study)["full text"].text == "all 6 messages are searchable"
    assert study.read_bytes() == before


def test_what_an_older_version_made(db: Path, write: Write) -> None:
    """Files and full text, each in one line that says what to do; mending makes full text anew."""
    load(db, [write("r1", "a", "b")])
    with closing(open_writing(db)) as connection:
        connection.execute("UPDATE source SET readers = 0")
        connection.execute("UPDATE search_progress SET version = 0")
    assert odd(db) == {"full text": "warning", "readers": "warning"}
    assert seen(db)["readers"].text.startswith("1 of 1 files were read by an older version")
    mend(db)
    assert odd(db) == {"readers": "warning"}


def test_no_database_yet(db: Path) -> None:
    """That is no problem, and none is made."""
    assert seen(db)["database"].state == "ok"
    assert not db.exists()


def test_no_database_of_ours(db: Path) -> None:
    """One line, and the exit code's business of whoever asked."""
    db.write_text("notes " * 100)
    assert odd(db) == {"database": "problem", "rights": "warning"}


@pytest.mark.parametrize(("version", "state"), [((3, 51, 2), "warning"), ((3, 51, 3), "ok")])
def test_old_sqlite(db: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], state: str) -> None:
    """Below 3.51.3 a checkpoint beside a writer can damage the file."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert seen(db)["SQLite"].state == state


def test_readable_by_others(study: Path) -> None:
    """The file, or one of its backups."""
    copy = Path(f"{study}.backup-20260101T000000-v1")
    copy.touch(0o644)
    copy.chmod(0o644)
    assert copy.name in seen(study)["rights"].text
    assert copy.name in seen(study)["backups"].text
    copy.unlink()
    study.chmod(0o644)
    assert odd(study) == {"rights": "warning"}


def test_a_network_disk(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said."""
    monkeypatch.setattr(doctor, "is_local", lambda _path: False)
    monkeypatch.setattr(doctor, "kind_of", lambda _path: "nfs4")
    assert seen(study)["disk"].state == "warning"
    assert filesystem.kind_of(str(study)) != "nfs4"


def test_work_that_is_left(study: Path, write: Write, tmp_path: Path) -> None:
    """Full text that lags, a load that broke off, transcripts that were refused."""
    odd_file = tmp_path / "odd.json"
    odd_file.write_text("{}")
    load(study, [write("r2", "a"), odd_file], searchable=False)
    load(study, [write("r3", "a", "b")], cancelled=lambda: True)
    assert odd(study) == {"full text": "warning", "loads": "warning", "refusals": "warning"}
    assert "r3.jsonl" in seen(study)["loads"].text
    assert "odd.json" in seen(study)["refusals"].text
    mend(study)
    assert "full text" not in odd(study)


@pytest.mark.parametrize(
    ("damage", "about"),
    [
        ("UPDATE run SET label = 'other'", "run register"),
        ("UPDATE tool SET said_by = 'person'", "run register"),
        ("DELETE FROM message WHERE number = 2", "rows"),
        ("DELETE FROM tool_call", "rows"),
        ("UPDATE transcript SET revision = 99", "rows"),
        ("DELETE FROM source", "rows"),
    ],
)
def test_what_does_not_fit_together(study: Path, damage: str, about: str) -> None:
    """Rows that somebody changed with another tool."""
    with closing(open_writing(study)) as writer:
        writer.execute("PRAGMA foreign_keys = OFF")
        writer.execute(damage)
    assert odd(study) == {about: "problem"}
    if about == "run register":
        mend(study)
        assert odd(study) == {}


def test_a_damaged_page(study: Path) -> None:
    """SQLite's own check is asked too."""
    data = bytearray(study.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096] ^= 0xFF
    study.write_bytes(data)
    assert "problem" in odd(study).values()
