"""Queues in the database: what was drawn and why, what is open for whom, and what may be drawn from."""

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
from reviewer.review.queue import EVERYTHING, LATE, SECOND, SEPARATOR, Candidate, Draw, Recipe, shuffled
from reviewer.store import progress as progressing
from reviewer.store.blind import any_blind
from reviewer.store.faults import damaged, path_of

State = Literal["read", "skimmed", "skipped", "confirmed", "disputed", "withdrawn", "open"]
"""Of a cited finding that waits for a second reader's word it is one of the last four."""

ENDED: tuple[State, ...] = ("read", "confirmed", "disputed", "withdrawn", "skimmed", "skipped")
"""The ways in which a reading is done with, as they are counted."""


_COLUMNS = {
    "class": "coalesce(s.case_class, v.case_class)",
    "model": "r.label",
    "intent": "coalesce(s.intent, v.intent)",
    "suite": "r.suite",
    "run": "r.name",
    "case": "t.case_id",
    "status": "v.status",
}
STRATIFIABLE = tuple(_COLUMNS)
"""What a sample can be stratified by."""

_FROM = """
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
"""
_CITED = "(f.publishable OR f.id IN (SELECT p.value ->> '$.id' FROM edition e, json_each(e.content, '$.findings') p))"
_UNCONFIRMED = f"""
SELECT f.transcript, f.author FROM finding f WHERE NOT EXISTS
    (SELECT 1 FROM confirmation c WHERE c.finding = f.id AND c.reviewer != f.author) AND {_CITED}
"""  # noqa: S608 -- our own words
"""What a report prints, or an edition printed, without a second reader's word."""

_SECOND_WORDS = f"""
SELECT f.transcript, c.reviewer, c.verdict FROM confirmation c JOIN finding f ON f.id = c.finding
WHERE c.reviewer != f.author AND {_CITED} ORDER BY c.at, c.reviewer
"""  # noqa: S608 -- our own words

_DISPUTED = """
SELECT transcript FROM trap_outcomes WHERE adjudicated IS NULL AND outcome != machine
UNION SELECT j.transcript FROM judgement j
WHERE NOT EXISTS (SELECT 1 FROM adjudication a WHERE a.transcript = j.transcript AND a.about = 'outcome')
GROUP BY j.transcript HAVING min(j.outcome) != max(j.outcome)
"""

_NAMED = " (queue "
"""Before the name of a queue and its filter, in a reason."""

_SAME_CASES = """
SELECT o.public_id FROM transcript t JOIN run r ON r.id = t.run JOIN run q ON q.suite = r.suite
JOIN transcript o ON o.run = q.id AND o.case_id = t.case_id
WHERE t.public_id IN (SELECT value FROM json_each(?))
"""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a queue is: all of its readings, and what is open for one reviewer, in order."""

    queue: QueueRow
    reviewer: str
    items: tuple[ItemRow, ...]
    waiting: tuple[ItemRow, ...]
    shown: tuple[ItemRow, ...]
    """Those that this reviewer may know of, and so be told the number of: see `shown_to`."""

    @property
    def done(self) -> int:
        """How many readings this reviewer is done with."""
        return sum(item.done_by == self.reviewer for item in self.items)

    def after(self, transcript: str) -> ItemRow | None:
        """What is to be read next behind a transcript; from the top again where nothing is open behind it."""
        here = min((item.ordinal for item in self.items if item.transcript == transcript), default=0)
        others = [item for item in self.waiting if item.transcript != transcript and item.key is not None]
        return next((item for item in others if item.ordinal > here), others[0] if others else None)

    @property
    def sentence(self) -> str:
        """What is done, as what, and what is left for whom; a count of nothing is left out."""
        states = counted(self.shown)
        done = len(self.shown) - states["open"]
        how = [f"{states[state]:,} {state}" for state in ENDED if states[state]]
        said = f"{done:,} of {len(self.shown):,} readings are done" + (f": {', '.join(how)}" if how else "")
        left = (
            f"; {len(self.waiting):,} left for {self.reviewer}" if self.waiting else f"; none left for {self.reviewer}"
        )
        for_others = states["open"] - len(self.waiting)
        return said + left + (f", {for_others:,} for others" if for_others > 0 else "")


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
    authors = _unconfirmed(connection) if confirming else {}
    words = _second_words(connection) if confirming else {}
    taken: dict[str, set[str]] = {}
    for row in drawn:
        taken.setdefault(row[1], set()).add(row[5])
    rows, numbers = [], dict[str, int]()
    for ordinal, transcript, key, why, stratum, reviewer, copy in drawn:
        number = numbers.setdefault(transcript, len(numbers) + 1)
        progress = known.get(key) or Progress(transcript)
        closed_to = ""
        if confirming:
            state, by = _worded(authors.get(transcript, set()), words.get(transcript, {}), reviewer)
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


def standing(connection: sqlite3.Connection, name: str, reviewer: str) -> Standing:
    """How far the queue of that name is, for this reviewer; NotFound names those that there are."""
    queue = find(connection, name)
    found = items(connection, queue)
    shown = shown_to(connection, found, reviewer)
    return Standing(queue, reviewer, tuple(found), tuple(open_for(found, reviewer)), tuple(shown))


def reasons(connection: sqlite3.Connection, transcripts: Collection[str] | None = None) -> dict[str, str]:
    """Why each of these was queued first, of those that ever were: the frame of what is said about them.

    A stratified draw is one reason and not one for each stratum.
    """
    found = connection.execute(
        """SELECT i.transcript, i.why, i.stratum, q.name, q.population, json_extract(q.recipe, '$.filter'),
            json_extract(q.recipe, '$.sample'), json_extract(q.recipe, '$.seed'), json_extract(q.recipe, '$.stratify'),
            min(q.id || printf('%09d', i.ordinal)) FROM queue_item i
        JOIN queue q ON q.id = i.queue WHERE ?1 IS NULL OR i.transcript IN (SELECT value FROM json_each(?1))
        GROUP BY i.transcript""",
        (None if transcripts is None else json.dumps(sorted(transcripts)),),
    )
    made = {}
    for transcript, own, stratum, name, size, wanted, sample, seed, stratify, _ in found:
        why, fields = own, json.loads(stratify or "[]")
        if fields and sample and sample < size and stratum != EVERYTHING and not stratum.startswith(LATE):
            parts = [part for part in own.split(SEPARATOR)[1:] if part not in stratum.split(SEPARATOR)]
            drawn = f"sample {sample:,} of {size:,} in proportion by {', '.join(fields)}"
            why = SEPARATOR.join(dict.fromkeys([drawn, *parts, f"seed {seed}"]))
        made[transcript] = f"{why}{_NAMED}{name}{': ' * bool(wanted)}{wanted})"
    return made


def masked(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    """The transcripts whose model and whose findings by others are hidden from a reviewer.

    They are those of a blind queue in which the reviewer has something left to do, and the same cases in all other
    runs: which of these runs is not among the named ones would tell.
    """
    hidden: set[str] = set()
    if not any_blind(connection):
        return hidden
    for queue in queues(connection):
        if queue.recipe.blind:
            found = items(connection, queue)
            if blind_to(queue, found, reviewer):
                hidden.update(item.transcript for item in found)
    same = connection.execute(_SAME_CASES, (json.dumps(sorted(hidden)),))
    return hidden.union(transcript for (transcript,) in same)


def left_blind(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    """The transcripts that a reviewer has still to read in queues that are blind."""
    left: set[str] = set()
    if any_blind(connection):
        for queue in queues(connection):
            if queue.recipe.blind:
                left.update(item.transcript for item in open_for(items(connection, queue), reviewer))
    return left


def shown_to(connection: sqlite3.Connection, found: Sequence[ItemRow], reviewer: str) -> list[ItemRow]:
    """What a reviewer may see of a queue's items. Reasons and strata of what is masked, in any queue, name no model.

    Nor do they count by strata: `sample 2 of 54` beside `sample 3 of 54` would say what is of the same model.

    That a trap is read twice may be because it fell by the check. So before one's own verdict it stands there once, as
    if it were read once: one's own reading of it, or else the first, with the reason of the first. Who counts
    readings counts these: the number would say it, too.
    """
    judged = _judged(connection, reviewer)
    reason: dict[str, str] = {}
    chosen: dict[str, tuple[int, int]] = {}
    for item in found:
        reason.setdefault(item.transcript, item.why)
        own = reviewer in (item.reviewer, item.done_by)
        rank = 0 if own else 1 if item.state == "open" and not item.reviewer else 2
        chosen[item.transcript] = min(chosen.get(item.transcript, (3, 0)), (rank, item.ordinal))
    shown = []
    for item in found:
        if not item.trap or item.transcript in judged:
            shown.append(item)
        elif item.ordinal == chosen[item.transcript][1]:
            shown.append(replace(item, why=reason[item.transcript], copy=1))
    hidden = masked(connection, reviewer)
    drawn = {drawn_how(item.why) for item in found} - {SECOND}
    said = drawn.pop() if len(drawn) == 1 else "all" if all(one.startswith("all ") for one in drawn) else "sample"
    return [
        replace(item, why=SECOND if drawn_how(item.why) == SECOND else said, stratum="")
        if item.transcript in hidden
        else item
        for item in shown
    ]


def traps_wait(connection: sqlite3.Connection, found: Sequence[ItemRow], reviewer: str) -> bool:
    """Whether there are traps without this reviewer's verdict: which of them are read twice is told after it."""
    judged = _judged(connection, reviewer)
    return any(item.trap and item.transcript not in judged for item in found)


def _judged(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT transcript FROM judgement WHERE reviewer = ?", (reviewer,))}


def drawn_how(why: str) -> str:
    """The first part of a reason: how many of how many, or that it is for a second reader; by no filter or stratum."""
    return why.partition(SEPARATOR)[0].partition(_NAMED)[0]


def blind_to(queue: QueueRow, found: Sequence[ItemRow], reviewer: str) -> bool:
    """Whether a queue is blind, and the reviewer has something left to do in it."""
    return queue.recipe.blind and bool(open_for(found, reviewer))


def candidates(
    connection: sqlite3.Connection, keys: Sequence[int], stratify: Sequence[str], *, cited: bool = False
) -> list[Candidate]:
    """What may be drawn, of these transcripts, in their order.

    With `cited` each has the authors of what is cited in it and not confirmed; a run that does not count is not cited.
    """
    columns = "".join(f", {_COLUMNS[name]}" for name in stratify)
    rows = connection.execute(
        f"""SELECT t.id, t.public_id, coalesce(s.case_class, v.case_class) = 'trap', EXISTS
            (SELECT 1 FROM fact f WHERE f.revision = t.revision AND f.name = 'forbidden-write'),
            r.state = 'valid' {columns}
        {_FROM} WHERE t.id IN (SELECT value FROM json_each(?))""",  # noqa: S608 -- our own names
        (json.dumps(list(keys)),),
    )
    found = {row[0]: row[1:] for row in rows}
    disputed = {row[0] for row in connection.execute(_DISPUTED)}
    unconfirmed = _unconfirmed(connection) if cited else {}
    made = []
    for place, key in enumerate(keys):
        id_, trap, fell, counts, *strata = found[key]
        values = tuple("" if value is None else str(value) for value in strata)
        authors = frozenset(unconfirmed.get(id_, ()) if counts else ())
        made.append(Candidate(id_, place, values, bool(trap), bool(fell), id_ in disputed, authors))
    return made


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


def _unconfirmed(connection: sqlite3.Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for transcript, author in connection.execute(_UNCONFIRMED):
        found.setdefault(transcript, set()).add(author)
    return found


def _second_words(connection: sqlite3.Connection) -> dict[str, dict[str, set[str]]]:
    """What second readers say of what is cited: transcript → reviewer → confirmed, disputed."""
    found: dict[str, dict[str, set[str]]] = {}
    for transcript, reviewer, verdict in connection.execute(_SECOND_WORDS):
        found.setdefault(transcript, {}).setdefault(reviewer, set()).add(verdict)
    return found


def _worded(authors: set[str], words: Mapping[str, set[str]], reviewer: str) -> tuple[State, str]:
    """How far the second reading of what is cited in a transcript is, and who did it."""
    if authors:
        return "open", ""
    by = reviewer if reviewer in words else next(iter(words), "")
    if any("disputed" in said for said in words.values()):
        return "disputed", by
    return "confirmed" if words else "withdrawn", by


def _done_by(progress: Progress, reviewer: str, taken: set[str]) -> str:
    """Who did it: the one it is given to; or whoever did, of those whom no other copy is for."""
    if reviewer:
        return reviewer if progress.finished_by(reviewer) else ""
    return next((name for name in progress.work if name not in taken and progress.finished_by(name)), "")


def _state(work: Work) -> State:
    return "read" if work.reading == "read" else "skipped" if work.mark == "skipped" else "skimmed"
