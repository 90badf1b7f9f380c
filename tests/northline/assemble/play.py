"""One row played: the plan, again with other words where something was said before, and then what must hold of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from reviewer.model.shipped import shipped_suite
from tests.northline.assemble.judge import Judge
from tests.northline.assemble.marks import Marks, marks
from tests.northline.assemble.outcomes import Outcome
from tests.northline.assemble.plans import plans
from tests.northline.assemble.stage import Again, Memory, Stage
from tests.northline.desk import store

ATTEMPTS = 80
GIVEN = 5200
"""Tokens of policy and tools, which stand before every conversation."""


PARTIALS = {
    ("mimo-v2.5-pro", 1, "address_change-01"),
    ("mimo-v2.5-pro", 1, "address_change-03"),
    ("mimo-v2.5-pro", 2, "address_change-02"),
    ("mimo-v2.5-pro", 3, "address_change-02"),
}
"""The four conversations of the page that ran out of time: the agent waits, and the customer's last word never came."""


class Unplayable(Exception):
    """A plan that does not do what its row asks for; says which row, and what is wrong."""


def play(row: Outcome, memory: Memory) -> dict[str, Any]:
    """The transcript of a row, native. Raises Unplayable."""
    given = marks()[row.key]
    intent = row.case.rsplit("-", 1)[0]
    plan = plans().get(intent)
    if plan is None:
        raise Unplayable(f"{_name(row)}: nobody plays {intent}")
    for attempt in range(ATTEMPTS):
        stage = Stage(row, given.policy, given.sentiment, memory, attempt)
        try:
            plan(stage)
        except Again as again:
            repeated = again
            continue
        if row.key in PARTIALS and stage.messages[-1]["role"] == "customer":
            stage.messages.pop()
        if wrong := "; ".join(problems(stage)):
            raise Unplayable(f"{_name(row)}: {wrong}")
        memory.said.update((*stage.drafts, stage.opening))
        memory.told.update(message["text"] for message in stage.messages if message["role"] == "agent")
        return _dressed(stage, given, memory)
    raise Unplayable(f"{_name(row)}: {ATTEMPTS} times said before: {str(repeated)[:100]!r}")


def problems(stage: Stage) -> Iterator[str]:
    """What the row asks for and the conversation does not have."""
    row, called = stage.row, [(c["name"], c["arguments"]) for m in stage.messages for c in m.get("calls", ())]
    if stage.need:
        yield f"{stage.spoken} agent messages, {row.agent_messages} expected"
    handed = any(name == "handover_to_human" for name, _ in called)
    if row.handover is not None and handed is not row.handover:
        yield "a handover too many" if handed else "no handover"
    forbidden = any(stage.breaks(name, arguments) for name, arguments in called)
    if forbidden is not bool(row.forbidden):
        yield "a forbidden write" if forbidden else "no forbidden write"
    turns = sum(message["role"] == "customer" for message in stage.messages)
    if turns > (shipped_suite("northline").max_turns or turns) or stage.messages[0]["role"] != "customer":
        yield f"{turns} customer turns, or not the customer first"
    slips = [note for note in stage.notes if note.is_slip]
    if bool(slips) is (stage.policy == 100):
        yield f"policy {stage.policy} with {'slips: ' + slips[0].kind if slips else 'no slip'}"


def _name(row: Outcome) -> str:
    return f"{row.model}.{row.index} {row.case}"


def _dressed(stage: Stage, given: Marks, memory: Memory) -> dict[str, Any]:
    """With times, usage, scores, and what the suite says of the case."""
    row, case = stage.row, stage.case
    day = datetime.fromisoformat(store()["today"])
    now = day + timedelta(hours=6 + (7 * row.index + stage.rng.randrange(14)) % 16, seconds=stage.rng.randrange(3600))
    scores = Judge(stage, given, memory).scores()
    context, total = GIVEN + stage.rng.randrange(40), {"input_tokens": 0, "output_tokens": 0, "reasoning_tokens": 0}
    messages = []
    for number, message in enumerate(stage.messages):
        if number:
            now += timedelta(seconds=_pause(stage, message))
        timed = {**message, "at": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
        written = len(message["text"]) + sum(len(c["name"] + c["arguments"]) for c in message.get("calls", ()))
        if message["role"] == "agent":
            thought = len(message.get("reasoning", "")) // 4
            usage = {"input_tokens": context, "output_tokens": written // 4 + thought + 4}
            if thought:
                usage["reasoning_tokens"] = thought
            timed["usage"] = usage
            for name, tokens in usage.items():
                total[name] += tokens
        context += written // 4 + 6
        messages.append(timed)
    return {
        "format": "reviewer/1",
        "suite": "northline",
        "case": case.id,
        "model": row.model,
        "run": row.run,
        "run_index": row.index,
        "run_count": 3,
        "synthetic": True,
        "case_class": case.case_class,
        "intent": case.intent,
        "brief": case.brief,
        "status": "limit" if row.key in PARTIALS else "complete",
        "end_reason": "time_limit" if row.key in PARTIALS else stage.end_reason,
        "started_at": messages[0]["at"],
        "ended_at": messages[-1]["at"],
        "usage": {name: tokens for name, tokens in total.items() if tokens},
        "scores": scores,
        "messages": messages,
    }


def _pause(stage: Stage, message: dict[str, Any]) -> int:
    """Seconds before a message: customers think and type, tools are quick, agents in between."""
    if message["role"] == "customer":
        return stage.rng.randint(14, 75) + len(message["text"]) // 6
    if message["role"] == "tool":
        return 1
    return stage.rng.randint(1, 3) + (len(message["text"]) + len(message.get("reasoning", ""))) // 90


def shown(transcript: dict[str, Any]) -> str:
    """A transcript as a person reads it, for looking over plans."""
    lines = [f"== {transcript['model']}.{transcript['run_index']} {transcript['case']}: {transcript['brief']}"]
    for number, message in enumerate(transcript["messages"], start=1):
        if message["role"] == "tool":
            lines.append(f"   M{number} -> {message['text'][:150]}")
            continue
        lines.append(f"M{number} {message['role']}: {message['text']}")
        if message.get("reasoning"):
            lines.append(f"   thinks: {message['reasoning']}")
        lines += [f"   calls {c['name']} {json.loads(c['arguments'])}" for c in message.get("calls", ())]
    lines += [f"   {s['name']} {s['value']}: {s['rationale']}" for s in transcript["scores"]]
    return "\n".join(lines)
