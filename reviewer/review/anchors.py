"""Where a finding points, and how that is written for print.

An anchor is a kind and its places: a transcript has none, a message, a call or a span of text has one, a *gap* has the
one before which something is missing, a *pair* has two, what was said and what was done. A place keeps its words, what
stands around them and the hash of its message, so that it can be found again in another revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from reviewer.model.plain import PlainMessage

AnchorKind = Literal["transcript", "message", "call", "span", "gap", "pair"]
KINDS: tuple[AnchorKind, ...] = get_args(AnchorKind)
_PLACES = {"transcript": 0, "message": 1, "call": 1, "span": 1, "gap": 1, "pair": 2}

AROUND = 32
"""Code points before and behind a span that are kept with it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message, one of its fields (`text`, `reasoning`, `c1`, `c1.name`, `c1.args`), or words in a field.

    `start` and `end` are code points of the raw text; `exact` is what stands there.
    """

    message: int
    field: str | None = None
    start: int | None = None
    end: int | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    hash: str | None = None
    """Of the message, in hex: role, name, text, reasoning and calls."""

    def __str__(self) -> str:
        return f"M{self.message}.{self.field}" if self.field else f"M{self.message}"

    @property
    def call(self) -> int | None:
        """The ordinal of the call that the place is, or is in."""
        head = (self.field or "").partition(".")[0]
        return int(head[1:]) if head.startswith("c") and head[1:].isdigit() else None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a finding is about. Raises ValueError for a kind with the wrong number of places."""

    kind: AnchorKind
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in _PLACES:
            raise ValueError(f"{self.kind!r} is no kind of anchor; there are {', '.join(KINDS)}")
        if len(self.places) != _PLACES[self.kind]:
            raise ValueError(
                f"an anchor of the kind {self.kind} has {_PLACES[self.kind]} places, not {len(self.places)}"
            )
        if self.kind == "span" and self.places[0].start is None:
            raise ValueError("a span has a start and an end")

    @property
    def message(self) -> int:
        """Where to look first; 1 for a whole transcript."""
        return self.places[0].message if self.places else 1

    def __str__(self) -> str:
        match self.kind:
            case "transcript":
                return "transcript"
            case "gap":
                return f"before {self.places[0]}"
            case "pair":
                return f"{self.places[0]} / {self.places[1]}"
        return str(self.places[0])


def span(message: PlainMessage, field: str, start: int, end: int, hash: str | None = None) -> Place:  # noqa: A002
    """The place of words in a field, with what stands around them. Raises ValueError for an empty or impossible one."""
    text = message.field(field)
    if not 0 <= start < end <= len(text):
        raise ValueError(f"M{message.number}.{field} has {len(text):,} characters: {start}–{end} is no span of it")
    around = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Place(message.number, field, start, end, text[start:end], *around, hash)


def holds(place: Place, message: PlainMessage) -> bool:
    """Whether the place is there, and its words stand there code point by code point."""
    try:
        text = message.field(place.field or "text")
    except (IndexError, ValueError):
        return False
    return place.start is None or (place.end is not None and text[place.start : place.end] == place.exact)


def citation(run: str, case: str, place: Place, *, attempt: int = 1, synthetic: bool = False) -> str:
    """`[run/case M12.c1.args "exact words"]`; a synthetic run says so inside the bracket, where nobody cuts it off."""
    origin = f"{run}/{case}" + (f" attempt {attempt}" if attempt > 1 else "")
    words = f' "{place.exact}"' if place.exact else ""
    return f"[{origin} {place}{words}{' synthetic' if synthetic else ''}]"


def to_json(anchor: Anchor) -> dict[str, Any]:
    """As an event keeps it: without what is empty."""
    places = [
        {name: value for name in Place.__slots__ if (value := getattr(place, name)) not in (None, "")}
        for place in anchor.places
    ]
    return {"kind": anchor.kind, "places": places}


def from_json(value: Mapping[str, Any]) -> Anchor:
    """What `to_json` made. Raises ValueError for anything else."""
    try:
        return Anchor(value["kind"], tuple(Place(**place) for place in value.get("places", ())))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no anchor: {error}") from None


def moved(anchor: Anchor, to: Callable[[Place], Place | None]) -> Anchor | None:
    """The anchor with each place where `to` puts it; None where one is nowhere."""
    places = [to(place) for place in anchor.places]
    whole = [place for place in places if place is not None]
    return replace(anchor, places=tuple(whole)) if len(whole) == len(places) else None
