"""Findings that were made on another revision than the present one, and where they stand now."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from reviewer.review.anchors import Anchor, from_json, to_json
from reviewer.review.events import canonical
from reviewer.review.reanchor import Carried, How
from reviewer.store import findings
from reviewer.store.findings import FindingRow

_OFF = """
SELECT t.id, (SELECT id FROM revision o WHERE o.transcript = t.id AND o.hash = f.revision), v.id, v.hash, f.id, f.anchor
FROM finding f JOIN transcript t ON t.public_id = f.transcript JOIN revision v ON v.id = t.revision
WHERE f.revision != v.hash
"""
_NEW = "AND NOT EXISTS (SELECT 1 FROM carried c WHERE c.finding = f.id AND c.revision = v.hash)"
_KEEP = """
INSERT OR REPLACE INTO carried (finding, revision, how, anchor)
SELECT id, ?, ?, ? FROM finding WHERE id = ? AND anchor = ?
"""
_HOW = """
SELECT f.id, c.how FROM finding f JOIN transcript t ON t.public_id = f.transcript JOIN revision v ON v.id = t.revision
JOIN carried c ON c.finding = f.id AND c.revision = v.hash
WHERE f.revision != v.hash ORDER BY t.id, f.message, f.id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A finding that is to be carried over. `old` and `new` are rows of revisions, `old` None where it is not here."""

    transcript: int
    old: int | None
    new: int
    present: str
    """The content hash of the present revision."""

    finding: str
    text: str
    """Its anchor, as it is stored."""

    @property
    def anchor(self) -> Anchor:
        """Where it was made."""
        return from_json(json.loads(self.text))


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A finding that was carried over into the present revision, and how."""

    how: How
    row: FindingRow


def due(connection: sqlite3.Connection, *, again: bool = False) -> list[Due]:
    """What nobody has carried into the present revision yet, by transcript and old revision; `again`: or has."""
    found = connection.execute(_OFF + ("" if again else _NEW) + " ORDER BY 1, 2, 3, 5")
    return [Due(*columns) for columns in found]


def due_of(connection: sqlite3.Connection, finding: str) -> Due | None:
    """This finding, if it is one of them and the revision that it was made on is here."""
    found = connection.execute(f"{_OFF} {_NEW} AND f.id = ?", (finding,)).fetchone()
    due = found and Due(*found)
    return due if due and due.old is not None else None


def keep(connection: sqlite3.Connection, one: Due, carried: Carried) -> None:
    """Inside a transaction: where it stands now, unless somebody has put it elsewhere meanwhile."""
    anchor = None if carried.anchor is None else canonical(to_json(carried.anchor))
    connection.execute(_KEEP, (one.present, carried.how, anchor, one.finding, one.text))


def rows(connection: sqlite3.Connection) -> list[CarriedRow]:
    """Every finding that stands in another revision than it was made on, by transcript and message."""
    hows: dict[str, How] = dict(connection.execute(_HOW))
    return [CarriedRow(hows[row.finding.id], row) for row in findings.of_ids(connection, list(hows))]


def seen_by(connection: sqlite3.Connection, reviewer: str, found: list[CarriedRow]) -> list[CarriedRow]:
    """What a reviewer may see of them: in a blind queue neither model nor run, nor what others found."""
    seen = {row.finding.id: row for row in findings.seen_by(connection, reviewer, [one.row for one in found])}
    return [CarriedRow(one.how, seen[one.row.finding.id]) for one in found if one.row.finding.id in seen]
