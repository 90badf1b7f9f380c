"""The real τ-bench and OpenAI chat files: counts and pairs as an independent look at the raw JSON finds them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import UnknownFormat
from reviewer.formats import Fill
from reviewer.model.pairing import pair
from reviewer.model.transcript import Transcript

Raw = list[dict[str, Any]]


def _answers_in_order(messages: Raw) -> list[tuple[int, int] | None]:
    """In these files each result directly follows the calls that it answers, in their order."""
    answers: list[tuple[int, int] | None] = []
    caller = answered = 0
    for number, message in enumerate(messages, 1):
        if message["role"] == "tool":
            answered += 1
            answers.append((caller, answered))
            continue
        answers.append(None)
        if message.get("tool_calls"):
            caller, answered = number, 0
    return answers


def _compare(transcript: Transcript, raw: Raw) -> None:
    """Every message, call and result, against the raw ones."""
    roles = {"system": "system", "user": "customer", "assistant": "agent", "tool": "tool"}
    assert [message.role for message in transcript.messages] == [roles[message["role"]] for message in raw]
    assert pair(transcript.messages) == _answers_in_order(raw)
    for message, source in zip(transcript.messages, raw, strict=True):
        assert message.text == (source.get("content") or "")
        assert message.call_id == source.get("tool_call_id")
        assert message.name == source.get("name")
        assert message.extra is None
        calls = source.get("tool_calls") or []
        assert [(call.id, call.name, call.arguments) for call in message.calls] == [
            (call["id"], call["function"]["name"], call["function"]["arguments"]) for call in calls
        ]
        assert [call.invalid for call in message.calls] == [None] * len(calls)


def _repeated(messages: Raw) -> int:
    """How many calls have an identifier that an earlier call of the conversation has."""
    ids = [call["id"] for message in messages for call in message.get("tool_calls") or ()]
    return len(ids) - len(set(ids))


def test_tau_bench(load: Any, shared: Path) -> None:
    """τ-bench: 200 transcripts, 5,308 messages, 1,164 calls, each with its result."""
    path = shared / "corpora" / "tau-bench" / "gpt-4o-airline.json"
    raw: Raw = json.loads(path.read_text(encoding="utf-8"))
    loaded = load(path, Fill(model="gpt-4o"))
    assert (loaded.format, loaded.refused, loaded.source.notes) == ("tau", [], [])
    assert len(loaded.transcripts) == len(raw) == 200
    assert sum(len(transcript.messages) for transcript in loaded.transcripts) == 5308
    assert sum(len(message.calls) for t in loaded.transcripts for message in t.messages) == 1164
    assert Counter((t.suite, t.run, t.run_count) for t in loaded.transcripts) == Counter(
        {("tau-airline", f"gpt-4o-airline.{k}", 4): 50 for k in (1, 2, 3, 4)}
    )
    for transcript, entry in zip(loaded.transcripts, raw, strict=True):
        _compare(transcript, entry["traj"])
        assert (transcript.case, transcript.run_index) == (str(entry["task_id"]), entry["trial"] + 1)
        assert transcript.brief == entry["info"]["task"]["instruction"]
        assert [score.value for score in transcript.scores] == [entry["reward"]]
        stopped = entry["traj"][-1]["role"] == "user" and "###STOP###" in entry["traj"][-1]["content"]
        assert transcript.end_reason == ("user_stop" if stopped else None)
        codes = Counter(warning.code for warning in transcript.warnings)
        repeated = _repeated(entry["traj"])
        assert codes == (Counter({"duplicate-call-id": repeated}) if repeated else Counter())


def test_openai_chat(load: Any, shared: Path) -> None:
    """OpenAI chat: the fine-tuning sample, with assistant messages that lack the key “content”."""
    path = shared / "corpora" / "openai-chat" / "train_sft-v1-small.jsonl"
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    loaded = load(path)
    assert (loaded.format, loaded.refused, loaded.source.notes) == ("openai-chat", [], [])
    assert len(loaded.transcripts) == len(raw) == 37
    assert sum("content" not in message for line in raw for message in line["messages"]) == 184
    assert sum(message.role == "tool" for t in loaded.transcripts for message in t.messages) == 262
    for number, (transcript, line) in enumerate(zip(loaded.transcripts, raw, strict=True), 1):
        _compare(transcript, line["messages"])
        assert transcript.case == f"line-{number:04d}"
        assert list(transcript.tools) == line["tools"]
        assert transcript.extra == {"parallel_tool_calls": line["parallel_tool_calls"]}
        assert [warning.code for warning in transcript.warnings] == ["unknown-model"]


@pytest.mark.parametrize("folder", ["sharegpt", "atif", "claude-code"])
def test_formats_of_others_are_refused_by_their_keys(load: Any, shared: Path, folder: str) -> None:
    """Files of formats that are not read are refused, and their keys named."""
    for path in sorted((shared / "corpora" / folder).glob("*.json*")):
        with pytest.raises(UnknownFormat, match=r"no known format: .* with the keys "):
            load(path)
