"""Carrying findings over into transcripts that have changed: after a load or a merge, and before they are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from reviewer.errors import UsageError
from reviewer.model.plain import PlainMessage
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Finding
from reviewer.review.reanchor import HOWS, Carried, How, Revisions
from reviewer.store import carried, findings
from reviewer.store.carried import Due
from reviewer.store.connection import Writer, transaction
from reviewer.store.plain import plain

if TYPE_CHECKING:
    from reviewer.operations.reviewing import Reviewing


def carry(connection: Writer, *, again: bool = False) -> Counter[How]:
    """Each finding that was not made on the present revision gets its place there; how many came over in which way.

    One short transaction for each pair of revisions. `again` goes through those too that have a place already: their
    findings may have come from elsewhere with another anchor.
    """
    counts: Counter[How] = Counter()
    for (old, new), group in groupby(carried.due(connection, again=again), key=lambda one: (one.old, one.new)):
        revisions = Revisions(_messages(connection, old), _messages(connection, new))
        placed = [(one, revisions.carry(one.anchor)) for one in group]
        with transaction(connection):
            for one, where in placed:
                carried.keep(connection, one, where)
        counts.update(where.how for _, where in placed)
    return counts


def place(connection: Writer, due: Due) -> None:
    """Inside a transaction: this one finding gets its place in the present revision."""
    carried.keep(connection, due, placed(connection, due.old, due.new, due.anchor))


def placed(connection: Writer, old: int | None, new: int, anchor: Anchor) -> Carried:
    """Where an anchor of one revision, None where it is not here, stands in another; both are rows."""
    return Revisions(_messages(connection, old), _messages(connection, new)).carry(anchor)


def sentence(counts: Counter[How]) -> str:
    """`3 findings in changed transcripts: 2 unchanged, 1 lost`; empty where there is none."""
    if not (all_of := counts.total()):
        return ""
    said = ", ".join(f"{counts[how]:,} {how}" for how in HOWS if counts[how])
    return f"{all_of:,} finding{'s' * (all_of != 1)} in changed transcripts: {said}"


def settle(reviewing: Reviewing, finding: str) -> Finding:
    """A person says that an unsure place is the right one: from now on the finding stands there.

    Raises UsageError for a finding that waits for no such word.
    """
    waiting = {row.finding.id: row for row in findings.of_ids(reviewing.connection, [finding])}
    row = waiting.get(finding)
    if row is None or row.key is None or row.quote != "unsure" or row.anchor is None:
        raise UsageError(f"{finding} is no finding whose place is unsure; `reviewer carried` lists those")
    (present,) = reviewing.connection.execute(
        "SELECT v.hash FROM transcript t JOIN revision v ON v.id = t.revision WHERE t.id = ?", (row.key,)
    ).fetchone()
    return reviewing.change(row.finding, revision=present, anchor=row.anchor)


def _messages(connection: Writer, revision: int | None) -> Sequence[PlainMessage]:
    return () if revision is None else next(plain(connection, [revision])).messages
