"""What was decided apart, in the database: which transcript it is about, and as a disagreement with its sides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from reviewer.review.apart import Clash
from reviewer.review.apart import clashes as found_in
from reviewer.review.disagreements import Disagreement, Voice
from reviewer.review.events import Event, canonical
from reviewer.store import log

_LISTED = frozenset({"finding", "confirmation", "mark", "contest", "member", "proposal", "adjudication"})
"""What is about a transcript. An outcome that was judged apart is a disagreement about the outcome."""

_OF_FINDING = "SELECT json_extract(body, '$.transcript') FROM review_event WHERE subject = ? AND kind = 'finding.set'"


def clashes(connection: sqlite3.Connection) -> list[Clash]:
    """Everything that was decided apart, also what has been settled since."""
    return list(found_in(log.of_forked(connection)))


def twofold(found: Iterable[Clash]) -> dict[tuple[str, str], tuple[Event, ...]]:
    """(transcript, reviewer) → the outcomes that one name gave apart, where nobody has settled which of them holds."""
    return {
        (str(one.subject["transcript"]), one.owner): one.events
        for one in found
        if one.settled is None and one.slot == "outcome"
    }


def elsewhere(connection: sqlite3.Connection, found: Iterable[Clash]) -> list[Clash]:
    """Of these, what nobody has settled and no disagreement shows: it is about no transcript, or a bookmark."""
    open_ = (one for one in found if one.settled is None and one.slot != "outcome")
    return [one for one in open_ if not _transcript(connection, one)]


def disagreements(connection: sqlite3.Connection, found: Iterable[Clash]) -> Iterator[Disagreement]:
    """Those of these that are about a transcript; what has been settled, too."""
    for one in found:
        if transcript := _transcript(connection, one):
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
    """The one that a disagreement about it would be listed under; empty where there is none."""
    if one.slot not in _LISTED:
        return ""
    if "transcript" in one.subject:
        return str(one.subject["transcript"])
    if "finding" in one.subject:
        asked, of = _OF_FINDING, canonical({"finding": one.subject["finding"]})
    else:
        asked, of = "SELECT transcript FROM proposal WHERE id = ?", str(one.subject["proposal"])
    found = connection.execute(asked, (of,)).fetchone()
    return str(found[0] or "") if found else ""
