"""`reviewer runs` and `reviewer doctor`: what is known of the runs, what people decide, and if the ground is firm."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reviewer = Callable[..., subprocess.CompletedProcess[str]]


def register(reviewer: Reviewer) -> dict[str, dict[str, Any]]:
    """The runs as other programs see them, by name."""
    return {run["run"]: run for run in json.loads(reviewer("runs", "--json").stdout)}


def test_the_register_says_what_came_from_where(loaded: Reviewer, runs: Path) -> None:
    """For people a table, for programs an array; how many cases there are and how many there could be."""
    lines = loaded("runs").stdout.splitlines()
    assert len(lines) == 4
    assert "1 of 2" in next(line for line in lines if "kimi.1" in line)
    assert "3" in next(line for line in lines if "gpt.1" in line)
    known = register(loaded)
    assert set(known) == {"gpt.1", "kimi.1", "kimi.2"}
    kimi = known["kimi.1"]
    assert (kimi["model"], kimi["index"], kimi["count"], kimi["cases"], kimi["suite_cases"]) == (
        "moonshot/kimi-k2",
        1,
        2,
        1,
        3,
    )
    assert (known["kimi.2"]["failed"], known["gpt.1"]["synthetic"], kimi["sources"]) == (1, True, [str(runs)])


def test_a_name_of_many_runs(reviewer: Reviewer, tmp_path: Path) -> None:
    """The first four are named; that there are more is said, and only where there are."""
    (tmp_path / "runs.jsonl").write_text("")
    for count in range(1, 7):
        transcript = {"format": "reviewer/1", "suite": "s", "case": "c", "model": f"m{count}", "run": "same"}
        with (tmp_path / "runs.jsonl").open("a") as file:
            file.write(json.dumps({**transcript, "messages": []}) + "\n")
        if count in (4, 5):
            assert reviewer("load", "runs.jsonl").returncode == 0
            said = reviewer("runs", "invalidate", "same", "--reason", "x").stderr
            names = "s/m1/same or s/m2/same or s/m3/same or s/m4/same"
            assert said == f"reviewer: {count} runs are called same: say which, as {names}{', …' * (count > 4)}\n"
    assert reviewer("runs", "invalidate", "other", "--reason", "x").stderr.endswith("same, same, same, same, same\n")
    assert reviewer("load", "runs.jsonl").returncode == 0
    assert reviewer("runs", "invalidate", "other", "--reason", "x").stderr.endswith("same, same, …\n")


DECISIONS: list[tuple[list[str], dict[str, Any], str]] = [
    (["alias", "moonshot/kimi-k2", "kimi"], {"model": "kimi"}, "the model moonshot/kimi-k2 is shown as kimi"),
    (["index", "kimi.1", "2", "3"], {"index": 2, "count": 3}, "run kimi.1 of moonshot/kimi-k2 is 2 of 3"),
    (["index", "kimi.1", "--undo"], {"index": 1, "count": 2}, "as the files number it"),
    (["expect", "kimi.1", "198"], {"expected": 198}, "should hold 198 cases"),
    (["expect", "kimi.1", "--undo"], {"expected": None}, "nothing is expected"),
    (["supersede", "kimi.1", "kimi.2"], {"state": "superseded", "superseded_by": "kimi.2"}, "is superseded by kimi.2"),
    (["invalidate", "kimi.1"], {"state": "invalid", "reason": "why not"}, "is invalid: why not"),
    (["revalidate", "kimi.1"], {"state": "valid"}, "counts"),
    (["synthetic", "kimi.1", "yes"], {"synthetic": True}, "is synthetic"),
    (["synthetic", "kimi.1", "no"], {"synthetic": False}, "is not synthetic"),
    (["synthetic", "kimi.1", "--undo"], {"synthetic": False}, "is what the files say"),
    (["tool", "shop", "send", "handover"], {}, "the tool send of shop is of the kind handover"),
    (["tool", "shop", "send", "--undo"], {}, "what its name suggests"),
]


def test_decisions_are_kept_with_author_and_reason(loaded: Reviewer) -> None:
    """Each says what it did and holds at once; the history keeps them all, in order."""
    for words, changed, said in DECISIONS:
        done = loaded("runs", *words, "--author", "Ada", "--reason", "why not")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert said in done.stderr
        assert done.stderr.endswith("says Ada\n")
        assert register(loaded)["kimi.1"].items() >= changed.items()
    lines = loaded("runs", "history").stdout.splitlines()
    assert [said in line for (_, _, said), line in zip(DECISIONS, lines, strict=True)] == [True] * len(DECISIONS)
    events = json.loads(loaded("runs", "history", "--json").stdout)
    assert {(event["author"], event["reason"]) for event in events} == {("Ada", "why not")}
    assert events[2]["supersedes"] == [events[1]["ulid"]]


def test_the_kind_of_a_tool_shows(loaded: Reviewer) -> None:
    """A call looks like what its tool does."""
    assert loaded("runs", "tool", "shop", "order_status", "write").returncode == 0
    assert "c1  write  order_status" in loaded("show", "kimi.1/broken-1").stdout


def test_a_decision_outlives_a_load(loaded: Reviewer, runs: Path, tmp_path: Path) -> None:
    """Loading the same runs from another file does not undo it."""
    assert loaded("runs", "invalidate", "kimi.1", "--reason", "no tools").returncode == 0
    copy = tmp_path / "copy.jsonl"
    copy.write_text(runs.read_text("utf-8"), "utf-8")
    assert loaded("load", copy).returncode == 0
    assert register(loaded)["kimi.1"]["state"] == "invalid"
    assert "invalid" in next(line for line in loaded("list").stdout.splitlines() if "kimi.1" in line)
    assert json.loads(loaded("list", "is:invalid", "--json").stdout)[0]["run_state"] == "invalid"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["invalidate", "kimi.1", "--reason", " "], 2, "say why"),
        (["invalidate", "nope", "--reason", "x"], 1, "no run is called nope"),
        (["alias", "nope", "x"], 1, "nope"),
        (["index", "kimi.1"], 2, "say K, or `--undo`"),
        (["index", "kimi.1", "2", "--undo"], 2, "say K, or `--undo`"),
        (["index", "kimi.1", "3", "2"], 2, "run 3 of 2"),
        (["expect", "kimi.1", "0"], 2, "at least one"),
        (["synthetic", "kimi.1", "maybe"], 2, "maybe"),
        (["supersede", "kimi.1", "gpt.1"], 2, "another model"),
        (["tool", "shop", "nope", "read"], 1, "no tool called nope"),
        (["tool", "shop", "send", "sing"], 2, "sing"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_decisions_that_make_no_sense(loaded: Reviewer, words: list[str], code: int, said: str) -> None:
    """One line, and nothing is kept."""
    done = loaded("runs", *words, *(() if "--reason" in words else ("--reason", "x")))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (code, "", 1), done.stderr
    assert said in done.stderr
    assert "nobody has decided anything yet" in loaded("runs", "history").stderr


def test_what_figures_change_with_needs_a_reason(reviewer: Reviewer) -> None:
    """Before anything else is looked at; what a tool does needs none."""
    for words, _, _ in DECISIONS:
        done = reviewer("runs", *words)
        assert ("say why" in done.stderr) == (words[0] != "tool"), words
        assert done.returncode in (1, 2)
    assert "say why" in reviewer("suites", "bind", "kimi.1", "--undo").stderr


def test_the_doctor_of_a_healthy_database(loaded: Reviewer, tmp_path: Path) -> None:
    """Everything is looked at and nothing is changed."""
    before = (tmp_path / "study.db").read_bytes()
    done = loaded("doctor")
    assert done.returncode == 0
    assert f"{tmp_path / 'study.db'}" in done.stdout
    assert "4 transcripts of 3 runs" in done.stdout
    findings = json.loads(loaded("doctor", "--json").stdout)
    assert {finding["state"] for finding in findings} <= {"ok", "warning"}
    assert "keys.toml: " in next(finding["text"] for finding in findings if finding["about"] == "keys")
    assert (tmp_path / "study.db").read_bytes() == before


def test_the_doctor_where_there_is_no_database(reviewer: Reviewer, tmp_path: Path) -> None:
    """Is no problem, and makes none."""
    for words in (["doctor"], ["doctor", "--mend"]):
        done = reviewer(*words)
        assert (done.returncode, "not there yet" in done.stdout) == (0, True)
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_and_mends(loaded: Reviewer, tmp_path: Path) -> None:
    """A register that does not say what the events say is a problem: exit code 4, until it is mended."""
    connection = sqlite3.connect(tmp_path / "study.db")
    connection.execute("UPDATE run SET label = 'somebody else'")
    connection.commit()
    connection.close()
    done = loaded("doctor")
    assert done.returncode == 4
    assert "problem  run register" in done.stdout
    assert done.stderr.endswith("look at run register\n")
    assert loaded("doctor", "--mend").returncode == 0
    assert {run["model"] for run in register(loaded).values()} == {"moonshot/kimi-k2", "gpt-4.1"}


def test_the_doctor_of_a_damaged_database(loaded: Reviewer, tmp_path: Path) -> None:
    """Says so, with the exit code of the ground."""
    path = tmp_path / "study.db"
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 12] = b"\xff" * 4096 * 11
    path.write_bytes(content)
    done = loaded("doctor")
    assert done.returncode == 4
    assert "problem" in done.stdout
    assert "Traceback" not in done.stderr


def test_what_ended_at_a_limit_is_partial(reviewer: Reviewer, tmp_path: Path) -> None:
    """As the report has it: it counts as it stands, and only what failed does not."""
    with (tmp_path / "runs.jsonl").open("w") as file:
        for case, status in enumerate(("limit", "limit", "error", "complete", "in progress", "in progress", "limit")):
            transcript = {"format": "reviewer/1", "suite": "s", "case": f"c{case}", "model": "m", "run": "r"}
            file.write(json.dumps({**transcript, "status": status, "messages": []}) + "\n")
    assert reviewer("load", "runs.jsonl").returncode == 0
    head, row = reviewer("runs").stdout.splitlines()
    found = {name: row[: head.index(name) + len(name)].split()[-1] for name in ("IN PROGRESS", "PARTIAL", "FAILED")}
    assert found == {"IN PROGRESS": "2", "PARTIAL": "3", "FAILED": "1"}
