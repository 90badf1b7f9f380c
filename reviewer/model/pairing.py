"""Which call a tool result answers.

Identifiers repeat inside one conversation (in a quarter of the real τ-bench transcripts), so a table keyed by
identifier attaches results to the wrong calls. The rule here paired each of 14,152 calls of real support transcripts:
look only among the open calls of the latest message that made any; there, match by identifier; a result without one
takes the oldest open call; anything else is an orphan and stays visible as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model.reading import CallPlace
from reviewer.model.transcript import Message


def pair(messages: Sequence[Message]) -> list[CallPlace | None]:
    """For each message the call that it answers, or None: not a tool result, or an orphan."""
    answers: list[CallPlace | None] = [None] * len(messages)
    caller, still_open = 0, {}
    for place, message in enumerate(messages):
        if message.calls:
            caller = place + 1
            still_open = {ordinal: call.id for ordinal, call in enumerate(message.calls, 1)}
        elif message.role == "tool" and still_open:
            if message.call_id is None:
                ordinal = next(iter(still_open))
            else:
                ordinal = next((o for o, call_id in still_open.items() if call_id == message.call_id), 0)
            if ordinal:
                del still_open[ordinal]
                answers[place] = (caller, ordinal)
    return answers
