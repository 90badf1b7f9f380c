"""Databases that several tests share: whoever writes to one is named, whatever the order of the tests."""

from __future__ import annotations

from pathlib import Path

_State = tuple[tuple[int, int], int]
_LENT: dict[Path, _State] = {}


def lend(db: Path) -> Path:
    """The database, for tests that only read it, or copy it."""
    _LENT[db] = _state(db)
    return db


def written() -> list[str]:
    """Those that are not as they were when they were lent, or asked for last; by folder and name."""
    changed = [db for db, state in _LENT.items() if _state(db) != state]
    return [f"{lend(db).parent.name}/{db.name}" for db in changed]


def _state(db: Path) -> _State:
    """What each commit changes: it comes into the log beside the file, and from there into the file."""
    log = db.with_name(f"{db.name}-wal")
    file = db.stat()
    return (file.st_mtime_ns, file.st_size), log.stat().st_size if log.exists() else 0
