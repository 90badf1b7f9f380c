"""What is hidden from a reviewer: in a blind queue, and of any case that waits for that reviewer's own word.

`queue_shown.masked` decides which. Model, run, what judges said and where a file lay are taken out here, before a row
leaves the store, so that no list and no screen has to remember.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.store.rows import TranscriptHead, TranscriptRow

if TYPE_CHECKING:
    from reviewer.store.search import Hit, Query

NAME = "blind"
"""What stands where the model would."""

NOT_BY_MODEL = "while you are blind in a queue nothing is searched by model or run"

WAITS = "waits"
"""What stands where a score would until its reader's own word."""

_TELLING = ("model", "run")
"""Keys of a search that would say which model a message is of."""

_GIVEN = """
SELECT t.id FROM queue_item i JOIN transcript t ON t.public_id = i.transcript WHERE i.reviewer IN ('', ?1)
AND NOT EXISTS (SELECT 1 FROM marking m WHERE m.transcript = i.transcript AND m.reviewer = ?1)
AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.transcript = i.transcript AND j.reviewer = ?1)
AND (i.reviewer = ?1 OR (SELECT count(*) FROM marking m WHERE m.transcript = i.transcript)
    < (SELECT count(*) FROM queue_item k WHERE k.queue = i.queue AND k.transcript = i.transcript))
"""
"""What is given to a reviewer, or to whoever comes and not as many came as are to read it, and waits for a word."""


@dataclass(frozen=True, slots=True)
class Blind:
    """The transcripts that a reviewer is blind to: their public ids, and their rows."""

    ids: frozenset[str] = frozenset()
    keys: frozenset[int] = frozenset()
    reviewer: str = ""
    judged: frozenset[int] | None = None
    """The rows that this reviewer has judged: of other cases that ask for an outcome no score is shown. None where no
    reviewer asks."""

    given: frozenset[int] = frozenset()
    """The rows that queues have given to this reviewer, who has said nothing of them yet: whatever their class."""

    def __contains__(self, transcript: str) -> bool:
        return transcript in self.ids

    def __bool__(self) -> bool:
        return bool(self.ids)

    def row(self, row: TranscriptRow) -> TranscriptRow:
        """A transcript as it may be listed: without model and run, and without what a judge said."""
        if row.id not in self.ids:
            return replace(row, score=WAITS, score_number=None) if self.score_waits(row) else row
        place: dict[str, Any] = dict.fromkeys(("run_index", "run_count"))
        judged: dict[str, Any] = dict.fromkeys(("score", "score_number", "started_at"))
        return replace(row, model="", run="", **place, **judged)

    def score_waits(self, row: TranscriptRow) -> bool:
        """Whether there is a score that this reviewer may see after an own verdict, and not before."""
        return row.score is not None and self.unjudged(row.key, row.case_class)

    def waits(self, key: int, case_class: str | None) -> bool:
        """Whether what others say of a transcript is not to be known before this reviewer's own word."""
        return key in self.keys or self.unjudged(key, case_class)

    def unjudged(self, key: int, case_class: str | None) -> bool:
        """Whether this reviewer's own word on a transcript comes before what others say of it."""
        if self.judged is None:
            return False
        return key in self.given or (case_class in OUTCOME_CLASSES and key not in self.judged)

    def rows(self, rows: Iterable[TranscriptRow]) -> list[TranscriptRow]:
        """The same of several."""
        return [self.row(row) for row in rows]

    def head(self, row: TranscriptRow, head: TranscriptHead) -> TranscriptHead:
        """What may stand around its messages: nothing of where it came from, what it cost, or how it was judged."""
        if row.id not in self.ids:
            return head
        nothing: dict[str, Any] = dict.fromkeys(("usage", "cost", "started_at", "ended_at", "extra", "gap"))
        return replace(head, source="", place="", format="", hash="", loaded_at="", scores=[], **nothing)

    def query(self, query: Query) -> Query:
        """A search without what would tell the models apart."""
        if not self.ids:
            return query
        return replace(query, filters=tuple(one for one in query.filters if one[0] not in _TELLING))

    def hits(self, hits: Iterable[Hit]) -> list[Hit]:
        """What a search found, without model and run where they are hidden."""
        return [replace(hit, model="", run="") if hit.id in self.ids else hit for hit in hits]


NOTHING = Blind()
"""Of whoever is no reviewer."""

NEWCOMER = Blind(judged=frozenset())
"""Of whichever reviewer, where nobody has a blind queue and nobody has judged or found a thing."""


def shuffled(connection: sqlite3.Connection, hidden: Blind) -> dict[int, bytes]:
    """Of each row that is hidden a place in an order that says nothing, not even when it was loaded.

    It is the same each time that this reviewer asks, and the same in every database.
    """
    from hashlib import blake2b

    found = connection.execute(
        "SELECT id, public_id FROM transcript WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(hidden.keys)),),
    )
    key = blake2b(hidden.reviewer.encode("utf-8", "surrogatepass")).digest()
    return {row: blake2b(id_.encode(), key=key, digest_size=16).digest() for row, id_ in found}


def depends(connection: sqlite3.Connection) -> bool:
    """Whether it matters who asks; where it does not, nobody need find out."""
    found = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM judgement) OR EXISTS (SELECT 1 FROM finding) OR EXISTS (SELECT 1 FROM queue)
        OR EXISTS (SELECT 1 FROM marking)"""
    )
    return bool(found.fetchone()[0])


def any_blind(connection: sqlite3.Connection) -> bool:
    """Whether there is a blind queue at all: most databases have none, and are not to pay for it."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM queue WHERE NOT json_valid(recipe) OR json_extract(recipe, '$.blind'))"
    )
    return bool(found.fetchone()[0])


def untold(connection: sqlite3.Connection, hidden: Blind) -> int:
    """Of how many transcripts the tags are not searched yet: others have found something in them."""
    if not (hidden.keys or hidden.judged is not None):
        return 0
    every = connection.execute(
        "SELECT t.id, v.case_class, t.public_id FROM transcript t JOIN revision v ON v.id = t.revision"
    )
    waiting = {public_id for key, case_class, public_id in every if hidden.waits(key, case_class)}
    if not waiting:
        return 0
    others = connection.execute("SELECT transcript FROM finding WHERE author != ?", (hidden.reviewer,))
    return len(waiting.intersection(transcript for (transcript,) in others))


def blind(connection: sqlite3.Connection, reviewer: str) -> Blind:
    """What this reviewer is blind to now."""
    from reviewer.store import queue_shown

    judged = frozenset(
        key
        for (key,) in connection.execute(
            "SELECT t.id FROM judgement j JOIN transcript t ON t.public_id = j.transcript WHERE j.reviewer = ?",
            (reviewer,),
        )
    )
    given = frozenset(key for (key,) in connection.execute(_GIVEN, (reviewer,)))
    ids = queue_shown.masked(connection, reviewer)
    if not ids:
        return Blind(reviewer=reviewer, judged=judged, given=given)
    found = connection.execute(
        "SELECT id FROM transcript WHERE public_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)
    )
    return Blind(frozenset(ids), frozenset(key for (key,) in found), reviewer, judged, given)
