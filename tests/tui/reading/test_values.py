"""Values on the reading screen: underlined where nothing holds them up, and led to where something does."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.operations import check
from reviewer.operations.load import load
from reviewer.operations.sources import sources
from reviewer.store.connection import open_reading
from reviewer.tui.stream.widget import Stream
from reviewer.tui.transcript import TranscriptScreen


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """One conversation with a value from a tool, one from nowhere, and a message that states none; checked."""
    call = {"id": "1", "name": "order_status", "arguments": '{"order_id": "#1130"}'}
    messages: list[dict[str, Any]] = [
        {"role": "customer", "text": "Please refund #1130."},
        {"role": "agent", "text": "", "calls": [call]},
        {"role": "tool", "call_id": "1", "text": '{"order_id": "#1130", "total_usd": 285.0}'},
        {"role": "agent", "text": "That is $285.00.\x9b It takes 5–10 business days."},
        {"role": "customer", "text": "Fine."},
        {"role": "agent", "text": "All right then."},
    ]
    file = tmp_path / "one.jsonl"
    made = {"format": "reviewer/1", "suite": "desk", "model": "m", "run": "r", "messages": messages}
    ruled, unruled = {**made, "case": "a", "policy": "Be kind."}, {**made, "case": "b"}
    file.write_text(f"{json.dumps(ruled)}\n{json.dumps(unruled)}\n")
    load(tmp_path / "one.db", [file])
    check.run(tmp_path / "one.db")
    return tmp_path / "one.db"


def marked(screen: TranscriptScreen) -> list[str]:
    """What is underlined on the screen, line by line."""
    stream = screen.query_one(Stream)
    strips = [stream.render_line(y) for y in range(stream.window)]
    return [segment.text for strip in strips for segment in strip if segment.style and segment.style.underline]


async def test_what_nothing_holds_up_is_underlined(reading: Callable[..., Any], db: Path) -> None:
    """The words themselves and nothing else, also behind a character that is shown as an escape."""
    async with reading("r/a", db=db) as (_, screen):
        assert marked(screen) == ["5–10 business days"]


async def test_what_is_left_open_is_not_underlined(reading: Callable[..., Any], db: Path) -> None:
    """Where the file leaves the rules out they may say it; a message says so where its source is asked for."""
    async with reading("r/b", db=db) as (_, screen):
        assert marked(screen) == []
    with closing(open_reading(db)) as connection:
        (revision,) = connection.execute("SELECT revision FROM transcript WHERE case_id = 'b'").fetchone()
        assert [one.where for one in sources(connection, revision)][-1].startswith("no source found, may be computed")


async def test_to_a_source_and_back(reading: Callable[..., Any], db: Path, until: Callable[..., Any]) -> None:
    """`w` finds the message, `s` lists its values, a choice leads to the result, `s` comes back."""
    async with reading("r/a", 1, db=db) as (pilot, screen):
        stream = screen.query_one(Stream)
        await pilot.press("w")
        assert stream.focused.message == 4
        await pilot.press("s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("1")
        await until(pilot, lambda: stream.focused.message == 3)
        await pilot.press("s")
        assert stream.focused.message == 4
        await pilot.press("s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("2")
        assert stream.focused.message == 4  # nothing to go to


async def test_a_message_without_values(reading: Callable[..., Any], db: Path, until: Callable[..., Any]) -> None:
    """It says so, and so does the way on where there is nothing further."""
    async with reading("r/a", 6, db=db) as (pilot, screen):
        await pilot.press("s")
        await until(pilot, lambda: any("M6 states no value" in note.message for note in pilot.app._notifications))
        await pilot.press("w")
        assert any("no further value" in note.message for note in pilot.app._notifications)
        await pilot.press("W")
        assert screen.query_one(Stream).focused.message == 4
