"""Transcripts in memory, shown in a bare program around one stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from textual.app import App, ComposeResult

from reviewer.model.pairing import pair
from reviewer.model.reading import Outline, outline
from reviewer.model.transcript import Message, ToolCall
from reviewer.store.rows import CallRow, MessageRow
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.widget import Stream
from reviewer.tui.themes import DARK_COLOURS

KINDS = {"look_up": "read", "send_goods": "write", "hand_over": "handover", "search": "kb"}


def make_parts(messages: Sequence[Message]) -> Parts:
    """The parts of a transcript that no database holds."""
    answers = pair(messages)
    results = {answered: number for number, answered in enumerate(answers, 1) if answered}
    rows = [
        MessageRow(
            number, m.role, m.name, m.text, m.reasoning, m.error, m.at, m.call_id, answers[number - 1],
            calls=[
                CallRow(o, c.name, KINDS.get(c.name), c.id, c.arguments, c.invalid, results.get((number, o)))  # type: ignore[arg-type]
                for o, c in enumerate(m.calls, 1)
            ],
        )
        for number, m in enumerate(messages, 1)
    ]  # fmt: skip
    unpacked = Outline.unpack(outline(messages, answers))
    assert unpacked is not None
    return Parts(unpacked, lambda first, last: rows[first - 1 : last])


class StreamApp(App[None]):
    """One stream, and nothing else."""

    CSS_PATH = "../../../reviewer/tui/transcript.tcss"

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.parts = make_parts(messages)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that the real program has."""
        return DARK_COLOURS

    def compose(self) -> ComposeResult:
        """The stream."""
        yield Stream(self.parts, id="stream")

    @property
    def stream(self) -> Stream:
        """The stream."""
        return self.query_one(Stream)

    @property
    def lines(self) -> list[str]:
        """What is on screen, row by row, without the scroll bar."""
        width = self.stream.scrollable_content_region.width
        return [self.stream.render_line(y).text[:width].rstrip() for y in range(self.stream.size.height)]


@pytest.fixture
def stream_app() -> Callable[[Sequence[Message]], StreamApp]:
    """Makes a program that shows some messages."""
    return StreamApp


@pytest.fixture
def refund() -> list[Message]:
    """A conversation with reasoning, two calls at once, a write, an orphan and a long result."""
    long = "{" + ", ".join(f'"line_{n}": "value number {n}"' for n in range(60)) + "}"
    return [
        Message(role="system", text="Rules\n" * 12),
        Message(role="customer", text="It ripped. Just send me a new one."),
        Message(
            role="agent",
            text="Let me look.",
            reasoning="Used twice already. " * 12,
            calls=(
                ToolCall(id="a", name="look_up", arguments='{"order": "#1147"}'),
                ToolCall(id="b", name="search", arguments='{"words": "warranty"}'),
            ),
        ),
        Message(role="tool", text=long, call_id="a"),
        Message(role="tool", text='{"hits": 2}', call_id="b"),
        Message(role="agent", calls=(ToolCall(id="c", name="send_goods", arguments='{"variant": "TRV-40-BLK"}'),)),
        Message(role="tool", text="RS-2219", call_id="c"),
        Message(role="tool", text="nobody asked", call_id="zzz", name="look_up"),
        Message(role="agent", text="Sent! It will be with you in **5–10 business days**."),
        Message(role="customer", text="…anyway, ok thanks"),
    ]
