"""Drawing a queue: what there is to be drawn from, and why each transcript was drawn."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from reviewer.review.queue import EVERYTHING, LATE, SEPARATOR, Candidate
from reviewer.store.queue_cited import unconfirmed

_COLUMNS = {
    "class": "coalesce(s.case_class, v.case_class)",
    "model": "r.label",
    "intent": "coalesce(s.intent, v.intent)",
    "suite": "r.suite",
    "run": "r.name",
    "case": "t.case_id",
    "status": "v.status",
}
STRATIFIABLE = tuple(_COLUMNS)
"""What a sample can be stratified by."""

_FROM = """
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
LEFT JOIN suite_case s ON s.suite = r.suite_hash AND s.case_id = t.case_id
"""

_DISPUTED = """
SELECT transcript FROM trap_outcomes WHERE adjudicated IS NULL AND outcome != machine
UNION SELECT j.transcript FROM judgement j
WHERE NOT EXISTS (SELECT 1 FROM adjudication a WHERE a.transcript = j.transcript AND a.about = 'outcome')
GROUP BY j.transcript HAVING min(j.outcome) != max(j.outcome)
"""

_NAMED = " (queue "
"""Before the name of a queue and its filter, in a reason."""


def candidates(
    connection: sqlite3.Connection, keys: Sequence[int], stratify: Sequence[str], *, cited: bool = False
) -> list[Candidate]:
    """What may be drawn, of these transcripts, in their order.

    With `cited` each has the authors of what is cited in it and not confirmed; a run that does not count is not cited.
    """
    columns = "".join(f", {_COLUMNS[name]}" for name in stratify)
    rows = connection.execute(
        f"""SELECT t.id, t.public_id, coalesce(s.case_class, v.case_class) = 'trap', EXISTS
            (SELECT 1 FROM fact f WHERE f.revision = t.revision AND f.name = 'forbidden-write'),
            r.state = 'valid' {columns}
        {_FROM} WHERE t.id IN (SELECT value FROM json_each(?))""",  # noqa: S608 -- our own names
        (json.dumps(list(keys)),),
    )
    found = {row[0]: row[1:] for row in rows}
    disputed = {row[0] for row in connection.execute(_DISPUTED)}
    waiting = unconfirmed(connection) if cited else {}
    made = []
    for place, key in enumerate(keys):
        id_, trap, fell, counts, *strata = found[key]
        values = tuple("" if value is None else str(value) for value in strata)
        authors = frozenset(waiting.get(id_, ()) if counts else ())
        made.append(Candidate(id_, place, values, bool(trap), bool(fell), id_ in disputed, authors))
    return made


def reasons(connection: sqlite3.Connection, transcripts: Collection[str] | None = None) -> dict[str, str]:
    """Why each of these was queued first, of those that ever were: the frame of what is said about them.

    A stratified draw is one reason and not one for each stratum.
    """
    found = connection.execute(
        """SELECT i.transcript, i.why, i.stratum, q.name, q.population, json_extract(q.recipe, '$.filter'),
            json_extract(q.recipe, '$.sample'), json_extract(q.recipe, '$.seed'), json_extract(q.recipe, '$.stratify'),
            min(q.id || printf('%09d', i.ordinal)) FROM queue_item i
        JOIN queue q ON q.id = i.queue WHERE ?1 IS NULL OR i.transcript IN (SELECT value FROM json_each(?1))
        GROUP BY i.transcript""",
        (None if transcripts is None else json.dumps(sorted(transcripts)),),
    )
    made = {}
    for transcript, own, stratum, name, size, wanted, sample, seed, stratify, _ in found:
        why, fields = own, json.loads(stratify or "[]")
        if fields and sample and sample < size and stratum != EVERYTHING and not stratum.startswith(LATE):
            parts = [part for part in own.split(SEPARATOR)[1:] if part not in stratum.split(SEPARATOR)]
            drawn = f"sample {sample:,} of {size:,} in proportion by {', '.join(fields)}"
            why = SEPARATOR.join(dict.fromkeys([drawn, *parts, f"seed {seed}"]))
        made[transcript] = f"{why}{_NAMED}{name}{': ' * bool(wanted)}{wanted})"
    return made


def drawn_how(why: str) -> str:
    """The first part of a reason: how many of how many, or that it is for a second reader; by no filter or stratum."""
    return why.partition(SEPARATOR)[0].partition(_NAMED)[0]
