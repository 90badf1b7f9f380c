"""`reviewer propose` and `reviewer inbox`, as a helper program and a person use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reviewer.cli import main
from reviewer.model.proposal_schema import schema


class Done(NamedTuple):
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


Reviewer = Callable[..., Done]
LINE = {"proposer": "helper@2", "tag": "conversation.tone", "citation": "M2", "kind": "message"}


@pytest.fixture
def reviewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reviewer:
    """Runs a command in this process: two dozen of them would take half a minute to start."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVIEWER_DB", str(tmp_path / "study.db"))

    def run(*words: str | Path) -> Done:
        capsys.readouterr()
        return Done(main._run([*map(str, words)]), *capsys.readouterr())

    return run


@pytest.fixture
def desk(reviewer: Reviewer, tmp_path: Path) -> Reviewer:
    """A synthetic transcript with an empty reply, and a trap with another."""
    said = [{"role": "customer", "text": "Hello."}, {"role": "agent", "text": ""}]
    whole = {"format": "reviewer/1", "suite": "s", "model": "m", "run": "r", "synthetic": True, "messages": said}
    lines = [{**whole, "case": "plain"}, {**whole, "case": "trap", "case_class": "trap"}]
    (tmp_path / "runs.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert reviewer("load", tmp_path / "runs.jsonl").returncode == 0
    return reviewer


def propose(desk: Reviewer, folder: Path, *lines: dict[str, Any], flags: tuple[str, ...] = ()) -> Done:
    """What becomes of these lines."""
    (folder / "p.jsonl").write_text(
        "".join(json.dumps({**LINE, "transcript": "r/plain", **line}) + "\n" for line in lines)
    )
    return desk("propose", "p.jsonl", *flags)


def test_the_schema_is_printed_for_whoever_writes_proposals(reviewer: Reviewer) -> None:
    """Without a database."""
    assert json.loads(reviewer("propose", "--schema").stdout) == schema()


def test_exit_codes_are_those_of_load(desk: Reviewer, tmp_path: Path) -> None:
    """All, some, nothing; a call without a file; a file that is not there."""
    bad = {"kind": "span", "quote": "nowhere"}
    assert propose(desk, tmp_path, {}).returncode == 0
    done = propose(desk, tmp_path, {"note": "again"}, bad)
    assert done.returncode == 1
    assert "p.jsonl: line 2: the quote does not stand there: M2 of " in done.stderr
    assert "p.jsonl: 1 known already, 1 refused" in done.stderr
    done = propose(desk, tmp_path, bad, bad, flags=("--json",))
    assert done.returncode == 3
    assert [one["place"] for one in json.loads(done.stdout)["refused"]] == ["line 1", "line 2"]
    assert desk("propose").returncode == 2
    assert desk("propose", "nothing.jsonl").returncode == 3
    assert desk("propose", "p.jsonl", "--db", "no.db").returncode == 4
    assert not (tmp_path / "no.db").exists()


def test_what_is_suggested_and_what_is_hidden(desk: Reviewer, tmp_path: Path) -> None:
    """The counts by proposer and tag; a trap's only as a number; each of a filter with its words."""
    propose(desk, tmp_path, {})
    done = desk("inbox", "--reviewer", "Ann")
    assert done.stdout.splitlines()[1:] == [
        "check:empty-reply  conversation.empty-reply     1          0        0         0",
        "helper@2           conversation.tone            1          0        0         0",
    ]
    assert done.stderr == "1 more is hidden until the outcomes of Ann\n"
    listed = desk("inbox", "case:plain", "--reviewer", "Ann").stdout
    assert "conversation.empty-reply  major" in listed
    assert "M2  r/plain  m  synthetic" in listed
    assert json.loads(desk("inbox", "--json", "--reviewer", "Ann").stdout)["hidden"] == 1
    assert json.loads(desk("inbox", "class:trap", "--json").stdout) == []
    for way in (("--proposer", "helper@2", "--json"), ("--json", "case:plain", "--tag", "conversation.tone")):
        (one,) = json.loads(desk("inbox", *way).stdout)
        assert (one["proposer"], one["synthetic"], one["anchor"]["kind"]) == ("helper@2", True, "message")
    assert desk("inbox", "colour:red").returncode == 2


def test_deciding_without_the_screens(desk: Reviewer, tmp_path: Path) -> None:
    """Each for itself; precision counts what was decided."""
    propose(desk, tmp_path, {}, {"tag": "positive.warm"}, {"tag": "positive.timeline"})
    rows = json.loads(desk("inbox", "--proposer", "helper@2", "--json").stdout)
    ids = {row["tag"]: row["id"] for row in rows}
    ann = ("--reviewer", "Ann")
    done = desk("inbox", "confirm", ids["conversation.tone"][:8], *ann)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{ids['conversation.tone']}  conversation.tone  ")
    assert desk("inbox", "amend", ids["positive.warm"], "--severity", "major", *ann).returncode == 0
    assert desk("inbox", "amend", ids["positive.timeline"], *ann).returncode == 2
    assert desk("inbox", "reject", ids["positive.timeline"], "--reason", "No.", *ann).returncode == 0
    again = desk("inbox", "confirm", ids["positive.warm"], "nobody", *ann)
    assert again.returncode == 1
    assert "Ann has amended this proposal already" in again.stderr
    assert "nobody: no proposal is called nobody; 1 is hidden" in again.stderr
    found = json.loads(desk("inbox", "--json").stdout)["proposals"]
    assert {one["tag"]: one["precision"] for one in found} == {
        "conversation.empty-reply": None,
        "conversation.tone": 1.0,
        "positive.warm": 1.0,
        "positive.timeline": 0.0,
    }
    assert "1 of 1" in desk("inbox").stdout
    assert "rejected by Ann: No." in desk("inbox", "--all").stdout
