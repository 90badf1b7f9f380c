"""`reviewer status` and `reviewer queue`, as a script and as a person see them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from reviewer.operations.reviewing import Reviewing
from reviewer.review.decisions import Saw
from reviewer.store.connection import open_writing, transaction

Reviewer = Callable[..., subprocess.CompletedProcess[str]]


def test_status(loaded: Reviewer) -> None:
    """A line for each run and class, all of them together, and the sentence last."""
    done = loaded("status")
    assert done.returncode == 0
    *lines, total, sentence = done.stdout.splitlines()
    assert [word for word in lines[0].split() if word in ("ALL", "UNREAD", "LEFT")] == ["ALL", "UNREAD", "LEFT"]
    assert sum("synthetic" in line for line in lines) == 1
    assert total.split()[:2] == ["all", "4"]
    assert sentence.startswith("Not reviewed message by message: 0 of 4 transcripts were displayed in full")
    assert sentence.endswith("Frame: 4 from no queue.")


def test_status_for_programs(loaded: Reviewer) -> None:
    """The same in one object."""
    said = json.loads(loaded("status", "class:trap", "--json").stdout)
    assert said["total"]["transcripts"] == said["total"]["unread"] == said["total"]["left"] == 1
    (line,) = said["lines"]
    assert (line["run"], line["case_class"], line["outcomes_missing"], line["synthetic"]) == (
        "kimi.1",
        "trap",
        1,
        False,
    )
    assert said["frame"] == {"": 1}


def test_a_queue_from_end_to_end(loaded: Reviewer) -> None:
    """Drawn, listed, worked through by name; the same seed draws the same in another database."""
    assert "no queues yet" in loaded("queue").stderr
    options = ("--sample", "3", "--stratify", "model", "--seed", "7", "--double", "0", "--assign", "Ann,Bob")
    made = loaded("queue", "make", "june", *options)
    assert made.returncode == 0
    assert "3 of 4 transcripts drawn" in made.stderr
    assert "given to Ann and to Bob, in turn\n" in made.stderr
    named = loaded("queue", "make", "july", "--assign", "Ash, Jan", "--assign", "Ann")
    assert "given to Ash, Jan and to Ann, in turn\n" in named.stderr
    listed = json.loads(loaded("queue", "june", "--json", "--reviewer", "Ann").stdout)
    assert listed == json.loads(loaded("queue", "--json", "june", "--reviewer", "Ann").stdout)
    assert sum(one["drawn"] for one in listed["strata"]) == 3
    assert {one["state"] for one in listed["items"]} == {"open"}
    mine = [one["id"] for one in listed["items"] if one["reviewer"] == "Ann"]
    upcoming = loaded("queue", "next", "june", "--reviewer", "Ann")
    assert upcoming.stdout.strip() == mine[0]
    assert upcoming.stderr.endswith(" left for Ann\n")
    assert json.loads(loaded("queue", "next", "june", "--reviewer", "Bob", "--json").stdout)["reviewer"] == "Bob"
    assert {"june", "july"} < set(loaded("queue").stdout.split())
    assert loaded("queue", "june").stdout.count("\n") == 4
    nobody = loaded("queue", "next", "june", "--reviewer", "Cem")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "nothing in june is left for Cem; 3 for others" in nobody.stderr
    assert "nothing came in" in loaded("queue", "late", "june").stderr


def test_no_number_tells_what_the_check_read(loaded: Reviewer, tmp_path: Path) -> None:
    """A trap that fell by the check is read twice: how many are so is said after one's own verdict."""
    with closing(open_writing(tmp_path / "study.db")) as connection, transaction(connection):
        key, fell, revision = connection.execute(
            """SELECT v.id, t.public_id, v.hash FROM revision v JOIN transcript t ON t.revision = v.id
            WHERE v.case_class = 'trap'"""
        ).fetchone()
        connection.execute(
            """INSERT OR REPLACE INTO fact (revision, ordinal, check_id, name, detail, evidence)
            VALUES (?, 1, 'actions', 'forbidden-write', '', '[]')""",
            (key,),
        )
    made = loaded("queue", "make", "june", "class:trap", "--double", "0", "--author", "Ann")
    assert "1 of 1 transcripts drawn, 0 of them for a second reader, too" in made.stderr
    assert "traps that are read twice because they fell by the check are told only after" in made.stderr
    assert "0 of 1 readings done" in loaded("queue", "june", "--reviewer", "Ann").stderr
    assert json.loads(loaded("queue", "june", "--json", "--reviewer", "Ann").stdout)["readings"] == 1
    assert [one["readings"] for one in json.loads(loaded("queue", "--json").stdout)] == [1]
    with Reviewing(tmp_path / "study.db", "Ann") as ann:
        ann.judge(fell, revision, "fell", Saw())
    after = loaded("queue", "june", "--reviewer", "Ann").stderr
    assert "0 of 2 readings done" in after
    assert "only after" not in after


def test_a_blind_queue_names_no_model(loaded: Reviewer) -> None:
    """Neither in the list nor in JSON, nor by its strata, not even to whoever draws it."""
    made = loaded("queue", "make", "june", "--stratify", "model", "--blind", "--author", "Ann")
    assert "june  4 of 4  from 2 strata" in made.stdout
    assert "kimi" not in made.stdout + made.stderr
    assert json.loads(loaded("queue", "june", "--json").stdout)["strata"] == []
    theirs = ("--stratify", "model", "--blind", "--double", "0", "--assign", "Ben", "--author", "Ann")
    others = loaded("queue", "make", "theirs", *theirs)
    assert "model=moonshot/kimi-k2" in others.stdout
    for words in (("queue", "june"), ("queue", "june", "--json"), ("queue", "next", "june")):
        done = loaded(*words, "--reviewer", "Ann")
        assert done.returncode == 0
        said = json.loads(done.stdout)["items"] if "--json" in words else done.stdout + done.stderr
        assert "kimi" not in str(said)
        assert "gpt" not in str(said)


def test_the_blind_are_not_told_elsewhere(loaded: Reviewer) -> None:
    """No list, page or search has the model, the run, the score or the file, and no filter finds them by those."""
    loaded("queue", "make", "open", "--stratify", "model", "--author", "Ann")
    loaded("queue", "make", "june", "--blind", "--author", "Ann")
    telling = ("kimi", "gpt", ".jsonl")
    listed = loaded("list")
    (first, *_) = json.loads(loaded("list", "--json").stdout)
    assert (first["model"], first["run"], first["score"]) == (None, None, None)
    page, found = loaded("show", first["id"]), loaded("search", "bottle", "model:kimi")
    status, facts = loaded("status", "--json"), loaded("check", first["id"], "--json")
    drawn, items = loaded("queue", "open"), loaded("queue", "open", "--json").stdout
    assert not [one for one in json.loads(items)["items"] if one["model"] or one["run"] or "model=" in one["why"]]
    for done in (listed, page, found, status, facts, drawn):
        assert done.returncode == 0, done.stderr
        assert not [word for word in telling if word in done.stdout], done.stdout
    assert "model     blind" in page.stdout
    assert "4 are in a blind queue of yours" in listed.stderr
    assert "nothing is searched by model or run" in found.stderr
    assert found.stdout
    for words in (("list", "model:kimi"), ("list", "score:>0")):
        assert "no transcript matches" in loaded(*words).stderr
    for asked in (["show", str(first["id"]), "--json"], ["show", f"kimi.1/{first['case']}"]):
        refused = loaded(*asked)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "is in a blind queue of yours" in refused.stderr or "no transcript is called" in refused.stderr


def test_what_makes_no_sense(loaded: Reviewer) -> None:
    """One line, and nothing is made."""
    for words, said in (
        (("june", "--stratify", "colour"), "cannot stratify by 'colour'; there are class, model"),
        (("june", "--double", "many"), "'many' is no share; write it as 10% or 0.1"),
        (("june", "--double", "300%"), "lies between 0 % and 100 %"),
        (("june", "model:=nothing"), "no transcript matches"),
        (("june", "is:odd"), "not understood as a filter: is:odd"),
        (("june", "--blind", "--disagreements-first"), "a blind queue cannot begin with disagreements"),
    ):
        done = loaded("queue", "make", *words)
        assert done.returncode in (1, 2)
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
    assert loaded("queue", "june").returncode == 1
    assert "no queue is called 'june'" in loaded("queue", "june").stderr
