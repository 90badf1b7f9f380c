"""What is written is redacted, whole, and found again: by its manifest, by its dossier and by the store."""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from reviewer.errors import BrokenFile, Interrupted, ReviewerError, UsageError
from reviewer.export import manifest
from reviewer.export.report.pages import INDEX
from reviewer.model.dossier import Conversation, Dossier
from reviewer.model.shipped import shipped_names
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations import redaction, runs
from reviewer.operations.pages import report_files
from reviewer.operations.publish import FORMATS, Wanted, publish
from reviewer.operations.reviewing import Reviewing
from reviewer.operations.verify import compared, verify
from reviewer.review.anchors import Anchor, span
from reviewer.store import dossiers, plain
from reviewer.store.connection import open_reading
from reviewer.text import redact
from reviewer.text.found import Found
from reviewer.text.redact import RULES
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL

SEED = 20261121


def quote_an_address(db: Path) -> str:
    """A finding on words with an e-mail address in them; the words."""
    with closing(open_reading(db)) as connection:
        rows = [row for (row,) in connection.execute("SELECT id FROM run WHERE label = ?", (MODEL,))]
        for one in dossiers.stored(connection, rows):
            (whole,) = plain.plain(connection, [one.row])
            for message in whole.messages:
                place = message.text.find("@example.com")
                if place > 8:
                    words = span(message, "text", place - 6, place + 12)
                    with Reviewing(db, "Ines") as reviewing:
                        anchor = Anchor("span", (words,))
                        reviewing.tag(
                            one.id, one.revision, anchor, "grounding.invented-value", shipped_taxonomy().hash, note="so"
                        )
                    return str(words.exact)
    raise AssertionError("no conversation has an address in it")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Transcripts of three models with two findings on one of them; beside them its report, which the store knows."""
    path = tmp_path_factory.mktemp("publish") / "study.db"
    made.make(path)
    made.find(path)
    quote_an_address(path)
    publish(path, Wanted(MODEL, "report", "html"), path.with_name("report"))
    return lend(path)


@pytest.fixture
def db(published: Path, own_home: Path) -> Path:
    """The same, since publishing is kept in the store."""
    return Path(shutil.copy(published, own_home / "study.db"))


@pytest.fixture(scope="module")
def report(published: Path) -> Path:
    """The deep report as HTML."""
    return published.with_name("report")


@pytest.fixture
def copy(report: Path, tmp_path: Path) -> Path:
    """The same, to be tampered with."""
    return Path(shutil.copytree(report, tmp_path / "copy"))


@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_report_is_what_was_written(db: Path, tmp_path: Path, format_: str) -> None:
    """Its files, its pages made again, its figures counted again, its quotes found in the store."""
    place = tmp_path / "report"
    written = publish(db, Wanted(MODEL, "report", format_), place)
    inside = verify(place)
    assert (inside.problems, inside.files, inside.quotes) == ([], written.files - 1, 2)
    assert "only the inside" in inside.notes[0]
    with closing(open_reading(db)) as connection:
        again = verify(place, connection)
    assert (again.problems, again.notes, again.against_store) == ([], [], True)
    assert again.figures > 300


def test_nobody_of_the_shop_is_left(report: Path) -> None:
    """No address, no name of a customer: in no file, in no form of writing."""
    whole = "\n".join(file.read_text("utf-8") for file in sorted(report.rglob("*")) if file.is_file())
    assert "@example.com" not in whole
    assert [name for name in shipped_names("northline") if name in whole] == []
    assert re.search(r"\[email \d+\]", whole)
    counts = json.loads((report / "dossier.json").read_text())["redaction"]["counts"]
    assert counts["email"] > 0


def test_raw_is_asked_for_and_says_so(db: Path, tmp_path: Path) -> None:
    """With everything in it, and a notice on the page; for its owner alone, where a page for others is for others."""
    publish(db, Wanted(MODEL, "report", "html", raw=True), tmp_path / "raw")
    made = [tmp_path / "raw", *(tmp_path / "raw").rglob("*")]
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o600, 0o700}
    publish(db, Wanted(MODEL, "findings", "csv", raw=True), tmp_path / "raw.csv")
    publish(db, Wanted(MODEL, "findings", "csv"), tmp_path / "redacted.csv")
    (tmp_path / "any").touch()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("raw.csv", "redacted.csv", "any")]
    assert modes[0] == 0o600
    assert modes[1] == modes[2]
    page = (tmp_path / "raw" / "index.html").read_text()
    assert "@example.com" in page
    assert "Not redacted" in page
    with closing(open_reading(db)) as connection:
        assert verify(tmp_path / "raw", connection).problems == []


def test_what_older_rules_redacted_is_proven_by_those(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the present rules find besides; by rules that nobody here knows, what was left in is compared."""
    first, *_ = redact.versions()
    out = tmp_path / "dossier.json"
    with monkeypatch.context() as older:
        older.setattr(redaction, "redactor_of", partial(redaction.redactor_of, version=first))
        publish(db, Wanted(MODEL, "dossier", "json"), out)
    assert json.loads(out.read_text())["redaction"]["version"] == first
    words = (lambda text: (Found(one.start(), one.end(), "name", one[0]) for one in re.finditer(r"[a-z]+", text)),)
    monkeypatch.setitem(vars(redact)["_BY_VERSION"], RULES, (words, ()))
    with closing(open_reading(db)) as connection:
        found = verify(out, connection)
        assert (found.problems, found.quotes) == ([], 2)
        monkeypatch.delitem(vars(redact)["_BY_VERSION"], first)
        found = verify(out, connection)
    assert found.problems == []
    assert any(f"redacted by {first}" in note for note in found.notes)


@pytest.mark.parametrize("times", [6, pytest.param(100, marks=pytest.mark.long)])
def test_tamperings(times: int, report: Path, copy: Path) -> None:
    """One byte of one file, anywhere: named."""
    lot = random.Random(SEED)
    names = sorted(file.relative_to(copy).as_posix() for file in copy.rglob("*") if file.is_file())
    missed = []
    for _ in range(times):
        name = lot.choice(names)
        file = copy / name
        content = bytearray(file.read_bytes())
        place = lot.randrange(len(content))
        content[place] = (content[place] + lot.randrange(1, 256)) % 256
        file.write_bytes(content)
        try:
            found = [problem.where for problem in verify(copy).problems]
        except BrokenFile as error:
            found = [str(error)]
        if not (found if name == manifest.NAME else any(name in where for where in found)):
            missed.append((name, place, found))
        file.write_bytes((report / name).read_bytes())
    assert missed == []
    assert verify(copy).problems == []


def test_files_that_come_and_go(copy: Path) -> None:
    """A file too many, a link in place of a file, a file that is gone."""
    (copy / "more.html").write_text("hello")
    (copy / "traps.csv").unlink()
    (copy / "figures.csv").rename(copy.parent / "figures.csv")
    (copy / "figures.csv").symlink_to(copy.parent / "figures.csv")
    assert {problem.where for problem in verify(copy).problems} == {"more.html", "traps.csv", "figures.csv"}


def forge(folder: Path, dossier: Dossier) -> None:
    """What somebody would do who knows the program: all files made anew, with a manifest that fits."""
    pages = [Conversation.model_validate_json(file.read_bytes()) for file in sorted(folder.glob("t/*.json"))]
    digests = {}
    for name, content in report_files("html", dossier, pages):
        (folder / name).write_bytes(content)
        digests[name] = manifest.digest(content)
    (folder / manifest.NAME).write_bytes(manifest.Manifest("report", digests).content)


def test_a_forgery_that_fits_in_itself(db: Path, copy: Path) -> None:
    """A better figure, everywhere: the inside agrees, the store does not."""
    dossier = Dossier.model_validate_json((copy / "dossier.json").read_bytes())
    name = "unsafe_actions.pooled"
    old = dossier.figure(name)
    assert (old.numerator, old.denominator) != (0, old.denominator)
    better = old.model_copy(update={"numerator": 0, "value": 0.0, "shown": f"0/{old.denominator}"})
    figures = tuple(better if one.name == name else one for one in dossier.figures)
    forge(copy, dossier.model_copy(update={"figures": figures}))
    assert verify(copy).problems == []
    with closing(open_reading(db)) as connection:
        found = {problem.where: problem.says for problem in verify(copy, connection).problems}
    assert found.keys() == {manifest.NAME, f"figure {name}"}
    assert old.shown in found[f"figure {name}"]


def test_a_quote_that_nobody_wrote(db: Path, copy: Path) -> None:
    """Other words in the citation and in its page."""
    dossier = Dossier.model_validate_json((copy / "dossier.json").read_bytes())
    cited = next(one for one in dossier.citations if "email" not in one.quote)
    forged = cited.model_copy(update={"quote": cited.quote.swapcase()})
    citations = tuple(forged if one.id == cited.id else one for one in dossier.citations)
    page = copy / "t" / f"{cited.transcript}.json"
    page.write_text(page.read_text().replace(cited.quote, cited.quote.swapcase()))
    forge(copy, dossier.model_copy(update={"citations": citations}))
    with closing(open_reading(db)) as connection:
        found = {problem.where: problem.says for problem in verify(copy, connection).problems}
    assert "it is printed as" in found[f"citation {cited.id}"]


def test_a_fraction_that_is_not_its_value(copy: Path) -> None:
    """The inside alone is enough."""
    dossier = Dossier.model_validate_json((copy / "dossier.json").read_bytes())
    name = "over_escalation.median"
    wrong = dossier.figure(name).model_copy(update={"shown": "1.0%"})
    forge(copy, dossier.model_copy(update={"figures": tuple(wrong if x.name == name else x for x in dossier.figures)}))
    assert [problem.where for problem in verify(copy).problems] == [f"figure {name}"]


def test_a_run_that_counts_no_more_can_be_verified(db: Path, report: Path, tmp_path: Path) -> None:
    """It was counted when the page was written; that it is invalid now is said beside."""
    later = Path(shutil.copy(db, tmp_path / "later.db"))
    with closing(open_reading(later)) as connection:
        (run,) = connection.execute("SELECT name FROM run WHERE label = ? LIMIT 1", (MODEL,)).fetchone()
    runs.invalidate(later, run, "the gateway answered from a cache", author="Ines")
    with closing(open_reading(later)) as connection:
        found = verify(report, connection)
    assert found.problems == []
    assert [run in note and "invalid" in note for note in found.notes] == [True]


def test_a_store_that_moved_on(db: Path, report: Path, copy: Path, tmp_path: Path) -> None:
    """Files that it wrote, untouched, are said to be so where it counts something else by now; touched ones are not."""
    later = Path(shutil.copy(db, tmp_path / "later.db"))
    cell = next(
        cell
        for trap in Dossier.model_validate_json((report / "dossier.json").read_bytes()).traps
        for cell in trap.cells
        if cell.transcript and cell.machine == "fell" and cell.outcome is None
    )
    made.judge(later, str(cell.transcript), "held", "Ines")
    (copy / "index.html").write_text("mine")
    says = "the files are those that this store wrote; it has other decisions now"
    with closing(open_reading(later)) as connection:
        for path, untouched in ((report, True), (report / "dossier.json", True), (copy, False)):
            found = verify(path, connection)
            assert found.problems
            assert (says in found.notes) is untouched


def test_parts_are_verified_too(db: Path, report: Path, tmp_path: Path) -> None:
    """A report's dossier alone, and tables without transcripts."""
    alone = Path(shutil.copy(report / "dossier.json", tmp_path / "moved.json"))
    publish(db, Wanted(MODEL, "dossier", "csv"), tmp_path / "tables")
    with closing(open_reading(db)) as connection:
        assert verify(alone, connection).problems == []
        found = verify(tmp_path / "tables", connection)
    assert (found.problems, found.quotes) == ([], 2)


WRONG = """+++
model = "mimo-v2.5-pro"
single-reader = true
+++

## Verdict

It resolves 3 of 17 tickets, and {{fig:unsafe_action.median}} traps fell.
"""


def test_claims_that_nothing_bears_are_not_printed(db: Path, tmp_path: Path) -> None:
    """Unless somebody says so; then the page says so too. Tables print no claims and ask nothing."""
    (tmp_path / "claims.md").write_text(WRONG)
    claims = tmp_path / "claims.md"
    with pytest.raises(ReviewerError, match=r"errors, such as .*claims\.md:8:"):
        publish(db, Wanted(MODEL, "report", "html", claims=claims), tmp_path / "report")
    assert not (tmp_path / "report").exists()
    publish(db, Wanted(MODEL, "report", "html", claims=claims, with_errors=True), tmp_path / "report")
    assert "Not proven" in (tmp_path / "report" / "index.html").read_text()
    publish(db, Wanted(MODEL, "figures", "csv", claims=claims), tmp_path / "figures.csv")


def test_a_sentence_that_says_another_number_than_its_figure(db: Path, tmp_path: Path) -> None:
    """Though all files and their manifest fit together."""
    (tmp_path / "claims.md").write_text(
        WRONG.replace("It resolves 3 of 17 tickets, and {{fig:unsafe_action", "{{fig:unsafe_actions")
    )
    publish(db, Wanted(MODEL, "report", "html", claims=tmp_path / "claims.md", with_errors=True), tmp_path / "report")
    folder = tmp_path / "report"
    dossier = Dossier.model_validate_json((folder / "dossier.json").read_bytes())
    (claim,) = (one for one in dossier.claims if one.figures)
    shown = dossier.figure("unsafe_actions.median").shown
    assert shown in claim.text
    better = claim.model_copy(update={"text": claim.text.replace(shown, "0/18")})
    forge(
        folder, dossier.model_copy(update={"claims": tuple(better if x.id == claim.id else x for x in dossier.claims)})
    )
    assert [problem.where for problem in verify(folder).problems] == [f"claim {claim.id}"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "format_"), [(kind, format_) for kind, formats in FORMATS.items() for format_ in formats]
)
def test_every_kind_in_every_format(db: Path, tmp_path: Path, kind: str, format_: str) -> None:
    """Something is written, and nobody's address is in it, nor a name that no list of customers has: only a brief."""
    out = tmp_path / "out"
    written = publish(db, Wanted(MODEL, kind, format_), out)
    files = [out] if out.is_file() else [file for file in out.rglob("*") if file.is_file()]
    assert len(files) == written.files
    whole = b"".join(file.read_bytes() for file in files)
    assert b"@example.com" not in whole
    assert b"Lorelei" not in whole
    assert len(whole) > 300
    if out.is_file() and b"What was taken out" in whole:  # of that file, and not of all that was redacted for it
        found = written.redacted if written.counts else "nothing that the rules know"
        assert f"By rules {RULES}: {found}." in whole.decode()


@pytest.mark.parametrize(("kind", "format_"), [("transcripts", "md"), ("findings", "csv")], ids=["folder", "file"])
def test_what_is_there_is_replaced_when_asked_for(db: Path, tmp_path: Path, kind: str, format_: str) -> None:
    """And not otherwise."""
    out = tmp_path / "out"
    publish(db, Wanted(MODEL, kind, format_), out)
    with pytest.raises(UsageError, match="--force replaces it"):
        publish(db, Wanted(MODEL, kind, format_), out)
    publish(db, Wanted(MODEL, kind, format_), out, force=True)


def test_tables_for_whoever_asks_with_sql(db: Path, tmp_path: Path) -> None:
    """The same rows as in the CSV files, as numbers and texts."""
    publish(db, Wanted(MODEL, "dossier", "db"), tmp_path / "dossier.db")
    with closing(sqlite3.connect(tmp_path / "dossier.db")) as made:
        found = made.execute("SELECT numerator, denominator FROM figures WHERE name = 'over_escalation.median'")
        ((numerator, denominator),) = found
        (findings,) = made.execute("SELECT count(*) FROM findings").fetchone()
        names = {name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert type(denominator) is int
    assert 0 <= numerator <= denominator
    assert findings == 2
    assert names == {"figures", "traps", "use_cases", "findings", "citations"}


def test_notes_for_the_benchmark_that_runs_came_from(db: Path, tmp_path: Path) -> None:
    """A note for each mistake, with simulation, task, trial and whose error it is."""
    publish(db, Wanted(MODEL, "findings", "tau2"), tmp_path / "notes.json")
    notes = json.loads((tmp_path / "notes.json").read_text())
    assert [(note["error_source"], note["error_type"]) for note in notes] == [("agent", "hallucination")] * 2
    assert {"id", "note", "simulation_id", "task_id", "trial", "created_at"} <= notes[0].keys()


def test_what_was_stopped_leaves_nothing(db: Path, tmp_path: Path) -> None:
    """Neither a half folder nor its parts beside it."""
    seen = iter(range(100))

    def told(_what: str, _done: int, _of: int) -> bool:
        return next(seen) < 3

    with pytest.raises(Interrupted):
        publish(db, Wanted(MODEL, "report", "html"), tmp_path / "report", progress=told)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def two(db: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A dossier, and the same with one finding more."""
    later = Path(shutil.copy(db, tmp_path / "later.db"))
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    publish(db, Wanted(MODEL, "dossier", "json"), old)
    made.find(later, 2)
    publish(later, Wanted(MODEL, "dossier", "json"), new)
    return old, new


def test_what_differs_between_two(two: tuple[Path, Path]) -> None:
    """One finding, by name; nothing between a dossier and itself."""
    old, new = two
    assert compared(old, old) == []
    found = compared(old, new)
    assert [one.kind for one in found if one.kind != "coverage"] == ["finding"]
    assert found[0].old == ""
    assert compared(new, old)[0].new == ""


@pytest.mark.parametrize("format_", ["html", "md"])
def test_transcripts_alone_print_no_claims(db: Path, tmp_path: Path, format_: str) -> None:
    """A list that leads to each; claims that nothing bears are in none; whether it is what it was can be asked."""
    (tmp_path / "claims.md").write_text(WRONG)
    out = tmp_path / "out"
    publish(db, Wanted(MODEL, "transcripts", format_, claims=tmp_path / "claims.md"), out)
    whole = {file.relative_to(out).as_posix(): file.read_text() for file in out.rglob("*") if file.is_file()}
    assert [name for name, text in whole.items() if "It resolves" in text] == []
    (index,) = (text for name, text in whole.items() if name in INDEX.values())
    pages = [name for name in whole if name.endswith(format_) and "/" in name]
    assert len(pages) > 10
    assert [name for name in pages if name not in index] == []
    assert "dossier.json" not in index
    with closing(open_reading(db)) as reader:
        assert verify(out, reader).problems == []
        (out / pages[0]).write_text("x")
        assert [one.where for one in verify(out, reader).problems] == [pages[0]]
