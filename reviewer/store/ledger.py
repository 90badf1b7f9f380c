"""Which files were loaded, and how far: so that loading again is cheap and an interrupted load goes on."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from reviewer.text.storable import storable

State = Literal["loading", "loaded", "growing"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies there. `options`: canonical JSON of what a person filled in; `mtime_ns`: the newest part's.

    `readers` is the version of the formats' readers that are about to read it.
    """

    path: str
    options: str
    size: int
    mtime_ns: int
    readers: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was loaded."""

    row: int
    format: str
    size: int
    mtime_ns: int
    hash: str
    state: State
    seen: int
    refused: int
    readers: int

    def finished(self) -> bool:
        """Whether all of it came in: else it is worth reading again."""
        return self.state != "loading" and not self.refused


@dataclass(slots=True, kw_only=True)
class Counts:
    """What became of one file's transcripts."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    warnings: int = 0
    warned: Counter[str] = field(default_factory=Counter)
    """The warnings by their codes."""

    gone: int = 0
    """Transcripts that came from this file earlier and that it does not hold any more. They stay."""

    refused: list[tuple[str, str]] = field(default_factory=list)
    """(place, reason); with an empty place the whole file was."""

    def count(self, other: Counts) -> None:
        """Adds what another batch has done."""
        self.added += other.added
        self.revised += other.revised
        self.unchanged += other.unchanged
        self.warnings += other.warnings
        self.warned += other.warned
        self.gone += other.gone
        self.refused += other.refused


@dataclass(slots=True, kw_only=True)
class Tally(Counts):
    """The same while it is read. `seen` counts all of its transcripts; `present` are rows of `transcript`."""

    seen: int = 0
    present: set[int] = field(default_factory=set)

    def take(self, other: Tally) -> None:
        """Adds what another batch has done."""
        self.count(other)
        self.seen += other.seen
        self.present |= other.present


def known(connection: sqlite3.Connection, file: SourceFile) -> Known | None:
    """What the ledger says of a file with these options; None when it never came by."""
    row = connection.execute(
        "SELECT id, format, size, mtime_ns, hash, state, seen, refused, readers FROM source"
        " WHERE path = ? AND options = ?",
        (file.path, file.options),
    ).fetchone()
    return None if row is None else Known(*row)


def runs(connection: sqlite3.Connection, row: int, model: str) -> list[str]:
    """The runs of this model that the transcripts of a file are of."""
    sql = """SELECT DISTINCT r.name FROM revision v JOIN transcript t ON t.id = v.transcript JOIN run r ON r.id = t.run
        WHERE v.source = ? AND r.model = ? ORDER BY 1"""
    return [name for (name,) in connection.execute(sql, (row, model))]


def other_models(connection: sqlite3.Connection, row: int) -> list[str]:
    """The models as which the same bytes of the same file were loaded with other options, beyond this reading's."""
    of = """SELECT DISTINCT r.model FROM revision v JOIN transcript t ON t.id = v.transcript JOIN run r ON r.id = t.run
        WHERE v.source"""
    others = """SELECT o.id FROM source s JOIN source o ON o.path = s.path AND o.hash = s.hash AND o.id != s.id
        WHERE s.id = ? AND s.hash != ''"""
    sql = f"{of} IN ({others}) EXCEPT {of} = ? ORDER BY 1"
    return [model for (model,) in connection.execute(sql, (row, row))]


def namesakes(connection: sqlite3.Connection, rows: Collection[int]) -> dict[str, list[str]]:
    """The runs that one of these files feeds and that are fed by several files of one name: their paths, by run."""
    paths: dict[int, str] = dict(connection.execute("SELECT id, path FROM source").fetchall())
    alike: dict[str, set[str]] = defaultdict(set)
    for path in paths.values():
        alike[_name(path)].add(path)
    shared = [source for source, path in paths.items() if len(alike[_name(path)]) > 1]
    begun = [source for source in shared if source in rows]
    if not begun:
        return {}
    found = connection.execute(
        """WITH fed AS (SELECT DISTINCT t.run FROM revision v JOIN transcript t ON t.revision = v.id
            WHERE v.source IN (SELECT value FROM json_each(?)))
        SELECT DISTINCT r.id, r.name, v.source FROM fed JOIN run r ON r.id = fed.run
        JOIN transcript t ON t.run = r.id JOIN revision v ON v.id = t.revision
        WHERE v.source IN (SELECT value FROM json_each(?))""",
        (json.dumps(begun), json.dumps(shared)),
    )
    fed: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for run, name, source in found:
        fed[run, name, _name(paths[source])].add(paths[source])
    return {name: sorted(of_it) for (_, name, _), of_it in sorted(fed.items()) if len(of_it) > 1}


def _name(path: str) -> str:
    return path.rpartition(os.sep)[2]


def begin(connection: sqlite3.Connection, file: SourceFile, format_name: str, now: str) -> int:
    """Inside a transaction: the file is being read from its beginning; its row."""
    (row,) = connection.execute(
        """INSERT INTO source (path, options, format, size, mtime_ns, hash, state, first_loaded_at, loaded_at, readers)
        VALUES (?, ?, ?, ?, ?, '', 'loading', ?, ?, ?)
        ON CONFLICT (path, options) DO UPDATE SET format = excluded.format, size = excluded.size,
            mtime_ns = excluded.mtime_ns, hash = '', state = 'loading', seen = 0, refused = 0,
            loaded_at = excluded.loaded_at, readers = excluded.readers
        RETURNING id""",
        (file.path, file.options, format_name, file.size, file.mtime_ns, now, now, file.readers),
    ).fetchone()
    connection.execute("DELETE FROM refusal WHERE source = ?", (row,))
    return int(row)


def advance(connection: sqlite3.Connection, row: int, seen: int) -> None:
    """Inside a transaction: so many of its transcripts have been seen to."""
    connection.execute("UPDATE source SET seen = ? WHERE id = ?", (seen, row))


def refuse(connection: sqlite3.Connection, row: int, place: str, reason: str) -> None:
    """Inside a transaction: one transcript of it, or the file as a whole, could not come in."""
    connection.execute(
        "INSERT INTO refusal (source, place, reason) VALUES (?, ?, ?)", (row, storable(place), storable(reason))
    )
    connection.execute("UPDATE source SET refused = refused + 1 WHERE id = ?", (row,))


def finish(connection: sqlite3.Connection, row: int, file_hash: str, state: State) -> None:
    """Inside a transaction: the file has been read to its end."""
    connection.execute("UPDATE source SET hash = ?, state = ? WHERE id = ?", (file_hash, state, row))


def touch(connection: sqlite3.Connection, row: int, file: SourceFile) -> None:
    """Inside a transaction: another time of change, but the same bytes."""
    connection.execute("UPDATE source SET size = ?, mtime_ns = ? WHERE id = ?", (file.size, file.mtime_ns, row))
