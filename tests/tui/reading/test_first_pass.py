"""A first pass: outcome and free words at once, the tag later; what stays in sight on the smallest terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewer.errors import StoreError
from reviewer.operations import settings
from reviewer.operations.drafts import Drafts
from reviewer.operations.reviewing import Reviewing
from reviewer.review.decisions import Finding
from reviewer.store import connection, decided
from reviewer.tui.review.amend import Amend, Choices
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.case_strip import CaseStrip
from tests.tui.reading.conftest import Reading

Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
Lines = Callable[[Pilot[None]], str]
TRAP = "demo-a.2/used_item-01"
SIZE = (120, 40)


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch, own_home: object) -> None:
    """Who reviews in these tests."""
    assert own_home is not None
    monkeypatch.setattr(settings, "read", lambda: {"reviewer": "Ada"})


def found(screen: TranscriptScreen) -> list[Finding]:
    """The findings on the transcript, over a connection of its own."""
    with closing(connection.open_reading(screen.program.db)) as reader:
        return [one.finding for one in decided.decided(reader, screen.row, "Ada").findings]


@pytest.fixture
def does(until: Until, lines: Lines) -> Callable[..., Awaitable[None]]:
    """Presses keys, and waits until the screen shows some words."""

    async def does(pilot: Pilot[None], keys: str, wanted: str) -> None:
        await pilot.press(*keys.split())
        await until(pilot, lambda: wanted in lines(pilot))

    return does


async def test_a_note_has_its_tag_later(reading: Reading, does: Any) -> None:
    """It is private until then; the tag brings its severity, and one key in the panel gives it."""
    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        await does(pilot, "comma", "Note on M6:")
        await does(pilot, "o d d enter", "✓ note on M6: odd")
        (note,) = found(screen)
        assert (note.tag, note.note, note.publishable, note.anchor.message) == ("untagged.note", "odd", False, 6)
        await does(pilot, "tab", "● Note without a tag")
        await does(pilot, "t", "Another tag for the finding on M6")
        await does(pilot, "u", "✓ change of the finding on M6")
        (tagged,) = found(screen)
        assert (tagged.id, tagged.tag, tagged.note) == (note.id, "unsafe.forbidden-write", "odd")
        assert (tagged.severity, tagged.publishable) == ("critical", True)
        await does(pilot, "u", "Undone: change to Forbidden action on M6")
        assert found(screen) == [note]
        await does(pilot, "comma enter escape u", "Undone: Note without a tag on M6")
        assert found(screen) == []


async def test_what_is_typed_is_kept_until_it_is_saved_or_wiped_out(reading: Reading, does: Any, lines: Lines) -> None:
    """Whichever key comes meanwhile: on the way out, for another message, or to think again."""
    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        await does(pilot, "comma o d", "Note on M6:")
        await pilot.press("ctrl+g", "ctrl+r", "tab")
        await does(pilot, "d", "odd")
        assert "Go to message" not in lines(pilot)
        await pilot.press("ctrl+q")
        assert pilot.app.is_running
        assert [one.message for one in pilot.app._notifications] == [
            "Typed and not saved: Note on M6: “odd”; ctrl+q once more leaves; it is offered again"
        ]
        await pilot.press("escape", "k")
        await does(pilot, "comma", "Note on M5:")
        assert "odd" not in lines(pilot)
        await pilot.press("escape", "j")
        await does(pilot, "comma", "typed before")
        await does(pilot, "exclamation_mark enter", "✓ note on M6: odd!")
        assert (dict(screen.program.drafts), found(screen)[0].note) == ({}, "odd!")
        await does(pilot, "comma n o escape comma", "typed before")
        await pilot.press("ctrl+u", "escape")
        assert not screen.program.drafts


async def test_what_was_typed_outlives_the_program(reading: Reading, does: Any) -> None:
    """However it ends: another one knows of it while this one still runs, and until the words are in the database."""
    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        await does(pilot, "t u comma o d", "Note on M6:")
        await does(pilot, "d escape a", "Finding on M6")
        await pilot.press("h", "m", "m")
        async with reading(TRAP, 6, size=SIZE) as (again, later):
            (told,) = [one.message for one in again.app._notifications]
            assert told.startswith("Typed before and not saved: note of the finding on M6: “hmm” and 1 more, offered")
            await does(again, "comma", "typed before")
            await does(again, "enter", "✓ note on M6: odd")
            await does(again, "tab k a", "typed before")
            await does(again, "escape", "✓ change of the finding on M6: hmm")
            assert (dict(later.program.drafts), later.program.typed) == ({}, {})
            assert sorted(one.note for one in found(later)) == ["hmm", "odd"]
    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        assert not screen.program.drafts


async def test_an_answer_is_a_draft_until_it_is_saved(
    reading: Reading, does: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the disk did not take is typed already for whoever comes back."""

    def full(*_words: object) -> None:
        raise StoreError("the disk is full")

    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        with monkeypatch.context() as patch:
            patch.setattr("reviewer.tui.review.desk.Desk._open", full)
            await does(pilot, "comma o d d enter", "NOT SAVED")
            assert not screen.program.drafts
            assert dict(Drafts(screen.program.db, "Ada")) == {(screen.row.id, "note", "Note on M6:"): "odd"}
        await does(pilot, "ctrl+s", "● Note without a tag")
        assert not Drafts(screen.program.db, "Ada")


async def test_whoever_leaves_is_told_once_of_what_was_typed(reading: Reading, does: Any) -> None:
    """A reason, too; then they may go."""
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        await does(pilot, "o F", "fell · genuine, because")
        await pilot.press("x", "escape", "ctrl+q")
        assert screen.program.return_code is None
        await pilot.press("ctrl+q")
        assert screen.program.return_code == 0


async def test_the_library_says_for_as_long_as_it_holds_what_is_not_saved(
    reading: Reading, does: Any, until: Until, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a line that stays, with what it is; after another try that it is saved, and nothing else."""

    def full(*_words: object) -> None:
        raise StoreError("the disk is full")

    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        with monkeypatch.context() as patch:
            patch.setattr("reviewer.tui.review.desk.Desk._open", full)
            await does(pilot, "comma o d d enter", "NOT SAVED")
            await does(pilot, "q", "NOT SAVED   note on M6: odd")
            library = screen.program.library
            bar = library.query_one("#unsaved", Bar)
            assert bar.display
            assert "the disk is full" in bar.text
            await pilot.press("ctrl+q")
            assert any("NOT SAVED" in one.message for one in pilot.app._notifications)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not bar.display)
        assert [one.message for one in pilot.app._notifications] == ["✓ All is saved"]
        assert "NOT SAVED" not in lines(pilot)


async def test_the_panel_begins_at_the_finding_here(reading: Reading, does: Any) -> None:
    """Of several the one at the focus: that is the one that a person comes for."""
    async with reading(TRAP, 4, size=SIZE) as (pilot, screen):
        await does(pilot, "t w", "✓ Invented window on M4")
        await does(pilot, "j j", "M6 of")
        await does(pilot, "t u", "✓ Forbidden action on M6")
        await does(pilot, "tab", "take away")
        assert isinstance(screen._panel.target, Finding)
        assert screen._panel.target.anchor.message == 6


async def test_an_outcome_with_its_note_in_one_run_of_keys(reading: Reading, does: Any) -> None:
    """A small letter saves at once, its capital asks for words first."""
    async with reading(TRAP, size=SIZE) as (pilot, screen):
        await does(pilot, "o F", "fell · genuine, because")
        await does(pilot, "n o enter", "✓ outcome fell · genuine: no")
        with closing(connection.open_reading(screen.program.db)) as reader:
            (judged,) = decided.decided(reader, screen.row, "Ada").judgements
        assert (judged.outcome, judged.verdict, judged.reason) == ("fell", "genuine", "no")


async def test_a_finding_on_all_of_it(reading: Reading, does: Any) -> None:
    """The whole transcript is tagged in two keys, wherever the focus is, and amended from anywhere."""
    async with reading(TRAP, 6, size=SIZE) as (pilot, screen):
        await does(pilot, "T", "Tag the whole transcript")
        await does(pilot, "v", "✓ Too many words on transcript")
        (finding,) = found(screen)
        assert (finding.anchor.kind, finding.anchor.places) == ("transcript", ())
        await does(pilot, "a", "Finding on transcript")


async def test_round_the_parts_of_a_finding_both_ways(reading: Reading, does: Any) -> None:
    """Tab goes on, and with Shift back."""
    async with reading(TRAP, size=SIZE) as (pilot, _):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "a", "Finding on M1")
        dialog = pilot.app.screen
        assert isinstance(dialog, Amend)
        assert dialog.focused is dialog.query_one("#amend-note")
        await pilot.press("shift+tab")
        assert dialog.focused is dialog.query_one(Choices)
        await pilot.press("shift+tab", "shift+tab", "tab")
        assert dialog.focused is dialog.query_one("#amend-correct")


async def test_what_is_not_saved_on_a_small_terminal(
    reading: Reading, does: Any, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    """Why, the key that tries again, and the words: in sight without a key, however long the file's path is."""
    long = "x" * 60
    full: list[Path] = []

    def fails(*_: object, **__: object) -> None:
        raise StoreError(f"{full[0]}: the disk is full")

    monkeypatch.setattr(Reviewing, "read", fails)
    monkeypatch.setattr(Reviewing, "tag_all", fails)
    async with reading(TRAP, size=(80, 24)) as (pilot, screen):
        full.append(screen.program.db)
        screen._sitting._desk.put("read receipts", "Ada", fails)
        await does(pilot, f"comma {' '.join(long)} enter", "NOT SAVED")
        await does(pilot, "j", "2 wait: note on M1: xxxx")
        assert "NOT SAVED   ^S tries again   demo.db: the disk is full" in lines(pilot)


async def test_who_reads_what_on_a_small_terminal(reading: Reading, until: Until, lines: Lines) -> None:
    """The name of the reviewer and that it is a trap, beside all that was there."""
    async with reading(TRAP, size=(80, 24)) as (pilot, screen):
        said = screen.query_one(CaseStrip).text
        assert "Ada · M1 of 15" in said
        assert "used_item-01 · trap · synthetic" in said
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "Ada" not in screen.query_one(CaseStrip).text and "Ada" in lines(pilot))


async def test_all_of_it_is_all_of_it(reading: Reading) -> None:
    """While a line of the last message is below the edge, the strip does not say 100 %."""
    async with reading(TRAP, 15, size=(80, 24)) as (pilot, screen):
        stream = screen._stream
        await pilot.press("end")
        assert "100%" in screen.query_one(CaseStrip).text
        stream.scroll_rows(-1)
        await pilot.pause()
        last = len(stream.parts) - 1
        assert all(part != last or rows.stop < stream.parts.exact(last) for part, rows in stream.in_view())
        screen._show_place()
        assert "100%" not in screen.query_one(CaseStrip).text
