"""Two reading screens over each other, as where the inbox is opened from a transcript and leads to another one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from reviewer.operations import settings
from reviewer.tui.transcript import TranscriptScreen
from tests.tui.reading.conftest import Reading

Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
TRAP = "demo-a.2/used_item-01"


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch, own_home: object) -> None:
    """Who reviews in these tests."""
    assert own_home is not None
    monkeypatch.setattr(settings, "read", lambda: {"reviewer": "Ada"})


async def over(pilot: Pilot[None], until: Until, below: TranscriptScreen, *, same: bool) -> TranscriptScreen:
    """A second reading screen over the one that is there, of the same transcript or of another one."""
    keys = list(below._keys)
    here = below.row.key
    position = keys.index(here if same else next(key for key in keys if key != here))
    second = below.program.open_transcript(keys, position)
    await until(pilot, lambda: pilot.app.screen is second and bool(second._revision))
    return second


@pytest.mark.parametrize("same", [False, True])
async def test_what_is_in_sight_again_is_being_read(reading: Reading, until: Until, same: bool) -> None:
    """The screen that goes away hears of it last, and must not cover what is in front by then."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        receipts = screen._sitting.receipts
        second = await over(pilot, until, screen, same=same)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and not second.is_running)
        present = receipts._present
        assert present == (screen.row.id, screen._revision)
        assert receipts._recorders[present]._visible


async def test_what_is_left_to_read_is_counted_again(reading: Reading, until: Until) -> None:
    """The one in front asked the same question, which puts an older one aside."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await over(pilot, until, screen, same=False)
        screen._unread = None  # as where the answer never came
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and screen._unread is not None)


async def test_somebody_else_came_to_the_keyboard(reading: Reading, until: Until) -> None:
    """What lies below is shown to them as they may see it: without what it showed to whoever sat there before."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        second = await over(pilot, until, screen, same=False)
        before = screen.row
        second._call_oneself("Ben")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and screen.row is not before)
        assert screen._shown.reviewer == "Ben"
        assert screen._sitting.receipts._present == (screen.row.id, screen._revision)
