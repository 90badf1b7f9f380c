"""Texts of a length that no person writes are read from their beginning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.checks.clip import clip
from reviewer.checks.registry import check
from reviewer.model.plain import READ, PlainTranscript
from tests.checks.talk import agent, call, customer, talk

LONG = "word " * (READ // 5)
PROMISE = "I have passed this on to a colleague. "


def _names(transcript: PlainTranscript) -> set[str]:
    ((_, rows),) = check([transcript], None)
    return {fact.name for _, fact in rows}


def test_what_is_short_stays_as_it_is() -> None:
    """Nothing is copied."""
    transcript = talk(customer("hello"), agent(LONG, call("get_order", LONG))).transcript
    assert clip(transcript) is transcript


@pytest.mark.parametrize(("text", "read"), [(PROMISE + LONG, True), (LONG + PROMISE, False)])
def test_a_long_message_is_read_from_its_beginning(text: str, read: bool) -> None:
    """And where its facts stand is where they stand in all of it."""
    transcript = talk(customer("hello"), agent(text)).transcript
    assert ("empty-promise" in _names(transcript)) is read
    assert {len(message.text) for message in clip(transcript).messages} == {5, READ}


def test_a_value_in_the_rest_of_a_long_result_has_a_source() -> None:
    """That it stands nowhere would be untrue."""
    said = agent("Your order TRV-7731 has left.")
    for result, expected in ((LONG, True), (f"{LONG} TRV-7731", False)):
        transcript = talk(customer("hello"), agent("", call("get_order", result)), said).transcript
        assert ("ungrounded" in _names(transcript)) is expected


def test_only_so_many_values_are_looked_up() -> None:
    """Of the others nothing is said."""
    values = [f"XK-{number}" for number in range(7000, 7200)]
    transcript = talk(customer(LONG + "x"), agent(f"Your orders {', '.join(values)} have left.")).transcript
    ((_, rows),) = check([transcript], None)
    assert [fact.value for _, fact in rows if fact.name == "ungrounded"] == values[:50]


def test_every_field_is_clipped() -> None:
    """Reasoning, arguments and the policy too."""
    transcript = talk(customer("hello"), agent("x", call("get_order", "{}", arguments="9" * READ * 2))).transcript
    first, *rest = transcript.messages
    clipped = clip(replace(transcript, messages=(replace(first, reasoning=LONG + "x"), *rest), policy=LONG + "x"))
    assert (len(clipped.policy), len(clipped.messages[0].reasoning or "")) == (READ, READ)
    assert len(clipped.messages[1].calls[0].arguments) == READ


def test_only_so_much_text_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The more was not read, the fewer values are looked up in it."""
    values = [f"XK-{number}" for number in range(7000, 7200)]
    rest = "word " * 20
    transcript = talk(customer(LONG + rest), agent(f"Your orders {', '.join(values)} have left.")).transcript
    monkeypatch.setattr("reviewer.checks.clip._SEARCHED", 7 * len(rest))
    ((_, rows),) = check([transcript], None)
    assert [fact.value for _, fact in rows if fact.name == "ungrounded"] == values[:7]
