"""How far reviewers agree on what they judged twice: outcomes, verdicts, and whether a tag of each group is there."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from reviewer.errors import BrokenFile
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations.taxonomies import of_hash
from reviewer.review.agreement import Agreement, Label, Measure, agreement, alpha
from reviewer.review.decisions import Judgement
from reviewer.store import agreement as store
from reviewer.store import apart

TAGGED, UNTAGGED = "tagged", "not tagged"
"""The labels of a tag group: whether a reader made a finding of it."""

UNSORTED = "untagged"
"""The group of notes that have no tag yet."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers, on what both judged independently."""

    first: str
    second: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was judged: by whom, how many items twice or more, and how the reviewers agree on them."""

    about: str
    reviewers: tuple[str, ...]
    items: int
    """Judged by at least two."""

    alpha: Measure
    """Krippendorff's, over all of them."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it, and what is not counted: reason → how many."""

    judged: tuple[Judged, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


Item = tuple[str, str]
"""A transcript and its revision."""


def sheet(connection: sqlite3.Connection) -> Sheet:
    """Agreement on outcomes, on verdicts and by tag group, of independent verdicts alone."""
    clashes = apart.clashes(connection)
    given = store.verdicts(connection, clashes)
    spoken = [
        [voice.who for voice in said if not voice.machine]
        for said in store.voices(connection, clashes=clashes).values()
    ]
    present = sum(len(set(names)) for names in spoken)
    twofold = sum(len({name for name in names if names.count(name) > 1}) for names in spoken)
    judged = [
        _judged("trap outcomes", _labels(given, "outcome", ("held", "fell"))),
        _judged("handled right", _labels(given, "outcome", ("right", "wrong"))),
        _judged("trap verdicts", _labels(given, "verdict", ())),
    ]
    readings, not_counted = store.readings(connection)
    unknown = 0
    by_group: dict[str, dict[Item, dict[str, Label]]] = defaultdict(lambda: defaultdict(dict))
    known = {hash_: _groups(connection, hash_) for hash_ in {reading.taxonomy for reading in readings}}
    for reading in readings:
        of = known[reading.taxonomy]
        unknown += of is None
        found = {of[tag] for tag in reading.tags if tag in of} if of else set()
        for group in set(of.values()) if of else ():
            label = TAGGED if group in found else UNTAGGED
            by_group[group][reading.transcript, reading.revision][reading.reader] = label
    order = [group.id for group in shipped_taxonomy().groups if group.id != UNSORTED]
    order += sorted(group for group in by_group if group not in order)
    judged += [_judged(f"tags: {group}", by_group[group]) for group in order]
    left_out = {
        "verdicts were given after seeing somebody else's, or by one who adjudicates": max(
            present - twofold - len(given), 0
        ),
        "verdicts were given apart by one name, in different words, and are not settled": twofold,
        **not_counted,
        "readings are under a taxonomy that is not here": unknown,
    }
    return Sheet(tuple(judged), {reason: count for reason, count in left_out.items() if count})


def _groups(connection: sqlite3.Connection, hash_: str) -> dict[str, str] | None:
    """tag → group; None where the taxonomy is not here, or cannot be read."""
    try:
        taxonomy = of_hash(connection, hash_)
    except BrokenFile:
        return None
    # A note without a tag says nothing yet that another could agree with.
    return None if taxonomy is None else {tag.id: tag.group for tag in taxonomy.tags if tag.group != UNSORTED}


def _labels(given: list[Judgement], what: str, allowed: tuple[str, ...]) -> dict[Item, dict[str, Label]]:
    """item → reviewer → label; all labels where none is asked for."""
    found: dict[Item, dict[str, Label]] = defaultdict(dict)
    for one in given:
        label = getattr(one, what)
        if label is not None and (label in allowed or not allowed):
            found[one.transcript, one.revision][one.reviewer] = label
    return found


def _judged(about: str, items: Mapping[Item, Mapping[str, Label]]) -> Judged:
    twice = [labels for labels in items.values() if len(labels) > 1]
    names = sorted({name for labels in twice for name in labels})
    pairs = []
    for first, second in combinations(names, 2):
        both = [(labels[first], labels[second]) for labels in twice if first in labels and second in labels]
        if both:
            pairs.append(Pair(first, second, agreement(both)))
    whole = alpha([[labels.get(name) for name in names] for labels in twice])
    return Judged(about, tuple(names), len(twice), whole, tuple(pairs))
