"""One batch of a load: what is done to the tables, in order, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from reviewer.model.tools import defined_kinds, guess_kind
from reviewer.store import fulltext, ledger, register
from reviewer.store.connection import Writer
from reviewer.store.content import Content, Row, tool_names
from reviewer.store.ledger import SourceFile, State, Tally

_MESSAGES = (
    "INSERT INTO message (id, revision, number, role, name, call_id, answers_message, answers_call, at, cost, hash,"
    " error, usage, text, reasoning, extra) VALUES "
)
_MESSAGE = ", ".join(["?"] * 13 + ["CAST(? AS TEXT)"] + ["?"] * 2)
"""A row of it; the text comes as bytes."""

_CALLS = "INSERT INTO tool_call (message, ordinal, name, call_id, invalid, arguments, extra) VALUES "
_SCORES = "INSERT INTO score (revision, ordinal, name, value, number, scale, rationale, by, extra) VALUES "
_WARNINGS = "INSERT INTO warning (revision, ordinal, code, text, message) VALUES "
_REVISION = """INSERT INTO revision (id, transcript, source, place, hash, conversation, loaded_at, warnings,
    first_message, status, end_reason, case_class, intent, score, score_number, messages, agent_messages, calls,
    results, words, started_at, ended_at, cost, brief, policy, tools, usage, extra, outline)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NEXT_MESSAGE = "SELECT coalesce(max(id), 0) + 1 FROM message"
_NEXT_REVISION = "SELECT coalesce(max(id), 0) + 1 FROM revision"
_PRESENT = """SELECT t.id, t.revision, v.hash, v.source, s.path, v.place, v.first_message, v.messages
    FROM transcript t JOIN revision v ON v.id = t.revision JOIN source s ON s.id = v.source
    WHERE t.run = ? AND t.case_id = ? AND t.attempt = ?"""
_DEFINED = """INSERT INTO tool (suite, name, kind, said_by, defined) VALUES (?, ?, ?, 'suite', ?)
    ON CONFLICT DO UPDATE SET defined = excluded.defined,
    kind = CASE said_by WHEN 'person' THEN kind ELSE excluded.kind END,
    said_by = CASE said_by WHEN 'person' THEN said_by ELSE 'suite' END"""
_TWIN = """SELECT t.public_id, t.case_id, r.name FROM revision v
    JOIN transcript t ON t.id = v.transcript AND t.revision = v.id JOIN run r ON r.id = t.run
    WHERE v.conversation = ? AND v.transcript != ? ORDER BY +v.transcript LIMIT 1"""


@dataclass(slots=True)
class Reading:
    """One file on its way in. `row` and `tally` are true once a batch that they stand for is committed."""

    file: SourceFile
    format: str
    row: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Begin:
    """The file is read, from its beginning."""

    reading: Reading


@dataclass(frozen=True, slots=True)
class Add:
    """A transcript of it."""

    reading: Reading
    content: Content


@dataclass(frozen=True, slots=True)
class Refuse:
    """A transcript of it, or with an empty place all of it, cannot come in."""

    reading: Reading
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finish:
    """No more of it is read; `whole`: it was read to its end."""

    reading: Reading
    hash: str
    state: State
    whole: bool = True


Step = Begin | Add | Refuse | Finish
_Run = tuple[int, int | None, int | None, bool]


@dataclass(slots=True)
class Remembered:
    """What earlier batches of this loader have committed, so that nobody asks or inserts it again."""

    runs: dict[tuple[str, str, str], _Run] = field(default_factory=dict)
    tools: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    definitions: set[tuple[str, str]] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    """The files that were begun."""


class Bulk:
    """Rows for one table, many in one statement: that takes a fifth less time than one after the other."""

    MOST = 64

    def __init__(self, into: str, row: str) -> None:
        self._into, self._row, self._width = into, f"({row})", row.count("?")
        self._values: list[Any] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Rows to be inserted."""
        self._values += chain.from_iterable(rows)

    def write(self, connection: Writer) -> None:
        """Inserts what was added."""
        values, step = self._values, self.MOST * self._width
        for start in range(0, len(values), step):
            some = values[start : start + step]
            connection.execute(_statement(self._into, self._row, len(some) // self._width), some)
        self._values = []


class Batch:
    """The steps of one transaction. `write` before its commit, `committed` after it."""

    def __init__(self, connection: Writer, remembered: Remembered, now: str, *, newer: bool = False) -> None:
        self.connection, self.now, self.newer = connection, now, newer
        self._known, self._new = remembered, Remembered()
        self._message = self._next(_NEXT_MESSAGE)
        self._revision = self._next(_NEXT_REVISION)
        self._messages, self._calls = Bulk(_MESSAGES, _MESSAGE), Bulk(_CALLS, _places(7))
        self._scores, self._warnings = Bulk(_SCORES, _places(9)), Bulk(_WARNINGS, _places(5))
        self._changed_runs: set[int] = set()
        self._defined: dict[tuple[str, str], str] = {}
        self._tallies: dict[int, tuple[Reading, Tally]] = {}

    def do(self, step: Step) -> None:
        """One step, in the order in which the files have them."""
        reading = step.reading
        tally = self._tallies.setdefault(id(reading), (reading, Tally()))[1]
        match step:
            case Begin():
                reading.row = ledger.begin(self.connection, reading.file, reading.format, self.now)
                self._new.sources.add(reading.row)
            case Add():
                self._add(reading, step.content, tally)
            case Refuse():
                self._refuse(reading, step.place, step.reason, tally)
            case Finish():
                ledger.finish(self.connection, reading.row, step.hash, step.state)
                if step.whole:
                    tally.gone += self._gone(reading, tally)

    def write(self) -> None:
        """The rows that were collected, and what follows from them."""
        self._write_rows()
        if self._new.tools:
            self.connection.executemany(
                "INSERT OR IGNORE INTO tool (suite, name, kind, said_by) VALUES (?, ?, ?, 'guess')",
                [(suite, name, guess_kind(name)) for suite, name in sorted(self._new.tools)],
            )
        if self._defined:
            self.connection.executemany(_DEFINED, [(*tool, kind, kind) for tool, kind in sorted(self._defined.items())])
        if self._changed_runs:
            register.refold(self.connection, sorted(self._changed_runs))
        for reading, tally in self._tallies.values():
            ledger.advance(self.connection, reading.row, reading.tally.seen + tally.seen)

    def committed(self) -> None:
        """What only now is true."""
        self._known.runs.update(self._new.runs)
        self._known.tools.update(self._new.tools)
        self._known.documents.update(self._new.documents)
        self._known.definitions.update(self._new.definitions)
        self._known.sources.update(self._new.sources)
        for reading, tally in self._tallies.values():
            reading.tally.take(tally)

    def _add(self, reading: Reading, content: Content, tally: Tally) -> None:
        run = self._run(content)
        case, attempt = content.identity[1], content.identity[4]
        found = self.connection.execute(_PRESENT, (run, case, attempt)).fetchone()
        if found is None:
            (key,) = self.connection.execute(
                "INSERT INTO transcript (public_id, run, case_id, attempt, revision) VALUES (?, ?, ?, ?, ?)"
                " RETURNING id",
                (content.public_id, run, case, attempt, self._revision),
            ).fetchone()
            self._insert(reading, content, key, tally)
            tally.added += 1
        else:
            key, revision, present_hash, source, path, place, first, size = found
            moved = path != reading.file.path
            if present_hash == content.hash:
                if (place != content.place or source != reading.row) and not (moved and _is_there(path)):
                    self.connection.execute(
                        "UPDATE revision SET source = ?, place = ? WHERE id = ?", (reading.row, content.place, revision)
                    )
                tally.unchanged += 1
            elif moved and _is_there(path) and not _is_same(path, reading.file.path) and not self._follows(source):
                self._refuse(reading, content.place, _other_content(content, path), tally)
                return
            else:
                self._revise(reading, content, key, (first, first + size - 1), tally)
                tally.revised += 1
        tally.seen += 1
        tally.present.add(key)

    def _follows(self, source: int) -> bool:
        """Whether what is loaded now is newer than what that file held: not where both are of the same load."""
        return self.newer and source not in self._known.sources | self._new.sources

    def _refuse(self, reading: Reading, place: str, reason: str, tally: Tally) -> None:
        ledger.refuse(self.connection, reading.row, place, reason)
        tally.refused.append((place, reason))
        tally.seen += bool(place)

    def _revise(self, reading: Reading, content: Content, key: int, old: tuple[int, int], tally: Tally) -> None:
        """Another content of a known transcript; or the return of an earlier one, which then holds again."""
        self._write_rows()
        fulltext.take(self.connection, *old)
        earlier = self.connection.execute(
            "SELECT id, first_message, messages FROM revision WHERE transcript = ? AND hash = ?", (key, content.hash)
        ).fetchone()
        revision = self._revision if earlier is None else earlier[0]
        self.connection.execute("UPDATE transcript SET revision = ? WHERE id = ?", (revision, key))
        if earlier is None:
            self._insert(reading, content, key, tally)
        else:
            fulltext.put(self.connection, earlier[1], earlier[1] + earlier[2] - 1)

    def _insert(self, reading: Reading, content: Content, key: int, tally: Tally) -> None:
        """The present revision `self._revision` of the transcript `key`, with all that belongs to it."""
        revision, before, warnings = self._revision, self._message - 1, content.warnings
        if content.conversation is not None:
            twin = self.connection.execute(_TWIN, (content.conversation, key)).fetchone()
            if twin is not None:
                same = f"word for word the same messages as {twin[1]} of the run {twin[2]} ({twin[0]})"
                warnings = [*warnings, ("same-content", same, None)]
        for kind, document in (("policy", content.policy), ("tools", content.tools)):
            if document is not None and document[0] not in self._known.documents:
                self.connection.execute(
                    "INSERT OR IGNORE INTO document (hash, kind, text) VALUES (?, ?, ?)",
                    (document[0], kind, document[1]),
                )
                self._new.documents.add(document[0])
        self._define(content)
        self.connection.execute(
            _REVISION,
            (
                *(revision, key, reading.row, content.place, content.hash, content.conversation, self.now),
                *(len(warnings), before + 1, *content.revision),
            ),
        )
        self._messages.add((before + row[0], revision, *row) for row in content.messages)
        self._calls.add((before + row[0], *row[1:]) for row in content.calls)
        self._scores.add((revision, ordinal, *row) for ordinal, row in enumerate(content.scores, 1))
        self._warnings.add((revision, ordinal, *row) for ordinal, row in enumerate(warnings, 1))
        self._new.tools |= {(content.identity[0], name) for name in tool_names(content.calls)} - self._known.tools
        self._message += len(content.messages)
        self._revision += 1
        tally.warnings += len(warnings)
        tally.warned.update(warning[0] for warning in warnings)

    def _define(self, content: Content) -> None:
        """What the definitions of its tools say of them, once for each suite that has them."""
        if content.tools is not None:
            key = (content.identity[0], content.tools[0])
            if key not in self._known.definitions and key not in self._new.definitions:
                self._new.definitions.add(key)
                for name, kind in defined_kinds(content.tools[1]).items():
                    self._defined[content.identity[0], name] = kind

    def _run(self, content: Content) -> int:
        """The row of its run; made, or told what this transcript says of it, where that is news."""
        suite, _, model, run, _ = content.identity
        key = (suite, model, run)
        known = self._new.runs.get(key) or self._known.runs.get(key)
        if known is None:
            made = self.connection.execute(
                "INSERT INTO run (suite, model, name, first_loaded_at, label) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (*key, self.now, model),
            )
            row, index, count, synthetic = self.connection.execute(
                "SELECT id, source_index, source_count, source_synthetic FROM run"
                " WHERE suite = ? AND model = ? AND name = ?",
                key,
            ).fetchone()
            known = (row, index, count, bool(synthetic))
            if made.rowcount:
                self._changed_runs.add(row)
        row, index, count, synthetic = known
        said_index, said_count, said_synthetic = content.said
        news: _Run = (
            row,
            index if said_index is None else said_index,
            max(count or 0, said_count or 0) or None,
            synthetic or said_synthetic,
        )
        if news != known:
            self.connection.execute(
                "UPDATE run SET source_index = ?, source_count = ?, source_synthetic = ? WHERE id = ?", (*news[1:], row)
            )
            self._changed_runs.add(row)
        self._new.runs[key] = news
        return row

    def _gone(self, reading: Reading, tally: Tally) -> int:
        """How many of the file's transcripts did not come by, and are not those that were refused."""
        present = reading.tally.present | tally.present
        rows = self.connection.execute(
            "SELECT t.id FROM revision v JOIN transcript t ON t.id = v.transcript AND t.revision = v.id"
            " WHERE v.source = ?",
            (reading.row,),
        )
        gone = sum(key not in present for (key,) in rows)
        return max(0, gone - len(reading.tally.refused) - len(tally.refused))

    def _write_rows(self) -> None:
        for bulk in (self._messages, self._calls, self._scores, self._warnings):
            bulk.write(self.connection)

    def _next(self, sql: str) -> int:
        return int(self.connection.execute(sql).fetchone()[0])


def _places(width: int) -> str:
    return ", ".join("?" * width)


@lru_cache
def _statement(into: str, row: str, rows: int) -> str:
    return into + ", ".join([row] * rows)


def _is_there(location: str) -> bool:
    """Whether the file is still where it was; of a member of an archive, whether the archive is."""
    path, archive = Path(location), location.rpartition("!")[0]
    return path.exists() or (archive != "" and Path(archive).exists())


def _is_same(location: str, other: str) -> bool:
    """Whether two locations are one file under two names."""
    try:
        return Path(location).samefile(other)
    except OSError:
        return False


def _other_content(content: Content, path: str) -> str:
    return (
        f"case {content.identity[1]} of the run {content.identity[3]} was loaded from {path}, with other content; "
        "if this is another run, name it with `--run NAME`, and if it is the same one, newer, load it with `--newer`"
    )
