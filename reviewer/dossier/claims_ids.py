"""Ids of claims, so that a link to a sentence stays good when the sentence is edited.

An id that stands in the file wins. A sentence whose words the build before had keeps the id of then; one that was
edited takes the id of the sentence that it was, if it is alike enough; a new one has an id made from section and words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from reviewer.text.hashing import public_id

if TYPE_CHECKING:
    from reviewer.dossier.claims import Claim
    from reviewer.model.dossier import Dossier

ALIKE: Final = 0.6
"""How much of its words a sentence keeps at least when it is still the same sentence."""


@dataclass(frozen=True, slots=True)
class Known:
    """A claim of the build before."""

    id: str
    section: str
    source: str


def known(dossier: Dossier | None) -> tuple[Known, ...]:
    """The claims of a dossier that was built before; none where there is none."""
    return tuple(Known(one.id, one.section, one.source) for one in dossier.claims) if dossier else ()


def identified(claims: Sequence[Claim], before: Sequence[Known] = ()) -> tuple[Claim, ...]:
    """The same claims, each with its id."""
    ids: dict[int, str] = {place: one.id for place, one in enumerate(claims) if one.given}
    taken = set(ids.values())
    left = [one for one in before if one.id not in taken]
    words = [_words(one.source) for one in claims]
    for alike in (1.0, ALIKE):
        pairs = sorted(_pairs(claims, words, ids, left, alike), reverse=True)
        for _, back, place in pairs:
            old = left[-back]
            if place not in ids and old.id not in taken:
                ids[place] = old.id
                taken.add(old.id)
    for place, one in enumerate(claims):
        if place not in ids:
            ids[place] = _new(one.section, words[place], taken)
            taken.add(ids[place])
    return tuple(replace(one, id=ids[place]) for place, one in enumerate(claims))


def _pairs(
    claims: Sequence[Claim], words: Sequence[list[str]], ids: dict[int, str], left: Sequence[Known], least: float
) -> list[tuple[float, int, int]]:
    """(likeness, place from behind among the known, place among the claims) of all that are alike enough."""
    before = [_words(one.source) for one in left]
    found = []
    for place, one in enumerate(claims):
        if place in ids:
            continue
        for index, old in enumerate(left):
            if old.section == one.section and (ratio := _likeness(words[place], before[index], least)) >= least:
                found.append((ratio, len(left) - index, place))
    return found


def _likeness(one: list[str], other: list[str], least: float) -> float:
    if one == other:
        return 1.0
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    if least == 1.0 or 2 * shorter < least * (longer + shorter):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _words(source: str) -> list[str]:
    """The words that count: without case and signs, and without what a placeholder stood for at the time."""
    return re.findall(r"[\w.:-]*\w", re.sub(r"=[^{}]*\}\}", "}}", source).casefold())


def _new(section: str, words: Sequence[str], taken: set[str]) -> str:
    first = "c-" + public_id(section, *words)[:8]
    made, count = first, 1
    while made in taken:
        count += 1
        made = f"{first}-{count}"
    return made
