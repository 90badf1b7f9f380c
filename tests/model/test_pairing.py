"""Which call a result answers: the rule, its known hard cases, and a second, slower telling of the same rule."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model.pairing import pair
from reviewer.model.reading import CallPlace
from reviewer.model.transcript import Message, ToolCall

IDS = st.sampled_from([None, "a", "b", "c"])
CALLS = st.lists(st.builds(ToolCall, id=IDS, name=st.just("look_up")), max_size=3).map(tuple)
MESSAGES = st.lists(
    st.builds(Message, role=st.sampled_from(["customer", "system", "event"]))
    | st.builds(Message, role=st.just("agent"), calls=CALLS)
    | st.builds(Message, role=st.just("tool"), call_id=IDS),
    max_size=14,
)


def oracle(messages: Sequence[Message]) -> list[CallPlace | None]:
    """The same rule told backwards: for each result, look back for its caller and for what was answered in between."""
    answers: list[CallPlace | None] = []
    for place, message in enumerate(messages):
        answers.append(None)
        callers = [number for number, earlier in enumerate(messages[:place], 1) if earlier.calls]
        if message.role != "tool" or message.calls or not callers:
            continue
        for ordinal, call in enumerate(messages[callers[-1] - 1].calls, 1):
            answered = (callers[-1], ordinal) in answers
            if not answered and message.call_id in (None, call.id):
                answers[place] = (callers[-1], ordinal)
                break
    return answers


def agent(*ids: str | None) -> Message:
    """A message that makes a call for each id."""
    return Message(role="agent", calls=tuple(ToolCall(id=call_id, name="look_up") for call_id in ids))


def result(call_id: str | None = None) -> Message:
    """A tool result."""
    return Message(role="tool", call_id=call_id)


@settings(max_examples=400)
@given(MESSAGES)
def test_as_the_oracle_says(messages: list[Message]) -> None:
    """Any sequence of messages is paired as the slower telling pairs it."""
    assert pair(messages) == oracle(messages)


@settings(max_examples=200)
@given(MESSAGES)
def test_what_always_holds(messages: list[Message]) -> None:
    """Only tool results answer, only calls that were made before, each at most once, and ids never contradict."""
    answers = pair(messages)
    assert len(answers) == len(messages)
    given_answers = [answer for answer in answers if answer]
    assert len(set(given_answers)) == len(given_answers)
    for place, answer in enumerate(answers):
        if answer:
            number, ordinal = answer
            assert messages[place].role == "tool"
            assert number <= place
            assert messages[place].call_id in (None, messages[number - 1].calls[ordinal - 1].id)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([agent("a"), result("a"), agent("a"), result("a")], [None, (1, 1), None, (3, 1)]),  # an id that repeats
        ([agent("a", "b"), result("b"), result("a")], [None, (1, 2), (1, 1)]),  # answered out of order
        ([agent("a", "a"), result("a"), result("a")], [None, (1, 1), (1, 2)]),  # one id, two calls of one message
        ([agent("a", "b"), result(), result()], [None, (1, 1), (1, 2)]),  # results without ids
        ([agent(None), result("a")], [None, None]),  # a result that names a call nobody made
        ([agent("a"), result("a"), result("a")], [None, (1, 1), None]),  # answered twice: the second is an orphan
        ([agent("a"), agent("b"), result("a")], [None, None, None]),  # too late: a newer message made calls
        ([agent("a"), Message(role="customer"), result("a")], [None, None, (1, 1)]),  # somebody spoke in between
        ([result("a"), agent("a")], [None, None]),  # before any call
    ],
)
def test_hard_cases(messages: list[Message], expected: list[CallPlace | None]) -> None:
    """The cases that real files hold."""
    assert pair(messages) == expected


def test_many_calls_answered_backwards_are_no_more_work() -> None:
    """An id is compared with the id that answers it, and not with those of all calls that wait."""

    class Counted(str):
        compared = 0
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            Counted.compared += 1
            return super().__eq__(other)

    ids = [str(place) for place in range(300)]
    calls = tuple(ToolCall.model_construct(id=Counted(call_id), name="look_up") for call_id in ids)
    results = [Message.model_construct(role="tool", call_id=Counted(call_id)) for call_id in reversed(ids)]
    answers = pair([Message.model_construct(role="agent", calls=calls), *results])
    assert answers == [None, *((1, ordinal) for ordinal in range(300, 0, -1))]
    assert Counted.compared <= 2 * len(ids)


def test_real_conversations(shared: Path) -> None:
    """In τ-bench's own files each call is directly followed by its result, so the true pairing is known."""
    paired = repeated = 0
    files = sorted((shared / "corpora" / "tau-bench").rglob("*.json"))
    assert files
    for file in files:
        for run in json.loads(file.read_text("utf-8")):
            messages = [
                Message(
                    role="tool" if raw["role"] == "tool" else "agent",
                    call_id=raw.get("tool_call_id"),
                    calls=tuple(
                        ToolCall(id=call["id"], name=call["function"]["name"]) for call in raw.get("tool_calls") or ()
                    ),
                )
                for raw in run["traj"]
            ]
            ids = [call.id for message in messages for call in message.calls]
            repeated += len(set(ids)) < len(ids)
            truth = [
                (place, 1) if message.role == "tool" and messages[place - 1].calls else None
                for place, message in enumerate(messages)
            ]
            answers = pair(messages)
            assert [answer for answer in answers if answer] == [place for place in truth if place]
            paired += sum(answer is not None for answer in answers)
    assert paired > 1_000
    assert repeated
