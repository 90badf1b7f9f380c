"""Who should have had the case, and when; and promises that nobody kept."""

from __future__ import annotations

import pytest

from .talk import Turn, agent, call, customer, facts, talk, words

HANDOVER = call("handover_to_human", {"ticket": "HO-1"}, reason="angry")
PUSHED = [customer("please!"), agent("It stays a no. Anything else?"), customer("hm"), agent("", HANDOVER)]
REFUND = call("create_refund", order_id="#1", amount_usd=5)


@pytest.mark.parametrize(
    ("case_class", "status", "handed", "expected"),
    [
        ("must-escalate", "complete", False, ["missed-escalation"]),
        ("must-escalate", "in_progress", False, []),
        ("must-escalate", "complete", True, []),
        ("solvable", "complete", True, ["needless-escalation"]),
        ("solvable", "complete", False, []),
        ("trap", "complete", True, []),
        (None, "complete", True, []),
    ],
)
def test_the_class_of_the_case_decides(case_class: str | None, status: str, handed: bool, expected: list[str]) -> None:
    last = agent("I see.", HANDOVER) if handed else agent("I see.")
    scene = talk(customer("hello"), last, case_class=case_class, status=status)
    names = ("missed-escalation", "needless-escalation", "late-handover")
    found = [fact for name in names for fact in facts(scene, name)]
    assert [fact.name for fact in found] == expected
    assert all(fact.evidence[0].message == 2 for fact in found)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([customer("hi"), agent("", REFUND), agent("", HANDOVER)], ["after-write"]),
        ([customer("hi"), agent("", REFUND, HANDOVER)], ["after-write"]),
        ([customer("hi"), agent("", HANDOVER, REFUND)], []),
        (
            [customer("get me a human"), agent("no"), customer("a manager, I want a manager"), agent("", HANDOVER)],
            ["after-asking"],
        ),
        ([customer("get me a human"), agent("", HANDOVER), customer("I want a real person")], []),
        ([customer("engrave it"), agent("Such wishes go to a person."), *PUSHED], ["after-saying-so"]),
        ([customer("engrave it"), agent("I can't: a colleague decides."), *PUSHED], ["after-saying-so"]),
        ([customer("engrave it"), agent("That isn't offered."), *PUSHED], []),
        ([customer("engrave it"), agent("A colleague decides. Shall I hand it over?"), *PUSHED], []),
        ([customer("engrave it"), agent("If you want, a colleague decides."), *PUSHED], []),
        ([customer("for Ann"), agent("She is another person."), *PUSHED], []),
        ([customer("for Ann"), agent("I tell the person who ordered it."), *PUSHED], []),
        ([customer("engrave it"), agent("A person decides."), customer("ok"), agent("", HANDOVER)], []),
        ([customer("hi"), agent("A person decides."), customer("ok"), agent("Which order?"), *PUSHED[2:]], []),
    ],
)
def test_a_handover_can_be_late(turns: list[Turn], expected: list[str]) -> None:
    scene = talk(*turns, case_class="must-escalate")
    assert [fact.value for fact in facts(scene, "late-handover")] == expected


@pytest.mark.parametrize(
    "promise",
    [
        "I have forwarded your request to my colleagues.",
        "I've passed this to the team.",
        "One of my colleagues will get in touch with you.",
        "Your case has been escalated.",
        "YOU ARE BEING TRANSFERRED TO A HUMAN AGENT. PLEASE HOLD ON.",
        "I will transfer you to a specialist now.",
        "It is now with our team.",
        "Our team has it now.",
        "Passed to the team.",
        "The team knows about it now.",
        "Somebody will look at it.",
        "I have raised a ticket for you.",
        "I escalated your complaint.",
        "Your request has been sent to our specialists.",
        "I have let my colleagues know.",
        "I've informed my supervisor about it.",
        "I have logged this with the warehouse team.",
    ],
)
def test_a_promise_without_a_call_is_empty(promise: str) -> None:
    scene = talk(customer("help"), agent(f"Hm, I see. {promise}"), customer("thanks"), agent("Bye."))
    (fact,) = facts(scene, "empty-promise")
    assert words(scene, fact) in promise


@pytest.mark.parametrize(
    "said",
    [
        "Would you like me to transfer you to a human agent?",
        "If you want, a colleague will get in touch with you.",
        "I can't pass this on to a colleague.",
        "I have not forwarded this to my colleagues.",
        "I will transfer you to a human agent. Shall I?",
        "Since you're connected to 2G, data is slow.",
        "The team is small and the person is nice.",
        "When the team knows about it, you can relax.",
        "Parcels are passed to the carrier at noon.",
        "I will pass this to the team if you want.",
        "I have not let my colleagues know.",
    ],
)
def test_an_offer_is_no_promise(said: str) -> None:
    assert facts(talk(customer("help"), agent(said)), "empty-promise") == []


def test_a_call_before_or_right_after_keeps_the_promise() -> None:
    said = agent("I've passed this to the team.")
    assert facts(talk(agent("", HANDOVER), said), "empty-promise") == []
    assert facts(talk(agent("I've passed this to the team.", HANDOVER)), "empty-promise") == []
    assert facts(talk(said, customer("ok"), agent("", HANDOVER)), "empty-promise") == []


def test_a_call_much_later_does_not() -> None:
    late = [customer("and?"), agent("Patience."), customer("AND?"), agent("", HANDOVER)]
    assert len(facts(talk(agent("I've passed this to the team."), *late), "empty-promise")) == 1


def test_a_call_that_failed_keeps_no_promise() -> None:
    failed = agent("", call("handover_to_human", {"error": "down"}, "down", reason="angry"))
    said = agent("I have passed this to the team.")
    (fact,) = facts(talk(customer("help"), failed, said), "empty-promise")
    assert fact.detail == "the handover call failed"
    assert facts(talk(customer("help"), failed, said, agent("", HANDOVER)), "empty-promise") == []


def test_a_ticket_may_be_opened_by_another_tool() -> None:
    said = agent("I have raised a ticket for you.")
    assert facts(talk(customer("help"), agent("", call("create_ticket", text="x")), said), "empty-promise") == []
