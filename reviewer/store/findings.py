"""Findings as lists show them: where each stands now, whether its words stand there, and what others say of it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.anchors import Anchor, citation, from_json, holds
from reviewer.review.decisions import Finding
from reviewer.store import queue_shown

Quote = Literal["holds", "moved", "unsure", "lost", "changed", "broken", "not here"]
"""Whether the words of a finding stand where it says, in the present revision.

holds: at the very place. moved: at the place that it was carried over to. unsure: carried over, and waits for a
person's word. lost: found nowhere. changed: the transcript has changed, and nobody has carried the finding over yet.
broken: they do not stand there, although nothing has changed. not here: no such transcript, or no such message.
"""

STANDS: tuple[Quote, ...] = ("holds", "moved")

_FINDING = """
SELECT f.id, f.transcript, f.revision, f.anchor, f.tag, f.taxonomy, f.severity, f.effect, f.note, f.publishable,
       f.correct, f.fault, f.author, f.at, f.proposal,
       t.id, r.suite, t.case_id, r.label, r.name, t.attempt, r.synthetic, r.state, coalesce(s.intent, v.intent),
       v.hash, v.first_message, v.messages, c.how, c.anchor
FROM finding f LEFT JOIN transcript t ON t.public_id = f.transcript LEFT JOIN run r ON r.id = t.run
LEFT JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
LEFT JOIN carried c ON c.finding = f.id AND c.revision = v.hash
"""
_MADE = len(Finding.__slots__)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its transcript, if that is here. `anchor` is where it stands in the present revision, if it does.

    `key` is the transcript's row; `said` has (reviewer, confirmed or disputed, reason), `patterns` (id, name, role).
    """

    finding: Finding
    key: int | None
    suite: str
    case: str
    model: str
    run: str
    attempt: int
    synthetic: bool
    run_state: str
    intent: str | None
    anchor: Anchor | None
    quote: Quote
    said: tuple[tuple[str, str, str], ...]
    patterns: tuple[tuple[str, str, str], ...]

    @property
    def stands(self) -> bool:
        """Whether its words are found where it points."""
        return self.quote in STANDS

    @property
    def citation(self) -> str:
        """As it is printed: two of them for a pair; the place that it was made at where it stands nowhere now."""
        anchor = self.anchor or self.finding.anchor
        if self.key is None or not self.run:
            return f"[transcript {self.finding.transcript} {anchor}]"
        cited = [
            citation(self.run, self.case, place, attempt=self.attempt, synthetic=self.synthetic)
            for place in anchor.places
        ]
        if not cited:
            attempt = f" attempt {self.attempt}" if self.attempt > 1 else ""
            return f"[{self.run}/{self.case}{attempt}{' synthetic' if self.synthetic else ''}]"
        return ("before " if anchor.kind == "gap" else "") + " / ".join(cited)

    @property
    def words(self) -> str:
        """What it quotes; empty where it quotes nothing."""
        return " … ".join(place.exact for place in (self.anchor or self.finding.anchor).places if place.exact)


def rows(connection: sqlite3.Connection, keys: Iterable[int] | None = None) -> list[FindingRow]:
    """The findings on these transcripts, in the order of `keys` and their messages; of all, by their age."""
    if keys is None:
        return list(_rows(connection, _FINDING + "ORDER BY f.id", ()))
    order = {key: place for place, key in enumerate(keys)}
    found = list(
        _rows(
            connection,
            _FINDING + "WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY f.message, f.id",  # noqa: S608 - our own words
            (json.dumps([*order]),),
        )
    )
    return sorted(found, key=lambda row: order[row.key] if row.key is not None else 0)


def of_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> list[FindingRow]:
    """These findings, in this order; those that are not here are left out."""
    where = _FINDING + "WHERE f.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own words
    found = {row.finding.id: row for row in _rows(connection, where, (json.dumps([*ids]),))}
    return [found[id_] for id_ in ids if id_ in found]


def seen_by(connection: sqlite3.Connection, reviewer: str, found: Iterable[FindingRow]) -> list[FindingRow]:
    """What a reviewer may see of them: in a blind queue neither model nor run, nor what others found."""
    blind = queue_shown.masked(connection, reviewer)
    return [
        replace(row, model="", run="") if row.finding.transcript in blind else row
        for row in found
        if row.finding.transcript not in blind or row.finding.author == reviewer
    ]


def called(connection: sqlite3.Connection, name: str) -> list[str]:
    """The ids of the findings that begin so, at most ten."""
    within = (name.upper(), name.upper() + "~")
    found = connection.execute("SELECT id FROM finding WHERE id >= ? AND id < ? ORDER BY id LIMIT 10", within)
    return [id_ for (id_,) in found]


def _rows(connection: sqlite3.Connection, question: str, values: tuple[Any, ...]) -> Iterator[FindingRow]:
    found = connection.execute(question, values).fetchall()
    said, patterns = _said(connection), _patterns(connection)
    for start in range(0, len(found), _BATCH):
        batch = [(columns, *_anchored(columns)) for columns in found[start : start + _BATCH]]
        wanted = [
            columns[25] - 1 + place.message
            for columns, _, now, _ in batch
            if now is not None
            for place in now.places
            if 1 <= place.message <= columns[26]
        ]
        messages = _messages(connection, wanted)
        for columns, made, now, expected in batch:
            quote = expected if now is None else _checked(expected, now, columns[25], columns[26], messages)
            given: list[Any] = [*columns[:3], made, *columns[4:9], bool(columns[9]), *columns[10:_MADE]]
            row: list[Any] = [Finding(*given), columns[15], *(text or "" for text in columns[16:20]), columns[20] or 1]
            row += [bool(columns[21]), columns[22] or "", columns[23], now, quote]
            yield FindingRow(*row, *(about.get(columns[0], ()) for about in (said, patterns)))


_KNOWN: dict[str, Quote] = {"unchanged": "holds", "moved": "moved", "unsure": "unsure", "lost": "lost"}
"""What how a finding was carried says of its words."""


def _anchored(columns: tuple[Any, ...]) -> tuple[Anchor, Anchor | None, Quote]:
    """Where it was made, where it stands now, and what is known of its words before they are looked at."""
    made, revision, present, how, carried = (
        from_json(json.loads(columns[3])),
        columns[2],
        *columns[24:25],
        *columns[27:],
    )
    if present is None:
        return made, None, "not here"
    if revision == present:
        return made, made, "holds"
    if how is None:
        return made, None, "changed"
    anchor = from_json(json.loads(carried)) if carried else None
    return made, anchor, "lost" if anchor is None else _KNOWN[how]


def _checked(
    quote: Quote, anchor: Anchor, first: int, count: int, messages: dict[int, tuple[PlainMessage, str | None]]
) -> Quote:
    for place in anchor.places:
        if not 1 <= place.message <= count:
            return "not here"
        message, hash_ = messages[first - 1 + place.message]
        if not holds(place, message) or (place.hash is not None and hash_ is not None and place.hash != hash_):
            return "unsure" if quote == "unsure" else "broken"
    return quote


def _messages(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[PlainMessage, str | None]]:
    chosen = json.dumps(sorted(set(ids)))
    calls: dict[int, list[PlainCall]] = defaultdict(list)
    for message, ordinal, name, arguments in connection.execute(
        """SELECT message, ordinal, name, arguments FROM tool_call
        WHERE message IN (SELECT value FROM json_each(?)) ORDER BY message, ordinal""",
        (chosen,),
    ):
        calls[message].append(PlainCall(ordinal, name, "read", arguments))
    found = connection.execute(
        "SELECT id, number, role, text, reasoning, hash FROM message WHERE id IN (SELECT value FROM json_each(?))",
        (chosen,),
    )
    return {
        id_: (
            PlainMessage(number, role, text, reasoning, calls=tuple(calls[id_])),
            None if hash_ is None else bytes(hash_).hex(),
        )
        for id_, number, role, text, reasoning, hash_ in found
    }


def _said(connection: sqlite3.Connection) -> dict[str, tuple[tuple[str, str, str], ...]]:
    said: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for finding, *word in connection.execute("SELECT finding, reviewer, verdict, reason FROM confirmation ORDER BY at"):
        said[finding] = (*said.get(finding, ()), (word[0], word[1], word[2]))
    return said


def _patterns(connection: sqlite3.Connection) -> dict[str, tuple[tuple[str, str, str], ...]]:
    joined: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for finding, *of in connection.execute(
        "SELECT m.finding, p.id, p.name, m.role FROM member m JOIN pattern p ON p.id = m.pattern ORDER BY p.name, p.id"
    ):
        joined[finding] = (*joined.get(finding, ()), (of[0], of[1], of[2]))
    return joined
