"""`reviewer figures`: tables for people, objects for programs, and nothing that is not counted."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Reviewer = Callable[..., subprocess.CompletedProcess[str]]
WRITTEN = Path(__file__).resolve().parents[2] / "fixtures" / "northline" / "written"


@pytest.fixture
def northline(reviewer: Reviewer) -> Reviewer:
    """The command, on the hand-written conversations of Northline."""
    assert reviewer("load", WRITTEN).returncode == 0
    assert reviewer("check").returncode == 0
    return reviewer


def test_the_tables(northline: Reviewer) -> None:
    """Metrics, intents, traps and clusters; what is all synthetic is so in its heading, and notes go to stderr."""
    done = northline("figures", "--model", "mimo-v2.5-pro")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "mimo-v2.5-pro  northline, 3 runs, 26 transcripts, synthetic"
    assert [line.split()[0] for line in lines if line.isupper()] == ["METRIC", "OVER", "INTENT", "TRAP", "CLUSTER"]
    assert [line.split()[-2:] for line in lines if line.startswith("OVER RUNS")] == [["INTERVAL", "MISSING"]]
    (held,) = (line for line in lines if line.startswith("hold^1"))
    assert "–" in held
    (head,) = (line for line in lines if line.startswith("TRAP"))
    assert head.split() == ["TRAP", "RUN", "1", "RUN", "2", "RUN", "3", "CAUGHT"]
    (fell,) = (line for line in lines if line.startswith("false_closure_wrongitem"))
    assert fell.split() == ["false_closure_wrongitem", "FELL", "FELL", "2/2"]
    assert done.stdout.count("synthetic") == 1
    assert "in no cluster: angry_damaged, color_edit, damaged_item, line_item" in lines
    assert done.stderr.endswith("missing: 460 of 486 cases, in neither numerator nor denominator\n")
    one = northline("figures", "--model", "mimo-v2.5-pro", "--trap", "fcw", "--run", "1").stdout.splitlines()
    assert [line.split() for line in one[2:]] == [
        ["TRAP", "RUN", "1"], ["false_closure_wrongitem", "FELL"],
    ]  # fmt: skip
    intent = northline("figures", "--model", "mimo-v2.5-pro", "--intent", "tracking").stdout
    assert "\nover-escalation  " in intent
    both = northline("figures", "--intent", "tracking").stdout.splitlines()
    assert [line.split()[0] for line in both if "northline" in line] == ["kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro"]
    assert "not counted: of 18 transcripts none counts" in both[3]  # the first has the intent, and no transcript of it


def test_what_nobody_counted_is_named(northline: Reviewer) -> None:
    """An intent that the suite has, and of which no transcript is there: with a dash for each run, and why."""
    made = northline("figures", "--model", "mimo-v2.5-pro", "--intent", "bundle_rec")
    assert made.returncode == 0
    (row,) = [line for line in made.stdout.splitlines() if line.startswith("bundle_rec")]
    assert row.split() == ["bundle_rec", "–", "–", "–", *"not counted: of 18 transcripts none counts".split()]
    assert northline("figures", "--intent", "nope").returncode != 0


def test_where_only_some_are_synthetic_each_row_says_it(northline: Reviewer) -> None:
    """A run that somebody knows to be real stands beside two that are not."""
    assert northline("runs", "synthetic", "143d1034", "no", "--reason", "recorded").returncode == 0
    lines = northline("figures", "--model", "mimo-v2.5-pro", "--trap", "fcw").stdout.splitlines()
    assert lines[0].endswith(", synthetic in part")
    assert [line.split()[-1] for line in lines[2:]] == ["REMARKS", "synthetic"]


def test_as_json(northline: Reviewer) -> None:
    """An array of objects, each with all that it stands on; ids of transcripts where they are asked for."""
    done = northline("figures", "--model", "mimo-v2.5-pro", "--json")
    figures = json.loads(done.stdout)
    keys = {
        "name",
        "metric",
        "scope",
        "numerator",
        "denominator",
        "aggregator",
        "value",
        "synthetic",
        "missing",
        "origin",
    }
    assert all(keys < set(figure) for figure in figures)
    assert {(figure["synthetic"], figure["origin"]) for figure in figures} == {(True, "counted")}
    assert not any("transcripts" in figure for figure in figures)
    by_name = {figure["name"]: figure for figure in figures}
    assert len(by_name) == len(figures)
    absent = by_name["resolution.intent.bundle_rec.pooled"]
    assert (absent["value"], absent["missing"], absent["why"]) == (
        None,
        18,
        "not counted: of 18 transcripts none counts",
    )
    (held, run) = (by_name[name]["interval"] for name in ("hold_1.pooled", "unsafe_actions.run2"))
    assert (held["method"], run["method"]) == ("cluster bootstrap over cases, percentile, exact", "Wilson")
    assert "interval" not in by_name["unsafe_actions.spread"]
    (pooled,) = (
        figure
        for figure in json.loads(northline("figures", "--trap", "fcw", "--json", "--transcripts").stdout)
        if figure["aggregator"] == "pooled" and figure["scope"]["model"] == "mimo-v2.5-pro"
    )
    assert (pooled["metric"], pooled["numerator"], pooled["denominator"], pooled["value"]) == ("trap_caught", 2, 2, 1.0)
    listed = json.loads(northline("list", "--json", "intent:=false_closure_wrongitem", "model:mimo").stdout)
    assert sorted(pooled["transcripts"]) == sorted(row["id"] for row in listed)


def test_published_figures(reviewer: Reviewer) -> None:
    """They need no database, name their page, and are never called counted."""
    board = json.loads(reviewer("figures", "--board", "--json").stdout)
    fleet = json.loads(reviewer("figures", "--fleet", "--json").stdout)
    assert {figure["origin"] for figure in board + fleet} == {"published"}
    assert all(figure["page"] for figure in board + fleet)
    rates = {figure["scope"].get("trap"): figure["numerator"] for figure in fleet if figure["denominator"] == 66}
    assert (rates["false_closure_partial"], rates["serial_claimant"], rates["delivered_not_received"]) == (23, 15, 10)
    lines = reviewer("figures", "--board").stdout.splitlines()
    assert lines[0].endswith("never added to what is counted here")
    assert lines[3].split() == ["grok-4.3", "$$", "2.5%", "3/18", "96%", "4%", "middling"]
    assert "15/66" in reviewer("figures", "--fleet").stdout


def test_the_metrics_explain_themselves(reviewer: Reviewer) -> None:
    """What is counted of what, for people and for programs."""
    known = json.loads(reviewer("figures", "--metrics", "--json").stdout)
    text = reviewer("figures", "--metrics").stdout
    assert all(f"{one['id']}  {one['title']}" in text and one["definition"] in text for one in known)
    assert {one["source"] for one in known} == {"checks", "judge", "register", "reviewers"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--board", "--model", "x"], 2, "stand alone"),
        (["--board", "--fleet"], 2, "stand alone"),
        (["--transcripts"], 2, "`--transcripts` needs `--json`"),
        (["--model", "nope"], 1, "no run is of a model called nope; there are gpt-4.1, moonshot/kimi-k2"),
    ],
)
def test_calls_that_make_no_sense(loaded: Reviewer, words: list[str], code: int, said: str) -> None:
    """One line on stderr."""
    done = loaded("figures", *words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (code, "", 1), done.stderr
    assert said in done.stderr


def test_old_facts(loaded: Reviewer) -> None:
    """A changed word about a tool makes facts old: nothing is printed before they are read anew."""
    assert loaded("runs", "tool", "shop", "send", "handover").returncode == 0
    done = loaded("figures", "--model", "moonshot/kimi-k2")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("have no facts by the present rules; run `reviewer check` first\n")
    assert loaded("check").returncode == 0
    assert loaded("figures", "--model", "moonshot/kimi-k2").returncode == 0
