"""Loading from within the program: completion, progress, stopping, the summary."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reviewer.errors import NewerStore
from reviewer.operations import load as operation
from reviewer.operations.load import Progress, Summary
from reviewer.tui.load_dialog import LoadDialog
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.paths import Candidate, candidates, completed, split
from reviewer.tui.widgets.table import Table


def dialog(pilot: Pilot[None]) -> LoadDialog:
    """The dialog on top."""
    screen = pilot.app.screen
    assert isinstance(screen, LoadDialog)
    return screen


def state(pilot: Pilot[None]) -> str:
    """What it says of the load."""
    return dialog(pilot).query_one("#load-state", Bar).text


def over(pilot: Pilot[None]) -> Callable[[], bool]:
    """Whether the load has ended."""
    return lambda: dialog(pilot).has_class("-over")


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files that load and one that does not, which the program was started in."""
    here = tmp_path / "here"
    (here / "runs").mkdir(parents=True)
    demo = (root / "fixtures" / "demo" / "conversations.jsonl").read_bytes()
    (here / "runs" / "first.jsonl").write_bytes(b"".join(demo.splitlines(keepends=True)[:5]))
    (here / "runs" / "second run.jsonl").write_bytes(b"".join(demo.splitlines(keepends=True)[5:]))
    (here / "notes.json").write_text(json.dumps({"shopping": ["tea"]}))
    monkeypatch.chdir(here)
    return here


@pytest.mark.usefixtures("folder")
async def test_from_nothing_to_a_list(opened, until, snapshot, lines) -> None:  # type: ignore[no-untyped-def]
    """A path completed with Tab, Enter, a summary, and the transcripts behind it."""
    async with opened(Path("new.db"), (100, 30)) as pilot:
        await pilot.press("L", *"ru", "tab")
        await until(pilot, lambda: dialog(pilot).query_one(Input).value == "runs/")
        assert "first.jsonl" in lines(pilot)
        snapshot(pilot, "load-asks")
        await pilot.press("enter")
        await until(pilot, over(pilot))
        assert "12 added" in state(pilot)
        snapshot(pilot, "load-over")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.query_one(Table).count == 12)
        assert "No transcripts yet" not in lines(pilot)


async def test_what_was_refused_is_named(opened, until, lines, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """The rest comes in."""
    async with opened(folder / "new.db", (140, 30)) as pilot:
        await pilot.press("L")
        dialog(pilot).query_one(Input).value = "notes.json 'runs/second run.jsonl' nowhere.jsonl"
        await pilot.press("enter")
        await until(pilot, over(pilot))
        assert "7 added" in state(pilot)
        assert "2 refused" in state(pilot)
        assert "shopping" in lines(pilot)
        assert "nowhere.jsonl" in lines(pilot)


async def test_what_differs_is_taken_as_newer_when_that_is_asked_for(opened, until, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """It is refused, with the key that loads the same files again; the next load starts without it."""
    held = json.loads((folder / "runs" / "first.jsonl").read_text("utf-8").splitlines()[0])
    held["messages"].append({"role": "customer", "text": "One more thing."})
    (folder / "newer.jsonl").write_text(json.dumps(held))
    async with opened(folder / "new.db", (140, 30)) as pilot:
        await pilot.press("L")
        dialog(pilot).query_one(Input).value = "runs/first.jsonl"
        await pilot.press("enter")
        await until(pilot, over(pilot))
        await pilot.press("escape", "L")
        dialog(pilot).query_one(Input).value = "newer.jsonl"
        await pilot.press("enter")
        await until(pilot, over(pilot))
        assert "1 refused" in state(pilot)
        assert "load what differs as newer" in dialog(pilot).query_one("#load-hint", Bar).text
        await pilot.press("ctrl+n")
        await until(pilot, over(pilot))
        assert state(pilot) == "0 added · 1 revised"
        assert "as newer" not in dialog(pilot).query_one("#load-hint", Bar).text
        await pilot.press("escape", "L")
        assert dialog(pilot).query_one("#load-title", Bar).text == "Load run files"
        await pilot.press("ctrl+n")
        assert "is revised" in dialog(pilot).query_one("#load-title", Bar).text


async def test_escape_stops_a_load(opened, until, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """It shows how far it is, says that it stops, and what came in stays."""
    real, reached, go_on = operation.load, threading.Event(), threading.Event()

    def slow(
        db: Path,
        paths: list[str],
        *,
        on_progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        newer: bool,
    ) -> Summary:
        assert not newer

        def stopped() -> bool:
            on_progress(Progress("runs/first.jsonl", 0, 2, 50, 100, 3, "load"))
            reached.set()
            assert go_on.wait(60)
            return cancelled()

        return real(db, paths, on_progress=on_progress, cancelled=stopped)

    monkeypatch.setattr(operation, "load", slow)
    async with opened(folder / "new.db", (100, 30)) as pilot:
        await pilot.press("L", *"runs", "enter")
        await until(pilot, reached.is_set)
        await until(pilot, lambda: "3 transcripts" in state(pilot))
        assert " 50 %" in dialog(pilot).query_one("#load-bar", Bar).text
        await pilot.press("escape")
        assert "Stopping" in dialog(pilot).query_one("#load-hint", Bar).text
        go_on.set()
        await until(pilot, over(pilot))
        assert state(pilot).startswith("Stopped: 1 added")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.query_one(Table).count == 1)


async def test_errors_of_the_ground_are_one_line(opened, until, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """What the store refuses is said in the dialog, and the program goes on."""

    def refuse(*_: object, **__: object) -> Summary:
        raise NewerStore("new.db: made by a newer program [/nope]")

    monkeypatch.setattr(operation, "load", refuse)
    async with opened(folder / "new.db", (100, 30)) as pilot:
        await pilot.press("L", *"runs", "enter")
        await until(pilot, over(pilot))
        assert state(pilot) == "new.db: made by a newer program [/nope]"
        await pilot.press("escape", "question_mark", "escape")


def test_splitting_what_was_typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One path, spaces and all, where it is there; else as a shell would, with the home folder."""
    monkeypatch.setenv("HOME", str(folder))
    assert split("  ") == []
    assert split("runs/second run.jsonl") == ["runs/second run.jsonl"]
    assert split("runs/*.jsonl 'runs/second run.jsonl'") == ["runs/*.jsonl", "runs/second run.jsonl"]
    assert split("~/runs ~/notes.json") == [f"{folder}/runs", f"{folder}/notes.json"]
    assert split('runs "open') == ['runs "open']


def test_completing(folder: Path) -> None:
    """Folders first, hidden files when asked for, and the last path of several."""
    (folder / ".hidden").touch()
    assert [c.path for c in candidates("")] == ["runs/", "notes.json"]
    assert [c.path for c in candidates(".h")] == [".hidden"]
    assert [c.path for c in candidates("runs/s")] == ["runs/second run.jsonl"]
    assert [c.path for c in candidates("runs/second r")] == ["runs/second run.jsonl"]
    assert [c.path for c in candidates("notes.json ru")] == ["runs/"]
    assert candidates("nowhere/") == []
    assert completed("notes.json ru", Candidate("runs/", None)) == "notes.json runs/"
    assert completed("notes.json runs/s", Candidate("runs/second run.jsonl", 1)) == "notes.json 'runs/second run.jsonl'"
    assert completed("runs/second r", Candidate("runs/second run.jsonl", 1)) == "runs/second run.jsonl"
