"""A reviewer's program is killed in the middle of whatever it does: what was acknowledged is there, and only that."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store import reviews
from reviewer.store.connection import open_reading, open_writing, transaction

FOLDED = ("finding", "judgement", "bookmark")


def everything(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows that follow from decisions."""
    with closing(open_reading(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in FOLDED}  # noqa: S608 - our own names


@pytest.mark.parametrize("count", [15, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_reviewer(tmp_path: Path, count: int) -> None:
    """At random moments: nothing that was acknowledged is lost, nothing is there twice, the rows are what was said."""
    db, lines = tmp_path / "study.db", tmp_path / "acks"
    script = str(Path(__file__).with_name("kill_tags.py"))
    words = [sys.executable, script, "7", str(count), str(db), str(lines)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{count}\n"), done.stderr
    acks = lines.read_text().split()
    acknowledged = {line for line in acks if line != "begun" and line[0] not in "+-"}
    with closing(open_reading(db)) as connection:
        events = connection.execute("SELECT ulid, kind FROM review_event").fetchall()
    decided = {ulid for ulid, kind in events if kind != "undo"}
    undos = sum(kind == "undo" for _, kind in events)
    assert acknowledged <= decided
    unsaid = len(decided - acknowledged) + undos - sum(line[0] in "+-" for line in acks)
    assert 2 <= unsaid <= count + 2  # the first two were the script's own
    assert len(acknowledged) > count
    before = everything(db)
    with closing(open_writing(db)) as writer, transaction(writer):
        reviews.refold(writer)
    assert everything(db) == before
    assert before["finding"]
