"""From what is on screen to where a finding points, and back."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.model.reading import Kind, Outline
from reviewer.model.tools import guess_kind
from reviewer.review.anchors import Anchor, Place, span
from reviewer.store.rows import MessageRow
from reviewer.text.visible import visible_line

_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one field of a message: code points of its raw text, `end` behind the last."""

    message: int
    field: str
    start: int
    end: int


def plain(message: MessageRow) -> PlainMessage:
    """A message as anchors know it."""
    calls = tuple(
        PlainCall(
            call.ordinal, call.name, call.kind or guess_kind(call.name), call.arguments, call.invalid, call.result
        )
        for call in message.calls
    )
    return PlainMessage(
        *(message.number, message.role, message.text, message.reasoning, message.name, message.error, calls),
        message.answers,
    )


def of_message(message: MessageRow, call: int, hash_: str | None) -> Anchor:
    """A message, or with `call` above 0 one of its calls."""
    if call:
        return Anchor("call", (Place(message.number, f"c{call}", hash=hash_),))
    return Anchor("message", (Place(message.number, hash=hash_),))


def of_words(message: MessageRow, stretch: Stretch, hash_: str | None) -> Anchor:
    """Words of a message."""
    return Anchor("span", (span(plain(message), stretch.field, stretch.start, stretch.end, hash_),))


def gap_before(message: MessageRow, call: int, hash_: str | None) -> Anchor:
    """What should have stood before a call."""
    return Anchor("gap", (Place(message.number, f"c{call}", hash=hash_),))


def pair(said: Anchor, done: Anchor) -> Anchor:
    """What was said and what was done."""
    return Anchor("pair", (said.places[0], done.places[0]))


def part_field(outline: Outline, part: int) -> str:
    """What a citation calls the field that a part shows a stretch of."""
    kind = outline.kind[part]
    if kind == Kind.REASONING:
        return "reasoning"
    return f"c{outline.call[part]}.args" if kind == Kind.CALL else "text"


def same_field(place: Place, outline: Outline, part: int) -> bool:
    """Whether a part shows (some of) what the place is in; a place without a field is in every part of its message."""
    if place.message != outline.message[part]:
        return False
    if place.field is None:
        return True
    if outline.kind[part] == Kind.CALL:
        return place.call == outline.call[part]
    return place.field == part_field(outline, part)


def called(anchor: Anchor) -> str:
    """A place within a sentence."""
    return f"the gap {anchor}" if anchor.kind == "gap" else str(anchor)


def quote(anchor: Anchor) -> str:
    """The words that a finding points at, on one line; empty where it points at none."""
    words = next((place.exact for place in anchor.places if place.exact), "")
    line = visible_line(words or "")
    return f"“{line if len(line) <= _QUOTE else line[: _QUOTE - 1] + '…'}”" if line else ""
