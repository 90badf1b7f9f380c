"""Review events by what they are about: of a kind, of one transcript, of what may have been decided apart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.review.apart import SETTLES
from reviewer.review.decisions import SLOTS
from reviewer.review.events import UNDO, Event
from reviewer.store.events import from_row

_ALL = "SELECT ulid, version, kind, subject, body, author, at, reason, supersedes FROM review_event e"
_OF_TRANSCRIPT = f"""{_ALL} WHERE json_extract(e.subject, '$.transcript') = ?1
OR json_extract(e.body, '$.transcript') = ?1
OR json_extract(e.subject, '$.finding') IN (SELECT json_extract(f.subject, '$.finding') FROM review_event f
    WHERE f.kind = 'finding.set' AND json_extract(f.body, '$.transcript') = ?1)
OR json_extract(e.subject, '$.proposal') IN (SELECT id FROM proposal WHERE transcript = ?1)
ORDER BY e.ulid"""  # noqa: S608 -- our own words
_OF_KIND = f"""{_ALL} WHERE kind IN (SELECT value FROM json_each(?1)) OR kind = ?2 AND subject IN
    (SELECT subject FROM review_event WHERE kind IN (SELECT value FROM json_each(?1))) ORDER BY ulid"""  # noqa: S608 -- our own words
_BRANCHING = f"""
WITH behind (ulid) AS MATERIALIZED (SELECT DISTINCT value FROM review_event, json_each(supersedes)),
forked (subject) AS (
    SELECT subject FROM review_event WHERE kind IN (SELECT value FROM json_each(?1))
        AND ulid NOT IN (SELECT ulid FROM behind)
    GROUP BY subject, substr(kind, 1, instr(kind, '.')) HAVING count(*) > 1
    UNION SELECT subject FROM review_event
        WHERE kind = ?2 AND json_extract(body, '$.undoes') IN (SELECT ulid FROM behind)
    UNION SELECT subject FROM review_event WHERE json_extract(body, '$.' || ?3) IS NOT NULL
)
{_ALL} WHERE subject IN (SELECT subject FROM forked) ORDER BY ulid"""  # noqa: S608 -- our own words
"""A subject is forked where two decisions of a kind have none behind them, where what was taken back was changed
elsewhere, or where that was settled. All others need no fold, and there are very many of them."""


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, for sentences about events: findings by their tag, patterns by their name."""

    findings: Mapping[str, str]
    patterns: Mapping[str, str]


def of_transcript(connection: sqlite3.Connection, transcript: str) -> list[Event]:
    """Everything that anybody decided about a transcript (its public id), oldest first."""
    return [from_row(row) for row in connection.execute(_OF_TRANSCRIPT, (transcript,))]


def of_kind(connection: sqlite3.Connection, *kinds: str) -> dict[str, list[Event]]:
    """The events of these kinds and what takes them back, by subject (canonical JSON), oldest first."""
    found: dict[str, list[Event]] = {}
    for row in connection.execute(_OF_KIND, (json.dumps(kinds), UNDO)):
        found.setdefault(row[3], []).append(from_row(row))
    return found


def of_forked(connection: sqlite3.Connection) -> list[Event]:
    """The events about all that may have been decided apart, oldest first."""
    found = connection.execute(_BRANCHING, (json.dumps([*SLOTS]), UNDO, SETTLES))
    return [from_row(row) for row in found]


def names(connection: sqlite3.Connection) -> Names:
    """What to call findings and patterns, those that were removed too."""
    findings, patterns = {}, {}
    for kind, subject, body in connection.execute(
        "SELECT kind, subject, body FROM review_event WHERE kind IN ('finding.set', 'pattern.set') ORDER BY ulid"
    ):
        of, said = json.loads(subject), json.loads(body)
        if kind == "finding.set":
            findings[str(of["finding"])] = str(said.get("tag"))
        else:
            patterns[str(of["pattern"])] = str(said.get("name"))
    return Names(findings, patterns)
