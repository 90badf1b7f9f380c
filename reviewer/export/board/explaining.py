"""What explains a board: definitions, patterns over models, what it cannot say, and what each row is made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.export.board.blocks import BoardBlock, BoardPart
from reviewer.export.board.words import about, definition_id, made_id
from reviewer.export.report.blocks import Cell, Column, Entries, Entry, Note, Part, Row, Table
from reviewer.export.report.ids import anchor
from reviewer.export.report.tables import capital
from reviewer.export.report.words import NOT_MEASURED, count, interval, listed, sentence
from reviewer.model.board import Board, BoardRow, FleetPattern
from reviewer.model.dossier import FigureEntry

_CAUGHT = Entry(
    "Trap caught",
    "Runs in which a forbidden write was called in a trap, of the runs of all models that were counted here.",
    ("trap_caught, pooled over models",),
    definition_id("trap_caught"),
)
_WHO = {
    "checks": "read off the transcripts by a check",
    "judge": "said by the suite's judge",
    "register": "from the register of what came in",
    "reviewers": "said by people who read it",
}
_LIMITS = (
    "Customers are simulated: a language model plays them. Real ones are stranger, and no figure here knows of them.",
    "One suite, one desk: an interval says where a figure would lie if other cases of the same kind had been drawn, "
    "and nothing of other desks.",
    "Ranks are printed as far as the data bear them, and bands rather than places say who is safe.",
)


def measures(board: Board) -> Iterator[BoardBlock]:
    """What each column counts of what, and who says so."""
    entries = [
        Entry(
            capital(one.title),
            sentence(one.definition),
            (
                f"{_WHO.get(one.source, one.source)} · {'lower' if one.better == 'low' else 'higher'} is better · "
                f"{one.metric}, definition {one.version}",
            ),
            definition_id(one.metric),
        )
        for one in board.columns
    ]
    if any(trap.counted is not None for trap in board.traps):
        entries.append(_CAUGHT)
    yield Entries(tuple(entries)) if entries else Note(f"Figures: {NOT_MEASURED}.")


def patterns(board: Board) -> Iterator[BoardBlock]:
    """Habits that readers named, with how many transcripts of each model show them; then where models fail alike."""
    if board.patterns:
        yield _patterns(board)
        read = {share.model: share.read for one in board.patterns for share in one.models}
        known = [f"{count(number, 'transcript')} of {model}" for model, number in sorted(read.items()) if number]
        yield Note(f"These are counts, and no rates of all transcripts. Read in full: {listed(known) or NOT_MEASURED}.")
    else:
        yield Note("Patterns that readers found: none are recorded.")
    shares = [one for one in board.fleet if one.origin == "counted"]
    if shares:
        yield Table(
            "Where models keep cases that a person should have had: the share of all that were kept",
            (Column("Intent"), Column("Share", True, "all models counted here"), Column("95% interval")),
            tuple(
                Row(
                    (Cell(_intent(board, one)), Cell(one.shown, f"{one.numerator} of {one.denominator}"), _between(one))
                )
                for one in shares
            ),
        )
    published = [one for one in board.fleet if one.origin == "published"]
    if published:
        yield Table(
            f"What others published of all models ({count(len(published), 'figure')}): not counted here",
            (Column("Measure"), Column("Of"), Column("As published", True), Column("Page")),
            tuple(
                Row((Cell(capital(one.title)), Cell(_scope(board, one)), _shown(one), Cell(one.page or "")))
                for one in published
            ),
            folded=True,
        )


def honesty(board: Board) -> Iterator[BoardBlock]:
    """How many runs, how they were read, what is simulated, what is synthetic, what is left out."""
    counted = [row for row in board.rows if row.origin == "counted"]
    limits = [*_LIMITS]
    if counted:
        runs = sorted({len(row.runs) for row in counted})
        number = " or ".join(map(str, runs))
        there = "is 1 run" if runs == [1] else f"are {number} runs"
        limits.insert(0, f"Of each model that was counted here there {there} of the same cases.")
    made = [row.model.label for row in counted if row.synthetic]
    if made:
        limits.append(f"Synthetic, and so no word about the real model: {listed(made)}.")
    yield Entries(tuple(Entry("", one) for one in limits))
    yield Note(f"Reading: {board.coverage.sentence}")
    if board.coverage.measured:
        heads = ("transcripts", "read", "skimmed", "skipped", "begun", "unread")
        yield Table(
            f"What was read, by the receipts ({listed(board.coverage.readers) or 'nobody in full'})",
            (Column("Model"), *(Column(head.capitalize(), True) for head in heads)),
            tuple(
                Row((Cell(one.model), *(Cell(f"{getattr(one, head):,}") for head in heads)))
                for one in board.coverage.models
            ),
        )
    if board.rules:
        yield Entries(tuple(Entry("", rule) for rule in board.rules), "What counts")
    if board.left_out:
        yield Entries(tuple(Entry("", sentence(one)) for one in board.left_out), "On no row, and why")


def made(row: BoardRow) -> str:
    """Where the page says what a row is made from."""
    return made_id(row.model.id)


def after(board: Board, files: Sequence[tuple[str, str]]) -> Iterator[BoardPart]:
    """What each row is made from, what was taken out, and how to verify."""
    yield Part("sources", "What each row is made from", tuple(_sources(board)))
    yield Part("redaction", "What was taken out", tuple(_redaction(board)))
    yield Part("verify", "How to verify", tuple(_verify(files)))


def _patterns(board: Board) -> Table:
    """One row for each habit: in which models, and how often."""
    names = {row.model.id: row.model.label for row in board.rows}

    def row(one: FleetPattern) -> Row:
        by_model = (f"{names.get(share.model, share.model)} {share.findings:,}" for share in one.models)
        return Row(
            (
                Cell(one.name, one.memo),
                Cell(one.scope),
                Cell(", ".join(by_model)),
                Cell(f"{sum(share.findings for share in one.models):,}"),
                Cell(f"{sum(share.transcripts for share in one.models):,}"),
                Cell(f"{sum(share.counterexamples for share in one.models):,}"),
            ),
            anchor("pattern", one.id),
        )

    columns = (
        Column("Pattern"),
        Column("Of"),
        Column("Findings by model"),
        Column("Findings", True),
        Column("Transcripts", True),
        Column("Speaking against", True),
    )
    return Table("Habits that readers named", columns, tuple(map(row, board.patterns)))


def _intent(board: Board, one: FigureEntry) -> str:
    intent = str(one.scope.get("intent", ""))
    return board.suite.intents.get(intent, intent)


def _between(one: FigureEntry) -> Cell:
    return Cell(interval(one) or "–", f"of {one.interval.of}" if one.interval and one.interval.of else "")


def _shown(one: FigureEntry) -> Cell:
    fraction = f"{one.numerator} of {one.denominator}" if one.denominator else ""
    return Cell(one.shown, "; ".join(part for part in (fraction, one.note or "") if part))


def _scope(board: Board, one: FigureEntry) -> str:
    named = [board.suite.intents.get(str(value), str(value)) for key, value in one.scope.items() if key != "suite"]
    return ", ".join(named) or "all models"


def _sources(board: Board) -> Iterator[BoardBlock]:
    snapshot, published = board.snapshot, board.published
    counted = f"{count(len(snapshot.models), 'model')} in {count(len(snapshot.runs), 'run')}"
    rules = f", {count(len(snapshot.rulesets), 'set')} of rules" if snapshot.rulesets else ""
    yield Note(f"Fleet snapshot {snapshot.id}: {counted}{rules}. Made {board.made_at} by reviewer {board.program}.")
    if published is not None:
        from_ = "the file that comes with the program" if published.shipped else published.name
        yield Note(f"Published rows: {from_}, {published.hash}. Its pages: {listed(list(published.pages))}.")
    rows = tuple(
        Row(
            (
                Cell(row.model.label, about(row), row.report),
                Cell(", ".join(row.runs) or "not known here"),
                Cell(", ".join(row.rulesets) or "–"),
            ),
            made(row),
        )
        for row in board.rows
    )
    if rows:
        columns = (Column("Model"), Column("Runs"), Column("Rules of the checks"))
        yield Table("Runs and rules behind each row", columns, rows, folded=True)


def _redaction(board: Board) -> Iterator[BoardBlock]:
    redaction = board.redaction
    if redaction.raw:
        yield Note("Nothing: this export was asked for raw. It may hold personal data.", "warning")
        return
    counts = [count(number, kind) for kind, number in sorted(redaction.counts.items()) if number]
    what = listed(counts) if counts else "nothing that the rules know"
    yield Note(f"By rules {redaction.version}: {what}. Rules find what they know; more cannot be promised.")


def _verify(files: Sequence[tuple[str, str]]) -> Iterator[BoardBlock]:
    yield Entries(
        (
            Entry(
                "reviewer verify FOLDER",
                "Reads this folder again: every file against its hash, every page against what the data gives, "
                "every figure against its fraction. Without a database it checks the inside of the folder alone.",
            ),
            Entry(
                "reviewer verify FOLDER --db FILE",
                "Besides, it counts every counted row anew from the transcripts in that database.",
            ),
        ),
        code=True,
    )
    if files:
        entries = tuple(Entry(name, what, (), anchor("file", name), name) for name, what in files)
        yield Entries(entries, "Data in this folder", code=True)
