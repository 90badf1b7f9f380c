"""The outer shape of a conversation: how long it was, how it ended, and where it ran empty or in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene

_TOKEN = re.compile(r"#{3}\w{1,20}#{3}")
_SENTENCE = re.compile(r"[^.!?…\n]*[^\W_][^.!?…\n]*")
_PLEASANT = re.compile(
    r"\b(?:thank|thanks|thx|ta|cheers|welcome|(?:good)?bye|bye-bye|farewell|ciao|see you|take care|later"
    r"|good ?(?:night|day|evening|luck)|night|(?:have|enjoy|wish)(?: you)? (?:a|an|the|your|it|every)|safe travels?"
    r"|all the best|best (?:wishes|regards)|appreciate|pleasure|no problem|glad|happy to (?:help|have)|likewise|you too"
    r"|same to you|feel free|hesitate|if you (?:ever )?(?:have|need)|reach out|that(?:['’]s| is| was) (?:all|it)"
    r"|all set|I['’]m good|get back to you|be (?:here|in touch|back)|talk (?:to you )?(?:soon|later)|looking forward"
    r"|let (?:you|me) know|contact you|take your time|will do|until next time"
    r"|merci|gracias|obrigado|danke|grazie|adieu|au revoir|tschüss|adiós|takk)\b",
    re.IGNORECASE,
)
_BRIEF = re.compile(r"\W*(?:\w+\W+){0,3}\w+\W*")
_LONGEST = 400
_LOOP = 2
"""So many pairs of thanks and goodbye are a loop."""


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


def goodbye_loops(scene: Scene) -> Iterator[Fact]:
    """The thanks and goodbyes at the end, where there are two pairs of them or more."""
    closing = []
    for message in reversed(scene.messages):
        if message.calls or message.role not in ("agent", "customer"):
            break
        text = _TOKEN.sub("", message.text).strip()
        if text and not _only_pleasant(text):
            break
        if text:
            closing.append(message)
    closing.reverse()
    while closing and closing[0].role != "customer":
        closing.pop(0)
    pairs = sum(1 for one, next_one in pairwise(closing) if one.role == "customer" and next_one.role == "agent")
    if pairs >= _LOOP:
        evidence = tuple(Evidence(message.number, "text") for message in closing)
        yield Fact("goodbye-loop", pairs, evidence, f"{pairs} pairs of thanks and goodbye, M{closing[0].number} on")


def _only_pleasant(text: str) -> bool:
    """Whether each sentence thanks, greets or is a word or two beside one that does."""
    if len(text) > _LONGEST or any(map(str.isdigit, text)):
        return False
    pleasant = 0
    for sentence in _SENTENCE.findall(text):
        if _PLEASANT.search(sentence):
            pleasant += 1
        elif not _BRIEF.fullmatch(sentence):
            return False
    return pleasant > 0


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
    Check(
        "goodbye-loop",
        1,
        "Two or more pairs of customer and agent messages at the end that only say thanks or goodbye.",
        "A farewell in an unusual phrase ends the loop early; thanks for something new at the end may lengthen it.",
        {"goodbye-loop": "the conversation ends in thanks and goodbyes; the value is how many pairs"},
        goodbye_loops,
        {"goodbye-loop": "conversation.goodbye-loop"},
    ),
)
