"""The real screen on a full disk, or on a file that may not be written: NOT SAVED, every word kept, then saved."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import repeat
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.operations.load import load
from reviewer.store.connection import open_reading
from tests.durability.test_disk import mount
from tests.terminal.harness import Terminal
from tests.terminal.scripted import Scripted

NOTE = "it-was-never-confirmed"
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Runs a command as a root to whom the modes of files apply."""


@pytest.fixture
def demo(tmp_path: Path, root: Path) -> Path:
    """The twelve conversations of the demo, in a folder of their own."""
    (tmp_path / "study").mkdir()
    db = tmp_path / "study" / "study.db"
    assert load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill()).exit_code == 0
    return db


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount(folder, "size=4m")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(filler: Path) -> None:
    """Leaves no room on the disk that it is on."""
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.writelines(repeat(bytes(4096)))


def note_it(ann: Scripted) -> None:
    """A finding, and then a note on it that cannot be saved."""
    ann.terminal.type("a", "Finding on M1")
    ann.terminal.type(NOTE, NOTE)
    ann.terminal.type("\x13", "NOT SAVED")


def kept(db: Path) -> list[tuple[str, str]]:
    """Tag and note of each finding that is there."""
    with closing(open_reading(db)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return connection.execute("SELECT tag, note FROM finding ORDER BY id").fetchall()


@contextmanager
def noted_when_full(db: Path) -> Iterator[Terminal]:
    """A transcript with a tag that was saved; the disk is full since, and a note is written on it."""
    ann = Scripted(db, "Ann")
    with ann.sit_down(first(db)) as terminal:
        terminal.see("M1 of")
        terminal.type("tW", "✓ Warm on M1")
        fill(db.with_name("filler"))
        note_it(ann)
        yield terminal


def saved(text: str) -> bool:
    """Nothing waits any more."""
    return "NOT SAVED" not in text


def test_a_full_disk(demo: Path, small_disk: Path) -> None:
    """A note that does not fit any more stays on the screen, a tag behind it too; with room both are saved."""
    db = Path(shutil.copy(demo, small_disk / "study.db"))
    with noted_when_full(db) as terminal:
        terminal.see(lambda text: "NOT SAVED" in text and NOTE in text)
        terminal.type("tv", lambda text: "NOT SAVED" in text and "Too many words" in text and NOTE in text)
        assert kept(db) == [("positive.warm", "")]
        terminal.type("\x11", "once more leaves")
        (small_disk / "filler").unlink()
        terminal.type("\x13", saved)
        assert kept(db) == [("positive.warm", NOTE), ("conversation.verbose", "")]
        terminal.type("u", "Undone: Too many words")
        terminal.finish()
    assert kept(db) == [("positive.warm", NOTE)]


def test_what_waits_outlives_its_screen(demo: Path, small_disk: Path) -> None:
    """It is said in the library too, is saved from there or from the transcript again, and leaving asks first."""
    db = Path(shutil.copy(demo, small_disk / "study.db"))
    with noted_when_full(db) as terminal:
        terminal.type("q", "NOT SAVED")
        terminal.type("q", "once more leaves")
        terminal.type("\r", "M1 of")
        (small_disk / "filler").unlink()
        terminal.type("\x13", saved)
        terminal.finish()
    assert kept(db) == [("positive.warm", NOTE)]


@pytest.mark.long
def test_a_full_disk_to_the_end(demo: Path, small_disk: Path) -> None:
    """Whoever leaves all the same is told, in the terminal, what was not saved; what was, is there."""
    db = Path(shutil.copy(demo, small_disk / "study.db"))
    with noted_when_full(db) as terminal:
        terminal.type("\x11", "once more leaves")
        output = terminal.finish(code=4)
    assert NOTE in output.decode().rpartition("NOT SAVED")[2]
    (small_disk / "filler").unlink()
    assert kept(db) == [("positive.warm", "")]


@pytest.mark.long
def test_a_file_that_may_not_be_written(demo: Path) -> None:
    """It opens and is read; a finding waits, with its words, until the file may be written."""
    ann = Scripted(demo, "Ann")
    if not os.geteuid():
        if shutil.which("setpriv") is None:
            pytest.skip("for root every file can be written, and there is no setpriv")
        ann.before = AS_ANYBODY
    demo.chmod(0o400)
    with ann.sit_down(first(demo)) as terminal:
        terminal.see("M1 of")
        terminal.type("tW", lambda text: "NOT SAVED" in text and "Warm on M1" in text)
        terminal.type("jtv", lambda text: "Warm on M1" in text and "Too many words on M2" in text)
        assert kept(demo) == []
        demo.chmod(0o600)
        terminal.type("\x13", saved)
        terminal.see(lambda text: text.count("Warm") == 1)
        terminal.finish()
    assert kept(demo) == [("positive.warm", ""), ("conversation.verbose", "")]


def first(db: Path) -> str:
    """The public id of some transcript."""
    with closing(open_reading(db)) as connection:
        (found,) = connection.execute("SELECT public_id FROM transcript ORDER BY id LIMIT 1").fetchone()
    return str(found)
