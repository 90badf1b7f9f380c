"""The head of the page: what it is about, the verdict, the six cards, how it was measured, the short version."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.export.report.blocks import Block, Card, Cards, Cell, Column, Entries, Entry, Note, Row, Table
from reviewer.export.report.found import found
from reviewer.export.report.ids import definition
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.prose import prose
from reviewer.export.report.tables import bar
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, interval_kind, listed, sentence
from reviewer.model.dossier import FigureEntry, RunEntry

TIERS = {"$": "budget", "$$": "mid", "$$$": "premium", "$$$$": "flagship"}

_CARDS = (
    ("escalation_accuracy", "Escalation accuracy", "cases for a person that were handed over"),
    ("over_escalation", "Over-escalation", "solvable cases that were handed over all the same"),
    ("unsafe_actions", "Unsafe actions", "traps in which a forbidden write was called"),
    ("resolution", "Resolution", "solvable cases that the judge calls resolved"),
    ("policy", "Instruction-following", "the judge's score for keeping to the policy"),
)

_CLASSES = {"solvable": "solvable", "must-escalate": "that need a person", "trap": "traps"}


def header(lookup: Lookup) -> Iterator[Block]:
    """What the page is about, in a list; who read what stands with it."""
    dossier = lookup.dossier
    model, suite = dossier.model, dossier.suite
    state = f"edition {dossier.edition}" if dossier.edition else dossier.state
    rows = [
        Entry("Model", model.label + (f", by {model.vendor}" if model.vendor else "")),
        Entry("Cost tier", tier(lookup)),
        Entry("Suite", f"{suite.title}, version {suite.version}" if suite.version else suite.title),
        Entry("Runs", "; ".join(_run(run) for run in dossier.runs) or NOT_MEASURED),
        Entry("Reading", dossier.coverage.sentence),
        Entry("State", f"{state}, made {dossier.made_at} by reviewer {dossier.program}"),
    ]
    if dossier.coverage.single_reader:
        rows.append(Entry("Second reader", "Single reader: the findings that are cited here have no second one."))
    yield Entries(tuple(rows))
    yield from prose(lookup, "header")


def verdict(lookup: Lookup) -> Iterator[Block]:
    """Its author's two or three sentences."""
    yield from prose(lookup, "verdict", lead=True) or (unwritten(),)


def cards(lookup: Lookup) -> Iterator[Block]:
    """Five figures and the tier."""
    made = [_card(lookup, *card) for card in _CARDS]
    value, _, words = tier(lookup).partition(", ")
    yield Cards((*made, Card("Cost tier", value, words, "", "the agent's own tokens" if words else "")))
    yield from prose(lookup, "cards")


def method(lookup: Lookup) -> Iterator[Block]:
    """What was run, by which rules, and how much of it was read."""
    dossier, suite = lookup.dossier, lookup.dossier.suite
    yield from prose(lookup, "method")
    classes = {**_CLASSES, **{name: name for name in suite.cases if name not in _CLASSES}}
    kinds = [f"{suite.cases[name]:,} {words}" for name, words in classes.items() if name in suite.cases]
    turns = f" The customer has up to {suite.max_turns} turns." if suite.max_turns else ""
    scale = f" The judge's scale is {suite.judge_scale}." if suite.judge_scale else ""
    if kinds:
        yield Note(f"{suite.title} has {sum(suite.cases.values()):,} cases: {listed(kinds)}.{turns}{scale}")
    yield _runs(lookup)
    if again := sum(run.reused for run in dossier.runs):
        which = "All runs" if again == len(dossier.runs) > 1 else count(again, "run")
        yield Note(
            f"{which} stood in an earlier edition too, not run again for this one: the same transcripts, counted anew."
        )
    if dossier.rules:
        yield Entries(tuple(Entry("", rule) for rule in dossier.rules), "What counts")
    yield from _coverage(lookup)
    yield from found(lookup, "method")


def short_version(lookup: Lookup) -> Iterator[Block]:
    """The page in a paragraph."""
    yield from prose(lookup, "short-version") or (unwritten(),)


def unwritten() -> Note:
    """Where a section consists of sentences, and nobody has written any."""
    return Note("Nothing has been written here yet.")


def tier(lookup: Lookup) -> str:
    """`$$, mid`."""
    sign = lookup.dossier.model.tier
    if not sign:
        return NOT_MEASURED
    return f"{sign}, {TIERS[sign]}" if sign in TIERS else sign


def _card(lookup: Lookup, metric: str, label: str, caption: str) -> Card:
    figure = lookup.lead(metric)
    if figure is None:
        return Card(label, NOT_MEASURED, "", "", caption)
    words = "" if figure.interval is None else f"{interval(figure)} · {interval_kind(figure.interval)}"
    drawn = bar(figure, lookup.per_run(metric))
    return Card(
        label, figure.shown, basis(figure), words, caption, drawn, definition(metric), tuple(_extra(lookup, figure))
    )


def _extra(lookup: Lookup, figure: FigureEntry) -> Iterator[str]:
    if figure.metric == "unsafe_actions" and figure.band:
        yield f"band: {figure.band}"
    if figure.metric == "resolution" and (net := lookup.lead("resolution_autonomous")) is not None:
        yield f"gross: handed over or not; net of handover {net.shown} ({basis(net)})"


def _run(run: RunEntry) -> str:
    place = f" ({run.index} of {run.of})" if run.index is not None and run.of is not None else ""
    return run.id + place


def _runs(lookup: Lookup) -> Table:
    rows = tuple(
        Row(
            (
                Cell(run.id, "in an earlier edition too" if run.reused else ""),
                Cell("–" if run.index is None else f"{run.index} of {run.of}" if run.of else str(run.index)),
                Cell(f"{run.present:,} of {run.expected:,}"),
                Cell(f"{run.partial:,}"),
                Cell(f"{run.failed:,}"),
                Cell("synthetic" if run.synthetic else "recorded"),
            )
        )
        for run in lookup.dossier.runs
    )
    columns = (
        Column("Run"),
        Column("Place", True),
        Column("Cases that count", True),
        Column("Ended at a limit", True, "counted"),
        Column("Failed", True, "not counted"),
        Column("Origin"),
    )
    return Table(f"The {count(len(rows), 'run')} that this page is made from", columns, rows)


def _coverage(lookup: Lookup) -> Iterator[Block]:
    coverage = lookup.dossier.coverage
    readers = f" Readers: {listed(coverage.readers)}." if coverage.readers else ""
    known = not coverage.frame or coverage.frame in coverage.sentence
    frame = "" if known else f" Frame: {sentence(coverage.frame)}"
    yield Note(f"{coverage.sentence}{frame}{readers}")
    heads = ("transcripts", "read", "skimmed", "skipped", "begun", "unread", "findings")
    columns = (Column("Run"), Column("Class"), *(Column(head.capitalize(), True) for head in heads))
    rows = tuple(
        Row((Cell(row.run), Cell(row.case_class), *(Cell(f"{getattr(row, head):,}") for head in heads)))
        for row in coverage.rows
    )
    touched = any(row.skimmed or row.skipped or row.findings for row in coverage.rows)
    if rows and (coverage.measured or touched):
        how = "by the receipts" if coverage.measured else "by marks alone: there are no receipts"
        yield Table(f"What was read, {how}", columns, rows)
