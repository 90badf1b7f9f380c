"""What the agent looked up: how often, in which of its turns, before it answered, and which of its calls failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.checks.contract import Check, Evidence, Fact
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainMessage

_CLOSING: Final = re.compile(r"\b(?:any|some)thing else\b[^?？؟]{0,80}[?？؟]", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"[?？؟]|\b(?:please|(?:could|can|would) you|need (?:your|some|the|an?|to know)|(?:send|give|tell|show) me)\b",
    re.IGNORECASE,
)

_LOOKS: Final = ("read", "kb")


def turns(scene: Scene) -> Iterator[Fact]:
    """The agent's turns, those with a search among them, and how much was looked up before the first answer."""
    count = looked = 0
    searched: set[int] = set()
    before: int | None = None
    first: Evidence | None = None
    heard = speaking = False
    for message in scene.messages:
        if message.role == "customer":
            heard, speaking = True, False
        elif message.role == "agent":
            count, speaking = count + (not speaking), True
            if heard and before is None and _answers(message, looked):
                before, first = looked, Evidence(message.number, "text")
            for call in message.calls:
                looked += call.kind in _LOOKS
                if call.kind == "kb":
                    searched.add(count)
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


def _answers(message: PlainMessage, looked: int) -> bool:
    """Whether it says something and does nothing besides; before any look-up, also whether it asks for nothing."""
    text = message.text.strip()
    return bool(text) and not message.calls and (looked > 0 or _ASKS.search(_CLOSING.sub("", text)) is None)


CHECKS: Final = (
    Check(
        "turns",
        2,
        "The agent's turns, those in which it searched the knowledge base, and what it looked up before it answered.",
        "Before a look-up, an answer that asks besides (“please allow five days”, “shall I?”) is none, and a request "
        "without a question mark is one if put otherwise than with “please”, “could you”, “I need” or “send me”.",
        {
            "turns": "turns of the agent: its messages from one of the customer's to the next",
            "kb-turns": "turns with a search of the knowledge base",
            "looked-up-first": "calls that read or search before the first answer: the first message to the customer "
            "with text and without a call that comes after a look-up, or that asks for nothing",
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
