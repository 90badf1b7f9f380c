"""What was decided apart, in the database: which transcript it is about, and as a disagreement with its sides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reviewer.review.apart import Clash
from reviewer.review.apart import clashes as found_in
from reviewer.review.disagreements import Disagreement, Voice
from reviewer.review.events import canonical
from reviewer.store import log

_LISTED = frozenset({"finding", "confirmation", "mark", "contest", "member", "proposal", "adjudication"})
"""What is about a transcript. An outcome that was judged apart is a disagreement about the outcome."""

_OF_FINDING = "SELECT json_extract(body, '$.transcript') FROM review_event WHERE subject = ? AND kind = 'finding.set'"


def clashes(connection: sqlite3.Connection) -> list[Clash]:
    """Everything that was decided apart, also what has been settled since."""
    return list(found_in(log.of_several(connection)))


def unsettled(connection: sqlite3.Connection) -> list[Clash]:
    """What nobody has decided anew."""
    return [one for one in clashes(connection) if one.settled is None]


def elsewhere(connection: sqlite3.Connection) -> list[Clash]:
    """What nobody has settled and no disagreement shows: it is about no transcript, or a bookmark."""
    found = unsettled(connection)
    return [one for one in found if one.slot != "outcome" and not any(_disagreements(connection, [one]))]


def disagreements(connection: sqlite3.Connection) -> list[Disagreement]:
    """Those about a transcript; what has been settled, too."""
    return list(_disagreements(connection, clashes(connection)))


def _disagreements(connection: sqlite3.Connection, found: list[Clash]) -> Iterator[Disagreement]:
    for one in found:
        transcript = _transcript(connection, one) if one.slot in _LISTED else ""
        if transcript:
            said = zip(one.names(), one.says(), one.events, strict=True)
            voices = tuple(
                Voice(who, says, None, event.reason or "", event.at, revision=str(event.body.get("revision", "")))
                for who, says, event in said
            )
            yield Disagreement(transcript, one.about, voices, _kept(one), one)


def _kept(one: Clash) -> str | None:
    """Whose decision holds; None where nobody has said."""
    if one.settled is None:
        return None
    kept = {event.ulid: who for who, event in zip(one.names(), one.events, strict=True)}
    return f"as {kept.get(str(one.settled.body['settles']), 'somebody else')} says"


def _transcript(connection: sqlite3.Connection, one: Clash) -> str:
    if "transcript" in one.subject:
        return str(one.subject["transcript"])
    if "finding" in one.subject:
        asked, of = _OF_FINDING, canonical({"finding": one.subject["finding"]})
    else:
        asked, of = "SELECT transcript FROM proposal WHERE id = ?", str(one.subject["proposal"])
    found = connection.execute(asked, (of,)).fetchone()
    return str(found[0] or "") if found else ""
