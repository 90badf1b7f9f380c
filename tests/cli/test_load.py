"""`reviewer load` and `reviewer demo`: what comes in, what is refused, and what the person hears."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reviewer.cli import main
from reviewer.cli.loading import _tell
from reviewer.operations.load import FileSummary, Summary

Reviewer = Callable[..., subprocess.CompletedProcess[str]]


def test_a_load_narrates_and_prints_no_data(reviewer: Reviewer, runs: Path, tmp_path: Path) -> None:
    """Everything that a person hears goes to stderr."""
    done = reviewer("load", runs)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{runs} (native): 4 transcripts added" in done.stderr
    assert f"in {tmp_path / 'study.db'}; `reviewer` opens it" in done.stderr
    assert "\x1b" not in done.stderr


def test_another_database_is_named_where_it_is_opened(reviewer: Reviewer, runs: Path, tmp_path: Path) -> None:
    """`reviewer` alone would open another one."""
    elsewhere = tmp_path / "my study.db"
    assert f"`reviewer open '{elsewhere}'` opens it" in reviewer("load", runs, "--db", elsewhere).stderr


def test_loading_again_changes_nothing(loaded: Reviewer, runs: Path) -> None:
    """And says so."""
    done = loaded("load", runs)
    assert done.returncode == 0
    assert f"{runs} (native): not changed since it was loaded" in done.stderr


def test_one_bad_transcript_does_not_stop_the_rest(reviewer: Reviewer, runs: Path, tmp_path: Path) -> None:
    """Exit code 1, and a line that names the file, the place and the reason."""
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text(runs.read_text("utf-8") + '{"format": "reviewer/1", "case": 7}\n', "utf-8")
    done = reviewer("load", mixed)
    assert done.returncode == 1
    assert "mixed.jsonl: line 5: " in done.stderr
    assert "4 transcripts added, 1 refused" in done.stderr


@pytest.mark.parametrize("content", ['{"hello": 1}', "no json"])
def test_nothing_usable(reviewer: Reviewer, tmp_path: Path, content: str) -> None:
    """Exit code 3, one line for the file."""
    file = tmp_path / "odd.json"
    file.write_text(content)
    done = reviewer("load", file)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{file}: ")


def test_a_load_as_json(reviewer: Reviewer, runs: Path, tmp_path: Path) -> None:
    """The same summary for a program, with the refusals in it."""
    done = reviewer("load", "--json", runs, tmp_path / "none.json")
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["added"], summary["refused"], summary["searchable"]) == (1, 4, 1, True)
    assert summary["files"][1]["refused"] == [{"place": "", "reason": "no such file or folder"}]


def test_what_the_files_do_not_say_is_filled_in(reviewer: Reviewer, root: Path) -> None:
    """τ-bench names no model."""
    file = root / "fixtures" / "formats" / "tau-teashop.json"
    assert reviewer("load", file, "--model", "kimi", "--run", "mine", "--suite", "tea").returncode == 0
    rows = json.loads(reviewer("list", "--json").stdout)
    assert {(row["model"], row["suite"]) for row in rows} == {("kimi", "tea")}
    assert all(row["run"].startswith("mine") for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name the files or folders to load"),
        (["-"], "a load needs files"),
        (["--index", "0", "x"], "--index"),
        (["--model", "", "x"], "`--model` is blank"),
        (["--run", " ", "x"], "`--run` is blank"),
        (["--colour", "x"], "--colour"),
    ],
)
def test_calls_that_are_off(reviewer: Reviewer, words: list[str], said: str) -> None:
    """Exit code 2, one line, and no database made."""
    done = reviewer("load", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert reviewer("list").returncode == 4


def test_what_is_no_database_stays_as_it_is(reviewer: Reviewer, runs: Path, tmp_path: Path) -> None:
    """Exit code 4, for a load as for a list."""
    other = tmp_path / "notes.txt"
    other.write_text("my notes, not a database")
    for words in (["load", runs], ["list"], ["show", "x"], ["search", "x"]):
        done = reviewer(*words, "--db", other)
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith(f"reviewer: {other}: not a SQLite database")
    assert other.read_text() == "my notes, not a database"


@pytest.mark.long
def test_an_interrupted_load_says_what_stays(runs: Path, tmp_path: Path) -> None:
    """Ctrl-C: exit code 130; the same command goes on, and then all is there."""
    one = runs.read_text("utf-8").splitlines()[0]
    big = tmp_path / "big.jsonl"
    with big.open("w", encoding="utf-8") as file:
        for number in range(1_000):
            file.write(one.replace('"broken-1"', f'"case-{number}"') + "\n")
    database = tmp_path / "study.db"
    command = [sys.executable, "-m", "reviewer", "load", str(big), "--db", str(database)]
    load: subprocess.Popen[Any] = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    wal = Path(f"{database}-wal")
    while not (wal.exists() and wal.stat().st_size > 300_000):
        assert time.monotonic() < deadline
        assert load.poll() is None
        os.sched_yield()
    load.send_signal(signal.SIGINT)
    _, said = load.communicate(timeout=60)
    assert load.returncode == 130
    assert "interrupted: " in said
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    listed = [sys.executable, "-m", "reviewer", "list", "--json", "--db", str(database)]
    assert len(json.loads(subprocess.run(listed, capture_output=True, check=True).stdout)) == 1_000


@pytest.mark.parametrize(("read", "said"), [(0, []), (1, ["one.jsonl (native): ", "1 of 10 files: "])])
def test_an_interrupted_load_counts_what_it_came_to(
    capsys: pytest.CaptureFixture[str], read: int, said: list[str]
) -> None:
    """Neither the files behind, nor that nothing could be used."""
    files = [FileSummary("one.jsonl", "native", transcripts=1, added=1) for _ in range(read)]
    files += [FileSummary(f"{number}.jsonl") for number in range(10 - read)]
    _tell(Summary(files, interrupted=True), Path("study.db"))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(said) + 1
    assert all(line.startswith(words) for line, words in zip(lines, [*said, "interrupted: "], strict=True))


@pytest.mark.long
def test_the_demo_has_a_database_of_its_own(reviewer: Reviewer, own_home: Path, tmp_path: Path) -> None:
    """Under the user's data folder, beside the person's: three models, three runs each, all of them synthetic."""
    done = reviewer("demo", "--no-open", env={"REVIEWER_DB": ""})
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "1,458 transcripts added" in done.stderr
    assert "1,458 transcripts checked" in done.stderr
    assert "`reviewer demo` opens it" in done.stderr
    again = reviewer("demo", "--no-open", env={"REVIEWER_DB": ""})
    assert (again.returncode, "1,458 unchanged" in again.stderr, "checked" in again.stderr) == (0, True, False)
    (database,) = own_home.rglob("demo.db")
    assert not (tmp_path / "study.db").exists()
    runs = json.loads(reviewer("runs", "--json", "--db", database).stdout)
    assert [(run["cases"], run["synthetic"]) for run in runs] == [(162, True)] * 9
    fired = reviewer("search", "create_reship", "case:used_item-01", "--db", database)
    assert "create_reship" in fired.stdout


@pytest.mark.parametrize(
    ("words", "named", "at"),
    [(["--db", "here.db"], "", "here.db"), ([], "study.db", "study.db"), ([], "", "home")],
    ids=["--db", "REVIEWER_DB", "neither"],
)
def test_the_demo_goes_where_it_is_told(
    words: list[str], named: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--db FILE`, REVIEWER_DB as for every command, and else a database of its own."""
    meant: list[Path] = []

    def load_nothing(db: Path, **_more: object) -> Summary:
        meant.append(Path(db))
        return Summary()

    monkeypatch.setattr("reviewer.operations.demo.demo", load_nothing)
    monkeypatch.setenv("REVIEWER_DB", named)
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["demo", "--no-open", *words], standalone_mode=False)
    assert [path.name for path in meant] == ["demo.db" if at == "home" else at]
