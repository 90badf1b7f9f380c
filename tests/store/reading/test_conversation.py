"""Windows of messages: calls with their results, wherever the window is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import NotFound
from reviewer.model import reading
from reviewer.model.pairing import pair
from reviewer.model.transcript import Message
from reviewer.store import conversation, transcripts
from reviewer.store.rows import TranscriptRow, WarningRow

if TYPE_CHECKING:
    from tests.store.reading.conftest import Store


def call(name: str = "order_status", call_id: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "id": call_id, "arguments": '{"order": 1}', **more}


def stored(store: Store, messages: list[dict[str, Any]], **fields: Any) -> TranscriptRow:
    key = store.add(messages=messages, **fields)
    return transcripts.rows(store.connection, [key])[0]


def test_messages_with_calls_kinds_and_results(store: Store) -> None:
    row = stored(
        store,
        [
            {"role": "system", "text": "policy"},
            {"role": "customer", "text": "hi"},
            {
                "role": "agent",
                "reasoning": "hm",
                "calls": [call(call_id="a"), call("create_reship", "b", invalid="no")],
            },
            {"role": "tool", "name": "create_reship", "call_id": "b", "text": "ok", "error": "late"},
            {"role": "tool", "call_id": "a", "text": "delivered"},
            {"role": "tool", "call_id": "zzz", "text": "orphan"},
        ],
    )
    found = conversation.messages(store.connection, row, 1, row.messages)
    assert [message.number for message in found] == [1, 2, 3, 4, 5, 6]
    assert [(c.ordinal, c.name, c.kind, c.call_id, c.invalid, c.result) for c in found[2].calls] == [
        (1, "order_status", "read", "a", None, 5),
        (2, "create_reship", "write", "b", "no", 4),
    ]
    assert [message.answers for message in found[3:]] == [(3, 2), (3, 1), None]
    assert (found[3].error, found[2].reasoning, found[0].text) == ("late", "hm", "policy")


def test_windows_are_clipped_to_what_there_is(store: Store) -> None:
    row = stored(store, [{"role": "customer", "text": str(n)} for n in range(1, 6)])
    texts = [message.text for message in conversation.messages(store.connection, row, -3, 99)]
    assert texts == ["1", "2", "3", "4", "5"]
    assert conversation.messages(store.connection, row, 4, 3) == []
    assert conversation.messages(store.connection, row, 6, 9) == []
    assert conversation.message(store.connection, row, 2).text == "2"
    with pytest.raises(NotFound, match="has no message M6; it has 5"):
        conversation.message(store.connection, row, 6)


def test_an_empty_transcript(store: Store) -> None:
    row = stored(store, [])
    stored(store, [{"role": "customer", "text": "of another"}], case="next")
    assert conversation.messages(store.connection, row, 1, 10) == []
    assert len(conversation.outline(store.connection, row)) == 0


@pytest.mark.parametrize("between", [30, 3_000])
def test_a_result_far_behind_its_call_is_found_from_the_call(store: Store, between: int) -> None:
    """Near ones in the messages, far ones in the outline; never in another transcript, nor beyond the next call."""
    chatter = [{"role": "customer", "text": "still there?"}] * between
    twice = {"role": "agent", "calls": [call(call_id="a"), call(call_id="b")]}
    first, second = ({"role": "tool", "call_id": call_id, "text": "done"} for call_id in "ab")
    row = stored(store, [twice, *chatter, second, twice, *chatter, second, first])
    stored(store, [first], case="next")
    results = [[one.result for one in conversation.message(store.connection, row, m).calls] for m in (1, between + 3)]
    assert results == [[None, between + 2], [2 * between + 5, 2 * between + 4]]


def test_the_kind_of_a_tool_is_that_of_its_suite(store: Store) -> None:
    """Another suite may have a tool of the same name."""
    for suite in ("a-suite", "shop", "z-suite"):
        stored(store, [{"role": "agent", "calls": [call()]}], suite=suite)
    store.connection.execute("UPDATE tool SET kind = 'write' WHERE suite != 'shop'")
    row = transcripts.find(store.connection, transcripts.rows(store.connection, [2])[0].id)
    assert [one.kind for one in conversation.message(store.connection, row, 1).calls] == ["read"]


def test_oddities_are_errors_invalid_arguments_and_warnings(store: Store) -> None:
    """Each message once, in order, of this transcript only."""
    odd: list[dict[str, Any]] = [
        {"role": "customer", "text": "fine"},
        {"role": "agent", "calls": [call(), call(invalid="no")]},
        {"role": "tool", "text": "", "error": ""},
        {"role": "tool", "text": "ok"},
        {"role": "tool", "text": "orphan", "call_id": "zzz"},
    ]
    warnings = [{"code": "orphan-result", "text": "w", "message": number} for number in (5, 3)]
    stored(store, odd, case="before")
    row = stored(store, odd, warnings=[*warnings, {"code": "gap", "text": "of the whole"}])
    stored(store, odd, case="next")
    assert conversation.oddities(store.connection, row) == [2, 3, 5]


MESSAGES = st.lists(
    st.sampled_from(["customer", "call", "two calls", "answer", "answer a", "answer b"]), min_size=1, max_size=14
)


def spelled(kinds: list[str]) -> list[dict[str, Any]]:
    spell: dict[str, dict[str, Any]] = {
        "customer": {"role": "customer", "text": "t"},
        "call": {"role": "agent", "calls": [call(call_id="a")]},
        "two calls": {"role": "agent", "calls": [call(call_id="a"), call(call_id="b")]},
        "answer": {"role": "tool", "text": "r"},
        "answer a": {"role": "tool", "text": "r", "call_id": "a"},
        "answer b": {"role": "tool", "text": "r", "call_id": "b"},
    }
    return [spell[kind] for kind in kinds]


def test_every_window_pairs_like_the_whole(store: Store) -> None:
    number = 0

    @given(MESSAGES, st.integers(1, 14), st.integers(1, 14))
    def check(kinds: list[str], first: int, last: int) -> None:
        nonlocal number
        number += 1
        messages = spelled(kinds)
        row = stored(store, messages, case=f"case-{number}")
        answers = pair([Message.model_validate(message) for message in messages])
        expected = {answered: place for place, answered in enumerate(answers, 1) if answered}
        for found in conversation.messages(store.connection, row, first, last):
            assert found.answers == answers[found.number - 1]
            for one in found.calls:
                assert one.result == expected.get((found.number, one.ordinal))

    check()


def test_the_head(store: Store) -> None:
    row = stored(
        store,
        [{"role": "customer", "text": "t"}],
        brief="wants a refund",
        scores=[{"name": "reward", "value": 0.5, "rationale": "half"}, {"name": "letter", "value": "C"}],
        warnings=[{"code": "orphan-result", "text": "no call", "message": 1}],
    )
    store.connection.execute("INSERT INTO document VALUES ('b2:p', 'policy', 'be kind')")
    store.connection.execute("UPDATE revision SET policy = 'b2:p'")
    head = conversation.head(store.connection, row)
    assert (head.brief, head.policy, head.tools, head.source, head.revisions) == (
        "wants a refund", "be kind", None, "/runs/a.jsonl", 1,
    )  # fmt: skip
    assert [(score.name, score.value, score.rationale) for score in head.scores] == [
        ("reward", "0.5", "half"), ("letter", '"C"', None),
    ]  # fmt: skip
    assert head.warnings == [WarningRow("orphan-result", "no call", 1)]


@pytest.mark.parametrize("packed", [b"", b"abc", b"\xff" * 32])
def test_an_outline_of_another_version_is_made_anew(store: Store, packed: bytes) -> None:
    messages = [{"role": "customer", "text": "t"}, *spelled(["two calls", "answer b", "answer a"])]
    row = stored(store, messages)
    stored_outline = conversation.outline(store.connection, row)
    store.connection.execute("UPDATE revision SET outline = ?", (packed,))
    again = conversation.outline(store.connection, row)
    assert list(again.message) == list(stored_outline.message) == [1, 2, 4, 2, 3]
    assert list(again.kind) == list(stored_outline.kind)
    assert again.kind[1] == reading.Kind.CALL


def test_what_the_set_lacks(store: Store) -> None:
    """Cases that other runs of the suite hold or a person expects, and runs of k of N; told as it is now."""
    said = [{"role": "customer", "text": "hi"}]
    row = stored(store, said, case="a", run="r1", run_index=1, run_count=3)
    gap = "1 of its model's 3 runs is here"
    assert conversation.head(store.connection, row).gap == gap
    other = stored(store, said, case="b", run="r2", run_index=2, run_count=3)
    gap = "its run holds 1 of 2 cases; 2 of its model's 3 runs are here"
    assert [conversation.head(store.connection, each).gap for each in (row, other)] == [gap, gap]
    whole = stored(store, said, case="a", suite="other", run="r1")
    assert conversation.head(store.connection, whole).gap is None
    alone = [stored(store, said, case=case, suite="chat", run=run) for case, run in (("a", "r1"), ("b", "r2"))]
    assert [conversation.head(store.connection, each).gap for each in alone] == [None, None]


def test_a_warning_names_its_place_once() -> None:
    """Some begin with the call that they are about."""
    warnings = (("M5.c2 f: cut", 5), ("M51 is odd", 5), ("no result", 5), ("no model", None))
    assert [WarningRow("x", text, number).place for text, number in warnings] == ["", "M5", "M5", ""]
