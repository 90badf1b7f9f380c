"""What stands behind a disagreement: each side's findings and citations, what the check read, what was decided."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from reviewer.review.anchors import Anchor, Place, from_json
from reviewer.review.apart import METHOD
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
    if found.apart is not None:
        return _apart(connection, row, found)
    (present,) = connection.execute("SELECT hash FROM revision WHERE id = ?", (row.revision,)).fetchone()
    shown = [*(item for _, item in _findings(connection, row, str(present))), *_machine(connection, row)]
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


def _apart(connection: sqlite3.Connection, row: TranscriptRow, found: Disagreement) -> Sides:
    """Where each of the decisions points, or the finding that it is about."""
    clash, shown = found.apart, []
    assert clash is not None  # noqa: S101 -- who calls has looked
    (present,) = connection.execute("SELECT hash FROM revision WHERE id = ?", (row.revision,)).fetchone()
    for voice, event in zip(found.voices, clash.events, strict=True):
        if event.kind == "finding.set":
            said = event.body
            anchor = from_json(said["anchor"]) if said["revision"] == present else None
            shown.append(Evidence(voice.who, anchor, f"{said['tag']} · {said['severity']}", said.get("note", "")))
    about = {clash.subject.get("finding"), clash.subject.get("about")} if clash.slot != "finding" else set()
    for id_, item in _findings(connection, row, str(present)):
        if id_ in about:
            shown.append(item)
    if (last := clash.settled) is None:
        return Sides(tuple(shown), None)
    method = str(last.body.get(METHOD, "third"))
    decision = Decision(found.adjudicated or "", None, method, last.author, last.reason or "", last.at)
    return Sides(tuple(shown), decision)


def _findings(connection: sqlite3.Connection, row: TranscriptRow, present: str) -> list[tuple[str, Evidence]]:
    """With the id of each."""
    found = connection.execute(
        """SELECT f.id, f.author, iif(f.revision = ?1, f.anchor, c.anchor), f.tag, f.severity, f.note
        FROM finding f LEFT JOIN carried c ON c.finding = f.id AND c.revision = ?1 WHERE f.transcript = ?2""",
        (present, row.id),
    )
    return [
        (id_, Evidence(who, from_json(json.loads(anchor)) if anchor else None, f"{tag} · {severity}", note))
        for id_, who, anchor, tag, severity, note in found
    ]


def _machine(connection: sqlite3.Connection, row: TranscriptRow) -> list[Evidence]:
    made = []
    for fact in facts.facts(connection, [row.key]):
        if fact.name in READ:
            message, field = (fact.evidence[0][0], fact.evidence[0][1]) if fact.evidence else (None, None)
            anchor = Anchor("message", (Place(int(message), field),)) if message else Anchor("transcript")
            made.append(Evidence(MACHINE, anchor, fact.name, fact.detail))
    return made
