"""The board: counted and published told apart, charts in cells, an order by each column, and the way to a dossier."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reviewer.model.board import Board
from reviewer.operations.board import Wanted, build
from reviewer.store.connection import open_reading
from reviewer.tui import board_charts as charts
from reviewer.tui.board import BoardScreen
from reviewer.tui.dossier import DossierScreen
from reviewer.tui.export_dialog import ExportDialog
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.board_table import BoardTable
from reviewer.tui.widgets.drawing import Drawing
from reviewer.tui.widgets.evidence import Evidence
from tests.lent import lend
from tests.operations import dossier_store as made
from tests.tui.conftest import Opened, Until

Snapshot = Callable[[Pilot[None], str], None]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-written conversations of three models. Shared: copy it."""
    path = tmp_path_factory.mktemp("board") / "study.db"
    made.make(path)
    return lend(path)


@pytest.fixture
def db(study: Path, own_home: Path) -> Path:
    """One's own copy: exports are kept in it, and what was looked at."""
    return Path(shutil.copy(study, own_home / "study.db"))


@pytest.fixture(scope="module")
def board(study: Path) -> Board:
    """What the screen shows."""
    connection = open_reading(study)
    try:
        return build(connection, Wanted(), made_at="2026-01-01T00:00:00Z")
    finally:
        connection.close()


def screen(pilot: Pilot[None]) -> BoardScreen:
    """The board, wherever it lies in the stack."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, BoardScreen))


def table(pilot: Pilot[None]) -> BoardTable:
    """Its table."""
    return screen(pilot).query_one(BoardTable)


def models(pilot: Pilot[None]) -> list[str]:
    """In the order of the table."""
    return [row.model.id for row in table(pilot).rows]


async def go(pilot: Pilot[None], until: Until) -> None:
    """To the board."""
    await pilot.press("B")
    await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen) and table(pilot).count > 0)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_how_it_looks(db: Path, size: tuple[int, int], opened: Opened, until: Until, snapshot: Snapshot) -> None:
    """The table and a chart, or both; the model in words; what the rules pick."""
    async with opened(db, size) as pilot:
        await go(pilot, until)
        await pilot.press("j", "j")
        await pilot.pause()
        snapshot(pilot, f"board-{size[0]}")
        if size[0] == 80:
            await pilot.press("2")
            await pilot.pause()
            snapshot(pilot, "board-tiers-80")


async def test_counted_and_published_are_told_apart(db: Path, opened: Opened, until: Until) -> None:
    """In the title, in each row, in each chart and beside it; Enter leads to a dossier only where there is one."""
    async with opened(db) as pilot:
        await go(pilot, until)
        assert "3 counted here · 21 published" in screen(pilot).query_one("#board-title", Bar).text
        rows = table(pilot).rows
        for origin, words in (
            ("published", "no transcript of it is counted here"),
            ("counted", "counted here: 3 runs"),
        ):
            table(pilot).move_to(next(n for n, row in enumerate(rows) if row.origin == origin))
            await pilot.press("3", "enter")
            if origin == "published":
                await pilot.pause()
                assert words in screen(pilot).query_one("#model", Evidence).text
                assert pilot.app.screen is screen(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen))
        assert pilot.app.screen.of.model in {row.model.id for row in rows if row.origin == "counted"}  # type: ignore[attr-defined]
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.screen is screen(pilot))


async def test_every_column_sorts(db: Path, board: Board, opened: Opened, until: Until) -> None:
    """By key, by a click on its head, and the other way round; what has no value stands last both ways."""
    async with opened(db) as pilot:
        await go(pilot, until)
        assert models(pilot) == [one.model for one in board.orders[0].standings]
        await pilot.press("s", "u")
        await until(pilot, lambda: models(pilot) == [one.model for one in board.orders[1].standings])
        await pilot.press("S")
        await until(pilot, lambda: models(pilot) == [one.model for one in board.orders[1].standings][::-1])
        for letter in "etm":
            await pilot.press("s", letter)
            await pilot.pause()
            assert sorted(models(pilot)) == sorted(row.model.id for row in board.rows)
        await pilot.press("s", "g", "S")
        await pilot.pause()
        values = [row.figure("resolution") for row in table(pilot).rows]
        assert all(values[:3])
        assert not any(values[3:])
        await pilot.click(BoardTable, offset=(6, 0))
        await until(pilot, lambda: models(pilot) == sorted(models(pilot), key=str.casefold))


async def test_sides(db: Path, opened: Opened, until: Until) -> None:
    """Turned by key; words take the keys with Tab; a low screen has one chart at a time."""
    async with opened(db, (100, 24)) as pilot:
        await go(pilot, until)
        calibration, tiers = (
            screen(pilot).query_one("#calibration", Drawing),
            screen(pilot).query_one("#tiers", Drawing),
        )
        assert (calibration.display, tiers.display) == (True, False)
        await pilot.press("]")
        assert (calibration.display, tiers.display) == (False, True)
        await pilot.press("4", "tab", "j", "j")
        picks = screen(pilot).query_one("#picks", Evidence)
        await until(pilot, lambda: picks.has_focus and picks.cursor == 2)
        assert "rule:" in picks.text
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot).has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is pilot.app.library)  # type: ignore[attr-defined]


async def test_it_is_exported(
    db: Path, opened: Opened, until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one file."""
    monkeypatch.chdir(tmp_path)
    async with opened(db) as pilot:
        await go(pilot, until)
        await pilot.press("x", "j", "j", "j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))
        assert pilot.app.screen.query_one("#export-path", Input).value == "board.json"
        await pilot.press("enter")
        state = pilot.app.screen.query_one("#export-state", Bar)
        await until(pilot, lambda: "✓ 1 file" in state.text)
    assert '"reviewer-board/1"' in (tmp_path / "board.json").read_text()


@pytest.mark.parametrize("width", [37, 46, 78, 130])
def test_charts_fit(board: Board, width: int) -> None:
    """Every line in its cells, every model with its name or its number, counted and published in other signs."""
    counted = {row.model.id for row in board.rows if row.origin == "counted"}
    chosen = board.rows[3].model.id
    places = {row.model.id: at for at, row in enumerate(board.rows, 1)}
    drawn = charts.calibration(board, width, chosen)
    assert len(drawn) == len(board.calibration) + 2
    for line, one in zip(drawn[2:], board.calibration, strict=True):
        text = "".join(piece for piece, _ in line)
        other = charts.PUBLISHED if one.model in counted else charts.COUNTED
        assert other not in text
    lines = charts.tiers(board, width, chosen, places)
    assert f"[{places[chosen]}]" in "".join(piece for line in lines for piece, _ in line)
    for line in (*drawn, *lines):
        assert sum(len(piece) for piece, _ in line) <= width
    if width == 130:
        shown = "".join(piece for line in lines for piece, _ in line).split()
        assert {f"{places[one]}●" for one in counted} <= {word.strip("[]") for word in shown}


def test_the_mark_stands_on_the_line_that_names_the_model(board: Board) -> None:
    """Also of one that has no place in the chart: too few traps, no tier, or no such figure."""
    without_tier, unmeasured = [row for row in board.rows if row.origin == "published" and row.band][:2]
    changed: dict[str, dict[str, Any]] = {
        without_tier.model.id: {"model": without_tier.model.model_copy(update={"tier": None})},
        unmeasured.model.id: {"figures": (), "published": (), "band": None},
    }
    rows = tuple(row.model_copy(update=changed.get(row.model.id, {})) for row in board.rows)
    made = board.model_copy(update={"rows": rows})
    places = {row.model.id: at for at, row in enumerate(rows, 1)}
    seen = set()
    for row in rows:
        lines = charts.tiers(made, 130, row.model.id, places)
        marked = "".join(piece for piece, _ in lines[charts.row_of(made, row.model.id) + 2])
        assert re.search(rf"\[{places[row.model.id]}●?\]", marked), (row.model.id, marked)
        seen.add(marked.partition(":")[0].strip() if ":" in marked else "chart")
    assert seen == {"chart", "too few traps for a band", "without a tier", "unsafe actions not measured"}


def test_a_longer_bar_is_a_greater_error(board: Board) -> None:
    """No bar is longer than that of a greater value; nothing at all is no bar."""
    bars = []
    for line, one in zip(charts.calibration(board, 120, "")[2:], board.calibration, strict=True):
        left, _, right = "".join(piece for piece, _ in line).partition("│")
        bars += [(one.missed.value or 0, _cells(left)), (one.over.value or 0, _cells(right))]
    bars.sort()
    assert [cells for _, cells in bars] == sorted(cells for _, cells in bars)
    assert {bool(value) == bool(cells) for value, cells in bars} == {True}


def _cells(text: str) -> int:
    return text.count(charts.COUNTED) + text.count(charts.PUBLISHED)
