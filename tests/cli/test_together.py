"""Several reviewers by commands: export, merge, agreement, disagreements, adjudicate, log."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.operations.reviewing import Reviewing
from reviewer.review.decisions import Saw
from tests.cli.conftest import Reviewer

AS_CHEN = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Chen"}
AT = "2026-05-02T10:00:00Z"


@pytest.fixture
def judged(loaded: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reviewer:
    """Ann and Ben on the trap and on another case, who differ on the trap; Ben in a database of his own."""
    monkeypatch.setattr("reviewer.operations.writing.now", lambda: AT)
    with closing(sqlite3.connect(tmp_path / "study.db")) as connection:
        rows = connection.execute(
            """SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision
            WHERE t.case_id LIKE 'broken-1%' AND v.messages > 0 ORDER BY t.case_id"""
        ).fetchall()
    for name, db, outcomes in (("Ann", "study.db", ("fell", "right")), ("Ben", "ben.db", ("held", "right"))):
        with Reviewing(tmp_path / db, name) as reviewing:
            for (transcript, revision), outcome in zip(rows, outcomes, strict=True):
                reviewing.judge(transcript, revision, outcome, Saw(), reason="\x1b[31mread")
    return loaded


def data(reviewer: Reviewer, *words: str) -> Any:
    """What a command prints as JSON."""
    done = reviewer(*words, "--json", env=AS_CHEN)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_whole_way(judged: Reviewer, tmp_path: Path) -> None:
    """Ben's file comes in, the figures are there, Chen decides, and the log tells all of it."""
    done = judged("export", "reviews", "--jsonl", "ben.jsonl", "--db", "ben.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "ben.jsonl: 2 records\n")
    done = judged("merge", "ben.jsonl", "ben.db")
    assert done.stdout.splitlines() == [
        "ben.jsonl: 2 decisions",
        "ben.db: nothing new; 2 of its 2 decisions were here already",
    ]
    assert done.stderr == f"into {tmp_path / 'study.db'}\n"
    first, second, *_ = data(judged, "agreement")["judged"]
    assert first["pairs"][0]["table"] == [{"first": "fell", "second": "held", "items": 1}]
    assert first["pairs"][0]["raw"] == {"value": 0.0, "numerator": 0, "denominator": 1}
    assert second["pairs"][0]["kappa"]["value"] is None
    assert "one label" in second["pairs"][0]["kappa"]["undefined"]
    (open_,) = data(judged, "disagreements")["disagreements"]
    assert [voice["who"] for voice in open_["voices"]] == ["Ann", "Ben"]
    done = judged("adjudicate", "kimi.1/broken-1", "fell", "--reason", "M6 sends it", env=AS_CHEN)
    assert done.stderr == "Chen adjudicates the outcome: fell (third): M6 sends it\n"
    assert data(judged, "disagreements")["disagreements"] == []
    assert data(judged, "disagreements", "--all")["disagreements"][0]["adjudicated"] == "fell"
    log = data(judged, "log", "kimi.1/broken-1")
    assert [(event["author"], event["what"]) for event in log] == [
        ("Ann", "judges: fell"),
        ("Ben", "judges: held"),
        ("Chen", "adjudicates the outcome: fell (third)"),
    ]
    assert [voice["who"] for voice in log[-1]["body"]["between"]] == ["Ann", "Ben"]


def test_for_people(judged: Reviewer) -> None:
    """Tables with κ and α, sentences where there is no number; nothing that steers a terminal."""
    judged("merge", "ben.db")
    done = judged("agreement")
    assert done.stdout.splitlines()[0].split() == ["JUDGED", "BY", "ITEMS", "RAW", "κ", "α", "AC1"]
    assert "trap outcomes  Ann, Ben" in done.stdout
    assert "0 of 1 (0.0%)" in done.stdout
    assert "everything has one label" in done.stderr
    assert "nothing was judged by two independently: trap verdicts" in done.stderr
    done = judged("disagreements")
    assert "Ann: fell · Ben: held  " in done.stdout  # no rule looks at these traps, so no check says that one held
    done = judged("log", "kimi.1/broken-1")
    assert done.stdout.splitlines()[0] == rf"{AT}  Ann  judges: fell: \x1b[31mread"
    assert judged("log", "gpt.1/broken-2").stderr == "nobody has decided anything about it yet\n"


def test_nobody_has_reviewed_yet(loaded: Reviewer) -> None:
    """A sentence each, and no error."""
    assert loaded("disagreements").stderr == "nothing is open\n"
    assert "nothing was judged by two independently" in loaded("agreement").stderr
    done = loaded("adjudicate", "kimi.1/broken-1", "fell", "--reason", "x")
    assert (done.returncode, done.stderr) == (
        1,
        "reviewer: kimi.1/broken-1: nobody has judged it, so there is nothing to adjudicate\n",
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["merge", "none.jsonl"], 4, "none.jsonl"),
        (["merge", "odd.jsonl"], 3, "odd.jsonl: neither a database of reviewer's nor a file of"),
        (["merge"], 2, "Missing argument"),
        (["adjudicate", "kimi.1/broken-1"], 2, "say what holds, or `--undo`"),
        (["adjudicate", "kimi.1/broken-1", "fell", "--undo"], 2, "say what holds, or `--undo`"),
        (["export", "reviews"], 2, "--jsonl"),
        (["export", "reviews", "--jsonl", "none/out.jsonl"], 4, "none"),
        (["log", "zzz"], 1, "zzz"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_refusals(loaded: Reviewer, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    """One line, with its exit code."""
    (tmp_path / "odd.jsonl").write_text("{}\n")
    done = loaded(*words)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_export_to_standard_output(judged: Reviewer) -> None:
    """Every line is JSON, and the first says how many there are."""
    first, *records = map(json.loads, judged("export", "reviews", "--jsonl", "-").stdout.splitlines())
    assert first["counts"]["event"] == 2
    assert [record["author"] for record in records if record["record"] == "event"] == ["Ann", "Ann"]
    assert sum(first["counts"].values()) == len(records)
