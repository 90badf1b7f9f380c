"""Searching as one types: hits in their context, Enter lands on the message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyte
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from reviewer.formats.contract import Fill
from reviewer.operations.load import index_search, load
from reviewer.tui.direct import written
from reviewer.tui.library import LibraryScreen
from reviewer.tui.search import SearchScreen
from reviewer.tui.stream.widget import Stream
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.hits import Hits


def search(pilot: Pilot[None]) -> SearchScreen:
    """The screen, wherever it lies in the stack."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, SearchScreen))


def hits(pilot: Pilot[None]) -> Hits:
    """Its list."""
    return search(pilot).query_one(Hits)


def said(pilot: Pilot[None]) -> str:
    """What it says of the hits."""
    return search(pilot).query_one("#found", Bar).text


async def test_hits_in_context(opened, until, snapshot, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Where, and the words around with the match."""
    async with opened(demo_db, (100, 24)) as pilot:
        await pilot.press("slash", *"order role:agent")
        await until(pilot, lambda: "messages · newest first" in said(pilot) and hits(pilot).count > 0)
        assert {hit.role for hit in hits(pilot).hits} == {"agent"}
        snapshot(pilot, "search-100")


async def test_a_late_answer_to_what_nobody_asks_any_more(opened, until, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """It was on its way when the words were cleared: nothing of it is shown."""
    async with opened(demo_db, (100, 24)) as pilot:
        await pilot.press("slash", *"order")
        await until(pilot, lambda: hits(pilot).count > 0)
        screen, found = search(pilot), [*hits(pilot).hits]
        late = screen._of(screen._query, screen._hits_came)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: hits(pilot).count == 0)
        late(found)
        assert hits(pilot).count == 0


async def test_enter_lands_on_the_message_and_back(opened, until, demo_db: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """With its words found there; Esc comes back to the same hit, and then to the library with the words kept."""
    own = Path(shutil.copy(demo_db, tmp_path / "own.db"))
    async with opened(own, (100, 30)) as pilot:
        await pilot.press("slash", *"create_reship")
        await until(pilot, lambda: hits(pilot).count == 3)
        await pilot.press("enter")  # from among the words
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: hits(pilot).has_focus)
        await pilot.press("j")
        await until(pilot, lambda: hits(pilot).cursor == 1)
        hit = hits(pilot).chosen
        assert hit
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        screen = pilot.app.screen
        assert isinstance(screen, TranscriptScreen)
        assert (screen.row.id, screen.query_one(Stream).focused.message) == (hit.id, hit.number)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.screen is search(pilot))
        assert hits(pilot).cursor == 1
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        await pilot.press("slash")
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value == "create_reship")
        await until(pilot, lambda: hits(pilot).count == 3)


async def test_enter_unfolds_what_hides_the_words(opened, until, lines, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """The words of the hit stand on screen, also where the result they are in is folded."""
    for size in ((80, 24), (100, 30)):
        async with opened(demo_db, size) as pilot:
            await pilot.press("slash", *"airlines faded role:tool")
            await until(pilot, lambda: "messages" in said(pilot) and hits(pilot).count > 0)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen) and "airlines” " in lines(pilot))
            await until(pilot, lambda: "transport by airlines" in " ".join(lines(pilot).split()))


async def test_enter_waits_for_the_hits(opened, until, demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Pressed before they are there, it opens the first of these words and not one of those before."""
    monkeypatch.setattr(SearchScreen, "_find_at_once", lambda *_: False)
    async with opened(demo_db, (100, 30)) as pilot:
        await pilot.press("slash", *"Vienna")
        await until(pilot, lambda: hits(pilot).count > 0)
        search(pilot).query_one(Input).value = "create_reship"
        search(pilot).action_open()
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        hit = hits(pilot).hits[0]
        screen = pilot.app.screen
        assert isinstance(screen, TranscriptScreen)
        assert (screen.row.id, screen.query_one(Stream).focused.message) == (hit.id, hit.number)
        assert hits(pilot).count == 3


async def test_more_hits_come_at_the_end(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Fifty at first; going down brings the rest, each once, newest first."""
    async with opened(many_db, (100, 24)) as pilot:
        await pilot.press("slash", *"parcel role:customer")
        await until(pilot, lambda: "700 messages" in said(pilot))
        assert hits(pilot).count == 50
        await pilot.press("down")
        while hits(pilot).count < 700:
            count = hits(pilot).count
            await pilot.press("G")
            await until(pilot, lambda before=count: hits(pilot).count > before)
        rows = [hit.rowid for hit in hits(pilot).hits]
        assert rows == sorted(set(rows), reverse=True)


async def test_typing_supersedes(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Whatever was asked in between, the hits are those of the words that stand there in the end."""
    async with opened(many_db, (100, 24)) as pilot:
        await pilot.press("slash", *"where is parcel 699")
        await until(pilot, lambda: hits(pilot).count == 1 and "1 message ·" in said(pilot))
        field = search(pilot).query_one(Input)
        for words in ("parcel", "number", "parcel", "way", "zzzz", "where is parcel 12"):
            field.value = words
        await until(pilot, lambda: hits(pilot).count == 1 and "parcel 12?" in hits(pilot).hits[0].snippet)
        field.value = ""
        await until(pilot, lambda: hits(pilot).count == 0 and "1,400 messages" in said(pilot))


async def test_hits_wait_for_no_frame(opened, until, demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Also where none comes, they are painted as soon as they are found."""
    async with opened(demo_db, (100, 24)) as pilot:
        await pilot.press("slash")
        screen, painted = search(pilot), list[int]()
        await until(pilot, lambda: "messages" in said(pilot))
        monkeypatch.setattr(screen._update_timer, "resume", lambda: None)
        monkeypatch.setattr(pilot.app, "_display", lambda *_: painted.append(hits(pilot).count))
        screen.query_one(Input).value = "order"
        await until(pilot, lambda: any(painted))


async def test_what_goes_past_the_compositor_looks_as_if_it_did_not(opened, until, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Each character in the same colours; where something lies over the hits, only the compositor paints."""
    async with opened(demo_db, (100, 24)) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: search(pilot).is_current)
        compositor, console = search(pilot)._compositor, pilot.app.console
        before, after = (pyte.Screen(100, 24) for _ in range(2))
        pyte.Stream(before).feed(compositor.render_full_update().render_segments(console))
        await pilot.press(*"order role:agent")
        await until(pilot, lambda: "messages · newest first" in said(pilot) and hits(pilot).count > 0)
        await pilot.press("down", "down")
        pyte.Stream(after).feed(compositor.render_full_update().render_segments(console))
        widgets = [hits(pilot), hits(pilot).vertical_scrollbar, *search(pilot).query("#found, #search")]
        for widget in widgets:
            widget.refresh()
        painted = written(compositor, widgets)
        assert painted is not None
        pyte.Stream(before).feed(painted.render_segments(console))
        for y in range(23):  # the keys in the last line are other ones among the hits
            assert [before.buffer[y][x] for x in range(100)] == [after.buffer[y][x] for x in range(100)], y
        again = written(compositor, widgets)
        assert again is not None
        assert not again.lines
        over = Static("over them")
        over.styles.overlay, over.styles.offset = "screen", (0, -10)
        await search(pilot).mount(over)
        await until(pilot, lambda: written(compositor, widgets) is None)


async def test_nothing_found_and_unknown_filters(opened, until, lines, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """It says that there is nothing, and which filter nothing answers to."""
    async with opened(demo_db, (100, 24)) as pilot:
        await pilot.press("slash", *"zzzz role:nobody")
        await until(pilot, lambda: "there is no role 'nobody'" in said(pilot))
        await until(pilot, lambda: "No message is like that." in lines(pilot))
        await pilot.press("enter", "down", "tab", "j", "G")
        assert pilot.app.screen is search(pilot)


async def test_what_is_not_searchable_yet_is_said(opened, until, root: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """And the count follows when more becomes searchable."""
    db = tmp_path / "fresh.db"
    load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill(), searchable=False)
    async with opened(db, (110, 24)) as pilot:
        await pilot.press("slash", *"refund")
        await until(pilot, lambda: "0 messages" in said(pilot) and "messages are searchable so far" in said(pilot))
        assert index_search(db)
        search(pilot)._watch()
        await until(pilot, lambda: "searchable" not in said(pilot) and " 0 messages" not in said(pilot))


@pytest.mark.parametrize(
    "typed", ["[/nope]", "\x1b]0;owned\x07", '"', "AND", "NEAR(", "*", "[@click=app.quit]", "\ud800"]
)
async def test_nothing_that_is_typed_breaks_it(opened, until, lines, many_db: Path, typed: str) -> None:  # type: ignore[no-untyped-def]
    """Markup, escapes and operators are words like any other."""
    async with opened(many_db, (100, 24)) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: pilot.app.screen.query(Hits).first() is not None)
        search(pilot).query_one(Input).value = f"parcel {typed}"
        await pilot.pause()
        search(pilot).query_one(Input).value = "parcel 5"
        await until(pilot, lambda: hits(pilot).count > 0)
        assert "\x1b" not in lines(pilot)
        assert "\\x1b[31m" in lines(pilot)
