"""One decision of a person, as it is kept for good: who, when, about what, and which earlier ones it puts aside."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

VERSION = 1
"""Of the form of an event's subject and body."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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


def ulid() -> str:
    """A new identifier: 26 characters, milliseconds in front, so that text order is time order."""
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def now() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(value: object) -> str:
    """JSON text that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def standing(events: Iterable[Event], slots: Mapping[str, str]) -> dict[tuple[str, str], list[Event]]:
    """What holds now: by (slot, canonical subject) the events that no other puts aside, the deciding one last.

    `slots` maps a kind to what it decides about; kinds that it does not name pass through untouched. More than one
    event is left only where two people decided without seeing each other's word.
    """
    known = {event.ulid: event for event in events if event.kind in slots}
    superseded = {ulid for event in known.values() for ulid in event.supersedes}
    left: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(known.values(), key=lambda event: event.ulid):
        if event.ulid not in superseded:
            left.setdefault((slots[event.kind], canonical(event.subject)), []).append(event)
    return left
