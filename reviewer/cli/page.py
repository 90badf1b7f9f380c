"""A transcript as plain text, in the order in which the screen shows it: each result beside its call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache

from reviewer.cli.output import Strong, out
from reviewer.model.reading import Kind
from reviewer.store import conversation
from reviewer.store.blind import NAME, NOTHING, WAITS, Blind
from reviewer.store.rows import CallRow, MessageRow, TranscriptHead, TranscriptRow
from reviewer.text.escapes import legible
from reviewer.text.visible import visible_line

_WINDOW = 256
_MARGIN = "    "


def remarks(row: TranscriptRow) -> list[str]:
    """What a person must not overlook about a transcript or its run."""
    return [
        *(["synthetic"] if row.synthetic else []),
        *([row.run_state] if row.run_state != "valid" else []),
        *([row.status] if row.status != "complete" else []),
        *(["unknown case"] if row.unknown_case else []),
        *([f"attempt {row.attempt}"] if row.attempt > 1 else []),
        *([f"{row.warnings:,} warning{'s' * (row.warnings != 1)}"] if row.warnings else []),
    ]


def print_page(connection: sqlite3.Connection, row: TranscriptRow, *, policy: bool, hidden: Blind = NOTHING) -> None:
    """All of it, with the policy and the tools in full where they are asked for."""
    head = hidden.head(row, conversation.head(connection, row))
    for name, text in _around(row, head):
        out(f"{name:<10}", text)
    for name, document in (("brief", head.brief), ("policy", head.policy), ("tools", head.tools)):
        if document and (policy or name == "brief"):
            out(f"{name}\n{_indented(document)}")
        elif document:
            out(f"{name:<10}{len(document):,} characters, not shown here; `--policy` prints them")
    _print_messages(connection, row)


def _around(row: TranscriptRow, head: TranscriptHead) -> Iterator[tuple[str, str]]:
    """What stands above the messages: (name, text)."""
    of = f" of {row.run_count}" if row.run_count else ""
    yield "id", row.id
    yield "suite", row.suite
    yield "case", ", ".join(part for part in (row.case, row.case_class, row.intent) if part)
    yield "model", row.model or NAME
    yield "run", (row.run or NAME) + (f" ({row.run_index}{of})" if row.run_index else "")
    counts = ((row.messages, "message"), (row.calls, "call"), (row.words, "word"))
    counted = ", ".join(f"{count:,} {word}{'s' * (count != 1)}" for count, word in counts)
    yield "holds", ", ".join([counted, *remarks(row)])
    if row.end_reason:
        yield "ended", row.end_reason
    if head.scores and row.score == WAITS:
        yield "scores", f"{len(head.scores)}, not shown before your own word"
    for score in head.scores if row.score != WAITS else ():
        scale = f" of {score.scale}" if score.scale else ""
        by = f", says {score.by}" if score.by else ""
        rationale = f"\n{_indented(score.rationale)}" if score.rationale else ""
        yield "score", f"{score.name} {score.value}{scale}{by}{rationale}"
    for warning in head.warnings:
        yield "warning", f"{warning.place} {warning.text}".lstrip()
    if head.gap:
        yield "gap", head.gap
    if not head.source:
        return
    yield "source", f"{head.source}, {head.place} ({head.format})"
    yield "revision", f"{head.hash}" + (f", the latest of {head.revisions}" if head.revisions > 1 else "")


def _print_messages(connection: sqlite3.Connection, row: TranscriptRow) -> None:
    parts = conversation.outline(connection, row)

    @lru_cache(2)
    def window(place: int) -> list[MessageRow]:
        return conversation.messages(connection, row, place * _WINDOW + 1, (place + 1) * _WINDOW)

    current = 0
    for number, kind, ordinal, start in zip(parts.message, parts.kind, parts.call, parts.start, strict=True):
        if start:  # a long field goes on, and was printed as a whole
            continue
        message = window((number - 1) // _WINDOW)[(number - 1) % _WINDOW]
        if kind == Kind.RESULT and message.answers == (current, ordinal):
            _print_text(Strong(f"{_MARGIN}M{number}"), message, _MARGIN * 2)
            continue
        if number != current:
            current = number
            out("")
            heading = [message.role, message.name, message.at]
            if message.role == "tool":
                heading.append(
                    f"answers M{message.answers[0]}.c{message.answers[1]}" if message.answers else "answers no call"
                )
            out(Strong(f"M{number}"), "  ", visible_line("  ".join(part for part in heading if part)))
        if kind == Kind.REASONING:
            out(f"{_MARGIN}(reasoning)\n{_indented(message.reasoning or '', _MARGIN * 2)}")
        elif kind == Kind.CALL:
            _print_call(message.calls[ordinal - 1])
        else:
            _print_text("", message, _MARGIN)


def _print_text(heading: str, message: MessageRow, margin: str) -> None:
    failed = "" if message.error is None else f"  failed: {message.error}".rstrip(": ")
    if heading or failed:
        out(heading, failed)
    if message.text or not message.calls:
        text = legible(message.text) if message.role == "tool" else message.text
        out(_indented(text, margin) if text else f"{margin}(empty)")


def _print_call(call: CallRow) -> None:
    invalid = f"  not valid JSON: {call.invalid}" if call.invalid is not None else ""
    name = visible_line(call.name)
    out(
        f"{_MARGIN}c{call.ordinal}  {call.kind or 'call'}  ",
        Strong(name),
        f"{invalid}\n{_indented(legible(call.arguments), _MARGIN * 2)}",
    )


def _indented(text: str, margin: str = _MARGIN) -> str:
    return margin + text.replace("\n", f"\n{margin}")
