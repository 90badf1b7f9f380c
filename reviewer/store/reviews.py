"""Decisions of reviewers in the database: an event is appended, and its row follows in the same transaction.

Rows are what the fold says, kept so that lists need no fold. `refold` makes all of them anew, and must change nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reviewer.review import decisions
from reviewer.review.anchors import to_json
from reviewer.review.decisions import SLOTS
from reviewer.review.events import Event, canonical, standing
from reviewer.store import events

Folded = tuple[dict[str, Any], dict[str, Any] | None]
"""The key of a row, and its other columns; None where there is no such row."""


def decide(connection: sqlite3.Connection, event: Event) -> bool:
    """Inside a transaction: keeps a decision, or an undo of one; False where it was there already."""
    new = events.append(connection, event)
    if new:
        _follow(connection, event.subject, about(connection, event.subject))
    return new


def about(connection: sqlite3.Connection, subject: Mapping[str, Any]) -> list[Event]:
    """All events about one subject, oldest first."""
    return events.of_subject(connection, subject)


def heads(connection: sqlite3.Connection, kind: str, subject: Mapping[str, Any]) -> tuple[str, ...]:
    """What a new event of this kind puts aside: all that stand now."""
    left = standing(about(connection, subject), SLOTS)
    return tuple(event.ulid for event in left.get((SLOTS[kind], canonical(dict(subject))), ()))


def of_author(connection: sqlite3.Connection, author: str) -> Iterator[Event]:
    """One person's events, the newest first."""
    return events.of_author(connection, author)


def authors(connection: sqlite3.Connection) -> list[str]:
    """Everybody who has decided anything, by name."""
    return [author for (author,) in connection.execute("SELECT DISTINCT author FROM review_event ORDER BY author")]


def refold(connection: sqlite3.Connection) -> None:
    """Inside a transaction: every row anew, from all events."""
    for table in (
        "finding",
        "confirmation",
        "judgement",
        "marking",
        "bookmark",
        "contest",
        "pattern",
        "member",
        "adjudication",
    ):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    connection.execute(
        "UPDATE proposal SET decision = NULL, decided_by = NULL, decided_at = NULL, reason = NULL, finding = NULL"
    )
    for (slot, _), left in standing(events.events(connection), SLOTS).items():
        if slot in _FOLDS:
            _write(connection, slot, _FOLDS[slot](left))


def _follow(connection: sqlite3.Connection, subject: Mapping[str, Any], of_it: Sequence[Event]) -> None:
    left = standing(of_it, SLOTS)
    for slot in {SLOTS[event.kind] for event in of_it if event.kind in SLOTS} & _FOLDS.keys():
        standing_now = left.get((slot, canonical(dict(subject))), [])
        key, columns = _FOLDS[slot](standing_now) if standing_now else (_KEYS[slot](subject), None)
        _write(connection, slot, (key, columns))


def _write(connection: sqlite3.Connection, slot: str, folded: Folded) -> None:
    key, columns = folded
    table = _TABLES[slot]
    if table == "proposal":  # the row is the proposer's; only what became of it is folded
        said = columns or dict.fromkeys(("decision", "decided_by", "decided_at", "reason", "finding"))
        sets = ", ".join(f"{name} = ?" for name in said)
        connection.execute(f"UPDATE proposal SET {sets} WHERE id = ?", (*said.values(), key["id"]))  # noqa: S608
    elif columns is None:
        where = " AND ".join(f"{name} = ?" for name in key)
        connection.execute(f"DELETE FROM {table} WHERE {where}", tuple(key.values()))  # noqa: S608
    else:
        row = {**key, **columns}
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def _finding(left: Sequence[Event]) -> Folded:
    key = {"id": left[-1].subject["finding"]}
    found = decisions.finding(left)
    if found is None:
        return key, None
    columns = {
        "transcript": found.transcript,
        "revision": found.revision,
        "kind": found.anchor.kind,
        "message": found.anchor.message,
        "anchor": canonical(to_json(found.anchor)),
        "publishable": int(found.publishable),
    }
    same = ("tag", "taxonomy", "severity", "effect", "note", "correct", "fault", "author", "at", "proposal")
    return key, columns | {name: getattr(found, name) for name in same}


def _judgement(left: Sequence[Event]) -> Folded:
    key = dict(left[-1].subject)
    said = decisions.judgement(left)
    if said is None:
        return key, None
    seen = {name: getattr(said.saw, name) for name in said.saw.__slots__}
    columns = {name: getattr(said, name) for name in ("revision", "outcome", "verdict", "reason", "at")}
    cited = [to_json(anchor) for anchor in said.citations]
    return key, columns | {
        "saw": canonical(seen),
        "independent": int(said.saw.independent),
        "citations": canonical(cited),
    }


def _marking(left: Sequence[Event]) -> Folded:
    key = dict(left[-1].subject)
    said = decisions.marking(left)
    names = ("revision", "mark", "reason", "taxonomy", "at")
    return key, None if said is None else {name: getattr(said, name) for name in names}


def _plain(*names: str, by: bool = False) -> Callable[[Sequence[Event]], Folded]:
    """A row whose columns are the subject's and these of the body; none where the first is null, or off."""

    def fold(left: Sequence[Event]) -> Folded:
        event = left[-1]
        key = dict(event.subject)
        first = event.body.get(names[0])
        if first is None or (names[0] == "on" and not first):  # a score can well be said to be 0, or false
            return key, None
        said: dict[str, Any] = {name: event.body[name] for name in names}
        said.pop("on", None)  # the row itself says it
        if "says" in said:
            said["says"] = json.dumps(said["says"])
        said |= {"at": event.at} | ({"author": event.author} if by else {})
        return key, said

    return fold


def _reasoned(fold: Callable[[Sequence[Event]], Folded]) -> Callable[[Sequence[Event]], Folded]:
    """The same row with the event's reason."""

    def with_reason(left: Sequence[Event]) -> Folded:
        key, columns = fold(left)
        return key, None if columns is None else columns | {"reason": left[-1].reason or ""}

    return with_reason


def _adjudication(left: Sequence[Event]) -> Folded:
    """None where two say different things apart: nothing is adjudicated until that is settled."""
    key, columns = _reasoned(_plain("decision", "verdict", "method", by=True))(left)
    return key, columns if len({(one.body["decision"], one.body["verdict"]) for one in left}) == 1 else None


def _pattern(left: Sequence[Event]) -> Folded:
    event = left[-1]
    key = {"id": event.subject["pattern"]}
    if event.kind == "pattern.remove":
        return key, None
    columns = {name: event.body[name] for name in ("name", "memo", "scope", "scope_name")}
    return key, columns | {"author": event.author, "at": event.at}


def _proposal(left: Sequence[Event]) -> Folded:
    event = left[-1]
    key = {"id": event.subject["proposal"]}
    if event.body.get("decision") is None:
        return key, None
    return key, {
        "decision": event.body["decision"],
        "decided_by": event.author,
        "decided_at": event.at,
        "reason": event.reason,
        "finding": event.body.get("finding"),
    }


def _of(**columns: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda subject: {column: subject[name] for column, name in columns.items()}


_FOLDS: dict[str, Callable[[Sequence[Event]], Folded]] = {
    "finding": _finding,
    "confirmation": _reasoned(_plain("verdict")),
    "outcome": _judgement,
    "mark": _marking,
    "bookmark": _plain("on"),
    "contest": _reasoned(_plain("says")),
    "pattern": _pattern,
    "member": _plain("role", by=True),
    "proposal": _proposal,
    "adjudication": _adjudication,
}
_TABLES = {slot: slot for slot in _FOLDS} | {"outcome": "judgement", "mark": "marking"}
_KEYS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = dict.fromkeys(_FOLDS, dict) | {
    "finding": _of(id="finding"),
    "pattern": _of(id="pattern"),
    "proposal": _of(id="proposal"),
}


def write_all(connection: sqlite3.Connection, made: Iterable[Event]) -> int:
    """Inside a transaction: keeps many decisions, and folds each subject once; how many of them are new."""
    subjects: dict[str, Mapping[str, Any]] = {}
    new = 0
    for event in made:
        if events.append(connection, event):
            new += 1
            subjects[canonical(dict(event.subject))] = event.subject
    for subject in subjects.values():
        follow(connection, subject)
    return new


def follow(connection: sqlite3.Connection, subject: Mapping[str, Any]) -> None:
    """Inside a transaction: the rows of one subject, anew from its events."""
    _follow(connection, subject, about(connection, subject))


def try_out(connection: sqlite3.Connection, event: Event) -> None:
    """Inside a savepoint to be rolled back: writes what an event alone comes to, if its kind is folded here.

    Raises KeyError, TypeError, ValueError or sqlite3.Error where it does not say what its kind has to say.
    """
    slot = SLOTS.get(event.kind, "")
    if slot in _FOLDS:
        _write(connection, slot, _FOLDS[slot]([event]))
