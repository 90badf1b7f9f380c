"""What readers found, section by section: rates of tags, patterns, and the findings themselves with their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from reviewer.export.report.blocks import Block, Cell, Column, Quote, Quotes, Row, Table
from reviewer.export.report.ids import anchor
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.words import count, interval_note, listed, share
from reviewer.model.dossier import CitationEntry, FindingEntry, PatternEntry, TagRate

_SECTIONS = {
    "resolution": ("escalation",),
    "instruction-following": ("protocol",),
    "adversarial-safety": ("unsafe",),
    "tools": ("grounding", "action"),
    "experience": ("conversation",),
    "traits": ("positive",),
    "method": ("other",),
}
"""Where the groups of the shipped taxonomy go; what a team adds goes where the traits are."""

_KNOWN = {group for groups in _SECTIONS.values() for group in groups}


def found(lookup: Lookup, section: str) -> Iterator[Block]:
    """The blocks of one section; none where nobody tagged anything that belongs there."""
    groups = set(_SECTIONS.get(section, ()))
    if section == "traits":
        groups |= {group for group in _groups(lookup).values() if group not in _KNOWN}
    if (table := _rates(lookup, groups)) is not None:
        yield table
    for pattern in lookup.dossier.patterns:
        if _group(lookup, pattern) in groups:
            yield _pattern(lookup, pattern)
    homes = _homes(lookup)
    alone = [one for one in lookup.findings_of(groups) if one.id not in homes]
    for label, findings in groupby(sorted(alone, key=_by_tag), key=lambda one: one.label):
        quotes = tuple(quote(lookup, one) for one in findings)
        yield Quotes(f"{label}: {count(len(quotes), 'finding')}", "", quotes)


def quote(lookup: Lookup, finding: FindingEntry) -> Quote:
    """One finding with the words that it points at."""
    places = [lookup.citations[place] for place in finding.places if place in lookup.citations]
    first = places[0] if places else None
    where = " / ".join(map(_place, places))
    where = f"before {where}" if finding.kind == "gap" else where or "the whole transcript"
    return Quote(
        id=anchor("finding", finding.id),
        label=finding.label,
        severity=finding.severity + ("" if finding.fault == "agent" else f", {finding.fault}"),
        place=f"{lookup.source(finding.transcript)} · {where}",
        href=lookup.page(finding.transcript, first.message if first else None),
        words=_words(lookup, places),
        note=finding.note,
        by=_by(finding),
        correct=finding.correct,
    )


def _place(one: CitationEntry) -> str:
    """`M5.c1.args`; of a whole message `M5`."""
    return f"M{one.message}.{one.field}" if one.quote or one.field != "text" else f"M{one.message}"


def _words(lookup: Lookup, places: Sequence[CitationEntry]) -> str:
    """What was quoted or called; of a pair, what was said and what was done, each with its place."""
    found = [(place, words) for place in places if (words := place.quote or lookup.calls.get(place.id, ""))]
    if len(found) < 2:
        return "".join(words for _, words in found)
    return "\n".join(f"M{place.message}.{place.field}: {words}" for place, words in found)


def _pattern(lookup: Lookup, pattern: PatternEntry) -> Quotes:
    members = _quotes(lookup, pattern, pattern.members)
    counter = _quotes(lookup, pattern, pattern.counterexamples)
    against = f", {count(len(counter), 'counterexample')}" if counter else ""
    caption = f"{pattern.name}: {count(len(members), 'finding')}{against} ({pattern.scope})"
    return Quotes(caption, pattern.memo, members, counter)


def _quotes(lookup: Lookup, pattern: PatternEntry, findings: Sequence[str]) -> tuple[Quote, ...]:
    """The findings that the pattern lists here; one that several lists hold is linked to where the first has it."""
    homes = _homes(lookup)
    return tuple(
        replace(one, id=one.id if homes[finding] == (pattern.id, findings) else None)
        for finding in dict.fromkeys(findings)
        if finding in lookup.findings
        for one in [quote(lookup, lookup.findings[finding])]
    )


def _homes(lookup: Lookup) -> dict[str, tuple[str, Sequence[str]]]:
    """The pattern, and the list of it, that is the first to hold each finding."""
    homes: dict[str, tuple[str, Sequence[str]]] = {}
    for pattern in lookup.dossier.patterns:
        for findings in (pattern.members, pattern.counterexamples):
            for finding in findings:
                homes.setdefault(finding, (pattern.id, findings))
    return homes


def _rates(lookup: Lookup, groups: set[str]) -> Table | None:
    tagged = _groups(lookup)
    rates = [rate for rate in lookup.dossier.tag_rates if tagged.get(rate.tag) in groups]
    if not rates:
        return None
    rows = tuple(
        Row((Cell(rate.label), Cell(f"{rate.found:,} of {rate.read:,}"), _interval(rate), Cell(rate.frame)))
        for rate in rates
    )
    columns = (Column("Tag"), Column("Transcripts", True), Column("95% interval"), Column("Why these were read"))
    return Table("What readers tagged, of the transcripts that were read for it", columns, rows)


def _interval(rate: TagRate) -> Cell:
    if rate.interval is None:
        return Cell("–")
    return Cell(share(rate.interval), interval_note(rate.interval))


def _groups(lookup: Lookup) -> dict[str, str]:
    """The group of each tag: as its findings say, else as its code begins."""
    found = {rate.tag: rate.tag.partition(".")[0] for rate in lookup.dossier.tag_rates}
    return found | {finding.tag: finding.group for finding in lookup.dossier.findings}


def _group(lookup: Lookup, pattern: PatternEntry) -> str:
    """The group that most of a pattern's findings are of."""
    groups = Counter(lookup.findings[one].group for one in pattern.members if one in lookup.findings)
    return groups.most_common(1)[0][0] if groups else "positive"


def _by_tag(finding: FindingEntry) -> tuple[str, str, str]:
    return finding.group, finding.label, finding.id


def _by(finding: FindingEntry) -> str:
    parts = [f"by {finding.reviewer}"]
    if finding.confirmed_by:
        parts.append(f"confirmed by {listed(finding.confirmed_by)}")
    if finding.disputed_by:
        parts.append(f"disputed by {listed(finding.disputed_by)}")
    if finding.stale:
        parts.append("its transcript has changed since")
    return ", ".join(parts)
