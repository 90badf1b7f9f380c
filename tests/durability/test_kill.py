"""A load that is killed leaves nothing half, and goes on to the same end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer.operations.load import load

Content = Callable[[Path], dict[str, set[tuple[Any, ...]]]]


def kill(tmp_path: Path, files: list[Path], content: Content, count: int, seed: int) -> None:
    target = tmp_path / "killed"
    target.mkdir()
    script = Path(__file__).with_name("kill_loads.py")
    done = subprocess.run(
        [sys.executable, script, str(seed), str(count), target, *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > count // 2
    whole = content(target / "whole.db")
    assert len(whole["transcripts"]) == 240
    part_way = 0
    for number in range(count):
        db = target / f"{number}.db"
        if db.exists() and db.stat().st_size:
            before = content(db)
            assert before["transcripts"] <= whole["transcripts"]
            assert before["messages"] <= whole["messages"]
            part_way += 0 < len(before["transcripts"]) < 240
        summary = load(db, files)
        assert summary.exit_code == 0
        assert summary.added + summary.unchanged == 240
        assert summary.revised == 0
        assert content(db) == whole
        assert {
            mode for file in target.glob(f"{number}.db*") if (mode := file.stat().st_mode & 0o777) != 0o600
        } == set()
    assert part_way


def test_a_killed_load(tmp_path: Path, files: list[Path], content: Content) -> None:
    """At six random moments."""
    kill(tmp_path, files, content, 6, seed=7)


@pytest.mark.long
def test_a_killed_load_often(tmp_path: Path, files: list[Path], content: Content) -> None:
    """At fifty."""
    kill(tmp_path, files, content, 50, seed=11)
