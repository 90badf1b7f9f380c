"""Proposals in the database: what suggests them is followed here, what became of them is folded from events.

Before a reviewer's own outcome of a case that asks for one its proposals, which tell what the checks read, are not in
what that reviewer sees: only how many there are. Who has seen what the checks say, once, sees them from then on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from reviewer.errors import NotFound
from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.model.tools import guess_kind
from reviewer.review.anchors import Anchor, from_json, to_json
from reviewer.review.decisions import SEEN
from reviewer.review.events import canonical, now
from reviewer.review.proposals import CHECK, Proposed, Tally, anchor_of, same_words
from reviewer.store import queue_shown, reviews, transcripts
from reviewer.store.blind import blind
from reviewer.store.rows import TranscriptRow

Proposes = Mapping[str, Mapping[str, str]]
"""check → (name of a fact, or name=value) → tag."""

_FROM = """
FROM proposal p JOIN transcript t ON t.public_id = p.transcript JOIN revision v ON v.id = t.revision
JOIN run r ON r.id = t.run LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
"""
_HIDDEN = f"""coalesce(s.case_class, v.case_class, '') IN {OUTCOME_CLASSES}
    AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.transcript = p.transcript AND j.reviewer = :reviewer)
    AND NOT EXISTS (SELECT 1 FROM review_event e
        WHERE e.subject = json_object('reviewer', :reviewer, 'transcript', p.transcript)
        AND e.kind = '{SEEN}' AND json_extract(e.body, '$.machine'))"""  # noqa: S608 -- our own words


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as lists show it; `key` is its transcript's row. Model and run are None where they are hidden."""

    id: str
    key: int
    transcript: str
    revision: str
    current: bool
    """Whether that revision is the present one."""

    suite: str
    case: str
    model: str | None
    run: str | None
    run_state: str
    synthetic: bool
    case_class: str | None
    proposer: str
    message: int
    anchored: str
    """The anchor, as JSON."""

    tag: str
    severity: str
    note: str
    proposed_at: str
    decision: str | None
    decided_by: str | None
    decided_at: str | None
    reason: str | None
    finding: str | None

    @property
    def anchor(self) -> Anchor:
        """Where it points."""
        return _anchor(self.anchored)


@lru_cache(4096)
def _anchor(anchored: str) -> Anchor:
    return from_json(json.loads(anchored))


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a reviewer may see, in reading order, and how many open proposals wait for one's own outcomes."""

    rows: list[ProposalRow]
    hidden: int


def inbox(
    connection: sqlite3.Connection,
    reviewer: str,
    *,
    keys: Sequence[int] | None = None,
    proposer: str = "",
    tag: str = "",
    decided: bool = False,
) -> Inbox:
    """The open proposals, or with `decided` all; of these transcripts, this proposer, this tag, where they are given.

    `hidden` counts over all, so that a filter says nothing of what is hidden.
    """
    said = {
        "reviewer": reviewer,
        "proposer": proposer,
        "tag": tag,
        "keys": None if keys is None else json.dumps([*keys]),
    }
    conditions = [f"NOT ({_HIDDEN})"]
    conditions += ["p.proposer = :proposer"] * bool(proposer) + ["p.tag = :tag"] * bool(tag)
    conditions += ["p.decision IS NULL"] * (not decided)
    conditions += ["t.id IN (SELECT value FROM json_each(:keys))"] * (keys is not None)
    rows = _rows(connection, " AND ".join(conditions), said, reviewer)
    every = transcripts.keys(connection, hidden=blind(connection, reviewer))
    rank = {key: place for place, key in enumerate(every)}
    rows.sort(key=lambda row: rank[row.key])
    return Inbox(rows, hidden(connection, reviewer))


def of_transcript(connection: sqlite3.Connection, key: int, reviewer: str) -> Inbox:
    """The proposals of one transcript, decided or not; `hidden` counts its own."""
    said = {"reviewer": reviewer, "key": key}
    rows = _rows(connection, f"NOT ({_HIDDEN}) AND t.id = :key", said, reviewer)
    return Inbox(rows, hidden(connection, reviewer, key))


def hidden(connection: sqlite3.Connection, reviewer: str, key: int | None = None) -> int:
    """How many open proposals, of one transcript or of all, wait for this reviewer's own outcome."""
    chosen = "" if key is None else "AND t.id = :key"
    (count,) = connection.execute(
        f"SELECT count(*) {_FROM} WHERE p.decision IS NULL AND {_HIDDEN} {chosen}", {"reviewer": reviewer, "key": key}
    ).fetchone()
    return int(count)


def find(connection: sqlite3.Connection, id_: str, reviewer: str) -> ProposalRow:
    """The proposal of an id or of a beginning that one alone has. NotFound, also where it is hidden."""
    said = {"reviewer": reviewer, "id": id_}
    exact = f"substr(p.id, 1, length(:id)) = :id AND NOT ({_HIDDEN})"
    rows = _rows(connection, exact, said, reviewer) if id_ else []
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise NotFound(f"{len(rows):,} proposals begin with {id_}")
    waiting = hidden(connection, reviewer)
    more = f"; {waiting:,} {'is' if waiting == 1 else 'are'} hidden until the outcomes of {reviewer}" if waiting else ""
    raise NotFound(f"no proposal is called {id_}{more}")


def tallies(connection: sqlite3.Connection, reviewer: str) -> list[Tally]:
    """What became of the proposals that the reviewer may see, by proposer and tag."""
    found = connection.execute(
        f"""SELECT p.proposer, p.tag, sum(p.decision IS NULL), sum(p.decision IS 'confirmed'),
            sum(p.decision IS 'amended'), sum(p.decision IS 'rejected')
        {_FROM} WHERE NOT ({_HIDDEN}) GROUP BY 1, 2 ORDER BY 1, 2""",
        {"reviewer": reviewer},
    )
    return [Tally(*row) for row in found]


def present(connection: sqlite3.Connection, key: int) -> str:
    """The content hash of a transcript's present revision."""
    (hash_,) = connection.execute(
        "SELECT v.hash FROM transcript t JOIN revision v ON v.id = t.revision WHERE t.id = ?", (key,)
    ).fetchone()
    return str(hash_)


def as_proposed(connection: sqlite3.Connection, row: TranscriptRow, proposal: ProposalRow) -> TranscriptRow:
    """The transcript's row, in the revision that the proposal was made on."""
    found = connection.execute(
        "SELECT id, first_message, messages FROM revision WHERE transcript = ? AND hash = ? ORDER BY id DESC",
        (proposal.key, proposal.revision),
    ).fetchone()
    return replace(row, revision=found[0], first_message=found[1], messages=found[2]) if found else row


def keep(connection: sqlite3.Connection, proposed: Iterable[Proposed]) -> int:
    """Inside a transaction: keeps proposals; how many of them are new. What was decided before stays decided."""
    by_id = {one.id: one for one in proposed}
    here = "SELECT id FROM proposal WHERE id IN (SELECT value FROM json_each(?))"
    known = {row[0] for row in connection.execute(here, (json.dumps([*by_id]),))}
    at = now()
    connection.executemany(
        """INSERT INTO proposal (id, transcript, revision, proposer, message, anchor, tag, severity, note, proposed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET severity = excluded.severity,
            note = excluded.note WHERE decision IS NULL""",
        [
            (
                *(id_, one.transcript, one.revision, one.proposer, one.anchor.message, canonical(to_json(one.anchor))),
                *(one.tag, one.severity, one.note, at),
            )
            for id_, one in by_id.items()
        ],
    )
    # Decisions may have come in before what they are about, such as by a merge.
    subjects = json.dumps([canonical({"proposal": id_}) for id_ in by_id if id_ not in known])
    waiting = "SELECT DISTINCT subject FROM review_event WHERE subject IN (SELECT value FROM json_each(?))"
    for (subject,) in connection.execute(waiting, (subjects,)).fetchall():
        reviews.follow(connection, json.loads(subject))
    return len(by_id) - len(known)


def follow(
    connection: sqlite3.Connection, revisions: Sequence[int], proposes: Proposes, severities: Mapping[str, str]
) -> None:
    """Inside a transaction: these present revisions have the proposals that their facts now make, and no others.

    A proposal that somebody has decided stays, and is not made again for the same words in another revision.
    """
    proposed = list(_of_facts(connection, revisions, proposes, severities))
    those = json.dumps([*revisions])
    connection.execute(
        """DELETE FROM proposal WHERE decision IS NULL AND substr(proposer, 1, ?) = ? AND transcript IN
            (SELECT t.public_id FROM revision v JOIN transcript t ON t.id = v.transcript
             WHERE v.id IN (SELECT value FROM json_each(?)))
        AND id NOT IN (SELECT value FROM json_each(?))""",
        (len(CHECK), CHECK, those, json.dumps([one.id for one in proposed])),
    )
    answered = {
        (transcript, proposer, tag, words)
        for transcript, proposer, tag, anchor, revision in connection.execute(
            """SELECT p.transcript, p.proposer, p.tag, p.anchor, p.revision FROM proposal p
            JOIN transcript t ON t.public_id = p.transcript JOIN revision v ON v.transcript = t.id
            WHERE p.decision IS NOT NULL AND p.revision != v.hash AND v.id IN (SELECT value FROM json_each(?))""",
            (those,),
        )
        if (words := same_words(from_json(json.loads(anchor))))
    }
    keep(
        connection,
        (one for one in proposed if (one.transcript, one.proposer, one.tag, same_words(one.anchor)) not in answered),
    )


def _of_facts(
    connection: sqlite3.Connection, revisions: Sequence[int], proposes: Proposes, severities: Mapping[str, str]
) -> Iterable[Proposed]:
    found = connection.execute(
        """SELECT f.revision, t.public_id, v.hash, v.first_message, f.check_id, f.name, f.value, f.detail, f.evidence
        FROM fact f JOIN revision v ON v.id = f.revision JOIN transcript t ON t.id = v.transcript
        WHERE f.revision IN (SELECT value FROM json_each(?)) AND f.check_id IN (SELECT value FROM json_each(?))""",
        (json.dumps([*revisions]), json.dumps([check for check, tags in proposes.items() if tags])),
    ).fetchall()
    asked = lru_cache(16)(partial(_message, connection))  # a long message may be proposed for a thousand times
    for _, transcript, revision, first, check, name, value, detail, evidence in found:
        tags = proposes[check]
        tag = tags.get(name) or tags.get(f"{name}={json.loads(value) if value else ''}")
        if tag is not None:
            anchor = anchor_of(name, json.loads(evidence), partial(asked, first - 1))
            yield Proposed(transcript, revision, CHECK + check, anchor, tag, severities.get(tag, "major"), detail)


def _message(connection: sqlite3.Connection, before: int, number: int) -> tuple[PlainMessage, str]:
    role, text, reasoning, name, hash_ = connection.execute(
        "SELECT role, text, reasoning, name, hash FROM message WHERE id = ?", (before + number,)
    ).fetchone()
    calls = connection.execute(
        "SELECT ordinal, name, arguments FROM tool_call WHERE message = ? ORDER BY ordinal", (before + number,)
    )
    made = tuple(PlainCall(ordinal, tool, guess_kind(tool), arguments) for ordinal, tool, arguments in calls)
    return PlainMessage(number, role, text, reasoning, name, calls=made), hash_.hex()


def message(connection: sqlite3.Connection, row: TranscriptRow, number: int) -> tuple[PlainMessage, str]:
    """One message and its hash in hex. NotFound where there is none of that number."""
    if not 1 <= number <= row.messages:
        raise NotFound(f"{row.id} has no message M{number}; it has {row.messages}")
    return _message(connection, row.first_message - 1, number)


def _rows(connection: sqlite3.Connection, where: str, said: Mapping[str, Any], reviewer: str) -> list[ProposalRow]:
    found = connection.execute(
        f"""SELECT p.id, t.id, p.transcript, p.revision, p.revision = v.hash, r.suite, t.case_id, r.label, r.name,
            r.state, r.synthetic, coalesce(s.case_class, v.case_class), p.proposer, p.message, p.anchor, p.tag,
            p.severity, p.note, p.proposed_at, p.decision, p.decided_by, p.decided_at, p.reason, p.finding
        {_FROM} WHERE {where} ORDER BY p.message, json_extract(p.anchor, '$.places[0].start'), p.id""",
        said,
    )
    rows = [_row(columns) for columns in found]
    blind = queue_shown.masked(connection, reviewer)
    if not blind:
        return rows
    return [
        replace(row, model=None, run=None) if row.transcript in blind else row
        for row in rows
        if row.transcript not in blind or row.decided_by in (None, reviewer)
    ]


def _row(columns: tuple[Any, ...]) -> ProposalRow:
    return ProposalRow(*(*columns[:4], bool(columns[4]), *columns[5:10], bool(columns[10]), *columns[11:]))
