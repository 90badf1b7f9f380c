"""What reviewers and checks say of the same things: verdicts, the check's reading, findings by reader."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer.review import decisions
from reviewer.review.decisions import OUTCOME, SLOTS, Judgement
from reviewer.review.disagreements import MACHINE, Disagreement, Voice, independent, machine_reading, saw_nobody
from reviewer.review.events import Event, standing, undone
from reviewer.store import log, transcripts
from reviewer.store.rows import TranscriptRow

_VOICES = """
SELECT transcript, reviewer, outcome, verdict, reason, at, independent, revision, citations FROM judgement
WHERE ?1 IS NULL OR transcript = ?1 ORDER BY transcript, reviewer
"""
_MACHINE = """
SELECT t.public_id, coalesce(s.case_class, v.case_class), v.hash,
    (SELECT json_group_array(DISTINCT f.name) FROM fact f WHERE f.revision = t.revision)
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
JOIN checked c ON c.revision = t.revision LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
WHERE t.public_id IN (SELECT value FROM json_each(?))
"""
_READ = ("clean", "done")
_DISPUTED = """
SELECT f.transcript, f.id, f.author, f.at, f.revision, f.note, c.reviewer, c.verdict, c.reason, c.at
FROM finding f JOIN confirmation c ON c.finding = f.id
WHERE EXISTS (SELECT 1 FROM confirmation d WHERE d.finding = f.id AND d.verdict = 'disputed')
ORDER BY f.transcript, f.id, c.reviewer
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's independent reading of one revision: the taxonomy in force, and the tags that it came to."""

    transcript: str
    reader: str
    revision: str
    taxonomy: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """Decisions about one and the same thing that were made apart, and so stand side by side; the last one shows."""

    slot: str
    subject: Mapping[str, object]
    events: tuple[Event, ...]


def voices(connection: sqlite3.Connection, transcript: str | None = None) -> dict[str, list[Voice]]:
    """Each reviewer's present word on an outcome, by transcript (or of one); the check's, where it has one, last."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for of, who, says, verdict, reason, at, alone, revision, citations in connection.execute(_VOICES, (transcript,)):
        found[of].append(Voice(who, says, verdict, reason, at, bool(alone), revision, citations))
    for of, says, revision in machine(connection, found):
        found[of].append(Voice(MACHINE, says, revision=revision))
    return dict(found)


def machine(connection: sqlite3.Connection, transcripts: Iterable[str]) -> list[tuple[str, str, str]]:
    """(transcript, what the check reads, revision) of those of these that it reads anything of."""
    read = []
    for transcript, case_class, revision, names in connection.execute(_MACHINE, (json.dumps(sorted(transcripts)),)):
        says = machine_reading(case_class, json.loads(names))
        if says is not None:
            read.append((transcript, says, revision))
    return read


def disagreements(connection: sqlite3.Connection) -> list[Disagreement]:
    """Outcomes and findings of which two sides say different things, those that are adjudicated too."""
    decided = {
        (transcript, about): decision
        for transcript, about, decision in connection.execute("SELECT transcript, about, decision FROM adjudication")
    }
    found = [
        Disagreement(transcript, OUTCOME, tuple(said), decided.get((transcript, OUTCOME)))
        for transcript, said in voices(connection).items()
        if len({voice.says for voice in said}) > 1
    ]
    disputed: dict[tuple[str, str], list[Voice]] = {}
    for transcript, finding, author, made, revision, note, who, verdict, reason, at in connection.execute(_DISPUTED):
        if (transcript, finding) not in disputed:
            disputed[transcript, finding] = [Voice(author, "stands", None, note, made, revision=revision)]
        says = "falls" if verdict == "disputed" else "stands"
        disputed[transcript, finding].append(Voice(who, says, None, reason, at, revision=revision))
    for (transcript, finding), said in disputed.items():
        found.append(Disagreement(transcript, finding, tuple(said), decided.get((transcript, finding))))
    return found


def clashes(connection: sqlite3.Connection) -> list[Clash]:
    """What was decided apart, in different words, and not decided anew since."""
    several = log.of_several(connection)
    return [
        Clash(slot, left[-1].subject, tuple(left))
        for (slot, _), left in standing(several, SLOTS).items()
        if len({(event.kind, json.dumps(dict(event.body), sort_keys=True), event.reason) for event in left}) > 1
    ]


def verdicts(connection: sqlite3.Connection) -> list[Judgement]:
    """Every reviewer's independent verdict on every outcome, by transcript and reviewer."""
    decided: dict[tuple[str, str], str] = {}
    for events in log.of_kind(connection, "adjudication.set").values():
        for event in events:
            key = str(event.subject.get("transcript")), event.author
            decided[key] = min(event.ulid, decided.get(key, event.ulid))
    found = []
    for events in log.of_kind(connection, "outcome.set").values():
        of = events[0].subject
        judged = independent(events, decided.get((str(of["transcript"]), str(of["reviewer"]))))
        if judged is not None:
            found.append(judged)
    return sorted(found, key=lambda one: (one.transcript, one.reviewer))


def readings(connection: sqlite3.Connection) -> tuple[list[Reading], int]:
    """Every reader's independent reading, by transcript and reader; and how many more do not say what was visible.

    A reading is a mark, clean or done, with the findings that the reader had made on the same revision by then: what
    was found or taken back later, perhaps after talking it over, does not count.
    """
    marks: dict[tuple[str, str], Event] = {}
    unsaid = 0
    for events in log.of_kind(connection, "mark.set").values():
        taken = undone(events)
        held = [event for event in events if event.kind == "mark.set" and event.ulid not in taken]
        if held and held[-1].body.get("mark") in _READ:
            alone = [event for event in held if event.body.get("mark") in _READ and saw_nobody(event)]
            unsaid += all(event.body.get("saw") is None for event in held)
            if alone:
                marks[str(alone[-1].subject["transcript"]), str(alone[-1].subject["reviewer"])] = alone[-1]
    tags: dict[tuple[str, str], set[str]] = defaultdict(set)
    for events in log.of_kind(connection, "finding.set", "finding.remove").values():
        key = str(events[0].body.get("transcript")), events[0].author
        if key in marks:
            before = [event for event in events if event.ulid < marks[key].ulid]
            found = [one for left in standing(before, SLOTS).values() if (one := decisions.finding(left))]
            tags[key].update(one.tag for one in found if one.revision == marks[key].body.get("revision"))
    return [
        Reading(*key, str(mark.body.get("revision")), str(mark.body.get("taxonomy")), frozenset(tags[key]))
        for key, mark in sorted(marks.items())
    ], unsaid


def loaded(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, TranscriptRow]:
    """The transcripts of these public ids that are here: reviews may come from where there are more."""
    keys = connection.execute(
        "SELECT id FROM transcript WHERE public_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(set(ids))),)
    )
    return {row.id: row for row in transcripts.rows(connection, [key for (key,) in keys])}
