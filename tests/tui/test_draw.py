"""Drawing a queue on the screen: the same operation as on the command line, and what it comes to before it is drawn."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reviewer.operations import queues
from reviewer.review.queue import Recipe
from reviewer.store import queues as stored
from reviewer.store.connection import open_reading
from reviewer.tui import draw_dialog
from reviewer.tui.draw_dialog import DrawDialog
from reviewer.tui.queue import QueueScreen


@pytest.fixture(autouse=True)
def seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed that is offered."""
    monkeypatch.setattr(draw_dialog, "randbelow", lambda _: 7)


def kept(db: Path) -> list[stored.QueueRow]:
    """The queues that there are."""
    with closing(open_reading(db)) as connection:
        return stored.queues(connection)


async def open_dialog(pilot: Pilot[None], until: Any) -> DrawDialog:
    """From the library."""
    await pilot.press("m")
    await until(pilot, lambda: isinstance(pilot.app.screen, DrawDialog))
    dialog = pilot.app.screen
    assert isinstance(dialog, DrawDialog)
    return dialog


async def test_a_stratified_sample(opened: Any, until: Any, lines: Any, snapshot: Any, demo_db: Path) -> None:
    """By the filter in force, for two readers: as that recipe draws it anywhere; then the queue is on the screen."""
    async with opened(demo_db, (80, 24)) as pilot:
        await pilot.press("f", *"-class:trap", "enter")
        dialog = await open_dialog(pilot, until)
        await pilot.press(*"june", "tab", "tab", "right", "space", "tab")
        field = dialog.query_one("#draw-sample", Input)
        await until(pilot, lambda: dialog.focused is field)
        field.value = "4"
        dialog.query_one("#draw-fields", Input).value = "class, model"
        dialog.query_one("#draw-readers", Input).value = "Ada, Ben"
        dialog.query_one("#draw-double", Input).value = "50%"
        await until(pilot, lambda: "4 of 9 transcripts would be drawn, from 4 strata" in lines(pilot))
        await until(pilot, lambda: "12 left" in lines(pilot))
        assert "given to Ada and to Ben" in lines(pilot)
        snapshot(pilot, "draw-80")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen) and "june" in lines(pilot))
        await until(pilot, lambda: "seed 7" in lines(pilot))
    (made,) = kept(demo_db)
    recipe = Recipe(
        filter="-class:trap", sample=4, stratify=("class", "model"), seed=7, double=0.5, assign=("Ada", "Ben")
    )
    assert (made.name, made.author, made.recipe) == ("june", "Noor", recipe)
    with closing(open_reading(demo_db)) as connection:
        drawn = [(item.transcript, item.reviewer) for item in stored.items(connection, made)]
        assert drawn == [(item.transcript, item.reviewer) for item in queues.preview(connection, recipe).items]


async def test_what_cannot_be_drawn(opened: Any, until: Any, lines: Any, demo_db: Path) -> None:
    """It is said, nothing is kept, and what was typed stays."""
    queues.make(demo_db, "june", Recipe(), "Ada")
    async with opened(demo_db) as pilot:
        dialog = await open_dialog(pilot, until)

        async def refused(name: str, text: str, words: str) -> None:
            field = dialog.query_one(f"#draw-{name}", Input)
            before, field.value = field.value, text
            await until(pilot, lambda: words in lines(pilot))
            field.value = before

        await pilot.press("enter")
        await until(pilot, lambda: "a queue needs a name" in lines(pilot))
        await refused("filter", "status:odd", "not understood as a filter: status:odd")
        await refused("filter", "case:nowhere", "no transcript matches")
        await refused("double", "half", "'half' is no share")
        await refused("seed", "x", "the seed is a whole number, not 'x'")
        await refused("readers", "Ada, Ada", "every reviewer is named once")
        await pilot.press(*"june", "enter")
        await until(pilot, lambda: "NOT SAVED: there is a queue 'june'" in lines(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, DrawDialog))
    assert [queue.name for queue in kept(demo_db)] == ["june"]


async def test_a_full_disk(opened: Any, until: Any, lines: Any, demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn, and the dialog stays as it was typed."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with opened(demo_db) as pilot:
        dialog = await open_dialog(pilot, until)
        monkeypatch.setattr(queues, "make", full)
        await pilot.press(*"june", "enter")
        await until(pilot, lambda: "NOT SAVED: database or disk is full" in lines(pilot))
        assert dialog.query_one("#draw-name", Input).value == "june"
    assert kept(demo_db) == []


async def test_from_an_empty_list_of_queues(opened: Any, until: Any, lines: Any, demo_db: Path) -> None:
    """The queue screen says how; only what somebody cited and nobody confirmed has no sample and no second reader."""
    async with opened(demo_db) as pilot:
        await pilot.press("Q")
        await until(pilot, lambda: "No queue yet. m draws one" in lines(pilot))
        dialog = await open_dialog(pilot, until)
        await pilot.press("tab", "tab", "left")
        await until(pilot, lambda: "nothing to draw from" in lines(pilot))
        assert dialog._recipe() == Recipe(seed=7, double=0.0, cited_unconfirmed=True)
        assert "twice" not in lines(pilot)
        assert "how many" not in lines(pilot)
