"""A transcript as rows: what is hashed, counted and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.transcript import Message, Score, ToolCall, Transcript, TranscriptWarning
from reviewer.store.content import content
from reviewer.text.hashing import fingerprint

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)
MAYBE = st.none() | TEXT


@given(TEXT, MAYBE, TEXT, MAYBE, st.lists(st.tuples(TEXT, TEXT), max_size=3))
def test_a_message_hash_is_the_fingerprint_of_what_was_said(
    role_text: str, name: str | None, text: str, reasoning: str | None, calls: list[tuple[str, str]]
) -> None:
    """Role, name, text, reasoning, and the names and arguments of its calls; by the one function that hashes."""
    message = Message(
        role="agent",
        name=name,
        text=text + role_text,
        reasoning=reasoning,
        calls=tuple(ToolCall(name=tool, arguments=arguments) for tool, arguments in calls),
    )
    made = content("", Transcript(suite="s", case="c", model="m", run="r", messages=(message,)))
    said = [field for call in calls for field in call]
    assert made.messages[0][8] == fingerprint("agent", name, text + role_text, reasoning, *said)


def changed(message: int, **fields: Any) -> Callable[[Transcript], Transcript]:
    """One message other than it was."""

    def change(transcript: Transcript) -> Transcript:
        messages = list(transcript.messages)
        messages[message] = messages[message].model_copy(update=fields)
        return transcript.model_copy(update={"messages": tuple(messages)})

    return change


def around(field: str, value: object) -> Callable[[Transcript], Transcript]:
    """Something around the messages other than it was."""
    return lambda transcript: transcript.model_copy(update={field: value})


CHANGES: dict[str, Callable[[Transcript], Transcript]] = {
    **{
        f"message {field}": changed(1, **{field: value})
        for field, value in {
            "role": "developer",
            "name": "Ann",
            "text": "Where is order 8?",
            "reasoning": "",
            "call_id": "x",
            "error": "",
            "at": None,
            "usage": {},
            "cost": 0.5,
            "extra": {"a": 1},
        }.items()
    },
    **{
        f"call {field}": changed(
            2, calls=(ToolCall(**{"id": "a", "name": "get_order", "arguments": '{"id": 7}', field: value}),)
        )
        for field, value in {
            "id": None,
            "name": "get",
            "arguments": '{"id":7}',
            "invalid": "why",
            "extra": {"a": 1},
        }.items()
    },
    **{
        f"transcript {field}": around(field, value)
        for field, value in {
            "case_class": "trap",
            "intent": "where",
            "brief": "ask",
            "policy": "Never reship!",
            "tools": (),
            "status": "limit",
            "end_reason": "stop",
            "started_at": "now",
            "ended_at": "then",
            "usage": {"a": 1},
            "cost": 0.0,
            "scores": (Score(name="reward", value=0.25, rationale="half"),),
            "extra": {"seed": 2},
        }.items()
    },
    "one message fewer": lambda transcript: transcript.model_copy(update={"messages": transcript.messages[:-1]}),
    "two messages swapped": lambda transcript: transcript.model_copy(
        update={"messages": (*transcript.messages[:-2], transcript.messages[-1], transcript.messages[-2])}
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_makes_another_revision(make: Callable[..., Transcript], change: str) -> None:
    """No field is left out of the content's hash."""
    before, after = content("", make()), content("", CHANGES[change](make()))
    assert before.hash != after.hash
    if change.startswith("transcript"):
        assert before.conversation == after.conversation


def test_what_is_no_content_makes_none(make: Callable[..., Transcript]) -> None:
    """The identity, the place, what is said of the run, and warnings: they are about a content."""
    same = make(case="other", run="r2", run_index=2, synthetic=True, warnings=())
    assert content("line 1", make()).hash == content("line 2", same).hash


def test_the_rows_hold_everything(make: Callable[..., Transcript]) -> None:
    """Raw, with the results paired, and counted."""
    made = content("line 1", make())
    by_number = {row[0]: row for row in made.messages}
    assert list(by_number) == [1, 2, 3, 4, 5, 6]
    assert by_number[4][4:6] == (3, 1)
    assert by_number[5][4:6] == (3, 2)
    assert by_number[2][4:6] == (None, None)
    assert [row[:3] for row in made.calls] == [(3, 1, "get_order"), (3, 2, "reship")]
    assert made.scores == [("reward", "0.5", 0.5, None, "half", None, None)]
    assert made.warnings == [("odd", "an odd thing", 2)]
    assert made.revision[:6] == ("complete", None, None, None, "0.5", 0.5)
    messages, agents, calls, results, words = made.revision[6:11]
    assert (messages, agents, calls, results) == (6, 2, 2, 2)
    assert words == len(("Where", "is", "order", "7?", "Let", "me", "look.", "It", "is", "on", "its", "way."))
    assert made.identity == ("desk", "order-7", "m1", "r1", 1)
    assert made.said == (1, 3, False)


@pytest.mark.parametrize(
    ("value", "number", "shown"),
    [
        (1, 1.0, "1"),
        (True, 1.0, "true"),
        ("C", None, "C"),
        (None, None, None),
        (float("nan"), None, "NaN"),
        (10**400, None, str(10**400)),
        ({"a": 1}, None, '{"a": 1}'),
        ([1], None, "[1]"),
    ],
)
def test_scores_of_every_kind(make: Callable[..., Transcript], value: object, number: float | None, shown: str) -> None:
    """Raw as JSON; a number where it is a finite one; for lists as a person would write it."""
    made = content("", make(scores=(Score(name="s", value=value),)))
    assert made.scores[0][1:3] == (None if value is None else json.dumps(value), number)
    assert made.revision[4:6] == (shown, number)


def test_a_transcript_without_messages(make: Callable[..., Transcript]) -> None:
    """There are such: a run that failed before it began. They are equal to nothing."""
    made = content("", make(messages=()))
    assert made.conversation is None
    assert made.messages == []


def test_warnings_keep_their_order(make: Callable[..., Transcript]) -> None:
    """As the format gave them."""
    said = tuple(TranscriptWarning(code=code, text="") for code in "ba")
    assert [row[0] for row in content("", make(warnings=said)).warnings] == ["b", "a"]
