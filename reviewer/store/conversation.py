"""One transcript: what stands around it, its outline, and any window of its messages."""

from __future__ import annotations

import sqlite3
from typing import Any

from reviewer.errors import NotFound
from reviewer.model import reading
from reviewer.model.reading import Kind, Outline
from reviewer.store.gaps import gap
from reviewer.store.rows import CallRow, MessageRow, ScoreRow, SuiteNote, TranscriptHead, TranscriptRow, WarningRow

_MESSAGES = """
SELECT number, role, name, text, reasoning, error, at, call_id, answers_message, answers_call, usage, cost, extra
FROM message WHERE id BETWEEN ? AND ? ORDER BY id
"""
_CALLS = """
SELECT c.message, c.ordinal, c.name, k.kind, c.call_id, c.arguments, c.invalid, c.extra
FROM tool_call c LEFT JOIN tool k ON k.suite = ? AND k.name = c.name
WHERE c.message BETWEEN ? AND ? ORDER BY c.message, c.ordinal
"""

_NEAR = 500
"""So many messages are cheaper to look through than an outline is to load."""


def head(connection: sqlite3.Connection, row: TranscriptRow) -> TranscriptHead:
    """What stands around the messages of the row's revision."""
    found = connection.execute(
        """SELECT p.text, v.brief, d.text, v.usage, v.cost, v.started_at, v.ended_at, v.extra,
               s.path, v.place, s.format, v.hash, v.loaded_at,
               (SELECT count(*) FROM revision o WHERE o.transcript = v.transcript)
        FROM revision v JOIN source s ON s.id = v.source
        LEFT JOIN document p ON p.hash = v.policy LEFT JOIN document d ON d.hash = v.tools WHERE v.id = ?""",
        (row.revision,),
    ).fetchone()
    scores = connection.execute(
        "SELECT name, value, number, scale, rationale, by, extra FROM score WHERE revision = ? ORDER BY ordinal",
        (row.revision,),
    )
    warnings = connection.execute(
        "SELECT code, text, message FROM warning WHERE revision = ? ORDER BY ordinal", (row.revision,)
    )
    said = [ScoreRow(*score) for score in scores]
    suite = connection.execute(
        """SELECT s.name, s.version, s.policy, c.brief, c.handling, c.rules
        FROM transcript t JOIN run r ON r.id = t.run JOIN suite s ON s.hash = r.suite_hash
        LEFT JOIN suite_case c ON c.suite = s.hash AND c.case_id = t.case_id WHERE t.id = ?""",
        (row.key,),
    ).fetchone()
    note = SuiteNote(*suite) if suite else None
    odd = [WarningRow(*warning) for warning in warnings]
    return TranscriptHead(*(*found, said, odd, note, gap(connection, row.key)))


def outline(connection: sqlite3.Connection, row: TranscriptRow) -> Outline:
    """The parts of the row's revision in reading order; made anew where another version of this program packed them."""
    (packed,) = connection.execute("SELECT outline FROM revision WHERE id = ?", (row.revision,)).fetchone()
    unpacked = Outline.unpack(packed)
    if unpacked is None:
        stored = messages(connection, row, 1, row.messages)
        unpacked = Outline.unpack(reading.outline(stored, [message.answers for message in stored]))
    if unpacked is None:
        raise AssertionError("an outline that this version packs, it unpacks")
    return unpacked


def messages(connection: sqlite3.Connection, row: TranscriptRow, first: int, last: int) -> list[MessageRow]:
    """The messages from number `first` to `last`, both inclusive, as far as there are any; calls with their results."""
    first, last = max(first, 1), min(last, row.messages)
    if first > last:
        return []
    before = row.first_message - 1  # message.id is this plus the number
    ids = (before + first, before + last)
    found = [_message(columns) for columns in connection.execute(_MESSAGES, ids)]
    if len(found) <= last - first:
        from reviewer.store.faults import damaged, path_of

        raise damaged(path_of(connection), f"messages of {row.id} are missing")
    calls = connection.execute(_CALLS, (row.suite, *ids)).fetchall()
    if not calls:
        return found
    results = {message.answers: message.number for message in found if message.answers}
    caller = calls[-1][0] - before
    if last < row.messages and any(call[0] - before == caller and (caller, call[1]) not in results for call in calls):
        results.update(_later_results(connection, row, caller, last))
    for message, *columns, extra in calls:
        number = message - before
        found[number - first].calls.append(CallRow(*(*columns, results.get((number, columns[0])), extra)))
    return found


def message(connection: sqlite3.Connection, row: TranscriptRow, number: int) -> MessageRow:
    """One message. NotFound where the transcript has none of that number."""
    found = messages(connection, row, number, number)
    if not found:
        raise NotFound(f"{row.id} has no message M{number}; it has {row.messages}")
    return found[0]


def oddities(connection: sqlite3.Connection, row: TranscriptRow) -> list[int]:
    """The numbers of the messages with an error, with arguments that are not JSON, or with a warning, in order."""
    before = row.first_message - 1
    ids = (before + 1, before + row.messages)
    found = connection.execute(
        """SELECT number FROM message WHERE id BETWEEN ? AND ? AND error IS NOT NULL
        UNION SELECT message - ? FROM tool_call WHERE message BETWEEN ? AND ? AND invalid IS NOT NULL
        UNION SELECT message FROM warning WHERE revision = ? AND message IS NOT NULL ORDER BY 1""",
        (*ids, before, *ids, row.revision),
    )
    return [number for (number,) in found]


def _message(columns: tuple[Any, ...]) -> MessageRow:
    answers = (columns[8], columns[9]) if columns[8] is not None else None
    return MessageRow(*(*columns[:8], answers, *columns[10:]))


def _later_results(
    connection: sqlite3.Connection, row: TranscriptRow, caller: int, after: int
) -> dict[tuple[int, int], int]:
    """Results of the calls of message `caller` that come after message `after`.

    By the pairing rule a result answers the latest message with calls, so they all stand before the next one: only the
    last caller of a window can have results beyond it, and they are nearly always the very next messages.
    """
    before = row.first_message - 1
    (next_caller,) = connection.execute(
        "SELECT min(message) FROM tool_call WHERE message BETWEEN ? AND ?", (before + after + 1, before + row.messages)
    ).fetchone()
    last = next_caller - before - 1 if next_caller else row.messages
    if last - after > _NEAR:  # a call that stays open for long: the outline knows without a look at each message
        return _results_in_outline(outline(connection, row), caller, after, last)
    found = connection.execute(
        "SELECT answers_call, number FROM message WHERE id BETWEEN ? AND ? AND answers_message = ?",
        (before + after + 1, before + last, caller),
    )
    return {(caller, ordinal): number for ordinal, number in found}


def _results_in_outline(parts: Outline, caller: int, after: int, last: int) -> dict[tuple[int, int], int]:
    """The same, from the parts of the messages after `after` up to `last`, which answer no other message."""
    found: dict[tuple[int, int], int] = {}
    place = parts.message.index(after + 1)
    while True:
        try:
            place = parts.kind.index(Kind.RESULT, place)
        except ValueError:
            return found
        if parts.message[place] > last:
            return found
        found.setdefault((caller, parts.call[place]), parts.message[place])
        place += 1
