"""The checks on real transcripts: agreement with the labellings, of both halves."""

from __future__ import annotations

import pytest

from reviewer.checks.grounding import grounded

from .agreement import Agreement, agreements, fresh_agreements
from .labelled import HALVES, fresh, present, scenes, there
from .measure_grounding import judged
from .readme import FILE, readme

pytestmark = pytest.mark.skipif(not present(), reason="the corpora are not beside the checkout")


Lines = dict[tuple[str, str | None], Agreement]


@pytest.fixture(scope="module", params=HALVES)
def measured(request: pytest.FixtureRequest) -> list[Agreement]:
    """Every agreement of a half."""
    return list(agreements(request.param))


@pytest.fixture
def lines(measured: list[Agreement]) -> Lines:
    """What the labellers agree on, by fact and value; of writes what both draws say."""
    return {(line.name, line.value): line for line in measured if line.who in ("both", "all")}


@pytest.fixture
def hard(measured: list[Agreement]) -> Lines:
    """The same of the draw where an unconfirmed write is likely."""
    return {(line.name, line.value): line for line in measured if line.who == "D"}


@pytest.mark.parametrize("name", ["handover", "empty-reply", "repeated-message", "goodbye-loop", "simulator-fault"])
def test_what_must_be_exact(lines: Lines, name: str) -> None:
    line = lines[name, None]
    assert line.both == line.found == line.labelled


@pytest.mark.parametrize(("value", "precision", "recall"), [("confirmed", 0.95, 0.95), ("unconfirmed", 0.95, 0.95)])
def test_writes_are_confirmed_as_people_say(lines: Lines, value: str, precision: float, recall: float) -> None:
    line = lines["write", value]
    assert line.precision is not None
    assert line.recall is not None
    assert line.precision >= precision
    assert line.recall >= recall


@pytest.mark.parametrize(("value", "recall"), [("confirmed", 0.95), ("unconfirmed", 0.95)])
def test_so_they_are_where_it_is_hard(hard: Lines, value: str, recall: float) -> None:
    line = hard["write", value]
    assert line.precision is not None
    assert line.recall is not None
    assert line.precision >= 0.95
    assert line.recall >= recall


@pytest.mark.skipif(not fresh(), reason="the files of the later draws are not there: REVIEWER_TAU2_BRANCHES")
def test_so_they_are_on_files_of_other_models() -> None:
    lines = {line.value: line for line in fresh_agreements() if line.who == "sure"}
    assert lines["confirmed"].both == lines["confirmed"].found >= 159
    assert lines["unconfirmed"].both == lines["unconfirmed"].found >= 5
    fifth = {line.value: line for line in fresh_agreements(5) if line.who == "sure"}
    assert fifth["confirmed"].both == fifth["confirmed"].found >= 137
    assert not fifth["unconfirmed or confirmed-late"].found


@pytest.mark.skipif(not fresh(), reason="the files of the later draws are not there: REVIEWER_TAU2_BRANCHES")
def test_the_judged_values_that_are_marked_are_those_that_the_labels_say() -> None:
    marks: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for row in judged():
        file, place = row["file"], row["index"]
        if not there(file):
            continue
        if (file, place) not in marks:
            scene = scenes(file)[place]
            assert scene is not None
            marks[file, place] = {
                (mark.value.kind, scene.message(mark.message).text[mark.value.start : mark.value.end].casefold())
                for mark in grounded(scene)
                if mark.status in ("ungrounded", "contradicted")
            }
        assert row["now"] == ((row["kind"], row["value"].casefold()) in marks[file, place]), row


def test_the_readme_says_what_is_measured() -> None:
    assert FILE.read_text("utf-8") == readme(), "python -m tests.checks.measure --write"
