"""The run register in the database: the fold's answer, kept in columns so that lists need no fold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from reviewer.model.tools import guess_kind
from reviewer.review.register import Register, RunKey, RunState
from reviewer.store.events import events


class Counts(NamedTuple):
    """How much of a run is there; of the transcripts, how they ended."""

    cases: int
    transcripts: int
    complete: int
    in_progress: int
    failed: int
    limited: int
    messages: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One run: what it is, where it came from, and how much of it is there."""

    row: int
    key: RunKey
    state: RunState
    counts: Counts
    suite_cases: int
    """How many cases of the suite any run holds: what a complete run would have, where nobody says."""

    first_loaded_at: str
    sources: tuple[str, ...]


def read(connection: sqlite3.Connection) -> Register:
    """The fold over all events about runs and tools."""
    return Register(events(connection, "run", "tool"))


def refold(connection: sqlite3.Connection, runs: Iterable[int] | None = None) -> None:
    """Inside a transaction: writes what the fold says into the columns of these runs, or of all; of all tools too."""
    register = read(connection)
    connection.executemany(
        """UPDATE run SET label = ?, run_index = ?, run_count = ?, synthetic = ?, expected = ?, state = ?,
        superseded_by = ?, reason = ? WHERE id = ?""",
        [(*_columns(state), row) for row, state in stale(connection, register, runs)],
    )
    if runs is None:
        connection.executemany(
            "UPDATE tool SET kind = ?, said_by = ? WHERE suite = ? AND name = ?", stale_tools(connection, register)
        )


def stale(
    connection: sqlite3.Connection, register: Register, runs: Iterable[int] | None = None
) -> list[tuple[int, RunState]]:
    """The runs whose columns say something else than the fold, with what it says."""
    rows = connection.execute(
        """SELECT id, suite, model, name, source_index, source_count, source_synthetic,
            label, run_index, run_count, synthetic, expected, state, superseded_by, reason
        FROM run WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1))""",
        (None if runs is None else json.dumps(list(runs)),),
    ).fetchall()
    different = []
    for row, suite, model, name, index, count, synthetic, *columns in rows:
        state = register.run(RunKey(suite, model, name), index, count, bool(synthetic))
        if _columns(state) != tuple(columns):
            different.append((row, state))
    return different


def stale_tools(connection: sqlite3.Connection, register: Register) -> list[tuple[str, str, str, str]]:
    """(kind, said_by, suite, name) of the tools whose row says something else than the person, the file, the guess."""
    said = register.tools()
    different = []
    rows = connection.execute("SELECT suite, name, kind, said_by, defined FROM tool").fetchall()
    for suite, name, kind, said_by, defined in rows:
        person = said.get((suite, name))
        if person is not None and (kind, said_by) != (person, "person"):
            different.append((person, "person", suite, name))
        elif person is None and defined is not None and (kind, said_by) != (defined, "suite"):
            different.append((defined, "suite", suite, name))
        elif person is None and defined is None and said_by == "person":
            different.append((guess_kind(name), "guess", suite, name))
    return different


def rows(connection: sqlite3.Connection) -> list[RegisterRow]:
    """All runs, by suite, label, index and name."""
    sources: dict[int, list[str]] = {}
    for run, path in connection.execute(
        "SELECT DISTINCT t.run, s.path FROM transcript t JOIN revision v ON v.id = t.revision"
        " JOIN source s ON s.id = v.source ORDER BY s.path"
    ):
        sources.setdefault(run, []).append(path)
    suite_cases = dict(
        connection.execute(
            "SELECT r.suite, count(DISTINCT t.case_id) FROM transcript t JOIN run r ON r.id = t.run GROUP BY r.suite"
        ).fetchall()
    )
    found = connection.execute(
        """SELECT r.id, r.suite, r.model, r.name, r.first_loaded_at, count(DISTINCT t.case_id), count(t.id),
            total(v.status = 'complete'), total(v.status = 'in progress'), total(v.status = 'error'),
            total(v.status = 'limit'), total(v.messages),
            r.label, r.run_index, r.run_count, r.synthetic, r.expected, r.state, r.superseded_by, r.reason
        FROM run r LEFT JOIN transcript t ON t.run = r.id LEFT JOIN revision v ON v.id = t.revision
        GROUP BY r.id ORDER BY r.suite, r.label, r.run_index, r.name"""
    ).fetchall()
    return [
        RegisterRow(
            row=line[0],
            key=RunKey(*line[1:4]),
            state=_state(line[12:]),
            counts=Counts(*map(int, line[5:12])),
            suite_cases=suite_cases.get(line[1], 0),
            first_loaded_at=line[4],
            sources=tuple(sources.get(line[0], ())),
        )
        for line in found
    ]


def _columns(state: RunState) -> tuple[Any, ...]:
    return (
        *(state.label, state.index, state.count, int(state.synthetic)),
        *(state.expected, state.state, state.superseded_by, state.reason),
    )


def _state(columns: tuple[Any, ...]) -> RunState:
    label, index, count, synthetic, *rest = columns
    return RunState(label, index, count, bool(synthetic), *rest)


def has_tool(connection: sqlite3.Connection, suite: str, name: str) -> bool:
    """Whether any transcript of the suite calls a tool of that name."""
    return connection.execute("SELECT 1 FROM tool WHERE suite = ? AND name = ?", (suite, name)).fetchone() is not None
