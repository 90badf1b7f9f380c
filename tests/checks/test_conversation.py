"""The shape of a conversation, faults of the simulated customer, and odd characters."""

from __future__ import annotations

import pytest

from .talk import Turn, agent, call, customer, facts, talk, words


def test_what_is_counted() -> None:
    scene = talk(
        customer("hi"),
        agent("", call("order_status"), call("tracking")),
        agent(" "),
        agent("Here."),
        customer("", call("reboot_device")),
        customer("bye"),
        end_reason="customer_done",
    )
    found = {name: facts(scene, name)[0].value for name in ("agent-messages", "customer-turns", "tool-calls", "ending")}
    assert found == {"agent-messages": 1, "customer-turns": 2, "tool-calls": 2, "ending": "customer_done"}
    assert [fact.evidence[0].message for fact in facts(scene, "empty-reply")] == [5]


def test_nothing_at_all() -> None:
    scene = talk()
    assert facts(scene, "agent-messages")[0].value == 0
    assert facts(scene, "ending")[0].value is None


def test_repeated_messages_are_groups() -> None:
    scene = talk(
        agent("Hello  there"),
        customer("Hello there"),
        agent("Hello\nthere "),
        agent("x"),
        agent("Hello there"),
        agent("x"),
    )
    assert [(fact.value, [place.message for place in fact.evidence]) for fact in facts(scene, "repeated-message")] == [
        (3, [1, 3, 5]),
        (2, [4, 6]),
    ]


BYE = [customer("Bye."), agent("Bye.")]


@pytest.mark.parametrize(
    ("turns", "pairs"),
    [
        ([customer("where is it?"), agent("Order #1108."), *BYE * 3], 3),
        ([agent("Order #1108."), *BYE * 2, customer("###STOP###")], 2),
        ([agent("Order #1108."), *BYE], None),
        ([*BYE * 3, customer("one more thing: where is my order?"), agent("In Toronto.")], None),
        ([*BYE, customer("thanks"), agent("Your order #1108 left.")], None),
        (
            [
                customer("Thank you so much for your help!"),
                agent("You're welcome! If you have any more questions, feel free to reach out. Have a great day!"),
                customer("You too! Talk soon."),
                agent("Thank you! Safe travels!"),
            ],
            2,
        ),
    ],
)
def test_goodbyes_without_end(turns: list[Turn], pairs: int | None) -> None:
    assert [fact.value for fact in facts(talk(*turns), "goodbye-loop")] == ([pairs] if pairs else [])


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("How can I help you today?", "breaks-role"),
        ("To get your data back, you'll need to:\n1. Turn it off.", "breaks-role"),
        ("The destination is not mentioned in my instruction.", "breaks-role"),
        ("As an AI I have no phone.", "breaks-role"),
        ("Thanks!<|im_end|>", "breaks-role"),
        ("ok\nAgent: I have refunded you.\nthanks", "talks-to-itself"),
        ("I followed your instructions, what now?", None),
        ("Let me know if you need anything else from me. ###STOP###", None),
        ("Would you like me to send the photo?", None),
    ],
)
def test_a_customer_out_of_role(said: str, fault: str | None) -> None:
    scene = talk(agent("hi"), customer(said), agent(said))
    found = facts(scene, "simulator-fault")
    assert [fact.value for fact in found] == ([fault] if fault else [])
    assert all(words(scene, fact) for fact in found)


def test_a_customer_who_repeats_themselves_unanswered() -> None:
    assert len(facts(talk(customer("hello?"), customer("hello?")), "simulator-fault")) == 1
    assert facts(talk(customer("hello?"), agent("Hi."), customer("hello?")), "simulator-fault") == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("a\x1b[2Jb", "control", "\x1b"),
        ("abc\u202edef", "direction", "\u202e"),
        ("pass\u200bword", "zero-width", "\u200b"),
        ("hi\U000e0041", "tag", "\U000e0041"),
        ("x\ufe0f", "variation", "\ufe0f"),
        ("\ud800", "surrogate", "\ud800"),
        ("log in at p\u0430ypal now", "mixed-alphabets", "p\u0430ypal"),
    ],
)
@pytest.mark.parametrize("role", ["customer", "agent"])
def test_characters_that_hide(text: str, kind: str, found: str, role: str) -> None:
    scene = talk(Turn(role, text))
    (fact,) = facts(scene, "odd-characters")
    assert (fact.value, words(scene, fact)) == (kind, found)


@pytest.mark.parametrize(
    "text", ["tab\there", "line\r\nend", "✈️ 👩‍👩‍👧", "naïve café 你好", "Кириллица и latin", "10 µm or μm"]
)
def test_characters_that_do_not(text: str) -> None:
    assert facts(talk(agent(text, thinks=text)), "odd-characters") == []


def test_every_field_is_looked_at() -> None:
    scene = talk(agent("a\x00\x00", call("order\u200b_status", note="\u202e"), thinks="\x07"))
    places = [(fact.evidence[0].field, fact.value, len(fact.evidence)) for fact in facts(scene, "odd-characters")]
    assert places == [("text", "control", 2), ("reasoning", "control", 1), ("c1.name", "zero-width", 1)]
