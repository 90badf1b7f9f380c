"""Patterns: naming a habit, putting findings into it, and what it comes to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.errors import NotFound, UsageError
from reviewer.operations.reviewing import Reviewing
from reviewer.store import findings, patterns
from reviewer.store.findings import FindingRow
from reviewer.store.patterns import PatternRow

Database = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern with its findings."""

    row: PatternRow
    members: list[FindingRow]
    counterexamples: list[FindingRow]

    @property
    def outside(self) -> list[FindingRow]:
        """Members that are not of the model or the intent that it is about."""
        match self.row.scope:
            case "model":
                return [one for one in self.members if one.model not in ("", self.row.scope_name)]
            case "intent":
                return [one for one in self.members if one.intent != self.row.scope_name]
        return []

    @property
    def hidden_members(self) -> int:
        """How many members there are besides, that a blind reviewer may not see."""
        return self.row.members - len(self.members)

    @property
    def hidden_counterexamples(self) -> int:
        """How many counterexamples there are besides, that a blind reviewer may not see."""
        return self.row.counterexamples - len(self.counterexamples)


def pattern(connection: sqlite3.Connection, row: PatternRow, reviewer: str) -> Pattern:
    """What belongs to it, as far as this reviewer may see it."""
    roles = {member.finding: member.role for member in patterns.members(connection, row.id)}
    found = findings.seen_by(connection, reviewer, findings.of_ids(connection, [*roles]))
    of = {role: [one for one in found if roles[one.finding.id] == role] for role in ("member", "counterexample")}
    return Pattern(row, of["member"], of["counterexample"])


def make(
    db: Database, name: str, memo: str = "", scope: str = "fleet", scope_name: str = "", *, author: str | None = None
) -> str:
    """A new pattern; its id. UsageError where one of that name is there, or the scope makes no sense."""
    with Reviewing(db, author) as reviewing:
        if any(row.name == name.strip() for row in patterns.rows(reviewing.connection)):
            raise UsageError(f"there is a pattern {name.strip()!r} already")
        return reviewing.name_pattern(name, memo, scope, scope_name)


def change(
    db: Database,
    name: str,
    *,
    rename: str | None = None,
    memo: str | None = None,
    scope: str | None = None,
    scope_name: str | None = None,
    author: str | None = None,
) -> PatternRow:
    """Another name, memo or scope for it; what is not said stays."""
    with Reviewing(db, author) as reviewing:
        row = patterns.find(reviewing.connection, name)
        of = scope or row.scope
        named = scope_name if scope_name is not None else "" if scope else row.scope_name
        reviewing.name_pattern(
            row.name if rename is None else rename, row.memo if memo is None else memo, of, named, pattern=row.id
        )
        return patterns.find(reviewing.connection, row.id)


def remove(db: Database, name: str, *, reason: str | None = None, author: str | None = None) -> PatternRow:
    """The pattern is one no more; its findings stay."""
    with Reviewing(db, author) as reviewing:
        row = patterns.find(reviewing.connection, name)
        reviewing.remove_pattern(row.id, reason)
        return row


def join(
    db: Database, name: str, ids: Iterable[str], role: str | None = "member", *, author: str | None = None
) -> tuple[PatternRow, list[str]]:
    """Puts findings into it, by id or a clear beginning of one; None takes them out. All of them are there, or none."""
    with Reviewing(db, author) as reviewing:
        row = patterns.find(reviewing.connection, name)
        chosen = [_finding(reviewing.connection, id_) for id_ in ids]
        for id_ in chosen:
            reviewing.join(row.id, id_, role)
        return patterns.find(reviewing.connection, row.id), chosen


def _finding(connection: sqlite3.Connection, name: str) -> str:
    found = findings.called(connection, name) if name.strip() else []
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{name} is the beginning of several findings: {', '.join(found[:5])}")
    raise NotFound(f"no finding is called {name}; `reviewer findings` lists them")
