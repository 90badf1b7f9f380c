"""Dossiers out of a database: everything that they hold is there, and nothing that must not be."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.dossier.claims import parse
from reviewer.dossier.rounding import plain
from reviewer.errors import NotFound, UsageError
from reviewer.model.dossier import Dossier
from reviewer.operations import adjudicate, check, dossiers, figures, patterns
from reviewer.operations.dossiers_private import private
from reviewer.operations.reviewing import Reviewing
from reviewer.store import conversation, transcripts
from reviewer.store.connection import open_reading
from reviewer.text.sealing import seal
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL

CONCLUSION = "keep it away from refunds, said nobody outside"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a finding that is confirmed, one that is not for publication, a pattern and a judged trap."""
    db = tmp_path_factory.mktemp("dossier") / "study.db"
    made.make(db)
    open_finding, hidden = made.find(db), made.find(db, 1, publishable=False)
    with Reviewing(db, "Noor") as reviewing:
        reviewing.confirm(open_finding.id, "confirmed", "so it is")
    patterns.make(db, "says when", "a time that no tool gave", author="Ines")
    patterns.join(db, "says when", [open_finding.id, hidden.id], author="Ines")
    return lend(db)


@pytest.fixture
def db(reviewed: Path, tmp_path: Path) -> Path:
    """The same, to be written to."""
    return Path(shutil.copy(reviewed, tmp_path / "study.db"))


@pytest.fixture(scope="module")
def connection(reviewed: Path) -> Iterator[sqlite3.Connection]:
    """For reading."""
    with closing(open_reading(reviewed)) as reader:
        yield reader


@pytest.fixture(scope="module")
def dossier(connection: sqlite3.Connection) -> Dossier:
    """Of one model."""
    return dossiers.build(connection, MODEL, made_at="2026-11-21T12:00:00Z")


def test_figures_are_those_of_the_sheet(connection: sqlite3.Connection, dossier: Dossier) -> None:
    """By name, exactly; each names the transcripts behind it, and those that its numerator is of, by their places."""
    (sheet,) = figures.sheets(connection, MODEL)
    counted = {one.name: one for one in dossier.figures if one.origin == "counted"}
    assert counted.keys() == {one.name for one in sheet.figures}
    for figure in sheet.figures:
        entry = counted[figure.name]
        assert (entry.numerator, entry.denominator, entry.shown) == (
            None if figure.numerator is None else plain(figure.numerator),
            figure.denominator,
            figure.shown,
        )
        places = [place for first, last in entry.behind for place in range(first, last + 1)]
        assert {dossier.transcripts[place].id for place in places} == set(figure.transcripts)
        counted_in = [place for first, last in entry.counted for place in range(first, last + 1)]
        assert set(counted_in) <= set(places)
        if figure.over == "transcripts" and figure.metric in ("unsafe_actions", "holds", "over_escalation"):
            assert len(counted_in) == entry.numerator
        assert (entry.interval is None) == (figure.interval is None)
    assert len({one.name for one in dossier.figures}) == len(dossier.figures)


def test_what_others_published_is_marked(dossier: Dossier) -> None:
    """It names its page, and no transcript is behind it; a trap names its rate on the board."""
    published = [one for one in dossier.figures if one.origin == "published"]
    assert all(one.page and not one.behind and one.name.startswith("published.") for one in published)
    boards = {trap.id: trap.board for trap in dossier.traps if trap.board}
    assert dossier.figure(boards["serial_claimant"]).shown == "23%"


def test_equal_content_is_equal_bytes(connection: sqlite3.Connection, dossier: Dossier) -> None:
    """Built again at the same moment, nothing differs."""
    again = dossiers.build(connection, MODEL, made_at=dossier.made_at)
    assert again.model_dump_json() == dossier.model_dump_json()


def test_only_what_may_be_published(dossier: Dossier) -> None:
    """A private finding is neither listed nor cited, nor a member of its pattern."""
    (finding,) = dossier.findings
    assert (finding.reviewer, finding.confirmed_by, finding.stale) == ("Ines", ("Noor",), False)
    (pattern,) = dossier.patterns
    assert pattern.members == (finding.id,)
    assert [one.id for one in dossier.citations] == list(finding.places)


def test_citations_hold_the_words(connection: sqlite3.Connection, dossier: Dossier) -> None:
    """They stand in the stored message where the citation says; the seal is that of the raw words."""
    (one,) = dossier.citations
    row = transcripts.find(connection, one.transcript)
    text = conversation.message(connection, row, one.message).text
    assert one.start is not None
    assert text[one.start : one.end] == one.quote
    assert one.after == text[20:52]
    (key,) = connection.execute("SELECT key FROM seal_key").fetchone()
    assert one.seal == seal(key, one.quote)
    assert one.written.endswith(" synthetic]")
    fell = {cell.transcript for trap in dossier.traps for cell in trap.cells if cell.machine == "fell"}
    assert set(dossiers.cited(dossier)) == {one.transcript} | fell
    (page,) = dossiers.conversations(connection, [one.transcript])
    assert [message.number for message in page.messages] == list(range(1, row.messages + 1))
    assert page.synthetic


def test_coverage_without_receipts(dossier: Dossier) -> None:
    """Nothing is made up: not measured."""
    assert not dossier.coverage.measured
    assert dossier.coverage.sentence.startswith("Not measured")
    assert sum(row.transcripts for row in dossier.coverage.rows) == len(dossier.transcripts)


def test_some_runs_alone(connection: sqlite3.Connection) -> None:
    """By k, or a beginning of the name; what is not there is said with what is."""
    some = dossiers.build(connection, MODEL, runs=["1", "83af"])
    assert [run.index for run in some.runs] == [1, 2]
    assert {one.run for one in some.transcripts} == {"2cf4dce7", "83af7c1f"}
    with pytest.raises(NotFound, match="no run that counts is called 9; there are 143d1034, 2cf4dce7, 83af7c1f"):
        dossiers.build(connection, MODEL, runs=["9"])
    with pytest.raises(NotFound, match="no run is of a model called nobody"):
        dossiers.build(connection, "nobody")


def test_people_and_checks_have_a_column_each(db: Path) -> None:
    """Agreed, differing, adjudicated; a word on another revision is none."""

    def cells() -> dict[str, tuple[str | None, str | None, str | None, bool, bool]]:
        with closing(open_reading(db)) as connection:
            built = dossiers.build(connection, MODEL)
        return {
            cell.transcript: (cell.machine, cell.outcome, cell.verdict, cell.disagrees, cell.adjudicated)
            for trap in built.traps
            for cell in trap.cells
            if cell.transcript
        }

    one, other = [name for name, cell in cells().items() if cell[0] == "fell"][:2]
    made.judge(db, one, "fell", "Ines")
    made.judge(db, other, "held", "Ines", revision="b2:elsewhere")
    assert cells()[one] == ("fell", "fell", "genuine", False, False)
    assert cells()[other] == ("fell", None, None, False, False)
    made.judge(db, one, "held", "Noor", "defensible")
    assert cells()[one] == ("fell", None, None, True, False)
    adjudicate.adjudicate(db, one, "held", "the photo was there", verdict="defensible", author="Sam")
    assert cells()[one] == ("fell", "held", "defensible", False, True)


def test_claims_stand_on_figures_and_citations(db: Path) -> None:
    """Figures are put in by name, words are found letter by letter, and a citation is one entry however often cited."""
    words = made.said(db)
    with closing(open_reading(db)) as connection:
        row = transcripts.find(connection, words.transcript)
        cited = f'[{row.run}/{row.case} {words.place} "{words.place.exact}"]'
        text = f"## Verdict\n\nIt fell {{{{fig:unsafe.run2}}}}. It says so {cited}. It is fine.\n"
        built = dossiers.build(connection, MODEL, claims=parse(text, "claims.md"))
    figure, quote, opinion = built.claims
    assert figure.figures == ("unsafe_actions.run2",)
    assert built.figure("unsafe_actions.run2").shown in figure.text
    assert [one.support for one in built.claims] == ["computed", "cited", "opinion"]
    assert quote.citations == built.findings[0].places
    assert len(built.citations) == 1
    assert [one.id for one in built.sections if one.claims] == ["verdict"]
    assert opinion.text == "It is fine."


def test_the_private_block_stays_apart(db: Path) -> None:
    """It has files, judges and conclusions; the dossier has none of them."""
    text = f'+++\nconclusions = ["{CONCLUSION}"]\n+++\n## Verdict\n\nIt is fine.\n'
    claims = parse(text, "claims.md")
    with closing(open_reading(db)) as connection:
        built = dossiers.build(connection, MODEL, claims=claims)
        found = private(connection, built, claims)
    assert found.conclusions == (CONCLUSION,)
    assert all(run.files and run.judges for run in found.runs)
    assert found.components["unsafe_actions"] == f"{built.figure('unsafe_actions.median').value:.3f}"
    public = built.model_dump_json()
    assert CONCLUSION not in public
    assert all(json.dumps(name)[1:-1] not in public for run in found.runs for name in run.files)


def test_a_model_in_two_suites(db: Path) -> None:
    """One has to be named."""
    with closing(sqlite3.connect(db)) as other, other:
        other.execute("UPDATE run SET suite = 'other', suite_hash = NULL WHERE name = '2cf4dce7'")
    check.run(db, processes=0)
    with closing(open_reading(db)) as connection, pytest.raises(UsageError, match="say which one with `--suite`"):
        dossiers.build(connection, MODEL)
