"""The power goes: whatever was not synced may be lost, in any order and in pieces, and no tag that showed a tick is.

What is simulated: every write, truncation and sync of the real program is recorded (`recording.py`); at a random
moment all writes since a file's last sync are each kept, dropped or torn at a sector. That files which were made
or deleted are so on the disk is taken for granted, and that a disk which says that it has synced has done so.
"""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.store.connection import open_reading, open_writing

SECTOR = 512
Operation = tuple[Any, ...]


def record(tmp_path: Path, level: str, tags: int) -> list[Operation]:
    """What the program wrote while a reviewer tagged, at a level of `PRAGMA synchronous`."""
    log = tmp_path / "log"
    words = [
        sys.executable,
        str(Path(__file__).with_name("recording.py")),
        level,
        str(tags),
        str(tmp_path / "study.db"),
        str(log),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if "cannot be wrapped" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    operations: list[Operation] = pickle.loads(log.read_bytes())  # noqa: S301 - our own, a moment old
    assert sum(operation[0] == "ack" for operation in operations) == tags
    return operations


def cut(operations: list[Operation], chance: random.Random) -> dict[str, bytearray]:
    """What the disk holds after these operations and then nothing more."""
    last_sync = {operation[1]: n for n, operation in enumerate(operations) if operation[0] == "sync"}
    files: dict[str, bytearray] = {}
    for number, operation in enumerate(operations):
        path = operation[1]
        if operation[0] == "delete":
            files.pop(path, None)
        if operation[0] not in ("write", "truncate"):
            continue
        content = files.setdefault(path, bytearray())
        lost = number > last_sync.get(path, -1)
        fate = chance.choice(("kept", "dropped", "torn")) if lost else "kept"
        if fate == "dropped":
            continue
        if operation[0] == "truncate":
            content[:] = content[: operation[2]].ljust(operation[2], b"\0")
            continue
        offset, data = operation[2:]
        if fate == "torn":
            data = data[: chance.randrange(0, len(data) + SECTOR, SECTOR)]
        content[len(content) :] = bytes(max(0, offset - len(content)))
        content[offset : offset + len(data)] = data
    return files


def lost(tmp_path: Path, operations: list[Operation], cuts: int, seed: int) -> int:
    """How many acknowledged tags were gone, over so many cuts; every database is whole."""
    chance, gone = random.Random(seed), 0
    begun = next(n for n, operation in enumerate(operations) if operation[0] == "ack")
    for number in range(cuts):
        moment = chance.randrange(begun + 1, len(operations))
        before = operations[:moment]
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        for path, content in cut(before, chance).items():
            (folder / Path(path).name).write_bytes(content)
        db = folder / "study.db"
        open_writing(db).close()
        with closing(open_reading(db)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            kept = {ulid for (ulid,) in connection.execute("SELECT ulid FROM review_event")}
            assert kept == {id_ for (id_,) in connection.execute("SELECT id FROM finding")}
        acknowledged = {operation[1] for operation in before if operation[0] == "ack"}
        gone += len(acknowledged - kept)
        assert len(kept - acknowledged) <= 1
    return gone


@pytest.mark.parametrize(
    ("cuts", "tags"), [(20, 40), pytest.param(200, 120, marks=pytest.mark.long)], ids=["quick", "often"]
)
def test_a_power_cut(tmp_path: Path, cuts: int, tags: int) -> None:
    """With the program as it is: no tag that was acknowledged is lost, in none of the cuts."""
    assert lost(tmp_path, record(tmp_path, "AS IT IS", tags), cuts, seed=13) == 0


@pytest.mark.parametrize(
    ("cuts", "tags"), [(20, 40), pytest.param(200, 120, marks=pytest.mark.long)], ids=["quick", "often"]
)
def test_a_power_cut_without_syncing(tmp_path: Path, cuts: int, tags: int) -> None:
    """The same with less: here tags must get lost, or the test above would prove nothing."""
    assert lost(tmp_path, record(tmp_path, "NORMAL", tags), cuts, seed=13) > cuts
