"""What was decided about one transcript, and what the checks read off it: all that the reading screen shows of it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviewer.review.anchors import Anchor, from_json
from reviewer.review.decisions import SEEN, Finding, Judgement, Marking, Saw, saw
from reviewer.review.scales import Scale, scale
from reviewer.store import proposals
from reviewer.store.proposals import ProposalRow
from reviewer.store.rows import TranscriptRow


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, and where it stands in the present revision; None where that is not known."""

    finding: Finding
    anchor: Anchor | None
    unsure: bool = False
    """The transcript has changed, and a person has to say whether that is still the place."""

    said: tuple[tuple[str, str], ...] = ()
    """What second readers say of it: (who, confirmed or disputed)."""

    patterns: tuple[str, ...] = ()
    """The names of those that it belongs to."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A reviewer holds that a judge's score should be another one."""

    reviewer: str
    score: str
    says: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """What a judge said, by its name. `value` is as a person reads it."""

    name: str
    value: str
    allows: Scale
    """What it could be instead."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the checks read off a transcript: held or fell for a trap, handed over or not for another case.

    `message` and `call` are where that happened, None where it did not.
    """

    says: str
    rule: str = ""
    message: int | None = None
    call: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """Everything about one transcript, from everybody; findings in the order of its messages."""

    findings: tuple[Placed, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    markings: tuple[Marking, ...] = ()
    bookmarks: frozenset[int] = frozenset()
    """Of the one reviewer who asked."""

    proposals: tuple[ProposalRow, ...] = ()
    """Those that nobody has decided, and this reviewer may see."""

    hidden: int = 0
    """Proposals that wait for this reviewer's own verdict."""

    reading: Reading | None = None
    """None where no check has read it."""

    scores: tuple[Scored, ...] = ()
    contests: tuple[Contest, ...] = ()
    """Of those scores, by whoever contests them."""

    def judgement_of(self, reviewer: str) -> Judgement | None:
        """What that reviewer says became of it."""
        return next((one for one in self.judgements if one.reviewer == reviewer), None)

    def marking_of(self, reviewer: str) -> Marking | None:
        """That reviewer is done with it."""
        return next((one for one in self.markings if one.reviewer == reviewer), None)

    def with_found(self, made: Iterable[Finding]) -> Decided:
        """What it is after findings were made on the present revision: what reading it all again would say."""
        known = {one.finding.id for one in self.findings}
        placed = [*self.findings, *(Placed(one, one.anchor) for one in made if one.id not in known)]
        placed.sort(key=lambda one: (one.finding.anchor.message or 0, one.finding.id))
        return replace(self, findings=tuple(placed))


def decided(
    connection: sqlite3.Connection, row: TranscriptRow, reviewer: str, before: Decided | None = None
) -> Decided:
    """All of it, as it stands now; with `before`, the proposals are those of then: a long transcript has very many."""
    waiting, hidden = (before.proposals, before.hidden) if before is not None else _proposals(connection, row, reviewer)
    return Decided(
        findings=tuple(_findings(connection, row)),
        judgements=tuple(_judgements(connection, row.id)),
        markings=tuple(
            Marking(row.id, *columns)
            for columns in connection.execute(
                "SELECT reviewer, revision, mark, reason, taxonomy, at FROM marking WHERE transcript = ?", (row.id,)
            )
        ),
        bookmarks=frozenset(
            number
            for (number,) in connection.execute(
                "SELECT message FROM bookmark WHERE transcript = ? AND reviewer = ?", (row.id, reviewer)
            )
        ),
        proposals=waiting,
        hidden=hidden,
        reading=_reading(connection, row),
        scores=tuple(
            Scored(name, _readable(value), scale(said, value))
            for name, value, said in connection.execute(
                "SELECT name, value, scale FROM score WHERE revision = ? ORDER BY ordinal", (row.revision,)
            )
        ),
        contests=tuple(
            Contest(who, score, _readable(says), reason)
            for who, score, says, reason in connection.execute(
                "SELECT reviewer, score, says, reason FROM contest WHERE transcript = ? ORDER BY at, reviewer",
                (row.id,),
            )
        ),
    )


def _proposals(
    connection: sqlite3.Connection, row: TranscriptRow, reviewer: str
) -> tuple[tuple[ProposalRow, ...], int]:
    inbox = proposals.of_transcript(connection, row.key, reviewer)
    return tuple(one for one in inbox.rows if one.decision is None), inbox.hidden


def seen(connection: sqlite3.Connection, reviewer: str) -> dict[str, Saw]:
    """What a reviewer asked to see before giving an own word, by transcript; it is so for good."""
    known: dict[str, Saw] = {}
    for subject, body in connection.execute(
        "SELECT subject, body FROM review_event WHERE author = ? AND kind = ?", (reviewer, SEEN)
    ):
        transcript = str(json.loads(subject).get("transcript"))
        known[transcript] = known.get(transcript, Saw()) | saw(json.loads(body))
    return known


def _readable(value: str | None) -> str:
    """JSON as a person reads it: a text without its quotes."""
    try:
        said = json.loads(value or "null")
    except ValueError:
        return value or ""
    return said if isinstance(said, str) else "" if said is None else value or ""


def revision_hash(connection: sqlite3.Connection, row: TranscriptRow) -> str:
    """The content hash that events name the row's revision by."""
    (found,) = connection.execute("SELECT hash FROM revision WHERE id = ?", (row.revision,)).fetchone()
    return str(found)


def message_hash(connection: sqlite3.Connection, row: TranscriptRow, number: int) -> str | None:
    """The hash of a message, in hex, that an anchor keeps; None where there is no such message."""
    found = connection.execute("SELECT hash FROM message WHERE id = ?", (row.first_message - 1 + number,)).fetchone()
    return None if found is None or found[0] is None else bytes(found[0]).hex()


def _findings(connection: sqlite3.Connection, row: TranscriptRow) -> list[Placed]:
    present = revision_hash(connection, row)
    found = connection.execute(
        """SELECT f.id, f.transcript, f.revision, f.anchor, f.tag, f.taxonomy, f.severity, f.effect, f.note,
            f.publishable, f.correct, f.fault, f.author, f.at, f.proposal, c.anchor, c.how
        FROM finding f LEFT JOIN carried c ON c.finding = f.id AND c.revision = ?
        WHERE f.transcript = ? ORDER BY f.message, f.id""",
        (present, row.id),
    )
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for of, who, word in connection.execute(
        """SELECT c.finding, c.reviewer, c.verdict FROM confirmation c JOIN finding f ON f.id = c.finding
        WHERE f.transcript = ? ORDER BY c.at""",
        (row.id,),
    ):
        said[of].append((who, word))
    patterns: dict[str, list[str]] = defaultdict(list)
    for of, name in connection.execute(
        """SELECT m.finding, p.name FROM member m JOIN pattern p ON p.id = m.pattern JOIN finding f ON f.id = m.finding
        WHERE f.transcript = ? ORDER BY p.name""",
        (row.id,),
    ):
        patterns[of].append(name)
    placed = []
    for (
        *head,
        anchor,
        tag,
        taxonomy,
        severity,
        effect,
        note,
        publishable,
        correct,
        fault,
        author,
        at,
        by,
        moved,
        how,
    ) in found:
        made_at = from_json(json.loads(anchor))
        finding = Finding(
            *(*head, made_at, tag, taxonomy, severity, effect, note, bool(publishable), correct, fault, author, at, by)
        )
        now_at = made_at if finding.revision == present else from_json(json.loads(moved)) if moved else None
        unsure = how == "unsure" and finding.revision != present
        placed.append(Placed(finding, now_at, unsure, tuple(said[finding.id]), tuple(patterns[finding.id])))
    return placed


def _judgements(connection: sqlite3.Connection, transcript: str) -> list[Judgement]:
    found = connection.execute(
        """SELECT reviewer, revision, outcome, verdict, reason, at, saw, citations FROM judgement
        WHERE transcript = ? ORDER BY at, reviewer""",
        (transcript,),
    )
    return [
        Judgement(
            *(transcript, reviewer, revision, outcome, verdict, reason, at, saw(json.loads(seen))),
            tuple(map(from_json, json.loads(cited))),
        )
        for reviewer, revision, outcome, verdict, reason, at, seen, cited in found
    ]


def _reading(connection: sqlite3.Connection, row: TranscriptRow) -> Reading | None:
    if connection.execute("SELECT 1 FROM checked WHERE revision = ?", (row.revision,)).fetchone() is None:
        return None
    trap = row.case_class == "trap"
    if trap and not _has_rules(connection, row):
        return Reading("no rule to go by")
    name, yes, no = ("forbidden-write", "fell", "held") if trap else ("handover", "handed over", "not handed over")
    found = connection.execute(
        "SELECT value, evidence FROM fact WHERE revision = ? AND name = ? ORDER BY ordinal LIMIT 1",
        (row.revision, name),
    ).fetchone()
    if found is None:
        return Reading(no)
    value, evidence = json.loads(found[0] or "null"), json.loads(found[1])
    message, field = (evidence[0][0], evidence[0][1] or "") if evidence else (None, "")
    ordinal = field.partition(".")[0].removeprefix("c")
    call = int(ordinal) if field.startswith("c") and ordinal.isdigit() else 0
    return Reading(yes, value if isinstance(value, str) else "", message, call)


def _has_rules(connection: sqlite3.Connection, row: TranscriptRow) -> bool:
    """Whether the suite says what the trap forbids: where it does not, nothing forbidden was looked for."""
    found = connection.execute(
        """SELECT c.rules FROM transcript t JOIN run r ON r.id = t.run
        JOIN suite_case c ON c.suite = r.suite_hash AND c.case_id = t.case_id WHERE t.id = ?""",
        (row.key,),
    ).fetchone()
    return found is not None and bool(found[0])
