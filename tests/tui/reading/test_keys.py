"""Keys that arrive in one burst do what they would have done one by one."""

from __future__ import annotations

from textual import events

from reviewer.tui.stream.widget import Focus, Stream


async def test_a_burst_of_keys_goes_where_it_was_meant(reading) -> None:  # type: ignore[no-untyped-def]
    """The letters after / are words to find, and the y after Enter is a key of the screen again."""
    async with reading("demo-a.2/used_item-01", 1) as (pilot, screen):
        sent: list[str] = []
        pilot.app.copy_to_clipboard = sent.append
        for key in ("slash", *"create_reship", "enter", "y"):
            pilot.app.post_message(events.Key(key, "/" if key == "slash" else key if len(key) == 1 else None))
        while not sent:
            await pilot.pause()
        assert screen._finding.words == "create_reship"
        while not screen._finding.complete:
            await pilot.pause()
        await pilot.pause()
        assert screen.query_one(Stream).focused == Focus(11, 1)
