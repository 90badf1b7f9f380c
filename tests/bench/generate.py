"""Support conversations from a seed: the same bytes for the same seed and sizes, on every machine.

Words follow Zipf's law, message lengths a log-normal one (median 650 characters, mean 1.2 KB, p95 4 KB, at most 60 KB,
as real agent transcripts have them). The probe words below stand in known shares of the messages.
"""

from __future__ import annotations

import json
import random
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from pathlib import Path
from typing import Any

VERSION = 1
"""Of what is generated: a cached file of another version is made anew."""

Conversation = dict[str, Any]

START, END = "opening-words", "closing-words"
"""The first words of the first message, the last words of the last one."""

PROBES = {"quokka": 4_001, "ocelot": 397, "badger": 41, "heron": 19}
"""Word → it stands in every nth message."""

_LETTERS = (
    (*"bcdfghklmnprstvwz", "br", "ch", "cl", "dr", "fl", "gr", "pl", "pr", "sh", "st", "th", "tr"),
    (*"aeiou", "ai", "ee", "ou"),
)
_OPENERS = ("Order", "Ticket", "Invoice", "Parcel", "Account")
_TOOLS = ("get_order", "find_customer", "search_policy", "list_payments", "create_refund", "update_address")
SENTENCES = 120_000
"""Of the text that messages are cut from."""

_LONGEST = 60_000
_SPREAD = 1.107  # sigma of the log-normal: makes the mean 1.85 and the 95th percentile 6.2 medians


@dataclass(frozen=True)
class Shape:
    """`transcripts` conversations (None: without end) of `shortest` to `longest` messages, `median` characters each."""

    transcripts: int | None = None
    shortest: int = 12
    longest: int = 36
    median: int = 650
    suite: str = "bench"
    models: int = 4
    runs: int = 3


class Words:
    """A long Zipf text, from which messages are cut at word boundaries: fast enough for gigabytes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"words {seed}")
        vocabulary = sorted({self._word() for _ in range(30_000)})
        self.random.shuffle(vocabulary)
        weights = list(accumulate(1 / rank for rank in range(2, len(vocabulary) + 2)))
        self.common = vocabulary[:10]
        pieces: list[str] = []
        for _ in range(SENTENCES):
            words = self.random.choices(vocabulary, cum_weights=weights, k=self.random.randint(4, 22))
            pieces += (self.random.choice(("", "", "", "", "- ", "**Note** — ")), words[0].capitalize(), " ")
            pieces += (
                " ".join(words[1:]),
                self.random.choices((". ", ".\n", ".\n\n", "? ", " ✓ "), (70, 12, 10, 7, 1))[0],
            )
        self.text = "".join(pieces)
        self.breaks = [place for place, letter in enumerate(self.text) if letter == " "]

    def _word(self) -> str:
        return "".join(self.random.choice(_LETTERS[place % 2]) for place in range(self.random.randint(2, 7)))

    def cut(self, chance: random.Random, size: int) -> str:
        """About `size` characters, beginning and ending with whole words."""
        first = self.breaks[chance.randrange(bisect_right(self.breaks, len(self.text) - size - 64))] + 1
        return self.text[first : self.breaks[bisect_right(self.breaks, first + size)]]


@lru_cache(maxsize=1)
def words(seed: int) -> Words:
    """The text of a seed: its making takes about two seconds."""
    return Words(seed)


def conversations(seed: int, shape: Shape) -> Iterator[Conversation]:
    """Native transcripts, lazily. Message n of all of them holds each probe word whose interval divides n."""
    source, chance = words(seed), random.Random(f"conversations {seed} {shape}")
    numbers = count(1)
    for place in range(shape.transcripts) if shape.transcripts is not None else count():
        case, attempt = divmod(place, shape.models * shape.runs)
        model, run = divmod(attempt, shape.runs)
        yield _conversation(shape, source, chance, numbers, f"c{case:05}", f"model-{model + 1}", run + 1)


def _conversation(
    shape: Shape, source: Words, chance: random.Random, numbers: Iterator[int], case: str, model: str, run: int
) -> Conversation:
    messages: list[dict[str, Any]] = []
    size = chance.randint(shape.shortest, shape.longest)
    open_calls: list[dict[str, Any]] = []
    while len(messages) < size:
        number = next(numbers)
        text = source.cut(chance, min(_LONGEST, int(shape.median * chance.lognormvariate(0, _SPREAD))))
        found = " ".join(word for word, every in PROBES.items() if number % every == 0)
        said = f"{chance.choice(_OPENERS)} #{chance.randrange(10**7)}: {found} {text}" if found else text
        if open_calls:
            call = open_calls.pop(0)
            result = {"order": chance.randrange(10**7), "status": "delivered", "note": said}
            text = json.dumps(result, ensure_ascii=False)
            messages.append({"role": "tool", "name": call["name"], "call_id": call["id"], "text": text})
        elif len(messages) % 2 == 0:
            messages.append({"role": "customer", "text": said})
        else:
            messages.append({"role": "agent", "text": said, "usage": {"completion_tokens": len(said) // 4}})
            if chance.random() < 0.5:
                open_calls = [_call(chance, number, ordinal) for ordinal in range(chance.choice((1, 1, 1, 2)))]
                messages[-1]["calls"] = list(open_calls)
    messages[0]["text"] = f"{START} {messages[0]['text']}"
    messages[-1]["text"] = f"{messages[-1]['text']} {END}"
    return {
        "format": "reviewer/1",
        "suite": shape.suite,
        "case": case,
        "model": model,
        "run": f"{model}.{run}",
        "run_index": run,
        "run_count": shape.runs,
        "case_class": chance.choice(("solvable", "must-escalate", "trap")),
        "intent": chance.choice(("refund", "exchange", "cancel", "address change", "complaint")),
        "scores": [{"name": "reward", "value": chance.choice((0, 1))}],
        "messages": messages,
    }


def _call(chance: random.Random, number: int, ordinal: int) -> dict[str, Any]:
    arguments = {"order": f"#{chance.randrange(10**7)}", "reason": chance.choice(_OPENERS).lower(), "urgent": False}
    return {"id": f"call_{number}_{ordinal}", "name": chance.choice(_TOOLS), "arguments": json.dumps(arguments)}


def giant(seed: int, megabytes: float, messages: int = 20) -> Conversation:
    """A conversation of which the third message alone has `megabytes` of text."""
    conversation = next(conversations(seed, Shape(1, messages, messages, suite=f"giant-{megabytes:g}")))
    source, wanted = words(seed), int(megabytes * 1_000_000)
    text = source.text * (wanted // len(source.text) + 1)
    conversation["messages"][2]["text"] = text[:wanted]
    return conversation


def write_native(path: Path, items: Iterable[Conversation], megabytes: float | None = None) -> None:
    """Native JSONL; with `megabytes`, the file ends with the line that reaches that size."""
    size, wanted = 0, float("inf") if megabytes is None else megabytes * 1_000_000
    with path.open("wb") as file:
        for item in items:
            size += file.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
            if size >= wanted:
                return


def write_tau2(path: Path, items: Iterable[Conversation], megabytes: float) -> None:
    """One τ²-bench document of about `megabytes`, on one line, as its harness dumps it."""
    info = {
        "num_trials": 1,
        "agent_info": {"implementation": "llm_agent", "llm": "model-1", "llm_args": {}},
        "user_info": {"implementation": "user_simulator", "llm": "model-2"},
        "environment_info": {"domain_name": "bench", "policy": "Be kind. Ask before you write."},
    }
    size = 0
    with path.open("wb") as file:
        file.write(b'{"timestamp": "2026-01-01T00:00:00", "info": %b, "tasks": [], "simulations": [' % _dump(info))
        for place, item in enumerate(items):
            size += file.write((b", " if place else b"") + _dump(_simulation(place, item)))
            if size >= megabytes * 1_000_000:
                break
        file.write(b"]}")


def _simulation(place: int, item: Conversation) -> dict[str, Any]:
    messages = []
    for turn, message in enumerate(item["messages"]):
        calls = [
            {"id": c["id"], "name": c["name"], "arguments": json.loads(c["arguments"]), "requestor": "assistant"}
            for c in message.get("calls", ())
        ]
        said = {
            "role": {"customer": "user", "agent": "assistant"}.get(message["role"], "tool"),
            "content": message["text"],
        }
        if message["role"] == "tool":
            said |= {"id": message["call_id"], "requestor": "assistant", "error": False}
        else:
            raw = {"finish_reason": "stop", "message": {"content": message["text"], "role": "assistant"}}
            said |= {"tool_calls": calls or None, "cost": 0.002, "usage": message.get("usage"), "raw_data": raw}
        messages.append(said | {"turn_idx": turn, "timestamp": f"2026-01-01T00:{turn // 60 % 60:02}:{turn % 60:02}"})
    return {
        "id": f"s-{place}",
        "task_id": str(place),
        "trial": 0,
        "termination_reason": "user_stop",
        "reward_info": {"reward": float(item["scores"][0]["value"])},
        "messages": messages,
    }


def write_eval(path: Path, items: Iterable[Conversation], megabytes: float) -> None:
    """An Inspect archive whose samples hold about `megabytes` before compression."""
    started = {"eval_id": "e1", "run_id": "r1", "task": "bench", "model": "m/1", "created": "2026-01-01T00:00:00+00:00"}
    head = {"version": 2, "status": "success", "eval": started}
    size = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _member(archive, "header.json", _dump(head))
        for place, item in enumerate(items):
            sample = _dump(_sample(place, item))
            _member(archive, f"samples/{place}_epoch_1.json", sample)
            size += len(sample)
            if size >= megabytes * 1_000_000:
                return


def _member(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(
        zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
    )  # a ZipInfo of its own: no time of day inside


def _sample(place: int, item: Conversation) -> dict[str, Any]:
    messages = []
    for message in item["messages"]:
        said = {
            "role": {"customer": "user", "agent": "assistant"}.get(message["role"], "tool"),
            "content": message["text"],
        }
        if message["role"] == "tool":
            said |= {"tool_call_id": message["call_id"], "function": message["name"]}
        elif calls := message.get("calls"):
            said["tool_calls"] = [
                {"id": c["id"], "function": c["name"], "arguments": json.loads(c["arguments"]), "type": "function"}
                for c in calls
            ]
        messages.append(said)
    scores = {"includes": {"value": "C" if item["scores"][0]["value"] else "I"}}
    return {"id": place, "epoch": 1, "input": "Hello", "target": "", "messages": messages, "scores": scores}


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
