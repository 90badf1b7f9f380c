"""Taxonomies in the database: every one that a finding was made under, by hash, and which is in force."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from reviewer.review.decisions import SLOTS
from reviewer.review.events import Event, canonical, standing
from reviewer.store import events

USE = "taxonomy.use"
"""The kind of an event that takes a taxonomy into force, or with none gives the shipped one back its place."""


@dataclass(frozen=True, slots=True)
class TaxonomyRow:
    """A taxonomy as it was written: `content` is its TOML text, with its comments."""

    hash: str
    name: str
    version: str
    content: str
    added_at: str


def rows(connection: sqlite3.Connection) -> list[TaxonomyRow]:
    """All that are kept, the oldest first."""
    found = connection.execute("SELECT hash, name, version, content, added_at FROM taxonomy ORDER BY added_at, hash")
    return [TaxonomyRow(*columns) for columns in found]


def row(connection: sqlite3.Connection, hash: str) -> TaxonomyRow | None:  # noqa: A002 - a taxonomy's own word
    """The one of that hash; None where it is not here."""
    found = connection.execute(
        "SELECT hash, name, version, content, added_at FROM taxonomy WHERE hash = ?", (hash,)
    ).fetchone()
    return TaxonomyRow(*found) if found else None


def put(connection: sqlite3.Connection, made: TaxonomyRow) -> None:
    """Inside a transaction: keeps it; where only its comments are new, they are kept too."""
    connection.execute(
        """INSERT INTO taxonomy (hash, name, version, content, added_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (hash) DO UPDATE SET content = excluded.content, added_at = excluded.added_at
        WHERE content != excluded.content""",
        astuple(made),
    )


def subject(suite: str = "") -> dict[str, Any]:
    """Where a taxonomy is in force: everywhere, or in one suite."""
    return {"suite": suite} if suite else {}


def in_force(connection: sqlite3.Connection, suite: str = "") -> Event | None:
    """What decided which taxonomy holds, for a suite or else everywhere; None where it is the shipped one."""
    for of in (subject(suite), subject()) if suite else (subject(),):
        deciding = _deciding(connection, of)
        if deciding is not None:
            return deciding
    return None


def suites(connection: sqlite3.Connection) -> Iterator[str]:
    """The suites that have one of their own."""
    found = connection.execute(
        "SELECT DISTINCT subject ->> '$.suite' FROM review_event WHERE kind = ? ORDER BY 1", (USE,)
    )
    for (suite,) in found.fetchall():
        if suite and _deciding(connection, subject(suite)) is not None:
            yield suite


def _deciding(connection: sqlite3.Connection, of: dict[str, Any]) -> Event | None:
    left = standing(events.of_subject(connection, of), SLOTS).get((SLOTS[USE], canonical(of)), ())
    known = [event for event in left if event.body.get("taxonomy") is None or row(connection, event.body["taxonomy"])]
    return known[-1] if known and known[-1].body.get("taxonomy") else None


def labels(connection: sqlite3.Connection, suite: str = "") -> Mapping[str, str]:
    """Tag → what a person calls it, in what is in force; no model is made of it, for a first paint to wait for."""
    decided = in_force(connection, suite)
    kept = decided and row(connection, str(decided.body["taxonomy"]))
    return _labels(kept.content if kept else None)


@lru_cache(4)
def _labels(content: str | None) -> Mapping[str, str]:
    text = content or files("reviewer.model").joinpath("taxonomy.toml").read_text("utf-8")
    return {tag["id"]: tag["label"] for tag in tomllib.loads(text)["tags"]}
