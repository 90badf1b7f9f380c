"""Bringing the reviews of separate files together, so that it makes no difference in which order or how often.

Events: the union. Rows that are no events and can be made twice: of a proposal that two machines found the one that was
there first, of a taxonomy with other comments the latest, of a manifest the one that nothing was held back of. Queues:
what one of two copies has and the other has not yet is taken over; where both were drawn from apart, both stay, the
lesser one under a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from reviewer.review.decisions import SLOTS
from reviewer.review.events import UNDO, VERSION, Event, canonical

Row = Mapping[str, Any]
"""Column → value."""

_SUBJECTS: dict[str, dict[str, type]] = {
    "finding": {"finding": str},
    "confirmation": {"finding": str, "reviewer": str},
    "outcome": {"transcript": str, "reviewer": str},
    "mark": {"transcript": str, "reviewer": str},
    "bookmark": {"transcript": str, "reviewer": str, "message": int},
    "contest": {"transcript": str, "reviewer": str, "score": str},
    "pattern": {"pattern": str},
    "member": {"pattern": str, "finding": str},
    "proposal": {"proposal": str},
    "adjudication": {"transcript": str, "about": str},
    "dossier": {"dossier": str, "suite": str},
}
_ULID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def problem(event: Event) -> str:
    """What is wrong with an event from elsewhere, in a few words; nothing where it can be kept."""
    if not _ULID.fullmatch(event.ulid):
        return "its ulid is none"
    if event.version > VERSION:
        return f"it was written by a newer reviewer (form {event.version}; this one knows {VERSION})"
    if event.kind == UNDO:
        return "" if isinstance(event.body.get("undoes"), str) else "it does not say what it takes back"
    wanted = _SUBJECTS.get(SLOTS.get(event.kind, ""))
    if wanted is None:
        return ""
    if event.subject.keys() != wanted.keys():
        return f"the subject of {event.kind} has {', '.join(wanted)}, not {', '.join(event.subject) or 'nothing'}"
    for name, kind in wanted.items():
        if type(event.subject[name]) is not kind:
            return f"{name} in the subject of {event.kind} is no {'number' if kind is int else 'text'}"
    return ""


HELD_BACK = ("placeholders", "seal_key")
"""Columns that are empty where somebody kept them to themselves."""


def chosen(one: Row, other: Row, at: str, *, latest: bool) -> Row:
    """Of two rows of one key the earliest or the latest by the column `at`; of equally old ones by their text.

    A row of which something was held back gives way to a whole one, however old.
    """
    whole = [row for row in (one, other) if all(row.get(name) != "" for name in HELD_BACK)]
    if len(whole) == 1:
        return whole[0]
    older, newer = sorted((one, other), key=lambda row: (str(row[at]), canonical(dict(row))))
    return newer if latest else older


def queues(copies: Iterable[Row]) -> list[dict[str, Any]]:
    """Every copy of every queue, settled: what is contained in another copy of its queue is left out, of the rest the
    largest keeps the id, and of those that are called the same the oldest keeps the name.

    A queue has its columns and `items`, a list of rows. The recipe is JSON text that holds the populations.
    """
    by_id: dict[str, dict[str, Row]] = {}
    for copy in copies:
        plain = {**copy, "id": str(copy["id"])[:26], "name": _MARK.sub("", str(copy["name"]))}
        by_id.setdefault(plain["id"], {})[canonical(plain)] = plain
    settled: list[dict[str, Any]] = []
    taken: set[str] = set()
    for _, versions in sorted(by_id.items()):
        kept = [one for one in versions.values() if not any(_within(one, other) for other in versions.values())]
        kept.sort(key=lambda one: (-len(one["items"]), canonical(dict(one))))
        for place, one in enumerate(kept):
            mark = _mark(one)
            name = one["name"] if one["name"] not in taken and not place else f"{one['name']} ({mark})"
            taken.add(name)
            settled.append({**one, "id": f"{one['id']}.{mark}" if place else one["id"], "name": name})
    return settled


_MARK = re.compile(r" \([0-9a-f]{8}\)$")


def _mark(queue: Row) -> str:
    return blake2b(canonical(dict(queue)).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _within(one: Row, other: Row) -> bool:
    """Whether the other copy is a later state of this one: it begins with the same items, and has more."""
    items, more = list(one["items"]), list(other["items"])
    return len(items) < len(more) and more[: len(items)] == items
