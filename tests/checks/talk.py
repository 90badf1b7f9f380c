"""Small conversations for tests: a few lines in, the scene that a check reads out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from reviewer.checks.contract import Check, Fact
from reviewer.checks.registry import CHECKS
from reviewer.checks.scene import Scene
from reviewer.model.plain import PlainCall, PlainMessage, PlainTranscript
from reviewer.model.suite import Suite
from reviewer.model.tools import guess_kind


@dataclass(frozen=True)
class Call:
    """A call with the text of its result; no result at all where that is None."""

    name: str
    arguments: str
    result: str | None
    error: str | None = None


@dataclass(frozen=True)
class Turn:
    """One message, and the calls in it."""

    role: str
    text: str
    calls: tuple[Call, ...] = ()
    reasoning: str | None = None


def customer(text: str, *calls: Call) -> Turn:
    """A customer's message."""
    return Turn("customer", text, calls)


def agent(text: str, *calls: Call, thinks: str | None = None) -> Turn:
    """An agent's message."""
    return Turn("agent", text, calls, thinks)


def call(name: str, result: Any = "{}", error: str | None = None, /, **arguments: Any) -> Call:
    """A call with these arguments; its result may be plain data."""
    text = result if isinstance(result, str) or result is None else json.dumps(result)
    return Call(name, json.dumps(arguments), text, error)


@dataclass
class _Numbered:
    messages: list[PlainMessage] = field(default_factory=list)

    def add(self, turn: Turn, suite: Suite | None) -> None:
        number = len(self.messages) + 1
        answers = [place for place, made in enumerate(turn.calls, 1) if made.result is not None]
        calls = tuple(
            PlainCall(
                place,
                made.name,
                (suite.kind_of(made.name) if suite else None) or guess_kind(made.name),
                made.arguments,
                None if _valid(made.arguments) else "not JSON",
                number + 1 + answers.index(place) if place in answers else None,
            )
            for place, made in enumerate(turn.calls, 1)
        )
        self.messages.append(PlainMessage(number, turn.role, turn.text, turn.reasoning, calls=calls))
        for place in answers:
            made = turn.calls[place - 1]
            self.messages.append(
                PlainMessage(
                    len(self.messages) + 1,
                    "tool",
                    made.result or "",
                    name=made.name,
                    error=made.error,
                    answers=(number, place),
                )
            )


def _valid(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def talk(
    *turns: Turn,
    suite: Suite | None = None,
    case: str = "a-case",
    case_class: str | None = None,
    status: str = "complete",
    end_reason: str | None = None,
    policy: str = "Be kind.",
) -> Scene:
    """The scene of a conversation: messages are numbered, each result stands right after its call's message."""
    numbered = _Numbered()
    for turn in turns:
        numbered.add(turn, suite)
    transcript = PlainTranscript(1, case, case_class, None, status, end_reason, policy, tuple(numbered.messages))
    return Scene(transcript, suite)


def facts(scene: Scene, name: str) -> list[Fact]:
    """The facts of that name, by whichever check yields them."""
    return [fact for check in checks_of(name) for fact in check.facts(scene) if fact.name == name]


def checks_of(name: str) -> list[Check]:
    """The checks that yield facts of that name."""
    return [check for check in CHECKS if name in check.names]


def words(scene: Scene, fact: Fact, place: int = 0) -> str:
    """The words that a piece of a fact's evidence stands on."""
    where = fact.evidence[place]
    text = field_text(scene, where.message, where.field or "text")
    return text[where.start : where.end]


def field_text(scene: Scene, number: int, name: str) -> str:
    """A message's field, as a citation names it."""
    message = scene.message(number)
    if name == "text":
        return message.text
    if name == "reasoning":
        return message.reasoning or ""
    ordinal, _, part = name.removeprefix("c").partition(".")
    made = message.calls[int(ordinal) - 1]
    return {"": made.name, "name": made.name, "args": made.arguments}[part]
