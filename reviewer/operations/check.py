"""Bringing facts up to date: what `reviewer check` does, and what follows a load.

What was read with other rules than the present ones is read again, and nothing else. A big work goes to as many
processes as there are cores; what they return is written in short transactions, so that nobody who tags has to wait.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Any

from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS, check
from reviewer.model.plain import PlainTranscript
from reviewer.operations import proposals, taxonomies
from reviewer.operations.runs import Database
from reviewer.operations.suites import Bound, bind_waiting, parsed
from reviewer.review.events import now
from reviewer.store import facts, suites
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.facts import FactRow, Group, Ruleset
from reviewer.store.faults import faults
from reviewer.store.plain import plain

Found = list[tuple[int, list[FactRow]]]

CHUNK = 600
"""Messages that are checked in one go: a tenth of a second."""

WORTH_IT = 20_000
"""Messages, from which on processes are started: two of them take half a second to be there."""


@dataclass(slots=True)
class Checked:
    """What became of it: transcripts read now, those that needed nothing, facts found now; cancelled: not all of it."""

    transcripts: int = 0
    current: int = 0
    facts: int = 0
    cancelled: bool = False
    bound: list[Bound] = field(default_factory=list)
    """What became of runs that no suite was bound to."""


def run(
    db: Database,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
    processes: int | None = None,
) -> Checked:
    """Reads the facts of every transcript that has none from the present rules, binding runs to suites first.

    `on_progress` hears messages done and messages in all. `processes` 0 stays in this one; None decides by the work.
    Raises StoreError where the database or the disk gives way.
    """
    done = Checked()
    with closing(open_writing(db)) as connection, faults(connection):
        done.bound = bind_waiting(connection)
        work = []
        for group in facts.groups(connection):
            ruleset = rules(group)
            waiting = facts.pending(connection, group, ruleset)
            if waiting:
                work.append((group, ruleset, waiting))
        done.current = facts.counted(connection)[1] - sum(len(waiting) for *_, waiting in work)
        total = sum(messages for *_, waiting in work for _, messages in waiting)
        read = 0
        on_progress(read, total)
        with _pool(total, processes) as pool:
            for group, ruleset, waiting in work:
                with transaction(connection):
                    row = facts.keep_ruleset(connection, ruleset, now())
                sizes = dict(waiting)
                taxonomy = taxonomies.in_force(connection, group.suite)
                for found in _found(connection, pool, group, waiting):
                    with transaction(connection):
                        facts.record(connection, row, found)
                        proposals.follow(connection, [revision for revision, _ in found], taxonomy)
                    done.transcripts += len(found)
                    done.facts += sum(len(rows) for _, rows in found)
                    read += sum(sizes[revision] for revision, _ in found)
                    on_progress(read, total)
                    if cancelled():
                        done.cancelled = True
                        return done
    return done


def rules(group: Group, checks: Sequence[Check] = CHECKS) -> Ruleset:
    """What the group's facts are read with now."""
    return Ruleset(group.suite_hash, {one.id: one.version for one in checks}, group.kinds)


def _found(connection: Writer, pool: _Pool, group: Group, waiting: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """The group's facts, a chunk of transcripts at a time, in order."""
    content = None if group.suite_hash is None else suites.content(connection, group.suite_hash)
    chunks = (list(plain(connection, chunk)) for chunk in _chunks(waiting))
    return pool.each(content, chunks)


def _chunks(waiting: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    chunk: list[int] = []
    size = 0
    for revision, messages in waiting:
        chunk.append(revision)
        size += messages
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def read_chunk(content: str | None, transcripts: Sequence[PlainTranscript]) -> Found:
    """One chunk, in whichever process: plain data in, plain data out."""
    suite = None if content is None else parsed(content)
    return [(key, [(name, *_row(fact)) for name, fact in found]) for key, found in check(transcripts, suite)]


def _row(fact: Fact) -> tuple[str, Any, str, list[tuple[Any, ...]]]:
    return fact.name, fact.value, fact.detail, [tuple(place) for place in fact.evidence]


class _Pool:
    """Where chunks are read: here, or in processes, a few chunks ahead of whoever writes."""

    def __init__(self, executor: Executor | None, ahead: int) -> None:
        self._executor, self._ahead = executor, ahead

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def each(self, content: str | None, chunks: Iterator[list[PlainTranscript]]) -> Iterator[Found]:
        """What each chunk holds, in order."""
        executor = self._executor
        if executor is None:
            yield from (read_chunk(content, chunk) for chunk in chunks)
            return
        running: list[Future[Found]] = [
            executor.submit(read_chunk, content, chunk) for chunk in islice(chunks, self._ahead)
        ]
        while running:
            found = running.pop(0).result()
            running += [executor.submit(read_chunk, content, chunk) for chunk in islice(chunks, 1)]
            yield found


def _pool(messages: int, processes: int | None) -> _Pool:
    count = (os.cpu_count() or 1) if processes is None and messages >= WORTH_IT else processes or 0
    if not count:
        return _Pool(None, 0)
    # A fresh process each: what Textual's threads hold locked is not copied. Ctrl-C is for the parent.
    executor = ProcessPoolExecutor(count, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    return _Pool(executor, 2 * count)
