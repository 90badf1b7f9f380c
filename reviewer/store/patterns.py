"""Patterns: named habits over findings, with their members and what speaks against them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from reviewer.errors import NotFound, UsageError

_PATTERN = """
SELECT p.id, p.name, p.memo, p.scope, p.scope_name, p.author, p.at,
       count(f.id) FILTER (WHERE m.role = 'member'), count(f.id) FILTER (WHERE m.role = 'counterexample'),
       count(DISTINCT f.transcript) FILTER (WHERE m.role = 'member')
FROM pattern p LEFT JOIN member m ON m.pattern = p.id LEFT JOIN finding f ON f.id = m.finding
"""


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A pattern, and how much bears it. `scope` is model, intent or fleet; `scope_name` says which."""

    id: str
    name: str
    memo: str
    scope: str
    scope_name: str
    author: str
    at: str
    members: int
    counterexamples: int
    transcripts: int
    """In how many transcripts its members are."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """That a finding is a member of a pattern, or a counterexample to it."""

    finding: str
    role: str
    author: str
    at: str


def rows(connection: sqlite3.Connection) -> list[PatternRow]:
    """All of them, by name."""
    found = connection.execute(_PATTERN + "GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id")
    return [PatternRow(*columns) for columns in found]


def find(connection: sqlite3.Connection, name: str) -> PatternRow:
    """The pattern of that name, or whose id begins so. Raises NotFound; UsageError where several are meant."""
    every = rows(connection)
    wanted = name.strip()
    found = [row for row in every if row.name == wanted] or [
        row for row in every if wanted and row.id.startswith(wanted.upper())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{len(found)} patterns are called {name!r}: say which by id, as {found[0].id}")
    there = ", ".join(row.name for row in every[:5]) + (f" and {len(every) - 5} more" if len(every) > 5 else "")
    raise NotFound(
        f"no pattern is called {name!r}; "
        + (f"there are {there}" if every else "`reviewer patterns make NAME` makes one")
    )


def members(connection: sqlite3.Connection, pattern: str) -> list[MemberRow]:
    """Its findings that there are, members before counterexamples, the oldest first."""
    found = connection.execute(
        """SELECT m.finding, m.role, m.author, m.at FROM member m JOIN finding f ON f.id = m.finding
        WHERE m.pattern = ? ORDER BY m.role DESC, m.finding""",
        (pattern,),
    )
    return [MemberRow(*columns) for columns in found]
