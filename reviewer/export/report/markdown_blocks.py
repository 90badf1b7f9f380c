"""Each kind of block as Markdown. Whatever somebody else wrote goes through `markdown_text`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.export.markdown_text import fence, line, lines, link
from reviewer.export.report.blocks import (
    Block,
    Cards,
    Cell,
    Entries,
    Entry,
    Mark,
    Note,
    Prose,
    Quote,
    Quotes,
    Said,
    Support,
    Table,
)
from reviewer.export.report.quoted import Beside, Excerpt, Reference

Excerpts = Mapping[str, Excerpt]

_SHAPES = {"held": "○", "fell": "◆", "none": "–"}
_LEGEND = "○ held: no forbidden write; ◆ fell: a forbidden write was called; – not counted."


def block(one: Block, excerpts: Excerpts) -> Iterator[str]:
    """The pieces of one block, each a block of Markdown."""
    match one:
        case Prose():
            yield from _prose(one, excerpts)
        case Table():
            yield from _table(one, excerpts)
        case Cards():
            yield _cards(one)
        case Note():
            yield line(one.text)
        case Entries():
            yield from _entries(one)
        case Quotes():
            yield from _quotes(one)


def anchored(id: str) -> str:  # noqa: A002 - its own word
    """A place that links lead to; an id holds nothing that HTML would read."""
    return f'<a id="{id}"></a>'


def joined(pieces: Iterable[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(piece.rstrip("\n") for piece in pieces if piece) + "\n"


def _prose(one: Prose, excerpts: Excerpts) -> Iterator[str]:
    if one.heading:
        yield f"### {line(one.heading)}"
    items: list[str] = []
    for paragraph in one.paragraphs:
        text = " ".join(map(_said, paragraph.said))
        if paragraph.item:
            items.append(f"- {text}")
            continue
        yield "\n".join(items)
        items.clear()
        yield text
    yield "\n".join(items)
    yield from _stands_on(one.said, excerpts)


def _said(said: Said) -> str:
    text = "".join(_reference(piece) if isinstance(piece, Reference) else line(piece) for piece in said.pieces)
    tags = ["superseded"] * said.superseded + ([said.tag] if said.tag else [])
    return anchored(said.id) + text + "".join(f" _({tag})_" for tag in tags)


def _reference(one: Reference) -> str:
    return link(f"[{one.number}]", f"#{one.id}")


def _stands_on(claims: Sequence[Said], excerpts: Excerpts) -> Iterator[str]:
    standing = [said for said in claims if said.stands]
    if standing:
        yield f"**What {'this sentence stands' if len(standing) == 1 else 'these sentences stand'} on**"
    for said in standing:
        yield f"{link(said.beginning, f'#{said.id}')} ({said.support})"
        yield "\n".join(map(_support, said.figures))
        for citation in said.evidence:
            yield from _excerpt(excerpts[citation])
        if said.elsewhere:
            yield f"Quoted above: {' '.join(map(_reference, said.elsewhere))}"


def _support(one: Support) -> str:
    title = link(one.title, f"#{one.definition}") if one.definition else line(one.title)
    return f"- **{line(one.shown)}** {title}: {line(one.words)} ({line(one.name)})"


def _excerpt(one: Excerpt) -> Iterator[str]:
    opened = f" · {link('open in the transcript', one.href)}" if one.href else ""
    yield f"{anchored(one.id)}**{line(f'[{one.number}]')}** {line(one.source)}{opened}"
    if one.note:
        yield line(one.note)
    quoted = "".join(segment.text for segment in one.segments if segment.cited)
    whole = "".join(segment.text for segment in one.segments)
    if quoted:
        yield "Quoted:"
        yield fence(quoted, "text")
    if whole != quoted:
        yield "In its message" + _left_out(one.before, one.after) + ":"
        yield fence(whole, "text")
    for said in one.beside:
        yield from _beside(said)
    yield lines(one.written)


def _beside(said: Beside) -> Iterator[str]:
    label = link(said.label, said.href) if said.href else line(said.label)
    yield label + (f" ({said.cut:,} characters more)" if said.cut else "")
    if said.text:
        yield fence(said.text, "text")


def _left_out(before: int, after: int) -> str:
    parts = [f"{before:,} characters before"] * bool(before) + [f"{after:,} characters after"] * bool(after)
    return f" ({', '.join(parts)} left out)" if parts else ""


def _table(one: Table, excerpts: Excerpts) -> Iterator[str]:
    yield f"**{line(one.caption)}**"
    heads = [line(column.text) + (f" ({line(column.note)})" if column.note else "") for column in one.columns]
    ruled = ["---:" if column.number else "---" for column in one.columns]
    rows = [
        [(anchored(row.id) if row.id and not place else "") + _cell(cell) for place, cell in enumerate(row.cells)]
        for row in one.rows
    ]
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ruled, *rows))
    if one.legend:
        yield line(_LEGEND)
    yield from _stands_on(one.said, excerpts)


def _cell(one: Cell) -> str:
    shape = f"{_SHAPES[one.chart.kind]} " if isinstance(one.chart, Mark) else ""
    text = " ".join(map(_said, one.said)) if one.said else link(one.text, one.href) if one.href else line(one.text)
    beneath = " ".join(part for part in (one.note, one.within) if part)
    return shape + text + (f" ({line(beneath)})" if beneath else "")


def _cards(one: Cards) -> str:
    heads = "| Figure | Value | Of | Interval | What |\n| --- | ---: | --- | --- | --- |"
    rows = []
    for card in one.cards:
        label = link(card.label, f"#{card.definition}") if card.definition else line(card.label)
        what = "; ".join((card.caption, *card.extra))
        rows.append(f"| {label} | {line(card.value)} | {line(card.of)} | {line(card.interval)} | {line(what)} |")
    return "\n".join((heads, *rows))


def _entries(one: Entries) -> Iterator[str]:
    if one.caption:
        yield f"**{line(one.caption)}**"
    yield "\n".join(map(_entry, one.entries))


def _entry(one: Entry) -> str:
    term = link(one.term, one.href) if one.href else line(one.term)
    notes = "".join(f" ({line(note)})" for note in one.notes)
    return f"- {anchored(one.id) if one.id else ''}" + (f"**{term}**: " if one.term else "") + line(one.text) + notes


def _quotes(one: Quotes) -> Iterator[str]:
    yield f"**{line(one.caption)}**"
    yield lines(one.memo) if one.memo else ""
    for quote in one.quotes:
        yield from _quote(quote)
    if one.counter:
        yield "Counterexamples:"
    for quote in one.counter:
        yield from _quote(quote)


def _quote(one: Quote) -> Iterator[str]:
    place = link(one.place, one.href) if one.href else line(one.place)
    at = anchored(one.id) if one.id else ""
    yield f"{at}**{line(one.label)}** · {line(one.severity)} · {place}"
    if one.words:
        yield fence(one.words, "text")
    yield lines(one.note) if one.note else ""
    yield f"Right would have been: {line(one.correct)}" if one.correct else ""
    yield line(one.by)
