"""What the history says of decisions that no key on the reading screen makes."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.review.events import UNDO, Event
from reviewer.tui.review.told import history

SUBJECT = {"transcript": "t", "about": "outcome"}


def event(ulid: str, kind: str, subject: Mapping[str, object], body: Mapping[str, object]) -> Event:
    return Event(ulid, kind, subject, body, "Chen", "2026-07-06T09:00:00Z", "both saw the tracking")


def test_an_adjudication_and_its_undo() -> None:
    """What was decided, and that it was taken back and by what; a kind of a later program is named, not dropped."""
    decided = event("01A", "adjudication.set", SUBJECT, {"decision": "fell", "verdict": "genuine", "method": "third"})
    undone = event("01B", UNDO, SUBJECT, {"undoes": "01A", "kind": "adjudication.set"})
    later = event("01C", "moon.set", {"transcript": "t"}, {"phase": "full"})
    shown = history([later, undone, decided], shipped_taxonomy(), {}).text
    assert "Chen  adjudicated the outcome: fell · genuine  (undone)\n    both saw the tracking" in shown
    assert "Chen  took back: adjudicated the outcome: fell · genuine" in shown
    assert "moon.set" in shown
