"""Transcripts and databases to write them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.transcript import Message, Score, ToolCall, Transcript, TranscriptWarning
from reviewer.store.connection import Writer, open_writing

MESSAGES = (
    Message(role="system", text="Be kind."),
    Message(role="customer", text="Where is order 7?", at="2026-05-01T10:00:00Z"),
    Message(
        role="agent",
        text="Let me look.",
        reasoning="The order first.",
        calls=(
            ToolCall(id="a", name="get_order", arguments='{"id": 7}'),
            ToolCall(id="b", name="reship", arguments="{"),
        ),
        usage={"tokens": 12},
    ),
    Message(role="tool", call_id="a", name="get_order", text="shipped"),
    Message(role="tool", call_id="b", text="", error="no such item"),
    Message(role="agent", text="It is on its way."),
)


@pytest.fixture
def make() -> Callable[..., Transcript]:
    """A transcript with a bit of everything; keywords change what they name."""

    def transcript(**changes: Any) -> Transcript:
        fields: dict[str, Any] = {
            "suite": "desk",
            "case": "order-7",
            "model": "m1",
            "run": "r1",
            "run_index": 1,
            "run_count": 3,
            "policy": "Never reship.",
            "tools": ({"name": "get_order"},),
            "scores": (Score(name="reward", value=0.5, rationale="half"),),
            "messages": MESSAGES,
            "warnings": (TranscriptWarning(code="odd", text="an odd thing", message=2),),
            "extra": {"seed": 1},
        }
        return Transcript(**{**fields, **changes})

    return transcript


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """The writing connection of a new database."""
    connection = open_writing(tmp_path / "study.db")
    yield connection
    connection.close()
