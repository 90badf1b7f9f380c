"""What is exported from the command line, verified and compared there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Reviewer
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.operations.dossier_store import MODEL

LOGS = {"study.db-wal", "study.db-shm", "study.db-lock"}
"""What SQLite puts beside a database that is open."""


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Transcripts with a finding."""
    path = tmp_path_factory.mktemp("export") / "study.db"
    made.make(path)
    made.find(path)
    return lend(path)


@pytest.fixture
def study(reviewer: Reviewer, reviewed: Path, tmp_path: Path) -> Reviewer:
    """The command, with a copy of these as its database."""
    shutil.copy(reviewed, tmp_path / "study.db")
    return reviewer


@pytest.mark.long
def test_the_whole_way(study: Reviewer, tmp_path: Path) -> None:
    """A report is written, verified with and without the database, changed and found out; two dossiers are compared."""
    done = study("export", "report", "--model", MODEL, "report")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "redacted: " in done.stderr
    assert "×" not in done.stderr
    done = study("verify", "report")
    assert (done.returncode, done.stdout) == (0, "")
    assert "figures counted again, 1 quotes found in the store" in done.stderr
    done = study("verify", "report", "--inside", "--json")
    assert json.loads(done.stdout)["verified"] is True
    page = tmp_path / "report" / "index.html"
    page.write_text(page.read_text().replace("deep report", "deep rapport"))
    done = study("verify", "report", "--inside")
    says = r"index\.html: its content is not what was written: line \d+ has '.*rapport.*' in place of '.*report.*'\n"
    assert re.fullmatch(says, done.stdout)
    assert done.returncode == 1
    study("export", "dossier", "--model", MODEL, "old.json")
    made.find(tmp_path / "study.db", 1)
    study("export", "dossier", "--model", MODEL, "new.json")
    done = study("diff", "old.json", "new.json", "--json")
    assert [one["kind"] for one in json.loads(done.stdout)] == ["finding"]
    assert "1 difference" in study("diff", "report", "new.json").stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["export", "report", "--model", "nobody", "out"], 1, "nobody"),
        (["export", "report", "--model", MODEL, "--edition", "3", "out"], 1, "never frozen"),
        (["export", "report", "--model", MODEL, "--claims", "none.md", "out"], 1, "none.md"),
        (["export", "report", "--model", MODEL, "--names", "none.txt", "out"], 3, "none.txt"),
        (["export", "report", "--model", MODEL, "no/such/out"], 2, "there is no such folder"),
        (["verify", "nothing"], 3, "nothing"),
        (["verify", "."], 3, "manifest.json"),
        (["diff", "study.db", "study.db"], 3, "expected a dossier"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_one_line_says_what_is_wrong(study: Reviewer, tmp_path: Path, words: list[str], code: int, says: str) -> None:
    """And nothing is left in the folder."""
    before = {file.name for file in tmp_path.iterdir()} - LOGS
    done = study(*words)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {file.name for file in tmp_path.iterdir()} - LOGS == before
