"""What a reviewer must not be told before an own word: refused, or told on demand and kept as seen."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping

from reviewer.errors import Blinded
from reviewer.operations.reviewing import Reviewing
from reviewer.review.decisions import Saw
from reviewer.store import decided, queue_shown

TOLD = Saw(machine=True, siblings=True, others=True)
"""What one has seen of a case whose outcome was counted before one's eyes."""


def waiting(connection: sqlite3.Connection, reviewer: str) -> list[str]:
    """The transcripts that this reviewer has still to read blind, and of which nothing was told yet."""
    left = queue_shown.left_blind(connection, reviewer)
    if not left:
        return []
    seen = decided.seen(connection, reviewer)
    return sorted(one for one in left if seen.get(one, Saw()) | TOLD != seen.get(one))


def refusal(left: Iterable[str], what: str) -> Blinded:
    """Why `what` is not shown, and how it is all the same."""
    count = len(list(left))
    wait = "case waits" if count == 1 else "cases wait"
    return Blinded(
        f"{count:,} {wait} for your own word in a blind queue, and {what} would tell what others made of them;"
        " `--unblind` shows it, and your verdicts there will say that you saw it"
    )


def without_word(connection: sqlite3.Connection, seen: Mapping[str, Saw], reviewer: str) -> dict[str, Saw]:
    """Of what was seen, that on which this reviewer has given neither a verdict nor a mark: there it still matters."""
    said = connection.execute(
        "SELECT transcript FROM judgement WHERE reviewer = ?1 UNION SELECT transcript FROM marking WHERE reviewer = ?1",
        (reviewer,),
    )
    given = {transcript for (transcript,) in said}
    before = decided.seen(connection, reviewer)
    return {
        one: saw
        for one, saw in seen.items()
        if one not in given and before.get(one, Saw()) | saw != before.get(one, Saw())
    }


def keep(db: str | os.PathLike[str], seen: Mapping[str, Saw], reviewer: str) -> None:
    """Keeps what was seen, so that later verdicts say so. Raises StoreError."""
    if seen:
        with Reviewing(db, reviewer) as reviewing:
            reviewing.look_all(seen)
