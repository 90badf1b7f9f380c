"""What the reading side hands out: plain rows, so that a list, a transcript or a search is shown without pydantic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ToolKind = Literal["read", "kb", "write", "handover"]


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A transcript in its present revision, as lists show it. `id` is the public one; `key` and `revision` are rows."""

    key: int
    id: str
    suite: str
    case: str
    run: str
    model: str
    attempt: int
    run_index: int | None
    run_count: int | None
    run_state: str
    synthetic: bool
    case_class: str | None
    intent: str | None
    status: str
    end_reason: str | None
    score: str | None
    score_number: float | None
    messages: int
    agent_messages: int
    calls: int
    results: int
    words: int
    warnings: int
    started_at: str | None
    revision: int
    first_message: int
    unknown_case: bool = False
    """The suite that the run is bound to does not have this case."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What a judge or a harness said. `value` is JSON text as the source wrote it."""

    name: str
    value: str | None
    number: float | None
    scale: str | None
    rationale: str | None
    by: str | None
    extra: str | None


@dataclass(frozen=True, slots=True)
class WarningRow:
    """Something odd in the source; `message` is the number of the message it is about."""

    code: str
    text: str
    message: int | None

    @property
    def place(self) -> str:
        """“M5”, unless the text begins with a place of its own in that message, or is about none."""
        at = f"M{self.message}" if self.message else ""
        return "" if self.text.startswith(f"{at}.") else at


@dataclass(frozen=True, slots=True)
class SuiteNote:
    """What the suite that the run is bound to says; the last three are None where it does not know the case."""

    name: str
    version: str
    policy: str | None
    brief: str | None
    handling: str | None
    rules: str | None
    """Of a trap: what it forbids, a line each."""


@dataclass(frozen=True, slots=True)
class TranscriptHead:
    """What stands around a revision's messages. `policy`, `brief` are text; `tools`, `usage`, `extra` are JSON text."""

    policy: str | None
    brief: str | None
    tools: str | None
    usage: str | None
    cost: float | None
    started_at: str | None
    ended_at: str | None
    extra: str | None
    source: str
    place: str
    format: str
    hash: str
    loaded_at: str
    revisions: int
    scores: list[ScoreRow]
    warnings: list[WarningRow]
    suite: SuiteNote | None = None
    gap: str | None = None
    """What the set of runs lacks that it belongs to, in a few words."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call. `result` is the number of the message that answers it, None while it is open."""

    ordinal: int
    name: str
    kind: ToolKind | None
    call_id: str | None
    arguments: str
    invalid: str | None
    result: int | None
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message, raw. `answers` is (message number, call ordinal) of the call that a tool result answers."""

    number: int
    role: str
    name: str | None
    text: str
    reasoning: str | None
    error: str | None
    at: str | None
    call_id: str | None
    answers: tuple[int, int] | None
    usage: str | None = None
    cost: float | None = None
    extra: str | None = None
    calls: list[CallRow] = field(default_factory=list)
