"""The lock file that keeps checkpoints away from writers."""

from __future__ import annotations

from pathlib import Path

from reviewer.store.locks import FileLock


def test_shared_and_alone(tmp_path: Path) -> None:
    """Many may share it; whoever wants it alone waits for all of them, and all wait for that one."""
    path = str(tmp_path / "study.db")
    first, second, third = (FileLock(path) for _ in range(3))
    assert first.take(alone=False)
    assert second.take(alone=False)
    assert not third.take(alone=True, patience=0)
    first.give()
    assert not third.take(alone=True, patience=0.01)
    second.give()
    assert third.take(alone=True, patience=0)
    assert not first.take(alone=False, patience=0)
    third.give()
    assert first.take(alone=False, patience=0)
    for lock in (first, second, third):
        lock.close()
    assert not list(tmp_path.iterdir())


def test_a_removed_lock_file_locks_nobody_out(tmp_path: Path) -> None:
    """Who still has the removed file open finds the new one when it takes the lock again: both lock the same thing."""
    path = str(tmp_path / "study.db")
    first, second = FileLock(path), FileLock(path)
    assert first.take(alone=True)
    first.give()
    Path(first.path).unlink()
    assert second.take(alone=True)
    assert not first.take(alone=True, patience=0)
    second.close()
    assert first.take(alone=True, patience=0)
    first.close()


def test_what_a_killed_process_left_behind_is_harmless(tmp_path: Path) -> None:
    """The file alone locks nothing."""
    lock = FileLock(str(tmp_path / "study.db"))
    Path(lock.path).touch()
    assert lock.take(alone=True, patience=0)
    lock.close()
    lock.close()
