"""What was drawn to be read and what became of it: the rows that rates of tags and judgements of the judge stand on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from reviewer.review.queue import LATE
from reviewer.store import progress, queues
from reviewer.store.readings import share

_KEYS = "SELECT t.id, t.public_id, t.case_id FROM transcript t WHERE t.run IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """Why a transcript was read. Without a queue nobody drew it: a reviewer chose to open it.

    `drawn` and `population` count what is asked about (the runs of one model), not the whole of a queue. What came late
    was drawn from by itself: `late` counts such draws, and is 0 for the first one.
    """

    queue: str = ""
    filter: str = ""
    drawn: int = 0
    population: int = 0
    late: int = 0

    @property
    def by_lot(self) -> bool:
        """Whether chance alone, or nothing at all, decided which of its population were read."""
        return bool(self.queue)

    def words(self) -> str:
        """Such as `by lot (24 of 486, queue first: class:solvable)`."""
        if not self.queue:
            return "chosen by a reviewer, from no queue"
        how = "all" if self.drawn >= self.population else f"by lot, {self.drawn:,} of"
        wanted = f": {self.filter}" if self.filter else ""
        late = f", {LATE} {self.late}" if self.late else ""
        return f"{how} {self.population:,} (queue {self.queue}{late}{wanted})"


@dataclass(frozen=True, slots=True)
class Read:
    """A transcript that one reader has read in full and put away, under a taxonomy (its hash)."""

    transcript: str
    case: str
    reader: str
    taxonomy: str
    found: frozenset[str]
    """The tags of all findings that stand in it."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of a judge, and a reviewer's own word on the same; None where there is none, or reviewers differ."""

    transcript: str
    case: str
    judge: Fraction
    reviewer: Fraction | None
    frame: Frame


def frames(connection: sqlite3.Connection, among: Collection[str]) -> dict[str, Frame]:
    """Why each of these that any queue holds is read: of several queues the first one."""
    found: dict[str, Frame] = {}
    drawn: dict[str, list[str]] = {}
    for queue, transcript in connection.execute("SELECT queue, transcript FROM queue_item ORDER BY queue, ordinal"):
        if transcript in among:
            drawn.setdefault(queue, []).append(transcript)
    for queue in queues.queues(connection):
        if queue.recipe.cited_unconfirmed or queue.recipe.disagreements_first:
            continue  # made of what somebody had found already
        for late, held in enumerate(queue.held()):
            ids = dict.fromkeys(id_ for id_ in drawn.get(queue.id, ()) if id_ in held)
            frame = Frame(queue.name, queue.recipe.filter, len(ids), len(held.intersection(among)), late)
            for transcript in ids:
                found.setdefault(transcript, frame)
    return found


def reads(connection: sqlite3.Connection, runs: Iterable[int]) -> list[Read]:
    """Every transcript of these runs that anybody has read in full and put away, once for each such reader."""
    chosen = json.dumps([*runs])
    known = {key: (public, case) for key, public, case in connection.execute(_KEYS, (chosen,))}
    of_queues = frames(connection, {public for public, _ in known.values()})
    marked = {
        (key, reviewer): taxonomy
        for key, reviewer, taxonomy in connection.execute(
            """SELECT t.id, m.reviewer, m.taxonomy FROM marking m JOIN transcript t ON t.public_id = m.transcript
            JOIN revision v ON v.id = t.revision AND v.hash = m.revision
            WHERE m.mark IN ('clean', 'done') AND t.run IN (SELECT value FROM json_each(?))""",
            (chosen,),
        )
    }
    tags: dict[int, set[str]] = {}
    for key, tag in connection.execute(
        """SELECT t.id, f.tag FROM finding f JOIN transcript t ON t.public_id = f.transcript
        JOIN revision v ON v.id = t.revision LEFT JOIN carried c ON c.finding = f.id AND c.revision = v.hash
        WHERE (f.revision = v.hash OR c.anchor IS NOT NULL) AND t.run IN (SELECT value FROM json_each(?))""",
        (chosen,),
    ):
        tags.setdefault(key, set()).add(tag)
    far = progress.progress(connection, sorted({key for key, _ in marked}))
    return [
        Read(*known[key], reader, taxonomy, frozenset(tags.get(key, ())), of_queues.get(known[key][0], Frame()))
        for (key, reader), taxonomy in sorted(marked.items())
        if far[key].work[reader].reading == "read"
    ]


def scored(connection: sqlite3.Connection, runs: Iterable[int], score: str) -> list[Scored]:
    """Every solvable case of these runs that the judge gave such a score, with the reviewers' word on it.

    That is the score that a reviewer says it should be, else whether the case was handled right: as adjudicated, or as
    all reviewers of the present revision say.
    """
    found: dict[str, tuple[str, Fraction, str]] = {}
    for transcript, case, value, scale in connection.execute(
        """SELECT t.public_id, t.case_id, s.value, s.scale
        FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
        JOIN score s ON s.revision = t.revision AND s.name = ?2
        LEFT JOIN suite_case c ON c.suite = r.suite_hash AND c.case_id = t.case_id
        WHERE t.run IN (SELECT value FROM json_each(?1)) AND coalesce(c.case_class, v.case_class) = 'solvable'
        ORDER BY t.id, s.ordinal DESC""",
        (json.dumps([*runs]), score),
    ):
        if (part := share(value, scale)) is not None:
            found[transcript] = (case, part, scale)
    said: dict[str, set[Fraction]] = {}
    for transcript, outcome, decision in connection.execute(
        """SELECT j.transcript, j.outcome, a.decision FROM judgement j JOIN transcript t ON t.public_id = j.transcript
        JOIN revision v ON v.id = t.revision AND v.hash = j.revision
        LEFT JOIN adjudication a ON a.transcript = j.transcript AND a.about = 'outcome'"""
    ):
        if (word := decision or outcome) in ("right", "wrong"):
            said.setdefault(transcript, set()).add(Fraction(word == "right"))
    contested: dict[str, set[Fraction]] = {}
    for transcript, says in connection.execute("SELECT transcript, says FROM contest WHERE score = ?", (score,)):
        if transcript in found and (part := share(says, found[transcript][2])) is not None:
            contested.setdefault(transcript, set()).add(part)
    of_queues = frames(connection, found)
    made = []
    for transcript, (case, part, _) in found.items():
        words = contested.get(transcript) or said.get(transcript, set())
        own = next(iter(words)) if len(words) == 1 else None
        made.append(Scored(transcript, case, part, own, of_queues.get(transcript, Frame())))
    return made
