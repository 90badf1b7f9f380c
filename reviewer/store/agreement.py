"""What reviewers and checks say of the same things: verdicts, the check's reading, findings by reader."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.review import decisions
from reviewer.review.anchors import to_json
from reviewer.review.apart import Clash
from reviewer.review.decisions import OUTCOME, SLOTS, Judgement
from reviewer.review.disagreements import MACHINE, Disagreement, Voice, independent, machine_reading, saw_nobody
from reviewer.review.events import Event, canonical, standing, undone
from reviewer.store import apart, log, transcripts
from reviewer.store.rows import TranscriptRow

_VOICES = """
SELECT transcript, reviewer, outcome, verdict, reason, at, independent, revision, citations FROM judgement
WHERE ?1 IS NULL OR transcript = ?1 ORDER BY transcript, reviewer
"""
_MACHINE = """
SELECT t.public_id, coalesce(s.case_class, v.case_class), v.hash,
    (SELECT json_group_array(DISTINCT f.name) FROM fact f WHERE f.revision = t.revision), coalesce(s.rules, '') != ''
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
JOIN checked c ON c.revision = t.revision LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
WHERE t.public_id IN (SELECT value FROM json_each(?))
"""
_ADJUDICATED = "adjudication.set"
_READ = ("clean", "done")
_UNSAID = "readings do not say what was visible"
_SEEN = "readings were begun with somebody else's word, or the checks', in sight"
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


def voices(
    connection: sqlite3.Connection, transcript: str | None = None, clashes: Iterable[Clash] | None = None
) -> dict[str, list[Voice]]:
    """Each reviewer's present word on an outcome, by transcript (or of one); the check's, where it has one, last.

    Of a reviewer who said different things apart, as in two copies of a file, all of them. Whoever knows all that was
    decided apart hands it over: to find it takes a while.
    """
    found: dict[str, list[Voice]] = defaultdict(list)
    several = apart.twofold(apart.clashes(connection) if clashes is None else clashes)
    for of, who, says, verdict, reason, at, alone, revision, citations in connection.execute(_VOICES, (transcript,)):
        for said in filter(None, (decisions.judgement([event]) for event in several.get((of, who), ())[:-1])):
            found[of].append(
                Voice(
                    *(who, said.outcome, said.verdict, said.reason, said.at, said.saw.independent, said.revision),
                    canonical([to_json(cited) for cited in said.citations]),
                )
            )
        found[of].append(Voice(who, says, verdict, reason, at, bool(alone), revision, citations))
    for of, says, revision in machine(connection, found):
        found[of].append(Voice(MACHINE, says, revision=revision))
    return dict(found)


def machine(connection: sqlite3.Connection, transcripts: Iterable[str]) -> list[tuple[str, str, str]]:
    """(transcript, what the check reads, revision) of those of these that it reads anything of."""
    read = []
    for transcript, case_class, revision, names, ruled in connection.execute(
        _MACHINE, (json.dumps(sorted(transcripts)),)
    ):
        says = machine_reading(case_class, json.loads(names), ruled=bool(ruled))
        if says is not None:
            read.append((transcript, says, revision))
    return read


def disagreements(connection: sqlite3.Connection, clashes: Sequence[Clash] | None = None) -> list[Disagreement]:
    """Outcomes and findings of which two sides say different things, and what was decided apart; decided ones too.

    `clashes` as in `voices`.
    """
    clashes = apart.clashes(connection) if clashes is None else clashes
    every = [event for events in log.of_kind(connection, _ADJUDICATED).values() for event in events]
    decided = {subject: left for (_, subject), left in standing(every, SLOTS).items()}

    def disagreement(transcript: str, about: str, said: list[Voice]) -> Disagreement:
        left = decided.get(canonical({"transcript": transcript, "about": about}), ())
        adjudicated = left[-1].body.get("decision") if left else None
        return Disagreement(transcript, about, tuple(said), adjudicated, over=tuple(event.ulid for event in left))

    found = [
        disagreement(transcript, OUTCOME, said)
        for transcript, said in voices(connection, clashes=clashes).items()
        if len({voice.says for voice in said}) > 1
    ]
    disputed: dict[tuple[str, str], list[Voice]] = {}
    for transcript, finding, author, made, revision, note, who, verdict, reason, at in connection.execute(_DISPUTED):
        if (transcript, finding) not in disputed:
            disputed[transcript, finding] = [Voice(author, "stands", None, note, made, revision=revision)]
        says = "falls" if verdict == "disputed" else "stands"
        disputed[transcript, finding].append(Voice(who, says, None, reason, at, revision=revision))
    for (transcript, finding), said in disputed.items():
        found.append(disagreement(transcript, finding, said))
    return [*found, *apart.disagreements(connection, clashes)]


def verdicts(connection: sqlite3.Connection, clashes: Iterable[Clash]) -> list[Judgement]:
    """Every reviewer's independent verdict on every outcome, by transcript and reviewer.

    Whoever said different things apart, which is among `clashes`, has none until that is settled.
    """
    twofold = apart.twofold(clashes)
    decided: dict[tuple[str, str], str] = {}
    for events in log.of_kind(connection, _ADJUDICATED).values():
        for event in events:
            key = str(event.subject.get("transcript")), event.author
            decided[key] = min(event.ulid, decided.get(key, event.ulid))
    found = []
    for events in log.of_kind(connection, "outcome.set").values():
        of = events[0].subject
        if (str(of["transcript"]), str(of["reviewer"])) in twofold:
            continue
        judged = independent(events, decided.get((str(of["transcript"]), str(of["reviewer"]))))
        if judged is not None:
            found.append(judged)
    return sorted(found, key=lambda one: (one.transcript, one.reviewer))


def readings(connection: sqlite3.Connection) -> tuple[list[Reading], Counter[str]]:
    """Every reader's independent reading, by transcript and reader; and why others are none, with how many.

    A reading is a mark, clean or done, with the findings that the reader had made on the same revision as long as
    nobody else's word was in sight: until the mark, or until the outcome before it, which shows what others say. What
    was found or taken back later, perhaps after talking it over, does not count.
    """
    until: dict[tuple[str, str], tuple[Event, str]] = {}
    left_out: Counter[str] = Counter()
    outcomes = log.of_kind(connection, "outcome.set")
    for subject, events in log.of_kind(connection, "mark.set").items():
        marks = _held(events, "mark.set")
        if not marks or marks[-1].body.get("mark") not in _READ:
            continue
        own = [event for event in marks if event.body.get("mark") in _READ]
        revision = marks[-1].body.get("revision")
        judged = [event for event in _held(outcomes.get(subject, []), "outcome.set") if event.ulid < marks[-1].ulid]
        alone = [*filter(saw_nobody, own), *(e for e in judged if saw_nobody(e) and e.body.get("revision") == revision)]
        if alone:
            last = max(alone, key=lambda event: event.ulid)
            taxonomy = (last if last.kind == "mark.set" else marks[-1]).body.get("taxonomy")
            until[str(last.subject["transcript"]), str(last.subject["reviewer"])] = last, str(taxonomy)
        else:
            left_out[_UNSAID if all(event.body.get("saw") is None for event in marks) else _SEEN] += 1
    tags: dict[tuple[str, str], set[str]] = defaultdict(set)
    for events in log.of_kind(connection, "finding.set", "finding.remove").values():
        key = str(events[0].body.get("transcript")), events[0].author
        if key in until:
            last, _ = until[key]
            before = [event for event in events if event.ulid < last.ulid]
            found = [one for left in standing(before, SLOTS).values() if (one := decisions.finding(left))]
            tags[key].update(one.tag for one in found if one.revision == last.body.get("revision"))
    return [
        Reading(*key, str(last.body.get("revision")), taxonomy, frozenset(tags[key]))
        for key, (last, taxonomy) in sorted(until.items())
    ], left_out


def _held(events: Sequence[Event], kind: str) -> list[Event]:
    """Those of this kind that were not taken back, oldest first."""
    taken = undone(events)
    return [event for event in events if event.kind == kind and event.ulid not in taken]


def loaded(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, TranscriptRow]:
    """The transcripts of these public ids that are here: reviews may come from where there are more."""
    keys = connection.execute(
        "SELECT id FROM transcript WHERE public_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(set(ids))),)
    )
    return {row.id: row for row in transcripts.rows(connection, [key for (key,) in keys])}
