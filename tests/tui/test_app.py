"""The program around the screens: starting, settings, themes, and what happens when the ground gives way."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import rich.control
import textual.content

from reviewer.errors import DamagedStore, NotAStore, NotFound, ReviewerError, StoreError
from reviewer.operations import settings
from reviewer.store import connection, places, transcripts
from reviewer.tui.app import ReviewerApp, run
from reviewer.tui.themes import DARK, DARK_COLOURS, LIGHT, LIGHT_COLOURS
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.table import Table

FIRST_PAINT = """
import asyncio, sys
from pathlib import Path
from reviewer.tui.app import ReviewerApp

async def paint():
    app = ReviewerApp(Path(sys.argv[1]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.library.query_one("#table").count == 12
    app.close_store()

asyncio.run(paint())
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"pydantic", "sqlite_utils", "pluggy"}))
"""


def test_the_first_paint_needs_no_pydantic(demo_db: Path) -> None:
    """Nor sqlite-utils, nor the formats' plug-ins: they come in when they are needed."""
    command = [sys.executable, "-c", FIRST_PAINT, str(demo_db)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


async def test_a_theme_is_kept(opened, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """In the user's configuration folder; the next start has it."""
    async with opened(demo_db) as pilot:
        assert pilot.app.theme == DARK.name
        await pilot.press("f2")
        assert pilot.app.theme == LIGHT.name
        await pilot.pause()
    assert settings.read() == {"theme": LIGHT.name}
    async with opened(demo_db) as pilot:
        assert pilot.app.theme == LIGHT.name
        pilot.app.theme = "nord"  # has none of our colours, and gets them
        await pilot.pause()
        assert pilot.app.theme_variables["quiet"] == DARK_COLOURS["quiet"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"theme": 3}', '{"theme": "gone"}', "\x00"])
async def test_broken_settings_do_no_harm(opened, demo_db: Path, content: str) -> None:  # type: ignore[no-untyped-def]
    """The program starts as if there were none, and can write new ones."""
    settings.path().parent.mkdir(parents=True)
    settings.path().write_text(content)
    async with opened(demo_db) as pilot:
        assert pilot.app.theme == DARK.name
        settings.write(theme=LIGHT.name)
    assert json.loads(settings.path().read_text())["theme"] == LIGHT.name


def test_settings_that_cannot_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file where the folder should be is no reason to stop."""
    (tmp_path / "taken").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "taken"))
    monkeypatch.setattr(settings, "path", lambda: tmp_path / "taken" / "reviewer" / "settings.json")
    settings.write(theme="x")
    assert settings.read() == {}


def test_both_themes_have_all_our_colours() -> None:
    """No colour is forgotten in one of them."""
    assert DARK_COLOURS.keys() == LIGHT_COLOURS.keys()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_colours_can_be_read(theme) -> None:  # type: ignore[no-untyped-def]
    """Every colour of text has a contrast of at least 4.5 to 1 on every ground that it stands on."""
    colours = theme.variables
    texts = [theme.foreground, theme.primary, theme.warning, theme.error, theme.success, colours["quiet"]]
    texts += [value for name, value in colours.items() if name.startswith(("role-", "kind-"))]
    grounds = [theme.background, theme.surface, theme.panel, colours["cursor"], colours["cursor-blurred"]]
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [
        (colours["match"], colours["match-background"]),
        (colours["match-here"], colours["match-here-background"]),
    ]
    assert [(text, ground) for text, ground in pairs if contrast(text, ground) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted(luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, of `#rrggbb`."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_second_layer(demo_db: Path) -> None:
    """Both libraries drop what steers a terminal, whatever forgot to be visible."""
    ReviewerApp(demo_db).close_store()
    steering = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))
    assert rich.control.strip_control_codes(f"a{steering}b\t\n") == "ab\t\n"
    assert textual.content.Content(f"a{steering}b\t\n").plain == "ab\t\n"


async def test_opening_at_a_message(opened, until, demo_db: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """By `run/case`; leaving leads to the library with the cursor on it, and the place is kept."""
    own = Path(shutil.copy(demo_db, tmp_path / "own.db"))
    async with opened(own, (100, 30), "demo-b.1/wrong_item-05") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        await pilot.press("j", "j", "q")
        await until(pilot, lambda: pilot.app.screen is pilot.app.screen_stack[0])
        row = pilot.app.screen.query_one(Table).chosen
        assert row
        assert row.case == "wrong_item-05"
    reader = connection.open_reading(own)
    assert places.get(reader, row.key) == 3
    reader.close()


def test_a_name_that_is_not_there(demo_db: Path) -> None:
    """Said before the screen opens."""
    with pytest.raises(NotFound, match="nobody/nothing"):
        run(demo_db, "nobody/nothing")


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    """Said before the screen opens."""
    (tmp_path / "notes.txt").write_text("tea, biscuits")
    with pytest.raises(NotAStore):
        run(tmp_path / "notes.txt")


def test_a_transcript_of_no_store(tmp_path: Path) -> None:
    """Without a database there is nothing to open."""
    with pytest.raises(StoreError, match="no database"):
        run(tmp_path / "none.db", "a/b")


@pytest.mark.parametrize(
    "error", [sqlite3.DatabaseError("disk image is malformed"), DamagedStore("own.db: is damaged")]
)
async def test_the_store_giving_way_ends_it_in_one_line(opened, demo_db: Path, error: Exception) -> None:  # type: ignore[no-untyped-def]
    """No traceback: what to tell the person, and the exit code of the error."""
    async with opened(demo_db) as pilot:
        app = pilot.app
        app.background.ask(app.screen, "broken", lambda _: raising(error), lambda _: None)
        while app.is_running and app.failure is None:
            await pilot.pause()
    assert isinstance(app.failure, ReviewerError)
    assert app.return_code == DamagedStore.exit_code
    assert "damaged" in str(app.failure) or "malformed" in str(app.failure)


def raising(error: Exception) -> None:
    """Raise it."""
    raise error


async def test_it_reads_where_it_cannot_write(opened, until, demo_db: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A place that cannot be kept stops nobody from reading."""
    own = Path(shutil.copy(demo_db, tmp_path / "own.db"))
    async with opened(own, (100, 30)) as pilot:
        app = pilot.app
        app.db = tmp_path / "gone" / "own.db"
        app.remember_place(1, 5)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TranscriptScreen))
    reader = connection.open_reading(own)
    assert places.get(reader, transcripts.keys(reader)[0]) is None
    reader.close()


async def test_the_newest_remark_stands_alone(opened, demo_db: Path) -> None:  # type: ignore[no-untyped-def]
    """Five of a kind would lie over the text; a problem stays beside it."""
    async with opened(demo_db) as pilot:
        for said in ("one", "two"):
            pilot.app.say(said)
        pilot.app.say("wrong", problem=True)
        await pilot.press("ctrl+c", "ctrl+c")
        await pilot.pause()
        assert sorted(shown.message for shown in pilot.app._notifications) == ["^Q quits", "wrong"]
