"""Where decisions are written: one thread with the one writing connection, in the order in which they were made.

A decision that cannot be saved stays, with all its words, and so does every later one behind it, until the disk takes
them. Whoever made a decision hears of it after COMMIT, and not before.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from reviewer.errors import ReviewerError, UsageError

if TYPE_CHECKING:
    from reviewer.operations.reviewing import Reviewing

Work = Callable[["Reviewing"], Any]
Deliver = Callable[[Callable[[], object]], object]
"""Has something done on the screen's side: `App.call_later`."""


@dataclass(frozen=True, slots=True)
class _Task:
    label: str
    work: Work
    then: Callable[[Any], object] | None
    reviewer: str


class Desk:
    """Takes decisions. `changed` is called, on the screen's side, when something could not be saved, or now could."""

    def __init__(self, db: Path, deliver: Deliver, changed: Callable[[], object]) -> None:
        self._db = db
        self._deliver = deliver
        self._changed = changed
        self._change = Condition()
        self._tasks: deque[_Task] = deque()
        self._problem = ""
        self._said = False
        self._closing = False
        self._thread: Thread | None = None
        self._reviewing: Reviewing | None = None

    def put(self, label: str, reviewer: str, work: Work, then: Callable[[Any], object] | None = None) -> None:
        """Another decision; `label` says what it is where it cannot be saved. `then` gets what `work` returned."""
        with self._change:
            self._tasks.append(_Task(label, work, then, reviewer))
            self._problem = ""  # each new one is a reason to try the older ones again
            self._wake()

    def retry(self) -> None:
        """Tries again what could not be saved."""
        with self._change:
            self._problem = ""
            self._wake()

    def wait(self, seconds: float) -> None:
        """Until everything is written, or something cannot be; at most so long."""
        with self._change:
            self._change.wait_for(lambda: not self._tasks or bool(self._problem), seconds)

    @property
    def unsaved(self) -> tuple[str, list[str]]:
        """Why the first of them could not be saved, and what waits; nothing of it while all goes well."""
        with self._change:
            return self._problem, [task.label for task in self._tasks] if self._problem else []

    def close(self) -> list[str]:
        """Writes what waits and lets go of the database; what could not be saved."""
        with self._change:
            self._closing = True
            self._problem = ""
            self._change.notify_all()
        if self._thread:
            self._thread.join()
        return [task.label for task in self._tasks]

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="decisions", daemon=True)
            self._thread.start()
        self._change.notify_all()

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: (self._tasks and not self._problem) or self._closing)
                if not self._tasks or self._problem:
                    break
                task = self._tasks[0]
            try:
                made = task.work(self._open(task.reviewer))
            except UsageError as error:  # our own mistake, which no second try would mend
                self._done(task, None)
                self._deliver(partial(_raise, error))
            except (ReviewerError, sqlite3.Error, OSError) as error:
                self._fail(error)
            else:
                self._done(task, made)
        if self._reviewing:
            self._reviewing.close()

    def _open(self, reviewer: str) -> Reviewing:
        if self._reviewing is None:
            from reviewer.operations.reviewing import Reviewing

            self._reviewing = Reviewing(self._db, reviewer)
        self._reviewing.reviewer = reviewer
        return self._reviewing

    def _done(self, task: _Task, made: Any) -> None:
        with self._change:
            self._tasks.popleft()
            self._change.notify_all()
            mended = self._said and not self._tasks
            self._said = self._said and not mended
        if mended:
            self._deliver(self._changed)
        if task.then is not None:
            then = task.then
            self._deliver(lambda: then(made))

    def _fail(self, error: Exception) -> None:
        with self._change:
            self._problem = str(error) or type(error).__name__
            self._said = True
            self._change.notify_all()
        if self._reviewing is not None:  # whatever state it is in, the next try begins with another
            self._reviewing.close()
            self._reviewing = None
        self._deliver(self._changed)


def _raise(error: Exception) -> None:
    raise error
