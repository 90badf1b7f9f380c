"""What follows the eighteen sections: the judge, definitions, errata, what was taken out, how to verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.export.report.blocks import Block, Cell, Column, Entries, Entry, Note, Part, Row, Table
from reviewer.export.report.ids import definition
from reviewer.export.report.lookup import Lookup
from reviewer.export.report.tables import capital
from reviewer.export.report.words import NOT_MEASURED, count, interval, listed, of, over, sentence
from reviewer.model.dossier import Judged

_VERIFY = (
    Entry(
        "reviewer verify FOLDER",
        "Reads this folder again: every file against its hash, every figure against what the page prints, every "
        "quotation against the message that it is cited from. Without a database it checks the inside of the folder "
        "alone, and says so.",
    ),
    Entry(
        "reviewer verify FOLDER --db FILE",
        "Besides, it counts the figures anew from the transcripts in that database, and looks for each quotation in "
        "the raw text, by the offsets and the redaction rules that are recorded here.",
    ),
)


def appendix(lookup: Lookup, files: Sequence[tuple[str, str]]) -> Iterator[Part[Block]]:
    """The parts after the last section; those that would say nothing are left out."""
    for name, title, blocks in (
        ("judge", "The judge beside the readers", tuple(_judge(lookup))),
        ("definitions", "What each figure counts", tuple(_definitions(lookup))),
        ("errata", "Errata", tuple(_errata(lookup))),
        ("redaction", "What was taken out", tuple(_redaction(lookup))),
        ("verify", "How to verify", tuple(_verify(files))),
    ):
        yield Part(name, title, blocks)


def _judge(lookup: Lookup) -> Iterator[Block]:
    judged = lookup.dossier.judged
    if not judged:
        yield Note(f"How far the judge can be relied on is {NOT_MEASURED}.")
        return
    for one in judged:
        if one.both + one.judge_only + one.reviewer_only + one.neither:
            yield _agreement(one)
        frame = "" if one.frame in one.sentence else one.frame
        yield Note(" ".join(map(sentence, filter(None, (one.sentence, frame)))))


def _agreement(one: Judged) -> Table:
    """The four ways in which two can judge one thing, and what is read off them."""
    columns = (Column(capital(one.score)), Column("Readers: yes", True), Column("Readers: no", True))
    rows = (
        Row((Cell("Judge: yes"), Cell(f"{one.both:,}"), Cell(f"{one.judge_only:,}"))),
        Row((Cell("Judge: no"), Cell(f"{one.reviewer_only:,}"), Cell(f"{one.neither:,}"))),
    )
    return Table(f"{capital(one.score)}: judge and readers on the same transcripts", columns, rows)


def _definitions(lookup: Lookup) -> Iterator[Block]:
    entries = tuple(
        Entry(
            capital(figure.title),
            sentence(figure.definition),
            (f"{metric}, definition {figure.version}" + (f", rules {figure.ruleset}" if figure.ruleset else ""),),
            definition(metric),
        )
        for metric, figure in lookup.metrics.items()
    )
    yield Entries(entries) if entries else Note(f"Figures: {NOT_MEASURED}.")
    rows = tuple(
        Row((Cell(capital(one.title), over(one)), Cell(one.shown, of(one)), Cell(interval(one) or "–"), Cell(one.name)))
        for one in lookup.headline()
    )
    columns = (Column("Measure"), Column("Figure", True), Column("95% interval"), Column("Name"))
    if rows:
        yield Table(f"All {count(len(rows), 'figure')} of the whole suite, by name", columns, rows, folded=True)
    made = [figure.interval for figure in lookup.dossier.figures if figure.interval is not None]
    if made:
        kinds = "; ".join(sorted({one.method for one in made}))
        draws = [f"{one:,}" for one in sorted({one.draws for one in made if one.draws is not None})]
        seeds = f" Sampled ones have {listed(draws, 'or')} draws, each its own seed in dossier.json." if draws else ""
        yield Note(f"How intervals were made: {kinds}. What a sentence stands on says which is whose.{seeds}")
    yield Note(
        "An interval says where the figure would lie if other cases of the same kind had been drawn; it knows nothing "
        "of other kinds of cases, other customers or other desks. A number is rounded once, half up, from its exact "
        "fraction."
    )


def _errata(lookup: Lookup) -> Iterator[Block]:
    dossier = lookup.dossier
    if dossier.supersedes is not None:
        yield Note(f"This edition takes the place of edition {dossier.supersedes}.")
    if not dossier.errata:
        yield Note("None.")
        return
    columns = (Column("Edition", True), Column("What"), Column("Was"), Column("Is"), Column("Why"))
    rows = tuple(
        Row((Cell(str(one.edition)), Cell(one.what), Cell(one.old), Cell(one.new), Cell(one.reason)))
        for one in dossier.errata
    )
    yield Table("What changed since the editions before", columns, rows)


def _redaction(lookup: Lookup) -> Iterator[Block]:
    redaction = lookup.dossier.redaction
    if redaction.raw:
        yield Note("Nothing: this export was asked for raw. It may hold personal data.", "warning")
        return
    if not redaction.version:
        yield Note("Nothing is recorded about redaction.")
        return
    counts = [count(number, kind) for kind, number in sorted(redaction.counts.items()) if number]
    what = listed(counts) if counts else "nothing that the rules know"
    yield Note(
        f"By rules {redaction.version}: {what}. Each is replaced by a name in brackets, the same one throughout. Rules "
        "find what they know; that nothing personal is left cannot be promised."
    )


def _verify(files: Sequence[tuple[str, str]]) -> Iterator[Block]:
    yield Entries(_VERIFY, code=True)
    yield Note(
        "Hashes of quoted words are made with a key that stays in the database, since short texts could be guessed "
        "from plain ones."
    )
    if files:
        entries = tuple(Entry(name, what, href=name) for name, what in files)
        yield Entries(entries, "Data in this folder", code=True)
