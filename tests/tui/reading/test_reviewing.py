"""Reviewing with keys: what is pressed is in the database, what is in the database is on screen."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import closing, nullcontext
from threading import Event
from typing import Any

import pytest
from textual.events import MouseMove
from textual.pilot import Pilot

from reviewer.errors import StoreError
from reviewer.operations import settings
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import from_json
from reviewer.store import connection
from reviewer.tui.app import ReviewerApp
from reviewer.tui.review.desk import Desk
from reviewer.tui.review.sheet import Sheet
from reviewer.tui.transcript import TranscriptScreen
from tests.tui.reading.conftest import Reading

Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
Lines = Callable[[Pilot[None]], str]
TRAP, SOLVABLE = "demo-a.2/used_item-01", "demo-b.2/address_change-02"


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch, own_home: object) -> None:
    """Who reviews in these tests."""
    assert own_home is not None
    monkeypatch.setattr(settings, "read", lambda: {"reviewer": "Ada"})


def asked(screen: TranscriptScreen, sql: str) -> list[tuple[Any, ...]]:
    """What the database says, over a connection of its own."""
    with closing(connection.open_reading(screen.program.db)) as reader:
        return reader.execute(sql).fetchall()


def findings(screen: TranscriptScreen) -> list[tuple[str, str]]:
    """(tag, anchor) of each, in the order in which they were made."""
    found = asked(screen, "SELECT tag, anchor FROM finding ORDER BY id")
    return [(tag, str(from_json(json.loads(anchor)))) for tag, anchor in found]


@pytest.fixture
def does(until: Until, lines: Lines) -> Callable[..., Awaitable[None]]:
    """Presses keys, and waits until the screen shows some words."""

    async def does(pilot: Pilot[None], keys: str, wanted: str) -> None:
        await pilot.press(*keys.split())
        await until(pilot, lambda: wanted in lines(pilot))

    return does


async def test_two_keys_make_a_finding(reading: Reading, does: Any, lines: Lines) -> None:
    """On the message or on the call at the focus; `.` once more with the same tag."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await does(pilot, "j t w", "✓ Invented window on M2")
        await does(pilot, "c full_stop", "✓ Invented window on M3.c1")
        assert findings(screen) == [("grounding.invented-window", "M2"), ("grounding.invented-window", "M3.c1")]
        assert "● Invented window" in lines(pilot)
        assert "▌● M3  read" in lines(pilot)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("t w a", "Finding on M6"),
        ("o f f", "not on screen for long enough"),
        ("asterisk asterisk", "no bookmark on M6"),
        ("comma o d d enter a", "Finding on M6"),
    ],
)
async def test_a_key_knows_what_the_keys_before_it_decided(
    reading: Reading, does: Any, monkeypatch: pytest.MonkeyPatch, keys: str, shown: str
) -> None:
    """Though the disk is slower: nothing is written here before somebody waits for it."""
    waited, opens, wait = Event(), Desk._open, Desk.wait

    def slowly(desk: Desk, reviewer: str) -> Reviewing:
        assert waited.wait(5)
        return opens(desk, reviewer)

    def waits(desk: Desk, _seconds: float) -> None:
        waited.set()
        wait(desk, 5)

    monkeypatch.setattr(Desk, "_open", slowly)
    monkeypatch.setattr(Desk, "wait", waits)
    async with reading(TRAP, 6, size=(120, 40)) as (pilot, screen):
        await does(pilot, keys, shown)
        assert (waited.is_set(), screen.program.unsaved[0]) == (True, "")


async def test_the_same_tag_in_the_same_place_is_asked_for_twice(reading: Reading, does: Any) -> None:
    """A key that was pressed by mistake counts nothing; who means it presses it again."""
    async with reading(TRAP, 2, size=(120, 40)) as (pilot, screen):
        await does(pilot, "t w t w", "Invented window is on M2 already")
        assert len(findings(screen)) == 1
        await does(pilot, "x j x full_stop", "✓ Invented window on M3")  # where it is already, it stays one
        assert [place for _, place in findings(screen)] == ["M2", "M3"]
        await does(pilot, "k t w", "Invented window is on M2 already")
        await does(pilot, "full_stop", "✓ Invented window on M2")
        assert len(findings(screen)) == 3
        await does(pilot, "t w", "Invented window is on M2 already")
        await does(pilot, "u u u t w", "✓ Invented window on M2")
        assert len(findings(screen)) == 1


async def test_a_mnemonic_means_nothing_elsewhere(reading: Reading, does: Any) -> None:
    """Escape leaves the tags, and no key that they would have taken makes a finding."""
    async with reading(TRAP) as (pilot, screen):
        await does(pilot, "t", "Tag M1")
        await pilot.press("escape", "w", "y")
        assert findings(screen) == []


async def test_undo_and_redo_without_end(reading: Reading, does: Any) -> None:
    """Two findings, both taken back, one done again; and nothing more to undo is said."""
    async with reading(TRAP) as (pilot, screen):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "t u", "✓ Forbidden action")
        await does(pilot, "u", "Undone: Forbidden action")
        await does(pilot, "u", "Undone: Invented window")
        await does(pilot, "u", "Nothing of yours")
        assert findings(screen) == []
        await does(pilot, "ctrl+r", "Done again: Invented window")
        assert findings(screen) == [("grounding.invented-window", "M1")]


async def test_words_are_selected_and_tagged(reading: Reading, does: Any) -> None:
    """From the first word on, with the arrows; the finding has the words as they stand."""
    async with reading(TRAP, 2, size=(120, 40)) as (pilot, screen):
        await does(pilot, "v", "“Order”")
        await does(pilot, "right right", "“2047”")
        await does(pilot, "left v right", "“#2047”")
        await does(pilot, "t i", "✓ Invented value on M2.text")
        ((anchor,),) = asked(screen, "SELECT anchor FROM finding")
        (place,) = from_json(json.loads(anchor)).places
        assert (place.field, place.start, place.end, place.exact) == ("text", 6, 11, "#2047")


async def test_words_follow_a_match(reading: Reading, does: Any) -> None:
    """What was found is selected at once, in arguments too."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await does(pilot, "slash c r a c k e d space w h e e l enter", "1 of 1")
        await does(pilot, "v", "“cracked wheel”")
        await does(pilot, "t x", "✓ Contradicted on M11.c1.args")
        assert findings(screen) == [("grounding.contradicted", "M11.c1.args")]


async def test_the_mouse_selects_words(reading: Reading, until: Until) -> None:
    """From where the button went down to where it is."""
    async with reading(TRAP, 2, size=(120, 40)) as (pilot, screen):
        stream = screen._stream
        part = stream.parts.first_part(2)
        y = (stream.rows_from_top(part) or 0) + stream.parts.layout(part).gap
        x = stream.number_cells + 2 + 10
        await pilot.mouse_down(stream, offset=(x + 14, y))
        await pilot._post_mouse_events([MouseMove], stream, (x + 24, y), button=1)
        await until(pilot, lambda: screen._selection is not None and screen._selection.words == "One wheel of")


async def test_a_gap_before_a_write(reading: Reading, does: Any) -> None:
    """One key on a call that changes something; elsewhere it says where to press it."""
    async with reading(TRAP, 11, size=(120, 40)) as (pilot, screen):
        await does(pilot, "g", "✓ Acts before confirming on the gap before M11.c1")
        await does(pilot, "k g", "A gap stands before a call that changes something")
        assert findings(screen) == [("protocol.acts-before-confirming", "before M11.c1")]


async def test_a_pair_and_several_messages(reading: Reading, does: Any) -> None:
    """Said there, done here; and one tag on each chosen message."""
    async with reading(TRAP, 6, size=(120, 40)) as (pilot, screen):
        await does(pilot, "equals_sign", "Said: M6")
        await does(pilot, "c c c equals_sign", "Tag M6 / ")
        await does(pilot, "r", "✓ Right words, wrong action on M6 / M")
        await does(pilot, "k x k x", "2 messages are chosen")
        await does(pilot, "t v", "✓ Too many words")
        assert [tag for tag, _ in findings(screen)] == ["action.wrong-action", *["conversation.verbose"] * 2]


async def test_a_finding_is_amended(reading: Reading, does: Any, until: Until, lines: Lines) -> None:
    """Its note, its severity, its privacy; a finding that nobody touched stays as it is."""
    async with reading(TRAP, 2, size=(120, 40)) as (pilot, screen):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "a", "whose fault")
        await pilot.press(*"no tool says so", "tab", "tab", "s", "p", "escape")
        await until(pilot, lambda: "✓ change of the finding" in lines(pilot))
        assert asked(screen, "SELECT note, severity, publishable FROM finding") == [("no tool says so", "critical", 0)]
        events = asked(screen, "SELECT count(*) FROM review_event")
        await does(pilot, "a", "whose fault")
        await pilot.press("escape")
        await until(pilot, lambda: "whose fault" not in lines(pilot))
        assert asked(screen, "SELECT count(*) FROM review_event") == events
        await does(pilot, "a", "whose fault")
        await pilot.press("!", "escape")
        await until(pilot, lambda: asked(screen, "SELECT note FROM finding") == [("no tool says so!",)])


async def test_a_note_goes_to_the_editor_while_one_types_it(
    reading: Reading, does: Any, until: Until, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is not the line's own; where the editor fails that is said, and what was typed stays."""
    monkeypatch.setattr(ReviewerApp, "suspend", lambda _self: nullcontext())
    monkeypatch.setenv("VISUAL", "sh -c 'echo of my own > \"$1\"' editor")
    async with reading(TRAP, 2, size=(80, 24)) as (pilot, screen):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "a", "whose fault")
        assert all(key in lines(pilot) for key in ("^E editor", "Esc save", "^G leave as it was"))
        await does(pilot, "x ctrl+e", "of my own")
        monkeypatch.setenv("VISUAL", "false")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: any("The editor failed" in one.message for one in pilot.app._notifications))
        assert "of my own" in lines(pilot)
        await does(pilot, "escape", "✓ change of the finding on M2: of my own")
        assert asked(screen, "SELECT note FROM finding") == [("of my own",)]


async def test_what_the_checks_say_of_a_trap_comes_after_ones_own_word(
    reading: Reading, does: Any, lines: Lines, facts_are_read: None, until: Until
) -> None:
    """And the verdict says that nothing was visible; a second one says that it was."""
    assert facts_are_read is None
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await until(pilot, lambda: asked(screen, "SELECT 1 FROM proposal") != [] or not screen._decided.reading)
        assert "shown after your outcome" in lines(pilot)
        await does(pilot, "o b", "because")
        await pilot.press(*"it was pushed", "enter")
        await until(pilot, lambda: "✓ outcome fell · debatable" in lines(pilot))
        assert "shown after your outcome" not in lines(pilot)
        assert asked(screen, "SELECT outcome, verdict, reason, independent FROM judgement") == [
            ("fell", "debatable", "it was pushed", 1)
        ]


async def test_the_sheet_lies_over_the_open_panel(reading: Reading, does: Any) -> None:
    """Where the panel covers most of the screen all of the choices are in sight."""
    async with reading(TRAP, size=(80, 24)) as (pilot, screen):
        await does(pilot, "tab", "findings")
        await does(pilot, "o", "The trap held, or the agent fell")
        sheet = screen.query_one(Sheet)
        assert sheet.region.width == 80
        assert screen.get_widget_at(79, sheet.region.y)[0] is sheet


async def test_a_trap_is_not_done_without_an_outcome(reading: Reading, does: Any) -> None:
    """`f` asks for it."""
    async with reading(TRAP) as (pilot, screen):
        await does(pilot, "f", "The trap held, or the agent fell")
        await pilot.press("escape")
        assert asked(screen, "SELECT * FROM marking") == []


async def test_the_key_that_asked_for_an_outcome_gives_none(reading: Reading, does: Any) -> None:
    """A key that bounces is no verdict: in that menu another one says that it fell."""
    async with reading(TRAP) as (pilot, screen):
        await does(pilot, "f f F", "g fell · genuine")
        assert asked(screen, "SELECT * FROM judgement") == []
        await does(pilot, "g", "✓ outcome fell · genuine")
        assert asked(screen, "SELECT outcome FROM judgement") == [("fell",)]


async def test_done_leads_to_what_is_not_read(reading: Reading, does: Any, until: Until) -> None:
    """A second, explicit key records that it was skimmed, and goes on to the next transcript."""
    async with reading(SOLVABLE) as (pilot, screen):
        first = screen.row.id
        await does(pilot, "G f", "not on screen for long enough, M2 first")
        assert screen._stream.focused.message == 2
        await pilot.press("F")
        await until(pilot, lambda: asked(screen, "SELECT mark FROM marking") == [("skimmed",)])
        await until(pilot, lambda: screen.row.id != first or screen._position + 1 == len(screen._keys))


async def test_done_says_where_one_is_now(reading: Reading, does: Any) -> None:
    """The case in its next run looks alike."""
    async with reading("demo-b.1/cancel_before_ship-03", size=(120, 40)) as (pilot, screen):
        await does(pilot, "F", " → the same case, demo-b.2/cancel_before_ship-03")
        assert screen.row.run == "demo-b.2"


async def test_a_skip_has_a_reason(reading: Reading, does: Any, until: Until) -> None:
    """Without one it is none."""
    async with reading(SOLVABLE) as (pilot, screen):
        await does(pilot, "S enter", "a reason is needed · Esc leaves")
        await does(pilot, "space enter", "a reason is needed · Esc leaves")
        await does(pilot, "escape S", "Skip this transcript, because")
        await pilot.press(*"not ours", "enter")
        await until(pilot, lambda: asked(screen, "SELECT mark, reason FROM marking") == [("skipped", "not ours")])


async def test_not_saved_is_said_and_nothing_is_lost(
    reading: Reading, does: Any, monkeypatch: pytest.MonkeyPatch, until: Until, lines: Lines
) -> None:
    """While the disk is full; when there is room again, everything is saved in its order."""
    kept = Reviewing.tag_all

    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Reviewing, "tag_all", full)
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await does(pilot, "t w", "NOT SAVED   ^S tries again   the disk is full\n Invented window on M1")
        await does(pilot, "j t u", "2 wait: Invented window on M1 · Forbidden action on M2")
        assert "✓" not in lines(pilot)
        assert findings(screen) == []
        monkeypatch.setattr(Reviewing, "tag_all", kept)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(findings(screen)) == 2)
        await until(pilot, lambda: "NOT SAVED" not in lines(pilot))
        assert findings(screen) == [("grounding.invented-window", "M1"), ("unsafe.forbidden-write", "M2")]


async def test_others_findings_wait_for_ones_own_word(reading: Reading, does: Any, lines: Lines) -> None:
    """They are counted, and shown where one asks for them; the verdict then says that they were seen."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await does(pilot, "t w", "✓ Invented window")
        screen._call_oneself("Ben")
        await does(pilot, "j", "1 of others, after your outcome")
        assert "● Invented window" not in lines(pilot)
        await does(pilot, "tab j enter", "by Ada")
        await pilot.press("escape")
        await does(pilot, "o h", "✓ outcome held")
        ((saw, independent),) = asked(screen, "SELECT saw, independent FROM judgement")
        assert json.loads(saw)["others"]
        assert not independent


async def test_the_history_says_who_and_what(reading: Reading, does: Any, lines: Lines) -> None:
    """Undone events are there, and say so."""
    async with reading(TRAP, size=(120, 40)) as (pilot, _):
        await does(pilot, "t w", "✓ Invented window")
        await does(pilot, "u", "Undone")
        await does(pilot, "h", "History of this transcript")
        assert "Ada  Invented window on M1 · major  (undone)" in lines(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_screens(reading: Reading, does: Any, snapshot: Any, size: tuple[int, int]) -> None:
    """With findings, with the tags, with the panel."""
    name = f"review-{size[0]}"
    async with reading(TRAP, 11, size=size) as (pilot, screen):
        await does(pilot, "g", "✓ Acts before")
        await does(pilot, "c t r", "✓ Right words")
        await does(pilot, "t", "Tag M11.c1")
        snapshot(pilot, f"{name}-tags")
        await does(pilot, "escape o f", "✓ outcome fell")
        await pilot.press("j")
        if size[0] < 110:
            await pilot.press("tab")
        await pilot.pause()
        snapshot(pilot, name)
        assert screen.row.case == "used_item-01"
