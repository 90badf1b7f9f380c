"""The example reviews: what the tables quote stands in the runs, and the file is what the tables make."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.shipped import shipped_suite
from reviewer.operations import demo as operation
from reviewer.operations import exports
from reviewer.operations.examples import AUTHOR
from reviewer.operations.merge import merge
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Place, from_json
from reviewer.review.decisions import Saw
from reviewer.review.events import Event
from reviewer.store.connection import open_writing
from tests.northline.review import FILE, RUNS, Odd, habits, made, places, rows, spot, taxonomy

MODELS = {"mimo-v2.5-pro": 11, "kimi-k2.6": 12, "kimi-k2.7-code": 12}
"""In how many conversations a trap caught each of them."""


@cache
def conversations() -> dict[str, list[dict[str, Any]]]:
    """The messages of every conversation that the tables speak of, by `run/case`."""
    wanted = {row.where for row in rows()}
    found = {}
    for path in sorted(RUNS.glob("*.jsonl.gz")):
        for line in gzip.decompress(path.read_bytes()).splitlines():
            case, run = (line.split(b'"%s": "' % key, 1)[1].split(b'"', 1)[0].decode() for key in (b"case", b"run"))
            if f"{run}/{case}" in wanted:
                found[f"{run}/{case}"] = json.loads(line)["messages"]
    return found


@cache
def events() -> list[Event]:
    """What the shipped file holds."""
    return list(exports.read(FILE).event)


def field(messages: list[dict[str, Any]], number: int, name: str) -> str:
    """The text of a field of a message, as the run file has it."""
    message = messages[number - 1]
    if name.startswith("c"):
        call = message["calls"][int(name[1:].partition(".")[0]) - 1]
        return str(call["name" if name.endswith(".name") else "arguments"])
    return str(message.get(name) or "")


def test_all_words_of_the_tables_stand_in_the_runs_once() -> None:
    said = conversations()
    assert said.keys() == {row.where for row in rows()}
    for row in rows():
        for spec in (*row.said["cites"], *(place for _, place, _, _ in row.findings)):
            for _, number, name, words in places(spec):
                assert 1 <= number <= len(said[row.where]), (row.where, spec)
                if words:
                    spot(field(said[row.where], number, str(name)), words)


def test_every_quote_of_the_file_is_found_byte_for_byte() -> None:
    # The file names conversations by ids; by their words they are found in the table's order of the same.
    quoted = Counter[tuple[str, str, str]]()
    for row in rows():
        for place in (*row.said["cites"], *(place for _, place, _, _ in row.findings)):
            quoted.update((f"M{n}.{name}", words, row.where) for _, n, name, words in places(place) if words)
    by_words: dict[tuple[str, str], list[str]] = {}
    for where, words, conversation in quoted.elements():
        by_words.setdefault((where, words), []).append(conversation)
    count = 0
    for place in _places():
        if place.exact is None:
            continue
        count += 1
        texts = (
            field(conversations()[where], place.message, str(place.field))
            for where in by_words[str(place), place.exact]
        )
        assert any(
            text[place.start : place.end] == place.exact
            and text[: place.start].endswith(place.prefix)
            and text[place.end :].startswith(place.suffix)
            for text in texts
        ), place
    assert count == quoted.total()


def _places() -> list[Place]:
    found = []
    for event in events():
        anchors = [event.body["anchor"]] if event.kind == "finding.set" else event.body.get("citations", ())
        found += [place for anchor in anchors for place in from_json(anchor).places]
    return found


def test_the_file_says_what_the_tables_say() -> None:
    wanted = Counter((tag, note, correct) for row in rows() for tag, _, note, correct in row.findings)
    findings = [event for event in events() if event.kind == "finding.set"]
    assert Counter((one.body["tag"], one.body["note"], one.body["correct"]) for one in findings) == wanted
    outcomes = [event for event in events() if event.kind == "outcome.set"]
    told = Counter((one.body["outcome"], one.body["verdict"], one.reason) for one in outcomes)
    assert told == Counter((row.said["outcome"], row.said.get("verdict"), row.said["why"]) for row in rows())
    members = [event for event in events() if event.kind == "member.set"]
    assert len(members) == sum(len(one["members"]) + len(one["counterexamples"]) for one in habits())


def test_nobody_is_made_up_and_nothing_is_claimed_that_was_not_measured() -> None:
    whole = exports.read(FILE)
    assert {event.author for event in whole.event} == {AUTHOR}
    assert not whole.receipt
    assert not whole.proposal
    for event in whole.event:
        if event.kind in ("outcome.set", "mark.set"):
            assert event.body["saw"] == {"machine": True, "siblings": True, "others": False, "model": True}
            assert event.body.get("mark", "skimmed") == "skimmed"  # without receipts nothing is read


def test_every_trap_that_fell_has_a_verdict_with_its_grounds() -> None:
    traps = {case.id for case in shipped_suite("northline").cases if case.case_class == "trap"}
    tags = taxonomy()[0].by_id
    fell: Counter[str] = Counter()
    for row in rows():
        trap = row.case in traps
        assert row.said["outcome"] in (("held", "fell") if trap else ("right", "wrong")), row.where
        assert row.said["cites"], row.where
        assert all(tag in tags for tag, *_ in row.findings), row.where
        if row.said["outcome"] == "fell":
            fell[{"k26": "kimi-k2.6", "k27": "kimi-k2.7-code"}.get(row.run[:3], "mimo-v2.5-pro")] += 1
            assert row.said["verdict"] in ("genuine", "debatable", "defensible")
            assert any(tag.startswith("unsafe.") for tag, *_ in row.findings), row.where
    assert fell == MODELS
    mimo = [row for row in rows() if not row.run.startswith("k2") and row.case in traps]
    assert len(mimo) == 3 * len(traps)


def test_the_demo_takes_them_in_once_and_leaves_a_persons_own_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loaded:
        interrupted = False

    db = tmp_path / "demo.db"
    open_writing(db).close()
    monkeypatch.setattr(operation, "load", lambda *_places, **_more: Loaded())
    operation.demo(db)
    outcome = next(event for event in events() if event.kind == "outcome.set")
    with Reviewing(db, "a visitor") as reviewing:
        own = reviewing.judge(outcome.subject["transcript"], outcome.body["revision"], "held", Saw())
        (before,) = reviewing.connection.execute("SELECT count(*) FROM review_event").fetchone()
    assert before == len(events()) + 1
    operation.demo(db)
    (came,) = merge(db, [FILE])
    assert not any(came.came)
    with Reviewing(db, "a visitor") as reviewing:
        (after,) = reviewing.connection.execute("SELECT count(*) FROM review_event").fetchone()
        assert reviewing.undo() == own
    assert after == before


@pytest.mark.parametrize(("spec", "says"), [("M3.c1 word", "points nowhere"), ("row 3", "points nowhere")])
def test_a_place_that_is_none_is_named(spec: str, says: str) -> None:
    with pytest.raises(Odd, match=says):
        places(spec)


@pytest.mark.parametrize("words", ["Good-bye", "e"])
def test_words_that_are_not_there_or_there_twice_are_an_error(words: str) -> None:
    with pytest.raises(Odd, match="stands there"):
        spot("See you, dear.", words)


@pytest.mark.long
def test_the_file_is_what_the_tables_make(tmp_path: Path) -> None:
    assert made(tmp_path).read_bytes() == FILE.read_bytes(), "python -m tests.northline.review writes it anew"
