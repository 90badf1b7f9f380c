"""The words that a citation quotes: found in a raw message letter by letter, or said where they nearly stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from reviewer.dossier.placeholders import Cited, near
from reviewer.model.plain import PlainMessage
from reviewer.review.anchors import Place, span
from reviewer.review.quotes import nearest

_SHOWN = 60
_FIELDS = ("text", "reasoning")
_WORD = re.compile(r"\w+")
_LIKE = 0.75
"""How alike a few words have to be to be offered in the place of others."""


class Texts(Protocol):
    """Where the raw messages of a transcript come from."""

    def messages(self, transcript: str) -> Sequence[PlainMessage]:
        """All of them, by the transcript's public id; none where there is no such transcript."""
        ...


class Silent:
    """No texts at hand: citations are not looked up, only their transcripts are."""

    def messages(self, transcript: str) -> Sequence[PlainMessage]:  # noqa: ARG002 - the protocol's signature
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation, the transcript that it is of, and the place that it names."""

    cited: Cited
    transcript: str
    place: Place


def find(cited: Cited, transcripts: Mapping[tuple[str, int], str], texts: Texts) -> Evidence | str:
    """The place that a citation names; what is wrong with it where there is none.

    `transcripts` has the public ids by `run/case` and attempt.
    """
    transcript = transcripts.get((cited.origin, cited.attempt))
    if transcript is None:
        attempts = sorted(attempt for origin, attempt in transcripts if origin == cited.origin)
        if attempts:
            return f"{cited.origin} has no attempt {cited.attempt}; there is {', '.join(map(str, attempts))}"
        return f"no transcript is called {cited.origin}{near(cited.origin, {name for name, _ in transcripts})}"
    if isinstance(texts, Silent):
        return Evidence(cited, transcript, Place(cited.message, cited.field, exact=cited.words))
    messages = texts.messages(transcript)
    message = next((one for one in messages if one.number == cited.message), None)
    if message is None:
        return f"{cited.origin} has {len(messages)} messages, no M{cited.message}"
    if cited.words is None:
        if cited.field is not None and _raw(message, cited.field) is None:
            return f"M{cited.message} of {cited.origin} has no {cited.field}; it has {', '.join(_fields(message))}"
        return Evidence(cited, transcript, Place(cited.message, cited.field))
    return _words(cited, cited.words, transcript, message, messages)


def _words(
    cited: Cited, words: str, transcript: str, message: PlainMessage, messages: Sequence[PlainMessage]
) -> Evidence | str:
    fields = [cited.field] if cited.field else _fields(message)
    spots = [
        (field, start)
        for field in fields
        for start in _starts(words, _raw(message, field) or "")
    ]  # fmt: skip
    if len(spots) == 1:
        field, start = spots[0]
        return Evidence(cited, transcript, span(message, field, start, start + len(words)))
    where = f"M{cited.message}" + (f".{cited.field}" if cited.field else "")
    if spots:
        return f"these words stand {len(spots)} times in {where} of {cited.origin}: quote more of them"
    if cited.field and _raw(message, cited.field) is None:
        return f"{where} of {cited.origin} is not there; M{cited.message} has {', '.join(_fields(message))}"
    return f"these words do not stand in {where} of {cited.origin}{_nearest(words, where, message, messages)}"


def _nearest(words: str, where: str, message: PlainMessage, messages: Sequence[PlainMessage]) -> str:
    """Where they stand, or nearly stand, instead."""
    ordered = [message, *(one for one in messages if one.number != message.number)]
    for one in ordered:
        for field in _fields(one):
            if words in (_raw(one, field) or ""):
                return f"; they stand in M{one.number}.{field}"
    for one in ordered:
        for field in _fields(one):
            text = _raw(one, field) or ""
            if (found := nearest(words, text)) is not None:
                stands = _clipped(text[found.start : found.end])
                return f'; what stands in M{one.number}.{field} is "{stands}"'
    for one in ordered:
        for field in _fields(one):
            if (alike := _alike(words, _raw(one, field) or "", fully=one is not message)) is not None:
                return f'; what stands in M{one.number}.{field} is "{_clipped(alike)}"'
    first = " ".join(words.split()[:3])
    for one in ordered:
        for field in _fields(one):
            text = _raw(one, field) or ""
            if first and (start := text.find(first)) >= 0:
                return f'; M{one.number}.{field} goes on with "{_clipped(text[start : start + _SHOWN])}"'
    return f"; nothing like them stands in another message either, nor in {where}"


def _alike(words: str, text: str, *, fully: bool) -> str | None:
    """Of few words, which one edit makes too different to be looked up: the same ones with other signs and capitals.

    Unless `fully` alike, also as many words that are spelt nearly so.
    """
    wanted = _WORD.findall(words.casefold())
    if not wanted or len(words) > _SHOWN:
        return None
    spots = [found.span() for found in _WORD.finditer(text)]
    best, least = None, 1.0 if fully else _LIKE
    for place in range(len(spots) - len(wanted) + 1):
        start, end = spots[place][0], spots[place + len(wanted) - 1][1]
        here = [text[first:last].casefold() for first, last in spots[place : place + len(wanted)]]
        if here == wanted:
            best = start, end
            break
        if not fully and (like := _likeness(" ".join(wanted), " ".join(here), least)) > least:
            best, least = (start, end), like
    if best is None:
        return None
    behind = re.match(r"[.,;:!?…]?", text[best[1] :]) if not words[-1].isalnum() else None
    return text[best[0] : best[1]] + (behind[0] if behind else "")


def _likeness(one: str, other: str, least: float) -> float:
    looking = SequenceMatcher(None, one, other, autojunk=False)
    likely = looking.real_quick_ratio() > least and looking.quick_ratio() > least
    return looking.ratio() if likely else 0.0


def _starts(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _fields(message: PlainMessage) -> list[str]:
    """The fields of a message that hold something, as citations name them."""
    named = [name for name in _FIELDS if message.field(name)]
    for call in message.calls:
        named += [f"c{call.ordinal}.name", f"c{call.ordinal}.args"]
    return named or ["text"]


def _raw(message: PlainMessage, field: str) -> str | None:
    try:
        return message.field(field)
    except (IndexError, ValueError):
        return None


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
