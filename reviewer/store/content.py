"""A transcript as rows that have no identifiers yet: everything about it that needs no look at the database.

The loader makes these before it takes the writer's lock, so that hashing, pairing and dumping keep nobody waiting.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from reviewer.model.pairing import pair
from reviewer.model.reading import outline
from reviewer.model.transcript import Score, Transcript
from reviewer.text.hashing import fingerprint, named, public_id

Row = tuple[Any, ...]

_dump = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(slots=True)
class Content:
    """The rows of one transcript.

    `messages` lack (id, revision) in front; `calls` begin with the message's number, not its id; `scores` and
    `warnings` lack (revision, ordinal). `size` is about how many bytes they hold.
    """

    place: str
    transcript: Transcript
    public_id: str
    hash: str
    conversation: bytes | None
    messages: list[Row]
    calls: list[Row]
    scores: list[Row]
    warnings: list[Row]
    policy: tuple[str, str] | None
    tools: tuple[str, str] | None
    usage: str | None
    extra: str | None
    outline: bytes
    agent_messages: int
    results: int
    words: int
    size: int


def content(place: str, transcript: Transcript) -> Content:
    """The rows of a transcript. Raises UnicodeEncodeError where a text cannot be stored (a lone surrogate)."""
    answers = pair(transcript.messages)
    messages: list[Row] = []
    calls: list[Row] = []
    hashes: list[bytes] = []
    beside: list[Row] = []  # what belongs to the content but not to a message's own hash
    agent_messages = results = words = size = 0
    for number, (message, answer) in enumerate(zip(transcript.messages, answers, strict=True), 1):
        role, text = message.role, message.text
        said: list[str | None] = [role, message.name, text, message.reasoning]
        for ordinal, call in enumerate(message.calls, 1):
            extra = None if call.extra is None else _dump(call.extra)
            said += (call.name, call.arguments)
            size += len(call.arguments) + 60
            calls.append((number, ordinal, call.name, call.id, call.invalid, call.arguments, extra))
            beside.append((ordinal, call.id, call.invalid, extra))
        digest = fingerprint(*said)
        hashes.append(digest)
        usage = None if message.usage is None else _dump(message.usage)
        extra = None if message.extra is None else _dump(message.extra)
        beside.append((message.call_id, message.at, message.cost, message.error, usage, extra))
        answers_message, answers_call = answer or (None, None)
        messages.append(
            (
                *(number, role, message.name, message.call_id, answers_message, answers_call, message.at, message.cost),
                *(digest, message.error, usage, text, message.reasoning, extra),
            )
        )
        size += len(text) + len(message.reasoning or "") + len(extra or "") + 150
        if role == "agent":
            agent_messages += 1
            words += len(text.split())
        elif role == "customer":
            words += len(text.split())
        elif role == "tool":
            results += 1
    conversation = b"".join(hashes)
    scores = [_score(score) for score in transcript.scores]
    policy = None if transcript.policy is None else (named(fingerprint(transcript.policy)), transcript.policy)
    definitions = _dump(transcript.tools) if transcript.tools else None
    tools = None if definitions is None else (named(fingerprint(definitions)), definitions)
    usage = None if transcript.usage is None else _dump(transcript.usage)
    extra = None if transcript.extra is None else _dump(transcript.extra)
    around = (
        *(transcript.case_class, transcript.intent, transcript.brief, policy and policy[0], tools and tools[0]),
        *(transcript.status, transcript.end_reason, transcript.started_at, transcript.ended_at, transcript.cost),
        *(usage, extra, scores),
    )
    identity = (transcript.suite, transcript.case, transcript.model, transcript.run, str(transcript.attempt))
    return Content(
        place=place,
        transcript=transcript,
        public_id=public_id(*identity),
        hash=named(fingerprint(conversation.hex(), _dump(beside), _dump(around))),
        conversation=fingerprint(conversation.hex()) if hashes else None,
        messages=messages,
        calls=calls,
        scores=scores,
        warnings=[(warning.code, warning.text, warning.message) for warning in transcript.warnings],
        policy=policy,
        tools=tools,
        usage=usage,
        extra=extra,
        outline=outline(transcript.messages, answers),
        agent_messages=agent_messages,
        results=results,
        words=words,
        size=size + 500,
    )


def _score(score: Score) -> Row:
    value = score.value
    extra = None if score.extra is None else _dump(score.extra)
    raw = None if value is None else _dump(value)
    return (score.name, raw, _number(value), score.scale, score.rationale, score.by, extra)


def _number(value: object) -> float | None:
    """A score's value as a number, where it is a finite one; true is 1."""
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
