"""A damaged file ends in one line, wherever the damage is."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.errors import ReviewerError
from reviewer.operations import doctor, runs
from reviewer.operations.load import load
from reviewer.store import conversation, search, transcripts
from reviewer.store.connection import open_reading
from reviewer.store.faults import faults
from reviewer.store.filters import Sort, parse


def read_all(db: Path) -> None:
    """What the screens and the commands would ask for."""
    with closing(open_reading(db)) as connection, faults(connection):
        keys = transcripts.keys(connection, parse(""), Sort("case", False))
        for row in transcripts.rows(connection, keys)[:40]:
            conversation.head(connection, row)
            conversation.outline(connection, row)
            conversation.messages(connection, row, 1, row.messages)
        search.hits(connection, search.query("order role:agent"))
        runs.register(connection)
        runs.history(connection)


def is_refused(action: Callable[[], object]) -> bool:
    """Whether it ends in an error of ours; any other passes through."""
    try:
        action()
    except ReviewerError as error:
        return "\n" not in str(error)
    return False


def corrupt(tmp_path: Path, files: list[Path], count: int, seed: int) -> None:
    whole, db = tmp_path / "whole.db", tmp_path / "study.db"
    load(whole, files[:1])
    runs.invalidate(whole, "run-0", "why", author="ann")
    read_all(whole)
    size, chance, refused = whole.stat().st_size, random.Random(seed), 0
    for _ in range(count):
        for beside in tmp_path.glob("study.db*"):
            beside.unlink()
        shutil.copyfile(whole, db)
        with db.open("r+b") as file:
            file.seek(
                chance.choice((0, chance.randrange(4096), chance.randrange(size - 100), chance.randrange(size - 100)))
            )
            file.write(chance.randbytes(100))
        for action in (lambda: read_all(db), lambda: doctor.examine(db), lambda: load(db, files[1:2])):
            refused += is_refused(action)
    assert refused > count // 4


def test_corruption(tmp_path: Path, files: list[Path]) -> None:
    """A hundred bytes, twelve times: only errors of our own."""
    corrupt(tmp_path, files, 12, seed=3)


@pytest.mark.long
def test_corruption_often(tmp_path: Path, files: list[Path]) -> None:
    """Two hundred times."""
    corrupt(tmp_path, files, 200, seed=5)
