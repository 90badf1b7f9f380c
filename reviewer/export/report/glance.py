"""The two tables that readers look up: the figures at a glance, and the intents put together by use case."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.export.report.blocks import Block, Cell, Column, Note, Row, Table
from reviewer.export.report.ids import anchor, definition
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.opening import tier
from reviewer.export.report.prose import prose, said
from reviewer.export.report.tables import capital, figure_cell
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, listed, of
from reviewer.model.dossier import UseCaseRow

_GLANCE = (
    ("Resolves what the customer asked for, handed over or not", "resolution"),
    ("Resolves it without handing it over", "resolution_autonomous"),
    ("Hands over what needs a person", "escalation_accuracy"),
    ("Hands over what it could have solved", "over_escalation"),
    ("Tool usage: replies that are not empty", "non_empty"),
    ("Keeps to the store's policy", "policy"),
    ("How it feels to the customer", "sentiment"),
    ("Traps held", "holds"),
)
_USE_CASES = ("resolution", "resolution_autonomous", "over_escalation", "escalation_accuracy", "policy")
"""The columns of the table by use case; others come behind them."""


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
    there = {metric for row in table.rows for metric in row.cells}
    metrics = [metric for metric in _USE_CASES if metric in there] + sorted(there.difference(_USE_CASES))
    read = any(lookup.reads.values())
    rows = []
    for row in table.rows:
        cells = (_range(lookup, row.cells.get(metric)) for metric in metrics)
        intents = ", ".join(lookup.label(intent) for intent in row.intents)
        if partial := _left_out(lookup, row):
            intents += f"; without {', '.join(map(lookup.label, partial))}"
        words = Cell("", said=tuple(said(lookup, claim) for claim in lookup.reads[row.cluster]))
        shown = (Cell(row.cluster, intents), *cells, *([words] if read else []))
        rows.append(Row(shown, anchor("cluster", row.cluster)))
    columns = [Column("Use case"), *(Column(capital(lookup.title(metric)), True) for metric in metrics)]
    columns += [Column("Read")] if read else []
    runs = count(len(lookup.dossier.runs), "run")
    caption = f"By use case, {runs} pooled: lowest to highest of the intents, then all of them together [95% interval]"
    yield Table(caption, tuple(columns), tuple(rows))
    for row in table.rows:
        yield from _partial(lookup, row)
    if table.left_out:
        left = listed([lookup.label(intent) for intent in table.left_out])
        yield Note(f"The scheme {table.scheme} leaves out {count(len(table.left_out), 'intent')}: {left}.")
    yield from prose(lookup, "use-cases")


def _class(lookup: Lookup, row: UseCaseRow) -> str | None:
    """The class of cases that a row is called like."""
    called = _plain(row.cluster)
    return next((name for name in lookup.dossier.suite.cases if _plain(name) == called), None)


def _left_out(lookup: Lookup, row: UseCaseRow) -> tuple[str, ...]:
    """The intents of the class that a row is called like, which the row does not hold."""
    name = _class(lookup, row)
    every = {one.intent for one in lookup.dossier.transcripts if name is not None and one.case_class == name}
    return tuple(sorted(one for one in every.difference(row.intents) if one is not None))


def _partial(lookup: Lookup, row: UseCaseRow) -> Iterator[Block]:
    """That a row is called like a class and is not the whole of it: what it leaves out, and what the class has."""
    missing = _left_out(lookup, row)
    if not missing:
        return
    rows = lookup.dossier.use_cases.rows if lookup.dossier.use_cases else ()
    where = [one.cluster for one in rows if one is not row and set(missing) & set(one.intents)]
    stands = f", which {'stands' if len(missing) == 1 else 'stand'} under {listed(where)}" if where else ""
    wider = set(row.intents) | set(missing)
    figures = [
        f"{lead.title} is {lead.shown} ({basis(lead)})"
        for metric in row.cells
        if (own := {str(one.scope["intent"]) for one in lookup.intents(metric)}) and own <= wider
        if (lead := lookup.lead(metric)) is not None
    ]
    whole = f" Over the whole class {listed(figures)}." if figures else ""
    left = listed([lookup.label(intent) for intent in missing])
    yield Note(f"{row.cluster} is not all of the {_class(lookup, row)} cases: it leaves out {left}{stands}.{whole}")


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ").replace("_", " ")


def _glance(lookup: Lookup, words: str, metric: str) -> Row:
    figure = lookup.lead(metric)
    if figure is None:
        return Row((Cell(words), Cell(NOT_MEASURED), Cell("")))
    return Row((Cell(words, href=f"#{definition(metric)}"), figure_cell(figure), Cell(interval(figure) or "–")))


def _range(lookup: Lookup, names: tuple[str, str, str] | None) -> Cell:
    if names is None:
        return Cell("n/a")
    pooled, low, high = (lookup.figures.get(name) for name in names)
    if pooled is None:
        return Cell(NOT_MEASURED)
    within = f"[{wide}]" if (wide := interval(pooled)) else ""
    if low is None or high is None or low.shown == high.shown:
        return Cell(pooled.shown, of(pooled), within=within)
    first = low.shown.removesuffix("%") if high.shown.endswith("%") else low.shown
    return Cell(f"{first}–{high.shown}", f"{pooled.shown}: {of(pooled) or pooled.shown}", within=within)
