"""Very long texts are read from their beginning: no check takes seconds over one message, whatever a file holds.

A load leaves the warning `long-message` where a message is longer than that. What stands in the rest is looked up when
a check says that something stands nowhere.
"""

from __future__ import annotations

from dataclasses import replace

from reviewer.checks.contract import Fact
from reviewer.model.plain import READ, PlainMessage, PlainTranscript

_NOWHERE = frozenset(("ungrounded", "unsettled", "unsourced-argument", "invented-policy"))
"""Facts that say of their value that nothing before them holds it."""

_LOOKED_UP = 50
_SEARCHED = 200_000_000
"""So many different values, in so many characters: each takes a search through all that was not read."""


def clip(transcript: PlainTranscript) -> PlainTranscript:
    """The transcript with no field longer than `READ` characters: itself, where none is."""
    long = [message for message in transcript.messages if _longest(message) > READ]
    if not long and len(transcript.policy) <= READ:
        return transcript
    messages = list(transcript.messages)
    for message in long:
        messages[message.number - 1] = replace(
            message,
            text=message.text[:READ],
            reasoning=message.reasoning and message.reasoning[:READ],
            calls=tuple(replace(call, arguments=call.arguments[:READ]) for call in message.calls),
        )
    return replace(transcript, messages=tuple(messages), policy=transcript.policy[:READ])


def known(found: list[tuple[str, Fact]], transcript: PlainTranscript) -> list[tuple[str, Fact]]:
    """The facts of a clipped transcript without those that say of something that it stands nowhere, and it stands in
    what was not read; and without more of that kind than are looked up."""
    rests = [(0, transcript.policy[READ:]), *((message.number, message.text[READ:]) for message in transcript.messages)]
    rests = [(number, rest) for number, rest in rests if rest]
    most = min(_LOOKED_UP, _SEARCHED // max(1, sum(len(rest) for _, rest in rests)))
    first: dict[str, int | None] = {}

    def is_known(fact: Fact) -> bool:
        if fact.name not in _NOWHERE or not fact.evidence or not rests:
            return True
        words = str(fact.value)
        if words not in first:
            if len(first) >= most:
                return False
            first[words] = next((number for number, rest in rests if words in rest), None)
        place = first[words]
        return place is None or place >= fact.evidence[0].message

    return [(id_, fact) for id_, fact in found if is_known(fact)]


def _longest(message: PlainMessage) -> int:
    longest = max(len(message.text), len(message.reasoning or ""))
    return max(longest, *(len(call.arguments) for call in message.calls)) if message.calls else longest
