"""Suites in the database, and the runs that are bound to them: by content hash, so that a figure can name it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.model.tools import guess_kind


@dataclass(frozen=True, slots=True)
class SuiteRow:
    """A suite that the database holds. `cases` is how many it has, `runs` how many are bound to it."""

    hash: str
    name: str
    version: str
    title: str
    origin: str
    added_at: str
    cases: int
    runs: int


@dataclass(frozen=True, slots=True)
class Unbound:
    """Runs of one suite name that no suite is bound to, with the tools that are called there."""

    suite: str
    runs: tuple[int, ...]
    tools: frozenset[str]


class CaseColumns(NamedTuple):
    """What lists and the reading screen show of a case."""

    id: str
    case_class: str
    intent: str
    brief: str
    handling: str
    rules: str


def put(
    connection: sqlite3.Connection,
    suite: tuple[str, str, str, str],
    content: str,
    policy: str | None,
    cases: Iterable[CaseColumns],
    origin: str,
    now: str,
) -> bool:
    """Inside a transaction: keeps a suite (hash, name, version, title) with its cases; False where it is there."""
    if connection.execute("SELECT 1 FROM suite WHERE hash = ?", suite[:1]).fetchone():
        return False
    connection.execute("INSERT INTO suite VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*suite, content, policy, origin, now))
    connection.executemany("INSERT INTO suite_case VALUES (?, ?, ?, ?, ?, ?, ?)", [(suite[0], *case) for case in cases])
    return True


def rows(connection: sqlite3.Connection) -> list[SuiteRow]:
    """All suites, by name, the newest first."""
    found = connection.execute(
        """SELECT hash, name, version, title, origin, added_at,
            (SELECT count(*) FROM suite_case c WHERE c.suite = s.hash),
            (SELECT count(*) FROM run r WHERE r.suite_hash = s.hash)
        FROM suite s ORDER BY name, added_at DESC, hash"""
    )
    return [SuiteRow(*row) for row in found]


def content(connection: sqlite3.Connection, hash: str) -> str | None:  # noqa: A002 - a suite's own word
    """The suite of that hash as JSON."""
    found = connection.execute("SELECT content FROM suite WHERE hash = ?", (hash,)).fetchone()
    return str(found[0]) if found else None


def unbound(connection: sqlite3.Connection) -> list[Unbound]:
    """What waits for a suite, by suite name."""
    waiting: dict[str, list[int]] = {}
    for run, suite in connection.execute("SELECT id, suite FROM run WHERE suite_hash IS NULL ORDER BY suite, id"):
        waiting.setdefault(suite, []).append(run)
    return [
        Unbound(
            suite,
            tuple(runs),
            frozenset(name for (name,) in connection.execute("SELECT name FROM tool WHERE suite = ?", (suite,))),
        )
        for suite, runs in waiting.items()
    ]


def called(connection: sqlite3.Connection, runs: Iterable[int]) -> list[tuple[frozenset[str], int]]:
    """The tools that the transcripts of these runs call, with how many transcripts call just those."""
    found: Counter[frozenset[str]] = Counter()
    for run in runs:
        names = connection.execute(
            """SELECT json_group_array(DISTINCT c.name) FROM transcript t
            JOIN message m ON m.revision = t.revision JOIN tool_call c ON c.message = m.id
            WHERE t.run = ? GROUP BY t.id""",
            (run,),
        )
        found.update(frozenset(json.loads(row)) for (row,) in names)
    return list(found.items())


def bind(connection: sqlite3.Connection, runs: Iterable[int], hash: str | None) -> None:  # noqa: A002
    """Inside a transaction: these runs are checked with that suite, or with none."""
    connection.executemany("UPDATE run SET suite_hash = ? WHERE id = ?", [(hash, run) for run in runs])


def say_kinds(connection: sqlite3.Connection, suite: str, kinds: Mapping[str, str]) -> None:
    """Inside a transaction: what a bound suite says of its tools goes before definitions and guesses, after people."""
    known = connection.execute("SELECT name, kind, said_by, defined FROM tool WHERE suite = ?", (suite,)).fetchall()
    for name, kind, said_by, defined in known:
        said = kinds.get(name, defined)
        now = (kind, "person") if said_by == "person" else (said or guess_kind(name), "suite" if said else "guess")
        if (*now, said) != (kind, said_by, defined):
            connection.execute(
                "UPDATE tool SET kind = ?, said_by = ?, defined = ? WHERE suite = ? AND name = ?",
                (*now, said, suite, name),
            )


def bound(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The (suite name, suite hash) under which runs are bound."""
    return connection.execute(
        "SELECT DISTINCT suite, suite_hash FROM run WHERE suite_hash IS NOT NULL ORDER BY suite, suite_hash"
    ).fetchall()


def unknown_cases(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(suite hash, case) of the transcripts whose case their suite does not know; a suite without cases knows all."""
    return connection.execute(
        """SELECT DISTINCT r.suite_hash, t.case_id FROM transcript t JOIN run r ON r.id = t.run
        WHERE r.suite_hash IN (SELECT suite FROM suite_case)
        AND NOT EXISTS (SELECT 1 FROM suite_case c WHERE c.suite = r.suite_hash AND c.case_id = t.case_id)
        ORDER BY 1, 2"""
    ).fetchall()
