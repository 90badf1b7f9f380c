"""Two reviewers at one database at the same time."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.operations import taxonomies
from reviewer.operations.reviewing import Reviewing
from reviewer.store.connection import open_reading

TAG = """
import sys
from reviewer.operations import taxonomies
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
db, count, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with Reviewing(db, name) as reviewing:
    sys.stdin.read(1)
    for number in range(1, count + 1):
        reviewing.tag(f"t{number % 20}", "b2:aa", Anchor("message", (Place(number),)), "conversation.tone", "b2:x")
        if number % 10 == 0:
            reviewing.judge("the same", "b2:aa", "held" if name == "Ann" else "fell", Saw())
        if number % 25 == 0:
            reviewing.undo()
            reviewing.redo()
        if number % (count // 2) == 0:
            taxonomies.add_tag(reviewing, f"words of {name} {number}")
"""


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_two_reviewers(tmp_path: Path, count: int) -> None:
    """Tags, verdicts on the same transcript, undo and new tags at once: none is lost, nobody is told to wait."""
    db = tmp_path / "study.db"
    Reviewing(db, "Ann").close()
    both = [
        subprocess.Popen(
            [sys.executable, "-c", TAG, db, str(count), name],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("Ann", "Bob")
    ]
    assert [(process.communicate(".")[1], process.returncode) for process in both] == [("", 0)] * 2
    with closing(open_reading(db)) as connection:
        found = connection.execute("SELECT author, count(*) FROM finding GROUP BY 1 ORDER BY 1").fetchall()
        assert found == [("Ann", count), ("Bob", count)]
        said = connection.execute("SELECT reviewer, outcome FROM judgement ORDER BY 1").fetchall()
        assert said == [("Ann", "held"), ("Bob", "fell")]
        own = taxonomies.in_force(connection).of_group("own")
        assert {tag.label for tag in own} == {f"words of {n} {k}" for n in ("Ann", "Bob") for k in (count // 2, count)}
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
