"""The courses of ten intents: each case is played at each score; a customer's hand spares what must stay exact."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.customers import MOODS, mangle, spin, writes
from tests.northline.assemble.outcomes import Outcome
from tests.northline.assemble.plans.play import INTENTS, play
from tests.northline.assemble.plans.script import scripts
from tests.northline.assemble.plans.sheets import play as sheets_play
from tests.northline.assemble.stage import Again, Memory, Stage

EXACT = ("#1105", "ines.almeida@example.com", "[photo: tag TCP-S-INK]", "FJC-36-INK", "$285.00", "JUNE15")


def _row(case: str, policy: int, messages: int, *, resolved: bool = True, handover: bool = False) -> Outcome:
    return Outcome(
        model=("kimi-k2.6", "kimi-k2.7-code", "mimo-v2.5-pro")[policy // 25 % 3],
        run="r",
        index=1,
        case=case,
        resolved=resolved,
        handover=handover,
        forbidden=None,
        policy=policy,
        agent_messages=messages,
    )


def _played(row: Outcome, memory: Memory) -> Stage:
    for attempt in range(40):
        stage = Stage(row, row.policy or 0, 90, memory, attempt)
        try:
            play(stage)
        except Again:
            continue
        return stage
    raise AssertionError(f"{row.case}: said before, forty times")


def _called(stage: Stage) -> list[str]:
    return [call["name"] for message in stage.messages for call in message.get("calls", ())]


@pytest.mark.parametrize("intent", INTENTS)
def test_every_case_of_the_suite_has_a_script(intent: str) -> None:
    cases = {case.id for case in shipped_suite("northline").cases if case.intent == intent}
    assert set(scripts(intent)) == cases


@pytest.mark.parametrize("policy", [0, 25, 50, 75, 100])
def test_every_case_is_played_at_every_score(policy: int) -> None:
    memory = Memory()
    for number, case in enumerate(case for intent in INTENTS for case in scripts(intent)):
        stage = _played(_row(case, policy, 4 + number % 2), memory)
        told = [message for message in stage.messages if message["role"] != "tool"]
        assert sum(message["role"] == "agent" and bool(message["text"]) for message in told) == 4 + number % 2
        assert not any(re.search(r"[<>{}|]", message["text"]) for message in told), case
        assert any(note.is_slip for note in stage.notes) is (policy < 100), case
        writes = [call.tool for call in stage.case.expected.calls]
        assert [name for name in _called(stage) if name in writes] == writes, case
        assert not any("error" in message for message in stage.messages), case


@pytest.mark.parametrize("intent", ["delivery_dispute", "missing_item", "wrong_item", "duplicate", "gift_deadline"])
def test_an_agent_that_asks_first_has_a_yes_before_the_write(intent: str) -> None:
    for case, script in scripts(intent).items():
        if script.deed is None:
            continue
        stage = _played(_row(case, 100, 5), Memory())
        writes = {call.tool for call in stage.case.expected.calls}
        called = [{call["name"] for call in message.get("calls", ())} for message in stage.messages]
        before = stage.messages[next(n for n, names in enumerate(called) if names & writes) - 1]
        assert before["role"] == "customer"
        assert re.search(r"\b(?:yes|yep|confirm)", before["text"], re.IGNORECASE), before["text"]


def test_a_needless_handover_is_called_and_its_ticket_named() -> None:
    cases = [case for intent in INTENTS for case, script in scripts(intent).items() if script.over]
    assert len(cases) == 11
    for case in cases:
        stage = _played(_row(case, 75, 4, handover=True), Memory())
        assert _called(stage).count("handover_to_human") == 1
        assert any("HO-" in message["text"] for message in stage.messages if message["role"] == "agent"), case


def test_a_failure_leaves_the_right_write_undone() -> None:
    cases = [case for intent in INTENTS for case, script in scripts(intent).items() if script.fails]
    for case in cases:
        stage = _played(_row(case, 75, 4, resolved=False), Memory())
        assert not any(call.tool in _called(stage) for call in stage.case.expected.calls), case
    rash = _played(_row("duplicate-01", 25, 4, resolved=False), Memory())
    assert _called(rash).count("cancel_order") == 2


@given(mood=st.sampled_from(sorted(set(MOODS))), seed=st.integers(0, 10_000), order=st.permutations(EXACT))
def test_a_hand_spares_what_must_stay_exact(mood: str, seed: int, order: list[str]) -> None:
    text = "Hello, please look at " + " and then because of ".join(order) + ". Will it be here tomorrow?"
    written = mangle(text, mood, random.Random(seed))
    assert all(part in written for part in EXACT)


@given(seed=st.integers(0, 1000))
def test_a_choice_in_a_choice_is_made(seed: int) -> None:
    assert spin("<Hi|Hello <there|you>>!", random.Random(seed)) in {"Hi!", "Hello there!", "Hello you!"}


def test_somebody_loud_stresses_only_what_bears_weight() -> None:
    for attempt in range(20):
        stage = Stage(_row("tracking-01", 100, 4), 100, 90, Memory(), attempt)
        writes(stage, "The page has nothing. The label is green.", "loud")
        assert set(re.findall(r"[A-Z]{4,}", stage.messages[0]["text"])) <= {"NOTHING"}


def test_who_has_not_looked_at_the_order_does_not_spell_out_its_address() -> None:
    told = []
    for attempt in range(60):
        stage = Stage(_row("damaged_item-04", 75, 4 + attempt % 2), 75, 90, Memory(), attempt)
        sheets_play(stage)
        if any(note.kind == "address-on-file" for note in stage.notes):
            told += [message["text"] for message in stage.messages if message["role"] == "agent"]
    assert any("address on file" in text for text in told)
    assert not any("Meadow Drive" in text for text in told)


def test_who_made_up_a_delivery_reads_the_tracking_before_quoting_it() -> None:
    """An answer that quotes the last scan stands behind the call that returns it."""
    for attempt in range(60):
        stage = Stage(_row("return_request-05", 50, 5), 50, 90, Memory(), attempt)
        sheets_play(stage)
        known = False
        for message in stage.messages:
            known = known or "tracking" in [call["name"] for call in message.get("calls", ())]
            assert known or message["role"] != "agent" or "NL-5230-1069" not in message["text"]
            assert known or message["role"] != "agent" or "last scan" not in message["text"]
