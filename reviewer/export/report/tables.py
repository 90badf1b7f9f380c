"""Tables of figures: one row for each measure or intent, with its interval drawn on one line for all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reviewer.export.report.blocks import Bar, Cell, Column, Row, Table
from reviewer.export.report.ids import anchor, definition
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, over, scale
from reviewer.model.dossier import FigureEntry

MOST_RUNS = 6
"""Runs that have a column each; more share one."""


def measures(lookup: Lookup, metrics: Iterable[str], caption: str) -> Table | None:
    """One row for each of these metrics that was counted: the figure that speaks for it, its interval, each run."""
    found = [(lead, lookup.per_run(metric)) for metric in metrics if (lead := lookup.lead(metric)) is not None]
    if not found:
        return None
    what, per_run = interval_column(lead for lead, _ in found), RunColumns(lookup, (runs for _, runs in found))
    rows = (
        Row((head_cell(lead), figure_cell(lead), interval_cell(lead, runs, what), *per_run.cells(runs)))
        for lead, runs in found
    )
    return Table(caption, (Column("Measure"), Column("Figure", True), what, *per_run.columns), tuple(rows))


def by_intent(lookup: Lookup, metrics: Sequence[str], caption: str) -> Table | None:
    """One row for each intent, the lowest of the first metric first; the first metric's interval is drawn."""
    metrics = [metric for metric in metrics if metric == metrics[0] or lookup.intents(metric)]
    first = sorted(lookup.intents(metrics[0]), key=lambda figure: (_value(figure), str(figure.scope["intent"])))
    if not first:
        return None
    found = [(figure, lookup.per_run(metrics[0], intent=str(figure.scope["intent"]))) for figure in first]
    what, per_run = interval_column(first), RunColumns(lookup, (runs for _, runs in found))
    rows = []
    for figure, runs in found:
        intent = str(figure.scope["intent"])
        others = (figure_cell(lookup.figure(metric, "pooled", intent=intent), short=True) for metric in metrics[1:])
        cells = (figure_cell(figure, short=True), interval_cell(figure, runs, what), *others, *per_run.cells(runs))
        rows.append(Row((Cell(lookup.label(intent)), *cells), anchor("intent", f"{metrics[0]}-{intent}")))
    heads = [Column(capital(lookup.metrics[metric].title), True, "pooled") for metric in metrics]
    return Table(caption, (Column("Intent"), heads[0], what, *heads[1:], *per_run.columns), tuple(rows))


def head_cell(figure: FigureEntry) -> Cell:
    """The name of a measure, which leads to what it counts."""
    return Cell(capital(figure.title), href=f"#{definition(figure.metric)}")


def figure_cell(figure: FigureEntry | None, short: bool = False) -> Cell:
    """A figure with what it is of; `short` leaves out the runs, which the column says."""
    if figure is None:
        return Cell(NOT_MEASURED)
    note = basis(figure)
    if short:
        note = note.replace(over(figure), "").strip(" ·")
    return Cell(figure.shown, "" if note == figure.shown else note)


def interval_column(figures: Iterable[FigureEntry]) -> Column:
    """The head of the intervals; it says what they are of, where they are not of the figures themselves."""
    kinds = Counter(figure.interval.of for figure in figures if figure.interval is not None and figure.interval.of)
    return Column("95% interval", note=f"of {kinds.most_common(1)[0][0]}" if kinds else "")


def interval_cell(figure: FigureEntry, runs: Sequence[FigureEntry | None], column: Column) -> Cell:
    """Its interval, in words and drawn, with what each run has."""
    if figure.interval is None:
        return Cell("–")
    note = f"of {figure.interval.of}" if figure.interval.of else ""
    return Cell(interval(figure), "" if note == column.note else note, chart=bar(figure, runs))


def bar(figure: FigureEntry, runs: Sequence[FigureEntry | None] = ()) -> Bar | None:
    """The line to draw; None for what has no scale of its own."""
    if figure.value is None or scale(figure) == "points":
        return None
    there = [run for run in runs if run is not None and run.value is not None]
    values = tuple(run.value for run in there if run.value is not None)
    band = None if figure.interval is None else (figure.interval.low, figure.interval.high)
    top = 1.0
    while top < max((figure.value, *values, *(band or ()))):
        top *= 2
    end = {"percent": "100%", "count": f"{figure.denominator}"}.get(scale(figure), f"{top:g}")
    words = [f"{capital(figure.title)} {figure.shown}", f"interval {interval(figure)}" if band else ""]
    words += [f"runs {', '.join(run.shown for run in there)}" if len(there) > 1 else "", f"on a line from 0 to {end}"]
    title = "; ".join(word for word in words if word)
    return Bar(title, figure.value, 0.0, top, band, values if len(values) > 1 else ())


def capital(text: str) -> str:
    """With a capital, as the head of a row."""
    return text[:1].upper() + text[1:]


class RunColumns:
    """A column for each run of a table in which any run has a value; many runs share one."""

    def __init__(self, lookup: Lookup, rows: Iterable[Sequence[FigureEntry | None]]) -> None:
        runs = lookup.dossier.runs
        self._shown = len(runs) > 1 and any(any(row) for row in rows)
        self._shared = len(runs) > MOST_RUNS
        named = tuple(Column(lookup.run_head(run.id), True) for run in runs)
        shared = (Column(f"{count(len(runs), 'run')}, in their order"),)
        self.columns = () if not self._shown else shared if self._shared else named

    def cells(self, runs: Sequence[FigureEntry | None]) -> tuple[Cell, ...]:
        """The cells of one row."""
        if not self._shown:
            return ()
        words = ["–" if run is None else run.shown for run in runs]
        return (Cell(", ".join(words)),) if self._shared else tuple(map(Cell, words))


def _value(figure: FigureEntry) -> float:
    return -1.0 if figure.value is None else figure.value
