"""How far reviewing is, by run and class of case, and the sentence that may be printed about it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.review.coverage import Progress, Tally, sentence, tally
from reviewer.store import progress as progressing
from reviewer.store import queue_drawn, transcripts
from reviewer.store.blind import NAME, NOTHING, Blind
from reviewer.store.filters import EVERYTHING, Filter

_CLASSES = ("solvable", "must-escalate", "trap")


@dataclass(frozen=True, slots=True)
class Line:
    """The transcripts of one class in one run. `case_class` is empty where nobody says."""

    suite: str
    model: str
    run: str
    synthetic: bool
    run_state: str
    case_class: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Status:
    """`frame` counts by why transcripts were queued, those of no queue under an empty key."""

    lines: list[Line]
    total: Tally
    sentence: str
    frame: dict[str, int]
    readers: dict[str, int]
    """Who has receipts for every needed message of how many transcripts."""


def status(
    connection: sqlite3.Connection,
    wanted: Filter = EVERYTHING,
    reviewer: str | None = None,
    blind: Blind = NOTHING,
) -> Status:
    """Counts what a filter lets through, of everybody's work or of one reviewer's."""
    found = transcripts.keys(connection, wanted, hidden=blind)
    return of_keys(connection, found, reviewer, blind)


def of_keys(
    connection: sqlite3.Connection, keys: Sequence[int], reviewer: str | None = None, blind: Blind = NOTHING
) -> Status:
    """The same of these transcripts, lines in their order; what is blind is in no run, with own findings alone."""
    lines, every = _lines(connection, keys, reviewer, blind)
    why = queue_drawn.reasons(connection, [one.transcript for one in every])
    why |= {id_: queue_drawn.drawn_how(reason) for id_, reason in why.items() if id_ in blind}
    frame = dict(Counter(why.get(one.transcript, "") for one in every).most_common())
    readers = dict(sorted(Counter(name for one in every for name in one.readers).items()))
    return Status(lines, tally(every), sentence(every, frame), frame, readers)


def lines(connection: sqlite3.Connection, blind: Blind = NOTHING) -> list[Line]:
    """The lines of all transcripts, and nothing else: less than half of the work."""
    return _lines(connection, transcripts.keys(connection, hidden=blind), None, blind)[0]


def _lines(
    connection: sqlite3.Connection, keys: Sequence[int], reviewer: str | None, blind: Blind
) -> tuple[list[Line], list[Progress]]:
    found = progressing.progress(connection, keys, reviewer)
    runs = progressing.runs(connection)
    own = progressing.findings_of(connection, blind.keys, blind.reviewer) if blind else {}
    for key in blind.keys & found.keys():
        suite, _, _, synthetic, state = runs[key]
        found[key] = replace(found[key], findings=own.get(key, 0) if reviewer in (None, blind.reviewer) else 0)
        runs[key] = (suite, NAME, "", synthetic, state)
    grouped: dict[tuple[str, str, str, bool, str, str], list[Progress]] = {}
    for key in keys:
        one = found[key]
        grouped.setdefault((*runs[key], one.case_class or ""), []).append(one)
    order = {place: number for number, place in enumerate(dict.fromkeys(place[:-1] for place in grouped))}
    places = sorted(grouped, key=lambda place: (order[place[:-1]], _class_order(place[-1])))
    return [Line(*place, tally(grouped[place])) for place in places], list(found.values())


def _class_order(case_class: str) -> tuple[int, str]:
    return (_CLASSES.index(case_class) if case_class in _CLASSES else len(_CLASSES)), case_class
