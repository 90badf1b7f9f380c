"""This model beside others: paired by case where both were run here, as published where they were not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.export.report.blocks import Bar, Block, Cell, Column, Note, Row, Table
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.prose import prose
from reviewer.export.report.tables import capital
from reviewer.export.report.words import NOT_MEASURED, chance, count, difference, interval_note, scale
from reviewer.model.dossier import Comparison, FigureEntry

TWO_QUESTIONS = (
    "Two models tie where the interval holds 0. The interval and McNemar's test ask two questions, and may differ. The "
    "interval is that of the mean difference of rates: a case that one model gets right in one run more of three "
    "counts a third. McNemar's test knows one answer for each case, that of most of its runs, and looks only at cases "
    "in which the two models' answers differ; where these are few, its p is large however the rates lie. By Holm it is "
    "larger still, or the same, for all comparisons on one measure together."
)


def comparison(lookup: Lookup) -> Iterator[Block]:
    """This model beside others: paired by case where both were run here, as published where they were not."""
    yield from prose(lookup, "comparison")
    dossier = lookup.dossier
    if dossier.comparisons:
        reach = _reach(dossier.comparisons)
        rows = tuple(_compared(lookup, one, reach) for one in dossier.comparisons)
        methods = Counter(interval_note(one.interval) for one in dossier.comparisons if one.interval is not None)
        columns = (
            Column("Measure"),
            Column("Beside"),
            Column("Difference", True),
            Column("Interval", note=" or ".join(methods)),
            Column("McNemar", True, "exact p"),
            Column("by Holm", True, "adjusted p"),
        )
        yield Table(f"{dossier.model.label} minus the other, paired by case", columns, rows)
        if any(one.mcnemar is not None for one in dossier.comparisons):
            yield Note(TWO_QUESTIONS)
    else:
        yield Note(f"Beside other models: {NOT_MEASURED}.")
    if dossier.snapshot is not None:
        snapshot = dossier.snapshot
        published = f"; published figures from {snapshot.published}" if snapshot.published else ""
        counted = f"{count(len(snapshot.models), 'model')} in {count(len(snapshot.runs), 'run')}"
        yield Note(
            f"Fleet snapshot {snapshot.id}: {counted}, {count(len(snapshot.rulesets), 'set')} of rules{published}."
        )
    yield from _published(lookup)


def _reach(comparisons: Sequence[Comparison]) -> float:
    """How far from zero the line of all rows goes, both ways."""
    ends = [abs(end) for one in comparisons if one.interval for end in (one.interval.low, one.interval.high)]
    return max((*ends, *(abs(one.difference) for one in comparisons), 0.01)) * 1.05


def _compared(lookup: Lookup, one: Comparison, reach: float) -> Row:
    how = scale(lookup.metrics[one.metric]) if one.metric in lookup.metrics else "percent"
    drawn = None
    words = "–"
    if one.interval is not None:
        words = f"{difference(one.interval.low, how)} to {difference(one.interval.high, how)}"
        ends = f"{difference(-reach, how)} to {difference(reach, how)}"
        shown = f"{difference(one.difference, how)}, {words}; on a line from {ends}"
        drawn = Bar(shown, one.difference, -reach, reach, (one.interval.low, one.interval.high), zero=0.0)
    return Row(
        (
            Cell(capital(lookup.title(one.metric))),
            Cell(one.other, f"{count(one.cases, 'case')}"),
            Cell(difference(one.difference, how)),
            Cell(words, chart=drawn),
            Cell(chance(one.mcnemar)),
            Cell(chance(one.adjusted)),
        )
    )


def _published(lookup: Lookup) -> Iterator[Block]:
    """What others published about other models or the board: shown apart, and added to nothing."""
    boards = {trap.board for trap in lookup.dossier.traps}
    rows = tuple(
        Row(
            (
                Cell(figure.title),
                Cell(_about(lookup, figure)),
                Cell(figure.shown, figure.note or ""),
                Cell(figure.page or ""),
            )
        )
        for figure in lookup.published()
        if figure.name not in boards
    )
    if rows:
        columns = (Column("Measure"), Column("Of"), Column("As published", True), Column("Page"))
        caption = (
            f"What others published ({count(len(rows), 'figure')}): not counted here, and added to nothing that is"
        )
        yield Table(caption, columns, rows, folded=True)


def _about(lookup: Lookup, figure: FigureEntry) -> str:
    scope = {key: value for key, value in figure.scope.items() if key != "suite"}
    named = [lookup.label(value) if key in ("intent", "trap") else str(value) for key, value in scope.items()]
    return ", ".join(named) or "all models"
