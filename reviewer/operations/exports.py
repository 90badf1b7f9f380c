"""Reviews as a file: a line of JSON for each record, kind by kind, from the taxonomies to the events.

The first line says how many of each there are, so that a file that was cut off is no file of reviews. A file for the
team is complete, with the keys that pages are sealed with and the values behind their placeholders; one that may go
further is without them.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from reviewer.errors import BrokenFile, UnknownFormat
from reviewer.export.beside import beside, clear
from reviewer.review.events import Event
from reviewer.store import archive
from reviewer.store.archive import Archive
from reviewer.text.storable import storable

FORMAT = "reviewer-reviews/1"
KINDS = tuple(one.name for one in fields(Archive))
"""What a line can be, in the order of the lines."""

LONGEST_LINE = 64 << 20
"""Bytes of a line; a longer one is refused. An edition of 486 transcripts takes one MB."""

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=True).encode
_EVENT: dict[str, type | tuple[type, ...]] = {
    "ulid": str,
    "kind": str,
    "subject": dict,
    "body": dict,
    "author": str,
    "at": str,
    "reason": (str, type(None)),
    "supersedes": list,
    "version": int,
}


def lines(connection: sqlite3.Connection, *, keys: bool = True) -> Iterator[str]:
    """The file's lines, without their ends; `keys` False leaves out what may not leave the team."""
    made = archive.read(connection)
    if not keys:
        made = made.without_keys()
    yield _encode({"format": FORMAT, "counts": made.counts()})
    for kind in KINDS:
        for record in getattr(made, kind):
            plain = plainly(record) if isinstance(record, Event) else dict(record)
            yield _encode({"record": kind} | plain)


def plainly(event: Event) -> dict[str, Any]:
    """An event as JSON has it."""
    return {name: getattr(event, name) for name in Event.__slots__} | {
        "subject": dict(event.subject),
        "body": dict(event.body),
        "supersedes": list(event.supersedes),
    }


def write(connection: sqlite3.Connection, path: Path, *, keys: bool = True) -> int:
    """Writes the file beside its place and moves it there whole; how many records it has. For its owner alone."""
    count = -1  # the first line is no record
    with beside(path, lambda name: name.touch(0o600, exist_ok=False)) as made:
        with made.open("w", encoding="ascii", newline="\n") as file:
            for line in lines(connection, keys=keys):
                file.write(line + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    clear(path, force=True)
    return count


def read(path: Path) -> Archive:
    """What such a file holds. Raises UnknownFormat, and BrokenFile with the line."""
    name = os.fspath(path)
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    latest = 0
    with path.open("rb") as file:
        numbered = enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1)
        counts = _head(name, numbered)
        for number, line in numbered:
            where = f"line {number:,}"
            record = _parsed(name, where, line)
            kind = record.pop("record", None)
            if kind not in KINDS:
                raise BrokenFile(name, where, f"expected one of {', '.join(KINDS)} as its record")
            if KINDS.index(kind) < latest:
                raise BrokenFile(name, where, f"a {kind} behind a {KINDS[latest]}; the order is {', '.join(KINDS)}")
            latest = KINDS.index(kind)
            found[kind].append(_event(name, where, record) if kind == "event" else record)
    for kind, count in counts.items():
        if len(found.get(kind, ())) != count:
            raise BrokenFile(
                name, "", f"its first line speaks of {count:,} × {kind}, and there are {len(found.get(kind, ())):,}"
            )
    return Archive(**found)


def line_of(made: Archive, kind: str, place: int) -> int:
    """The number of the line that holds a record of a file."""
    before = KINDS[: KINDS.index(kind)]
    return 2 + sum(len(getattr(made, earlier)) for earlier in before) + place


def _head(name: str, numbered: Iterable[tuple[int, bytes]]) -> Mapping[str, int]:
    for _, line in numbered:
        try:
            head = _parsed(name, "line 1", line)
        except BrokenFile:
            break
        counts = head.get("counts")
        if head.get("format") == FORMAT and isinstance(counts, dict):
            if all(type(count) is int for count in counts.values()):
                return counts
            raise BrokenFile(name, "line 1", "counts are numbers")
        break
    raise UnknownFormat(name, "", "neither a database of reviewer's nor a file of `reviewer export reviews --jsonl`")


def _parsed(name: str, where: str, line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BrokenFile(name, where, f"longer than {LONGEST_LINE >> 20} MiB")
    try:
        made = json.loads(line, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise BrokenFile(name, where, f"not valid JSON: {error}") from None
    if not isinstance(made, dict):
        raise BrokenFile(name, where, "expected an object")
    return made


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = {storable(key): storable(value) if isinstance(value, str) else value for key, value in pairs}
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _event(name: str, where: str, record: Mapping[str, Any]) -> Event:
    if record.keys() != _EVENT.keys():
        odd = sorted(record.keys() ^ _EVENT.keys())[0]
        raise BrokenFile(name, where, f"{'no ' if odd in _EVENT else 'unknown '}{odd} in an event")
    for field, kind in _EVENT.items():
        if not isinstance(record[field], kind) or isinstance(record[field], bool):
            raise BrokenFile(name, where, f"{field} of an event is not what it should be")
    if not all(isinstance(ulid, str) for ulid in record["supersedes"]):
        raise BrokenFile(name, where, "supersedes of an event is no list of texts")
    return Event(**{**record, "supersedes": tuple(record["supersedes"])})
