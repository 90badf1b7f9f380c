"""A quotation in its message, and beside it what the tools said: for the page, so that nobody has to look it up.

The dossier's offsets are those of the raw text, and the texts in here are redacted. So the words are looked for: where
they stand once, there; where they stand several times, where their surroundings fit best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reviewer.export.report.lookup import Lookup
from reviewer.export.report.quoted import Beside, Excerpt, Segment
from reviewer.model.dossier import CitationEntry, Conversation, PageMessage

AROUND = 500
"""Characters of a message that an excerpt shows before and after the quotation."""

LONGEST = 1_500
"""Characters of a call or a result that stand beside it."""

SHORT = 400
"""Characters of a call that stand with a finding."""

MOST_RESULTS = 3


def field_text(message: PageMessage, name: str) -> str | None:
    """A field of a message, as a citation names it; None where there is none."""
    if name == "text":
        return message.text
    if name == "reasoning":
        return message.reasoning
    head, _, part = name.partition(".")
    for call in message.calls:
        if head == f"c{call.ordinal}":
            return call.name if part == "name" else call.arguments
    return None


def called(citation: CitationEntry, conversation: Conversation) -> str | None:
    """The call that a citation points at, with its arguments; None where it quotes words, or points at no call."""
    if citation.quote or citation.field in ("text", "reasoning"):
        return None
    head = citation.field.partition(".")[0]
    for message in conversation.messages:
        for call in message.calls:
            if message.number == citation.message and head == f"c{call.ordinal}":
                cut = len(call.arguments) - SHORT
                return f"{call.name} {call.arguments[:SHORT]}" + (f" … {cut:,} characters more" if cut > 0 else "")
    return None


def place(text: str, citation: CitationEntry) -> tuple[int, int] | None:
    """Where the quoted words stand in a text; None where they do not, or where nothing is quoted."""
    if not citation.quote:
        return None
    places = list(_all(text, citation.quote))
    if not places:
        return None
    length = len(citation.quote)
    if citation.start in places and text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.start + length

    def fits(start: int) -> int:
        before, after = text[:start], text[start + length :]
        return _shared(reversed(before), reversed(citation.before)) + _shared(after, citation.after)

    best = max(places, key=fits)
    return best, best + length


def segments(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Segment, ...]:
    """The text cut where quotations begin and end; spans are (start, end, id of the citation) and may overlap."""
    if not text:
        return ()
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return tuple(
        Segment(text[start:end], tuple(name for first, last, name in spans if first <= start and end <= last))
        for start, end in pairwise(edges)
    )


def excerpt(citation: CitationEntry, conversation: Conversation, lookup: Lookup) -> Excerpt:
    """What the page shows of a citation."""
    messages = {message.number: message for message in conversation.messages}
    message = messages.get(citation.message)
    source = f"{lookup.source(citation.transcript)} · M{citation.message}.{citation.field}"
    text = field_text(message, citation.field) if message else None
    if message is None or text is None:
        return quotation(
            citation, lookup, f"the transcript that was bundled has no M{citation.message}.{citation.field}"
        )
    found = place(text, citation)
    if citation.quote and found is None:
        return quotation(citation, lookup, f"these words do not stand in M{citation.message}.{citation.field}")
    first, last = found or (0, min(len(text), AROUND))
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    spans = [(first - start, last - start, citation.id)] if found else []
    return Excerpt(
        citation=citation.id,
        number=lookup.numbers.get(citation.id, 0),
        source=f"{source} · {message.role}",
        written=citation.written,
        href=lookup.page(citation.transcript, citation.message),
        segments=segments(text[start:end], spans),
        beside=tuple(_beside(message, citation, conversation, lookup)),
        before=start,
        after=len(text) - end,
        code=citation.field not in ("text", "reasoning"),
    )


def quotation(citation: CitationEntry, lookup: Lookup, note: str) -> Excerpt:
    """The quoted words alone, where their message is not at hand, and why."""
    return Excerpt(
        citation=citation.id,
        number=lookup.numbers.get(citation.id, 0),
        source=f"{lookup.source(citation.transcript)} · M{citation.message}.{citation.field}",
        written=citation.written,
        href=lookup.page(citation.transcript, citation.message),
        segments=(Segment(citation.quote, (citation.id,)),) if citation.quote else (),
        note=note,
    )


def _beside(
    message: PageMessage, citation: CitationEntry, conversation: Conversation, lookup: Lookup
) -> Iterator[Beside]:
    """What the tools had said when the words were said; then the calls of the message, each with its result."""
    head = citation.field.partition(".")[0]
    spoken = head in ("text", "reasoning")
    if spoken and message.role == "agent":
        earlier = [one for one in conversation.messages if one.number < message.number and one.role == "tool"]
        for result in earlier[-MOST_RESULTS:]:
            yield _result(result, conversation, lookup)
    results = {one.answers: one for one in conversation.messages if one.answers is not None}
    for call in message.calls:
        if spoken or head == f"c{call.ordinal}":
            if spoken or citation.field.endswith(".name"):
                label = f"M{message.number}.c{call.ordinal} · {call.kind} · {call.name}"
                yield _cut(label, call.arguments, lookup.page(conversation.id, message.number))
            if (answer := results.get((message.number, call.ordinal))) is not None:
                yield _result(answer, conversation, lookup)


def _result(message: PageMessage, conversation: Conversation, lookup: Lookup) -> Beside:
    asked = f" for M{message.answers[0]}.c{message.answers[1]}" if message.answers else ""
    failed = " · failed" if message.error is not None else ""
    label = f"M{message.number} · result{asked}" + (f" · {message.name}" if message.name else "") + failed
    text = "\n".join(part for part in (message.error, message.text) if part)
    return _cut(label, text, lookup.page(conversation.id, message.number))


def _cut(label: str, text: str, href: str | None) -> Beside:
    return Beside(label, text[:LONGEST], href, max(0, len(text) - LONGEST))


def _all(text: str, words: str) -> Iterator[int]:
    found = text.find(words)
    while found >= 0:
        yield found
        found = text.find(words, found + 1)


def _shared(one: Iterator[str] | str, other: Iterator[str] | str) -> int:
    """How many characters two texts have in common at their beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
