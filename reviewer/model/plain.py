"""A transcript as plain data: what a check reads, a few hundred bytes and no class with rules of its own.

It crosses process borders, so it knows neither a database nor a validator. Numbers, roles and fields are those of the
stored transcript: a citation made from it holds there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model.reading import CallPlace
from reviewer.model.tools import ToolKind, guess_kind

if TYPE_CHECKING:
    from reviewer.model.transcript import Transcript


READ = 100_000
"""So many characters of a text are read by the checks, from its beginning; no person writes that many at once."""


@dataclass(frozen=True, slots=True)
class PlainCall:
    """One call. `result` is the number of the message that answers it; None where none does."""

    ordinal: int
    name: str
    kind: ToolKind
    arguments: str
    """JSON text, as the source wrote it."""

    invalid: str | None = None
    result: int | None = None


@dataclass(frozen=True, slots=True)
class PlainMessage:
    """One message, by its number from 1."""

    number: int
    role: str
    text: str
    reasoning: str | None = None
    name: str | None = None
    error: str | None = None
    """Of a tool result: what failed; empty where only a flag says so."""

    calls: tuple[PlainCall, ...] = ()
    answers: CallPlace | None = None
    """Of a tool result: the call that it answers."""

    def field(self, name: str) -> str:
        """The raw text of a field, as a citation names it: text, reasoning, c1.name, c1.args; c1 is its arguments.

        Raises ValueError or IndexError for any other name, and for a call that is not there.
        """
        if name == "text":
            return self.text
        if name == "reasoning":
            return self.reasoning or ""
        ordinal, _, part = name.removeprefix("c").partition(".")
        if not ordinal.isdecimal() or int(ordinal) < 1:
            raise ValueError(f"{name} is no field of a message")
        call = self.calls[int(ordinal) - 1]
        return call.name if part == "name" else call.arguments


@dataclass(frozen=True, slots=True)
class PlainTranscript:
    """One revision of a transcript. `key` names it for whoever asked; checks only hand it back."""

    key: int
    case: str
    case_class: str | None
    """solvable, must-escalate or trap: the suite's word, else the file's."""

    intent: str | None
    status: str
    end_reason: str | None
    policy: str
    """The rules that the agent was given outside of the messages; empty where nobody says."""

    messages: tuple[PlainMessage, ...]


def plain(
    transcript: Transcript, kind_of: Callable[[str], ToolKind | None] = lambda _name: None, key: int = 0
) -> PlainTranscript:
    """A native transcript as plain data; `kind_of` says what a tool does; where it does not, a guess."""
    from reviewer.model.pairing import pair

    answers = pair(transcript.messages)
    results = {place: number for number, place in enumerate(answers, 1) if place is not None}
    messages = tuple(
        PlainMessage(
            number,
            message.role,
            message.text,
            message.reasoning,
            message.name,
            message.error,
            tuple(
                PlainCall(
                    ordinal,
                    call.name,
                    kind_of(call.name) or guess_kind(call.name),
                    call.arguments,
                    call.invalid,
                    results.get((number, ordinal)),
                )
                for ordinal, call in enumerate(message.calls, 1)
            ),
            answers[number - 1],
        )
        for number, message in enumerate(transcript.messages, 1)
    )
    return PlainTranscript(
        key,
        transcript.case,
        transcript.case_class,
        transcript.intent,
        transcript.status,
        transcript.end_reason,
        transcript.policy or "",
        messages,
    )
