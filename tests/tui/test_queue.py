"""A queue on the screen: one after the other until nothing is left; and what the blind do not see."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewer.formats.contract import Fill
from reviewer.operations import queues, settings
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store import transcripts
from reviewer.store.blind import blind as blind_to
from reviewer.store.connection import open_reading
from reviewer.store.decided import revision_hash
from reviewer.store.rows import TranscriptRow
from reviewer.tui.compare import CompareScreen
from reviewer.tui.library import LibraryScreen
from reviewer.tui.queue import QueueScreen
from reviewer.tui.search import SearchScreen
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.coverage import Coverage
from reviewer.tui.widgets.queue_list import QueueList
from reviewer.tui.widgets.table import Table


@pytest.fixture
def db(demo_db: Path, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo, with Ada at the keyboard."""
    assert own_home.is_dir()
    monkeypatch.setattr("reviewer.store.queues.now", lambda: "2026-05-02T10:00:00Z")
    settings.write(reviewer="Ada")
    with closing(sqlite3.connect(demo_db)) as source, closing(sqlite3.connect(tmp_path / "study.db")) as copy:
        source.backup(copy)
    return tmp_path / "study.db"


@pytest.fixture
def june(db: Path) -> Path:
    """Its three traps in a queue, of which the second is Ben's."""
    queues.make(db, "june", Recipe(filter="class:trap", double=0.0, assign=("Ada", "Ben")), "Ada")
    return db


@pytest.fixture
def blind(db: Path) -> Path:
    """The same traps, blind; on each Ben has found something and given a verdict."""
    queues.make(db, "june", Recipe(filter="class:trap", double=0.0, blind=True), "Ada")
    present = "SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision"
    with closing(open_reading(db)) as connection:
        traps = connection.execute(f"{present} WHERE v.case_class = 'trap'").fetchall()
    with Reviewing(db, "Ben") as ben:
        for transcript, revision in traps:
            ben.judge(transcript, revision, "fell", Saw(), verdict="genuine", reason="Ben says so")
    return db


async def test_the_library_says_what_a_queue_has_for_one(opened: Any, until: Any, june: Path) -> None:
    """Of the case under the cursor, and only of one's own."""
    async with opened(june) as pilot:
        await pilot.press("f", *"class:trap", "enter")
        table, detail = pilot.app.screen.query_one(Table), pilot.app.screen.query_one("#detail", Bar)
        await until(pilot, lambda: table.count == 3)
        mine = {row.key for row in blind_rows(june, "Ada")}
        for row in range(3):
            table.move_to(row)
            await pilot.pause()
            assert table.chosen is not None
            assert ("queued for you" in detail.text) is (table.chosen.key in mine)
        assert len(mine) == 2


def blind_rows(db: Path, reviewer: str) -> list[TranscriptRow]:
    """What a queue has for a reviewer."""
    with closing(open_reading(db)) as connection:
        return transcripts.rows(connection, sorted(blind_to(connection, reviewer).given))


def listed(pilot: Pilot[None]) -> QueueList:
    """The list of the queue."""
    return pilot.app.screen.query_one(QueueList)


async def go(pilot: Pilot[None], until: Any, count: int) -> None:
    """Into the queue."""
    await pilot.press("Q")
    await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen) and listed(pilot).count == count)


def marks(db: Path) -> list[tuple[str, str]]:
    """(reviewer, mark), as the database has them."""
    with closing(open_reading(db)) as connection:
        return connection.execute("SELECT reviewer, mark FROM marking ORDER BY at, transcript").fetchall()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(opened: Any, until: Any, snapshot: Any, june: Path, size: tuple[int, int]) -> None:
    """What is left for Ada; with `a` all of it."""
    async with opened(june, size) as pilot:
        await go(pilot, until, 2)
        await pilot.press("a")
        await until(pilot, lambda: listed(pilot).count == 3)
        snapshot(pilot, f"queue-{size[0]}")


async def test_one_after_the_other(opened: Any, until: Any, lines: Any, june: Path) -> None:
    """Being done with one leads to the next that is open for Ada; at the end the queue says what it came to."""
    async with opened(june) as pilot:
        await go(pilot, until, 2)
        await pilot.press("n")
        await until(pilot, lambda: "june 0/2" in lines(pilot))
        first = pilot.app.screen
        assert isinstance(first, TranscriptScreen)
        one = first.row.id
        await pilot.press("o", "h")
        await until(pilot, lambda: "✓ outcome held" in lines(pilot))
        await pilot.press("F")
        await until(pilot, lambda: first.row.id != one)
        await until(pilot, lambda: "june 1/2" in lines(pilot))
        await pilot.press("S", *"why", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen))
        await until(pilot, lambda: "2 of 3 readings are done" in lines(pilot))
        assert "1 skimmed, 1 skipped; none left for Ada, 1 for others" in lines(pilot)
        assert "Nothing is left for Ada." in lines(pilot)
    assert [who for who, _ in marks(june)] == ["Ada", "Ada"]


async def test_a_second_word_leads_on(opened: Any, until: Any, lines: Any, db: Path) -> None:
    """In a queue of findings that wait for one: with the last of a transcript to the next, and back at the end."""
    with closing(open_reading(db)) as connection:
        rows = transcripts.rows(connection, transcripts.keys(connection))[:2]
        revisions = [revision_hash(connection, row) for row in rows]
    with Reviewing(db, "Ben") as ben:
        for row, revision in zip(rows, revisions, strict=True):
            ben.tag(row.id, revision, Anchor("message", (Place(1),)), "conversation.verbose", "x")
        ben.tag(rows[0].id, revisions[0], Anchor("message", (Place(2),)), "conversation.verbose", "x")
    queues.make(db, "cited", Recipe(cited_unconfirmed=True), "Ada")
    async with opened(db) as pilot:
        await go(pilot, until, 2)
        await pilot.press("n")
        await until(pilot, lambda: "cited 0/2" in lines(pilot))
        screen = pilot.app.screen
        assert isinstance(screen, TranscriptScreen)
        assert screen.row.id == rows[0].id
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "by Ben" in lines(pilot))
        await pilot.press("c")
        await until(pilot, lambda: "confirmed by Ada" in lines(pilot))
        assert screen.row.id == rows[0].id
        await pilot.press("j", "c")
        await until(pilot, lambda: screen.row.id == rows[1].id)
        await until(pilot, lambda: "cited 1/2" in lines(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "by Ben" in lines(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "is none, because" in lines(pilot))
        await pilot.press(*"no", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen))
        await until(pilot, lambda: "2 of 2 readings are done: 1 confirmed, 1 disputed; none left" in lines(pilot))
        await pilot.press("a")
        await until(pilot, lambda: "✗ disputed" in lines(pilot))


async def test_no_queue(opened: Any, until: Any, lines: Any, db: Path) -> None:
    """It says how one is made; what is asked of it does nothing."""
    async with opened(db) as pilot:
        await pilot.press("Q")
        await until(pilot, lambda: "No queue yet" in lines(pilot))
        await pilot.press("n", "enter", "o", "a")
        assert isinstance(pilot.app.screen, QueueScreen)


async def test_another_queue(opened: Any, until: Any, lines: Any, june: Path) -> None:
    """A key away; the first one that is shown has something left for Ada."""
    queues.make(june, "all", Recipe(sample=5, double=0.0), "Ada")
    async with opened(june) as pilot:
        await go(pilot, until, 2)
        await pilot.press("o", "2")
        await until(pilot, lambda: listed(pilot).count == 5)
        assert "5 transcripts of 12" in lines(pilot)


async def test_late_arrivals(opened: Any, until: Any, lines: Any, june: Path, tmp_path: Path) -> None:
    """Drawn as a stratum of their own, with a key; where nothing came in, that is said."""
    late = {"format": "reviewer/1", "suite": "desk", "case": "late-1", "model": "m", "run": "r9", "case_class": "trap"}
    file = tmp_path / "late.jsonl"
    async with opened(june) as pilot:

        def said(words: str) -> bool:
            return any(words in one.message for one in pilot.app._notifications)

        await go(pilot, until, 2)
        await pilot.press("l")
        await until(pilot, lambda: said("nothing came in for the queue june"))
        file.write_text(json.dumps(late | {"messages": [{"role": "customer", "text": "Hello"}]}) + "\n", "utf-8")
        assert load(june, [str(file)], Fill()).added == 1
        await pilot.press("l")
        await until(pilot, lambda: said("✓ 1 more to be read in june"))
        await until(pilot, lambda: listed(pilot).count == 3)
        assert "late-1" in lines(pilot)
        assert "3 transcripts of 3, late 1: 1 of 1" in lines(pilot)


async def test_the_blind_see_no_model(opened: Any, until: Any, lines: Any, blind: Path) -> None:
    """Neither in the library, nor in the queue, a transcript, what stands around it, Compare or the search."""

    def at(pilot: Pilot[None], row: str) -> str:
        return str(next(line for line in lines(pilot).splitlines() if row in line))

    async with opened(blind, (160, 40)) as pilot:
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        await until(pilot, lambda: "3 blind" in library.query_one("#title", Bar).text)
        assert "blind" in at(pilot, "used_item-01")
        assert "demo-model" not in at(pilot, "used_item-01").partition("│")[2]
        await go(pilot, until, 3)
        assert "demo-" not in lines(pilot)
        assert "3 transcripts of 3 · seed 0" in lines(pilot)  # and by no filter: it may name a model
        await pilot.press("enter")
        await until(pilot, lambda: "checks" in lines(pilot))
        screen = pilot.app.screen
        assert isinstance(screen, TranscriptScreen)
        await pilot.press("d")
        await pilot.pause()
        shown = lines(pilot)
        assert "model      blind" in shown
        await pilot.press("escape", "Y", "]", "h")
        await pilot.pause()
        assert "demo-" not in shown + lines(pilot)
        await pilot.press("escape", "o", "h")
        await until(pilot, lambda: "✓ outcome held" in lines(pilot))
        assert "demo-" not in lines(pilot)
        assert "Ben" not in lines(pilot)
        assert not screen._shown.saw.model
        await pilot.press("vertical_line")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen) and "blind queue" in lines(pilot))
        assert "demo-" not in lines(pilot)
        await pilot.press("escape", "escape", "escape", "slash", *"wheel model:zzz")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen) and "blind" in lines(pilot))
        await until(pilot, lambda: "nothing is searched by model or run" in lines(pilot))
        assert not [line for line in lines(pilot).splitlines() if "used_item" in line and "demo-" in line]


async def test_somebody_else_may_be_blind(opened: Any, until: Any, lines: Any, blind: Path) -> None:
    """What Ben sees of his own verdicts, Ada who takes the keyboard does not."""
    settings.write(reviewer="Ben")
    queues.make(blind, "hers", Recipe(filter="class:trap", double=0.0, blind=True, assign=("Ada",)), "Ada")
    with closing(open_reading(blind)) as connection:
        trap = transcripts.find(connection, "demo-a.2/used_item-01").id
    with Reviewing(blind, "Ben") as ben, closing(open_reading(blind)) as connection:
        for key in blind_to(connection, "Ben").keys:
            (row,) = transcripts.rows(connection, [key])
            ben.mark(row.id, revision_hash(connection, row), "skimmed", saw=Saw())
    async with opened(blind, (120, 40), trap) as pilot:
        await until(pilot, lambda: "demo-model-a · run 2 of 3" in lines(pilot) and "r2 FELL" in lines(pilot))
        screen = pilot.app.screen
        assert isinstance(screen, TranscriptScreen)
        screen._call_oneself("Ada")
        await until(pilot, lambda: "From now on Ada is reviewing" in lines(pilot))
        assert "demo-model-a" not in lines(pilot)
        assert "outcome   missing" in lines(pilot)


def test_the_runs_that_are_left_do_not_tell_the_blind(db: Path) -> None:
    """One run of a case is in the queue: no run of it has a name, or else it would be the one that is missing."""
    queues.make(db, "june", Recipe(filter="class:trap", sample=1, double=0.0, blind=True), "Ada")
    with closing(open_reading(db)) as connection:
        hidden = blind_to(connection, "Ada")
        rows = hidden.rows(transcripts.rows(connection, list(hidden.keys)))
    assert [(row.case, row.model, row.run) for row in rows] == [("used_item-01", "", "")] * 3


async def test_a_filter_does_not_tell_the_blind(opened: Any, until: Any, blind: Path) -> None:
    """The traps are of no model that one could filter by, and in the library their place says nothing."""
    async with opened(blind, (160, 40)) as pilot:
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        library._set_filter("model:demo-model-a used_item")
        await until(pilot, lambda: library._table.count == 0)
        library._set_filter("used_item")
        await until(pilot, lambda: library._table.count == 3)


async def test_how_far_the_reading_is(opened: Any, until: Any, lines: Any, june: Path) -> None:
    """Below the runs, by class, for the line that the cursor is on; counted anew after something was decided."""
    async with opened(june) as pilot:
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        coverage = library.query_one(Coverage)
        await until(pilot, lambda: "undecided" in lines(pilot))
        assert [name for name, _ in coverage._columns] == ["all", "solv.", "esc.", "trap"]
        await go(pilot, until, 2)
        await pilot.press("enter", "o", "f")
        await until(pilot, lambda: "✓ outcome fell" in lines(pilot))
        await pilot.press("F")
        await until(pilot, lambda: len(marks(june)) == 1)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: dict(coverage._columns)["all"].skimmed == 1)
        assert dict(coverage._columns)["trap"].outcomes_missing == 2
        await pilot.press("tab", "down")
        await until(pilot, lambda: "1 skimmed, 3 without outcome, 5 left" in lines(pilot))
