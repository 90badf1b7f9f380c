"""What of a queue a reviewer is shown: before one's own verdict nothing that would tell what came of a case."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.review.queue import SECOND
from reviewer.store.blind import any_blind
from reviewer.store.queue_drawn import drawn_how
from reviewer.store.queues import ENDED, ItemRow, QueueRow, counted, find, items, open_for, queues

_SAME_CASES = """
SELECT o.public_id FROM transcript t JOIN run r ON r.id = t.run JOIN run q ON q.suite = r.suite
JOIN transcript o ON o.run = q.id AND o.case_id = t.case_id
WHERE t.public_id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a queue is: all of its readings, and what is open for one reviewer, in order."""

    queue: QueueRow
    reviewer: str
    items: tuple[ItemRow, ...]
    waiting: tuple[ItemRow, ...]
    shown: tuple[ItemRow, ...]
    """Those that this reviewer may know of, and so be told the number of: see `shown_to`."""

    @property
    def done(self) -> int:
        """How many readings this reviewer is done with."""
        return sum(item.done_by == self.reviewer for item in self.items)

    def after(self, transcript: str) -> ItemRow | None:
        """What is to be read next behind a transcript; from the top again where nothing is open behind it."""
        here = min((item.ordinal for item in self.items if item.transcript == transcript), default=0)
        others = [item for item in self.waiting if item.transcript != transcript and item.key is not None]
        return next((item for item in others if item.ordinal > here), others[0] if others else None)

    @property
    def sentence(self) -> str:
        """What is done, as what, and what is left for whom; a count of nothing is left out."""
        states = counted(self.shown)
        done = len(self.shown) - states["open"]
        how = [f"{states[state]:,} {state}" for state in ENDED if states[state]]
        said = f"{done:,} of {len(self.shown):,} readings are done" + (f": {', '.join(how)}" if how else "")
        left = (
            f"; {len(self.waiting):,} left for {self.reviewer}" if self.waiting else f"; none left for {self.reviewer}"
        )
        for_others = states["open"] - len(self.waiting)
        return said + left + (f", {for_others:,} for others" if for_others > 0 else "")


def standing(connection: sqlite3.Connection, name: str, reviewer: str) -> Standing:
    """How far the queue of that name is, for this reviewer; NotFound names those that there are."""
    queue = find(connection, name)
    found = items(connection, queue)
    shown = shown_to(connection, found, reviewer)
    return Standing(queue, reviewer, tuple(found), tuple(open_for(found, reviewer)), tuple(shown))


def masked(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    """The transcripts whose model and whose findings by others are hidden from a reviewer.

    They are those of a blind queue in which the reviewer has something left to do, and the same cases in all other
    runs: which of these runs is not among the named ones would tell.
    """
    hidden: set[str] = set()
    if not any_blind(connection):
        return hidden
    for queue in queues(connection):
        if queue.recipe.blind:
            found = items(connection, queue)
            if blind_to(queue, found, reviewer):
                hidden.update(item.transcript for item in found)
    same = connection.execute(_SAME_CASES, (json.dumps(sorted(hidden)),))
    return hidden.union(transcript for (transcript,) in same)


def left_blind(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    """The transcripts that a reviewer has still to read in queues that are blind."""
    left: set[str] = set()
    if any_blind(connection):
        for queue in queues(connection):
            if queue.recipe.blind:
                left.update(item.transcript for item in open_for(items(connection, queue), reviewer))
    return left


def shown_to(connection: sqlite3.Connection, found: Sequence[ItemRow], reviewer: str) -> list[ItemRow]:
    """What a reviewer may see of a queue's items. Reasons and strata of what is masked, in any queue, name no model.

    Nor do they count by strata: `sample 2 of 54` beside `sample 3 of 54` would say what is of the same model.

    That a trap is read twice may be because it fell by the check. So before one's own verdict it stands there once, as
    if it were read once: one's own reading of it, or else the first, with the reason of the first. Who counts
    readings counts these: the number would say it, too.
    """
    judged = _judged(connection, reviewer)
    reason: dict[str, str] = {}
    chosen: dict[str, tuple[int, int]] = {}
    for item in found:
        reason.setdefault(item.transcript, item.why)
        own = reviewer in (item.reviewer, item.done_by)
        rank = 0 if own else 1 if item.state == "open" and not item.reviewer else 2
        chosen[item.transcript] = min(chosen.get(item.transcript, (3, 0)), (rank, item.ordinal))
    shown = []
    for item in found:
        if not item.trap or item.transcript in judged:
            shown.append(item)
        elif item.ordinal == chosen[item.transcript][1]:
            shown.append(replace(item, why=reason[item.transcript], copy=1))
    hidden = masked(connection, reviewer)
    drawn = {drawn_how(item.why) for item in found} - {SECOND}
    said = drawn.pop() if len(drawn) == 1 else "all" if all(one.startswith("all ") for one in drawn) else "sample"
    return [
        replace(item, why=SECOND if drawn_how(item.why) == SECOND else said, stratum="")
        if item.transcript in hidden
        else item
        for item in shown
    ]


def traps_wait(connection: sqlite3.Connection, found: Sequence[ItemRow], reviewer: str) -> bool:
    """Whether there are traps without this reviewer's verdict: which of them are read twice is told after it."""
    judged = _judged(connection, reviewer)
    return any(item.trap and item.transcript not in judged for item in found)


def _judged(connection: sqlite3.Connection, reviewer: str) -> set[str]:
    return {row[0] for row in connection.execute("SELECT transcript FROM judgement WHERE reviewer = ?", (reviewer,))}


def blind_to(queue: QueueRow, found: Sequence[ItemRow], reviewer: str) -> bool:
    """Whether a queue is blind, and the reviewer has something left to do in it."""
    return queue.recipe.blind and bool(open_for(found, reviewer))
