"""What is another in one dossier than in an earlier one, by name: for errata, and for whoever reads both. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewer.model.dossier import ClaimEntry, Dossier, FigureEntry, FindingEntry, RunEntry, TrapCell


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another; `old` is empty for what is new, `new` for what is gone."""

    kind: str
    """head, run, figure, trap, finding, pattern, claim or coverage."""

    name: str
    old: str
    new: str


def differences(old: Dossier, new: Dossier) -> Iterator[Change]:
    """Every difference that a reader could see, by kind and in the order of the later dossier."""
    yield from _compared("head", _head(old), _head(new))
    yield from _compared("run", {one.id: _run(one) for one in old.runs}, {one.id: _run(one) for one in new.runs})
    yield from _compared("figure", _figures(old), _figures(new))
    yield from _compared("trap", _cells(old), _cells(new))
    yield from _compared("finding", _findings(old), _findings(new))
    yield from _compared(
        "pattern",
        {one.id: f"{one.name}: {len(one.members)} findings, {one.memo}" for one in old.patterns},
        {one.id: f"{one.name}: {len(one.members)} findings, {one.memo}" for one in new.patterns},
    )
    yield from _compared(
        "claim", {one.id: _claim(one) for one in old.claims}, {one.id: _claim(one) for one in new.claims}
    )
    yield from _compared("coverage", {"": old.coverage.sentence}, {"": new.coverage.sentence})


def _compared(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name, value in new.items():
        if old.get(name, "") != value:
            yield Change(kind, name, old.get(name, ""), value)
    for name, value in old.items():
        if name not in new:
            yield Change(kind, name, value, "")


def _head(one: Dossier) -> dict[str, str]:
    return {
        "model": one.model.id,
        "suite": f"{one.suite.name} {one.suite.version} {one.suite.hash or ''}".strip(),
        "state": one.state,
        "edition": str(one.edition or ""),
        "synthetic": "yes" if one.synthetic else "no",
        "fleet": one.snapshot.id if one.snapshot else "",
        "redaction": "raw" if one.redaction.raw else one.redaction.version,
    }


def _run(one: RunEntry) -> str:
    return f"{one.present} of {one.expected} cases, {one.partial} partial, {one.failed} failed"


def _figures(one: Dossier) -> dict[str, str]:
    return {figure.name: _figure(figure) for figure in one.figures}


def _figure(one: FigureEntry) -> str:
    counts = f" ({one.numerator}/{one.denominator})" if one.denominator is not None else ""
    interval = f", {one.interval.low:.4f}–{one.interval.high:.4f}" if one.interval else ""
    return f"{one.shown}{counts}{interval}, definition {one.version}"


def _cells(one: Dossier) -> dict[str, str]:
    return {f"{trap.id} in {cell.run}": _cell(cell) for trap in one.traps for cell in trap.cells}


def _cell(one: TrapCell) -> str:
    said = " ".join(word for word in (one.outcome, one.verdict) if word) or "no outcome"
    return f"check: {one.machine or 'none'}; {'adjudicated' if one.adjudicated else 'people'}: {said}"


def _findings(one: Dossier) -> dict[str, str]:
    quotes = {place.id: place.written for place in one.citations}
    return {finding.id: _finding(finding, quotes) for finding in one.findings}


def _finding(one: FindingEntry, quotes: Mapping[str, str]) -> str:
    places = " ".join(quotes[place] for place in one.places)
    return ", ".join(part for part in (one.label, one.severity, places, one.note) if part)


def _claim(one: ClaimEntry) -> str:
    return f"{one.text} ({one.support})"
