"""What is hidden from a reviewer in a blind queue: which transcripts those are, and what of them nobody is shown.

`queues.masked` decides which. Model, run, what judges said and where a file lay are taken out here, before a row leaves
the store, so that no list and no screen has to remember.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reviewer.store.rows import TranscriptHead, TranscriptRow

if TYPE_CHECKING:
    from reviewer.store.search import Hit, Query

NAME = "blind"
"""What stands where the model would."""

NOT_BY_MODEL = "while you are blind in a queue nothing is searched by model or run"

_TELLING = ("model", "run")
"""Keys of a search that would say which model a message is of."""


@dataclass(frozen=True, slots=True)
class Blind:
    """The transcripts that a reviewer is blind to: their public ids, and their rows."""

    ids: frozenset[str] = frozenset()
    keys: frozenset[int] = frozenset()

    def __contains__(self, transcript: str) -> bool:
        return transcript in self.ids

    def __bool__(self) -> bool:
        return bool(self.ids)

    def row(self, row: TranscriptRow) -> TranscriptRow:
        """A transcript as it may be listed: without model and run, and without what a judge said."""
        if row.id not in self.ids:
            return row
        place: dict[str, Any] = dict.fromkeys(("run_index", "run_count"))
        judged: dict[str, Any] = dict.fromkeys(("score", "score_number", "started_at"))
        return replace(row, model="", run="", **place, **judged)

    def rows(self, rows: Iterable[TranscriptRow]) -> list[TranscriptRow]:
        """The same of several."""
        return [self.row(row) for row in rows] if self.ids else list(rows)

    def head(self, row: TranscriptRow, head: TranscriptHead) -> TranscriptHead:
        """What may stand around its messages: nothing of where it came from, what it cost, or how it was judged."""
        if row.id not in self.ids:
            return head
        nothing: dict[str, Any] = dict.fromkeys(("usage", "cost", "started_at", "ended_at", "extra"))
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
"""Of whoever has no blind queue."""


def any_blind(connection: sqlite3.Connection) -> bool:
    """Whether there is a blind queue at all: most databases have none, and are not to pay for it."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM queue WHERE NOT json_valid(recipe) OR json_extract(recipe, '$.blind'))"
    )
    return bool(found.fetchone()[0])


def blind(connection: sqlite3.Connection, reviewer: str) -> Blind:
    """What this reviewer is blind to now."""
    from reviewer.store import queues

    ids = queues.masked(connection, reviewer)
    if not ids:
        return NOTHING
    found = connection.execute(
        "SELECT id FROM transcript WHERE public_id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)
    )
    return Blind(frozenset(ids), frozenset(key for (key,) in found))
