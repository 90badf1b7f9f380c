"""Findings, patterns and citations as entries of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b

from reviewer.model.dossier import CitationEntry, FindingEntry, PatternEntry, TranscriptEntry
from reviewer.model.taxonomy import Taxonomy
from reviewer.review.anchors import Place, citation
from reviewer.store.findings import FindingRow
from reviewer.store.patterns import PatternRow
from reviewer.text.sealing import seal

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Citations:
    """Every place that is cited, once. `transcripts` are those that count, by id."""

    def __init__(self, transcripts: Iterable[TranscriptEntry], key: bytes) -> None:
        self._transcripts = {one.id: one for one in transcripts}
        self._key = key
        self._found: dict[str, CitationEntry] = {}

    def __contains__(self, transcript: str) -> bool:
        return transcript in self._transcripts

    @property
    def entries(self) -> tuple[CitationEntry, ...]:
        """By transcript and place."""
        order = {id_: place for place, id_ in enumerate(self._transcripts)}
        return tuple(
            sorted(
                self._found.values(),
                key=lambda one: (order[one.transcript], one.message, one.field, one.start or 0, one.end or 0, one.id),
            )
        )

    def cite(self, transcript: str, place: Place) -> str:
        """The id of a place: `q-` and eight letters that say transcript and place, the same in every edition."""
        of = self._transcripts[transcript]
        written = citation(of.run, of.case, place, attempt=of.attempt, synthetic=of.synthetic)
        spot = (transcript, str(place.message), place.field or "", str(place.start), str(place.end), place.exact or "")
        number = int.from_bytes(
            blake2b("\0".join(spot).encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big"
        )
        id_ = "q-" + "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
        self._found[id_] = CitationEntry(
            id=id_,
            transcript=transcript,
            message=place.message,
            field=place.field or "text",
            start=place.start,
            end=place.end,
            quote=place.exact or "",
            before=place.prefix,
            after=place.suffix,
            seal=seal(self._key, place.exact) if place.exact else "",
            written=written,
        )
        return id_


def finding_entries(
    rows: Sequence[FindingRow], citations: Citations, taxonomy: Callable[[str], Taxonomy | None]
) -> list[FindingEntry]:
    """Those that may be published, on transcripts that count; by transcript and place, the oldest first."""
    return [
        _finding(row, citations, taxonomy(row.finding.taxonomy))
        for row in rows
        if row.finding.publishable and row.finding.transcript in citations
    ]


def _finding(row: FindingRow, citations: Citations, taxonomy: Taxonomy | None) -> FindingEntry:
    finding, anchor = row.finding, row.anchor or row.finding.anchor
    tag = taxonomy.by_id.get(finding.tag) if taxonomy else None
    words = {verdict: [who for who, what, _ in row.said if what == verdict] for verdict in ("confirmed", "disputed")}
    return FindingEntry(
        id=finding.id,
        transcript=finding.transcript,
        kind=anchor.kind,
        places=tuple(citations.cite(finding.transcript, place) for place in anchor.places),
        tag=finding.tag,
        label=tag.label if tag else finding.tag,
        group=tag.group if tag else finding.tag.partition(".")[0],
        polarity=tag.polarity if tag else "neutral",
        severity=finding.severity,
        effect=finding.effect,
        fault=finding.fault,
        note=finding.note,
        correct=finding.correct,
        reviewer=finding.author,
        confirmed_by=tuple(sorted(name for name in words["confirmed"] if name != finding.author)),
        disputed_by=tuple(sorted(words["disputed"])),
        taxonomy=finding.taxonomy,
        stale=not row.stands,
    )


def pattern_entries(
    patterns: Sequence[PatternRow], rows: Iterable[FindingRow], kept: Iterable[FindingEntry], model: str
) -> list[PatternEntry]:
    """Those that have a finding here, and those of this model; by name."""
    here = {one.id for one in kept}
    of: Mapping[str, dict[str, list[str]]] = {row.id: {"member": [], "counterexample": []} for row in patterns}
    for row in rows:
        for pattern, _, role in row.patterns:
            if row.finding.id in here and pattern in of:
                of[pattern][role].append(row.finding.id)
    return [
        PatternEntry(
            id=row.id,
            name=row.name,
            memo=row.memo,
            scope=f"{row.scope} {row.scope_name}".strip(),
            members=tuple(of[row.id]["member"]),
            counterexamples=tuple(of[row.id]["counterexample"]),
        )
        for row in patterns
        if any(of[row.id].values()) or (row.scope, row.scope_name) == ("model", model)
    ]
