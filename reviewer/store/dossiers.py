"""What a dossier asks of the database beside figures and findings, and the editions that were frozen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from reviewer.store.faults import damaged, path_of
from reviewer.text.hashing import fingerprint, named


class Stored(NamedTuple):
    """A transcript of a run: its row, its present revision, and how it ended."""

    key: int
    id: str
    run: int
    status: str
    row: int
    """Of the revision."""

    revision: str
    """Its content hash."""

    messages: int


def stored(connection: sqlite3.Connection, runs: Iterable[int]) -> list[Stored]:
    """Every transcript of these runs (rows), whether it counts or not."""
    found = connection.execute(
        """SELECT t.id, t.public_id, t.run, v.status, v.id, v.hash, v.messages
        FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) ORDER BY t.id""",
        (json.dumps([*runs]),),
    )
    return [Stored(*row) for row in found]


def ruled(connection: sqlite3.Connection) -> dict[str, str]:
    """Why outcomes were adjudicated as they were, by the transcript's public id."""
    return dict(connection.execute("SELECT transcript, reason FROM adjudication WHERE about = 'outcome'"))


def seal_key(connection: sqlite3.Connection) -> bytes:
    """The key of this store."""
    found = connection.execute("SELECT key FROM seal_key").fetchone()
    if found is None:
        raise damaged(path_of(connection), "the key that quotes are sealed with is gone")
    return bytes(found[0])


def seal_keys(connection: sqlite3.Connection) -> list[bytes]:
    """The key of this store, and those that came with the editions and the manifests of others."""
    came = connection.execute(
        "SELECT seal_key FROM edition UNION SELECT seal_key FROM manifest WHERE seal_key != '' ORDER BY 1"
    )
    return list(dict.fromkeys([seal_key(connection), *(bytes.fromhex(key) for (key,) in came)]))


class Sources(NamedTuple):
    """What a run's files say of who made it: judges by name and version, and what all its transcripts say besides."""

    judges: tuple[str, ...]
    harness: dict[str, Any]


def sources(connection: sqlite3.Connection, runs: Iterable[int]) -> dict[int, Sources]:
    """Of each of these runs."""
    chosen = json.dumps([*runs])
    judges: dict[int, set[str]] = {run: set() for run in json.loads(chosen)}
    said: dict[int, dict[str, Any] | None] = dict.fromkeys(judges)
    for run, by, version in connection.execute(
        """SELECT DISTINCT t.run, s.by, coalesce(s.extra ->> '$.version', s.extra ->> '$.model')
        FROM transcript t JOIN score s ON s.revision = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) AND s.by IS NOT NULL""",
        (chosen,),
    ):
        judges[run].add(f"{by} {version}" if version else by)
    for run, extra in connection.execute(
        """SELECT DISTINCT t.run, v.extra FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) ORDER BY t.id""",
        (chosen,),
    ):
        told = json.loads(extra) if extra else {}
        before = said[run]
        said[run] = told if before is None else {name: one for name, one in before.items() if told.get(name) == one}
    return {run: Sources(tuple(sorted(judges[run])), said[run] or {}) for run in judges}


# ---- editions


class Edition(NamedTuple):
    """A frozen dossier, without its content."""

    suite: str
    model: str
    number: int
    hash: str
    frozen_at: str
    author: str


_EDITION = "SELECT suite, model, number, hash, frozen_at, author FROM edition "


def editions(connection: sqlite3.Connection, suite: str | None = None, model: str | None = None) -> list[Edition]:
    """All of them, or those of one suite or model; by suite, model and number, of one number the earlier first."""
    found = connection.execute(
        _EDITION
        + """WHERE (?1 IS NULL OR suite = ?1) AND (?2 IS NULL OR model = ?2)
        ORDER BY suite, model, number, frozen_at, hash""",
        (suite, model),
    )
    return [Edition(*row) for row in found]


def last_editions(connection: sqlite3.Connection, suite: str, model: str) -> list[Edition]:
    """Those of the highest number: one, or none; several where stores that froze apart came together."""
    there = editions(connection, suite, model)
    return [one for one in there if one.number == there[-1].number]


def content(connection: sqlite3.Connection, edition: Edition) -> str:
    """The JSON of an edition. DamagedStore where it is not what was frozen."""
    (text,) = connection.execute("SELECT content FROM edition WHERE hash = ?", (edition.hash,)).fetchone()
    if named(fingerprint(text)) != edition.hash:
        raise damaged(path_of(connection), f"edition {edition.number} of {edition.model} is not what was frozen")
    return str(text)


def claims(connection: sqlite3.Connection, edition: Edition) -> str:
    """The claims file that an edition was frozen with; empty where there was none."""
    return str(connection.execute("SELECT claims FROM edition WHERE hash = ?", (edition.hash,)).fetchone()[0])


def key_of(connection: sqlite3.Connection, edition: Edition) -> bytes:
    """The key that its hashes are made with: that of the store which froze it."""
    (key,) = connection.execute("SELECT seal_key FROM edition WHERE hash = ?", (edition.hash,)).fetchone()
    return bytes.fromhex(key)


def keep(connection: sqlite3.Connection, edition: Edition, claims: str, content: str) -> None:
    """Inside a transaction: an edition that was frozen here, for good."""
    connection.execute(
        """INSERT INTO edition (suite, model, number, hash, frozen_at, author, seal_key, claims, content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (*edition, seal_key(connection).hex(), claims, content),
    )


# ---- the last build of a draft


def built(connection: sqlite3.Connection, suite: str, model: str) -> str | None:
    """The JSON of the last build; None before the first."""
    found = connection.execute("SELECT content FROM built WHERE suite = ? AND model = ?", (suite, model)).fetchone()
    return str(found[0]) if found else None


def keep_built(connection: sqlite3.Connection, suite: str, model: str, at: str, content: str) -> None:
    """Inside a transaction: in place of the one before."""
    connection.execute("INSERT OR REPLACE INTO built VALUES (?, ?, ?, ?)", (suite, model, at, content))


# ---- what was written


class Manifest(NamedTuple):
    """A folder that was written. `hash` is the SHA-256 of `content`, JSON: file → SHA-256."""

    hash: str
    kind: str
    suite: str
    model: str | None
    edition: str | None
    written_at: str
    content: str
    placeholders: str
    """JSON: kind → the values behind `[kind 1]`, `[kind 2]`, …; personal, and never part of the folder. Empty where it
    came from another store without them."""

    seal_key: str
    """Of the store that wrote it, in hex digits; empty where it came from there without it."""


_MANIFEST = "SELECT hash, kind, suite, model, edition, written_at, content, placeholders, seal_key FROM manifest "


def manifest(connection: sqlite3.Connection, hash: str) -> Manifest | None:  # noqa: A002 - a manifest's own word
    """The one of that hash; None where this store has not written it, nor one whose reviews came to it."""
    found = connection.execute(_MANIFEST + "WHERE hash = ?", (hash,)).fetchone()
    return Manifest(*found) if found else None


def manifest_with(connection: sqlite3.Connection, digest: str) -> Manifest | None:
    """The latest one that names a file of that SHA-256, else None; one with its placeholders before one without."""
    found = connection.execute(
        _MANIFEST + "WHERE instr(content, ?) ORDER BY placeholders = '', written_at DESC, hash LIMIT 1",
        (f'"{digest}"',),
    ).fetchone()
    return Manifest(*found) if found else None


def placeholders(connection: sqlite3.Connection, suite: str, model: str | None) -> str:
    """What was written last of a model (None: of a board) has these, as JSON; empty before.

    With them the same value has the same placeholder again.
    """
    found = connection.execute(
        """SELECT placeholders FROM manifest WHERE suite = ? AND model IS ? AND placeholders NOT IN ('', '{}')
        ORDER BY written_at DESC, hash LIMIT 1""",
        (suite, model),
    ).fetchone()
    return str(found[0]) if found else "{}"


def keep_manifest(connection: sqlite3.Connection, made: Manifest) -> None:
    """Inside a transaction: once, also where the same folder is written again. Then it is whole again if it was not."""
    connection.execute(
        """INSERT INTO manifest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE
        SET placeholders = excluded.placeholders, seal_key = excluded.seal_key WHERE placeholders = ''""",
        made,
    )


def revisions(connection: sqlite3.Connection, transcripts: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Every revision of these transcripts (public ids), as row and content hash; the present one first."""
    found = connection.execute(
        """SELECT t.public_id, v.id, v.hash FROM transcript t JOIN revision v ON v.transcript = t.id
        WHERE t.public_id IN (SELECT value FROM json_each(?)) ORDER BY t.id, v.id = t.revision DESC, v.id DESC""",
        (json.dumps([*transcripts]),),
    )
    made: dict[str, list[tuple[int, str]]] = {}
    for transcript, row, hash_ in found:
        made.setdefault(transcript, []).append((row, hash_))
    return made


def simulations(connection: sqlite3.Connection, transcripts: Iterable[str]) -> dict[str, str]:
    """The id that the source gives the simulation behind a transcript, of those that come from such a source."""
    found = connection.execute(
        """SELECT t.public_id, json_extract(v.extra, '$.simulation.id')
        FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.public_id IN (SELECT value FROM json_each(?)) AND json_valid(v.extra)""",
        (json.dumps([*transcripts]),),
    )
    return {transcript: str(id_) for transcript, id_ in found if id_ is not None}


def briefs(connection: sqlite3.Connection, transcripts: Iterable[str]) -> list[str]:
    """What the customers of these transcripts were told, each different text once."""
    found = connection.execute(
        """SELECT DISTINCT v.brief FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.public_id IN (SELECT value FROM json_each(?)) AND v.brief IS NOT NULL ORDER BY v.brief""",
        (json.dumps([*transcripts]),),
    )
    return [str(text) for (text,) in found]


def finding_times(connection: sqlite3.Connection) -> dict[str, str]:
    """When each finding was made."""
    return dict(connection.execute("SELECT id, at FROM finding"))
