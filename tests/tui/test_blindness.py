"""What the screens tell before one's own word: asked first while one is blind, and kept as seen."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.operations import check, queues, settings
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store.connection import open_reading
from reviewer.store.decided import seen
from reviewer.tui.board import BoardScreen
from reviewer.tui.choose import Choose
from reviewer.tui.inbox import InboxScreen
from reviewer.tui.library import LibraryScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.proposals import Proposals

TOLD = Saw(machine=True, siblings=True, others=True)


@pytest.fixture
def db(demo_db: Path, own_home: Path) -> Path:
    """The demo, with Ada at the keyboard."""
    assert own_home.is_dir()
    settings.write(reviewer="Ada")
    return demo_db


def known(db: Path) -> dict[str, Saw]:
    """What Ada has seen, by case."""
    with closing(open_reading(db)) as connection:
        cases = dict(connection.execute("SELECT public_id, case_id FROM transcript").fetchall())
        return {cases[one]: saw for one, saw in seen(connection, "Ada").items()}


async def test_the_board_while_one_is_blind(opened: Any, until: Any, lines: Any, db: Path) -> None:
    """It is closed until Ada asks for it all the same; then her verdicts will say so, and nobody asks again."""
    queues.make(db, "june", Recipe("class:trap", sample=2, double=0.0, blind=True), "Ada")
    async with opened(db) as pilot:
        await pilot.press("B")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "2 cases to be read blind" in lines(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        assert known(db) == {}
        await pilot.press("B")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))
        await until(pilot, lambda: known(db) == {"used_item-01": TOLD})
        await pilot.press("escape", "B")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))


async def test_what_the_inbox_shows_tells_no_outcome(opened: Any, until: Any, db: Path) -> None:
    """Of a case that must be handed over what the check suggests waits for one's own word, as for a trap."""
    check.run(db)
    with closing(open_reading(db)) as connection:
        (waiting,) = connection.execute(
            """SELECT count(*) FROM proposal p JOIN transcript t ON t.public_id = p.transcript
            JOIN revision v ON v.id = t.revision WHERE v.case_class IN ('must-escalate', 'trap')"""
        ).fetchone()
    async with opened(db, (120, 60)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, InboxScreen))
        listed = pilot.app.screen.query_one(Proposals)
        await until(pilot, lambda: listed.count > 0)
        assert {row.case_class for row in listed.rows} == {"solvable"}
        assert f"{waiting} hidden until your outcomes" in pilot.app.screen.query_one("#inbox-title", Bar).text
    assert known(db) == {}


async def test_what_a_pattern_shows_is_kept(opened: Any, until: Any, lines: Any, db: Path) -> None:
    """That Ada saw what Ben found, where she has not given her word yet."""
    with closing(open_reading(db)) as connection:
        ids = dict(connection.execute("SELECT case_id, public_id FROM transcript").fetchall())
    first, second = "address_change-02", "missing_item-01"
    with Reviewing(db, "Ben") as ben:
        habit = ben.name_pattern("early")
        for case in (first, second):
            ben.join(habit, ben.tag(ids[case], "b2:aa", Anchor("transcript"), "unsafe.no-proof", "t").id)
    with Reviewing(db, "Ada") as ada:
        ada.mark(ids[second], "b2:aa", "done", saw=Saw())
    async with opened(db) as pilot:
        await pilot.press("p")
        await until(pilot, lambda: "2 for" in lines(pilot))
        await until(pilot, lambda: known(db) == {first: Saw(others=True)})
        queues.make(db, "june", Recipe(f"case:{first}", double=0.0, blind=True, assign=("Ada",)), "Ben")
        pilot.app.screen.action_refresh()
        await until(pilot, lambda: "1 hidden while you are blind" in lines(pilot))


async def test_tags_of_others_wait(opened: Any, until: Any, lines: Any, db: Path) -> None:
    """A filter by tag does not find a trap by what Ben found in it, and says of how many that is so."""
    with closing(open_reading(db)) as connection:
        trap, other = (
            connection.execute("SELECT public_id FROM transcript WHERE case_id = ?", (case,)).fetchone()[0]
            for case in ("used_item-01", "missing_item-01")
        )
    with Reviewing(db, "Ben") as ben:
        for transcript in (trap, other):
            ben.tag(transcript, "b2:aa", Anchor("transcript"), "unsafe.no-proof", "t")
    async with opened(db) as pilot:
        await pilot.press("f", *"tag:unsafe", "enter")
        await until(pilot, lambda: "tags of 1 wait" in lines(pilot))
        assert "1 of 12 transcripts" in lines(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "12 transcripts" in lines(pilot) and "tags of" not in lines(pilot))
