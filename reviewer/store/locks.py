"""Who may write just now, between processes and threads: a lock file beside the database.

SQLite's own locks keep the data whole, but for one bug: below 3.51.3 a checkpoint that runs while another connection
writes can damage the file. So every writing transaction holds this lock shared, for its few milliseconds, and a
checkpoint or a migration holds it alone. The file goes when the last writer closes; one that a killed process left
behind is harmless.
"""

from __future__ import annotations

import fcntl
import os
import time

PATIENCE = 5.0
"""Seconds that a writer waits for the others, here and inside SQLite."""

_PAUSE = 0.002


class FileLock:
    """One holder of the lock of the database at `path`. Never used by two threads at once."""

    def __init__(self, path: str) -> None:
        self.path = path + "-lock"
        self._file = -1

    def take(self, *, alone: bool, patience: float = PATIENCE) -> bool:
        """Takes the lock, shared or alone; False when others did not give way within `patience` seconds."""
        how = fcntl.LOCK_NB | (fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        end = time.monotonic() + patience
        while True:
            self._open()
            try:
                fcntl.flock(self._file, how)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(_PAUSE)
                continue
            if self._is_still_there():
                return True
            self._close()

    def give(self) -> None:
        """Lets the others in again."""
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Done for good: the file goes too when nobody holds the lock."""
        if self._file < 0:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_NB | fcntl.LOCK_EX)
            if self._is_still_there():
                os.unlink(self.path)  # noqa: PTH108 - plain strings on this path
        except OSError:
            pass
        self._close()

    def _open(self) -> None:
        if self._file < 0:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _close(self) -> None:
        os.close(self._file)
        self._file = -1

    def _is_still_there(self) -> bool:
        """Whether the locked file is still the one with that name: the one who closed last may have removed it."""
        try:
            there = os.stat(self.path)  # noqa: PTH116
        except FileNotFoundError:
            return False
        mine = os.fstat(self._file)
        return (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev)
