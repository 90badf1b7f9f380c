"""What figures are made from: of each transcript its place, its facts and its scores, read in one pass.

Only what stands in the database: which of it counts is decided in `reviewer.dossier.readings`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

HANDOVER, FORBIDDEN_WRITE, AGENT_MESSAGES, EMPTY_REPLY = "handover", "forbidden-write", "agent-messages", "empty-reply"
TURNS, KB_TURNS, LOOKED_UP_FIRST = "turns", "kb-turns", "looked-up-first"
READS, KB_SEARCHES, CALLS, FAILED_CALL = "reads", "kb-searches", "tool-calls", "failed-call"
LINKS, INVENTED_LINKS = "links", "invented-links"
FACTS = (
    *(HANDOVER, FORBIDDEN_WRITE, AGENT_MESSAGES, EMPTY_REPLY, TURNS, KB_TURNS, LOOKED_UP_FIRST),
    *(READS, KB_SEARCHES, CALLS, FAILED_CALL, LINKS, INVENTED_LINKS),
)
"""The names of the facts that figures read."""

_SCALE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*[-–]\s*(-?\d{1,9}(?:\.\d{1,9})?)")
_LONGEST = 40
"""Characters of a score's value; a longer one is no number that a judge gave."""


@dataclass(frozen=True, slots=True)
class RunHead:
    """One run of the register, as far as figures ask. `suite_hash` is the suite that it is bound to."""

    row: int
    suite: str
    suite_hash: str | None
    model: str
    name: str
    index: int | None
    count: int | None
    synthetic: int
    state: str
    superseded_by: str | None = None
    reason: str | None = None


class CaseHead(NamedTuple):
    """One case that a run should hold."""

    id: str
    case_class: str | None
    intent: str | None


class Tools(NamedTuple):
    """What the agent of one transcript looked up, called and linked to, as counts."""

    turns: int = 0
    """The agent's messages from one of the customer's to the next are one."""

    kb_turns: int = 0
    """Those with a search of the knowledge base."""

    reads: int = 0
    kb_searches: int = 0
    before_answer: int | None = None
    """Reads and searches before the first answer; None where it never answers."""

    calls: int = 0
    """Of any kind."""

    failed: int = 0
    links: int = 0
    invented_links: int = 0


NO_TOOLS = Tools()
"""Of a transcript in which nothing was looked up and nothing linked to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure needs of one transcript, in its present revision.

    `scores` are shares of their scale, by name; of several of one name the first that is a number on a scale.
    """

    transcript: str
    run: int
    """`RunHead.row`."""

    case: str
    case_class: str | None
    """solvable, must-escalate or trap: the suite's word, else the file's."""

    intent: str | None
    attempt: int
    synthetic: bool
    status: str
    handed_over: bool
    forbidden: tuple[str, ...]
    """The rules that forbidden calls broke, one for each call."""

    agent_messages: int
    empty_replies: int
    scores: Mapping[str, Fraction]
    tools: Tools = NO_TOOLS
    decided: str | None = None
    """What was adjudicated of a trap: held or fell. No other figure than an adjudicated one asks for it."""

    verdict: str | None = None
    """What people say of a trap's outcome, where it was adjudicated or all of them say the same."""

    open: bool = False
    """People, or people and check, say different things of it, and nobody has decided."""


def runs(connection: sqlite3.Connection) -> list[RunHead]:
    """All runs, by suite, model, index and name; those that do not count too, with their state."""
    found = connection.execute(
        """SELECT id, suite, suite_hash, label, name, run_index, run_count, synthetic, state, superseded_by, reason
        FROM run ORDER BY suite, label, run_index IS NULL, run_index, name"""
    )
    return [RunHead(*row) for row in found]


def cases(connection: sqlite3.Connection, suite: str, suite_hash: str | None) -> list[CaseHead]:
    """What each run should hold: the cases of the suite; where it names none, those that any run of that suite has."""
    named = connection.execute(
        "SELECT case_id, case_class, intent FROM suite_case WHERE suite = ? ORDER BY case_id", (suite_hash,)
    ).fetchall()
    found = named or connection.execute(
        """SELECT t.case_id, max(v.case_class), max(v.intent)
        FROM run r JOIN transcript t ON t.run = r.id JOIN revision v ON v.id = t.revision
        WHERE r.suite = ? AND r.suite_hash IS ? GROUP BY t.case_id ORDER BY t.case_id""",
        (suite, suite_hash),
    )
    return [CaseHead(*row) for row in found]


def knows_cases(connection: sqlite3.Connection, suite_hash: str | None) -> bool:
    """Whether the suite names its cases."""
    return connection.execute("SELECT 1 FROM suite_case WHERE suite = ? LIMIT 1", (suite_hash,)).fetchone() is not None


def unchecked(connection: sqlite3.Connection, runs: Iterable[int], ruleset: str) -> int:
    """How many transcripts of these runs are not checked with the ruleset of that hash."""
    (count,) = connection.execute(
        """SELECT count(*) FROM transcript t LEFT JOIN checked c ON c.revision = t.revision
        LEFT JOIN ruleset u ON u.id = c.ruleset
        WHERE t.run IN (SELECT value FROM json_each(?)) AND u.hash IS NOT ?""",
        (json.dumps(list(runs)), ruleset),
    ).fetchone()
    return int(count)


def read(
    connection: sqlite3.Connection, runs: Iterable[int], scores: Sequence[str], *, facts: Sequence[str] = FACTS
) -> list[Reading]:
    """Every transcript of these runs, by run, case and attempt, with its facts and scores of these names."""
    chosen = json.dumps(list(runs))
    found: dict[int, dict[str, list[str]]] = {}
    for revision, name, value in connection.execute(
        """SELECT f.revision, f.name, f.value FROM transcript t JOIN fact f ON f.revision = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?))
        AND f.name IN (SELECT value FROM json_each(?)) ORDER BY t.id, f.ordinal""",
        (chosen, json.dumps(facts)),
    ):
        found.setdefault(revision, {}).setdefault(name, []).append(value)
    said: dict[int, dict[str, Fraction]] = {}
    for revision, name, value, scale in connection.execute(
        """SELECT s.revision, s.name, s.value, s.scale FROM transcript t JOIN score s ON s.revision = t.revision
        WHERE t.run IN (SELECT value FROM json_each(?)) AND s.name IN (SELECT value FROM json_each(?))
        ORDER BY t.id, s.ordinal DESC""",
        (chosen, json.dumps(list(scores))),
    ):
        if (part := share(value, scale)) is not None:
            said.setdefault(revision, {})[name] = part
    heads = connection.execute(
        """SELECT t.revision, t.public_id, t.run, t.case_id, coalesce(c.case_class, v.case_class),
            coalesce(c.intent, v.intent), t.attempt, r.synthetic, v.status
        FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
        LEFT JOIN suite_case c ON c.suite = r.suite_hash AND c.case_id = t.case_id
        WHERE t.run IN (SELECT value FROM json_each(?)) ORDER BY t.run, t.case_id, t.attempt""",
        (chosen,),
    )
    nothing: dict[str, list[str]] = {}
    return [reading(head, found.get(head[0], nothing), said.get(head[0], {})) for head in heads]


@lru_cache(4096)
def share(value: str | None, scale: str | None) -> Fraction | None:
    """A score, as JSON text, as an exact share of its scale (`0-100`); true is 1, false is 0.

    None where it is no number, names no scale, or lies outside of it.
    """
    if value in ("true", "false"):
        return Fraction(value == "true")
    ends = _SCALE.fullmatch((scale or "").strip())
    if value is None or ends is None or len(value) > _LONGEST:
        return None
    low, high = map(Fraction, ends.groups())
    try:
        number = float(value)
    except ValueError:
        return None
    if not low <= number <= high or low == high:  # which no NaN passes
        return None
    return (Fraction(value) - low) / (high - low)


def reading(
    head: tuple[int, str, int, str, str | None, str | None, int, int, str],
    facts: Mapping[str, Sequence[str]],
    scores: Mapping[str, Fraction],
) -> Reading:
    """One reading out of a transcript's head, the values of its facts as JSON by their names, and its scores.

    The head is revision, transcript, run, case, class, intent, attempt, whether synthetic, and status.
    """
    _, transcript, run, case, case_class, intent, attempt, synthetic, status = head
    return Reading(
        transcript,
        run,
        case,
        case_class,
        intent,
        attempt,
        bool(synthetic),
        status,
        HANDOVER in facts,
        tuple(json.loads(value) for value in facts.get(FORBIDDEN_WRITE, ())),
        _sum(facts, AGENT_MESSAGES),
        len(facts.get(EMPTY_REPLY, ())),
        scores,
        Tools(
            _sum(facts, TURNS),
            _sum(facts, KB_TURNS),
            _sum(facts, READS),
            _sum(facts, KB_SEARCHES),
            _sum(facts, LOOKED_UP_FIRST) if LOOKED_UP_FIRST in facts else None,
            _sum(facts, CALLS),
            len(facts.get(FAILED_CALL, ())),
            _sum(facts, LINKS),
            _sum(facts, INVENTED_LINKS),
        ),
    )


def _sum(facts: Mapping[str, Sequence[str]], name: str) -> int:
    return sum(map(int, facts.get(name, ())))
