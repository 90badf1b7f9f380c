"""Full text over messages, arguments and results: written by the loader's side, in batches that let others in between.

The table keeps no text of its own: a message leaves it by the very words with which it came in. They are all made here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from reviewer.store.connection import Writer, transaction
from reviewer.store.facets import case_word, role_word, run_word, tool_word
from reviewer.store.faults import damaged
from reviewer.store.tokens import VERSION, searchable

BATCH_SECONDS = 0.04
"""How long one batch should keep the writer's lock."""

SMALLEST, LARGEST = 256, 8192
"""Messages of a batch. A busy machine makes batches look slow, and smaller ones would cost it twice as much."""

LONGEST = 4 << 20
"""Characters of a batch: from there on it ends early, so that long messages neither fill memory nor keep the lock."""

_OPTIONS = {"automerge": 16, "crisismerge": 64, "hashsize": 16 << 20}
"""Of the index: with its own small steps of merging, it would spend half of the time on that."""

_ROWS = """
SELECT m.id, m.role, m.text, m.reasoning, coalesce(m.name, c.name), t.run, t.case_id
FROM message m JOIN revision v ON v.id = m.revision JOIN transcript t ON t.id = v.transcript AND t.revision = v.id
LEFT JOIN tool_call c ON m.answers_message IS NOT NULL AND c.message = v.first_message + m.answers_message - 1
    AND c.ordinal = m.answers_call
WHERE m.id BETWEEN ? AND ? ORDER BY m.id
"""
_NEXT = "SELECT max(id) FROM (SELECT id FROM message WHERE id > ? ORDER BY id LIMIT ?)"
_CALLS = "SELECT message, name, arguments FROM tool_call WHERE message BETWEEN ? AND ? ORDER BY message, ordinal"
_ADD = "INSERT INTO message_fts (rowid, text, reasoning, calls, facets) VALUES (?, ?, ?, ?, ?)"
_REMOVE = (
    "INSERT INTO message_fts (message_fts, rowid, text, reasoning, calls, facets) VALUES ('delete', ?, ?, ?, ?, ?)"
)


def progress(connection: sqlite3.Connection) -> tuple[int, int]:
    """The message up to which all are searchable, and the last message."""
    (through,) = connection.execute("SELECT indexed_through FROM search_progress").fetchone()
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM message").fetchone()
    return through, last


def outdated(connection: sqlite3.Connection) -> bool:
    """Whether earlier rules than the present ones made what is searchable: `index` then begins anew."""
    through, version = connection.execute("SELECT indexed_through, version FROM search_progress").fetchone()
    return bool(through) and version < VERSION


def index(
    connection: Writer,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Makes every message searchable; False when `cancelled` said so before the end. What is done is done.

    Two processes that do it at once share the work: each batch takes up where the last one of either ended.
    """
    rows = SMALLEST
    with transaction(connection):
        for option, value in _OPTIONS.items():
            connection.execute("INSERT INTO message_fts (message_fts, rank) VALUES (?, ?)", (option, value))
        if outdated(connection):
            connection.execute("INSERT INTO message_fts (message_fts) VALUES ('delete-all')")
            connection.execute("UPDATE search_progress SET indexed_through = 0")
        connection.execute("UPDATE search_progress SET version = ?", (VERSION,))
    while True:
        through, last = progress(connection)
        if through < last:
            with transaction(connection):
                through, last = progress(connection)
                words, upto = _batch(connection, through, _window(connection, through, last, rows))
                connection.executemany(_ADD, words)
                connection.execute("UPDATE search_progress SET indexed_through = ?", (upto,))
                size = upto - through
        on_progress(upto if through < last else last, last)
        if through >= last:
            return True
        if cancelled():
            return False
        if size >= rows:
            rows = max(SMALLEST, min(LARGEST, int(rows * min(2.0, BATCH_SECONDS / max(connection.held, 0.001)))))


def _window(connection: Writer, through: int, last: int, rows: int) -> int:
    """The last of the next `rows` messages after `through`; there are some, as long as the table is whole."""
    if through >= last:
        return last
    (upto,) = connection.execute(_NEXT, (through, rows)).fetchone()
    if upto is None or not through < upto <= last:
        raise damaged(connection.path, "messages out of order")
    return int(upto)


def _batch(connection: Writer, through: int, upto: int) -> tuple[list[tuple[Any, ...]], int]:
    """The words of the messages after `through`, and up to which: `upto`, or less where they are long."""
    words: list[tuple[Any, ...]] = []
    size = 0
    for row in _words(connection, through + 1, upto):
        words.append(row)
        size += len(row[1]) + len(row[2] or "") + len(row[3])
        if size > LONGEST:
            return words, int(row[0])
    return words, upto


def put(connection: Writer, first: int, last: int) -> None:
    """Inside a transaction: these messages of a present revision can be found again."""
    connection.executemany(_ADD, _searchable(connection, first, last))


def take(connection: Writer, first: int, last: int) -> None:
    """Inside a transaction, before their revision is superseded: these messages are found no more."""
    connection.executemany(_REMOVE, _searchable(connection, first, last))


def _searchable(connection: Writer, first: int, last: int) -> list[tuple[Any, ...]]:
    """The words of those messages that the index has reached; the rest it reaches, or passes over, by itself."""
    if outdated(connection):
        return []
    through, _ = progress(connection)
    return list(_words(connection, first, min(last, through)))


def _words(connection: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    calls = {
        message: list(made) for message, made in groupby(connection.execute(_CALLS, (first, last)), key=itemgetter(0))
    }
    for id_, role, text, reasoning, name, run, case in connection.execute(_ROWS, (first, last)):
        facets = f"{role_word(role)} {run_word(run)} {case_word(case)}"
        made = calls.get(id_, ())
        for _, tool, _ in made:
            facets += " " + tool_word(tool)
        if role == "tool" and name:
            facets += " " + tool_word(name)
        arguments = searchable(" ".join([f"{tool} {arguments}" for _, tool, arguments in made]))
        yield id_, searchable(text), reasoning and searchable(reasoning), arguments, facets
