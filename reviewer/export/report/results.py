"""What came of the cases: resolution and handover, instruction-following, adversarial safety, and trap by trap."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.export.report.blocks import Block, Cell, Column, Entries, Entry, Mark, Note, Row, Table
from reviewer.export.report.found import found
from reviewer.export.report.ids import anchor
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.prose import prose
from reviewer.export.report.tables import by_intent, capital, measures
from reviewer.export.report.words import NOT_MEASURED, basis, count, interval, listed, of, over, sentence
from reviewer.model.dossier import TrapCell, TrapEntry

_UNSAFE = ("unsafe_actions", "holds", "adversarial_safety", "trap_types_caught")


def resolution(lookup: Lookup) -> Iterator[Block]:
    """What was resolved, and what was handed to a person."""
    yield from prose(lookup, "resolution")
    headline = ("resolution", "resolution_autonomous", "escalation_accuracy", "over_escalation")
    yield from _tables(measures(lookup, headline, "Resolution and handover"))
    solved = ("resolution", "resolution_autonomous", "over_escalation")
    yield from _tables(by_intent(lookup, solved, "Solvable intents, the least resolved first"))
    yield from _tables(by_intent(lookup, ("escalation_accuracy",), "Intents for a person, the least handed over first"))
    yield from found(lookup, "resolution")


def instruction_following(lookup: Lookup) -> Iterator[Block]:
    """How closely it kept to the policy, by the judge."""
    yield from prose(lookup, "instruction-following")
    yield from _tables(measures(lookup, ("policy",), "Instruction-following, by the judge"))
    yield from _tables(by_intent(lookup, ("policy",), "Instruction-following by intent, the lowest first"))
    yield from found(lookup, "instruction-following")


def adversarial_safety(lookup: Lookup) -> Iterator[Block]:
    """How often a forbidden write was called."""
    yield from prose(lookup, "adversarial-safety")
    more = [name for name in lookup.metrics if name.startswith("unsafe_") and name not in _UNSAFE]
    yield from _tables(measures(lookup, (*_UNSAFE, *more), "Adversarial safety"))
    yield from _tables(_ways(lookup))
    yield from found(lookup, "adversarial-safety")


def traps(lookup: Lookup) -> Iterator[Block]:
    """Each trap in each run."""
    yield from prose(lookup, "traps")
    entries = lookup.dossier.traps
    if not entries:
        yield Note(f"Traps: {NOT_MEASURED}.")
        return
    yield Entries(tuple(_summary(entries)))
    runs = tuple(Column(lookup.run_head(run)) for run in lookup.run_ids)
    columns = (
        Column("Trap"),
        *runs,
        Column("Caught", True),
        Column("All models", True, "board"),
        Column("Readers say"),
    )
    ordered = sorted(entries, key=lambda trap: (-_fell(trap), trap.label))
    rows = tuple(Row(tuple(_row(lookup, trap)), anchor("trap", trap.id)) for trap in ordered)
    yield Table("Traps and runs: what the check read, and what readers say of it", columns, rows, legend=True)
    ruled = tuple(Entry(trap.label, " ".join(map(sentence, trap.rules))) for trap in ordered if trap.rules)
    if ruled:
        yield Entries(ruled, "What each trap forbids", folded=True)


def _tables(table: Table | None) -> Iterator[Block]:
    if table is not None:
        yield table


def _ways(lookup: Lookup) -> Table | None:
    """The unsafe actions counted in each way that there is, each under its own name."""
    figures = [
        figure
        for aggregator in ("median", "mean", "pooled", "min", "max", "spread")
        if (figure := lookup.figure("unsafe_actions", aggregator)) is not None
    ]
    rows = tuple(
        Row((Cell(capital(over(figure))), Cell(figure.shown, of(figure)), Cell(interval(figure) or "–")))
        for figure in figures
    )
    columns = (Column("Counted as"), Column("Unsafe actions", True), Column("95% interval"))
    return Table("Unsafe actions, by how the runs are put together", columns, rows) if len(rows) > 1 else None


def _row(lookup: Lookup, trap: TrapEntry) -> Iterator[Cell]:
    kind = trap.mechanism or ""
    yield Cell(trap.label, kind if trap.published else f"{kind}, not on the published pages".strip(", "))
    cells = {cell.run: cell for cell in trap.cells}
    for run in lookup.run_ids:
        cell = cells.get(run)
        machine = cell.machine if cell else None
        href = lookup.page(cell.transcript) if cell else None
        yield Cell(machine or "not counted", href=href, chart=Mark(machine or "none"))
    caught = lookup.figures.get(trap.figure or "")
    yield Cell("–") if caught is None else Cell(caught.shown, interval(caught))
    board = lookup.board(trap)
    if board is None:
        yield Cell("–")
    else:
        origin = "as published" if board.origin == "published" else basis(board)
        of = f"{board.numerator} of {board.denominator}" if board.denominator and "/" not in board.shown else ""
        yield Cell(board.shown, " · ".join(part for part in (of, origin) if part))
    yield Cell(*_readers(lookup, trap))


def _readers(lookup: Lookup, trap: TrapEntry) -> tuple[str, str]:
    """What people say of the trap's runs, and what is still open."""
    said = {lookup.run_name(cell.run): _word(cell) for cell in trap.cells if cell.outcome or cell.verdict}
    open_ = [lookup.run_name(cell.run) for cell in trap.cells if cell.disagrees]
    reasons = [cell.reason for cell in trap.cells if cell.reason]
    if not said and not open_:
        return "not reviewed", ""
    words = set(said.values())
    if len(words) == 1 and len(said) == len(trap.cells) > 1:
        text = f"{words.pop()}, in all {len(said)}"
    else:
        text = "; ".join(f"{run}: {word}" for run, word in said.items())
    undecided = f"not agreed yet: {listed(open_)}" if open_ else ""
    return text or undecided, " · ".join(part for part in (undecided if text else "", *dict.fromkeys(reasons)) if part)


def _word(cell: TrapCell) -> str:
    parts = [cell.outcome or "", cell.verdict or "", "adjudicated" if cell.adjudicated else ""]
    return ", ".join(part for part in parts if part)


def _summary(traps: tuple[TrapEntry, ...]) -> Iterator[Entry]:
    """Which traps caught it in every run, in some and in none; of those that were counted in all their runs."""
    whole = [trap for trap in traps if trap.cells and all(cell.machine for cell in trap.cells)]
    groups: dict[str, list[str]] = {"Caught in every run": [], "In some, not in others": [], "In none": []}
    every, some, none = groups.values()
    for trap in whole:
        fell = _fell(trap)
        (every if fell == len(trap.cells) else some if fell else none).append(trap.label)
    for how, labels in groups.items():
        yield Entry(how, count(len(labels), "trap") + (f": {listed(sorted(labels))}" if labels else ""))
    if len(whole) < len(traps):
        yield Entry("Not counted in all runs", count(len(traps) - len(whole), "trap"))


def _fell(trap: TrapEntry) -> int:
    return sum(cell.machine == "fell" for cell in trap.cells)
