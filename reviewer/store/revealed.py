"""What one's own word on a transcript opens: whoever takes that word back has seen it all the same."""

from __future__ import annotations

import sqlite3

from reviewer.errors import NotFound
from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.review.decisions import Saw
from reviewer.store import compare, queue_shown, transcripts
from reviewer.store.decided import decided


def revealed(connection: sqlite3.Connection, transcript: str, reviewer: str) -> Saw:
    """What this reviewer's word opened of it; nothing where there is none yet, or where it is not loaded."""
    try:
        row = transcripts.find(connection, transcript)
    except NotFound:
        return Saw()
    known = decided(connection, row, reviewer)
    given = known.judgement_of if row.case_class in OUTCOME_CLASSES else known.marking_of
    if given(reviewer) is None:
        return Saw()
    blind = row.id in queue_shown.masked(connection, reviewer)
    others = any(one.finding.author != reviewer for one in known.findings) or any(
        one.reviewer != reviewer for one in known.judgements
    )
    said = compare.outcomes(connection, row, transcripts.siblings(connection, row), reviewer)
    return Saw(
        machine=known.reading is not None or bool(known.proposals) or bool(known.scores and not blind),
        siblings=any(one.says and one.by != "you" for key, one in said.items() if key != row.key),
        others=others and not blind,
    )
