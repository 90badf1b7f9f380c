"""Writing transcripts: identities, revisions and their rows, in batches that keep nobody waiting.

Whatever needs no look at the database is done before the writer's lock is taken (`content.py`). A batch is one
transaction (`write.py`) with everything that belongs to its transcripts and the ledger of their files: nothing is ever
half there, and a load that breaks off leaves whole transcripts behind. Reading them again changes nothing: that is how
a load resumes.
"""

from __future__ import annotations

from reviewer.review.events import now
from reviewer.store.connection import Writer, transaction
from reviewer.store.content import Content
from reviewer.store.ledger import SourceFile, State
from reviewer.store.write import Add, Batch, Begin, Finish, Reading, Refuse, Remembered, Step

BATCH_SECONDS = 0.04
"""How long one batch should keep the writer's lock."""

SMALLEST, LARGEST = 256 << 10, 8 << 20
"""Bytes of a batch, at least and at most; in between they follow the speed of the disk."""

STEPS = 500
"""At most in one batch."""


class Loader:
    """Takes transcripts one by one, writes many at once. One for each writing connection; `flush` at the end.

    `newer`: another content of a known transcript follows the one that an earlier load read from another file.
    """

    def __init__(self, connection: Writer, *, newer: bool = False) -> None:
        self.connection, self._newer = connection, newer
        connection.execute("PRAGMA cache_size = -65536")
        self._remembered = Remembered()
        self._waiting: list[Step] = []
        self._size = 0
        self._limit = 1 << 20

    def begin(self, file: SourceFile, format_name: str) -> Reading:
        """A file is read, from its beginning."""
        reading = Reading(file, format_name)
        self._later(Begin(reading))
        return reading

    def add(self, reading: Reading, content: Content) -> None:
        """One transcript of it; it is on the disk when this, a later call or `flush` has written the batch."""
        self._later(Add(reading, content), content.size)

    def refuse(self, reading: Reading, place: str, reason: str) -> None:
        """One transcript of it, or with an empty place all of it, cannot come in."""
        self._later(Refuse(reading, place, reason))

    def finish(self, reading: Reading, file_hash: str, state: State, *, whole: bool = True) -> None:
        """No more of the file is read; `whole`: it was read to its end, so what did not come by is not in it."""
        self._later(Finish(reading, file_hash, state, whole))

    def flush(self) -> None:
        """Writes what is waiting, and returns when it is on the disk."""
        steps, size = self._waiting, self._size
        self._waiting, self._size = [], 0
        if not steps:
            return
        try:
            self._write(steps, size)
        except (ValueError, OverflowError):  # a text or a number that SQLite cannot hold: find out whose
            for step in steps:
                try:
                    self._write([step], size)
                except (ValueError, OverflowError) as error:
                    if not isinstance(step, Add):
                        raise
                    self._write([Refuse(step.reading, step.content.place, f"cannot be stored: {error}")], 0)
        self._adapt(size, self.connection.held)

    def _adapt(self, size: int, held: float) -> None:
        """The next batches, after one of `size` bytes that kept the lock for `held` seconds."""
        if size > SMALLEST:
            wanted = self._limit * min(2.0, BATCH_SECONDS / max(held, 0.001))
            self._limit = max(SMALLEST, min(LARGEST, int(wanted)))

    def _later(self, step: Step, size: int = 0) -> None:
        self._waiting.append(step)
        self._size += size
        if self._size >= self._limit or len(self._waiting) >= STEPS:
            self.flush()

    def _write(self, steps: list[Step], size: int) -> None:
        with transaction(self.connection, size):
            batch = Batch(self.connection, self._remembered, now(), newer=self._newer)
            for step in steps:
                batch.do(step)
            batch.write()
        batch.committed()
