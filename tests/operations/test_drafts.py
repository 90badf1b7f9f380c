"""Words that were typed and are not on record yet, in a real folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.operations.drafts import Drafts, folder

KEY, OTHER = ("a.1/two", "note", "Note on M6:"), ("a.1/two", "note", "Note on M7:")


@pytest.fixture
def db(tmp_path: Path, own_home: Path) -> Path:
    """Where a database would be."""
    assert own_home.is_dir()
    return tmp_path / "study.db"


def test_each_reviewer_has_drafts_of_their_own(db: Path) -> None:
    """At each database; the newest is the last, whatever was typed into it."""
    drafts = Drafts(db, "Ann")
    drafts[OTHER], drafts[KEY] = "why\n\ud800?", "odd"
    assert dict(Drafts(db, "Ann")) == {OTHER: "why\n\ud800?", KEY: "odd"}
    assert [*Drafts(db.with_name("x") / ".." / db.name, "Ann")][-1] == KEY
    assert not Drafts(db, "Ben")
    assert not Drafts(db.with_name("other.db"), "Ann")
    assert not drafts.older
    assert Drafts(db, "Ann").older == {KEY, OTHER}
    del drafts[OTHER], drafts[KEY]
    assert not Drafts(db, "Ann")


def test_nobody_else_can_read_them(db: Path) -> None:
    """Neither the files nor which there are."""
    Drafts(db, "Ann")[KEY] = "private"
    (file,) = folder(db, "Ann").iterdir()
    assert [path.stat().st_mode & 0o777 for path in (file, file.parent)] == [0o600, 0o700]


def test_an_answer_stays_until_it_is_saved(db: Path) -> None:
    """Then it goes, but not what was typed since; what is refused is a draft again."""
    drafts = Drafts(db, "Ann")
    assert drafts.answered(KEY) is None
    drafts[KEY] = "odd"
    answer = drafts.answered(KEY)
    assert (KEY in drafts, dict(Drafts(db, "Ann"))) == (False, {KEY: "odd"})
    assert answer is not None
    drafts[KEY] = "odder"
    answer.saved()
    answer.refused()
    assert (drafts[KEY], Drafts(db, "Ann")[KEY]) == ("odder", "odder")
    answer = drafts.answered(KEY)
    assert answer is not None
    answer.refused()
    assert drafts[KEY] == "odder"
    answer = drafts.answered(KEY)
    assert answer is not None
    answer.saved()
    assert not Drafts(db, "Ann")


def test_where_nothing_can_be_kept_it_is_known(db: Path) -> None:
    """And the drafts last as long as the program; a file that says something else stops nobody."""
    kept = folder(db, "Ann")
    kept.parent.mkdir(parents=True)
    kept.write_text("no folder")
    drafts = Drafts(db, "Ann")
    drafts[KEY] = "odd"
    assert (drafts[KEY], drafts.durable) == ("odd", False)
    kept.unlink()
    kept.mkdir()
    for number, content in enumerate(("", "[]", '{"key": 1, "text": 2}')):
        (kept / f"{number}.json").write_text(content)
    assert not Drafts(db, "Ann")
