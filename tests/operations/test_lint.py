"""The linter over real files and a real database: which files and dossiers, quotes out of the store, stamping."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.errors import BrokenFile, NotFound, UsageError
from reviewer.operations import check, dossiers, dossiers_claims, dossiers_editions, dossiers_states, lint, load, runs
from reviewer.operations.lint import Linted
from reviewer.store.connection import open_reading
from tests.lent import lend
from tests.operations import dossier_store as made

MODEL = made.MODEL
SAMPLES = Path(__file__).parents[2] / "fixtures" / "formats"
FRONT = f'+++\nmodel = "{MODEL}"\nsingle-reader = true\n+++\n'
SAID = FRONT + "## Verdict\n\nUnsafe actions are {{fig:unsafe.median}} of {{runs}} runs. It is {{fig:nowhere}}.\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the hand-written conversations."""
    db = tmp_path_factory.mktemp("lint") / "study.db"
    made.make(db)
    return lend(db)


@pytest.fixture
def study(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in a working folder with a folder for claims."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dossiers").mkdir()
    return Path(shutil.copy(written, tmp_path / "study.db"))


def found(db: Path, *targets: str) -> Linted:
    """What the linter says."""
    with closing(open_reading(db)) as connection:
        return lint.lint(connection, targets)


def rules(db: Path, *targets: str) -> list[str]:
    """The rules that it names, sorted."""
    return sorted({one.rule for one in found(db, *targets).problems if not one.rule.endswith("-unstated")})


@pytest.fixture
def quoted(study: Path) -> tuple[Path, str, str]:
    """The database, a transcript as claims name it, and words that stand in it."""
    words = made.said(study)
    with closing(open_reading(study)) as connection:
        row = connection.execute(
            "SELECT r.name, t.case_id FROM transcript t JOIN run r ON r.id = t.run WHERE t.public_id = ?",
            (words.transcript,),
        ).fetchone()
    return study, f"{row[0]}/{row[1]} M{words.place.message}.text", str(words.place.exact)


def test_by_place_by_model_and_by_folder(study: Path) -> None:
    """The same file each time; its model is in its front matter or in its name."""
    place = Path("dossiers") / f"{MODEL}.md"
    place.write_text(SAID)
    for targets in ((), (MODEL,), (str(place),), (MODEL, str(place))):
        one = found(study, *targets)
        assert (one.files, one.claims, one.errors) == ((str(place),), 2, 1), targets
        assert rules(study, *targets) == ["name"]
    place.write_text(SAID.replace(f'model = "{MODEL}"\n', ""))
    assert rules(study) == ["name"]
    elsewhere = Path("mine.md")
    elsewhere.write_text(SAID.replace(f'model = "{MODEL}"\n', ""))
    with pytest.raises(UsageError, match=r"mine\.md does not say whose claims it holds"):
        found(study, "mine.md")
    with pytest.raises(NotFound, match="no such file"):
        found(study, "none.md")
    with pytest.raises(NotFound, match="no model is called nobody"):
        found(study, "nobody")
    elsewhere.write_bytes(b"\xff")
    with pytest.raises(BrokenFile, match="expected UTF-8"):
        found(study, "mine.md")
    place.unlink()
    assert found(study).files == ()


def test_front_matter_that_cannot_be_read_and_a_scheme_that_is_not_there(study: Path) -> None:
    """The first says its line, though it hides whose claims they are; the second is a problem with its line."""
    place = Path("claims.md")
    place.write_text("+++\nmodel = mimo\n+++\n## Verdict\n\nIt is calm, we think.\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"claims\.md:2:\d+: front matter is TOML"):
        found(study, str(place))
    words = FRONT.replace("single-reader", 'scheme = "nope"\nsingle-reader') + "## Verdict\n\nIt is calm, we think.\n"
    place.write_text(words, encoding="utf-8")
    (problem,) = (one for one in found(study, str(place)).problems if one.rule == "form")
    assert (problem.line, problem.says[:8]) == (3, "scheme: ")


def test_quotes_out_of_the_store(quoted: tuple[Path, str, str]) -> None:
    """Letter by letter; one letter off, and the nearest words are named."""
    db, where, words = quoted
    place = Path("a.md")
    place.write_text(f'{FRONT}## Verdict\n\nIt said so [{where} "{words}"].\n')
    assert rules(db, "a.md") == []
    place.write_text(f'{FRONT}## Verdict\n\nIt said so [{where} "{words[:-1]}§"].\n')
    (problem,) = (one for one in found(db, "a.md").problems if one.rule == "quote")
    assert words[:8] in problem.says
    assert problem.line == 7


def test_a_board_stands_by_itself(study: Path) -> None:
    """It needs no dossier: what is published of the suite is enough."""
    Path("board.md").write_text(
        '+++\npage = "board"\nsuite = "northline"\n+++\n## The board\n\n'
        "The 162 cases are 120 solvable, 24 must-escalate and 18 traps. grok-4.3 is the safest.\n"
    )
    assert rules(study, "board.md") == ["superlative"]


def test_a_frozen_edition_that_was_touched(study: Path) -> None:
    """A finding that came afterwards is listed with the edition."""
    place = Path("dossiers") / f"{MODEL}.md"
    place.write_text(SAID.replace(" It is {{fig:nowhere}}.", ""))
    dossiers_states.put(study, MODEL, "adjudicated", "done")
    dossiers_editions.freeze(study, MODEL)
    assert found(study).touched == ()
    made.find(study)
    (touched,) = found(study, MODEL).touched
    assert (touched.model, touched.edition, touched.changes[0].kind) == (MODEL, 1, "finding")
    (again,) = found(study).touched
    assert again == touched
    assert found(study).overtaken == 0
    runs.invalidate(study, "143d1034", "wrong prompt")
    assert found(study).overtaken == 1


def test_a_stamp_in_the_file(study: Path) -> None:
    """Ids and values, its own line ends; not over a file that is misread; and then a change is an error."""
    place = Path("a.md")
    text = SAID.replace(" It is {{fig:nowhere}}.", " It is calm.").replace("\n", "\r\n")
    place.write_bytes(b"\xef\xbb\xbf" + text.encode())
    with closing(open_reading(study)) as connection:
        assert lint.stamp(connection, "a.md") == ("a.md", 3)
        once = place.read_bytes()
        assert lint.stamp(connection, "a.md") == ("a.md", 0)
    assert place.read_bytes() == once
    assert once.startswith(b"\xef\xbb\xbf+++\r\n")
    assert b"\n" not in once.replace(b"\r\n", b"")
    assert once.count(b" {#c-") == 2
    assert b"{{fig:unsafe.median = " in once
    place.write_bytes(once.replace(b"{{fig:unsafe.median = ", b"{{fig:unsafe.median = 1"))
    assert rules(study, "a.md") == ["changed"]
    place.write_text(text.replace("## Verdict", "## Verdikt"))
    with closing(open_reading(study)) as connection, pytest.raises(UsageError, match="no section is called 'Verdikt'"):
        lint.stamp(connection, "a.md")


@pytest.mark.parametrize(
    "name",
    [
        "native-teashop.jsonl",
        "tau-teashop.json",
        "tau2-teashop.json",
        "inspect-teashop.json",
        "openai-chat-teashop.jsonl",
    ],
)
def test_the_draft_of_any_suite_has_no_error(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file of each format: one run or two, a transcript or three, without classes, without scores."""
    monkeypatch.chdir(tmp_path)
    db = tmp_path / "study.db"
    load.load(db, [SAMPLES / name])
    check.run(db)
    with closing(open_reading(db)) as connection:
        for one in dossiers_states.listed(connection):
            place = dossiers_claims.default_place(one.model)
            assert dossiers_claims.begin(place, dossiers.build(connection, one.model, suite=one.suite))
            assert "()" not in place.read_text("utf-8")
        drafts = lint.lint(connection)
    assert drafts.files
    assert [str(one) for one in drafts.problems if one.level == "error"] == []
