"""`reviewer dossier`, as a script and as a person see it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.operations.reviewing import Reviewing
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.terminal.harness import NONE, strays
from tests.terminal.hostile import PAYLOADS

Reviewer = Callable[..., subprocess.CompletedProcess[str]]
MODEL = made.MODEL
CLAIMS = """+++
single-reader = true
conclusions = ["not for refunds"]
+++
## Verdict

It took {{fig:agent_messages.mean}} messages, in the mean over all conversations.
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the hand-written conversations."""
    db = tmp_path_factory.mktemp("dossiers") / "study.db"
    made.make(db, "traps-loud", "described")
    return lend(db)


@pytest.fixture
def study(written: Path, reviewer: Reviewer, tmp_path: Path) -> Reviewer:
    """The program in a folder with such a database and a claims file at its place."""
    shutil.copy(written, tmp_path / "study.db")
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / f"{MODEL}.md").write_text(CLAIMS)
    return reviewer


def test_from_the_first_build_to_the_second_edition(study: Reviewer, tmp_path: Path) -> None:
    """What each step prints, and what is refused on the way, in one line."""
    built = study("dossier", "build", MODEL)
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines()[0] == f"{MODEL}  northline, draft, synthetic"
    assert "1 claims: 1 computed" in built.stdout
    assert "Not measured" in built.stdout
    assert "not to be frozen yet: it is draft" in built.stderr
    put = study("dossier", "state", MODEL, "adjudicated", "--reason", "done")
    assert put.stderr == f"the dossier of {MODEL} is adjudicated\n"
    assert study("dossier", "freeze", MODEL).stderr == f"the dossier of {MODEL} is frozen as edition 1\n"
    again = study("dossier", "build", MODEL)
    assert (again.returncode, again.stdout) == (2, "")
    assert f"{MODEL} is frozen as edition 1 since" in again.stderr
    listed = json.loads(study("dossier", "list", "--json").stdout)
    assert {one["model"]: (one["state"], one["edition"]) for one in listed}[MODEL] == ("frozen", 1)
    assert study("runs", "invalidate", "143d1034", "--reason", "wrong prompt").returncode == 0
    since = study("dossier", "since", MODEL)
    assert since.returncode == 1
    assert since.stdout.startswith("run  run 143d1034 is invalid: wrong prompt\n")
    assert study("dossier", "reopen", MODEL, "--reason", "a wrong prompt").returncode == 0
    study("dossier", "state", MODEL, "adjudicated", "--reason", "done again")
    assert "in the build before" in study("dossier", "build", MODEL).stderr
    second = study("dossier", "freeze", MODEL).stderr
    assert second.startswith(f"the dossier of {MODEL} is frozen as edition 2\nit supersedes edition 1, with ")
    shown = study("dossier", "show", MODEL).stdout
    assert shown.splitlines()[0] == f"{MODEL}  northline, frozen, edition 2, synthetic"
    assert f"freezes edition 1 of the dossier of {MODEL}" in shown
    assert f"reopens the dossier of {MODEL}: a wrong prompt" in shown
    assert "corrects edition 1: agent messages (agent_messages.mean): " in shown
    assert "is superseded" not in shown
    says = "edition 1 is superseded: edition 2 takes its place"
    assert says in study("dossier", "show", MODEL, "--edition", "1").stdout.splitlines()
    assert study("dossier", "show", MODEL, "--edition", "1", "--json").stderr == f"{says}\n"
    assert "2 (supersedes 1)" in study("dossier", "list").stdout
    (listed,) = (one for one in json.loads(study("dossier", "list", "--json").stdout) if one["model"] == MODEL)
    assert [one["superseded_by"] for one in listed["editions"]] == [2, None]
    exported = study("export", "figures", "--model", MODEL, "--edition", "1", "figures.csv").stderr
    assert exported.splitlines()[0] == says
    study("export", "dossier", "--model", MODEL, "--edition", "1", "--format", "md", "first.md")
    assert "Superseded: edition 2 takes the place of this one." in (tmp_path / "first.md").read_text()
    study("export", "dossier", "--model", MODEL, "--edition", "1", "first.json")
    assert f"note: {says}" in study("verify", "first.json").stderr.splitlines()


def test_a_draft_and_what_is_wrong_with_it(study: Reviewer, tmp_path: Path) -> None:
    """It is made once, never written over, and says what keeps it from being frozen."""
    place = tmp_path / "own" / "claims.md"
    words = ("--claims", str(place))
    assert "is a draft, made from the figures" in study("dossier", "edit", MODEL, "--draft", *words).stderr
    drafted = place.read_text()
    assert "draft = true" in drafted
    assert "stays as it is" in study("dossier", "edit", MODEL, "--draft", *words).stderr
    built = study("dossier", "build", MODEL, *words)
    assert built.returncode == 0
    assert f"nobody has gone over its claims: `draft = true` stands in {place}" in built.stderr
    assert place.read_text() == drafted
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf '## Verdict\\n\\nIt fell {{fig:nowhere}}.\\n' > \"$1\"\n")
    editor.chmod(0o755)
    edited = study("dossier", "edit", MODEL, *words, env={"VISUAL": str(editor)})
    assert edited.returncode == 0
    assert f"{place}:3:9: error: no figure is called nowhere" in edited.stderr
    study("dossier", "state", MODEL, "adjudicated", "--reason", "done")
    refused = study("dossier", "freeze", MODEL, *words)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"the claims have 1 error: {place}:3:9: error: no figure is called nowhere" in refused.stderr


def test_names_are_what_prose_can_quote(study: Reviewer) -> None:
    """With what they stand for; words narrow them."""
    found = json.loads(study("dossier", "names", MODEL, "unsafe", "median", "--json").stdout)
    assert [one["write"] for one in found] == ["{{fig:unsafe_actions.median}}"]
    assert found[0]["shown"].endswith("/18") or "/" in found[0]["shown"]
    everything = json.loads(study("dossier", "names", MODEL, "--json").stdout)
    assert any(one["write"] == "{{trap:serial_claimant}}" for one in everything)
    assert any(one["write"].startswith("{{published:board.") for one in everything)
    assert "nothing is called so" in study("dossier", "names", MODEL, "zzz").stderr


def test_a_long_name_or_value_widens_no_other_line(study: Reviewer) -> None:
    """Sentences and citations stand in a last column, which is not padded; all of them are there in a pipe."""
    lines = study("dossier", "names", MODEL).stdout.splitlines()
    everything = json.loads(study("dossier", "names", MODEL, "--json").stdout)
    assert max(len(line) for line in lines if "{{fig:" in line) < 240
    (coverage,) = [one for one in everything if one["write"] == "{{coverage}}"]
    assert any(line.endswith(coverage["shown"]) for line in lines)
    assert sum("{{" in line for line in lines) == sum(one["write"].startswith("{{") for one in everything)


@pytest.mark.long
def test_the_private_block(study: Reviewer) -> None:
    """Files, judges, components and conclusions: here, and not in what `show` prints."""
    private = study("dossier", "private", MODEL)
    assert "NOT FOR PUBLICATION" in private.stdout
    assert "not for refunds" in private.stdout
    shown = study("dossier", "show", MODEL, "--json").stdout
    assert "not for refunds" not in shown
    assert "fixtures" not in shown
    assert json.loads(shown)["format"] == "reviewer-dossier/1"


def test_what_is_not_there(study: Reviewer) -> None:
    """One line each, and the right exit code."""
    for words, code, said in (
        (("build", "nobody"), 1, "no model is called nobody; there are kimi-k2.6, kimi-k2.7-code, mimo-v2.5-pro"),
        (("show", MODEL, "--edition", "3"), 1, f"{MODEL} was never frozen"),
        (("build", MODEL, "--claims", "nowhere.md"), 1, "nowhere.md: there is no such file"),
        (("state", MODEL, "done", "--reason", "x"), 2, "done is no state to be put into; there are draft, in review"),
        (("build", "../../etc/passwd"), 1, "no model is called ../../etc/passwd"),
    ):
        done = study("dossier", *words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert done.stderr.count("\n") == 1, done.stderr
        assert said in done.stderr, words


def test_hostile_words(study: Reviewer, tmp_path: Path) -> None:
    """In notes, reasons, names, claims and conclusions: not one of them reaches a pipe as it is."""
    some = [text for text in PAYLOADS.values() if text.strip() and "\0" not in text and text.isprintable() is False]
    text = next(text for text in some if not any("\ud800" <= character <= "\udfff" for character in text))
    made.find(tmp_path / "study.db", note=text, by=text)
    with Reviewing(tmp_path / "study.db", text) as reviewing:
        reviewing.name_pattern(text, text, "model", MODEL)
    written = CLAIMS.replace("not for refunds", "x").replace("in the mean", text.replace("\n", " "))
    (tmp_path / "dossiers" / f"{MODEL}.md").write_text(written)
    for words in (
        ("state", MODEL, "adjudicated", "--reason", text),
        ("build", MODEL),
        ("freeze", MODEL, "--reason", text),
        ("show", MODEL),
        ("names", MODEL),
        ("private", MODEL),
        ("list",),
    ):
        done = study("dossier", *words)
        assert strays((done.stdout + done.stderr).encode(), PAYLOADS, NONE) == [], words
        assert "Traceback" not in done.stderr
