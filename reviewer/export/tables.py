"""The tables of a dossier, as rows for other programs: figures, traps × runs, use cases, findings, citations.

Each row says that it is of a synthetic run where it is. Numbers stay numbers, so nobody has to take a text apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.model.dossier import Dossier, FigureEntry, TranscriptEntry

Value = str | int | float | bool | None
Row = tuple[Value, ...]

_SCOPE = ("case_class", "intent", "trap", "scheme", "cluster", "run", "run_index", "band", "tier")


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `rows` has a value for each of `columns`."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Dossier], Iterator[Row]]


def _figures(dossier: Dossier) -> Iterator[Row]:
    return (_figure(one, dossier.model.id) for one in dossier.figures)


def _figure(one: FigureEntry, model: str) -> Row:
    return (
        one.name,
        one.origin,
        model,
        one.metric,
        *(one.scope.get(key) for key in _SCOPE),
        one.aggregator,
        one.over,
        one.numerator,
        one.denominator,
        one.value,
        one.shown,
        *_interval(one),
        one.runs,
        one.missing,
        one.version,
        one.synthetic,
        one.page,
    )


def _interval(one: FigureEntry | None) -> Row:
    """Its ends and all that it takes to make it again."""
    found = one.interval if one else None
    if found is None:
        return (None,) * 7
    return (found.low, found.high, found.level, found.method, found.of, found.draws, found.seed)


def _traps(dossier: Dossier) -> Iterator[Row]:
    for trap in dossier.traps:
        for cell in trap.cells:
            yield (
                trap.id,
                trap.label,
                trap.mechanism,
                cell.run,
                cell.transcript,
                cell.machine,
                cell.outcome,
                cell.verdict,
                cell.adjudicated,
                cell.disagrees,
                cell.reviewers,
                cell.reason,
                dossier.synthetic,
            )


def _use_cases(dossier: Dossier) -> Iterator[Row]:
    figures = {one.name: one for one in dossier.figures}
    for row in dossier.use_cases.rows if dossier.use_cases else ():
        for metric, (pooled, low, high) in row.cells.items():
            of = figures.get(pooled)
            values = [one.value if (one := figures.get(name)) else None for name in (pooled, low, high)]
            counts = (of.numerator, of.denominator) if of else (None, None)
            place = (row.cluster, " · ".join(row.intents), metric)
            yield (*place, *counts, *values, *_interval(of), dossier.synthetic)
        if not row.cells:  # nothing of it was counted
            yield (row.cluster, " · ".join(row.intents), *[None] * 6, *_interval(None), dossier.synthetic)


def _findings(dossier: Dossier) -> Iterator[Row]:
    transcripts = {one.id: one for one in dossier.transcripts}
    citations = {one.id: one for one in dossier.citations}
    patterns = {member: one.name for one in dossier.patterns for member in one.members}
    for one in dossier.findings:
        of = transcripts[one.transcript]
        places = [citations[id_] for id_ in one.places]
        yield (
            one.id,
            one.transcript,
            *_where(of),
            one.kind,
            " / ".join(f"M{place.message}.{place.field}" for place in places),
            " … ".join(place.quote for place in places if place.quote),
            one.tag,
            one.label,
            one.group,
            one.polarity,
            one.severity,
            one.effect,
            one.fault,
            one.note,
            one.correct,
            one.reviewer,
            " · ".join(one.confirmed_by),
            " · ".join(one.disputed_by),
            patterns.get(one.id),
            one.stale,
            of.synthetic,
        )


def _citations(dossier: Dossier) -> Iterator[Row]:
    transcripts = {one.id: one for one in dossier.transcripts}
    for one in dossier.citations:
        of = transcripts[one.transcript]
        place = (one.message, one.field, one.start, one.end, one.quote, one.written, one.seal)
        yield (one.id, one.transcript, *_where(of), *place, of.synthetic)


def _where(of: TranscriptEntry) -> Row:
    return (of.run, of.case, of.attempt, of.case_class, of.intent)


def _named(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_INTERVAL = " ".join(f"interval_{name}" for name in ("low", "high", "level", "method", "of", "draws", "seed"))
_PLACE = "run case attempt case_class intent"

TABLES: Final = (
    Table(
        "figures",
        _named(
            f"name origin model metric {' '.join(_SCOPE)} aggregator over numerator denominator value shown "
            f"{_INTERVAL} runs missing definition synthetic page"
        ),
        _figures,
    ),
    Table(
        "traps",
        _named(
            "trap label mechanism run transcript machine outcome verdict adjudicated disagrees reviewers "
            "reason synthetic"
        ),
        _traps,
    ),
    Table(
        "use-cases",
        _named(f"cluster intents metric numerator denominator pooled lowest highest {_INTERVAL} synthetic"),
        _use_cases,
    ),
    Table(
        "findings",
        _named(
            f"id transcript {_PLACE} anchor where quote tag label group polarity severity effect fault note correct "
            "reviewer confirmed_by disputed_by pattern stale synthetic"
        ),
        _findings,
    ),
    Table(
        "citations",
        _named(f"id transcript {_PLACE} message field start end quote written seal synthetic"),
        _citations,
    ),
)
"""All tables, in the order in which a folder lists them."""


def table(name: str) -> Table:
    """The table of that name; raises KeyError."""
    for one in TABLES:
        if one.name == name:
            return one
    raise KeyError(name)
