"""Figures and findings as a page by themselves: tables for whoever reads them without the report around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reviewer.export.report.blocks import Block, Cell, Column, Note, Part, Report, Row, Table
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.report import notices
from reviewer.export.report.tables import capital
from reviewer.export.report.words import basis, count, interval, of
from reviewer.model.dossier import FigureEntry

_PARTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("whole", "Over all cases", ""),
    ("traps", "By trap", "trap"),
    ("intents", "By intent", "intent"),
    ("clusters", "By use case", "cluster"),
)
"""Part, heading, and the key of a figure's scope that puts it there."""

_PUBLISHED: Final = ("published", "What others published, not counted here")


def figures(lookup: Lookup) -> Report:
    """Every figure of a dossier, by what it is about."""
    by_part: dict[tuple[str, str], list[FigureEntry]] = {(name, title): [] for name, title, _ in _PARTS}
    by_part[_PUBLISHED] = []
    for one in lookup.dossier.figures:
        by_part[_part(one)].append(one)
    made: list[Part[Block]] = [Part(*part, (_figures(lookup, found),)) for part, found in by_part.items() if found]
    return _page(lookup, "figures", tuple(made))


def findings(lookup: Lookup) -> Report:
    """Every finding, with the words that it stands on."""
    found = lookup.dossier.findings
    rows = tuple(_finding(lookup, place) for place in range(len(found)))
    columns = (Column("Finding"), Column("Severity"), Column("Where"), Column("Words"), Column("Note"), Column("By"))
    blocks: list[Block] = [Note(lookup.dossier.coverage.sentence)]
    blocks += [Table(count(len(rows), "finding"), columns, rows)] if rows else []
    return _page(lookup, "findings", (Part("findings", "Findings", tuple(blocks)),))


PAGES: Final[dict[str, Callable[[Lookup], Report]]] = {"figures": figures, "findings": findings}
"""What can be a page by itself."""


def _page(lookup: Lookup, what: str, parts: tuple[Part[Block], ...]) -> Report:
    dossier = lookup.dossier
    return Report(
        name=dossier.model.label,
        title=f"{dossier.model.label}: {what}",
        subtitle=f"{dossier.suite.title} · {count(len(dossier.runs), 'run')}",
        trail=((what.capitalize(), None),),
        notices=tuple(notices(lookup)),
        parts=parts,
        after=(),
        excerpts={},
        synthetic=dossier.synthetic,
    )


def _part(one: FigureEntry) -> tuple[str, str]:
    if one.origin != "counted":
        return _PUBLISHED
    return next((name, title) for name, title, key in (*_PARTS[1:], _PARTS[0]) if not key or one.scope.get(key))


def _figures(lookup: Lookup, figures: list[FigureEntry]) -> Table:
    columns = (
        Column("Figure"),
        Column("About"),
        Column("Value", True),
        Column("Of"),
        Column("95% interval"),
        Column("Name"),
    )
    rows = tuple(
        Row(
            (
                Cell(capital(one.title), one.aggregator or ""),
                Cell(", ".join(_about(lookup, one)) or "all"),
                Cell(one.shown, one.band or ""),
                Cell(f"as published on {one.page}" if one.page else basis(one) or of(one)),
                Cell(interval(one) or "–", f"of {one.interval.of}" if one.interval and one.interval.of else ""),
                Cell(one.name),
            )
        )
        for one in figures
    )
    return Table(count(len(rows), "figure"), columns, rows)


def _about(lookup: Lookup, one: FigureEntry) -> Iterator[str]:
    for key in ("model", "trap", "intent", "cluster", "tier", "band"):
        value = one.scope.get(key)
        if value and value != lookup.dossier.model.id:
            yield lookup.label(value) if key in ("trap", "intent") else str(value)
    if run := one.scope.get("run"):
        yield lookup.run_name(str(run))


def _finding(lookup: Lookup, place: int) -> Row:
    one = lookup.dossier.findings[place]
    cited = [lookup.citations[id_] for id_ in one.places if id_ in lookup.citations]
    where = [f"M{each.message}.{each.field}" for each in cited]
    right = f"right would have been: {one.correct}" if one.correct else ""
    return Row(
        (
            Cell(one.label, one.group),
            Cell(one.severity),
            Cell(lookup.source(one.transcript), " / ".join(where)),
            Cell(" … ".join(each.quote for each in cited if each.quote)),
            Cell(one.note, right),
            Cell(one.reviewer),
        )
    )
