"""A stored transcript in the native form: raw and lossless, so that loading it elsewhere gives the same content."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from reviewer.store import conversation
from reviewer.store.rows import CallRow, MessageRow, TranscriptRow

FORMAT = "reviewer/1"
_WINDOW = 1_000
_OF_THE_STORE = "same-content"
"""What a load says of a transcript among the others of its database: another database finds its own."""


def native(connection: sqlite3.Connection, row: TranscriptRow) -> dict[str, Any]:
    """The transcript as `reviewer/model/transcript.py` describes it; what has no value is left out."""
    head = conversation.head(connection, row)
    model, index, count, synthetic = connection.execute(
        """SELECT r.model, r.source_index, r.source_count, r.source_synthetic
        FROM transcript t JOIN run r ON r.id = t.run WHERE t.id = ?""",
        (row.key,),
    ).fetchone()
    scores = [
        _given(
            name=score.name,
            value=_parsed(score.value),
            scale=score.scale,
            rationale=score.rationale,
            by=score.by,
            extra=_parsed(score.extra),
        )
        for score in head.scores
    ]
    warnings = [
        _given(code=warning.code, text=warning.text, message=warning.message)
        for warning in head.warnings
        if warning.code != _OF_THE_STORE
    ]
    return _given(
        format=FORMAT,
        suite=row.suite,
        case=row.case,
        model=model,
        run=row.run,
        attempt=row.attempt,
        run_index=index,
        run_count=count,
        synthetic=row.synthetic or bool(synthetic),
        case_class=row.case_class,
        intent=row.intent,
        brief=head.brief,
        policy=head.policy,
        tools=_parsed(head.tools),
        status=row.status,
        end_reason=row.end_reason,
        started_at=head.started_at,
        ended_at=head.ended_at,
        usage=_parsed(head.usage),
        cost=head.cost,
        scores=scores,
        messages=[_message(message) for message in _all(connection, row)],
        warnings=warnings,
        extra=_parsed(head.extra),
    )


def _all(connection: sqlite3.Connection, row: TranscriptRow) -> Iterator[MessageRow]:
    for first in range(1, row.messages + 1, _WINDOW):
        yield from conversation.messages(connection, row, first, first + _WINDOW - 1)


def _message(message: MessageRow) -> dict[str, Any]:
    return _given(
        role=message.role,
        name=message.name,
        text=message.text,
        reasoning=message.reasoning,
        calls=[_call(call) for call in message.calls] or None,
        call_id=message.call_id,
        error=message.error,
        at=message.at,
        usage=_parsed(message.usage),
        cost=message.cost,
        extra=_parsed(message.extra),
    )


def _call(call: CallRow) -> dict[str, Any]:
    return _given(
        id=call.call_id, name=call.name, arguments=call.arguments, invalid=call.invalid, extra=_parsed(call.extra)
    )


def _parsed(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
