"""The example claims of the demo: all sections, evidence that was read, and nothing that the linter calls an error."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.dossier.claims import ClaimsFile, parse
from reviewer.errors import NotFound
from reviewer.model.sections import SECTIONS
from reviewer.operations import check, demo, dossiers_claims, examples, lint
from reviewer.operations.dossiers_states import Named
from reviewer.operations.merge import merge
from reviewer.store.connection import open_reading, open_writing
from tests.northline.review import FILE
from tests.northline.test_review import conversations, field

FOLDER = FILE.parent / "dossiers"
MODELS = ("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")
_NO_RESULTS = re.compile(r"\brun \d\b|\b95%|mimo-v2\.5|kimi-k2\.[67]")
"""Digits that are names of runs and models, and the level of an interval."""


def claims(model: str) -> ClaimsFile:
    """The shipped claims about a model."""
    path = FOLDER / f"{model}.md"
    return parse(path.read_text("utf-8"), str(path))


@pytest.mark.parametrize("model", MODELS)
def test_they_are_whole_and_say_that_there_was_one_reader(model: str) -> None:
    made = claims(model)
    assert not made.slips
    assert (made.front.model, made.front.suite, made.front.scheme) == (model, "northline", model)
    assert made.front.single_reader
    assert not made.front.draft
    assert {one.section for one in made.claims} == {section.id for section in SECTIONS if section.prose}
    assert "{{coverage}}" in made.text
    assert "synthetic" in made.text


@pytest.mark.parametrize("model", MODELS)
def test_numbers_are_placeholders_and_nothing_else(model: str) -> None:
    for one in claims(model).claims:
        plain = one.text
        spans = [(put.start, put.end) for put in one.scan.placeholders]
        spans += [(cited.start, cited.end) for cited in one.scan.citations]
        for start, end in sorted(spans, reverse=True):
            plain = plain[:start] + plain[end:]
        assert not re.search(r"\d", _NO_RESULTS.sub("", plain)), plain


@pytest.mark.parametrize("model", MODELS)
def test_they_cite_what_was_read_and_letter_by_letter(model: str) -> None:
    cited = [found for one in claims(model).claims for found in one.scan.citations]
    assert len(cited) > 20
    for one in cited:
        messages = conversations()[one.origin]  # of the tables: what was not read is not cited
        if one.words:
            assert one.words in field(messages, one.message, str(one.field)), one
        elif one.field:
            assert field(messages, one.message, one.field), one


def test_the_demo_has_them_until_somebody_writes_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    of, place = Named("northline", "kimi-k2.6"), dossiers_claims.default_place("kimi-k2.6")
    open_writing("other.db").close()
    merge("demo.db", [FILE])
    with closing(open_reading("other.db")) as connection:
        assert dossiers_claims.read(connection, of, place) is None
        assert dossiers_claims.stand_in(connection, of, place) is None
    with closing(open_reading("demo.db")) as connection:
        found = dossiers_claims.read(connection, of, place)
        assert found is not None
        assert found.text == claims("kimi-k2.6").text
        said = "no dossiers/kimi-k2.6.md here: the demo's example is used"
        assert dossiers_claims.stand_in(connection, of, place) == said
        assert dossiers_claims.stand_in(connection, of, Path("elsewhere.md")) is None
        assert dossiers_claims.read(connection, of, Path("elsewhere.md")) is None
        assert dossiers_claims.begin(Path("copy.md"), None, found.text)  # type: ignore[arg-type]  # no draft is made
        assert not dossiers_claims.begin(Path("copy.md"), None, "another")  # type: ignore[arg-type]
        assert Path("copy.md").read_text("utf-8") == found.text
        assert examples.claims(connection, "northline", "gpt-5.5.md") is None
        assert examples.claims(connection, "tau", place.name) is None
        place.parent.mkdir()
        place.write_text('+++\nmodel = "kimi-k2.6"\n+++\n\n## Verdict\n\nMine.\n', "utf-8")
        assert dossiers_claims.stand_in(connection, of, place) is None
        own = dossiers_claims.read(connection, of, place)
        assert own is not None
        assert [one.source for one in own.claims] == ["Mine."]


@pytest.mark.long
def test_the_linter_finds_no_error_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their place, and by the model where nobody has written others, which nothing is stamped into."""
    monkeypatch.chdir(tmp_path)
    db = tmp_path / "demo.db"
    demo.demo(db)
    check.run(db)
    with closing(open_reading(db)) as connection:
        found = lint.lint(connection, [str(FOLDER / f"{model}.md") for model in MODELS])
        example = lint.lint(connection, [MODELS[0]])
        with pytest.raises(NotFound, match="no such file"):
            lint.stamp(connection, MODELS[0])
    assert example.notes == (f"no dossiers/{MODELS[0]}.md here: the demo's example is used",)
    assert (example.files, example.errors) == ((f"dossiers/{MODELS[0]}.md",), 0)
    assert [one.says for one in found.problems if one.rule != "schemes"] == []  # each page has its own rows
    assert not found.errors
