"""A disk that is full, or that may not be written."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import StoreError
from reviewer.operations import load as operation
from reviewer.operations.load import load
from reviewer.store.connection import Writer, open_reading, open_writing, transaction

Content = Callable[[Path], dict[str, set[tuple[Any, ...]]]]


NEW_MOUNTS = 0x20000
"""Linux's flag for a list of mounts of one's own."""


def mount(folder: Path, options: str) -> None:
    """Mounts a disk in memory that only this process sees: it goes with it, whatever becomes of the test."""
    if not sys.platform.startswith("linux") or os.geteuid() or ctypes.CDLL(None).unshare(NEW_MOUNTS):
        pytest.skip("only root may mount a disk, and only on Linux")
    for words in (["--make-rprivate", "/"], ["-t", "tmpfs", "-o", options, "tmpfs", folder]):
        if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
            pytest.skip("a disk cannot be mounted here")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB, empty but for what a test puts there."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount(folder, "size=600k")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(writer: Writer) -> int:
    """Commits until it fails; how many were acknowledged."""
    saved = 0
    with pytest.raises(StoreError, match="no space left"):  # noqa: PT012 - which one of them fails is not known
        while True:
            with transaction(writer):
                writer.execute("INSERT INTO document VALUES (?, 'policy', ?)", (str(saved), "x" * 3000))
            saved += 1
    return saved


def test_what_was_acknowledged_survives_a_full_disk(small_disk: Path) -> None:
    """And the error says so; the connection still reads."""
    writer = open_writing(small_disk / "study.db")
    saved = fill(writer)
    assert not writer.in_transaction
    assert writer.execute("SELECT count(*) FROM document").fetchone() == (saved,)
    writer.close()
    with closing(open_reading(small_disk / "study.db")) as reader:
        assert reader.execute("SELECT count(*) FROM document").fetchone() == (saved,)
        assert reader.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def test_a_load_on_a_full_disk(small_disk: Path, tmp_path: Path, files: list[Path], content: Content) -> None:
    """It stops with one line; on a disk with room it goes on from there."""
    db = small_disk / "study.db"
    with pytest.raises(StoreError, match="no space left"):
        load(db, files)
    content(db)
    roomy = tmp_path / "study.db"
    roomy.write_bytes(db.read_bytes())
    assert load(roomy, files).exit_code == 0
    assert len(content(roomy)["transcripts"]) == 240


def test_a_full_database(tmp_path: Path) -> None:
    """The same where the file itself may not grow: for machines on which nothing can be mounted."""
    writer = open_writing(tmp_path / "study.db")
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 50}")
    saved = fill(writer)
    assert saved > 10
    assert writer.execute("SELECT count(*) FROM document").fetchone() == (saved,)
    writer.close()


def test_a_load_into_a_full_database(
    tmp_path: Path, files: list[Path], content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed before stays whole."""
    db = tmp_path / "study.db"

    def cramped(path: Path) -> Writer:
        writer = open_writing(path)
        writer.execute("PRAGMA max_page_count = 150")
        return writer

    monkeypatch.setattr(operation, "open_writing", cramped)
    with pytest.raises(StoreError, match="no space left"):
        load(db, files)
    monkeypatch.undo()
    content(db)
    assert load(db, files).exit_code == 0
    assert len(content(db)["transcripts"]) == 240


def test_a_read_only_disk(small_disk: Path) -> None:
    """A database there can be read; a load says in one line why it cannot be."""
    writer = open_writing(small_disk / "study.db")
    with transaction(writer):
        writer.execute("INSERT INTO document VALUES ('h', 'policy', 'text')")
    writer.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with closing(open_reading(small_disk / "study.db")) as reader:
        assert reader.execute("SELECT text FROM document").fetchall() == [("text",)]
    for name in ("study.db", "new.db"):
        with pytest.raises(StoreError) as caught:
            open_writing(small_disk / name)
        assert "read-only" in str(caught.value)
        assert "\n" not in str(caught.value)
