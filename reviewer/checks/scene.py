"""One transcript with its suite, and what every check asks of the two, worked out once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from reviewer.model.plain import PlainCall, PlainMessage, PlainTranscript
from reviewer.model.reading import CallPlace
from reviewer.model.suite import Case, Suite


class Scene:
    """What a check reads. Everything here is computed from the transcript and the suite, and cached."""

    def __init__(self, transcript: PlainTranscript, suite: Suite | None) -> None:
        self.transcript, self.suite = transcript, suite
        self.messages = transcript.messages
        self._arguments: dict[CallPlace, Any] = {}
        self._results: dict[int, Any] = {}

    def message(self, number: int) -> PlainMessage:
        """M<number>."""
        return self.messages[number - 1]

    @cached_property
    def case(self) -> Case | None:
        """The suite's case; None where no suite is bound, or it does not know the case."""
        return self.suite.case(self.transcript.case) if self.suite else None

    @cached_property
    def policy(self) -> str:
        """The rules that the agent was given outside of the messages: the transcript's own, else the suite's."""
        return self.transcript.policy or (self.suite.policy if self.suite else None) or ""

    @cached_property
    def agent(self) -> tuple[PlainMessage, ...]:
        """The agent's messages."""
        return tuple(message for message in self.messages if message.role == "agent")

    @cached_property
    def customer(self) -> tuple[PlainMessage, ...]:
        """The customer's messages."""
        return tuple(message for message in self.messages if message.role == "customer")

    @cached_property
    def calls(self) -> tuple[tuple[PlainMessage, PlainCall], ...]:
        """The agent's calls, in order; a simulated customer's own calls are not among them."""
        return tuple((message, call) for message in self.agent for call in message.calls)

    def of_kind(self, kind: str) -> Iterator[tuple[PlainMessage, PlainCall]]:
        """The agent's calls of one kind, in order."""
        return ((message, call) for message, call in self.calls if call.kind == kind)

    def arguments(self, message: PlainMessage, call: PlainCall) -> Any:
        """A call's arguments, parsed; None where they are not valid JSON."""
        place = (message.number, call.ordinal)
        if place not in self._arguments:
            self._arguments[place] = None if call.invalid is not None else _parsed(call.arguments)
        return self._arguments[place]

    def result(self, number: int) -> Any:
        """A tool result's text, parsed; None where it is not JSON. `null`, too, is None."""
        if number not in self._results:
            self._results[number] = _parsed(self.message(number).text)
        return self._results[number]

    def failed(self, call: PlainCall) -> bool:
        """Whether the call's result says that it failed: by its flag, by a key `error` at its top, by beginning so."""
        if call.result is None:
            return False
        result_message = self.message(call.result)
        if result_message.error is not None or result_message.text[:6].casefold() == "error:":
            return True
        result = self.result(call.result)
        return isinstance(result, dict) and bool(result.get("error"))


def _parsed(text: str) -> Any:
    """JSON, or None: whatever a transcript holds, no check stumbles over it."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
