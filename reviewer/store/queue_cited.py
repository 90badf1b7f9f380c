"""Cited findings and second readers' words on them: what a queue of unconfirmed findings goes by."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Literal

Word = Literal["confirmed", "disputed", "withdrawn", "open"]
"""How far the second reading of what is cited in a transcript is."""

_CITED = "(f.publishable OR f.id IN (SELECT p.value ->> '$.id' FROM edition e, json_each(e.content, '$.findings') p))"
_UNCONFIRMED = f"""
SELECT f.transcript, f.author FROM finding f WHERE NOT EXISTS
    (SELECT 1 FROM confirmation c WHERE c.finding = f.id AND c.reviewer != f.author) AND {_CITED}
"""  # noqa: S608 -- our own words
"""What a report prints, or an edition printed, without a second reader's word."""

_SECOND_WORDS = f"""
SELECT f.transcript, c.reviewer, c.verdict FROM confirmation c JOIN finding f ON f.id = c.finding
WHERE c.reviewer != f.author AND {_CITED} ORDER BY c.at, c.reviewer
"""  # noqa: S608 -- our own words


def unconfirmed(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Transcript → who found in it what is cited and waits for a second reader."""
    found: dict[str, set[str]] = {}
    for transcript, author in connection.execute(_UNCONFIRMED):
        found.setdefault(transcript, set()).add(author)
    return found


def second_words(connection: sqlite3.Connection) -> dict[str, dict[str, set[str]]]:
    """What second readers say of what is cited: transcript → reviewer → confirmed, disputed."""
    found: dict[str, dict[str, set[str]]] = {}
    for transcript, reviewer, verdict in connection.execute(_SECOND_WORDS):
        found.setdefault(transcript, {}).setdefault(reviewer, set()).add(verdict)
    return found


def worded(authors: set[str], words: Mapping[str, set[str]], reviewer: str) -> tuple[Word, str]:
    """How far the second reading of what is cited in a transcript is, and who did it."""
    if authors:
        return "open", ""
    by = reviewer if reviewer in words else next(iter(words), "")
    if any("disputed" in said for said in words.values()):
        return "disputed", by
    return "confirmed" if words else "withdrawn", by
