"""Review events on disk: appended, never changed; the same event twice is one event."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewer.errors import StoreError
from reviewer.review.events import Event, canonical

_ALL = "SELECT ulid, version, kind, subject, body, author, at, reason, supersedes FROM review_event"


def append(connection: sqlite3.Connection, event: Event) -> bool:
    """Inside a transaction: keeps the event; False when it was there.

    Raises StoreError where that ULID has other content.
    """
    row = (
        *(event.ulid, event.version, event.kind, canonical(event.subject), canonical(event.body)),
        *(event.author, event.at, event.reason, canonical(event.supersedes)),
    )
    found = connection.execute(_ALL + " WHERE ulid = ?", (event.ulid,)).fetchone()
    if found is None:
        connection.execute("INSERT INTO review_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    elif found != row:
        raise StoreError(f"review event {event.ulid} is here already, with other content")
    return found is None


def events(connection: sqlite3.Connection, *families: str) -> list[Event]:
    """The events whose kind begins with one of the families ("run", "tool"), oldest first; all without any."""
    found = map(from_row, connection.execute(_ALL + " ORDER BY ulid"))
    return [event for event in found if not families or event.kind.partition(".")[0] in families]


def of_subject(connection: sqlite3.Connection, subject: Mapping[str, Any]) -> list[Event]:
    """All events about one subject, oldest first."""
    return [
        from_row(row)
        for row in connection.execute(_ALL + " WHERE subject = ? ORDER BY ulid", (canonical(dict(subject)),))
    ]


def by_ulid(connection: sqlite3.Connection, ulids: Iterable[str]) -> list[Event]:
    """The events of these names, oldest first; those that are not here are left out."""
    where = " WHERE ulid IN (SELECT value FROM json_each(?)) ORDER BY ulid"
    return list(map(from_row, connection.execute(_ALL + where, (json.dumps([*ulids]),))))


def latest(connection: sqlite3.Connection, author: str) -> str:
    """The last ULID of one person's; empty where there is none."""
    (found,) = connection.execute("SELECT max(ulid) FROM review_event WHERE author = ?", (author,)).fetchone()
    return found or ""


def of_author(connection: sqlite3.Connection, author: str) -> Iterator[Event]:
    """One person's events, the newest first."""
    return map(from_row, connection.execute(_ALL + " WHERE author = ? ORDER BY ulid DESC", (author,)))


def from_row(row: tuple[Any, ...]) -> Event:
    """An event from its columns, in the order of the table."""
    ulid, version, kind, subject, body, author, at, reason, aside = row
    return Event(
        ulid, kind, json.loads(subject), json.loads(body), author, at, reason, tuple(json.loads(aside)), version
    )
