"""The later sections: tools, customers, traits, stability, cost and the bottom line."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.export.report.blocks import Block, Cell, Column, Note, Row, Table
from reviewer.export.report.found import found
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.opening import tier, unwritten
from reviewer.export.report.prose import prose
from reviewer.export.report.tables import RunColumns, capital, head_cell, interval_cell, interval_column, measures
from reviewer.export.report.words import NOT_MEASURED, count, sentence
from reviewer.model.dossier import FigureEntry

_LOOKED_UP = ("reads", "kb_searches", "kb_use", "kb_turns", "looked_up_first", "answered_unread")


def tools(lookup: Lookup) -> Iterator[Block]:
    """What was looked up, and what was said without a source."""
    yield from prose(lookup, "tools")
    yield from _measures(lookup, _LOOKED_UP, "What it looked up")
    if "reads" in lookup.metrics and "kb_use" not in lookup.metrics:
        yield Note("Knowledge base: the suite has no tool that searches one.")
    yield from _measures(lookup, ("invented_links", "failed_calls", "non_empty"), "Links, calls and replies")
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
                head_cell(lead),
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
    again = [name for name in lookup.metrics if name.startswith(("hold_", "traps_flipped"))]
    if (table := measures(lookup, again, "Traps held again and again, and traps that flip")) is not None:
        yield table


def cost(lookup: Lookup) -> Iterator[Block]:
    """The tier, and how much it talks."""
    yield from prose(lookup, "cost")
    yield Note(f"Cost tier: {tier(lookup)}. Nothing here says how fast the model answers: that is up to who serves it.")
    yield from _measures(lookup, ("agent_messages",), "Verbosity")
    yield from (Note(sentence(capital(one.sentence))) for one in lookup.dossier.quarters)


def bottom_line(lookup: Lookup) -> Iterator[Block]:
    """What remains."""
    yield from prose(lookup, "bottom-line") or (unwritten(),)


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
