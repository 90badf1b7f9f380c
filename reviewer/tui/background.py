"""Questions to the store that must not hold up the screen: one thread, with a reading connection of its own.

Of each topic only the newest question counts. An older one is forgotten, and interrupted when it is being answered.
What is nearly always answered within a part of a frame may be asked `at_once` first: an answer that comes in the same
turn is painted with what was typed, where one from the thread waits for the next frame.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from time import perf_counter, thread_time
from typing import TypeVar

from textual.message_pump import MessagePump

from reviewer.errors import ReviewerError
from reviewer.store import connection

T = TypeVar("T")

_OPCODES = 20_000
"""Of SQLite's, between two looks at whether an answer is still wanted: well under a millisecond."""

_FEW_OPCODES = 1_000
"""Those of a full-text index take longer, up to some tens of microseconds each."""

_BUSY = 3
"""How much longer than the work itself it may take on a busy machine."""

_Work = Callable[[sqlite3.Connection], Callable[[], object]]
"""What the thread does for a question; it returns the delivery of the answer."""


def at_once(connection: sqlite3.Connection, question: Callable[[Callable[[], bool]], T], patience: float) -> T | None:
    """The answer to `question` on the screen's own connection, or None where it takes more than `patience` seconds.

    Seconds of work: where other programs have the processor, asking the thread would take even longer. Of the clock's,
    for a disk that is waited for, it may take some times as many. `question` is called with what says whether it is
    late, for its work outside of SQLite.
    """
    end, at_last = thread_time() + patience, perf_counter() + _BUSY * patience

    def late() -> bool:
        return thread_time() > end or perf_counter() > at_last

    connection.set_progress_handler(late, _FEW_OPCODES)
    try:
        return question(late)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)


class Background:
    """Answers questions in a thread and delivers the answers on the screen's side.

    `failed` is called, in the thread, with what the store raised, and with a question's own mistakes: no error of one
    question keeps the later ones waiting.
    """

    def __init__(self, db: Path, failed: Callable[[Exception], None]) -> None:
        self._db = db
        self._failed = failed
        self._change = Condition()
        self._waiting: dict[str, _Work] = {}
        self._answering: str | None = None
        self._stopped = False
        self._connection: sqlite3.Connection | None = None
        self._thread: Thread | None = None

    def ask(
        self, asker: MessagePump, topic: str, question: Callable[[sqlite3.Connection], T], then: Callable[[T], None]
    ) -> None:
        """Have `question` answered in the thread, and `then` called with the answer in the asker's own turn."""

        def work(connection: sqlite3.Connection) -> Callable[[], object]:
            answer = question(connection)
            return lambda: asker.call_later(then, answer)

        with self._change:
            self._waiting[topic] = work
            self._interrupt(topic)
            if self._thread is None:
                self._thread = Thread(target=self._answer, name="store", daemon=True)
                self._thread.start()
            self._change.notify()

    def forget(self, *topics: str) -> None:
        """No answer to these is wanted any more."""
        with self._change:
            for topic in topics:
                self._waiting.pop(topic, None)
                self._interrupt(topic)

    def close(self) -> None:
        """Stop, and wait until the connection is closed."""
        with self._change:
            self._stopped = True
            self._waiting.clear()
            if self._answering:
                self._interrupt(self._answering)
            self._change.notify()
        if self._thread:
            self._thread.join()

    def _interrupt(self, topic: str) -> None:
        if self._answering == topic:
            self._answering = None
            if self._connection:
                self._connection.interrupt()

    def _answer(self) -> None:
        try:
            self._connection = connection.open_reading(self._db)
            # An interruption that comes between two statements is lost on SQLite; this one is not.
            self._connection.set_progress_handler(lambda: self._answering is None, _OPCODES)
        except (ReviewerError, sqlite3.Error, OSError) as error:
            self._failed(error)
            return
        while work := self._next():
            topic, do = work
            try:
                deliver = do(self._connection)
            except Exception as error:
                with self._change:
                    wanted = self._answering == topic
                if wanted:
                    self._failed(error)
                continue
            with self._change:
                if self._answering == topic:
                    deliver()
        self._connection.close()

    def _next(self) -> tuple[str, _Work] | None:
        with self._change:
            self._answering = None
            self._change.wait_for(lambda: self._waiting or self._stopped)
            if self._stopped:
                return None
            self._answering = topic = next(iter(self._waiting))
            return topic, self._waiting.pop(topic)
