"""Facts are read while a person reads: by `reviewer check` in a process of its own, so that no key waits for them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

_PATIENCE = 2.0
"""Seconds in which it may end what it is writing."""


_LAST = 19
"""Its share of a busy machine: what nobody else wants. Whatever it starts inherits that."""


class Checking:
    """Brings facts up to date, one process at a time. `changed` is called, in a thread, when one has ended well."""

    def __init__(self, db: Path, changed: Callable[[], None]) -> None:
        self._db, self._changed = db, changed
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None
        self._again = self._closed = False

    def begin(self, reader: sqlite3.Connection) -> None:
        """Check whatever has not been; nothing is started where all has."""
        from reviewer.store import facts

        checked, present = facts.counted(reader)
        if checked == present:
            return
        with self._lock:
            self._again = True
            if not self._closed and self._process is None:
                self._start()

    def close(self) -> None:
        """Stop; what has been read stays."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None and self._thread is not None:
            process.send_signal(signal.SIGINT)
            self._thread.join(_PATIENCE)
            process.kill()
            self._thread.join()

    def _start(self) -> None:
        # Nothing of the present folder is imported (-P), and the terminal's Ctrl-C is not for it.
        self._again = False
        self._process = subprocess.Popen(  # noqa: S603 - our own program; the name of the file goes in as data
            [
                *(sys.executable, "-P", "-m", "reviewer", "check"),
                *("--behind", str(os.getpid()), "--db", os.fspath(self._db)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LAST)
        self._thread = Thread(target=self._wait, args=(self._process,), name="check", daemon=True)
        self._thread.start()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        well = process.wait() == 0  # a database that cannot be written is read all the same
        with self._lock:
            self._process = None
            if self._closed:
                return
            if self._again and well:
                self._start()
        if well:
            self._changed()
