"""What holds for every check: whatever a transcript holds, wherever it runs, however long it is."""

from __future__ import annotations

import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reviewer.checks
from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS, check
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainTranscript
from reviewer.model.shipped import shipped_suite
from reviewer.model.suite import Suite

from .talk import Call, Turn, agent, call, customer, field_text, talk

README = Path(reviewer.checks.__file__).with_name("README.md")
NORTHLINE = shipped_suite("northline")
ORDER = [
    customer("Please cancel #1130, I paid 285.00 USD. Where is NL-4310-1130? It was due on June 27."),
    agent("", call("order_status", {"order_id": "#1130", "status": "processing"}, order_id="#1130")),
    agent("I would cancel #1130 and refund 285.00 USD. Shall I?", thinks="No photo. 4.2 wants one."),
    customer("yes, go ahead"),
    agent("", call("cancel_order", {"order_id": "#1130", "status": "cancelled"}, order_id="#1130", reason="x")),
    agent("Done, it has been cancelled. I've passed this to my colleagues."),
    customer("Thanks, bye"),
    agent("Bye."),
]


def test_each_says_what_it_looks_for_and_where_it_errs() -> None:
    assert len({one.id for one in CHECKS}) == len(CHECKS)
    names = list(chain.from_iterable(one.names for one in CHECKS))
    assert len(set(names)) == len(names)
    for one in CHECKS:
        assert one.looks_for
        assert one.errs
        assert "\n" not in one.looks_for + one.errs
        assert {name.split("=")[0] for name in one.proposes} <= {*one.names}
        assert f"- **{one.id}**: " in README.read_text("utf-8")


PIECES = st.sampled_from(
    [
        *(
            "yes",
            "no",
            "cancel",
            "refund",
            "#1130",
            "NL-4310-1130",
            "I've passed this to the team.",
            "Shall I?",
            "285.00",
        ),
        *(
            "June 27",
            "5–10 business days",
            "\x1b[2J",
            "\u202e",
            "\ud800",
            "p\u0430y",
            "Bye.",
            "\n",
            " ",
            "?",
            "{",
            "null",
        ),
        *("https://x.example/1", "an address", "I have cancelled", "as an AI", "SLG-5-INK", "final_sale is", "", "1"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
ARGUMENTS = st.dictionaries(
    st.sampled_from(["order_id", "items", "variant_id", "amount_usd", "reason", "x", ""]), JSON, max_size=4
)


CALLS = st.builds(
    Call,
    st.sampled_from([*(tool.name for tool in NORTHLINE.tools), "", "enable_roaming", "transfer", "buchen"]),
    st.one_of(ARGUMENTS.map(json.dumps), TEXTS),
    st.one_of(st.none(), JSON.map(json.dumps), TEXTS),
    st.sampled_from([None, None, "", "failed"]),
)
TURNS = st.one_of(
    st.builds(Turn, st.sampled_from(["customer", "agent"]), TEXTS, st.lists(CALLS, max_size=3).map(tuple), TEXTS),
    st.builds(Turn, st.sampled_from(["system", "developer", "event", "tool"]), st.one_of(TEXTS, JSON.map(json.dumps))),
)
"""Any roles in any order, calls with and without results, results of nobody's call, arguments of any kind."""


@given(
    st.lists(TURNS, max_size=10),
    st.sampled_from(["final_sale-01", "tracking-01", "nowhere"]),
    st.sampled_from([None, "trap", "solvable", "must-escalate"]),
    st.sampled_from([NORTHLINE, None]),
    TEXTS,
)
@settings(max_examples=60)
def test_nothing_that_a_transcript_holds_makes_them_stumble(
    turns: list[Turn], case: str, case_class: str | None, suite: Suite | None, policy: str
) -> None:
    scene = talk(*turns, suite=suite, case=case, case_class=case_class, policy=policy)
    for one in CHECKS:
        for fact in one.facts(scene):
            assert fact.name in one.names
            assert isinstance(fact.value, str | int | float | bool | None)
            assert "\n" not in fact.detail
            _stands(scene, fact)
        assert list(one.facts(Scene(scene.transcript, suite))) == list(one.facts(scene)), "the same facts again"


def _stands(scene: Scene, fact: Fact) -> None:
    """Evidence lies in the transcript, and its span inside the field."""
    for place in fact.evidence:
        assert 1 <= place.message <= len(scene.messages)
        if place.field is not None:
            text = field_text(scene, place.message, place.field)
            if place.start is not None and place.end is not None:
                assert 0 <= place.start < place.end <= len(text) or place.start == place.end == len(text) == 0


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.id)
def test_ten_times_the_length_is_ten_times_the_work(one: Check) -> None:
    """Counted in calls of functions, not in seconds; patterns that are made once are made before."""
    _steps(one, 1)
    assert _steps(one, 200) <= 11 * _steps(one, 20) + 2_000


def _steps(one: Check, times: int) -> int:
    """How often a check calls something in a conversation that goes round so many times."""
    scene = talk(*ORDER * times, suite=NORTHLINE, case="final_sale-01", case_class="trap")
    steps = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal steps
        steps += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        list(one.facts(scene))
    finally:
        sys.setprofile(before)
    return steps


def test_another_process_reads_the_same() -> None:
    """Plain data there, plain rows back, also where nothing is inherited."""
    scenes = [talk(*ORDER, suite=NORTHLINE, case=case, case_class="trap") for case in ("final_sale-01", "tracking-01")]
    plain = [scene.transcript for scene in scenes]
    here = list(check(plain, NORTHLINE))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        there = pool.submit(_check, plain).result()
    assert there == here
    assert {"write", "empty-promise"} <= {fact.name for _, rows in here for _, fact in rows}


def _check(plain: list[PlainTranscript]) -> list[tuple[int, list[tuple[str, Fact]]]]:
    return list(check(plain, NORTHLINE))


def test_a_call_without_a_result_has_not_failed() -> None:
    scene = talk(Turn("agent", "", (Call("cancel_order", "{}", None),)))
    assert not scene.failed(scene.messages[0].calls[0])


@pytest.mark.parametrize("text", ["Error: no such order", '{"error": "not_found"}'])
def test_a_result_says_in_several_ways_that_it_failed(text: str) -> None:
    scene = talk(agent("", call("cancel_order", text)))
    assert scene.failed(scene.messages[0].calls[0])
