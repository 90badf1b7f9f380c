"""The inbox: the words beside what is suggested, one key to decide, and a tick only for what is saved."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reviewer.errors import StoreError
from reviewer.formats.contract import Fill
from reviewer.operations import check, proposals, settings
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.store import transcripts
from reviewer.store.connection import open_reading
from reviewer.store.rows import CallRow, MessageRow
from reviewer.tui.inbox import InboxScreen
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.passage import lines, window
from reviewer.tui.widgets.proposals import Proposals
from tests.lent import lend

HELLO = {"role": "customer", "text": "Please cancel it. And where is the rest?"}
CANCEL = {"role": "agent", "text": "", "calls": [{"id": "x", "name": "cancel_order", "arguments": '{"order": "A-1"}'}]}
DONE = {"role": "tool", "call_id": "x", "text": '{"status": "cancelled"}'}
REPLY = {"role": "agent", "text": "Cancelled!\u200b The rest \x1b[31mis on its way\x1b[0m."}
EMPTY = {"role": "agent", "text": ""}


@pytest.fixture(scope="session")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two transcripts and a trap, with what checks and a helper suggest. Shared: copy it."""
    folder = tmp_path_factory.mktemp("suggested")
    whole: dict[str, Any] = {
        "format": "reviewer/1",
        "suite": "desk",
        "model": "quill-2",
        "run": "a.1",
        "synthetic": True,
    }
    said = [HELLO, CANCEL, DONE, REPLY, {"role": "customer", "text": "Thanks."}, EMPTY]
    cases: list[dict[str, Any]] = [
        {"case": "one", "messages": said},
        {"case": "three", "messages": [HELLO, EMPTY]},
        {"case": "two", "case_class": "trap", "messages": said},
    ]
    (folder / "runs.jsonl").write_text("".join(json.dumps({**whole, **case}) + "\n" for case in cases))
    line = {
        "proposer": "helper@1",
        "transcript": "a.1/three",
        "citation": "M1",
        "quote": "cancel",
        "tag": "positive.warm",
    }
    (folder / "helper.proposals").write_text(json.dumps({**line, "note": "A please is not warm.\x1b]0;owned\x07"}))
    assert load(folder / "study.db", [str(folder / "runs.jsonl")], Fill()).added == 3
    check.run(folder / "study.db")
    assert proposals.propose(folder / "study.db", str(folder / "helper.proposals")).added == 1
    return lend(folder / "study.db")


@pytest.fixture
def db(suggested: Path, tmp_path: Path, own_home: Path) -> Path:
    """One's own copy, with Ann at the keyboard."""
    assert own_home.is_dir()
    settings.write(reviewer="Ann")
    with closing(sqlite3.connect(suggested)) as source, closing(sqlite3.connect(tmp_path / "study.db")) as copy:
        source.backup(copy)
    return tmp_path / "study.db"


def screen(pilot: Pilot[None]) -> InboxScreen:
    """The inbox, wherever it lies in the stack."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, InboxScreen))


def rows(pilot: Pilot[None]) -> Proposals:
    """Its list."""
    return screen(pilot).query_one(Proposals)


def chosen(pilot: Pilot[None]) -> tuple[str, str | None]:
    """Tag and decision of what the cursor is on."""
    row = rows(pilot).chosen
    assert row is not None
    return row.tag, row.decision


def decisions(pilot: Pilot[None]) -> list[str | None]:
    """As the list shows them."""
    return [row.decision for row in rows(pilot).rows]


def kept(db: Path) -> dict[str, Any]:
    """As the database has them: decision by tag, findings."""
    with closing(open_reading(db)) as connection:
        decided = connection.execute("SELECT tag, decision FROM proposal WHERE decision IS NOT NULL").fetchall()
        found = connection.execute("SELECT tag, severity, note, author FROM finding ORDER BY id").fetchall()
    return {"decided": sorted(decided), "findings": found}


async def go(pilot: Pilot[None], until: Any) -> None:
    """Into the inbox."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, InboxScreen) and rows(pilot).count > 0)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_how_it_looks(opened: Any, until: Any, snapshot: Any, db: Path, size: tuple[int, int]) -> None:
    """The words are beside the list, or below it; what somebody wrote steers nothing."""
    async with opened(db, size) as pilot:
        await go(pilot, until)
        await pilot.press("j")
        snapshot(pilot, f"inbox-{size[0]}x{size[1]}")


async def test_one_key_each(opened: Any, until: Any, db: Path) -> None:
    """Confirm, amend, reject; the cursor goes on by itself; what is decided stays with its sign until read again."""
    async with opened(db) as pilot:
        await go(pilot, until)
        tags = [row.tag for row in rows(pilot).rows]
        assert tags == [
            "protocol.acts-before-confirming",
            "conversation.odd-characters",
            *("conversation.odd-characters", "conversation.empty-reply"),
            *("positive.warm", "conversation.empty-reply"),
        ]
        await pilot.press("c")
        await until(pilot, lambda: decisions(pilot)[0] == "confirmed")
        assert rows(pilot).cursor == 1
        await pilot.press("a", "t")
        await until(pilot, lambda: decisions(pilot)[1] == "amended")
        await pilot.press("s", "c")
        await until(pilot, lambda: decisions(pilot)[2] == "amended")
        await pilot.press("x")
        await until(pilot, lambda: decisions(pilot)[3] == "rejected")
        await pilot.press("X", *"no", "enter")
        await until(pilot, lambda: decisions(pilot)[4] == "rejected")
        await pilot.press("e", *"cut", "enter")
        await until(pilot, lambda: decisions(pilot)[5] == "amended")
        assert kept(db)["findings"] == [
            ("protocol.acts-before-confirming", "major", "no proposal and no yes before the call", "Ann"),
            ("conversation.tone", "minor", rows(pilot).rows[1].note, "Ann"),
            ("conversation.odd-characters", "critical", rows(pilot).rows[2].note, "Ann"),
            ("conversation.empty-reply", "major", "cut", "Ann"),
        ]
        assert rows(pilot).rows[4].reason == "no"
        await pilot.press("c")  # it is decided: nothing happens
        await pilot.press("R")
        await until(pilot, lambda: not rows(pilot).count)
        await pilot.press("d")
        await until(pilot, lambda: rows(pilot).count == 6)


async def test_undo_goes_back_to_what_it_takes_back(opened: Any, until: Any, db: Path) -> None:
    """Also what has left the list; and redo."""
    async with opened(db) as pilot:
        await go(pilot, until)
        before = kept(db)
        await pilot.press("c", "x")
        await until(pilot, lambda: decisions(pilot)[:2] == ["confirmed", "rejected"])
        await pilot.press("u")
        await until(pilot, lambda: decisions(pilot)[:2] == ["confirmed", None])
        assert rows(pilot).cursor == 1
        await pilot.press("R")
        await until(pilot, lambda: rows(pilot).count == 5)
        await pilot.press("u")
        await until(pilot, lambda: rows(pilot).count == 6)
        assert chosen(pilot) == ("protocol.acts-before-confirming", None)
        assert kept(db) == before
        await pilot.press("u")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: decisions(pilot)[0] == "confirmed")
        assert len(kept(db)["findings"]) == 1


async def test_a_trap_waits_for_ones_own_verdict(opened: Any, until: Any, db: Path) -> None:
    """It is said how many; they are there once the verdict is."""
    async with opened(db) as pilot:
        await go(pilot, until)
        assert "4 hidden until your outcomes" in screen(pilot).query_one("#inbox-title", Bar).text
        with Reviewing(db, "Ann") as ann:
            row = transcripts.find(ann.connection, "a.1/two")
            ann.judge(row.id, "b2:x", "held", Saw())
        await pilot.press("R")
        await until(pilot, lambda: rows(pilot).count == 10)
        assert "hidden" not in screen(pilot).query_one("#inbox-title", Bar).text


async def test_one_kind_only(opened: Any, until: Any, db: Path) -> None:
    """By proposer and tag; `F` shows all again."""
    async with opened(db) as pilot:
        await go(pilot, until)
        await pilot.press("f", *["down"] * 9, "enter")
        await until(pilot, lambda: rows(pilot).count == 1)
        assert chosen(pilot)[0] == "positive.warm"
        assert "1 of helper@1 · positive.warm" in screen(pilot).query_one("#inbox-title", Bar).text
        await pilot.press("F")
        await until(pilot, lambda: rows(pilot).count == 6)


async def test_a_reason_that_was_typed_is_offered_again(opened: Any, until: Any, db: Path) -> None:
    """Of this proposal, and of no other."""
    async with opened(db) as pilot:
        await go(pilot, until)
        typed = screen(pilot).query_one("#prompt Input", Input)
        await pilot.press("X", *"no", "escape", "j", "X")
        await until(pilot, lambda: typed.has_focus)
        assert typed.value == ""
        await pilot.press("escape", "k", "X")
        await until(pilot, lambda: typed.value == "no")
        await pilot.press("ctrl+r", "t", "enter")
        await until(pilot, lambda: decisions(pilot)[0] == "rejected")
        assert not pilot.app.drafts


async def test_enter_reads_it_there(opened: Any, until: Any, db: Path) -> None:
    """And back."""
    async with opened(db) as pilot:
        await go(pilot, until)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        assert pilot.app.screen.row.case == "one"
        assert pilot.app.screen._stream.focused.message == 2
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, InboxScreen))
        await pilot.press("q")
        await until(pilot, lambda: not any(isinstance(one, InboxScreen) for one in pilot.app.screen_stack))


async def test_what_is_not_saved_has_no_tick(
    opened: Any, until: Any, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says NOT SAVED and keeps the words, until the disk takes them."""
    full = True
    accept = proposals.accept

    def failing(*words: Any, **more: Any) -> Any:
        if full:
            raise StoreError("the disk is full")
        return accept(*words, **more)

    monkeypatch.setattr(proposals, "accept", failing)
    async with opened(db) as pilot:
        await go(pilot, until)
        await pilot.press("e", *"mine", "enter")
        unsaved = screen(pilot).query_one("#unsaved", Bar)
        await until(pilot, lambda: bool(unsaved.display) and "NOT SAVED: the disk is full" in unsaved.text)
        assert decisions(pilot)[0] is None
        assert rows(pilot).saving
        full = False
        await pilot.press("ctrl+s")
        await until(pilot, lambda: decisions(pilot)[0] == "amended")
        await until(pilot, lambda: not unsaved.display)
        assert kept(db)["findings"][0][2] == "mine"


async def test_somebody_was_quicker(opened: Any, until: Any, db: Path) -> None:
    """Their decision is shown, and nothing is put aside."""
    async with opened(db) as pilot:
        await go(pilot, until)
        row = rows(pilot).rows[0]
        with Reviewing(db, "Bob") as bob:
            proposals.reject(bob, row)
        await pilot.press("c")
        await until(pilot, lambda: decisions(pilot)[0] == "rejected")
        assert rows(pilot).rows[0].decided_by == "Bob"
        assert kept(db)["findings"] == []


async def test_nothing_to_decide(opened: Any, until: Any, demo_db: Path) -> None:
    """Says so."""
    async with opened(demo_db) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, InboxScreen))
        await until(pilot, lambda: "No check has suggested anything yet" in rows(pilot).note)


# The words around a place.


def message(number: int, text: str, role: str = "agent", calls: list[CallRow] | None = None) -> MessageRow:
    """One that has only this."""
    return MessageRow(number, role, None, text, None, None, None, None, None, calls=calls or [])


def drawn(messages: list[MessageRow], anchor: Anchor, width: int = 40) -> list[list[tuple[str, str]]]:
    """The lines."""
    return [*lines([messages], anchor, "a question", width)]


def marked(found: list[list[tuple[str, str]]]) -> str:
    """What stands out."""
    return "".join(text for line in found for text, style in line if style == "match")


def test_the_words_are_marked_wherever_they_are() -> None:
    """Over a line's end, in a long text, and where something before them is shown as an escape."""
    text = "x\x1b" * 3_000 + "exactly these words" + " y" * 5_000
    start = text.index("exactly")
    anchor = Anchor("span", (Place(3, "text", start, start + 19, "exactly these words"),))
    found = drawn([message(3, text)], anchor, 36)
    assert marked(found) == "exactly these words"
    assert sum("characters before" in "".join(text for text, _ in line) for line in found) == 1
    assert sum("characters more" in "".join(text for text, _ in line) for line in found) == 1
    assert not any("\x1b" in text for line in found for text, _ in line)
    assert max(len("".join(text for text, _ in line).rstrip()) for line in found) <= 36


def test_what_is_missing_is_said_where_it_is_missing() -> None:
    """Right before the second call, not before the message."""
    calls = [CallRow(n, f"call_{n}", "write", None, "{}", None, None) for n in (1, 2)]
    found = drawn([message(4, "Now.", calls=calls)], Anchor("gap", (Place(4, "c2"),)))
    said = ["".join(text for text, _ in line).strip("▌ ") for line in found]
    assert said.count("◌ missing here: a question") == 1
    assert said.index("◌ missing here: a question") == said.index("c2 WRITE  call_2") - 1


def test_a_pair_far_apart_shows_both() -> None:
    """And how much is between."""
    anchor = Anchor("pair", (Place(4, "reasoning", 0, 1, "x"), Place(40, "c1")))
    assert window(anchor, 41) == [(1, 6), (37, 41)]
    found = [*lines([[message(6, "a")], [message(37, "b")]], anchor, "", 40)]
    assert any("30 messages" in text for line in found for text, _ in line)


def test_the_window_stays_inside() -> None:
    """Of a whole transcript it is the beginning; neighbours are one stretch."""
    assert window(Anchor("transcript"), 3) == [(1, 3)]
    assert window(Anchor("message", (Place(2),)), 2) == [(1, 2)]
    assert window(Anchor("pair", (Place(4, "text", 0, 1, "x"), Place(5, "c1"))), 9) == [(1, 7)]


@pytest.mark.parametrize("width", [5, 20, 80])
def test_every_width(width: int) -> None:
    """No line is wider."""
    anchor = Anchor("span", (Place(1, "text", 2, 6, "東京 🚚"),))
    found: list[list[tuple[str, str]]] = drawn([message(1, "a 東京 🚚 " * 20)], anchor, width)
    assert found
