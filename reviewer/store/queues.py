"""Queues in the database: what was drawn, how far each reading is, and what is open for whom.

`queue_drawn` has what may be drawn from, `queue_shown` what of it a reviewer is shown, `queue_cited` second words.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from reviewer.errors import NotFound
from reviewer.review.coverage import Progress, Work
from reviewer.review.events import now, ulid
from reviewer.review.queue import Draw, Recipe, shuffled
from reviewer.store import progress as progressing
from reviewer.store import queue_cited as cited
from reviewer.store.faults import damaged, path_of

State = Literal["read", "skimmed", "skipped", cited.Word]
"""Of a cited finding that waits for a second reader it is that one's word."""

ENDED: tuple[State, ...] = ("read", "confirmed", "disputed", "withdrawn", "skimmed", "skipped")
"""The ways in which a reading is done with, as they are counted."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue. `populations` has one for the first draw and one for each of late arrivals: stratum → public ids."""

    id: str
    name: str
    recipe: Recipe
    author: str
    at: str
    populations: tuple[Mapping[str, Sequence[str]], ...]

    @property
    def population(self) -> set[str]:
        """Everything that was drawn from."""
        return set().union(*self.held())

    def held(self) -> list[set[str]]:
        """What each draw was from: the first one, then each of late arrivals."""
        return [{id_ for ids in strata.values() for id_ in ids} for strata in self.populations]

    def draws(self, drawn: Collection[str]) -> str:
        """How many of how many, of late arrivals by themselves: `15 transcripts of 30, late 1: 3 of 5`."""
        sizes = [(len(held.intersection(drawn)), len(held)) for held in self.held()]
        first, *late = [
            f"{many:,} transcripts of {whole:,}" if not n else f"late {n}: {many:,} of {whole:,}"
            for n, (many, whole) in enumerate(sizes)
        ]
        return ", ".join([first, *late])


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One reading by one reader. `key` is None where this database has no such transcript."""

    ordinal: int
    transcript: str
    key: int | None
    why: str
    stratum: str
    reviewer: str
    copy: int
    trap: bool
    state: State
    done_by: str
    """Who is done with it; empty while it is open."""

    closed_to: str = ""
    """Who cannot do it: all that is to be confirmed in it is that one's own."""

    number: int = 0
    """Of the transcript, from 1. Both copies have one: a gap where a trap's second is hidden would tell of it."""


def queues(connection: sqlite3.Connection) -> list[QueueRow]:
    """All of them, the oldest first."""
    found = connection.execute("SELECT id, name, recipe, author, at FROM queue ORDER BY id")
    return [_queue(connection, *row) for row in found]


def find(connection: sqlite3.Connection, name: str) -> QueueRow:
    """The queue of that name; NotFound names those that there are."""
    found = connection.execute("SELECT id, name, recipe, author, at FROM queue WHERE name = ?", (name,)).fetchone()
    if found:
        return _queue(connection, *found)
    names = [row[0] for row in connection.execute("SELECT name FROM queue ORDER BY id")]
    there = f"there are {', '.join(names)}" if names else "`reviewer queue make NAME` makes one"
    raise NotFound(f"no queue is called {name!r}; {there}")


def items(connection: sqlite3.Connection, queue: QueueRow) -> list[ItemRow]:
    """What is to be read, in order, each with how far it is.

    What came late stands behind the rest; in a blind queue it is shuffled into it, for its place would tell.
    """
    drawn = connection.execute(
        """SELECT q.ordinal, q.transcript, t.id, q.why, q.stratum, q.reviewer,
            row_number() OVER (PARTITION BY q.transcript ORDER BY q.ordinal)
        FROM queue_item q LEFT JOIN transcript t ON t.public_id = q.transcript WHERE q.queue = ? ORDER BY q.ordinal""",
        (queue.id,),
    ).fetchall()
    known = progressing.progress(connection, sorted({row[2] for row in drawn if row[2] is not None}))
    confirming = queue.recipe.cited_unconfirmed
    authors = cited.unconfirmed(connection) if confirming else {}
    words = cited.second_words(connection) if confirming else {}
    taken: dict[str, set[str]] = {}
    for row in drawn:
        taken.setdefault(row[1], set()).add(row[5])
    rows, numbers = [], dict[str, int]()
    state: State
    for ordinal, transcript, key, why, stratum, reviewer, copy in drawn:
        number = numbers.setdefault(transcript, len(numbers) + 1)
        progress = known.get(key) or Progress(transcript)
        closed_to = ""
        if confirming:
            state, by = cited.worded(authors.get(transcript, set()), words.get(transcript, {}), reviewer)
            closed_to = "".join(authors.get(transcript, ())) if len(authors.get(transcript, ())) == 1 else ""
        else:
            by = _done_by(progress, reviewer, taken[transcript])
            state = _state(progress.work[by]) if by else "open"
        if by and not reviewer:
            taken[transcript].add(by)
        trap = progress.case_class == "trap"
        rows.append(ItemRow(ordinal, transcript, key, why, stratum, reviewer, copy, trap, state, by, closed_to, number))
    if not queue.recipe.blind or len(queue.populations) == 1:
        return rows
    rows.sort(key=lambda item: (queue.recipe.traps_first and not item.trap, shuffled(queue.recipe, item.transcript)))
    places = {id_: place for place, id_ in enumerate(dict.fromkeys(item.transcript for item in rows), 1)}
    return [replace(item, ordinal=place, number=places[item.transcript]) for place, item in enumerate(rows, 1)]


def open_for(found: Sequence[ItemRow], reviewer: str) -> list[ItemRow]:
    """What is open for a reviewer, in order: one's own and nobody's, each transcript once, none that one has done."""
    done = {item.transcript for item in found if item.done_by == reviewer}
    chosen: dict[str, ItemRow] = {}
    for item in found:
        if (
            item.state == "open"
            and item.reviewer in ("", reviewer)
            and item.closed_to != reviewer
            and item.transcript not in done
        ):
            chosen.setdefault(item.transcript, item)
    return list(chosen.values())


def keep(connection: sqlite3.Connection, name: str, recipe: Recipe, draw: Draw, author: str) -> str:
    """Inside a transaction: a new queue; its id."""
    id_ = ulid()
    size = sum(map(len, draw.population.values()))
    content = _packed(recipe, [draw.population])
    connection.execute("INSERT INTO queue VALUES (?, ?, ?, ?, ?, ?)", (id_, name, content, size, author, now()))
    _put(connection, id_, draw, 0)
    return id_


def add_late(connection: sqlite3.Connection, queue: QueueRow, draw: Draw) -> None:
    """Inside a transaction: what was drawn from late arrivals, behind the rest; what is there stays as it is."""
    content = _packed(queue.recipe, [*queue.populations, draw.population])
    connection.execute("UPDATE queue SET recipe = ? WHERE id = ?", (content, queue.id))
    last = "SELECT coalesce(max(ordinal), 0) FROM queue_item WHERE queue = ?"
    _put(connection, queue.id, draw, connection.execute(last, (queue.id,)).fetchone()[0])


def counted(found: Sequence[ItemRow]) -> Counter[State]:
    """How many are in each state."""
    return Counter(item.state for item in found)


def _put(connection: sqlite3.Connection, queue: str, draw: Draw, after: int) -> None:
    connection.executemany(
        "INSERT INTO queue_item VALUES (?, ?, ?, ?, ?, ?)",
        [
            (queue, ordinal, item.transcript, item.why, item.stratum, item.reviewer)
            for ordinal, item in enumerate(draw.items, after + 1)
        ],
    )


def _packed(recipe: Recipe, populations: Sequence[Mapping[str, Sequence[str]]]) -> str:
    content = asdict(recipe) | {"populations": [{name: list(ids) for name, ids in one.items()} for one in populations]}
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def unpacked(content: str) -> tuple[Recipe, tuple[dict[str, tuple[str, ...]], ...]]:
    """A queue's recipe and populations; what a later program knows is passed over. ValueError for what is no recipe."""
    try:
        said: dict[str, Any] = json.loads(content)
        known: dict[str, Any] = {
            key: tuple(said[key]) if isinstance(said[key], list) else said[key]
            for key in Recipe.__slots__
            if key in said
        }
        populations = tuple({str(stratum): tuple(ids) for stratum, ids in one.items()} for one in said["populations"])
        return Recipe(**known), populations
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no recipe that can be read ({error})") from None


def _queue(connection: sqlite3.Connection, id_: str, name: str, content: str, author: str, at: str) -> QueueRow:
    try:
        made, populations = unpacked(content)
    except ValueError as error:
        raise damaged(path_of(connection), f"the queue {name!r} has {error}") from None
    return QueueRow(id_, name, made, author, at, populations)


def _done_by(progress: Progress, reviewer: str, taken: set[str]) -> str:
    """Who did it: the one it is given to; or whoever did, of those whom no other copy is for."""
    if reviewer:
        return reviewer if progress.finished_by(reviewer) else ""
    return next((name for name in progress.work if name not in taken and progress.finished_by(name)), "")


def _state(work: Work) -> State:
    return "read" if work.reading == "read" else "skipped" if work.mark == "skipped" else "skimmed"
