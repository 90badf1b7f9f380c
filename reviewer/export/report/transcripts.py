"""A cited transcript as a page: each message with its number, the quoted words marked, links back to the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.export.report.evidence import place, segments
from reviewer.export.report.ids import anchor
from reviewer.export.report.lookup import Lookup, origin
from reviewer.export.report.quoted import Field, Message, Reference, TranscriptPage
from reviewer.model.dossier import CitationEntry, Conversation, PageMessage


def transcript(conversation: Conversation, lookup: Lookup) -> TranscriptPage:
    """The page of one conversation."""
    entry = lookup.transcripts.get(conversation.id)
    synthetic = conversation.synthetic or (entry is not None and entry.synthetic)
    where = f"run {conversation.run} · case {conversation.case}" if entry is None else origin(entry)
    cited = lookup.cited.get(conversation.id, ())
    return TranscriptPage(
        title=conversation.case,
        subtitle=f"{conversation.model} · {where} · {len(conversation.messages):,} messages",
        synthetic=synthetic,
        messages=tuple(_message(message, cited, lookup) for message in conversation.messages),
    )


def _message(message: PageMessage, cited: Sequence[CitationEntry], lookup: Lookup) -> Message:
    mine = [one for one in cited if one.message == message.number]
    numbers = sorted({lookup.numbers[one.id]: one.id for one in mine if one.id in lookup.numbers}.items())
    parts = [message.name or ""]
    if message.answers is not None:
        parts.append(f"answers M{message.answers[0]}.c{message.answers[1]}")
    return Message(
        number=message.number,
        role=message.role,
        note=" · ".join(part for part in parts if part),
        look=anchor("role", message.role),
        fields=tuple(_fields(message, mine)),
        cited=tuple(Reference(number, citation) for number, citation in numbers),
    )


def _fields(message: PageMessage, cited: Sequence[CitationEntry]) -> Iterator[Field]:
    if message.reasoning:
        yield _field("Reasoning", message.reasoning, cited, ("reasoning",), look="reasoning")
    if message.error is not None:
        yield _field("Failed", message.error or "no reason given", (), (), look="error")
    if message.text or not (message.calls or message.reasoning or message.error):
        yield _field("" if message.text else "empty", message.text, cited, ("text",))
    for call in message.calls:
        name = f"c{call.ordinal}"
        label = f"M{message.number}.{name} · {call.kind} · {call.name}"
        at, look = f"m{message.number}-{name}", f"call {anchor('kind', call.kind)}"
        yield _field(label, call.arguments, cited, (name, f"{name}.args"), id=at, look=look)


def _field(
    label: str,
    text: str,
    cited: Sequence[CitationEntry],
    names: tuple[str, ...],
    *,
    id: str | None = None,  # noqa: A002 - its own word
    look: str = "",
) -> Field:
    spans = [(*found, one.id) for one in cited if one.field in names and (found := place(text, one)) is not None]
    return Field(label, segments(text, spans), id, look)
