"""`reviewer check` and `reviewer suites`, as a person and as a script use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.checks.registry import CHECKS
from reviewer.operations.load import load
from reviewer.store.connection import open_reading
from reviewer.store.facts import counted

Reviewer = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
SOFT = ROOT / "fixtures" / "northline" / "written" / "traps-soft.jsonl"
COUNT = len(SOFT.read_text().splitlines())


@pytest.fixture
def loaded(reviewer: Reviewer) -> Reviewer:
    """Northline's soft traps in the database."""
    done = reviewer("load", SOFT)
    assert done.returncode == 0
    assert f"{COUNT} transcripts checked" in done.stderr
    return reviewer


def test_every_fact_with_its_words(loaded: Reviewer) -> None:
    """The words stand in the transcript, exactly where the evidence says."""
    facts = json.loads(loaded("check", "--json").stdout)
    assert {fact["check"] for fact in facts} <= {one.id for one in CHECKS}
    assert all(fact["synthetic"] is True for fact in facts)
    shown = {
        name: json.loads(loaded("show", name, "--json", "--unblind").stdout)
        for name in {fact["transcript"] for fact in facts}
    }
    words = [(fact["transcript"], place) for fact in facts for place in fact["evidence"] if place["text"] is not None]
    assert words
    for name, place in words:
        whole = field(shown[name]["messages"][place["message"] - 1], place["field"] or "text")
        assert whole[place["start"] : place["end"]] == place["text"]


def field(message: dict[str, Any], name: str) -> str:
    """A field's raw text."""
    return str(message[name] if name in ("text", "reasoning") else message["calls"][int(name[1]) - 1]["arguments"])


def test_the_facts_of_one(loaded: Reviewer) -> None:
    """By RUN/CASE, by id, by a filter; each with its place."""
    fired = next(f for f in json.loads(loaded("check", "--json").stdout) if f["name"] == "forbidden-write")
    name = f"{fired['run']}/{fired['case']}"
    by_name, by_id = loaded("check", name), loaded("check", fired["transcript"])
    assert by_name.stdout == by_id.stdout
    assert f"forbidden-write {fired['value']}" in by_name.stdout
    assert "synthetic" in by_name.stdout.splitlines()[0]
    several = json.loads(loaded("check", f"case:{fired['case']}", "--json").stdout)
    assert {fact["case"] for fact in several} == {fired["case"]}


def test_the_count_of_all(loaded: Reviewer) -> None:
    """A line for each fact and value."""
    done = loaded("check")
    assert "agent-messages" in done.stdout
    assert f"over {COUNT} transcripts" in done.stderr


def test_the_rules(reviewer: Reviewer) -> None:
    """Each check says what it looks for and where it errs; no database is needed, and none is made."""
    done = reviewer("check", "--rules")
    for one in CHECKS:
        assert one.looks_for in done.stdout
        assert one.errs in done.stdout
    assert [one["id"] for one in json.loads(reviewer("check", "--rules", "--json").stdout)] == [
        one.id for one in CHECKS
    ]
    missing = reviewer("check")
    assert (missing.returncode, missing.stdout) == (4, "")
    assert "no such database" in missing.stderr


def test_a_check_ends_with_the_program_that_started_it(reviewer: Reviewer, tmp_path: Path) -> None:
    """After the chunk that it reads; the next one goes on."""
    load(tmp_path / "study.db", [SOFT.parent], searchable=False)
    assert reviewer("check", "--behind", "999999999").returncode == 0
    with closing(open_reading(tmp_path / "study.db")) as connection:
        checked, present = counted(connection)
    assert 0 < checked < present == 74
    assert f"{present - checked} transcripts checked" in reviewer("check").stderr


def test_what_is_not_there(loaded: Reviewer) -> None:
    """One line, and what to do."""
    nothing = loaded("check", "case:nowhere")
    assert (nothing.returncode, nothing.stderr.strip()) == (1, "reviewer: no transcript matches")
    odd = loaded("check", "colour:red")
    assert odd.returncode == 2


def test_suites(loaded: Reviewer, tmp_path: Path) -> None:
    """The list, a file looked at, a file kept, a run moved to it, a file refused."""
    (row,) = json.loads(loaded("suites", "--json").stdout)
    assert (row["name"], row["cases"]) == ("northline", 162)
    northline = ROOT / "fixtures" / "northline" / "suite.json"
    assert "162 cases, 18 of them traps" in loaded("suites", "check", northline).stdout
    changed = json.loads(northline.read_text())
    changed["version"] = "3"
    for name in ("policy.md", "tools.json"):
        (tmp_path / name).write_text((northline.parent / name).read_text())
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(changed))
    assert "is kept" in loaded("suites", "add", file).stderr
    assert "was there already" in loaded("suites", "add", file).stderr
    added = next(row for row in json.loads(loaded("suites", "--json").stdout) if row["version"] == "3")
    moved = loaded("suites", "bind", "2cf4dce7", added["hash"][:9], "--author", "A", "--reason", "a new edition")
    assert moved.returncode == 0
    assert "is bound to" in loaded("runs", "history").stdout
    assert "transcripts checked" in loaded("check").stderr
    changed["cases"][0]["intent"] = "nowhere"
    file.write_text(json.dumps(changed))
    refused = loaded("suites", "add", file)
    assert refused.returncode == 3
    assert refused.stderr.startswith(f"reviewer: {file}: cases[0]")
