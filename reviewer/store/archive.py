"""All that reviewers made, out of a database and into another: events, receipts, proposals, taxonomies, queues, what
they froze, and the manifests of what they wrote.

Transcripts, facts and figures stay where they are: they are made anew from their files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from reviewer.review import merging
from reviewer.review.events import Event, canonical
from reviewer.store import events, receipts, register, reviews
from reviewer.store.queues import unpacked
from reviewer.store.receipts import ReceiptRow

Rows = Sequence[Mapping[str, Any]]

PLAIN = {
    "taxonomy": ("hash", "added_at", True),
    "proposal": ("id", "proposed_at", False),
    "manifest": ("hash", "written_at", False),
}
"""Tables whose rows are no events: their key, when a row was made, and whether the latest of two stays."""

_FOLDED = {"proposal": ("decision", "decided_by", "decided_at", "reason", "finding"), "edition": ("id",)}
"""Columns that stay where they are: what follows from events, and a row's own number."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything, each kind in a fixed order. A queue has its `items`."""

    taxonomy: Rows = ()
    proposal: Rows = ()
    queue: Rows = ()
    receipt: Rows = ()
    edition: Rows = ()
    manifest: Rows = ()
    event: Sequence[Event] = ()

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {one.name: len(getattr(self, one.name)) for one in fields(self)}

    def without_keys(self) -> Archive:
        """What may leave the team: no key that hashes are made with, no values behind placeholders.

        Editions stay behind, as they are dossiers before redaction.
        """
        held_back = [{**row, **dict.fromkeys(merging.HELD_BACK, "")} for row in self.manifest]
        return replace(self, edition=(), manifest=held_back)


class Unfit(ValueError):
    """A record that cannot be kept: which (its kind and its place among them, from 0), and why."""

    def __init__(self, kind: str, place: int, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.place, self.reason = kind, place, reason


class Came(NamedTuple):
    """What was new, of each kind."""

    events: int
    receipts: int
    proposals: int
    taxonomies: int
    queues: int
    editions: int
    manifests: int


@dataclass(slots=True)
class _Columns:
    """What a table holds: column → whether it is a number, and those that may be null."""

    number: dict[str, bool] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)


def read(connection: sqlite3.Connection) -> Archive:
    """All of it as of one moment, by key, so that equal reviews are equal archives."""
    connection.execute("BEGIN")
    try:
        return _read(connection)
    finally:
        connection.execute("ROLLBACK")


def _read(connection: sqlite3.Connection) -> Archive:
    plain = {table: _table(connection, table, key) for table, (key, *_) in PLAIN.items()}
    return Archive(
        **plain,
        edition=_table(connection, "edition", "suite, model, number, hash"),
        queue=_queues(connection),
        receipt=[row._asdict() for row in receipts.receipts(connection)],
        event=events.events(connection),
    )


def add(connection: sqlite3.Connection, archive: Archive) -> Came:
    """Inside a transaction: what is new of it, and the rows that follow from that.

    Raises Unfit for a record that cannot be kept, one whose ULID is here with other content among them; roll back then.
    """
    for table in (*PLAIN, "receipt", "edition"):
        _check(table, getattr(archive, table), _columns(connection, table))
    _check_queues(connection, archive.queue)
    taxonomies = _put_plain(connection, "taxonomy", archive.taxonomy)
    proposals = _put_plain(connection, "proposal", archive.proposal)
    queues = _put_queues(connection, archive.queue)
    kept = receipts.keep(connection, (ReceiptRow(**row) for row in archive.receipt))
    editions = _put_editions(connection, archive.edition)
    manifests = _put_plain(connection, "manifest", archive.manifest)
    new = _new(connection, archive.event)
    _fold(connection, new)
    for id_ in proposals:
        reviews.follow(connection, {"proposal": id_})
    register.refold(connection)
    return Came(len(new), kept, len(proposals), len(taxonomies), queues, editions, len(manifests))


# ---- what is there


def _rows(connection: sqlite3.Connection, question: str, *values: object) -> list[dict[str, Any]]:
    found = connection.execute(question, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _table(connection: sqlite3.Connection, table: str, order: str) -> list[dict[str, Any]]:
    return _rows(connection, f"SELECT {', '.join(_columns(connection, table).number)} FROM {table} ORDER BY {order}")  # noqa: S608 -- our own names


def _columns(connection: sqlite3.Connection, table: str) -> _Columns:
    made = _Columns()
    for _, name, kind, must, _, key in connection.execute(f"PRAGMA table_info({table})"):
        if name not in _FOLDED.get(table, ()):
            made.number[name] = kind == "INTEGER"
            if not must and not key:
                made.optional.add(name)
    return made


def _queues(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    found = _rows(connection, "SELECT * FROM queue ORDER BY id")
    for queue in found:
        items = _rows(connection, "SELECT * FROM queue_item WHERE queue = ? ORDER BY ordinal", queue["id"])
        queue["items"] = [{name: value for name, value in item.items() if name != "queue"} for item in items]
    return found


# ---- what may come


def _check(kind: str, rows: Rows, columns: _Columns) -> None:
    for place, row in enumerate(rows):
        if reason := _unfit(row, columns):
            raise Unfit(kind, place, reason)


def _unfit(row: Mapping[str, Any], columns: _Columns) -> str:
    if row.keys() != columns.number.keys():
        odd = sorted(row.keys() ^ columns.number.keys())[0]
        return f"there is no {odd}" if odd in columns.number else f"{odd} is not known here"
    for name, value in row.items():
        if value is None and name in columns.optional:
            continue
        if type(value) is not (int if columns.number[name] else str):
            return f"{name} is no {'number' if columns.number[name] else 'text'}"
    return ""


def _check_queues(connection: sqlite3.Connection, rows: Rows) -> None:
    columns, of_item = _columns(connection, "queue"), _columns(connection, "queue_item")
    del of_item.number["queue"]
    for place, row in enumerate(rows):
        items = row.get("items")
        if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
            raise Unfit("queue", place, "items is no list of items")
        plain = {name: value for name, value in row.items() if name != "items"}
        if reason := next(filter(None, [_unfit(plain, columns), *(_unfit(item, of_item) for item in items)]), ""):
            raise Unfit("queue", place, reason)
        try:
            unpacked(str(row["recipe"]))
        except ValueError as error:
            raise Unfit("queue", place, str(error)) from None


# ---- what comes


def _put_plain(connection: sqlite3.Connection, table: str, rows: Rows) -> list[str]:
    """The keys of the rows that are new or take the place of another."""
    key, at, latest = PLAIN[table]
    columns = _columns(connection, table)
    names = ", ".join(columns.number)
    marks = ", ".join("?" * len(columns.number))
    sets = ", ".join(f"{name} = excluded.{name}" for name in columns.number if name != key)
    changed = []
    for place, row in enumerate(rows):
        here = _rows(connection, f"SELECT {names} FROM {table} WHERE {key} = ?", row[key])  # noqa: S608
        kept = merging.chosen(row, here[0], at, latest=latest) if here else row
        if not here or dict(kept) != here[0]:
            put = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {sets}"  # noqa: S608
            with _fitting(table, place):
                connection.execute(put, [kept[name] for name in columns.number])
            changed.append(row[key])
    return changed


def _put_queues(connection: sqlite3.Connection, rows: Rows) -> int:
    """How many queues are new or have more items than before."""
    if not rows:
        return 0
    here = _queues(connection)
    settled = merging.queues([*here, *rows])
    before = {canonical(queue) for queue in here}
    new = [queue for queue in settled if canonical(queue) not in before]
    if not new and len(settled) == len(here):
        return 0
    connection.execute("DELETE FROM queue_item")
    connection.execute("DELETE FROM queue")
    for place, queue in enumerate(settled):
        with _fitting("queue", place):
            _put_queue(connection, queue)
    return len(new)


def _put_queue(connection: sqlite3.Connection, queue: Mapping[str, Any]) -> None:
    _insert(connection, "queue", {name: value for name, value in queue.items() if name != "items"})
    for item in queue["items"]:
        _insert(connection, "queue_item", {"queue": queue["id"], **item})


def _put_editions(connection: sqlite3.Connection, rows: Rows) -> int:
    """How many are new. Two of one number with other content both stay: which one is meant is for people to say."""
    here = {row["hash"]: row for row in _table(connection, "edition", "id")} if rows else {}
    new = 0
    for place, row in enumerate(rows):
        if (known := here.get(row["hash"])) is not None:
            if known != row:
                raise Unfit("edition", place, f"edition {row['hash']} is here already, with other words about it")
            continue
        with _fitting("edition", place):
            _insert(connection, "edition", row)
        here[row["hash"]] = dict(row)
        new += 1
    return new


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def _new(connection: sqlite3.Connection, coming: Sequence[Event]) -> list[tuple[int, Event]]:
    """The events that are not here, each with its place. Raises Unfit where one of that ULID is here and differs."""
    known = {event.ulid: event for event in events.events(connection)}
    new: list[tuple[int, Event]] = []
    for place, event in enumerate(coming):
        if event.ulid in known:
            if known[event.ulid] != event:
                raise Unfit("event", place, f"event {event.ulid} is here already, with other content")
            continue
        if reason := merging.problem(event):
            raise Unfit("event", place, f"event {event.ulid}: {reason}")
        known[event.ulid] = event
        new.append((place, event))
    return new


def _fold(connection: sqlite3.Connection, new: Sequence[tuple[int, Event]]) -> None:
    connection.execute("SAVEPOINT before")
    for place, event in new:  # each by itself: what is put aside today may hold again tomorrow
        with _fitting("event", place):
            reviews.try_out(connection, event)
    connection.execute("ROLLBACK TO before")
    connection.execute("RELEASE before")
    reviews.write_all(connection, (event for _, event in new))


_MALFORMED = (
    *(KeyError, TypeError, AttributeError, ValueError, OverflowError),
    *(sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
)


@contextmanager
def _fitting(kind: str, place: int) -> Iterator[None]:
    try:
        yield
    except _MALFORMED as error:
        raise Unfit(kind, place, f"does not say what it has to say: {error}") from error
