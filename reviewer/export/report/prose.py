"""Claims as a page prints them: sentence after sentence, each with its id, its references and what it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from reviewer.dossier.standing import standing
from reviewer.export.report.blocks import Paragraph, Prose, Said, Support
from reviewer.export.report.ids import anchor, definition
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.quoted import Reference
from reviewer.export.report.words import basis, interval, interval_note
from reviewer.model.dossier import ClaimEntry, FigureEntry

_REFERENCE = re.compile(r"\s*\[(\d{1,4})\]")
_LONGEST = 160
"""Characters of a quote within a sentence."""


def prose(lookup: Lookup, section: str, *, lead: bool = False) -> tuple[Prose, ...]:
    """What was written for a section: one block for each subheading of it."""
    claims = lookup.said(section)
    return tuple(
        Prose(tuple(_paragraphs(lookup, under)), heading, lead)
        for heading, under in groupby(claims, lambda claim: claim.heading)
    )


def said(lookup: Lookup, claim: ClaimEntry) -> Said:
    """One claim."""
    cited = dict.fromkeys(claim.citations)
    first = tuple(one for one in cited if lookup.first_cited_by.get(one) == claim.id)
    numbers = lookup.numbers
    return Said(
        id=anchor("c", claim.id),
        pieces=tuple(_pieces(claim, lookup)),
        support=standing(claim),
        figures=tuple(support(lookup.figures[name], name) for name in claim.figures if name in lookup.figures),
        evidence=first,
        elsewhere=tuple(Reference(numbers[one], one) for one in cited if one in numbers and one not in first),
        superseded=claim.superseded,
    )


def support(figure: FigureEntry, name: str) -> Support:
    """A figure that a claim stands on, in words."""
    band = "" if figure.interval is None else f"{interval(figure)} ({interval_note(figure.interval)})"
    origin = f"as published on {figure.page or 'a page that is not named'}" if figure.origin == "published" else ""
    synthetic = "synthetic" if figure.synthetic else ""
    words = " · ".join(part for part in (basis(figure), band, origin, synthetic) if part)
    return Support(
        name, figure.title, figure.shown, words, None if figure.origin == "published" else definition(figure.metric)
    )


def _paragraphs(lookup: Lookup, claims: Iterable[ClaimEntry]) -> Iterator[Paragraph]:
    for (_, item), one in groupby(claims, lambda claim: (claim.block, claim.item)):
        yield Paragraph(tuple(said(lookup, claim) for claim in one), item)


def _pieces(claim: ClaimEntry, lookup: Lookup) -> Iterator[str | Reference]:
    """The words, with the page's own numbers where the claim has `[1]`, `[2]`; what it does not mark ends it.

    The words of a quote stand before its number where the sentence is none without them.
    """
    left = list(claim.citations)
    end, in_a_row = 0, False
    for found in _REFERENCE.finditer(claim.text):
        place = int(found[1]) - 1
        if 0 <= place < len(claim.citations) and (citation := claim.citations[place]) in lookup.numbers:
            between = claim.text[end : found.start()]
            in_a_row = _says_it(claim.text, found) or (in_a_row and _BETWEEN.fullmatch(between) is not None)
            quote = lookup.citations[citation].quote if in_a_row else ""
            yield f"{between}{' ' * bool(between)}“{_clipped(quote)}”" if quote else between
            yield Reference(lookup.numbers[citation], citation)
            end = found.end()
            if citation in left:
                left.remove(citation)
    yield claim.text[end:]
    yield from (Reference(lookup.numbers[citation], citation) for citation in left if citation in lookup.numbers)


_BETWEEN = re.compile(r"\s*(?:,|and|or|,\s*(?:and|or))")
_GOES_ON = re.compile(r"\s*(?!(?:and|or)\b)[^\W\d_]")


def _says_it(text: str, mark: re.Match[str]) -> bool:
    """Whether a sentence says the words that it cites: they begin it, or a colon or such a verb leads to them."""
    if not text[: mark.start()].strip():
        return _GOES_ON.match(text, mark.end()) is not None
    return re.search(r"(?::|\b(?:says?|said|reads?|writes?|wrote))$", text[: mark.start()]) is not None


def _clipped(quote: str) -> str:
    """On one line, and cut at a word where it is long: it stands whole beneath the sentence."""
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0]} …"
