"""Which call a tool result answers.

Identifiers repeat inside one conversation (in a quarter of the real τ-bench transcripts), so a table keyed by
identifier attaches results to the wrong calls. The rule here paired each of 14,152 calls of real support transcripts:
look only among the open calls of the latest message that made any; there, match by identifier; a result without one
takes the oldest open call; anything else is an orphan and stays visible as one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from reviewer.model.reading import CallPlace
from reviewer.model.transcript import Message


def pair(messages: Sequence[Message]) -> list[CallPlace | None]:
    """For each message the call that it answers, or None: not a tool result, or an orphan."""
    answers: list[CallPlace | None] = [None] * len(messages)
    caller, still_open = 0, _Open(())
    for place, message in enumerate(messages):
        if message.calls:
            caller, still_open = place + 1, _Open([call.id for call in message.calls])
        elif message.role == "tool" and (ordinal := still_open.take(message.call_id)):
            answers[place] = caller, ordinal
    return answers


class _Open:
    """The calls of one message that nothing has answered yet. No number of them makes an answer wait for the others."""

    def __init__(self, ids: Sequence[str | None]) -> None:
        self._in_order = deque(range(1, len(ids) + 1))
        self._by_id: defaultdict[str | None, deque[int]] = defaultdict(deque)
        self._answered: set[int] = set()
        for ordinal, call_id in enumerate(ids, 1):
            self._by_id[call_id].append(ordinal)

    def take(self, call_id: str | None) -> int:
        """The oldest call with this id, or the oldest of all for None, which is then answered; 0 for no such call."""
        waiting = self._in_order if call_id is None else self._by_id.get(call_id, ())
        while waiting:
            ordinal = waiting.popleft()
            if ordinal not in self._answered:
                self._answered.add(ordinal)
                return ordinal
        return 0
