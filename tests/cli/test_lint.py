"""`reviewer lint`, as a script and as a person see it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.operations import dossiers_editions, dossiers_states, runs
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.terminal.harness import NONE, strays
from tests.terminal.hostile import PAYLOADS

Reviewer = Callable[..., subprocess.CompletedProcess[str]]
MODEL = made.MODEL
CLAIMS = f"""+++
model = "{MODEL}"
+++
## Verdict

It was run {{{{runs}}}} times, with {{{{fig:unsafe.median full}}}}. It is {{{{fig:unsafe.mediam}}}}.
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the hand-written conversations."""
    db = tmp_path_factory.mktemp("lint") / "study.db"
    made.make(db)
    return lend(db)


@pytest.fixture
def study(written: Path, reviewer: Reviewer, tmp_path: Path) -> Reviewer:
    """The program in a folder with such a database and a claims file at its place."""
    shutil.copy(written, tmp_path / "study.db")
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / f"{MODEL}.md").write_text(CLAIMS)
    return reviewer


def test_errors_end_with_one(study: Reviewer, tmp_path: Path) -> None:
    """A line that names file, line, column, rule; the sentence; a summary on stderr. Without errors it ends with 0."""
    done = study("lint")
    assert done.returncode == 1
    first, second = done.stdout.splitlines()[:2]
    assert first.startswith(f"dossiers/{MODEL}.md:6:67: error: no figure is called unsafe.mediam")
    assert first.endswith("(name)")
    assert second.endswith("It is {{fig:unsafe.mediam}}.")
    assert done.stderr == "1 file, 2 claims: 1 error, 0 warnings\n"
    assert study("lint", MODEL, "--stamp").stderr == f"dossiers/{MODEL}.md: 3 places stamped\n"
    path = tmp_path / "dossiers" / f"{MODEL}.md"
    path.write_text(path.read_text().replace("mediam", "median"))
    done = study("lint", MODEL)
    assert (done.returncode, done.stdout) == (0, "")
    path.unlink()
    assert study("lint").stderr == "there are no claims files; `reviewer dossier edit MODEL` begins one\n"
    assert study("lint", "--stamp").returncode == 2


def test_a_page_that_does_not_hold_any_more_ends_with_one(
    study: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the frozen edition is no matter; afterwards no word of the file has to be wrong."""
    db, path = tmp_path / "study.db", tmp_path / "dossiers" / f"{MODEL}.md"
    path.write_text(CLAIMS.replace("+++\n##", "single-reader = true\n+++\n##").replace("mediam", "median"))
    monkeypatch.chdir(tmp_path)
    dossiers_states.put(db, MODEL, "adjudicated", "done")
    dossiers_editions.freeze(db, MODEL)
    assert study("lint").returncode == 0
    runs.invalidate(db, "143d1034", "wrong prompt")
    done = study("lint")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{MODEL}, edition 1 (")
    assert "does not hold any more\n    run: run 143d1034 is invalid: wrong prompt\n        figures " in done.stdout
    assert done.stderr == "1 file, 2 claims: 0 errors, 0 warnings; 1 frozen edition does not hold any more\n"


def test_as_json(study: Reviewer) -> None:
    """Files, counts, problems and what was touched; and the rules."""
    done = study("lint", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["claims"], told["errors"], told["touched"]) == (2, 1, [])
    assert {"rule", "level", "file", "line", "column", "claim", "sentence", "says", "figures"} == set(
        told["problems"][0]
    )
    rules = json.loads(study("lint", "--rules", "--json").stdout)
    assert {"number", "quote", "dominated"} <= {one["name"] for one in rules}
    assert "  A number in digits that no figure bears." in study("lint", "--rules").stdout


@pytest.mark.long
def test_hostile_words(study: Reviewer, tmp_path: Path) -> None:
    """Claims of every kind of hostile text come out harmless."""
    lines = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in PAYLOADS.values()]
    body = "\n\n".join(f"It is {{{{fig:{line}}}}} {line} 17%." for line in lines)
    (tmp_path / "dossiers" / f"{MODEL}.md").write_text(f"+++\n+++\n## Verdict\n\n{body}\n\n## {lines[0]}\n", "utf-8")
    for words in (["lint"], ["lint", "--json"]):
        done = study(*words)
        assert strays((done.stdout + done.stderr).encode("utf-8", "surrogateescape"), PAYLOADS, NONE) == []
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
