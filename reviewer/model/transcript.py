"""The native form: one case in one run, as this program writes and reads it, one JSON object a line.

Every other format is translated into this one, so whatever a source said has a place here: what no field names goes
into `extra`, at the level where it stood. `reviewer/model/transcript.schema.json` is made from these classes.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "reviewer/1"

Role = Literal["system", "developer", "customer", "agent", "tool", "event"]
Status = Literal["complete", "in progress", "error", "limit"]


class Frozen(BaseModel):
    """No unknown keys (they would be dropped silently), no changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ToolCall(Frozen):
    """A call that a message makes. `arguments` is JSON text: verbatim where the source held text, else dumped once."""

    id: str | None = None
    name: str
    arguments: str = ""
    invalid: str | None = Field(None, description="why `arguments` is not valid JSON; null when it is")
    extra: dict[str, Any] | None = None


class Message(Frozen):
    """One stored message. Its number is its place in the list, from 1, and never changes."""

    role: Role
    name: str | None = Field(None, description="of a tool result: the tool; of others: who speaks, if the source says")
    text: str = ""
    reasoning: str | None = None
    calls: tuple[ToolCall, ...] = ()
    call_id: str | None = Field(
        None, description="of a tool result: the id of the call that it answers, if the source says"
    )
    error: str | None = Field(None, description="of a tool result: what failed; empty string when only a flag says so")
    at: str | None = Field(None, description="the time, as the source wrote it")
    usage: dict[str, Any] | None = None
    cost: float | None = Field(None, allow_inf_nan=False)
    extra: dict[str, Any] | None = None


class Score(Frozen):
    """What a judge or a harness said. Never mixed with a person's word."""

    name: str
    value: Any = Field(None, description="raw: a number, a letter, a boolean, text, a list or an object")
    scale: str | None = Field(None, description="the range, such as `0-100` or `0-1`, if the source says")
    rationale: str | None = None
    by: str | None = Field(None, description="the judge or the harness, if the source says")
    extra: dict[str, Any] | None = None


class TranscriptWarning(Frozen):
    """Something odd in the source that a reader must know: stored with the transcript and shown."""

    code: str = Field(
        description="a few words with dashes: `orphan-result`, `duplicate-call-id`, `invalid-arguments`, …"
    )
    text: str
    message: int | None = Field(None, description="the number of the message it is about")


class Transcript(Frozen):
    """One case in one run. Identity: (suite, case, model, run, attempt); everything else is content."""

    format: Literal["reviewer/1"] = FORMAT
    suite: str
    case: str
    model: str
    run: str
    attempt: int = Field(1, ge=1)

    run_index: int | None = Field(None, ge=1, description="k of `run k of N`")
    run_count: int | None = Field(None, ge=1, description="N of `run k of N`")
    synthetic: bool = Field(False, description="made up, or a reconstruction: no screen, citation or export loses this")

    case_class: str | None = Field(None, description="solvable, must-escalate or trap, if the source says")
    intent: str | None = None
    brief: str | None = Field(None, description="what the customer wants and what they push for")
    policy: str | None = Field(None, description="the rules that the agent was given outside of the messages")
    tools: tuple[dict[str, Any], ...] = Field((), description="tool definitions, as the source gave them")

    status: Status = "complete"
    end_reason: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    usage: dict[str, Any] | None = None
    cost: float | None = Field(None, allow_inf_nan=False)
    scores: tuple[Score, ...] = ()
    messages: tuple[Message, ...] = ()
    warnings: tuple[TranscriptWarning, ...] = ()
    extra: dict[str, Any] | None = None
