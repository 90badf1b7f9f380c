"""Undo and redo without end: what they would take back next, read off a person's own events, the newest first."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.review.decisions import FINAL, SLOTS
from reviewer.review.events import UNDO, Event


def to_undo(newest_first: Iterable[Event]) -> Event | None:
    """The last decision that holds and can be taken back; None where there is none."""
    taken: set[str] = set()
    for event in newest_first:
        if event.ulid in taken:
            continue
        if event.kind == UNDO:
            taken.add(str(event.body["undoes"]))
        elif event.kind in SLOTS and event.kind not in FINAL:
            return event
    return None


def to_redo(newest_first: Iterable[Event]) -> Event | None:
    """The undo that is to be taken back; None where nothing was undone since the last decision."""
    taken: set[str] = set()
    for event in newest_first:
        if event.ulid in taken:
            continue
        if event.kind in SLOTS and event.kind not in FINAL:
            return None
        if event.kind == UNDO:
            if event.body.get("kind") != UNDO:
                return event
            taken.add(str(event.body["undoes"]))
    return None
