"""How far a dossier is: draft, in review, adjudicated, frozen; folded from events, and which steps there are.

kind            subject          body
dossier.set     dossier, suite   state: draft, in review or adjudicated
dossier.freeze  dossier, suite   edition (its number), content (its hash): the content is in the table `edition`
dossier.reopen  dossier, suite   state: in review; the event's reason says why

What was frozen is published: it is reopened with a reason, and no undo takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from reviewer.review.decisions import SLOTS
from reviewer.review.events import UNDO, Event, standing

SET, FREEZE, REOPEN = "dossier.set", "dossier.freeze", "dossier.reopen"
SLOT = "dossier"

State = Literal["draft", "in review", "adjudicated", "frozen"]
DRAFT: Final = "draft"
REVIEW: Final = "in review"
ADJUDICATED: Final = "adjudicated"
FROZEN: Final = "frozen"
OPEN: tuple[State, ...] = (DRAFT, REVIEW, ADJUDICATED)
"""The states that `dossier.set` says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a dossier, and who put it there; nobody did where it is a draft from the beginning."""

    state: State = DRAFT
    edition: int | None = None
    """Of a frozen one; of a reopened one the edition that it was."""

    content: str | None = None
    author: str = ""
    at: str = ""
    reason: str = ""


def subject(suite: str, model: str) -> dict[str, str]:
    """How an event names a dossier."""
    return {"dossier": model, "suite": suite}


def state(events: Iterable[Event]) -> Standing:
    """What the events about one dossier come to; of two that clash the later one decides."""
    of_it = [event for event in events if SLOTS.get(event.kind) == SLOT or event.kind == UNDO]
    left = [event for (slot, _), found in standing(of_it, SLOTS).items() if slot == SLOT for event in found]
    if not left:
        return Standing()
    last = left[-1]
    told = last.author, last.at, last.reason or ""
    edition, content = last.body.get("edition"), last.body.get("content")
    number = edition if isinstance(edition, int) else None
    if last.kind == FREEZE:
        return Standing(FROZEN, number, str(content), *told)
    said = last.body.get("state")
    return Standing(next((one for one in OPEN if one == said), DRAFT), number, None, *told)
