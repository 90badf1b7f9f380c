"""What was looked up: turns, searches, what stood before the first answer, and calls that failed."""

from __future__ import annotations

import pytest

from .talk import Turn, agent, call, customer, facts, talk


def value(turns: list[Turn], name: str) -> object:
    """The value of the one fact of that name; None where there is none."""
    found = facts(talk(*turns), name)
    assert len(found) < 2
    return found[0].value if found else None


READ, SEARCH = call("get_order"), call("search_kb")


def test_turns() -> None:
    turns = [
        agent("Welcome!"),
        customer("hi"),
        agent("", SEARCH),
        agent("Let me see.", SEARCH, READ),
        agent("It is here."),
        customer("thanks", call("search_kb")),
        agent("Bye."),
        customer("and?"),
        agent("", SEARCH),
    ]
    names = ("turns", "kb-turns", "kb-searches", "reads", "looked-up-first")
    assert [value(turns, name) for name in names] == [4, 2, 3, 1, 3]


def test_nothing_looked_up() -> None:
    turns = [customer("hi"), agent("Your parcel is lost.")]
    assert [value(turns, name) for name in ("turns", "kb-turns", "kb-searches", "reads")] == [1, None, None, None]
    assert value([], "turns") == 0


@pytest.mark.parametrize(
    ("turns", "before"),
    [
        ([customer("where?"), agent("Which order?"), customer("1"), agent("", READ), agent("There.")], 1),
        ([customer("where?"), agent("Which order? 😊 It is in your mail."), agent("", READ), agent("There.")], 1),
        ([customer("where?"), agent("Please send me the number."), agent("", READ), agent("There.")], 1),
        ([customer("where?"), agent("In Reno. Anything else I can do for you?"), agent("", READ)], 0),
        ([agent("Hello, tell me."), customer("where?"), agent("", READ), agent("There.")], 1),
        ([agent("", READ), customer("where?"), agent("There.")], 1),
        ([customer("where?"), agent("I will look.", READ), agent("", SEARCH), agent("Here. Shall I?")], 2),
        ([customer("where?"), agent("", READ)], None),
        ([customer("where?"), agent("Which order?")], None),
        ([agent("There.")], None),
    ],
)
def test_before_the_first_answer(turns: list[Turn], before: int | None) -> None:
    """A question before anything was read is no answer, nor what stands beside a call, nor what opens the talk."""
    assert value(turns, "looked-up-first") == before


def test_failed_calls() -> None:
    """Each by the name of its tool; a call that worked, and one without a result, are none."""
    scene = talk(
        customer("hi"),
        agent("", call("get_order", "Error: no such order"), call("cancel_order", {"error": "shipped"})),
        agent("", call("get_order", {"error": None}), call("get_order", None), call("find_order", "", "timed out")),
    )
    assert [(fact.value, fact.evidence[0].message) for fact in facts(scene, "failed-call")] == [
        ("get_order", 2),
        ("cancel_order", 2),
        ("find_order", 5),
    ]
