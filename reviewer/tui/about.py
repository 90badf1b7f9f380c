"""What stands around a transcript, as text for a page: scores, warnings, origin; and how its messages are cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.store.blind import NAME
from reviewer.store.decided import Contest
from reviewer.store.rows import MessageRow, TranscriptHead, TranscriptRow
from reviewer.text.visible import visible
from reviewer.tui.stream.display import Composer, Display
from reviewer.tui.stream.json_text import spread
from reviewer.tui.stream.parts import Parts

_WHOLE_QUOTE = 160


def citation(row: TranscriptRow, message: MessageRow, call: int) -> str:
    """The citation of a message or of one of its calls; short texts are quoted whole. A synthetic run says so."""
    origin = f"{row.run}/{row.case}" + (f" attempt {row.attempt}" if row.attempt > 1 else "")
    if not row.run:
        origin = f"transcript {row.id}"
    if call:
        place, words = f"M{message.number}.c{call}.args", message.calls[call - 1].arguments
    else:
        place, words = f"M{message.number}.text", message.text
    quote = f' "{words}"' if words and len(words) <= _WHOLE_QUOTE and "\n" not in words else ""
    return f"[{origin} {place}{quote}{' synthetic' if row.synthetic else ''}]"


def policy_in_messages(parts: Parts) -> str:
    """The first system message, where a format has the policy in the conversation."""
    for number in range(1, min(parts.count, 3) + 1):
        message = parts.message(number)
        if message.role in ("system", "developer"):
            return message.text
    return ""


def policy(head: TranscriptHead, parts: Parts) -> str:
    """The rules that the agent was given: beside the messages, in the first of them, or those of the suite."""
    return head.policy or policy_in_messages(parts) or (head.suite.policy if head.suite else None) or ""


def brief(head: TranscriptHead) -> str:
    """What the customer was told to want and, where a suite says so, what is right; empty where nobody says."""
    said = list(_brief(head))
    return said[0][1] if len(said) == 1 else "\n\n".join(f"## {title}\n\n{text}" for title, text in said)


def _brief(head: TranscriptHead) -> Iterator[tuple[str, str]]:
    suite = head.suite
    texts = {
        "Brief": head.brief or (suite.brief if suite else None),
        "What is right": suite.handling if suite else None,
        "What the trap forbids": suite.rules if suite else None,
    }
    yield from ((title, text) for title, text in texts.items() if text)


def details(
    row: TranscriptRow, head: TranscriptHead, *, scores: bool = True, contests: Sequence[Contest] = ()
) -> Display:
    """The brief, the scores with their rationale and who contests them, the warnings, the origin.

    Without `scores` it says that they wait.
    """
    page = Composer("")
    for title, text in _brief(head):
        _section(page, title, [visible(text)])
    if head.scores and not scores:
        _section(page, "Scores", [f"{len(head.scores)}, not shown before your own word"])
    elif head.scores:
        page.mark("Scores, as the source gives them\n\n", "heading")
        for score in head.scores:
            remarks = (score.scale and f"scale {score.scale}", score.by and f"by {score.by}")
            page.mark(visible(f"{score.name}  {score.value}"), "strong")
            page.mark(visible("".join(f" · {remark}" for remark in remarks if remark)))
            for one in contests:
                if one.score == score.name:
                    page.mark(visible(f"\ncontested by {one.reviewer}: it should be {one.says}, because {one.reason}"))
            page.mark(f"\n{visible(score.rationale)}\n\n" if score.rationale else "\n\n")
    if head.warnings:
        _section(page, "Warnings", [visible(f"{_at(warning.place)}{warning.text}") for warning in head.warnings])
    _section(page, "Transcript", _facts(row, head))
    if head.extra:
        page.mark("What else the source said\n\n", "heading")
        if not spread(head.extra, page):
            page.mark(visible(head.extra))
    return page.display()


def _section(page: Composer, title: str, lines: list[str]) -> None:
    page.mark(f"{title}\n\n", "heading")
    page.mark("\n".join(lines) + "\n\n")


def _facts(row: TranscriptRow, head: TranscriptHead) -> list[str]:
    facts = {
        "suite": row.suite,
        "rules of": _rules_of(head, row),
        "case": row.case,
        "class": row.case_class,
        "intent": row.intent,
        "model": row.model or NAME,
        "run": row.run + (f", {row.run_index} of {row.run_count}" if row.run_index and row.run_count else ""),
        "attempt": str(row.attempt) if row.attempt > 1 else None,
        "synthetic": "yes: made up, or a reconstruction" if row.synthetic else None,
        "gap": head.gap,
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
        "revision": head.hash
        and f"{head.hash}, loaded {head.loaded_at}"
        + (f"; {head.revisions} revisions in all" if head.revisions > 1 else ""),
        "id": row.id,
    }
    return [f"{name:<10} {visible(value)}" for name, value in facts.items() if value]


def _rules_of(head: TranscriptHead, row: TranscriptRow) -> str | None:
    """The suite that the run is bound to, and whether it knows the case."""
    suite = head.suite
    if suite is None:
        return None
    unknown = "" if suite.brief is not None else f"; it does not know the case {row.case}"
    return f"{suite.name} {suite.version}{unknown}"


def _at(place: str) -> str:
    return f"{place}: " if place else ""
