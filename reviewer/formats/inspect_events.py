"""What an Inspect sample's events say that its messages do not.

Events are most of a log, and most of them repeat the conversation in other words: each model call with its whole input,
each tool call, each change of state. Those are counted and stay in the log, whose name and place the transcript has.
Kept whole are the others: what a person typed, notes, errors, limits, approvals, compactions, edited scores. Read off
the rest are each message's time and tokens, and the definitions of the tools.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from reviewer.formats.build import text
from reviewer.formats.fields import Object, as_object

_SPANS = ("step", "span_begin", "span_end", "branch", "anchor")
_REPEATING = frozenset(("model", "tool", "state", "store", "sample_init", "sandbox", "subtask", *_SPANS))


class Events:
    """One pass over a sample's events.

    `made` is each message's time and usage by its identifier, `tools` the definitions by name, `kinds` counts, `kept`
    are the events that say something of their own, `turns` the identifiers of what models said outside of the judging.
    """

    def __init__(self, events: Any) -> None:
        self.made: dict[str, Object] = {}
        self.tools: dict[str, Object] = {}
        self.kinds: Counter[str] = Counter()
        self.kept: list[Any] = []
        self.turns: set[str] = set()
        self._judging: set[str] = set()
        self._steps_of_judging = 0
        for event in events if isinstance(events, list) else ():
            self._read(event)

    def _read(self, event: Any) -> None:
        if not isinstance(event, dict):
            self.kept.append(event)
            return
        kind = text(event.get("event"))
        self.kinds[kind] += 1
        if kind == "model":
            self._model(event)
        elif kind == "tool":
            self._say(event.get("message_id"), {"at": _ended(event)})
        elif kind == "span_begin":
            if _judges(event) or text(event.get("parent_id")) in self._judging:
                self._judging.add(text(event.get("id")))
        elif kind == "step":
            if _judges(event):
                self._steps_of_judging += 1 if event.get("action") == "begin" else -1
        elif kind not in _REPEATING and (kind != "score" or event.get("intermediate")):
            self.kept.append(event)

    def _model(self, event: Object) -> None:
        output = as_object(event.get("output"))
        choices = output.get("choices")
        first = as_object(choices[0]).get("message") if isinstance(choices, list) and choices else None
        identifier = as_object(first).get("id")
        usage = output.get("usage")
        self._say(identifier, {"at": _ended(event), "usage": usage if isinstance(usage, dict) else None})
        judging = self._steps_of_judging > 0 or text(event.get("span_id")) in self._judging
        if isinstance(identifier, str) and not judging:
            self.turns.add(identifier)
        tools = event.get("tools")
        for tool in tools if isinstance(tools, list) and not judging else ():
            if isinstance(tool, dict):
                self.tools.setdefault(text(tool.get("name")), tool)

    def _say(self, identifier: Any, what: Object) -> None:
        if isinstance(identifier, str):
            self.made.setdefault(identifier, what)


def _ended(event: Object) -> str | None:
    return next((at for key in ("completed", "timestamp") if isinstance(at := event.get(key), str)), None)


def _judges(event: Object) -> bool:
    return text(event.get("type")).startswith("scorer")
