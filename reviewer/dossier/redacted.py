"""A dossier and its cited conversations without personal data: made once, before any renderer sees a word of it.

Every string is looked at but hashes and versions. Quoted words are cut out of the redacted text of their whole field,
so what surrounds them counts as it does on the page of the transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reviewer.model.dossier import (
    CitationEntry,
    Conversation,
    Dossier,
    PageCall,
    PageMessage,
    Redaction,
    TranscriptEntry,
)
from reviewer.review.anchors import Place, citation
from reviewer.text.redact import Redacted, Redactor

KEPT: Final = frozenset({"format", "program", "made_at", "seal", "hash", "suite_hash", "ruleset", "taxonomy"})
"""Keys whose values are the program's own: hashes, versions, times."""

Spot = tuple[str, int, str]
"""Transcript, message, field."""


@dataclass(slots=True)
class Texts:
    """Redacts strings, each different one once; what was found counts each time."""

    redactor: Redactor
    _known: dict[str, Redacted] = field(default_factory=dict)

    def redact(self, text: str) -> Redacted:
        """The text, redacted."""
        if (known := self._known.get(text)) is None:
            known = self._known[text] = self.redactor.redact(text)
        else:
            self.redactor.counts.update(span.kind for span in known.spans)
        return known

    def __call__(self, text: str) -> str:
        """The text, redacted, without the way back."""
        return self.redact(text).text

    def every(self, value: Any) -> Any:
        """The same for all strings in plain data, keys too."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {self(key): one if key in KEPT else self.every(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.every(one) for one in value]
        return value


def redacted(
    dossier: Dossier, conversations: Iterable[Conversation], redactor: Redactor
) -> tuple[Dossier, list[Conversation]]:
    """Both without personal data. `conversations` hold every transcript that the dossier cites."""
    texts = Texts(redactor)
    wanted = {(one.transcript, one.message, one.field) for one in dossier.citations}
    fields: dict[Spot, Redacted] = {}
    pages = [_conversation(one, texts, wanted, fields) for one in conversations]
    of = {one.id: one for one in dossier.transcripts}
    citations = [_citation(one, fields, texts, of[one.transcript]) for one in dossier.citations]
    plain = dossier.model_dump(mode="json", exclude={"citations"})
    made = Dossier.model_validate(
        texts.every(plain)
        | {
            "citations": [one.model_dump() for one in citations],
            "redaction": Redaction(version=redactor.version, counts=dict(sorted(redactor.counts.items()))).model_dump(),
        }
    )
    return made, pages


def field_of(message: PageMessage, name: str) -> str:
    """A field as a citation names it. Raises KeyError where the message has none of that name."""
    if name == "text":
        return message.text
    if name == "reasoning":
        return message.reasoning or ""
    head, _, part = name.partition(".")
    for call in message.calls:
        if head == f"c{call.ordinal}" and part in ("", "name", "args"):
            return call.name if part == "name" else call.arguments
    raise KeyError(name)


def _conversation(one: Conversation, texts: Texts, wanted: set[Spot], fields: dict[Spot, Redacted]) -> Conversation:
    messages = []
    for message in one.messages:
        for spot in _spots(one.id, message):
            if spot in wanted:
                fields[spot] = texts.redactor.redact(field_of(message, spot[2]))
        messages.append(_message(message, texts))
    return Conversation(
        id=texts(one.id),
        run=texts(one.run),
        case=texts(one.case),
        model=texts(one.model),
        synthetic=one.synthetic,
        messages=tuple(messages),
    )


def _spots(transcript: str, message: PageMessage) -> list[Spot]:
    names = ["text", "reasoning"]
    for call in message.calls:
        names += [f"c{call.ordinal}", f"c{call.ordinal}.name", f"c{call.ordinal}.args"]
    return [(transcript, message.number, name) for name in names]


def _message(one: PageMessage, texts: Texts) -> PageMessage:
    return PageMessage(
        number=one.number,
        role=one.role,
        text=texts(one.text),
        reasoning=None if one.reasoning is None else texts(one.reasoning),
        name=None if one.name is None else texts(one.name),
        error=None if one.error is None else texts(one.error),
        calls=tuple(
            PageCall(ordinal=call.ordinal, name=texts(call.name), kind=call.kind, arguments=texts(call.arguments))
            for call in one.calls
        ),
        answers=one.answers,
    )


def _citation(one: CitationEntry, fields: Mapping[Spot, Redacted], texts: Texts, of: TranscriptEntry) -> CitationEntry:
    spot = (one.transcript, one.message, one.field)
    if one.start is None or one.end is None or (whole := fields.get(spot)) is None:
        quote, before, after = texts(one.quote), texts(one.before), texts(one.after)
    else:
        quote = whole.cut(one.start, one.end)
        before = whole.cut(one.start - len(one.before), one.start)
        after = whole.cut(one.end, one.end + len(one.after))
    place = Place(one.message, None if one.field == "text" and not quote else one.field, exact=quote or None)
    written = citation(texts(of.run), texts(of.case), place, attempt=of.attempt, synthetic=of.synthetic)
    return one.model_copy(
        update={
            "transcript": texts(one.transcript),
            "quote": quote,
            "before": before,
            "after": after,
            "written": written,
        }
    )
