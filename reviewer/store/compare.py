"""The same case in several runs: what became of it in each, as far as a reviewer may see that, and its calls."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.model.plain import PlainCall
from reviewer.review.alignment import Call, Divergence, Line, align, first_divergence
from reviewer.review.events import canonical
from reviewer.store import findings, queue_shown, transcripts
from reviewer.store.findings import FindingRow
from reviewer.store.plain import plain
from reviewer.store.rows import TranscriptRow

_STANDING = """
SELECT t.id, coalesce(s.case_class, v.case_class), c.revision IS NOT NULL,
    EXISTS (SELECT 1 FROM fact f WHERE f.revision = v.id AND f.name = 'forbidden-write'), coalesce(s.rules, '') != '',
    EXISTS (SELECT 1 FROM fact f WHERE f.revision = v.id AND f.name = 'handover'),
    (SELECT outcome FROM judgement j WHERE j.transcript = t.public_id AND j.reviewer = ?),
    (SELECT decision FROM adjudication a WHERE a.transcript = t.public_id AND a.about = 'outcome')
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
LEFT JOIN checked c ON c.revision = v.id
WHERE t.id IN (SELECT value FROM json_each(?))
"""
_SAME_CASE = """
SELECT t.id FROM transcript t JOIN run r ON r.id = t.run WHERE r.suite = ? AND t.case_id = ?
ORDER BY r.label, r.run_index IS NOT ?, r.run_index IS NULL, r.run_index, r.name, t.attempt
"""


TELLING = ("write", "handover")
"""Kinds of calls that tell what became of a case."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a transcript, and who says so: `adjudicated`, `you` or `check`. Empty where nobody does.

    `hidden`: somebody may, but this reviewer has to give a verdict first.
    """

    says: str = ""
    by: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """One run in a comparison. `calls` are its tool calls with their messages, `found` the findings by message."""

    row: TranscriptRow
    outcome: Outcome
    calls: Sequence[tuple[int, PlainCall]]
    found: Mapping[int, Sequence[FindingRow]] = field(default_factory=dict)
    withheld: bool = False
    """Whether calls that would tell its outcome are left out, until this reviewer has judged it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs of one case beside each other."""

    runs: Sequence[Ran]
    lines: Sequence[Line]
    parts: int | None
    """The line from which on they are not the same."""

    @property
    def flips(self) -> bool:
        """Whether the outcomes that may be shown are not all the same."""
        return len({ran.outcome.says for ran in self.runs if ran.outcome.says}) > 1


def outcomes(
    connection: sqlite3.Connection,
    row: TranscriptRow,
    others: Sequence[TranscriptRow],
    reviewer: str,
    revealed: Collection[str] = (),
    blind: Collection[str] | None = None,
    *,
    own_words: bool = False,
) -> dict[int, Outcome]:
    """What became of the same case in other runs, by `key`, as it may be shown beside `row`.

    Where an outcome is asked for, nothing is shown before one's own verdict on `row`, or with `own_words` only what one
    said of other runs; and then of each other run only once one has judged that too, for what the check reads there is
    hidden until then as well. `revealed` are transcripts that a person asked to see. In a blind queue there is one's
    own word and no other; `blind` says which those are, where that is known already.
    """
    keys = json.dumps([row.key, *(other.key for other in others)])
    standing = {key: columns for key, *columns in connection.execute(_STANDING, (reviewer, keys))}
    if blind is None:
        blind = queue_shown.masked(connection, reviewer)
    open_here = standing[row.key][0] not in OUTCOME_CLASSES or standing[row.key][5] is not None or row.id in revealed
    made = {}
    for one in (row, *others):
        case_class, checked, fired, ruled, handed, own, decided = standing[one.key]
        trap, asked = case_class == "trap", case_class in OUTCOME_CLASSES
        if one.id in blind or row.id in blind:
            made[one.key] = Outcome(own, "you") if own and one.key == row.key else Outcome(hidden=True)
        elif own_words and asked and own and not open_here:
            made[one.key] = Outcome(own, "you")
        elif asked and not (open_here and (own is not None or one.id in revealed)):
            made[one.key] = Outcome(hidden=True)
        elif decided in ("held", "fell", "right", "wrong"):
            made[one.key] = Outcome(decided, "adjudicated")
        elif own:
            made[one.key] = Outcome(own, "you")
        elif not checked or (trap and not fired and not ruled):
            made[one.key] = Outcome()
        else:
            read = ("fell" if fired else "held") if trap else "handed over" if handed else "not handed over"
            made[one.key] = Outcome(read, "check")
    return made


def of_case(connection: sqlite3.Connection, row: TranscriptRow, *, models: bool = False) -> list[TranscriptRow]:
    """The runs of this case by its model; with `models` one run of each model, of `row`'s index if there is one."""
    if not models:
        return transcripts.siblings(connection, row)
    keys = [key for (key,) in connection.execute(_SAME_CASE, (row.suite, row.case, row.run_index))]
    first: dict[str, TranscriptRow] = {row.model: row}
    for one in transcripts.rows(connection, keys):
        first.setdefault(one.model, one)
    return sorted(first.values(), key=lambda one: one.model)


def compare(
    connection: sqlite3.Connection,
    row: TranscriptRow,
    reviewer: str,
    *,
    models: bool = False,
    revealed: Collection[str] = (),
) -> Comparison | None:
    """The runs of a case beside each other; None while `row` is in a queue that is blind to this reviewer."""
    blind = queue_shown.masked(connection, reviewer)
    if row.id in blind:
        return None
    rows = of_case(connection, row, models=models)
    rows = [one for one in rows if one.id not in blind]
    others = [one for one in rows if one.key != row.key]
    became = outcomes(connection, row, others, reviewer, revealed, blind, own_words=True)
    found: dict[int, dict[int, list[FindingRow]]] = defaultdict(lambda: defaultdict(list))
    for tag in findings.seen_by(connection, reviewer, findings.rows(connection, [one.key for one in rows])):
        if tag.key is not None and not (became[tag.key].hidden and tag.finding.author != reviewer):
            for message in {place.message for place in (tag.anchor or tag.finding.anchor).places} or {0}:
                found[tag.key][message].append(tag)
    runs = []
    for one in rows:
        messages = next(plain(connection, [one.revision])).messages
        withheld = became[one.key].hidden and one.key != row.key
        calls = [
            (message.number, call)
            for message in messages
            for call in message.calls
            if not (withheld and call.kind in TELLING)
        ]
        runs.append(Ran(one, became[one.key], calls, found[one.key], withheld))
    made = [[Call(call.name, _settled(call.arguments)) for _, call in ran.calls] for ran in runs]
    lines = align(made)
    if any(ran.withheld for ran in runs):
        lines = [replace(line, divergence=_told(line, runs, made)) for line in lines]
    return Comparison(runs, lines, first_divergence(lines))


def tells(line: Line, runs: Sequence[Ran]) -> bool:
    """Whether the calls of a line would tell what became of a case."""
    made = (ran.calls[place][1] for ran, place in zip(runs, line.places, strict=True) if place is not None)
    return any(call.kind in TELLING for call in made)


def _told(line: Line, runs: Sequence[Ran], made: Sequence[Sequence[Call]]) -> Divergence:
    """How the runs differ on a line, of those that are not withheld there."""
    if not tells(line, runs):
        return line.divergence
    places = [(at, place) for at, place in enumerate(line.places) if not runs[at].withheld]
    said = {None if place is None else made[at][place].arguments for at, place in places}
    return "" if len(said) < 2 else "calls" if None in said else "arguments"


def _settled(arguments: str) -> str:
    """JSON that is equal has one form; what is none is left as it is."""
    try:
        return canonical(json.loads(arguments))
    except (ValueError, RecursionError):
        return arguments
