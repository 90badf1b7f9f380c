"""Facts in the database: which revisions are checked, with which rules, and what was read off them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any, NamedTuple

from reviewer.review.events import canonical

FactRow = tuple[str, str, Any, str, Sequence[Sequence[Any]]]
"""check, name, value, detail, evidence (message, field, start, end)."""


@dataclass(frozen=True, slots=True)
class Ruleset:
    """What facts are read with: check → version, tool → kind, and the suite's hash. `hash` names all three."""

    suite: str | None
    checks: Mapping[str, int]
    kinds: Mapping[str, str]

    @property
    def hash(self) -> str:
        """The same rules, the same name, in every database."""
        named = canonical({"suite": self.suite, "checks": dict(self.checks), "kinds": dict(self.kinds)})
        return "b2:" + blake2b(named.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Group:
    """The runs that are checked with one ruleset: of one suite name, bound to one suite."""

    suite: str
    suite_hash: str | None
    kinds: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact with the transcript that it was read off, and the row of its revision. `evidence` is (message, field,
    start, end) each."""

    row: int
    transcript: str
    suite: str
    case: str
    model: str
    run: str
    synthetic: bool
    check: str
    version: int
    name: str
    value: Any
    detail: str
    evidence: list[list[Any]]
    suite_hash: str | None
    revision: str


def groups(connection: sqlite3.Connection) -> list[Group]:
    """What is to be checked together, by suite name and hash."""
    kinds: dict[str, dict[str, str]] = {}
    for suite, name, kind in connection.execute("SELECT suite, name, kind FROM tool ORDER BY suite, name"):
        kinds.setdefault(suite, {})[name] = kind
    found = connection.execute("SELECT DISTINCT suite, suite_hash FROM run ORDER BY suite, suite_hash")
    return [Group(suite, suite_hash, kinds.get(suite, {})) for suite, suite_hash in found]


def pending(connection: sqlite3.Connection, group: Group, ruleset: Ruleset) -> list[tuple[int, int]]:
    """(revision, messages) of the group's present transcripts that are not checked with that ruleset, in row order."""
    return connection.execute(
        """SELECT v.id, v.messages FROM run r JOIN transcript t ON t.run = r.id JOIN revision v ON v.id = t.revision
        LEFT JOIN checked c ON c.revision = v.id LEFT JOIN ruleset u ON u.id = c.ruleset
        WHERE r.suite = ? AND r.suite_hash IS ? AND u.hash IS NOT ? ORDER BY v.id""",
        (group.suite, group.suite_hash, ruleset.hash),
    ).fetchall()


def keep_ruleset(connection: sqlite3.Connection, ruleset: Ruleset, now: str) -> int:
    """Inside a transaction: the row of a ruleset, made where it is new."""
    found = connection.execute("SELECT id FROM ruleset WHERE hash = ?", (ruleset.hash,)).fetchone()
    if found:
        return int(found[0])
    columns = (ruleset.hash, ruleset.suite, canonical(dict(ruleset.checks)), canonical(dict(ruleset.kinds)), now)
    made = connection.execute(
        "INSERT INTO ruleset (hash, suite, checks, kinds, made_at) VALUES (?, ?, ?, ?, ?)", columns
    )
    return int(made.lastrowid or 0)


def record(connection: sqlite3.Connection, ruleset: int, found: Iterable[tuple[int, Sequence[FactRow]]]) -> None:
    """Inside a transaction: each revision's facts in place of those that were there."""
    revisions, rows = [], []
    for revision, facts in found:
        revisions.append(revision)
        for ordinal, (check, name, value, detail, evidence) in enumerate(facts, 1):
            number = float(value) if isinstance(value, (bool, int, float)) else None
            first = evidence[0][0] if evidence else None
            said = None if value is None else json.dumps(value)
            rows.append((revision, ordinal, check, name, said, number, first, detail, json.dumps(evidence)))
    connection.executemany("DELETE FROM fact WHERE revision = ?", [(revision,) for revision in revisions])
    connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO checked VALUES (?, ?) ON CONFLICT DO UPDATE SET ruleset = excluded.ruleset",
        [(revision, ruleset) for revision in revisions],
    )


def facts(connection: sqlite3.Connection, transcripts: Sequence[int] | None = None) -> Iterator[StoredFact]:
    """The facts of these transcripts (by `key`), or of all, each transcript's in the order of its messages."""
    found = connection.execute(
        """SELECT v.id, t.public_id, r.suite, t.case_id, r.label, r.name, r.synthetic, f.check_id, u.checks, f.name,
            f.value, f.detail, f.evidence, u.suite, v.hash
        FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
        JOIN fact f ON f.revision = v.id JOIN checked c ON c.revision = v.id JOIN ruleset u ON u.id = c.ruleset
        WHERE ?1 IS NULL OR t.id IN (SELECT value FROM json_each(?1)) ORDER BY t.id, f.ordinal""",
        (None if transcripts is None else json.dumps(list(transcripts)),),
    )
    versions: dict[str, dict[str, int]] = {}
    for row, id_, suite, case, model, run, made_up, check, checks, name, value, detail, evidence, *rest in found:
        if checks not in versions:
            versions[checks] = json.loads(checks)
        suite_hash, revision = rest
        yield StoredFact(
            *(row, id_, suite, case, model, run, bool(made_up), check, versions[checks].get(check, 0), name),
            *(None if value is None else json.loads(value), detail, json.loads(evidence), suite_hash, revision),
        )


class Mark(NamedTuple):
    """A value of an agent's message that something is wrong with: code points of its raw text, and why.

    `source` is the message to look at, None where there is none.
    """

    message: int
    start: int
    end: int
    name: str
    value: str
    detail: str
    source: int | None


def marks(connection: sqlite3.Connection, revision: int) -> list[Mark]:
    """The marks of the grounding check on a revision, in the order of its messages; none where it was not checked.

    What is left open is none: a value that may well be computed is not underlined.
    """
    found = connection.execute(
        "SELECT name, value, detail, evidence FROM fact WHERE revision = ? AND check_id = 'grounding'"
        " AND name <> 'unsettled' AND message IS NOT NULL ORDER BY ordinal",
        (revision,),
    )
    made = []
    for name, value, detail, evidence in found:
        (message, _, start, end), *others = json.loads(evidence)
        if start is not None:
            made.append(Mark(message, start, end, name, json.loads(value), detail, others[0][0] if others else None))
    return made


class Tallied(NamedTuple):
    """How often a fact was read. `value` is JSON, None where it is a number or too long to count by."""

    check: str
    name: str
    value: str | None
    transcripts: int
    facts: int


def tally(connection: sqlite3.Connection, most: int = 6) -> list[Tallied]:
    """Over all present revisions, by check and name; a fact with more than `most` values has one line for all."""
    rows = connection.execute(
        """SELECT f.check_id, f.name, iif(f.number IS NULL AND length(f.value) <= 40, f.value, NULL) AS said,
            count(DISTINCT f.revision), count(*)
        FROM fact f JOIN transcript t ON t.revision = f.revision GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3"""
    )
    counted = []
    for _, same in groupby(map(Tallied._make, rows), key=lambda row: (row.check, row.name)):
        found = list(same)
        counted += found if len(found) <= most else [_together(connection, found)]
    return counted


def _together(connection: sqlite3.Connection, found: list[Tallied]) -> Tallied:
    first = found[0]
    (transcripts,) = connection.execute(
        "SELECT count(DISTINCT f.revision) FROM fact f JOIN transcript t ON t.revision = f.revision"
        " WHERE f.check_id = ? AND f.name = ?",
        first[:2],
    ).fetchone()
    return Tallied(first.check, first.name, None, transcripts, sum(row.facts for row in found))


def counted(connection: sqlite3.Connection) -> tuple[int, int]:
    """Transcripts whose present revision is checked, with whatever rules, and all."""
    checked, present = connection.execute(
        "SELECT count(c.revision), count(*) FROM transcript t LEFT JOIN checked c ON c.revision = t.revision"
    ).fetchone()
    return int(checked), int(present)
