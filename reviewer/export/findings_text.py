"""The findings of a dossier as Markdown: by pattern and by tag, each with its quoted words and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewer.export import markdown_text as md
from reviewer.model.dossier import Dossier, FindingEntry


def findings(dossier: Dossier) -> str:
    """The whole file."""
    return "\n".join(_lines(dossier))


def _lines(dossier: Dossier) -> Iterator[str]:
    by_id = {one.id: one for one in dossier.findings}
    yield f"# {md.line(dossier.model.label)}: findings\n"
    if dossier.synthetic:
        yield "Synthetic: these conversations are reconstructions.\n"
    yield f"{len(dossier.findings):,} findings. {md.line(dossier.coverage.sentence)}\n"
    told: set[str] = set()
    for pattern in dossier.patterns:
        yield f"## {md.line(pattern.name)}\n"
        if pattern.memo:
            yield f"{md.lines(pattern.memo)}\n"
        yield from _group("Findings", [by_id[one] for one in pattern.members if one in by_id], dossier)
        yield from _group("Counterexamples", [by_id[one] for one in pattern.counterexamples if one in by_id], dossier)
        told.update(pattern.members, pattern.counterexamples)
    rest = sorted(
        (one for one in dossier.findings if one.id not in told), key=lambda one: (one.group, one.label, one.id)
    )
    for label, found in groupby(rest, key=lambda one: one.label):
        yield f"## {md.line(label)}\n"
        yield from _group("", list(found), dossier)


def _group(title: str, found: Sequence[FindingEntry], dossier: Dossier) -> Iterator[str]:
    if not found:
        return
    if title:
        yield f"### {title}: {len(found):,}\n"
    citations = {one.id: one for one in dossier.citations}
    for one in found:
        places = [citations[place] for place in one.places]
        where = " / ".join(place.written for place in places) or one.transcript
        yield f"- **{md.line(one.label)}**, {one.severity} · {md.line(where)} · by {md.line(one.reviewer)}"
        for text in (one.note, f"Right would have been: {one.correct}" if one.correct else ""):
            if text:
                yield f"  {md.line(text)}"
    yield ""
