"""The board out of a database: counted in one pass, redacted, written whole, and verified."""

from __future__ import annotations

import json
import random
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import BrokenFile, Interrupted, NotFound, ReviewerError, UsageError
from reviewer.export import manifest
from reviewer.model.board import Board, Order
from reviewer.model.published import published
from reviewer.operations import board as boards
from reviewer.operations import figures, patterns, runs
from reviewer.operations.board import Wanted
from reviewer.operations.board_files import FORMATS, board_files
from reviewer.operations.publish import Wanted as WantedReport
from reviewer.operations.publish import publish as publish_report
from reviewer.operations.publish_board import publish
from reviewer.operations.verify import verify
from reviewer.store.connection import open_reading
from tests.called import call
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL

SEED = 20261122
CLAIMS = """+++
page = "board"
+++
## Headline
Write to ana@example.com about this.
## The board
- grok-4.3: keeps its tickets
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Transcripts of three models, a finding on one of them, and a pattern that holds it; beside them the pages."""
    path = tmp_path_factory.mktemp("board") / "study.db"
    made.make(path)
    found = made.find(path)
    patterns.make(path, "Invents windows", "says when, and no tool did", author="Ines")
    patterns.join(path, "Invents windows", [found.id], author="Ines")
    (place := path.with_name("pages")).mkdir()
    (place / "claims.md").write_text(CLAIMS)
    publish_report(path, WantedReport(MODEL, "report", "html"), place / "mimo-report")
    publish(path, Wanted(claims=place / "claims.md"), "html", place / "board")
    return lend(path)


@pytest.fixture
def db(written: Path, own_home: Path) -> Path:
    """The same, since publishing is kept in the store."""
    return Path(shutil.copy(written, own_home / "study.db"))


@pytest.fixture(scope="module")
def board(written: Path) -> Board:
    """The board as it is stored."""
    with closing(open_reading(written)) as connection:
        return boards.build(connection)


@pytest.fixture(scope="module")
def folder(written: Path) -> Path:
    """The page, beside a report of one model."""
    return written.with_name("pages") / "board"


def test_its_figures_are_those_of_the_sheets(db: Path, board: Board) -> None:
    """Each counted cell is the figure of that name; each model has one row."""
    with closing(open_reading(db)) as connection:
        sheets = {one.readings.model: one for one in figures.sheets(connection)}
    counted = [row for row in board.rows if row.origin == "counted"]
    assert {row.model.id for row in counted} == sheets.keys()
    assert len(board.rows) == len(published().board)
    for row in counted:
        for figure in row.figures:
            own = sheets[row.model.id].named[figure.name]
            assert (figure.shown, figure.value, figure.runs) == (own.shown, float(own.value), own.runs)
            assert (figure.interval is None) == (own.interval is None)
        assert row.synthetic
    assert board.synthetic


def test_patterns_and_coverage(board: Board) -> None:
    """A finding of one transcript in one model; nobody has receipts, and the board says so."""
    (pattern,) = board.patterns
    (share,) = pattern.models
    assert (pattern.name, share.model, share.findings, share.transcripts, share.read) == (
        "Invents windows",
        MODEL,
        1,
        1,
        0,
    )
    assert board.coverage.sentence.startswith("Not measured")
    assert sum(one.transcripts for one in board.coverage.models) > 50


def test_the_snapshot_is_that_of_the_dossiers(db: Path, board: Board) -> None:
    """The same fleet has the same name on every page."""
    from reviewer.operations import dossiers

    with closing(open_reading(db)) as connection:
        dossier = dossiers.build(connection, MODEL)
    assert dossier.snapshot == board.snapshot


@pytest.mark.parametrize("format_", FORMATS)
def test_what_was_written_is_verified(db: Path, tmp_path: Path, format_: str) -> None:
    """In each format, against its own inside and against the store."""
    out = tmp_path / "out"
    written = publish(db, Wanted(), format_, out)
    inside = verify(out)
    assert inside.problems == []
    assert inside.figures > 150
    with closing(open_reading(db)) as connection:
        again = verify(out, connection)
    assert (again.problems, again.notes, again.against_store) == ([], [], True)
    assert 30 < again.figures < inside.figures
    assert (written.manifest is None) == (format_ == "json")


def test_rows_lead_to_the_reports_beside_it(folder: Path) -> None:
    """Cells of that model to its sections, all others to what they count; whoever has no report has no way there."""
    page = (folder / "index.html").read_text()
    assert 'href="../mimo-report/index.html#adversarial-safety"' in page
    made = Board.model_validate_json((folder / "board.json").read_bytes())
    assert {row.model.id for row in made.rows if row.report} == {MODEL}
    assert verify(folder).problems == []


def test_a_report_leads_to_the_board_beside_it(folder: Path, db: Path) -> None:
    """Written once more, when there is one; the page stays what its dossier gives."""
    assert "../" not in (folder.parent / "mimo-report" / "index.html").read_text().partition("</header>")[0]
    again = folder.parent / "again"
    publish_report(db, WantedReport(MODEL, "report", "md"), again)
    assert "\n[Board](../board/index.html) › Deep report\n" in (again / "report.md").read_text()
    assert verify(again).problems == []
    shutil.rmtree(again)


def test_it_is_redacted(folder: Path, db: Path, tmp_path: Path) -> None:
    """Also what people wrote for it, unless somebody asks for it raw."""
    whole = "".join(file.read_text() for file in folder.iterdir())
    assert "ana@example.com" not in whole
    assert "[email 1]" in whole
    assert "keeps its tickets" in whole
    publish(db, Wanted(claims=folder.parent / "claims.md"), "md", tmp_path / "raw", raw=True)
    page = (tmp_path / "raw" / "board.md").read_text()
    assert "Not redacted" in page
    with closing(open_reading(db)) as connection:
        assert verify(tmp_path / "raw", connection).problems == []


def test_what_is_quoted_and_not_there_is_refused(db: Path, tmp_path: Path) -> None:
    """By its name, in a section as in a line about a model; nothing is written then."""
    for section, words in (
        ("Headline", "It is {{fig:nothing.at.all}}."),
        ("The board", "- grok-4.3: {{fig:nothing}}"),
        ("Headline", "It is {{nothing}}."),
    ):
        claims = tmp_path / "claims.md"
        claims.write_text(f'+++\npage = "board"\n+++\n## {section}\n{words}\n')
        with pytest.raises(ReviewerError, match=r"quote \{\{[a-z:.]*\}\}, which is not there"):
            publish(db, Wanted(claims=claims), "md", tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_a_board_cites_no_transcripts(db: Path, tmp_path: Path) -> None:
    """It is made of figures; whoever cites on it is told where that belongs, and nothing is written."""
    for section, lead in (("Headline", ""), ("The board", "- grok-4.3: ")):
        claims = tmp_path / "claims.md"
        claims.write_text(f'+++\npage = "board"\n+++\n## {section}\n{lead}So [run1/case-01 M4.text "ana was here"].\n')
        with pytest.raises(ReviewerError, match=r"cite \[run1/case-01 M4\.text .*evidence stands in a deep report"):
            publish(db, Wanted(claims=claims), "md", tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_a_model_that_is_on_no_row_is_said(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whoever exports, and at the head of the page."""
    counted = figures.readings

    def but_one(connection: Any, model: str, **wanted: Any) -> Any:
        if model == MODEL:
            raise ReviewerError(f"{model}: no facts by the present rules")
        return counted(connection, model, **wanted)

    monkeypatch.setattr(figures, "readings", but_one)
    made = publish(db, Wanted(), "md", tmp_path / "out")
    assert made.left_out == (f"{MODEL}: no facts by the present rules",)
    head = (tmp_path / "out" / "board.md").read_text().partition('<a id="verdict">')[0]
    assert "1 model that has runs here is on no row" in head


def test_tamperings(folder: Path, tmp_path: Path) -> None:
    """One byte of one file, anywhere: named."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    lot = random.Random(SEED)
    names = sorted(file.name for file in copy.iterdir())
    missed = []
    for _ in range(24):
        name = lot.choice(names)
        content = bytearray((folder / name).read_bytes())
        place = lot.randrange(len(content))
        content[place] = (content[place] + lot.randrange(1, 256)) % 256
        (copy / name).write_bytes(content)
        try:
            found = [problem.where for problem in verify(copy).problems]
        except BrokenFile as error:
            found = [str(error)]
        if not (found if name == manifest.NAME else any(name in where for where in found)):
            missed.append((name, place, found))
        (copy / name).write_bytes((folder / name).read_bytes())
    assert missed == []


def first(order: Order, model: str) -> Order:
    """The same with that model in front."""
    moved = sorted(order.standings, key=lambda one: one.model != model)
    placed = (one.model_copy(update={"place": place}) for place, one in enumerate(moved, 1))
    return order.model_copy(update={"standings": tuple(placed)})


def test_a_forgery_that_fits_in_itself(db: Path, folder: Path, tmp_path: Path) -> None:
    """A better figure, and the first place by it: the inside agrees, the store does not."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    made = Board.model_validate_json((copy / "board.json").read_bytes())
    row = made.row(MODEL)
    old = row.figure("unsafe_actions")
    assert old is not None
    better = old.model_copy(update={"numerator": 0, "value": 0.0, "shown": f"0/{old.denominator}"})
    figures = tuple(better if one is old else one for one in row.figures)
    forged = row.model_copy(update={"figures": figures, "band": "safe"})
    board = made.model_copy(
        update={
            "rows": tuple(forged if one is row else one for one in made.rows),
            "orders": tuple(first(one, MODEL) if one.metric == old.metric else one for one in made.orders),
        }
    )
    digests = {}
    for name, content in board_files("html", board):
        (copy / name).write_bytes(content)
        digests[name] = manifest.digest(content)
    (copy / manifest.NAME).write_bytes(manifest.Manifest("board", digests).content)
    assert verify(copy).problems == []
    with closing(open_reading(db)) as connection:
        found = {one.where for one in verify(copy, connection).problems}
    assert found == {manifest.NAME, f"{MODEL}: figure unsafe_actions.median", f"row {MODEL}", "orders"}


def test_later_changes_of_the_store_are_named(db: Path, folder: Path, tmp_path: Path) -> None:
    """A run that does not count any more changes its row, the fleet and its snapshot."""
    later = Path(shutil.copy(db, tmp_path / "later.db"))
    with closing(open_reading(later)) as connection:
        (run,) = connection.execute("SELECT name FROM run WHERE label = ? LIMIT 1", (MODEL,)).fetchone()
    runs.invalidate(later, run, "the gateway answered from a cache", author="Ines")
    with closing(open_reading(later)) as connection:
        found = {one.where for one in verify(folder, connection).problems}
        board = boards.build(connection)
    assert {"snapshot", f"row {MODEL}"} <= found
    assert any(f"run {run} is invalid" in rule for rule in board.rules)


def other_pages(path: Path, **changes: Any) -> Path:
    """A file of published rows: the shipped one with something changed."""
    data = published().model_dump(mode="json") | changes
    path.write_text(json.dumps(data))
    return path


def test_other_published_rows(db: Path, tmp_path: Path) -> None:
    """From a file: named with its hash; verify says that it is not here."""
    rows = published().model_dump(mode="json")["board"]
    file = other_pages(tmp_path / "mine.json", board=[{**rows[0], "model": "<b>hostile</b> \x1b[31m"}])
    publish(db, Wanted(published=file), "html", tmp_path / "out")
    made = Board.model_validate_json((tmp_path / "out" / "board.json").read_bytes())
    assert len(made.rows) == 4
    assert made.published is not None
    assert (made.published.name, made.published.shipped) == ("mine.json", False)
    assert "<b>hostile" not in (tmp_path / "out" / "index.html").read_text()
    with closing(open_reading(db)) as connection:
        found = verify(tmp_path / "out", connection)
        assert made.snapshot.id != boards.build(connection).snapshot.id
    assert found.problems == []
    assert any("mine.json" in note for note in found.notes)


def test_what_cannot_be_made(db: Path, tmp_path: Path) -> None:
    """Each with what was expected."""
    (tmp_path / "broken.json").write_text("{}")
    (tmp_path / "claims.md").write_text('+++\npage = "report"\n+++\n')
    with closing(open_reading(db)) as connection:
        for wanted, error in (
            (Wanted(suite="nothing"), NotFound),
            (Wanted(published=tmp_path / "none.json"), BrokenFile),
            (Wanted(published=tmp_path / "broken.json"), BrokenFile),
            (Wanted(published=other_pages(tmp_path / "o.json", suite="other"), suite="northline"), UsageError),
            (Wanted(claims=tmp_path / "none.md"), NotFound),
            (Wanted(claims=tmp_path / "claims.md"), UsageError),
        ):
            with pytest.raises(error):
                boards.build(connection, wanted)
        with pytest.raises(Interrupted):
            boards.build(connection, progress=lambda _what, done, _of: done < 2)
        assert not connection.in_transaction
    with pytest.raises(UsageError, match="is there already"):
        publish(db, Wanted(), "json", tmp_path / "broken.json")


def test_the_command(db: Path) -> None:
    """A table for a person, JSON for a program; without published rows only what was counted."""
    told = call(["board", "--sort", "unsafe_actions", "--db", str(db)])
    assert told.returncode == 0
    assert b"qwen3.7-plus" in told.stdout
    assert b"published" in told.stdout
    data = json.loads(call(["board", "--no-published", "--json", "--db", str(db)]).stdout)
    assert data["format"] == "reviewer-board/1"
    assert {row["origin"] for row in data["rows"]} == {"counted"}
    assert data["published"] is None
