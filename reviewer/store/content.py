"""A transcript as rows that have no identifiers yet: everything about it that needs no look at the database.

They are made before the writer's lock is taken, so that hashing, pairing and dumping keep nobody waiting; and they are
plain tuples, so that another process can make them (`reviewer/operations/reader.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from reviewer.model.pairing import pair
from reviewer.model.reading import CallPlace, outline
from reviewer.model.transcript import Score, ToolCall, Transcript
from reviewer.text.dump import dump
from reviewer.text.hashing import SIZE, fingerprint, named, public_id

Row = tuple[Any, ...]


class Content(NamedTuple):
    """The rows of one transcript.

    `identity` is suite, case, model, run, attempt; `said` what it says of its run: k, N, synthetic. `revision` holds
    the columns from `status` on, `messages` those from `number` on, with the text as UTF-8: nobody on its way to the
    disk has to decode it and to encode it again. `calls` begin with the message's number, not its id; `scores` and
    `warnings` lack revision and ordinal. `policy` and `tools` are documents with their hashes. `size` is about how many
    bytes all of it holds.
    """

    place: str
    identity: tuple[str, str, str, str, int]
    said: tuple[int | None, int | None, bool]
    public_id: str
    hash: str
    conversation: bytes | None
    revision: Row
    messages: list[Row]
    calls: list[Row]
    scores: list[Row]
    warnings: list[Row]
    policy: tuple[str, str] | None
    tools: tuple[str, str] | None
    size: int


def content(place: str, transcript: Transcript, answers: Sequence[CallPlace | None] | None = None) -> Content:
    """The rows of a transcript; `answers` is what `pair` says of its messages, for those who have asked.

    Raises ValueError, OverflowError or RecursionError where something cannot be stored."""
    said = transcript.messages
    answers = pair(said) if answers is None else answers
    messages: list[Row] = []
    calls: list[Row] = []
    hashes: list[bytes] = []
    newlines: list[int] = []
    beside: list[Any] = []  # what belongs to the content, but not to a message's own hash
    agent_messages = results = words = size = number = 0
    for message in said:
        role, name, text, reasoning = message.role, message.name, message.text, message.reasoning
        call_id, at, cost, error = message.call_id, message.at, message.cost, message.error
        usage = None if message.usage is None else dump(message.usage)
        extra = None if message.extra is None else dump(message.extra)
        caller, answered = answers[number] or _NOTHING
        number += 1
        raw = text.encode()
        spaces = raw.translate(None, _LETTERS)
        newlines.append(spaces.count(b"\n"))
        made = message.calls
        hashes.append(digest := _hash(role, name, text, raw, reasoning, made))
        if made:
            for ordinal, call in enumerate(made, 1):
                calls.append(row := _call(number, ordinal, call))
                size += len(row[5]) + 60
                beside += (row[3], row[4], row[6])
        beside += (call_id, at, cost, error, usage, extra)
        if role == "tool":
            results += 1
        elif role in _SPEAKERS:
            agent_messages += role == "agent"
            words += len(spaces) + 1 if raw else 0
        size += len(raw) + 150 + (len(reasoning) if reasoning else 0) + (len(extra) if extra else 0)
        messages.append(
            (number, role, name, call_id, caller, answered, at, cost, digest, error, usage, raw, reasoning, extra)
        )
    scores = [_score(score) for score in transcript.scores]
    policy = None if transcript.policy is None else _document(transcript.policy)
    tools = _document(dump(transcript.tools)) if transcript.tools else None
    revision = (
        *(transcript.status, transcript.end_reason, transcript.case_class, transcript.intent),
        *((_shown(transcript.scores[0].value, scores[0][1]), scores[0][2]) if scores else _NOTHING),
        *(number, agent_messages, len(calls), results, words),
        *(transcript.started_at, transcript.ended_at, transcript.cost, transcript.brief),
        *(policy and policy[0], tools and tools[0]),
        None if transcript.usage is None else dump(transcript.usage),
        None if transcript.extra is None else dump(transcript.extra),
    )
    conversation = fingerprint(b"".join(hashes).hex())
    identity = (transcript.suite, transcript.case, transcript.model, transcript.run, transcript.attempt)
    return Content(
        place=place,
        identity=identity,
        said=(transcript.run_index, transcript.run_count, transcript.synthetic),
        public_id=public_id(*identity[:4], str(transcript.attempt)),
        hash=named(fingerprint(conversation.hex(), *_joined([*beside, *revision, *chain(*scores)]))),
        conversation=conversation if hashes else None,
        revision=(*revision, outline(said, answers, newlines)),
        messages=messages,
        calls=calls,
        scores=scores,
        warnings=[(warning.code, warning.text, warning.message) for warning in transcript.warnings],
        policy=policy,
        tools=tools,
        size=size + 500,
    )


_NOTHING = (None, None)
_SPEAKERS = frozenset(("agent", "customer"))
_LETTERS = bytes(byte for byte in range(256) if byte not in b" \n")
"""What is no border of words, as far as they are counted: exact counting would take as long as all the hashing."""


def _hash(
    role: str, name: str | None, text: str, raw: bytes, reasoning: str | None, calls: Sequence[ToolCall]
) -> bytes:
    """`fingerprint(role, name, text, reasoning, *names and arguments of the calls)`, in half the time; `raw` is the
    text in bytes."""
    if not (calls or reasoning or name):
        name_, reasoning_ = "-" if name is None else "0", "-" if reasoning is None else "0"
        before = f"{len(role)},{name_},{len(text)},{reasoning_}\n{role}"
        return blake2b(before.encode() + raw, digest_size=SIZE).digest()
    after = reasoning or ""
    lengths = (
        f"{len(role)},{'-' if name is None else len(name)},{len(text)},{'-' if reasoning is None else len(reasoning)}"
    )
    for call in calls:
        lengths += f",{len(call.name)},{len(call.arguments)}"
        after += call.name + call.arguments
    before = f"{lengths}\n{role}{name or ''}"
    said = before.encode("utf-8", "surrogatepass") + raw + after.encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=SIZE).digest()


def _joined(columns: Sequence[str | float | None]) -> tuple[str, str]:
    """Columns as two texts that together are theirs alone: the lengths of the texts among them and the numbers; the
    texts."""
    texts = [column for column in columns if type(column) is str]
    marks = [None if column is None else len(column) if type(column) is str else (column,) for column in columns]
    return repr(marks), "".join(texts)


def _call(number: int, ordinal: int, call: ToolCall) -> Row:
    extra = None if call.extra is None else dump(call.extra)
    return (number, ordinal, call.name, call.id, call.invalid, call.arguments, extra)


@lru_cache(2)  # most transcripts of a file share theirs
def _document(text: str) -> tuple[str, str]:
    return named(fingerprint(text)), text


def _score(score: Score) -> Row:
    value = score.value
    extra = None if score.extra is None else dump(score.extra)
    raw = None if value is None else dump(value)
    return (score.name, raw, _number(value), score.scale, score.rationale, score.by, extra)


def _shown(value: object, raw: str | None) -> str | None:
    """A score as lists show it: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else raw


def _number(value: object) -> float | None:
    """A score's value as a number, where it is a finite one; true is 1."""
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def tool_names(calls: Sequence[Row]) -> set[str]:
    """The tools that these rows of calls name."""
    return {row[2] for row in calls}
