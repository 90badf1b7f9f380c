"""The reading order: every character of every field once, in order, and each result beside its call."""

from __future__ import annotations

import random
from array import array
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model.pairing import pair
from reviewer.model.reading import CHUNK, ROLES, Kind, Outline, outline
from reviewer.model.transcript import Message, ToolCall

IDS = st.sampled_from([None, "a", "b"])
SHORT = st.sampled_from(["", "one", "two\nlines", "\n"])
CALLS = st.lists(st.builds(ToolCall, id=IDS, name=st.just("look_up"), arguments=SHORT), max_size=3).map(tuple)
THOUGHT = st.none() | SHORT
MESSAGES = st.lists(
    st.builds(Message, role=st.sampled_from(ROLES), text=SHORT, reasoning=THOUGHT)
    | st.builds(Message, role=st.just("agent"), text=SHORT, reasoning=THOUGHT, calls=CALLS)
    | st.builds(Message, role=st.just("tool"), text=SHORT, reasoning=THOUGHT, call_id=IDS),
    max_size=12,
)
Place = tuple[int, int, int]
"""(message number, kind, call ordinal where it is a call's own)."""


def read(messages: list[Message]) -> Outline:
    """The outline of these messages, packed and unpacked."""
    unpacked = Outline.unpack(outline(messages, pair(messages)))
    assert unpacked is not None
    return unpacked


def field(messages: list[Message], parts: Outline, i: int) -> str:
    """The raw field that a part shows a stretch of."""
    message = messages[parts.message[i] - 1]
    if parts.kind[i] == Kind.CALL:
        return message.calls[parts.call[i] - 1].arguments
    return (message.reasoning or "") if parts.kind[i] == Kind.REASONING else message.text


def pieces(messages: list[Message]) -> dict[Place, list[str]]:
    """What the parts show of each field, in the order of the parts."""
    parts = read(messages)
    found: dict[Place, list[str]] = defaultdict(list)
    ends: dict[Place, int] = defaultdict(int)
    for i in range(len(parts)):
        kind = Kind.TEXT if parts.kind[i] == Kind.RESULT else parts.kind[i]
        place = (parts.message[i], kind, parts.call[i] if kind == Kind.CALL else 0)
        piece = field(messages, parts, i)[parts.start[i] : parts.start[i] + parts.length[i]]
        assert parts.start[i] == ends[place]
        assert parts.length[i] == len(piece) <= CHUNK
        assert parts.newlines[i] == piece.count("\n")
        assert ROLES[parts.role[i]] == messages[parts.message[i] - 1].role
        ends[place] += len(piece)
        found[place].append(piece)
    return found


@settings(max_examples=200)
@given(MESSAGES)
def test_every_character_once(messages: list[Message]) -> None:
    """Every non-empty field is shown whole and once, every call even without arguments, no message is missing."""
    shown = {place: "".join(found) for place, found in pieces(messages).items()}
    expected: dict[Place, str] = {}
    for number, message in enumerate(messages, 1):
        if message.reasoning:
            expected[number, Kind.REASONING, 0] = message.reasoning
        if message.text:
            expected[number, Kind.TEXT, 0] = message.text
        for ordinal, call in enumerate(message.calls, 1):
            expected[number, Kind.CALL, ordinal] = call.arguments
    assert {place: text for place, text in shown.items() if text or place[1] == Kind.CALL} == expected
    assert {place[0] for place in shown} == {*range(1, len(messages) + 1)}


@settings(max_examples=200)
@given(MESSAGES)
def test_the_order(messages: list[Message]) -> None:
    """Messages in their order, but for the results that directly follow their call: these stand right after it."""
    parts, answers = read(messages), pair(messages)
    seen: list[int] = []
    for i in range(len(parts)):
        number = parts.message[i]
        if parts.kind[i] == Kind.RESULT:
            answer = answers[number - 1]
            assert answer is not None
            assert parts.call[i] == answer[1]
        else:
            assert parts.kind[i] != Kind.TEXT or answers[number - 1] is None
        if number not in seen:
            seen.append(number)
    own = [number for number in seen if answers[number - 1] is None]
    assert own == sorted(own)
    for number, message in enumerate(messages, 1):
        follows = number
        while follows < len(messages) and (answer := answers[follows]) and answer[0] == number:
            follows += 1
        beside = {answers[place][1]: place + 1 for place in range(number, follows)}  # type: ignore[index]  # answered
        for ordinal in range(1, len(message.calls) + 1):
            call = next(
                i
                for i in range(len(parts))
                if (parts.message[i], parts.kind[i], parts.call[i]) == (number, Kind.CALL, ordinal)
            )
            if ordinal in beside:
                assert parts.message[call + 1] == beside[ordinal]


def test_a_call_and_its_result_are_one_block() -> None:
    """M1, M1.c1, M3, M1.c2, M2, and the late result of M4 where it came."""
    calls = (ToolCall(id="a", name="x"), ToolCall(id="b", name="y"), ToolCall(id="c", name="z"))
    messages = [
        Message(role="agent", text="let me look", reasoning="hm", calls=calls),
        Message(role="tool", text="of b", call_id="b"),
        Message(role="tool", text="of a", call_id="a"),
        Message(role="customer", text="well?"),
        Message(role="tool", text="of c", call_id="c"),
    ]
    parts = read(messages)
    assert [*zip(parts.message, parts.kind, parts.call, strict=True)] == [
        (1, Kind.REASONING, 0),
        (1, Kind.TEXT, 0),
        (1, Kind.CALL, 1),
        (3, Kind.RESULT, 1),
        (1, Kind.CALL, 2),
        (2, Kind.RESULT, 2),
        (1, Kind.CALL, 3),
        (4, Kind.TEXT, 0),
        (5, Kind.RESULT, 3),
    ]


def test_long_fields_are_cut_at_line_ends() -> None:
    """A long field is several parts: cut after a line feed where there is one, in the middle of a line where not."""
    rng = random.Random(7)
    lines = "".join("x" * rng.randrange(200) + "\n" for _ in range(2_000))
    for text in (
        lines,
        "x" * (3 * CHUNK + 1),
        "x" * CHUNK,
        "x" * (CHUNK + 1),
        "\n" * (2 * CHUNK),
        lines + "y" * 50_000,
    ):
        (found,) = pieces([Message(role="agent", text=text)]).values()
        assert "".join(found) == text
        assert all(found)
        if text is lines:
            assert all(piece.endswith("\n") for piece in found)


def test_another_version_is_not_read() -> None:
    """An outline that another version wrote, or a damaged one, is made anew and not guessed at."""
    packed = outline([Message(role="agent", text="hello")], [None])
    assert Outline.unpack(packed) is not None
    assert Outline.unpack(array("I", [99]).tobytes() + packed[4:]) is None
    for damaged in (b"", packed[:-1], packed[:-4]):
        assert Outline.unpack(damaged) is None


def test_a_conversation_without_messages() -> None:
    """No messages, no parts."""
    assert len(read([])) == 0
