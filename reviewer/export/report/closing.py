"""The rest of the page: tools, customers, traits, stability, comparison, cost, the bottom line and the two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.export.report.blocks import Bar, Block, Cell, Column, Note, Row, Table
from reviewer.export.report.found import found
from reviewer.export.report.ids import anchor
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.opening import tier, unwritten
from reviewer.export.report.prose import prose, said
from reviewer.export.report.tables import RunColumns, capital, figure_cell, interval_cell, interval_column, measures
from reviewer.export.report.words import (
    NOT_MEASURED,
    basis,
    chance,
    count,
    interval,
    interval_note,
    listed,
    points,
    within,
)
from reviewer.model.dossier import Comparison, FigureEntry

_GLANCE = (
    ("Resolves what the customer asked for", "resolution"),
    ("Hands over what needs a person", "escalation_accuracy"),
    ("Hands over what it could have solved", "over_escalation"),
    ("Tool usage: replies that are not empty", "non_empty"),
    ("Keeps to the store's policy", "policy"),
    ("How it feels to the customer", "sentiment"),
    ("Traps held", "holds"),
)


def tools(lookup: Lookup) -> Iterator[Block]:
    """What was looked up, and what was said without a source."""
    yield from prose(lookup, "tools")
    yield from _measures(lookup, ("non_empty", "completed", "partials"), "Replies and cases")
    yield from found(lookup, "tools")


def experience(lookup: Lookup) -> Iterator[Block]:
    """The customer's side, by the judge."""
    yield from prose(lookup, "experience")
    yield from _measures(lookup, ("sentiment",), "The customer's side, by the judge")
    yield from found(lookup, "experience")


def traits(lookup: Lookup) -> Iterator[Block]:
    """What it does well, and what not."""
    written = prose(lookup, "traits")
    blocks = (*written, *found(lookup, "traits"))
    yield from blocks or (unwritten(),)


def stability(lookup: Lookup) -> Iterator[Block]:
    """Each headline figure, run by run, with the distance between the lowest and the highest."""
    yield from prose(lookup, "stability")
    runs = lookup.dossier.runs
    if len(runs) < 2:
        yield Note(f"{capital(count(len(runs), 'run'))}: how much it moves from run to run is {NOT_MEASURED}.")
        return
    found = [
        (lead, values)
        for metric in lookup.metrics
        if (lead := lookup.lead(metric)) is not None and any(values := lookup.per_run(metric))
    ]
    what, per_run = interval_column(lead for lead, _ in found), RunColumns(lookup, (values for _, values in found))
    rows = tuple(
        Row(
            (
                Cell(capital(lead.title)),
                interval_cell(lead, values, what),
                _range_of_runs(lookup, lead),
                *per_run.cells(values),
            )
        )
        for lead, values in found
    )
    columns = (Column("Measure"), what, Column("Highest minus lowest", True), *per_run.columns)
    if rows:
        yield Table("Run by run", columns, rows)


def comparison(lookup: Lookup) -> Iterator[Block]:
    """This model beside others: paired by case where both were run here, as published where they were not."""
    yield from prose(lookup, "comparison")
    dossier = lookup.dossier
    if dossier.comparisons:
        reach = _reach(dossier.comparisons)
        rows = tuple(_compared(one, _title(lookup, one.metric), reach) for one in dossier.comparisons)
        columns = (
            Column("Measure"),
            Column("Beside"),
            Column("Difference", True),
            Column("95% interval"),
            Column("McNemar", True, "exact p"),
            Column("by Holm", True, "adjusted p"),
            Column("In words"),
        )
        yield Table(f"{dossier.model.label} minus the other, paired by case", columns, rows)
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


def cost(lookup: Lookup) -> Iterator[Block]:
    """The tier, and how much it talks."""
    yield from prose(lookup, "cost")
    yield Note(f"Cost tier: {tier(lookup)}. Nothing here says how fast the model answers: that is up to who serves it.")
    yield from _measures(lookup, ("agent_messages",), "Verbosity")


def bottom_line(lookup: Lookup) -> Iterator[Block]:
    """What remains."""
    yield from prose(lookup, "bottom-line") or (unwritten(),)


def at_a_glance(lookup: Lookup) -> Iterator[Block]:
    """The figures again, one line each."""
    rows = [_glance(lookup, words, metric) for words, metric in _GLANCE]
    rows.append(Row((Cell("Cost tier"), Cell(tier(lookup)), Cell("the agent's own tokens"))))
    columns = (Column("Question"), Column(lookup.dossier.model.label, True), Column("95% interval"))
    yield Table(f"At a glance, {count(len(lookup.dossier.runs), 'run')}", columns, tuple(rows))
    yield from prose(lookup, "at-a-glance")


def use_cases(lookup: Lookup) -> Iterator[Block]:
    """The intents put together as a reader would."""
    table = lookup.dossier.use_cases
    if table is None:
        yield Note("No scheme puts the intents of this page together; they stand one by one in the sections above.")
        yield from prose(lookup, "use-cases")
        return
    metrics = list(dict.fromkeys(metric for row in table.rows for metric in row.cells))
    rows = []
    for row in table.rows:
        cells = (_range(lookup, row.cells.get(metric)) for metric in metrics)
        intents = ", ".join(lookup.label(intent) for intent in row.intents)
        claim = lookup.claims.get(row.read or "")
        read = Cell("") if claim is None else Cell(claim.text, said=said(lookup, claim))
        rows.append(Row((Cell(row.cluster, intents), *cells, read), anchor("cluster", row.cluster)))
    columns = (
        Column("Use case"),
        *(Column(capital(_title(lookup, metric)), True) for metric in metrics),
        Column("Read"),
    )
    runs = count(len(lookup.dossier.runs), "run")
    yield Table(
        f"By use case, {runs} pooled: lowest to highest of the intents, then all of them together", columns, tuple(rows)
    )
    if table.left_out:
        left = listed([lookup.label(intent) for intent in table.left_out])
        yield Note(f"The scheme {table.scheme} leaves out {count(len(table.left_out), 'intent')}: {left}.")
    yield from prose(lookup, "use-cases")


def _measures(lookup: Lookup, metrics: tuple[str, ...], caption: str) -> Iterator[Block]:
    table = measures(lookup, metrics, caption)
    if table is not None:
        yield table
    else:
        yield Note(f"{caption}: {NOT_MEASURED}.")


def _range_of_runs(lookup: Lookup, lead: FigureEntry) -> Cell:
    low, high, spread = (lookup.figure(lead.metric, aggregator) for aggregator in ("min", "max", "spread"))
    if spread is None:
        return Cell("–")
    return Cell(spread.shown, f"{low.shown} to {high.shown}" if low and high else "")


def _title(lookup: Lookup, metric: str) -> str:
    return lookup.metrics[metric].title if metric in lookup.metrics else metric.replace("_", " ")


def _reach(comparisons: Sequence[Comparison]) -> float:
    """How far from zero the line of all rows goes, both ways."""
    ends = [abs(end) for one in comparisons if one.interval for end in (one.interval.low, one.interval.high)]
    return max((*ends, *(abs(one.difference) for one in comparisons), 0.01)) * 1.05


def _compared(one: Comparison, title: str, reach: float) -> Row:
    drawn = None
    words, note = "no interval", ""
    if one.interval is not None:
        words, note = within(one.interval, "points"), interval_note(one.interval)
        shown = f"{points(one.difference)}, {words}; the line goes from {points(-reach)} to {points(reach)}"
        drawn = Bar(shown, one.difference, -reach, reach, (one.interval.low, one.interval.high), zero=0.0)
    return Row(
        (
            Cell(capital(title)),
            Cell(one.other, f"{count(one.cases, 'case')}"),
            Cell(points(one.difference)),
            Cell(words, note, chart=drawn),
            Cell(chance(one.mcnemar)),
            Cell(chance(one.adjusted)),
            Cell(one.sentence),
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
        yield Table("What others published: not counted here, and added to nothing that is", columns, rows)


def _about(lookup: Lookup, figure: FigureEntry) -> str:
    scope = {key: value for key, value in figure.scope.items() if key != "suite"}
    named = [lookup.label(value) if key in ("intent", "trap") else str(value) for key, value in scope.items()]
    return ", ".join(named) or "all models"


def _glance(lookup: Lookup, words: str, metric: str) -> Row:
    figure = lookup.lead(metric)
    if figure is None:
        return Row((Cell(words), Cell(NOT_MEASURED), Cell("")))
    return Row((Cell(words), figure_cell(figure), Cell(interval(figure) or "no interval")))


def _range(lookup: Lookup, names: tuple[str, str, str] | None) -> Cell:
    if names is None:
        return Cell("n/a")
    pooled, low, high = (lookup.figures.get(name) for name in names)
    if pooled is None:
        return Cell(NOT_MEASURED)
    if low is None or high is None or low.shown == high.shown:
        return figure_cell(pooled, short=True)
    first = low.shown.removesuffix("%") if high.shown.endswith("%") else low.shown
    return Cell(f"{first}–{high.shown}", f"{pooled.shown}: {basis(pooled)}")
