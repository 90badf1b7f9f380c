"""A disk that is full or that may not be written, while somebody reviews: NOT SAVED, and the words are kept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from reviewer.errors import StoreError
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Finding
from reviewer.store.connection import open_reading
from reviewer.tui.review.desk import Desk
from tests.durability.test_disk import mount

WHOLE = Anchor("transcript")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 900 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount(folder, "size=900k")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def tag_until_full(reviewing: Reviewing) -> list[str]:
    """The findings that were acknowledged before there was no more room."""
    saved = []
    with pytest.raises(StoreError, match="no space left"):  # noqa: PT012 - which one fails is not known
        while True:
            saved.append(reviewing.tag("t", "b2:aa", WHOLE, "conversation.tone", "b2:x", note="x" * 2000).id)
    return saved


def kept(db: Path) -> list[str]:
    """The findings that are there."""
    with closing(open_reading(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return [id_ for (id_,) in connection.execute("SELECT id FROM finding ORDER BY id")]


def test_tags_on_a_full_disk(small_disk: Path) -> None:
    """What was acknowledged is there, and the same connection goes on once there is room."""
    filler = small_disk / "filler"
    filler.write_bytes(bytes(200_000))
    with Reviewing(small_disk / "study.db", "Ann") as ann:
        saved = tag_until_full(ann)
        assert saved
        filler.unlink()
        saved.append(ann.tag("t", "b2:aa", WHOLE, "conversation.tone", "b2:x").id)
    assert kept(small_disk / "study.db") == saved


def test_tags_in_a_full_database(tmp_path: Path) -> None:
    """The same where nothing can be mounted."""
    with Reviewing(tmp_path / "study.db", "Ann") as ann:
        pages = ann.connection.execute("PRAGMA page_count").fetchone()[0]
        ann.connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        saved = tag_until_full(ann)
        ann.connection.execute("PRAGMA max_page_count = 1000000")
        saved.append(ann.tag("t", "b2:aa", WHOLE, "conversation.tone", "b2:x").id)
    assert len(saved) > 5
    assert kept(tmp_path / "study.db") == saved


def test_the_words_wait_until_the_disk_takes_them(small_disk: Path) -> None:
    """On a read-only disk the desk says why, keeps the note, and saves it in its order when it can."""
    db, changed = small_disk / "study.db", Event()
    said: list[Finding] = []
    Reviewing(db, "Ann").close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    desk = Desk(db, lambda call: call(), changed.set)
    for note in ("first", "second"):
        changed.clear()
        desk.put(f"note {note}", "Ann", partial(a_note, note), said.append)
        assert changed.wait(30)
    problem, waiting = desk.unsaved
    assert "read-only" in problem
    assert (waiting[0], said) == ("note first", [])
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    desk.retry()
    assert desk.close() == []
    assert [finding.note for finding in said] == ["first", "second"]
    assert kept(db) == [finding.id for finding in said]


def a_note(note: str, ann: Reviewing) -> Finding:
    """A finding with these words."""
    return ann.tag("t", "b2:aa", WHOLE, "conversation.tone", "b2:x", note=note)
