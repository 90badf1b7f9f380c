"""A disk that fails now and then while somebody reviews: what is there is what was acknowledged, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store.connection import open_reading

TAG = """
import random, sys
from pathlib import Path
from tests.durability.recording import Recorder
try:
    recorder = Recorder()
except (AttributeError, OSError, ImportError) as error:
    sys.exit(f"this SQLite cannot be wrapped: {error}")
from reviewer.errors import StoreError
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.store import connection

connection.LOG_LIMIT = 0  # the log is moved after each tag, and that fails, too
db, count, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(11)
ann, failed = Reviewing(db, "Ann"), 0
for number in range(count):
    recorder.fails = lambda: chance.random() < 0.03
    try:
        made = ann.tag("t", "b2:aa", Anchor("transcript"), "conversation.tone", "b2:x", note=str(number))
    except StoreError as error:
        if "the disk failed" not in str(error):
            raise
        failed += 1
        made = None
    finally:
        recorder.fails = lambda: False
    if made is None and failed % 2:  # as the desk does it: the next try begins with another connection
        ann.close()
        ann = Reviewing(db, "Ann")
    elif made is not None:
        print(made.id)
ann.close()
print(failed, file=sys.stderr)
"""


def test_a_disk_that_fails(tmp_path: Path, root: Path) -> None:
    """Of a hundred writes and syncs three fail; the connection goes on, or another one does."""
    db, count = tmp_path / "study.db", 100
    words = [sys.executable, "-c", TAG, str(db), str(count)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=root)
    if "cannot be wrapped" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    acknowledged = done.stdout.split()
    assert int(done.stderr) > count // 10
    assert len(acknowledged) > count // 10
    with closing(open_reading(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        kept = [id_ for (id_,) in connection.execute("SELECT ulid FROM review_event ORDER BY ulid")]
        assert [id_ for (id_,) in connection.execute("SELECT id FROM finding ORDER BY id")] == kept
    assert kept == acknowledged
