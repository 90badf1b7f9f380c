"""One decision of a person, as it is kept for good: who, when, about what, and which earlier ones it puts aside."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from graphlib import CycleError, TopologicalSorter
from threading import Lock
from typing import Any

VERSION = 1
"""Of the form of an event's subject and body."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_one_at_a_time = Lock()
_last = [0]


@dataclass(frozen=True, slots=True)
class Event:
    """`supersedes` holds the ULIDs that its author saw and decided anew: order is causal, not by clock."""

    ulid: str
    kind: str
    subject: Mapping[str, Any]
    body: Mapping[str, Any]
    author: str
    at: str
    reason: str | None = None
    supersedes: tuple[str, ...] = ()
    version: int = VERSION


def ulid(after: str = "") -> str:
    """A new identifier: 26 characters, milliseconds in front, so that text order is time order.

    Those of one process follow each other also within a millisecond, and where its clock goes back. It follows `after`
    too, which another clock may have given, unless that is dated beyond all calendars.
    """
    known = 0
    for letter in after if after < "6" else "":
        known = known << 5 | _ALPHABET.index(letter)
    with _one_at_a_time:
        clock = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
        number = _last[0] = max(_last[0] + 1, known + 1, clock)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def now() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(value: object) -> str:
    """JSON text that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


UNDO = "undo"
"""The kind of an event that takes another back: its subject is the other's, its body names it. Redo undoes the undo."""

TOGETHER = "with"
"""In a body: the ULIDs of what was decided in the same stroke just before. An undo takes all of it back, redo again."""


def undone(events: Iterable[Event]) -> set[str]:
    """The ULIDs of the events that do not hold because an undo that holds itself takes them back."""
    undos = {event.ulid: str(event.body.get("undoes")) for event in events if event.kind == UNDO}
    takers: dict[str, list[str]] = {}
    for ulid_, target in undos.items():
        takers.setdefault(target, []).append(ulid_)
    taken: set[str] = set()
    for ulid_ in _each_after({of: takers.get(of, ()) for of in undos}):
        if ulid_ not in taken:
            taken.add(undos[ulid_])
    return taken


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event after those that it supersedes, whatever the clocks say; else by ULID."""
    known = {event.ulid: event for event in events}
    return [known[of] for of in _each_after({of: event.supersedes for of, event in known.items()}) if of in known]


def _each_after(before: Mapping[str, Collection[str]]) -> list[str]:
    """Names, each after those that it is mapped to; of equals in text order, as all are where they go in a circle."""
    graph = TopologicalSorter(before)
    try:
        graph.prepare()
    except CycleError:  # nobody's doing but a forger's
        return sorted(before)
    order: list[str] = []
    while ready := graph.get_ready():
        order += sorted(ready)
        graph.done(*ready)
    return order


def standing(events: Iterable[Event], slots: Mapping[str, str]) -> dict[tuple[str, str], list[Event]]:
    """What holds now: by (slot, canonical subject) the events that no other puts aside, the deciding one last.

    `slots` maps a kind to what it decides about; kinds that it does not name pass through untouched. More than one
    event is left only where two people decided without seeing each other's word. What was undone decides nothing and
    puts nothing aside.
    """
    known = {event.ulid: event for event in events}
    taken = undone(known.values())
    holding = [event for event in known.values() if event.kind in slots and event.ulid not in taken]
    superseded = {ulid for event in holding for ulid in event.supersedes}
    left: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(holding, key=lambda event: event.ulid):
        if event.ulid not in superseded:
            left.setdefault((slots[event.kind], canonical(event.subject)), []).append(event)
    return left
