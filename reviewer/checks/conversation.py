"""The outer shape of a conversation: how long it was, how it ended, and where it ran empty or in circles."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene


def counts(scene: Scene) -> Iterator[Fact]:
    """How much was said and done, and how it ended."""
    yield Fact("agent-messages", sum(1 for message in scene.agent if message.text.strip()))
    yield Fact("customer-turns", sum(1 for message in scene.customer if message.text.strip()))
    yield Fact("tool-calls", len(scene.calls))
    yield Fact("ending", scene.transcript.end_reason)


def empty_replies(scene: Scene) -> Iterator[Fact]:
    """Agent messages with neither text nor calls."""
    for message in scene.agent:
        if not message.calls and not message.text.strip():
            yield Fact("empty-reply", None, (Evidence(message.number),))


def repeated_messages(scene: Scene) -> Iterator[Fact]:
    """Groups of agent messages with the same text, white space apart."""
    same: dict[str, list[int]] = {}
    for message in scene.agent:
        if text := " ".join(message.text.split()):
            same.setdefault(text, []).append(message.number)
    for numbers in same.values():
        if len(numbers) > 1:
            evidence = tuple(Evidence(number, "text") for number in numbers)
            yield Fact("repeated-message", len(numbers), evidence, f"the same words {len(numbers)} times")


CHECKS = (
    Check(
        "counts",
        1,
        "How many messages, turns and calls there are, and how the conversation ended.",
        "A customer's message without words (a call on their own phone) is no turn.",
        {
            "agent-messages": "agent messages with text",
            "customer-turns": "customer messages with text",
            "tool-calls": "calls by the agent",
            "ending": "the end reason, as the source says it",
        },
        counts,
    ),
    Check(
        "empty-reply",
        1,
        "Agent messages with neither text nor calls.",
        "A message that a format could not carry over looks empty too.",
        {"empty-reply": "an agent message with neither text nor calls"},
        empty_replies,
        {"empty-reply": "conversation.empty-reply"},
    ),
    Check(
        "repeated-message",
        1,
        "Agent messages that say the same, word for word.",
        "A short answer that fits twice (“You're welcome!”) counts too.",
        {"repeated-message": "messages with the same text, white space apart; the value is how many"},
        repeated_messages,
        {"repeated-message": "conversation.repeated-message"},
    ),
)
