"""OpenAI chat: conversations as lists of messages, one a line, in a list, or one in a file.

A conversation is an object with `messages` or the bare list. What else an object may say, and most do not:
`task_id`, `case_id`, `sample_id` or `id` (the case), `trial`, `run`, `epoch` or `seed` (which run), `model`, `scores`,
`reward` or `score`, `tools` or `functions`, `timestamp`, `usage`, `cost`, and anything else, which goes to `extra`.
Without a name of its own a case is called after its line: the same line of two files is the same case.

The form has no word for the end. A conversation whose last message calls tools waits for their results: it is in
progress, unless somebody scored it.

OpenHands wraps a completion: its `response` holds the last turn, which `messages` lacks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from reviewer.formats import build, limits
from reviewer.formats.build import filled, text
from reviewer.formats.chat_messages import is_message, messages
from reviewer.formats.contract import Fill, Item, Refused
from reviewer.formats.fields import Object, a_name, take_number, take_object, take_text
from reviewer.formats.naming import UNKNOWN, UNKNOWN_MODEL, run_of, say
from reviewer.formats.odd_messages import odd
from reviewer.formats.peek import FIRST, Peek
from reviewer.formats.records import Record, records
from reviewer.formats.source import Source

SUITE = "chat"
_CASE = ("task_id", "case_id", "sample_id", "id")
_TRIAL = ("trial", "epoch", "run", "seed")
_NUMBERED = re.compile(rb'"(trial|epoch|run|seed)"\s*:\s*(-?\d{1,18})\s*[,}]')
_TOOLS = ("tools", "functions")
_LONG_HEAD = 1024 * 1024


class OpenAIChat:
    """Conversations of the OpenAI chat interface, as logs, fine-tuning data and OpenHands write them."""

    name = "openai-chat"

    def detect(self, source: Source) -> bool:
        """The most general format: any list of messages with roles, alone or under `messages`."""
        if source.is_zip:
            return False
        peek = source.peek()
        return _holds_conversations(peek) or (
            not peek.whole and _holds_conversations(source.peek(_LONG_HEAD))  # long tools may stand first
        )

    def transcripts(self, source: Source, fill: Fill) -> Iterator[Item]:
        """The conversations in file order."""
        one = _is_one(source.peek().value)
        trials = _trials(source)
        for record in records(source, whole=one):
            yield record if isinstance(record, Refused) else _transcript(record, source, fill, trials)


def _holds_conversations(peek: Peek) -> bool:
    """Whether one of the first values is a conversation, or the file is a single one."""
    return any(map(_is_conversation, peek.firsts)) or _is_one(peek.value)


def _is_conversation(value: Any) -> bool:
    """Whether this is a conversation: a list of messages, or an object with one."""
    said = value.get("messages") if isinstance(value, dict) else value
    return isinstance(said, list) and (any(map(is_message, said[:FIRST])) or (not said and said is not value))


def _is_one(value: Any) -> bool:
    """Whether this is a list of messages and not one of conversations: the first that is either decides."""
    some = value[:FIRST] if isinstance(value, list) else ()
    return next((is_message(item) for item in some if is_message(item) or _is_conversation(item)), False)


def _trials(source: Source) -> dict[str, list[int]]:
    """The numbers that each key which can tell runs apart has in this file."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for found in source.matches(_NUMBERED, reach=64):
        numbers[found[1].decode()].add(int(found[2]))
    return {key: sorted(values) for key, values in numbers.items()}


def _transcript(record: Record, source: Source, fill: Fill, trials: dict[str, list[int]]) -> Item:
    rest = dict(record.value) if isinstance(record.value, dict) else {"messages": record.value}
    said = rest.pop("messages", None)
    if not isinstance(said, list):
        return Refused(record.place, "a list of messages, or an object with one under “messages”, was expected")
    if len(said) > limits.MESSAGES:
        return Refused(record.place, build.TOO_MANY)
    fields: Object = {"messages": messages(said), "warnings": list(record.oddities)}
    _take_response(fields, rest)
    fields["warnings"] += odd(fields["messages"])
    fields["case"] = _take_case(rest) or (source.stem if record.place == "whole file" else f"line-{record.number:04d}")
    fields["scores"] = _take_scores(rest)
    if fields["messages"] and fields["messages"][-1].get("calls") and not fields["scores"]:
        fields["status"] = "in progress"
    fields["tools"] = _take_tools(rest)
    fields["started_at"] = take_text(rest, "timestamp")
    fields["usage"] = take_object(rest, "usage")
    fields["cost"] = take_number(rest, "cost")
    model = take_text(rest, "model") or fields.pop("model", None)
    run = a_name(rest.get("run")) if isinstance(rest.get("run"), str) else None
    if run:
        del rest["run"]
    fields["suite"] = fill.suite or SUITE
    fields.update(_run(rest, source, fill, trials))
    fields["extra"] = filled(rest)
    say(fields, fill, {"model": model, "run": run} if run else {"model": model})
    if not fields["model"]:
        fields["model"] = UNKNOWN
        fields["warnings"].append(UNKNOWN_MODEL)
    return build.item(record.place, fields)


def _take_response(fields: Object, rest: Object) -> None:
    """The last turn of a completion that was logged with its request."""
    response = rest.get("response")
    choices = response.get("choices") if isinstance(response, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    last = first.get("message") if isinstance(first, dict) else None
    if not isinstance(response, dict) or not isinstance(first, dict) or not is_message(last):
        return
    around = {key: value for key, value in response.items() if key not in ("choices", "model")}
    beside = {key: value for key, value in first.items() if key != "message"}
    fields["messages"] += messages([last])
    fields["end_reason"] = take_text(beside, "finish_reason")
    fields["model"] = text(response.get("model")) or None
    rest["response"] = filled({**around, "choice": filled(beside), "choices": choices[1:] if choices else None})


def _take_case(rest: Object) -> str | None:
    for key in _CASE:
        if case := a_name(rest.get(key)):
            del rest[key]
            return case
    return None


def _run(rest: Object, source: Source, fill: Fill, trials: dict[str, list[int]]) -> Object:
    """The run by its number among those of the file. Several numbers make several runs."""
    for key in _TRIAL:
        value = rest.get(key)
        known = trials.get(key, [])
        if isinstance(value, int) and not isinstance(value, bool) and value in known:
            if key == "seed" or known[0] < 0:
                number, count = known.index(value) + 1, len(known)
            else:
                del rest[key]
                number = value + (known[0] == 0)
                count = known[-1] + (known[0] == 0)
            return run_of(source, fill, number, count if len(known) > 1 else 1)
    return run_of(source, fill, None, 1)


def _take_tools(rest: Object) -> list[Any]:
    for key in _TOOLS:
        listed = rest.get(key)
        if isinstance(listed, list) and all(isinstance(tool, dict) for tool in listed):
            del rest[key]
            return listed
    return []


def _take_scores(rest: Object) -> list[Object]:
    made: list[Object] = []
    listed = rest.get("scores")
    if isinstance(listed, dict):
        made += [_score(name, value) for name, value in rest.pop("scores").items()]
    elif isinstance(listed, list) and all(isinstance(each, dict) and a_name(each.get("name")) for each in listed):
        made += [_score(each["name"], each) for each in rest.pop("scores")]
    for name in ("reward", "score"):
        if rest.get(name) is not None:
            made.append(_score(name, rest.pop(name)))
    return made


def _score(name: Any, value: Any) -> Object:
    """A score: the bare value, or an object that holds one under `value` and explains it."""
    if not isinstance(value, dict) or "value" not in value:
        return {"name": str(name), "value": value}
    rest = dict(value)
    if rest.get("name") == name:
        del rest["name"]
    made: Object = {"name": str(name), "value": rest.pop("value")}
    made["rationale"] = take_text(rest, "rationale") or take_text(rest, "explanation")
    made["by"] = take_text(rest, "by")
    made["scale"] = take_text(rest, "scale")
    made["extra"] = filled(rest)
    return made
