"""What stands behind a disagreement: each side's findings and citations, what the check read, what was decided."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from reviewer.review.anchors import Anchor, Place, from_json
from reviewer.review.disagreements import MACHINE, Disagreement
from reviewer.store import facts
from reviewer.store.rows import TranscriptRow

READ = ("forbidden-write", "missed-escalation", "needless-escalation", "late-handover", "handover")
"""The facts that the check's reading of an outcome rests on."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that a side points at. `anchor` is None where it stood in another revision and was not carried over."""

    who: str
    anchor: Anchor | None
    title: str
    """A tag with its severity, the name of a fact, or nothing for a citation."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """How it was adjudicated."""

    decision: str
    verdict: str | None
    method: str
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Sides:
    """All of it, of one disagreement; evidence by side and place."""

    evidence: tuple[Evidence, ...]
    decision: Decision | None


def sides(connection: sqlite3.Connection, row: TranscriptRow, found: Disagreement) -> Sides:
    """What each side has to show, and what was decided."""
    (present,) = connection.execute("SELECT hash FROM revision WHERE id = ?", (row.revision,)).fetchone()
    shown = [*_findings(connection, row, str(present)), *_machine(connection, row)]
    for voice in found.voices:
        same = not voice.revision or voice.revision == present
        shown += [Evidence(voice.who, from_json(cited) if same else None, "") for cited in json.loads(voice.citations)]
    order = {voice.who: place for place, voice in enumerate(found.voices)}
    shown.sort(key=lambda one: (order.get(one.who, len(order)), one.anchor.message if one.anchor else 0))
    decided = connection.execute(
        """SELECT decision, verdict, method, author, reason, at FROM adjudication
        WHERE transcript = ? AND about = ?""",
        (found.transcript, found.about),
    ).fetchone()
    return Sides(tuple(shown), Decision(*decided) if decided else None)


def _findings(connection: sqlite3.Connection, row: TranscriptRow, present: str) -> list[Evidence]:
    found = connection.execute(
        """SELECT f.author, iif(f.revision = ?1, f.anchor, c.anchor), f.tag, f.severity, f.note
        FROM finding f LEFT JOIN carried c ON c.finding = f.id AND c.revision = ?1 WHERE f.transcript = ?2""",
        (present, row.id),
    )
    return [
        Evidence(who, from_json(json.loads(anchor)) if anchor else None, f"{tag} · {severity}", note)
        for who, anchor, tag, severity, note in found
    ]


def _machine(connection: sqlite3.Connection, row: TranscriptRow) -> list[Evidence]:
    made = []
    for fact in facts.facts(connection, [row.key]):
        if fact.name in READ:
            message, field = (fact.evidence[0][0], fact.evidence[0][1]) if fact.evidence else (None, None)
            anchor = Anchor("message", (Place(int(message), field),)) if message else Anchor("transcript")
            made.append(Evidence(MACHINE, anchor, fact.name, fact.detail))
    return made
