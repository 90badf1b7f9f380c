"""Transcripts out of the database as plain data, for the checks: many at a time, in the order of the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from reviewer.model.plain import PlainCall, PlainMessage, PlainTranscript
from reviewer.model.tools import guess_kind

_HEADS = """
SELECT v.id, t.case_id, coalesce(s.case_class, v.case_class), coalesce(s.intent, v.intent), v.status, v.end_reason,
       v.policy, v.first_message, v.messages, r.suite
FROM revision v JOIN transcript t ON t.id = v.transcript JOIN run r ON r.id = t.run
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
WHERE v.id BETWEEN ? AND ? ORDER BY v.id
"""
_MESSAGES = """
SELECT number, role, text, reasoning, name, error, answers_message, answers_call
FROM message WHERE id BETWEEN ? AND ? ORDER BY id
"""
_CALLS = """
SELECT c.message - ?, c.ordinal, c.name, k.kind, c.arguments, c.invalid
FROM tool_call c LEFT JOIN tool k ON k.suite = ? AND k.name = c.name
WHERE c.message BETWEEN ? AND ? ORDER BY c.message, c.ordinal
"""


def plain(connection: sqlite3.Connection, revisions: Sequence[int]) -> Iterator[PlainTranscript]:
    """These revisions, which must be in ascending order; `key` is the revision's row. One policy text is one object."""
    if not revisions:
        return
    wanted = set(revisions)
    policies: dict[str | None, str] = {None: ""}
    for head in connection.execute(_HEADS, (revisions[0], revisions[-1])).fetchall():
        revision, case, case_class, intent, status, end_reason, policy, first, count, suite = head
        if revision not in wanted:
            continue
        if policy not in policies:
            found = connection.execute("SELECT text FROM document WHERE hash = ?", (policy,)).fetchone()
            policies[policy] = found[0] if found else ""
        messages = _messages(connection, suite, first, first + count - 1)
        yield PlainTranscript(revision, case, case_class, intent, status, end_reason, policies[policy], messages)


def _messages(connection: sqlite3.Connection, suite: str, first: int, last: int) -> tuple[PlainMessage, ...]:
    found = connection.execute(_MESSAGES, (first, last)).fetchall()
    results = {(row[6], row[7]): row[0] for row in found if row[6] is not None}
    made = connection.execute(_CALLS, (first - 1, suite, first, last)).fetchall()
    calls = {
        number: tuple(
            PlainCall(ordinal, name, kind or guess_kind(name), arguments, invalid, results.get((number, ordinal)))
            for _, ordinal, name, kind, arguments, invalid in rows
        )
        for number, rows in groupby(made, key=itemgetter(0))
    }
    return tuple(
        PlainMessage(
            *(number, role, text, reasoning, name, error, calls.get(number, ())),
            None if at is None else (at, call),
        )
        for number, role, text, reasoning, name, error, at, call in found
    )
