"""A damaged file with reviews in it ends in one line, whatever reads it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from reviewer.errors import ReviewerError
from reviewer.model.taxonomy import shipped_taxonomy, shipped_text
from reviewer.operations import exports, taxonomies
from reviewer.operations.load import load
from reviewer.operations.patterns import pattern
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.review.decisions import Saw
from reviewer.store import decided, findings, patterns, progress, proposals, transcripts
from reviewer.store.connection import open_reading
from reviewer.store.faults import faults


def review(db: Path, most: int) -> None:
    """Something of everything, on so many transcripts."""
    with Reviewing(db, "Ann") as ann, faults(ann.connection):
        connection, under = ann.connection, shipped_taxonomy().hash
        habit = ann.name_pattern("begins cold", "a memo")
        second = shipped_text().replace('version = "1"', 'version = "2"', 1)
        taxonomies.use(ann, second, "two.toml")
        for row in transcripts.rows(connection, transcripts.keys(connection)[:most]):
            message, hash_ = proposals.message(connection, row, 1)
            revision = proposals.present(connection, row.key)
            for start in range(0, 30, 10):
                place = span(message, "text", start, start + 5, hash_)
                made = ann.tag(row.id, revision, Anchor("span", (place,)), "conversation.tone", under, note="n" * 200)
                ann.join(habit, made.id)
                ann.confirm(made.id, "disputed", "no")
            ann.judge(row.id, revision, "fell", Saw(), citations=[Anchor("call", (Place(2, "c1"),))])
            ann.mark(row.id, revision, "done")


def read_all(db: Path, out: Path) -> None:
    """What the screens and the commands would ask for."""
    with closing(open_reading(db)) as connection, faults(connection):
        findings.rows(connection)
        for habit in patterns.rows(connection):
            pattern(connection, habit, "Ann")
        new = taxonomies.in_force(connection)
        taxonomies.differences(connection, shipped_taxonomy(), new)
        keys = transcripts.keys(connection)
        progress.progress(connection, keys[:40])
        for row in transcripts.rows(connection, keys[:40]):
            decided.decided(connection, row, "Ann")
        exports.write(connection, out)


def is_refused(action: Callable[[], object]) -> bool:
    """Whether it ends in an error of ours; any other passes through."""
    try:
        action()
    except ReviewerError as error:
        return "\n" not in str(error)
    return False


@pytest.mark.parametrize("count", [8, pytest.param(200, marks=pytest.mark.long)])
def test_corruption(tmp_path: Path, files: list[Path], count: int) -> None:
    """A hundred bytes anywhere: only errors of our own, when reading, exporting and going on to review."""
    whole, db = tmp_path / "whole.db", tmp_path / "study.db"
    load(whole, files[:1])
    begin = whole.stat().st_size
    review(whole, 40)
    read_all(whole, tmp_path / "whole.jsonl")
    size, chance, refused = whole.stat().st_size, random.Random(17), 0
    for number in range(count):
        for beside in tmp_path.glob("study.db*"):
            beside.unlink()
        shutil.copyfile(whole, db)
        with db.open("r+b") as file:
            file.seek(chance.randrange(begin, size - 100) if chance.random() < 0.8 else chance.randrange(size - 100))
            file.write(chance.randbytes(100))
        out = tmp_path / f"{number}.jsonl"
        refused += sum(map(is_refused, (partial(read_all, db, out), partial(review, db, 3))))
    assert refused > count // 4
