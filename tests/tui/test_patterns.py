"""The patterns screen: habits, the findings that bear them, and what a person does with both."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, span
from reviewer.store import patterns, proposals, transcripts
from reviewer.tui.patterns import PatternsScreen, offer
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.pattern_lists import Members, PatternList
from tests.tui.conftest import Opened, Until

Snapshot = Callable[[Pilot[None], str], None]


@pytest.fixture
def db(demo_db: Path, tmp_path: Path) -> Path:
    """The demo with a habit, two findings for it and one against it."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_db, path)
    with Reviewing(path, "Ann") as ann:
        connection, ids = ann.connection, []
        for row in transcripts.rows(connection, transcripts.keys(connection)[:3]):
            message, hash_ = proposals.message(connection, row, 2)
            length = min(len(message.text), 24)
            place = span(message, "text", 0, length, hash_) if length else Place(2)
            anchor = Anchor("span" if length else "message", (place,))
            revision = proposals.present(connection, row.key)
            note = "cold \x1b[31m[/b]"
            ids.append(ann.tag(row.id, revision, anchor, "conversation.tone", shipped_taxonomy().hash, note=note).id)
        habit = ann.name_pattern("Starts cold \x1b]0;x\x07", "no greeting before the first question", "intent", "x")
        for id_, role in zip(ids, ("member", "member", "counterexample"), strict=True):
            ann.join(habit, id_, role)
    return path


async def at_findings(pilot: Pilot[None], until: Until) -> Members:
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, PatternsScreen))
    members = pilot.app.screen.query_one(Members)
    await until(pilot, lambda: members.count == 3)
    return members


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_shows_members_and_counterexamples(
    db: Path, size: tuple[int, int], opened: Opened, until: Until, snapshot: Snapshot
) -> None:
    """With their quotes, on a narrow screen and a wide one; nothing hostile is live."""
    async with opened(db, size) as pilot:
        pilot.app.sitting.reviewer = "Ann"  # type: ignore[attr-defined]
        await at_findings(pilot, until)
        await pilot.pause()
        snapshot(pilot, f"patterns-{size[0]}")


async def test_deciding_there(db: Path, opened: Opened, until: Until) -> None:
    """Against, out, back again, a memo, a name, a new one: saved each time, and the screen says what is saved."""
    async with opened(db) as pilot:
        members = await at_findings(pilot, until)
        await pilot.press("enter", "x")
        await until(pilot, lambda: [role for role, _ in members.rows] == ["member", "counterexample", "counterexample"])
        await pilot.press("d")
        await until(pilot, lambda: members.count == 2)
        await pilot.press("u", "u")
        await until(pilot, lambda: [role for role, _ in members.rows] == ["member", "member", "counterexample"])
        await pilot.press("m", "ctrl+u", *"colder", "enter")
        listed = pilot.app.screen.query_one(PatternList)
        await until(pilot, lambda: bool(listed.rows) and listed.rows[0].memo == "colder")
        await pilot.press("a", *"late", "enter")
        await until(pilot, lambda: [row.name for row in listed.rows][:1] == ["late"])
    with Reviewing(db, "Ann") as ann:
        assert [(row.name, row.members) for row in patterns.rows(ann.connection)] == [
            ("late", 0),
            ("Starts cold \x1b]0;x\x07", 2),
        ]


async def test_enter_opens_the_place(db: Path, opened: Opened, until: Until) -> None:
    """From a habit to a finding to its words."""
    async with opened(db) as pilot:
        await at_findings(pilot, until)
        await pilot.press("enter", "j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))


async def test_a_finding_joins_with_a_key(db: Path, opened: Opened, until: Until) -> None:
    """Offered from wherever a finding is; the number chooses."""
    with Reviewing(db, "Ann") as ann:
        finding = ann.tag("t", "b2:aa", Anchor("transcript"), "conversation.tone", "b2:x").id
    async with opened(db) as pilot:
        offer(pilot.app, finding)  # type: ignore[arg-type]
        await pilot.pause()
        await pilot.press("1")
        members = await_count(db)
        await until(pilot, lambda: members() == 3)


def await_count(db: Path) -> Callable[[], int]:
    """How many findings bear the first habit, asked anew each time."""

    def count() -> int:
        with Reviewing(db, "Ann") as ann:
            return patterns.rows(ann.connection)[0].members

    return count
