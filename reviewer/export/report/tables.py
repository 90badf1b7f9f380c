"""Tables of figures: one row for each measure or intent, with its interval drawn on one line for all rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.export.report.blocks import Bar, Cell, Column, Row, Table
from reviewer.export.report.ids import anchor
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, over, scale
from reviewer.model.dossier import FigureEntry

MOST_RUNS = 6
"""Runs that have a column each; more share one."""


def measures(lookup: Lookup, metrics: Iterable[str], caption: str) -> Table | None:
    """One row for each of these metrics that was counted: the figure that speaks for it, its interval, each run."""
    rows = [
        Row((Cell(capital(lead.title)), figure_cell(lead), interval_cell(lead, runs), *_run_cells(runs)))
        for metric in metrics
        if (lead := lookup.lead(metric)) is not None
        for runs in [lookup.per_run(metric)]
    ]
    columns = (Column("Measure"), Column("Figure", True), Column("95% interval"), *_run_columns(lookup))
    return Table(caption, columns, tuple(rows)) if rows else None


def by_intent(lookup: Lookup, metrics: Sequence[str], caption: str) -> Table | None:
    """One row for each intent, the lowest of the first metric first; the first metric's interval is drawn."""
    first = {figure.scope["intent"]: figure for figure in lookup.intents(metrics[0])}
    if not first:
        return None
    shown = [metric for metric in metrics if any(lookup.intents(metric))]
    rows = []
    for intent, figure in sorted(first.items(), key=lambda pair: (_value(pair[1]), str(pair[0]))):
        runs = lookup.per_run(metrics[0], intent=str(intent))
        others = (lookup.figure(metric, "pooled", intent=str(intent)) for metric in shown[1:])
        cells = (
            figure_cell(figure, short=True),
            interval_cell(figure, runs),
            *(figure_cell(one, True) for one in others),
        )
        rows.append(
            Row((Cell(lookup.label(intent)), *cells, *_run_cells(runs)), anchor("intent", f"{metrics[0]}-{intent}"))
        )
    heads = [lookup.metrics[metric].title for metric in shown]
    columns = (
        Column("Intent"),
        Column(capital(heads[0]), True, "pooled"),
        Column("95% interval"),
        *(Column(capital(head), True, "pooled") for head in heads[1:]),
        *_run_columns(lookup),
    )
    return Table(caption, columns, tuple(rows))


def figure_cell(figure: FigureEntry | None, short: bool = False) -> Cell:
    """A figure with what it is of; `short` leaves out the runs, which the column says."""
    if figure is None:
        return Cell(NOT_MEASURED)
    note = basis(figure)
    if short:
        note = note.replace(over(figure), "").strip(" ·")
    return Cell(figure.shown, "" if note == figure.shown else note)


def interval_cell(figure: FigureEntry, runs: Sequence[FigureEntry | None] = ()) -> Cell:
    """Its interval, in words and drawn, with what each run has."""
    words = interval(figure) or "no interval"
    note = f"of {figure.interval.of}" if figure.interval is not None and figure.interval.of else ""
    return Cell(words, note, chart=bar(figure, runs))


def bar(figure: FigureEntry, runs: Sequence[FigureEntry | None] = ()) -> Bar | None:
    """The line to draw; None for what has no scale that all can share."""
    if figure.value is None or scale(figure) == "points":
        return None
    values = tuple(run.value for run in runs if run is not None and run.value is not None)
    band = None if figure.interval is None else (figure.interval.low, figure.interval.high)
    top = 1.0
    most = max((figure.value, *values, *(band or ())))
    while top < most:
        top *= 2
    return Bar(figure.value, 0.0, top, band, values if len(values) > 1 else ())


def capital(text: str) -> str:
    """With a capital, as the head of a row."""
    return text[:1].upper() + text[1:]


def _run_columns(lookup: Lookup) -> tuple[Column, ...]:
    runs = lookup.dossier.runs
    if len(runs) < 2:
        return ()
    if len(runs) > MOST_RUNS:
        return (Column(f"{count(len(runs), 'run')}, in their order"),)
    return tuple(Column(lookup.run_name(run.id).capitalize(), True) for run in runs)


def _run_cells(runs: Sequence[FigureEntry | None]) -> tuple[Cell, ...]:
    if len(runs) < 2:
        return ()
    if len(runs) > MOST_RUNS:
        return (Cell(", ".join(NOT_MEASURED if run is None else run.shown for run in runs)),)
    return tuple(Cell("–" if run is None else run.shown) for run in runs)


def _value(figure: FigureEntry) -> float:
    return -1.0 if figure.value is None else figure.value
