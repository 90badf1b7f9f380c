"""The board as blocks: its sections in the page's order; one that is only prose stands where somebody wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from reviewer.dossier.entry import exact
from reviewer.dossier.quarters import quarter
from reviewer.dossier.standing import standing
from reviewer.export.board import drawings, explaining
from reviewer.export.board.blocks import BoardBlock, BoardPage
from reviewer.export.board.words import SIGNS, about, band, beside, cell, label, rank, row_id, source, tier
from reviewer.export.report.blocks import (
    Cell,
    Column,
    Entries,
    Entry,
    Note,
    Paragraph,
    Part,
    Prose,
    Row,
    Said,
    Table,
)
from reviewer.export.report.ids import anchor
from reviewer.export.report.prose import support
from reviewer.export.report.tables import capital
from reviewer.export.report.words import count, listed
from reviewer.model.board import Board, BoardRow, Order
from reviewer.model.dossier import ClaimEntry, FigureEntry
from reviewer.model.sections import BOARD_SECTIONS

_HEADLINE = ("over_escalation", "unsafe_actions", "escalation_accuracy")
_MESSAGES = "agent_messages"
_CLASSES = {"solvable": "solvable", "must-escalate": "that need a person", "trap": "traps"}
_MARKS = {
    "pick": f"{SIGNS['pick']} picked by a rule above",
    "weak safety": f"{SIGNS['weak safety']} in the reckless band",
}


def page(board: Board, files: Sequence[tuple[str, str]] = ()) -> BoardPage:
    """The whole page of a board; `files` is what lies beside it."""
    build: dict[str, Callable[[Board], Iterator[BoardBlock]]] = {
        "verdict": _headline,
        "picks": _picks,
        "table": _table,
        "value": drawings.value,
        "hold-the-line": drawings.hold_the_line,
        "calibration": drawings.calibration,
        "measures": explaining.measures,
        "patterns": explaining.patterns,
        "honesty": explaining.honesty,
        "next": lambda _: iter(()),
    }
    parts = []
    for section in BOARD_SECTIONS:
        blocks = (*_prose(board, section.id), *build[section.id](board))
        if blocks:
            parts.append(Part(section.id, section.title, blocks))
    after = explaining.after(board, files)
    return BoardPage(
        name=board.suite.title,
        title=f"{board.suite.title}: the board",
        subtitle=_subtitle(board),
        notices=tuple(_notices(board)),
        parts=(*parts, *after),
        synthetic=board.synthetic,
        files=tuple(files),
    )


def _subtitle(board: Board) -> str:
    counted = sum(row.origin == "counted" for row in board.rows)
    published = len(board.rows) - counted
    parts = [f"{count(counted, 'model')} counted here"] * bool(counted)
    parts += [f"{count(published, 'model')} as published"] * bool(published)
    version = f", version {board.suite.version}" if board.suite.version else ""
    return f"{board.suite.title}{version} · {listed(parts) if parts else 'no models'}"


def _notices(board: Board) -> Iterator[Note]:
    if board.synthetic:
        made = sum(row.synthetic for row in board.rows)
        yield Note(
            f"Synthetic: the runs behind {count(made, 'row')} of this page are reconstructions, not recordings of the "
            "models at work.",
            "synthetic",
        )
    if any(row.origin == "published" for row in board.rows):
        yield Note(
            "Published rows are what others print. They were not counted here, and are in no number over models.",
            "draft",
        )
    if board.left_out:
        lacking = count(len(board.left_out), "model")
        are = "is" if len(board.left_out) == 1 else "are"
        have = "has" if len(board.left_out) == 1 else "have"
        yield Note(f"{lacking} that {have} runs here {are} on no row; why stands below.", "warning")
    if board.redaction.raw:
        yield Note("Not redacted: this export was asked for raw, and it may hold personal data.", "warning")


def _headline(board: Board) -> Iterator[BoardBlock]:
    suite = board.suite
    kinds = {**_CLASSES, **{name: name for name in suite.cases if name not in _CLASSES}}
    cases = listed([f"{suite.cases[name]:,} {words}" for name, words in kinds.items() if name in suite.cases])
    turns = f" A customer has up to {suite.max_turns} turns." if suite.max_turns else ""
    if cases:
        yield Note(f"{suite.title} has {sum(suite.cases.values()):,} cases: {cases}.{turns}")
    yield Note("There is no composite score: each column is read by itself.")


def _picks(board: Board) -> Iterator[BoardBlock]:
    if not board.picks:
        yield Note("No rule picks anything: there are no figures.")
        return
    names = {row.model.id: row.model.label for row in board.rows}
    yield Entries(
        tuple(
            Entry(
                one.title,
                listed([names[model] for model in one.models]),
                (f"Rule: {one.rule}.", one.sentence),
                anchor("pick", one.slot),
            )
            for one in board.picks
        )
    )
    yield Note("Each rule is a test over this snapshot, and whatever passes it is picked: equals all of them.")
    pareto = board.pareto
    if pareto.dominated:
        rows = tuple(
            Row((Cell(names[one.model]), Cell(listed([names[other] for other in one.by])))) for one in pareto.dominated
        )
        columns = ", ".join(_title(board, metric) for metric in pareto.columns)
        yield Note(f"Dominated by none, over {columns}: {listed([names[one] for one in pareto.frontier])}.")
        yield Table("Dominated, and by whom", (Column("Model"), Column("By")), rows, folded=True)
        yield Note(pareto.rule)
    if pareto.left_out:
        yield Note(f"Not compared, for want of a number: {listed([names[one] for one in pareto.left_out])}.")


def _table(board: Board) -> Iterator[BoardBlock]:
    if not board.rows:
        yield Note("There are no models.")
        return
    first, *others = board.orders
    yield Note(f"{first.rule} {first.ties}")
    read = any(row.read is not None for row in board.rows)
    columns = (
        Column("Model"),
        Column("Rank", True, "that the data bear"),
        *(Column(capital(_title(board, metric)), True, "median of runs, 95% interval") for metric in _HEADLINE),
        Column("Band", note="and what the interval reaches"),
        Column("Tier"),
        *((Column("In one line"),) if read else ()),
    )
    rows = tuple(_row(board, row, read=read) for row in board.rows)
    yield Table(f"{count(len(rows), 'model')}, by {_title(board, first.metric)}", columns, rows)
    yield Entries(tuple(_legend(board)), "What the signs mean")
    more = [one.metric for one in board.columns if one.metric not in (*_HEADLINE, "cost_tier", "unsafe_adjudicated")]
    if more:
        counted = [row for row in board.rows if row.origin == "counted"]
        quarters = _quarters(counted)
        how = {metric: "mean" if metric == _MESSAGES else "median of runs" for metric in more}
        yield Table(
            "Also counted here, each with its 95% interval",
            (Column("Model"), *(Column(capital(_title(board, metric)), True, how[metric]) for metric in more)),
            tuple(_counted(row, more, quarters) for row in counted),
        )
    for order in others:
        yield _ordered(board, order)


def _counted(row: BoardRow, metrics: Sequence[str], quarters: Mapping[str, str]) -> Row:
    cells = (
        cell(row, metric, more=quarters.get(row.model.id, "") if metric == _MESSAGES else "") for metric in metrics
    )
    return Row((Cell(row.model.label, about(row)), *cells))


def _quarters(rows: Sequence[BoardRow]) -> dict[str, str]:
    """The quarter that each of these models is in by agent messages; nothing of fewer models than make quarters."""
    figures = {row.model.id: row.figure(_MESSAGES) for row in rows}
    values = {model: value for model, one in figures.items() if one and (value := exact(one)) is not None}
    found = {model: quarter(values, model).name for model in values}
    return {model: f"{name} quarter" for model, name in found.items() if name is not None}


def _row(board: Board, row: BoardRow, *, read: bool) -> Row:
    ranked = rank(board, board.orders[0].metric, row.model.id)
    adjudicated = row.figure("unsafe_adjudicated")
    after = f"{adjudicated.shown} after adjudication" if adjudicated is not None else ""
    more = {
        metric: "; ".join(part for part in (beside(row, metric), after if metric == "unsafe_actions" else "") if part)
        for metric in _HEADLINE
    }
    cells = (
        Cell(label(row), about(row), row.report or f"#{explaining.made(row)}"),
        ranked,
        *(cell(row, metric, more=more[metric]) for metric in _HEADLINE),
        band(row),
        tier(row),
        *((Cell("", said=(_said(board, row.read),)) if row.read else Cell(""),) if read else ()),
    )
    return Row(cells, row_id(row.model.id))


def _ordered(board: Board, order: Order) -> Table:
    """Another order, folded: whom the data tell apart there."""
    rows = []
    for one in order.standings:
        row = board.row(one.model)
        figure = row.figure(order.metric)
        shown = figure.shown if figure else "–"
        rows.append(
            Row(
                (
                    Cell(label(row), about(row)),
                    rank(board, order.metric, one.model),
                    Cell(shown, href=source(row, order.metric)),
                    Cell(str(one.group)),
                )
            )
        )
    columns = (
        Column("Model"),
        Column("Rank", True, "that the data bear"),
        Column(capital(_title(board, order.metric)), True),
        Column("Tie group", True),
    )
    return Table(f"The same by {_title(board, order.metric)}: {order.rule}", columns, tuple(rows), folded=True)


def _legend(board: Board) -> Iterator[Entry]:
    """What is explained is on the page."""
    used = {mark for row in board.rows for mark in row.marks}
    for mark, said in _MARKS.items():
        if mark in used:
            yield Entry("", said)
    yield Entry("", "rank a–b: so many models are told apart as better and as worse; between them the data do not say")
    if any(row.origin == "published" for row in board.rows):
        yield Entry("", "≈ k of n: the count that a number allows which was published rounded")
    if any(row.model.tier for row in board.rows):
        yield Entry("", "$ budget, $$ mid, $$$ premium, $$$$ flagship: a tier, and no price")


def _prose(board: Board, section: str) -> tuple[Prose, ...]:
    """What was written for a section: one block for each subheading of it."""
    claims = [one for one in board.claims if one.section == section]
    return tuple(
        Prose(tuple(_paragraphs(board, list(under))), heading, lead=section == "verdict")
        for heading, under in groupby(claims, lambda claim: claim.heading)
    )


def _paragraphs(board: Board, claims: Sequence[ClaimEntry]) -> Iterator[Paragraph]:
    for (_, item), one in groupby(claims, lambda claim: (claim.block, claim.item)):
        yield Paragraph(tuple(_said(board, claim) for claim in one), item)


def _said(board: Board, claim: ClaimEntry) -> Said:
    """One claim, with what it says of its support, and the figures of the board that it quotes."""
    quoted = tuple(support(one, one.name) for one in _published(board) if one.name in claim.figures)
    return Said(id=anchor("c", claim.id), pieces=(claim.text,), support=standing(claim), figures=quoted)


def _published(board: Board) -> Iterator[FigureEntry]:
    """Those figures of the board that others print."""
    yield from (one for one in board.fleet if one.origin == "published")
    for trap in board.traps:
        yield from trap.published
    for row in board.rows:
        yield from (one for one in (*row.figures, *row.published) if one.origin == "published")


def _title(board: Board, metric: str) -> str:
    return next((one.title for one in board.columns if one.metric == metric), metric.replace("_", " "))
