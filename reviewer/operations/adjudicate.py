"""Deciding where reviewers, or a reviewer and the check, disagree: what is open, and the decision with its reason."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from reviewer.errors import NotFound, UsageError
from reviewer.operations.reviewing import Reviewing
from reviewer.review.apart import Clash
from reviewer.review.decisions import OUTCOME, RULINGS
from reviewer.review.disagreements import Disagreement, Voice, lowest_first
from reviewer.review.events import Event
from reviewer.store import agreement as store
from reviewer.store import apart, queue_shown, queues, transcripts
from reviewer.store.connection import open_reading
from reviewer.store.faults import faults

_FAMILIES = (("held", "fell"), ("right", "wrong"))


@dataclass(frozen=True, slots=True)
class Open:
    """The disagreements that a reviewer may see, where the sides are furthest apart first; and how many more there are.

    Hidden are those on transcripts that are still to be read by that reviewer: they would spoil an own verdict.
    """

    shown: list[Disagreement]
    hidden: int
    elsewhere: list[Clash]
    """What was decided apart and stands in no list: it is about no transcript, or a bookmark."""


def disagreements(connection: sqlite3.Connection, reviewer: str, *, decided: bool = False) -> Open:
    """What is to be adjudicated; with `decided` also what has been."""
    clashes = apart.clashes(connection)
    found = [one for one in store.disagreements(connection, clashes) if decided or one.adjudicated is None]
    hidden = waiting_for(connection, reviewer)
    return Open(
        lowest_first(one for one in found if one.transcript not in hidden),
        sum(one.transcript in hidden for one in found),
        apart.elsewhere(connection, clashes),
    )


def waiting_for(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    """The transcripts that a queue gave to this reviewer, who is not done with them."""
    waiting = queue_shown.masked(connection, reviewer)
    for queue in queues.queues(connection):
        found = queues.open_for(queues.items(connection, queue), reviewer)
        waiting.update(item.transcript for item in found if item.reviewer == reviewer)
    return waiting


def voices(connection: sqlite3.Connection, transcript: str, about: str = OUTCOME) -> tuple[Voice, ...]:
    """Who says what of it, whether they agree or not."""
    if about == OUTCOME:
        return tuple(store.voices(connection, transcript).get(transcript, ()))
    found = store.disagreements(connection)
    return next((one.voices for one in found if (one.transcript, one.about) == (transcript, about)), ())


def adjudicate(
    db: str | os.PathLike[str],
    name: str,
    decision: str | None,
    reason: str,
    *,
    verdict: str | None = None,
    method: str | None = None,
    about: str = OUTCOME,
    author: str | None = None,
) -> Event:
    """Decides what holds of an outcome or of a disputed finding, as an event with both sides in it; None takes it back.

    Without `method` a third person decides. NotFound: nobody judged it; UsageError: it cannot be decided so.
    """
    with closing(open_reading(db)) as connection, faults(connection):
        transcript = transcripts.find(connection, name).id
        said = voices(connection, transcript, about)
    if not [voice for voice in said if not voice.machine]:
        raise NotFound(f"{name}: nobody has judged it, so there is nothing to adjudicate")
    if decision is not None:
        _fits(decision, said, about)
    with Reviewing(db, author) as reviewing:
        return reviewing.adjudicate(
            transcript,
            decision,
            reason,
            method=method or _method(reviewing.reviewer, {voice.who for voice in said if not voice.machine}),
            verdict=verdict,
            about=about,
            between=[plainly(voice) for voice in said],
        )


def settle(
    db: str | os.PathLike[str],
    name: str,
    kept: str,
    reason: str,
    *,
    method: str | None = None,
    author: str | None = None,
) -> Event:
    """Of what was decided apart about a transcript the decision of this ULID is to hold, as an event.

    Without `method` a third person decides. UsageError: nothing of that name is to be settled there.
    """
    with closing(open_reading(db)) as connection, faults(connection):
        transcript = transcripts.find(connection, name).id
        found = [
            one
            for one in apart.disagreements(connection, apart.clashes(connection))
            if one.transcript == transcript and not one.adjudicated
        ]
    one = next((one for one in found if one.apart and kept in {event.ulid for event in one.apart.events}), None)
    if one is None:
        raise UsageError(f"{name}: no decision {kept} is to be settled; `reviewer disagreements` names those that are")
    with Reviewing(db, author) as reviewing:
        return reviewing.settle(kept, reason, method=method or _method(reviewing.reviewer, one.people))


def plainly(voice: Voice) -> dict[str, Any]:
    """A voice as an event keeps it."""
    return {"who": voice.who, "says": voice.says, "verdict": voice.verdict, "reason": voice.reason, "at": voice.at}


def choices(said: tuple[Voice, ...], about: str = OUTCOME) -> tuple[str, ...]:
    """What can be decided, by what was said."""
    if about != OUTCOME:
        return RULINGS
    labels = {voice.says for voice in said}
    return next((family for family in _FAMILIES if labels & set(family)), _FAMILIES[0])


def _fits(decision: str, said: tuple[Voice, ...], about: str) -> None:
    possible = choices(said, about)
    if decision not in possible:
        raise UsageError(f"{decision} cannot be decided here: the sides say {' or '.join(possible)}")


def _method(author: str, people: Collection[str]) -> str:
    if author in people:
        raise UsageError(
            f"{author} is one of the sides: say `--method consensus` if they came to agree, or `--method lead`"
        )
    return "third"
