"""Proposals: findings that a check or another program suggests, and a person confirms, amends or rejects.

A proposal is named by what it says and where, so proposing again neither doubles it nor asks again what was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, get_args

from reviewer.model.plain import PlainMessage
from reviewer.review.anchors import Anchor, Place, span
from reviewer.review.events import canonical

CHECK = "check:"
"""In front of the name of a proposer that is one of this program's checks."""

Decision = Literal["confirmed", "amended", "rejected"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

_GAPS = frozenset({"write"})
"""Facts that stand for something missing before the call that they point at."""

_PAIRS = frozenset({"red-flag"})
"""Facts whose first evidence is what was said and whose second is what was done."""

Message = Callable[[int], tuple[PlainMessage, str]]
"""A message by its number, and its hash in hex."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A finding that somebody suggests. `proposer` is `check:ID` or the name of another program."""

    transcript: str
    revision: str
    proposer: str
    anchor: Anchor
    tag: str
    severity: str
    note: str = ""

    @property
    def id(self) -> str:
        """The same suggestion has the same one in every database; severity and note are no part of it."""
        named = (self.transcript, self.revision, self.proposer, self.tag, *_where(self.anchor))
        return "p" + blake2b(canonical(named).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one proposer's proposals of one tag."""

    proposer: str
    tag: str
    open: int
    confirmed: int
    amended: int
    rejected: int

    @property
    def borne_out(self) -> int:
        """Those that a person made a finding of."""
        return self.confirmed + self.amended

    @property
    def decided(self) -> int:
        """Those that a person has decided."""
        return self.borne_out + self.rejected


def same_words(anchor: Anchor) -> str | None:
    """What is equal where the same words of the same message are meant, in whichever revision; None for none."""
    if not anchor.places or any(place.hash is None for place in anchor.places):
        return None
    return canonical([anchor.kind, [[place.hash, place.field, place.start, place.end] for place in anchor.places]])


def anchor_of(fact: str, evidence: Sequence[Sequence[object]], message: Message) -> Anchor:
    """Where a fact's proposal stands; `evidence` is (message, field, start, end) each, the first where to look."""
    places = [_place(message, *where) for where in evidence]  # type: ignore[arg-type]  # as the checks write them
    if not places:
        return Anchor("transcript")
    first = places[0]
    if fact in _GAPS:
        return Anchor("gap", (first,))
    if fact in _PAIRS and len(places) > 1:
        return Anchor("pair", (first, places[1]))
    kind: Literal["span", "call", "message"] = (
        "span" if first.start is not None else "call" if first.call else "message"
    )
    return Anchor(kind, (first,))


def _place(message: Message, number: int, field: str | None, start: int | None, end: int | None) -> Place:
    said, hash_ = message(number)
    if field and start is not None and end is not None and start < end:
        return span(said, field, start, end, hash_)
    return Place(number, None if field == "text" else field, hash=hash_)


def _where(anchor: Anchor) -> tuple[object, ...]:
    return anchor.kind, [[place.message, place.field, place.start, place.end] for place in anchor.places]
