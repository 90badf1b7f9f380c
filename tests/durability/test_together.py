"""Two processes at one database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer.operations.load import load

Content = Callable[[Path], dict[str, set[tuple[Any, ...]]]]

LOAD = (
    "import sys\n"
    "from reviewer.operations.load import load\n"
    "sys.stdin.read(1)\n"
    "summary = load(sys.argv[1], sys.argv[2:])\n"
    "print(summary.added, summary.unchanged, summary.revised, summary.refused)\n"
)

TAG = (
    "import sys\n"
    "from reviewer.store.connection import open_writing, transaction\n"
    "writer = open_writing(sys.argv[1])\n"
    "sys.stdin.read(1)\n"
    "for number in range(int(sys.argv[2])):\n"
    "    with transaction(writer):\n"
    "        writer.execute(\"INSERT INTO document VALUES (?, 'policy', ?)\", (f'{sys.argv[3]} {number}', 'x' * 500))\n"
    "    print(number, flush=True)\n"
    "writer.close()\n"
)


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def together(*processes: subprocess.Popen[str]) -> list[str]:
    """Starts all at one moment, and waits for their ends; none may fail."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(".")
        process.stdin.flush()
    said = [process.communicate() for process in processes]
    assert [(process.returncode, error) for process, (_, error) in zip(processes, said, strict=True)] == [
        (0, "") for _ in processes
    ]
    return [out for out, _ in said]


def test_two_loads_at_once(tmp_path: Path, files: list[Path], content: Content) -> None:
    """Of overlapping files, into a database that neither finds there: each transcript comes in once."""
    db, alone = tmp_path / "study.db", tmp_path / "alone.db"
    said = together(start(LOAD, db, *files[:3]), start(LOAD, db, *reversed(files[1:])))
    counts = [[int(word) for word in line.split()] for line in said]
    assert sum(added for added, *_ in counts) == 240
    assert sum(unchanged for _, unchanged, *_ in counts) == 120
    assert [rest for _, _, *rest in counts] == [[0, 0], [0, 0]]
    load(alone, files)
    assert content(db) == content(alone)
    assert not Path(f"{db}-lock").exists()


def tag(tmp_path: Path, files: list[Path], content: Content, count: int) -> None:
    db = tmp_path / "study.db"
    load(db, files[:1])
    together(start(TAG, db, count, "a"), start(TAG, db, count, "b"), start(LOAD, db, *files))
    assert len(content(db)["transcripts"]) == 240
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (2 * count,)
    connection.close()


def test_two_reviewers_and_a_load(tmp_path: Path, files: list[Path], content: Content) -> None:
    """Many small commits beside a big one: none is lost, and none is told to wait for too long."""
    tag(tmp_path, files, content, 150)


@pytest.mark.long
def test_two_reviewers_and_a_load_for_longer(tmp_path: Path, files: list[Path], content: Content) -> None:
    """A thousand commits each."""
    tag(tmp_path, files, content, 1000)
