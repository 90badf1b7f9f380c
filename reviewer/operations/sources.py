"""Where the values of an agent's messages come from: asked for one transcript, when somebody wants to know."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from reviewer.checks.grounding import OPEN, Grounded, grounded
from reviewer.checks.scene import Scene
from reviewer.operations.suites import bound_suite
from reviewer.store.plain import plain


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value that a message states. `source` is (message, start, end) in that message's text, where one holds it.

    `where` says in a few words where it comes from: a result, a customer turn, the policy, arithmetic, or nowhere.
    """

    message: int
    start: int
    end: int
    text: str
    status: str
    source: tuple[int, int, int] | None
    where: str


def sources(connection: sqlite3.Connection, revision: int) -> list[Sourced]:
    """Every value that the agent states in a revision, in order, with its source."""
    (suite_hash,) = connection.execute(
        "SELECT r.suite_hash FROM revision v JOIN transcript t ON t.id = v.transcript JOIN run r ON r.id = t.run"
        " WHERE v.id = ?",
        (revision,),
    ).fetchone()
    transcript = next(plain(connection, [revision]))
    scene = Scene(transcript, bound_suite(connection, suite_hash))
    found = []
    for mark in grounded(scene):
        value, place = mark.value, mark.source
        text = scene.message(mark.message).text[value.start : value.end]
        source = None if place is None or place.message is None else (place.message, place.start, place.end)
        found.append(Sourced(mark.message, value.start, value.end, text, mark.status, source, _where(mark, scene)))
    return found


def _where(mark: Grounded, scene: Scene) -> str:
    place = mark.source
    if mark.status == "unsettled":
        return OPEN
    if place is None:
        return mark.how or "no source"
    match place.origin:
        case "tool":
            call = scene.message(place.message).answers if place.message else None
            name = scene.message(call[0]).calls[call[1] - 1].name if call else "a result"
            said = f"M{place.message} {name}"
        case "customer":
            said = f"M{place.message} the customer"
        case "system":
            said = f"M{place.message} the system message"
        case "tools":
            said = "what the suite says of its tools"
        case _:
            said = "the policy"
    if mark.status == "stale":
        return f"{said}, before a later write"
    if mark.status == "contradicted":
        return f"{said} says {mark.how or 'otherwise'}"
    return f"{said}, {mark.how}" if mark.how else said
