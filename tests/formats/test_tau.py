"""τ-bench, the first version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.formats import Fill

USER = {"role": "user", "content": "hello"}


def _entry(**fields: Any) -> dict[str, Any]:
    return {"task_id": 1, "reward": 1.0, "trial": 0, "info": {}, "traj": [USER], **fields}


def test_the_sample(load: Any, samples: Path) -> None:
    """The sample: cases, runs, rewards, briefs and ends."""
    loaded = load(samples / "tau-teashop.json")
    assert loaded.format == "tau"
    assert [(t.suite, t.case, t.run, t.run_index, t.run_count) for t in loaded.transcripts] == [
        ("tau", "0", "tau-teashop.1", 1, 2),
        ("tau", "1", "tau-teashop.1", 1, 2),
        ("tau", "0", "tau-teashop.2", 2, 2),
    ]
    first, second, third = loaded.transcripts
    assert (first.brief, first.end_reason, first.status) == (
        "You are Ines. Ask for a second parcel.",
        "user_stop",
        "complete",
    )
    assert [(score.name, score.value) for t in loaded.transcripts for score in t.scores] == [
        ("reward", 1.0),
        ("reward", 0.93),
        ("reward", 0.0),
    ]
    assert first.scores[0].extra == {
        "info": {"r_actions": 1.0, "gt_data_hash": "0f3a"},
        "actions": [{"name": "resend", "kwargs": {"order_id": "T-204"}}],
    }
    assert first.extra == {
        "source": "user",
        "user_cost": 0.0021,
        "task": {
            "user_id": "ines_4",
            "actions": [{"name": "resend", "kwargs": {"order_id": "T-204"}}],
            "outputs": [],
        },
    }
    assert second.end_reason is None
    assert (third.status, third.end_reason, third.messages) == ("error", "error", ())
    assert third.extra == {"error": "the simulator did not answer", "traceback": "Traceback: …"}
    assert first.messages[0].role == "system"
    assert first.messages[7].error is None  # its text begins with “Error”; no flag says so
    assert first.messages[-1].text == "Thank you. ###STOP###"
    assert loaded.codes() == ["unknown-model", "duplicate-call-id", "unknown-model", "unknown-model", "no-messages"]
    assert loaded.source.notes == ["run tau-teashop.2 of unknown holds 1 of 2 cases of tau; missing: 1"]


def test_the_name_of_the_file_names_the_model(load: Any) -> None:
    """A name as the benchmark's own program makes it names the model, and what it says besides is kept."""
    name = "tool-calling-kettle-4.1-mini-0.0_range_0--1_user-brook-4o-llm_0715123456.json"
    transcript = load(json.dumps([_entry()]), name=name).only
    assert transcript.model == "kettle-4.1-mini"
    assert transcript.warnings == ()
    assert transcript.extra == {
        "agent_strategy": "tool-calling",
        "temperature": "0.0",
        "range": "0--1",
        "user_model": "brook-4o",
        "user_strategy": "llm",
        "started": "0715123456",
    }
    filled = load(json.dumps([_entry()]), Fill(model="mine", run="night", suite="desk"), name=name).only
    assert (filled.model, filled.run, filled.suite) == ("mine", "night", "desk")
    assert filled.extra is not None
    assert filled.extra["source_model"] == "kettle-4.1-mini"


@pytest.mark.parametrize(
    ("traj", "suite"),
    [
        ([{"role": "system", "content": "# Airline Agent Policy\n…"}], "tau-airline"),
        ([{"role": "system", "content": "# Retail agent policy\n…"}], "tau-retail"),
        ([USER, {"role": "assistant", "tool_calls": [{"function": {"name": "book_reservation"}}]}], "tau-airline"),
        ([USER, {"role": "assistant", "tool_calls": [{"function": {"name": "find_user_id_by_email"}}]}], "tau-retail"),
        ([USER, {"role": "assistant", "content": "airline agent"}], "tau"),
        ([], "tau"),
    ],
)
def test_the_suite_is_guessed(load: Any, traj: list[Any], suite: str) -> None:
    """The policy tells the suite, or else the tools that were called."""
    assert load(json.dumps([_entry(traj=traj)])).only.suite == suite


def test_odd_entries(load: Any) -> None:
    """An entry without a conversation is refused; one without names comes in."""
    loaded = load(
        json.dumps([_entry(), 3, {"task_id": 2}, {"traj": [USER]}, _entry(traj={}), _entry(info=[1], trial=-1)])
    )
    assert [item.place for item in loaded.refused] == ["[1]", "[2]", "[4]"]
    assert [(t.case, t.run, t.attempt, t.extra) for t in loaded.transcripts] == [
        ("1", "a-file", 1, None),
        ("entry-0004", "a-file", 1, None),
        ("1", "a-file", 2, {"info": [1], "trial": -1}),
    ]


def test_an_entry_a_line(load: Any) -> None:
    """Entries one a line are read too, and an end that says so ends a conversation."""
    stopped = _entry(task_id="b", traj=[USER, {"role": "user", "content": "###STOP### "}])
    loaded = load("".join(json.dumps(entry) + "\n" for entry in (_entry(), stopped)))
    assert [(item.place, item.transcript.case) for item in loaded.found] == [("line 1", "1"), ("line 2", "b")]
    assert [t.end_reason for t in loaded.transcripts] == [None, "user_stop"]


def test_an_entry_without_an_end(load: Any) -> None:
    """Neither a reward nor an error nor a stop: it is in progress."""
    bare = {"task_id": "a", "info": {}, "traj": [USER]}
    ends: list[dict[str, Any]] = [
        {},
        {"reward": 0.0},
        {"info": {"error": "it broke"}},
        {"traj": [{"role": "user", "content": "###STOP###"}]},
    ]
    loaded = load(json.dumps([{**bare, **end} for end in ends]))
    assert [t.status for t in loaded.transcripts] == ["in progress", "complete", "error", "complete"]
