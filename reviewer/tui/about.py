"""What stands around a transcript, as text for a page: scores, warnings, origin; and how its messages are cited."""

from __future__ import annotations

from reviewer.store.rows import MessageRow, TranscriptHead, TranscriptRow
from reviewer.tui.stream.parts import Parts

_WHOLE_QUOTE = 160


def citation(row: TranscriptRow, message: MessageRow, call: int) -> str:
    """The citation of a message or of one of its calls; short texts are quoted whole. A synthetic run says so."""
    origin = f"{row.run}/{row.case}" + (f" attempt {row.attempt}" if row.attempt > 1 else "")
    if call:
        place, words = f"M{message.number}.c{call}.args", message.calls[call - 1].arguments
    else:
        place, words = f"M{message.number}.text", message.text
    quote = f' "{words}"' if words and len(words) <= _WHOLE_QUOTE and "\n" not in words else ""
    return f"[{origin} {place}{quote}]" + (" (synthetic)" if row.synthetic else "")


def policy_in_messages(parts: Parts) -> str:
    """The first system message, where a format has the policy in the conversation."""
    for number in range(1, min(parts.count, 3) + 1):
        message = parts.message(number)
        if message.role in ("system", "developer"):
            return message.text
    return ""


def details(row: TranscriptRow, head: TranscriptHead) -> str:
    """The brief, the scores with their rationale, the warnings, the origin."""
    blocks = ["# Brief", head.brief] if head.brief else []
    if head.scores:
        blocks.append("# Scores, as the source gives them")
        blocks += [_score(score.name, score.value, score.scale, score.by, score.rationale) for score in head.scores]
    if head.warnings:
        blocks.append("# Warnings")
        blocks.append(
            "\n".join(f"- {_at(warning.message)}{warning.text} ({warning.code})" for warning in head.warnings)
        )
    blocks += ["# Transcript", _facts(row, head)]
    if head.extra:
        blocks += ["# What else the source said", head.extra]
    return "\n\n".join(blocks)


def _facts(row: TranscriptRow, head: TranscriptHead) -> str:
    facts = {
        "suite": row.suite,
        "case": row.case,
        "class": row.case_class,
        "intent": row.intent,
        "model": row.model,
        "run": row.run + (f", {row.run_index} of {row.run_count}" if row.run_index and row.run_count else ""),
        "attempt": str(row.attempt) if row.attempt > 1 else None,
        "synthetic": "yes: made up, or a reconstruction" if row.synthetic else None,
        "run state": row.run_state if row.run_state != "valid" else None,
        "status": row.status + (f", {row.end_reason}" if row.end_reason else ""),
        "messages": f"{row.messages:,}, {row.agent_messages:,} of them the agent's; {row.calls:,} calls",
        "words": f"{row.words:,}",
        "time": " to ".join(time for time in (head.started_at, head.ended_at) if time) or None,
        "cost": str(head.cost) if head.cost is not None else None,
        "usage": head.usage,
        "file": head.source,
        "place": head.place,
        "format": head.format,
        "revision": f"{head.hash}, loaded {head.loaded_at}"
        + (f"; {head.revisions} revisions in all" if head.revisions > 1 else ""),
        "id": row.id,
    }
    return "\n".join(f"{name:<10} {value}" for name, value in facts.items() if value)


def _score(name: str, value: str | None, scale: str | None, by: str | None, rationale: str | None) -> str:
    remarks = ", ".join(remark for remark in (scale and f"scale {scale}", by and f"by {by}") if remark)
    return f"**{name}  {value}**" + (f"  ({remarks})" if remarks else "") + (f"\n{rationale}" if rationale else "")


def _at(message: int | None) -> str:
    return f"M{message}: " if message else ""
