"""The library on real databases: what it shows, and what every key and click does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.formats.contract import Fill
from reviewer.operations.load import load
from reviewer.store.filters import Sort
from reviewer.tui.library import LibraryScreen
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.runs import Runs
from reviewer.tui.widgets.table import Table


def library(pilot: Pilot[None]) -> LibraryScreen:
    """The screen at the bottom."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, LibraryScreen)
    return screen


def table(pilot: Pilot[None]) -> Table:
    """Its list."""
    return library(pilot).query_one(Table)


def runs(pilot: Pilot[None]) -> Runs:
    """Its side."""
    return library(pilot).query_one(Runs)


def title(pilot: Pilot[None]) -> str:
    """Its first line."""
    return library(pilot).query_one("#title", Bar).text


def case(pilot: Pilot[None]) -> str:
    """The case under the cursor."""
    row = table(pilot).chosen
    assert row
    return row.case


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_demo(opened, until, snapshot, demo_db: Path, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    """As it opens."""
    async with opened(demo_db, size) as pilot:
        await until(pilot, lambda: runs(pilot).count > 1 and bool(library(pilot)._coverage._columns))
        snapshot(pilot, f"library-{size[0]}")


async def test_many(opened, until, snapshot, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Wide characters are aligned, hostile names are shown as what they are, synthetic and odd states are said."""
    async with opened(many_db, (120, 30)) as pilot:
        await until(pilot, lambda: runs(pilot).count > 1 and bool(library(pilot)._coverage._columns))
        snapshot(pilot, "library-many")


async def test_moving(opened, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """j k, pages, halves, the ends; the cursor stays in view."""
    async with opened(many_db, (100, 24)) as pilot:
        list_ = table(pilot)
        steps = [
            ("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0),
            ("space", list_.window), ("b", 0), ("pagedown", list_.window), ("pageup", 0),
            ("ctrl+d", list_.window // 2), ("ctrl+u", 0), ("G", 699), ("j", 699), ("home", 0), ("end", 699), ("<", 0),
        ]  # fmt: skip
        for key, cursor in steps:
            await pilot.press(key)
            await pilot.pause()
            assert (key, list_.cursor) == (key, cursor)
            assert 0 <= cursor - list_.scroll_offset.y < list_.window


async def test_the_filter_is_live_and_survives(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """It narrows while one types, says what it did not understand, and is still there after reading and resizing."""
    async with opened(many_db, (130, 24)) as pilot:
        await pilot.press("f", *"status:error is:odd model:quill")
        await until(pilot, lambda: "of 700" in title(pilot) and library(pilot).filter_text.endswith("quill"))
        await until(pilot, lambda: 0 < table(pilot).count < 700)
        assert "not understood: is:odd" in title(pilot)
        rows = [table(pilot).transcript(i) for i in range(table(pilot).count)]
        assert rows
        assert {(row.status, row.model) for row in rows} == {("error", "quill-2")}
        await pilot.press("enter", "j", "j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is library(pilot))
        await pilot.resize_terminal(90, 30)
        assert (table(pilot).count, table(pilot).cursor) == (len(rows), 2)
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        title_row = library(pilot).query_one("#title", Bar).render_line(0).text
        assert f" {len(rows)} of 700 transcripts" in title_row  # whatever else has no room
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot).count == 700)
        assert case(pilot) == rows[2].case


async def test_nothing_matches(opened, until, lines, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """An empty list says why, and how to get out."""
    async with opened(many_db, (100, 24)) as pilot:
        await pilot.press("f", *"zzzz")
        await until(pilot, lambda: table(pilot).count == 0)
        assert "No transcript matches this filter. Esc shows all 700." in lines(pilot)
        await pilot.press("enter", "enter", "y", "j", "G", "space")
        assert pilot.app.screen is library(pilot)


async def test_sorting(opened, until, lines, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """With `s` and a letter, again for the other way round, with `S`, and by a click on a title."""
    async with opened(many_db, (100, 24)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: "reading order" in lines(pilot))
        await pilot.press("s")
        await until(pilot, lambda: table(pilot).sort == Sort("score"))
        assert "score▲" in lines(pilot)
        scores = [table(pilot).transcript(i).score_number for i in range(560)]
        known = [score for score in scores if score is not None]
        assert known == sorted(known) == scores[: len(known)]
        waiting = {table(pilot).transcript(i).score for i in range(len(known), 560)}
        assert waiting == {None, "waits"}
        await pilot.press("S")
        await until(pilot, lambda: table(pilot).sort == Sort("score", descending=True))
        assert "score▼" in lines(pilot)
        at = next(placed.start for placed in table(pilot).columns() if placed.column.title == "case")
        await pilot.click(Table, offset=(at + 2, 0))
        await until(pilot, lambda: table(pilot).sort == Sort("case"))
        assert case(pilot) == "case-0000"
        await pilot.press("s", "0")
        await until(pilot, lambda: table(pilot).sort == Sort())


async def test_a_run_is_a_filter(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Choosing a run at the side narrows the list to exactly it, and choosing it again shows everything."""
    async with opened(many_db, (130, 44)) as pilot:
        await until(pilot, lambda: runs(pilot).count > 1)
        await pilot.press("tab")
        await until(pilot, lambda: runs(pilot).has_focus)
        await pilot.press("G")
        await until(pilot, lambda: runs(pilot).cursor == runs(pilot).count - 1)
        await pilot.press("enter")
        entry = runs(pilot).entries[-1]
        await until(pilot, lambda: table(pilot).count == entry.transcripts)
        found = {(row.suite, row.model, row.run) for row in map(table(pilot).transcript, range(entry.transcripts))}
        assert len(found) == 1
        await pilot.press("enter")
        await until(pilot, lambda: table(pilot).count == 700)
        await pilot.click(Runs, offset=(3, 2))
        await until(pilot, lambda: runs(pilot).cursor == 2)
        await pilot.click(Runs, offset=(3, 2))
        await until(pilot, lambda: table(pilot).count == runs(pilot).entries[2].transcripts)


async def test_narrow_terminals_hide_the_runs(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """At 80 columns `r` brings them, and choosing one puts them away again."""
    async with opened(many_db, (80, 24)) as pilot:
        await until(pilot, lambda: runs(pilot).count > 1)
        assert not library(pilot).query_one("#run-side").display
        await pilot.press("r")
        await until(pilot, lambda: library(pilot).query_one("#run-side").display and runs(pilot).has_focus)
        await pilot.press("j")
        await until(pilot, lambda: runs(pilot).cursor == 1)
        await pilot.press("enter")
        await until(pilot, lambda: table(pilot).count < 700)
        assert not library(pilot).query_one("#run-side").display
        assert table(pilot).has_focus


async def test_mouse(opened, until, many_db: Path) -> None:  # type: ignore[no-untyped-def]
    """A click goes to a row, another reads it; the keys at the bottom can be clicked."""
    async with opened(many_db, (80, 24)) as pilot:
        await pilot.click(Table, offset=(5, 4))
        await until(pilot, lambda: table(pilot).cursor == 3)
        await pilot.click(Table, offset=(5, 4))
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is library(pilot))
        await pilot.click("#keys", offset=(16, 0))
        await until(pilot, lambda: library(pilot).query_one("#filter").has_focus)


async def test_the_cursor_follows_what_was_read(opened, until, demo_db: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """After `n` in the reading screen the list stands on the next transcript."""
    own = tmp_path / "own.db"
    own.write_bytes(demo_db.read_bytes())
    async with opened(own, (100, 30)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        await pilot.press("n", "n", "q")
        await until(pilot, lambda: pilot.app.screen is library(pilot))
        assert table(pilot).cursor == 2


async def test_what_another_program_loads_appears(opened, until, demo_db: Path, root: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The list follows the database, and the cursor stays on its transcript."""
    own = tmp_path / "own.db"
    own.write_bytes(demo_db.read_bytes())
    async with opened(own, (120, 30)) as pilot:
        await pilot.press("G")
        before = case(pilot)
        load(own, [str(root / "fixtures" / "formats" / "native-teashop.jsonl")], Fill())
        await pilot.press("R")
        await until(pilot, lambda: table(pilot).count > 12 and runs(pilot).entries[0].transcripts == table(pilot).count)
        assert case(pilot) == before


async def test_first_run(opened, snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Without a database it says what to do, and what needs transcripts does nothing."""
    monkeypatch.chdir(tmp_path)
    async with opened(Path("reviews.db"), (80, 24)) as pilot:
        await pilot.press("enter", "f", "slash", "s", "y", "tab", "j", "R")
        assert pilot.app.screen is library(pilot)
        snapshot(pilot, "first-run")
    assert not Path("reviews.db").exists()


async def test_help_and_sort_dialogs(opened, until, snapshot, lines, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """The keys fit a small terminal and scroll; each way out works."""
    async with opened(demo_db, (80, 24)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: "Show all transcripts" in lines(pilot))
        snapshot(pilot, "help-80")
        await pilot.press("space", "space", "j")
        await until(pilot, lambda: "Show all transcripts" not in lines(pilot))
        await pilot.press("b", "b", "b")
        await until(pilot, lambda: "Show all transcripts" in lines(pilot))
        for key in ("question_mark", "escape", "q"):
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is library(pilot))
            await pilot.press("question_mark")
            await until(pilot, lambda: pilot.app.screen is not library(pilot))
        await pilot.press("escape", "s")
        await until(pilot, lambda: "Sort by" in lines(pilot))
        snapshot(pilot, "sort-80")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is library(pilot))


async def test_narrow_the_runs_take_the_place_of_the_list(  # type: ignore[no-untyped-def]
    opened, many_db, lines, snapshot
) -> None:
    """Below 110 columns `r` shows the runs instead of the transcripts, Enter narrows to one, and `r` hides them."""
    async with opened(many_db, size=(80, 24)) as pilot:
        assert "all transcripts" not in lines(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert "all transcripts" in lines(pilot)
        assert "case-0000" not in lines(pilot).split("\n", 3)[2]
        snapshot(pilot, "runs-80")
        await pilot.press("q")
        await pilot.pause()
        assert "q quit" in lines(pilot)
        assert "all transcripts" not in lines(pilot)
        await pilot.press("r", "r")
        await pilot.pause()
        assert "all transcripts" not in lines(pilot)
        assert "case-00" in lines(pilot)
