"""What a decision has painted anew: what looks different, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewer.operations import settings
from reviewer.store.decided import decided
from reviewer.tui.review import base
from reviewer.tui.review.panel import Panel
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.transcript_looking import _KINDS
from tests.tui.reading.conftest import Reading

Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
TRAP = "demo-a.2/used_item-01"


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch, own_home: object) -> None:
    """Who reviews in these tests."""
    assert own_home is not None
    monkeypatch.setattr(settings, "read", lambda: {"reviewer": "Ada"})


async def test_the_tags_lie_over_the_messages_and_move_nothing(reading: Reading, until: Until) -> None:
    """What has another place in the layout would be painted anew, all of it."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        before = places(screen)
        await pilot.press("t")
        await until(pilot, lambda: screen._sheet in screen._compositor.full_map)
        assert places(screen) == before
        await pilot.press("w")
        await until(pilot, lambda: screen._sheet not in screen._compositor.full_map)
        assert places(screen) == before


async def test_what_a_tag_comes_to_is_what_reading_all_of_it_says(
    reading: Reading, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new findings are put among those that are known, and read again only when the keys rest."""
    monkeypatch.setattr(base, "_REST", 3600)
    async with reading(TRAP, 3, size=(120, 40)) as (pilot, screen):
        for keys, count in (("t w", 1), ("x k x t u", 3), ("T w", 4), ("u", 3)):
            await pilot.press(*keys.split())
            await until(pilot, partial(_holds, screen, count))
            assert screen._decided == decided(screen.program.reader, screen.row, "Ada")


def _holds(screen: TranscriptScreen, findings: int) -> bool:
    return len(screen._decided.findings) == findings


def places(screen: TranscriptScreen) -> dict[str, Any]:
    """Where in the layout, and how far in front, each widget that has a name stands."""
    found = {widget.id: place for widget, place in screen._compositor.full_map.items() if widget.id}
    return {name: (place.region, place.order) for name, place in found.items() if name != "sheet"}


async def test_the_panel_paints_from_the_first_row_that_differs(
    reading: Reading, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding comes below the head, of which only what is left to read may change; all is as if painted anew."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        panel = screen.query_one(Panel)
        painted: list[int] = []
        row = Panel.row

        def told(self: Panel, *of: Any) -> Any:
            painted.append(of[0])
            return row(self, *of)

        monkeypatch.setattr(Panel, "row", told)
        await pilot.press("t", "w")
        await until(pilot, lambda: bool(screen._decided.findings) and bool(painted))
        await pilot.pause()
        assert not {1, 2, 3, 4} & set(painted)
        shown = [panel.render_line(y) for y in range(panel.size.height)]
        panel.refresh()
        assert shown == [panel.render_line(y) for y in range(panel.size.height)]


async def test_what_a_small_window_does_not_hold_of_the_tags_is_a_key_away(reading: Reading, until: Until) -> None:
    """Nothing is cut without a word: the title says how many rows there are above and below."""
    async with reading(TRAP, size=(60, 15)) as (pilot, screen):
        await pilot.press("t")
        await until(pilot, lambda: screen._sheet in screen._compositor.full_map)
        shown = [[strip.text for strip in screen._compositor.render_strips()]]
        for key in ("pagedown", "down", "up", "pageup", "up"):
            await pilot.press(key)
            await pilot.pause()
            shown.append([strip.text for strip in screen._compositor.render_strips()])
        assert "Tag M1" in shown[0][1]
        assert "12 ↓" in shown[0][1]
        assert "12 ↑" in shown[1][1]
        assert shown[1] == shown[2] != shown[3] != shown[0] == shown[4] == shown[5]
        await pilot.press("down", "d")  # a mnemonic that is scrolled out of sight still holds
        await until(pilot, partial(_holds, screen, 1))
        assert not screen._sheet.open


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
async def test_what_a_tool_may_do_is_read_to_the_end(reading: Reading, until: Until, size: tuple[int, int]) -> None:
    """The dialog is as wide as its words."""
    async with reading(TRAP, size=size) as (pilot, screen):
        await pilot.press("c", "K")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.pause()
        shown = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        for kind, _, note in _KINDS:
            assert f"{kind or 'guess':<8}  {note}" in shown
