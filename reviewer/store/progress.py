"""How far reviewing is: for each transcript who read how much of its present revision, and what was decided on it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence

from reviewer.review.coverage import PACE, Progress, Seen, Work

# What must be read is `coverage.needed`, said here in SQL so that ten thousand transcripts are counted at once.
# Sittings are added up: no line was seen for less than the sum of what the least seen ones were.
_Asked = dict[str, str | float | None]

_RECEIPTS = """
SELECT t.id AS key, c.reader AS reader, v.first_message - 1 + c.message AS message,
       sum(1.0 * c.milliseconds / c.words) >= :pace AS enough, min(c.folded) AS folded
FROM receipt c JOIN transcript t ON t.public_id = c.transcript
JOIN revision v ON v.id = t.revision AND v.hash = c.revision
WHERE c.words > 0 AND (:keys IS NULL OR t.id IN (SELECT value FROM json_each(:keys)))
GROUP BY t.id, c.reader, c.message
"""
_NEEDED = """
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
JOIN message m ON m.id BETWEEN v.first_message AND v.first_message + v.messages - 1
"""
_IS_NEEDED = """
(m.role IN ('agent', 'customer')
OR EXISTS (SELECT 1 FROM tool_call c JOIN tool k ON k.suite = r.suite AND k.name = c.name AND k.kind = 'write'
    WHERE c.message = m.id)
OR EXISTS (SELECT 1 FROM tool_call c JOIN tool k ON k.suite = r.suite AND k.name = c.name AND k.kind = 'write'
    WHERE c.message = v.first_message - 1 + m.answers_message AND c.ordinal = m.answers_call))
"""
_SEEN = f"""
WITH had AS MATERIALIZED ({_RECEIPTS}),
wanted AS MATERIALIZED (
    SELECT t.id AS key, m.id AS message {_NEEDED} WHERE t.id IN (SELECT key FROM had) AND {_IS_NEEDED}),
wants AS (SELECT key, count(*) AS needed FROM wanted GROUP BY key)
SELECT h.key, h.reader, count(w.message) FILTER (WHERE h.enough), coalesce(n.needed, 0),
    coalesce(sum(h.folded) FILTER (WHERE w.message IS NOT NULL), 0)
FROM had h LEFT JOIN wanted w ON w.key = h.key AND w.message = h.message LEFT JOIN wants n ON n.key = h.key
GROUP BY h.key, h.reader
"""  # noqa: S608 -- our own words
_OF_PRESENT = """
SELECT t.id, d.reviewer, d.{what} FROM {table} d JOIN transcript t ON t.public_id = d.transcript
JOIN revision v ON v.id = t.revision AND v.hash = d.revision
WHERE :keys IS NULL OR t.id IN (SELECT value FROM json_each(:keys))
"""
_TRANSCRIPTS = """
SELECT t.id, t.public_id, coalesce(s.case_class, v.case_class)
FROM transcript t JOIN revision v ON v.id = t.revision JOIN run r ON r.id = t.run
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
WHERE :keys IS NULL OR t.id IN (SELECT value FROM json_each(:keys)) ORDER BY t.id
"""
_FINDINGS = """
SELECT t.id, count(*) FROM finding f JOIN transcript t ON t.public_id = f.transcript
WHERE (:keys IS NULL OR t.id IN (SELECT value FROM json_each(:keys)))
AND (:reviewer IS NULL OR f.author = :reviewer) GROUP BY t.id
"""


def progress(
    connection: sqlite3.Connection, keys: Sequence[int] | None = None, reviewer: str | None = None
) -> dict[int, Progress]:
    """How far these transcripts are (or all of them), by `key`; with `reviewer` by that one's work alone."""
    chosen = None if keys is None else json.dumps(list(keys))
    asked: _Asked = {"keys": chosen, "pace": PACE * 10, "reviewer": reviewer}
    seen = {(key, reader): Seen(*counts) for key, reader, *counts in connection.execute(_SEEN, asked)}
    marks = _of_present(connection, "marking", "mark", asked)
    judged = _of_present(connection, "judgement", "outcome", asked)
    work: dict[int, dict[str, Work]] = defaultdict(dict)
    for key, name in seen.keys() | marks.keys() | judged.keys():
        if reviewer is None or name == reviewer:
            one = (key, name)
            work[key][name] = Work(seen.get(one), marks.get(one), one in judged)
    findings: dict[int, int] = dict(connection.execute(_FINDINGS, asked).fetchall())
    return {
        key: Progress(public, case_class, dict(sorted(work[key].items())) if key in work else {}, findings.get(key, 0))
        for key, public, case_class in connection.execute(_TRANSCRIPTS, asked)
    }


def findings_of(connection: sqlite3.Connection, keys: Collection[int], reviewer: str) -> dict[int, int]:
    """How many findings a reviewer has made on each of these transcripts that has any."""
    return dict(connection.execute(_FINDINGS, {"keys": json.dumps(list(keys)), "reviewer": reviewer}).fetchall())


def unread(connection: sqlite3.Connection, key: int, reader: str) -> list[int]:
    """The messages of a transcript that this reader still needs receipts for, in order."""
    asked: _Asked = {"keys": json.dumps([key]), "pace": PACE * 10, "key": key, "reader": reader}
    found = connection.execute(
        f"""SELECT m.number {_NEEDED} WHERE t.id = :key AND {_IS_NEEDED} AND m.id NOT IN
            (SELECT message FROM ({_RECEIPTS}) WHERE reader = :reader AND enough) ORDER BY m.id""",  # noqa: S608
        asked,
    )
    return [number for (number,) in found]


def runs(connection: sqlite3.Connection) -> dict[int, tuple[str, str, str, bool, str]]:
    """Of every transcript the run that it belongs to: suite, model, name, whether it is synthetic, and its state."""
    named = {
        run: (suite, label, name, bool(synthetic), state)
        for run, suite, label, name, synthetic, state in connection.execute(
            "SELECT id, suite, label, name, synthetic, state FROM run"
        )
    }
    return {key: named[run] for key, run in connection.execute("SELECT id, run FROM transcript")}


def _of_present(connection: sqlite3.Connection, table: str, what: str, asked: _Asked) -> dict[tuple[int, str], str]:
    """What reviewers decided about present revisions; about a former one it decides nothing here."""
    found = connection.execute(_OF_PRESENT.format(table=table, what=what), asked)
    return {(key, reviewer): said for key, reviewer, said in found}
