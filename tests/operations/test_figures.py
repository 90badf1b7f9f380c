"""Figures out of a database: the same as in memory, refused over old facts, and only of runs that count."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reviewer.checks.registry import CHECKS
from reviewer.dossier.figure import Figure
from reviewer.dossier.sheet import Sheet, sheet
from reviewer.errors import NotFound, ReviewerError, UsageError
from reviewer.model.shipped import shipped_suite
from reviewer.model.transcript import Transcript
from reviewer.operations import check, figures, runs, suites
from reviewer.operations.load import load
from reviewer.store.connection import open_reading
from tests.dossier.made import northline, of_transcripts

ROOT = Path(__file__).resolve().parents[2]
NORTHLINE = ROOT / "fixtures" / "northline"
MODELS = ("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")


def sheets(db: Path, model: str | None = None, **more: Any) -> list[Sheet]:
    """The sheets of a database."""
    with closing(open_reading(db)) as connection:
        return figures.sheets(connection, model, **more)


def narrowed(db: Path, model: str | None = None, **more: str | None) -> list[Sheet]:
    """The same for one run, intent or trap."""
    with closing(open_reading(db)) as connection:
        return figures.narrowed(connection, figures.sheets(connection, model), **more)


def bare(one: Sheet) -> list[Figure]:
    """The figures apart from the rules that facts in a database are kept with."""
    return [replace(figure, ruleset=None) for figure in one.figures]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A database with the hand-written conversations, checked."""
    db = tmp_path / "study.db"
    load(db, [NORTHLINE / "written"])
    check.run(db, processes=0)
    return db


def test_a_database_gives_what_memory_gives(written: Path) -> None:
    """Facts and scores come back from their tables as they went in; each figure names the rules and the suite."""
    suite = shipped_suite("northline")
    lines = [line for path in sorted((NORTHLINE / "written").glob("*.jsonl")) for line in path.read_text().splitlines()]
    transcripts = [Transcript.model_validate_json(line) for line in lines]
    for one in sheets(written):
        model = one.readings.model
        own = [transcript for transcript in transcripts if transcript.model == model]
        by_name = [scheme for scheme in suite.clusters if scheme.name == model]
        expected = sheet(of_transcripts(sorted(own, key=lambda one: one.run_index or 0), suite, CHECKS), by_name)
        assert bare(one) == bare(expected)
        assert one.readings.notes == expected.readings.notes
        assert {figure.suite_hash for figure in one.figures} == {suite.hash}
        assert len({figure.ruleset for figure in one.figures}) == 1
        ids = {reading.transcript for reading in one.readings.counted}
        assert all(set(figure.transcripts) <= ids for figure in one.figures)


@pytest.mark.long
def test_all_the_shipped_runs_through_a_database(tmp_path: Path) -> None:
    """1,458 transcripts, loaded and checked as a person does it, give the figures that memory gives."""
    db = tmp_path / "study.db"
    load(db, [NORTHLINE / "runs"])
    check.run(db)
    found = {one.readings.model: one for one in sheets(db)}
    assert tuple(found) == MODELS
    for model, one in found.items():
        assert bare(one) == bare(northline(model, links=True))


def test_facts_must_be_of_the_present_rules(tmp_path: Path) -> None:
    """Otherwise nothing is counted, and it says what to do: never checked, a revision since, another kind of tool."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    write(path, ["a", "b"])
    load(db, [path])
    with pytest.raises(
        ReviewerError, match="m: 2 transcripts have no facts by the present rules; run `reviewer check` first"
    ):
        sheets(db)
    check.run(db, processes=0)
    assert sheets(db)[0].find("agent_messages", "mean").denominator == 2
    write(path, ["a", "b"], text="Changed.")
    load(db, [path])
    with pytest.raises(ReviewerError, match="2 transcripts have"):
        sheets(db)
    check.run(db, processes=0)
    runs.tool(db, "tea", "ring", "handover")
    with pytest.raises(ReviewerError, match="2 transcripts have"):
        sheets(db)
    check.run(db, processes=0)
    assert sheets(db)[0].readings.counted[0].handed_over


def test_runs_that_do_not_count(tmp_path: Path) -> None:
    """A rerun counts instead; an invalid run is out although it is not checked; the notes say so."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    write(path, ["a"], ["a"], ["a", "b"])
    load(db, [path])
    runs.supersede(db, "r1", "r2", reason="the gateway timed out")
    check.run(db, processes=0)
    runs.invalidate(db, "r3", "no tools")
    (one,) = sheets(db)
    assert [run.name for run in one.readings.runs] == ["r2"]
    assert one.find("agent_messages", "mean").denominator == 1
    assert one.readings.notes[:2] == (
        "not counted: run r1 is superseded by r2: the gateway timed out",
        "not counted: run r3 is invalid: no tools",
    )
    runs.invalidate(db, "r2", "no tools either")
    with pytest.raises(NotFound, match="no run of m counts: all are superseded or invalid"):
        sheets(db, "m")
    with pytest.raises(NotFound, match="no run counts"):
        sheets(db)


def test_of_several_scores_of_one_name_the_first_counts(tmp_path: Path) -> None:
    """Where it is a number on a scale."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    said = [
        {"name": "policy", "value": value, "scale": scale} for value, scale in ((1, None), (75, "0-100"), (0, "0-1"))
    ]
    write(path, ["a"], scores=said, case_class="solvable", intent="tea")
    load(db, [path])
    check.run(db, processes=0)
    assert sheets(db)[0].find("policy", "median").value == Fraction(3, 4)


def test_models_by_their_names_on_screen(tmp_path: Path) -> None:
    """An alias makes two names one model."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    write(path, ["a"])
    write(tmp_path / "other.jsonl", ["a"], model="m (gateway)", first=2)
    load(db, [path, tmp_path / "other.jsonl"])
    check.run(db, processes=0)
    assert [one.readings.model for one in sheets(db)] == ["m", "m (gateway)"]
    runs.alias(db, "m (gateway)", "m")
    (one,) = sheets(db)
    assert one.find("agent_messages", "mean").runs == 2


def test_runs_of_one_model_need_one_suite(tmp_path: Path) -> None:
    """Bound to two contents of it, they have no figures together."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    write(path, ["a"], ["a"])
    load(db, [path])
    check.run(db, processes=0)
    suites.bind(db, "r2", "tau-retail")
    check.run(db, processes=0)
    with pytest.raises(UsageError, match="m: the runs r1 and r2 are bound to different contents of tea"):
        sheets(db)


def test_one_run_intent_or_trap(written: Path) -> None:
    """By name, beginning, number, alias; each model's own."""
    (by_name,), (by_beginning,), (by_number,) = (
        narrowed(written, "mimo-v2.5-pro", run=run) for run in ("2cf4dce7", "2cf", "1")
    )
    assert by_name.figures == by_beginning.figures == by_number.figures
    assert {figure.scope.run for figure in by_name.figures} == {"2cf4dce7"}
    traps = narrowed(written, trap="fcw")
    assert {figure.scope.trap for one in traps for figure in one.figures} == {"false_closure_wrongitem"}
    assert len(traps) == 3
    (intent,) = narrowed(written, "mimo-v2.5-pro", intent="Address change", run="2")
    assert {figure.scope.intent for figure in intent.figures} == {"address_change"}


def test_what_the_suite_has_and_nobody_counted(written: Path) -> None:
    """A sheet without figures, which knows how many transcripts there should be."""
    for what in ("intent", "trap"):
        (one,) = sheets(written, "mimo-v2.5-pro")
        there = {figure.scope.named().get(what) for figure in one.figures}
        absent = next(
            name for kind, name in one.readings.intents if (kind == "trap") == (what == "trap") and name not in there
        )
        (bare,) = narrowed(written, "mimo-v2.5-pro", **{what: absent})
        assert bare.figures == ()
        assert {each.intent for each in bare.uncounted} == {absent}
        pooled = [each for each in bare.uncounted if each.aggregator == "pooled"]
        assert {each.why for each in pooled} == {f"not counted: of {pooled[0].expected} transcripts none counts"}
        assert {each.scope.run for each in bare.uncounted} == {None, *(run.name for run in one.readings.runs)}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"model": "nope"}, "no run is of a model called nope; there are kimi-k2.6, kimi-k2.7-code, mimo-v2.5-pro"),
        ({"suite": "nope"}, "no run is of a suite called nope; there are northline"),
        ({"scheme": "nope"}, "the suite northline has no cluster scheme called nope; there are kimi-k2.6, kimi"),
        ({"run": "nope"}, "no run that is counted is called nope; there are 143d1034, 2cf4dce7"),
        ({"intent": "fcw"}, "no intent that is counted is called fcw; there are address_change"),
        ({"trap": "tracking"}, "no trap that is counted is called tracking; there are abuse_trap"),
        ({"intent": "tracking", "trap": "fcw"}, "nothing is counted for these together"),
    ],
)
def test_what_is_not_there(written: Path, asked: dict[str, Any], said: str) -> None:
    """One line that says what there is."""
    narrow = {name: asked.pop(name) for name in ("run", "intent", "trap") if name in asked}
    with closing(open_reading(written)) as connection, pytest.raises(NotFound, match=said):
        figures.narrowed(connection, figures.sheets(connection, **asked), **narrow)


def test_a_suite_without_cases(tmp_path: Path) -> None:
    """What any run holds is what each should hold; what needs classes has no figures."""
    db, path = tmp_path / "study.db", tmp_path / "tea.jsonl"
    write(path, ["a", "b"], ["a"])
    load(db, [path])
    check.run(db, processes=0)
    (one,) = sheets(db)
    of_all = {"agent_messages", "non_empty", "failed_calls", "completed", "partials"}
    assert {figure.metric for figure in one.figures} == of_all  # its one tool neither reads nor searches
    assert one.find("agent_messages", "mean").missing == 1
    assert not one.find("agent_messages", "mean").synthetic


def write(path: Path, *cases: list[str], text: str = "Hello.", first: int = 1, **fields: Any) -> None:
    """A file with runs r1, r2, … of these cases each; fields change their transcripts."""
    messages = [
        {"role": "customer", "text": "Tea, please."},
        {"role": "agent", "text": text, "calls": [{"id": "a", "name": "ring", "arguments": "{}"}]},
    ]
    whole = {"format": "reviewer/1", "suite": "tea", "model": "m", "messages": messages, **fields}
    lines = [{**whole, "case": case, "run": f"r{row}"} for row, own in enumerate(cases, first) for case in own]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
