"""What the agent looked up: how often, in which of its turns, before it answered, and which of its calls failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainMessage

_ASKS: Final = re.compile(r"\?\W*\Z")
_ENDING: Final = 40
"""So many characters at the end of a message say whether it asks."""

_LOOKS: Final = ("read", "kb")


def turns(scene: Scene) -> Iterator[Fact]:
    """The agent's turns, those with a search among them, and how much was looked up before the first answer."""
    count, searched, looked, before = 0, list[int](), 0, None
    first: Evidence | None = None
    heard = speaking = False
    for message in scene.messages:
        if message.role == "customer":
            heard, speaking = True, False
        elif message.role == "agent":
            count, speaking = count + (not speaking), True
            if heard and before is None and _answers(message):
                before, first = looked, Evidence(message.number, "text")
            for call in message.calls:
                looked += call.kind in _LOOKS
                if call.kind == "kb" and count not in searched[-1:]:
                    searched.append(count)
    yield Fact("turns", count)
    if searched:
        yield Fact("kb-turns", len(searched))
    if before is not None and first is not None:
        yield Fact("looked-up-first", before, (first,), f"{before} before the first answer")


def calls(scene: Scene) -> Iterator[Fact]:
    """How many calls read, how many searched the knowledge base, and each that failed."""
    for name, kind in (("reads", "read"), ("kb-searches", "kb")):
        places = [Evidence(message.number, f"c{call.ordinal}") for message, call in scene.of_kind(kind)]
        if places:
            yield Fact(name, len(places), (places[0],))
    for message, call in scene.calls:
        if scene.failed(call):
            yield Fact("failed-call", call.name, (Evidence(message.number, f"c{call.ordinal}"),))


def _answers(message: PlainMessage) -> bool:
    """Whether it says something, does nothing besides, and does not end in a question."""
    text = message.text.strip()
    return bool(text) and not message.calls and _ASKS.search(text[-_ENDING:]) is None


CHECKS: Final = (
    Check(
        "turns",
        1,
        "The agent's turns, those in which it searched the knowledge base, and what it looked up before it answered.",
        "A request without a question mark (“Please give me the order number.”) is taken for the first answer.",
        {
            "turns": "turns of the agent: its messages from one of the customer's to the next",
            "kb-turns": "turns with a search of the knowledge base",
            "looked-up-first": "calls that read or search before the first answer: the first message to the customer "
            "with text, without a call, that does not end in a question",
        },
        turns,
    ),
    Check(
        "lookups",
        1,
        "Calls that read, calls that search the knowledge base, and calls that failed.",
        "A tool of which nobody said what it does goes by its name; a failure told in other words than an error is not "
        "seen.",
        {
            "reads": "calls that read",
            "kb-searches": "calls that search the knowledge base",
            "failed-call": "a call whose result says that it failed",
        },
        calls,
    ),
)
