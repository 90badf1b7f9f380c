"""The reading screen on the demo: every key does what the help says of it."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.formats.contract import Fill
from reviewer.operations.load import load
from reviewer.store import connection, conversation, transcripts
from reviewer.tui.stream.widget import Focus, Stream
from reviewer.tui.transcript import TranscriptScreen
from reviewer.tui.widgets.case_strip import CaseStrip
from tests.tui.reading.conftest import Reading

TRAP = "demo-a.2/used_item-01"


def focus(screen: TranscriptScreen) -> Focus:
    """Where the person is."""
    return screen.query_one(Stream).focused


def strip(screen: TranscriptScreen) -> str:
    """The line on top."""
    return screen.query_one(CaseStrip).text


def lines(pilot: Pilot[None]) -> str:
    """All that is on screen."""
    return "\n".join(row.text for row in pilot.app.screen._compositor.render_strips())


def text(pilot: Pilot[None]) -> list[str]:
    """What stands between the line on top and the keys, without the scroll bar."""
    return [line[:-2].rstrip() for line in lines(pilot).splitlines()[1:-1]]


async def found(pilot: Pilot[None], screen: TranscriptScreen) -> None:
    """Waits until the search in the transcript has been through all of it."""
    while not screen._finding.complete:
        await pilot.pause()
    await pilot.pause()


async def test_the_reship_is_found_by_its_name(reading) -> None:  # type: ignore[no-untyped-def]
    """A newcomer's question: in which message was a reship fired?"""
    async with reading(TRAP) as (pilot, screen):
        await pilot.press("slash", *"create_reship", "enter")
        await found(pilot, screen)
        assert focus(screen) == Focus(11, 1)
        assert "1 of 1" in strip(screen)
        assert "WRITE" in lines(pilot)


async def test_messages_calls_customers_and_errors(reading) -> None:  # type: ignore[no-untyped-def]
    """j k c C m M e E, and the two ends."""
    async with reading(TRAP, 1) as (pilot, screen):
        await pilot.press("j", "j", "j", "k")
        assert focus(screen) == Focus(3)
        await pilot.press("c")
        assert focus(screen) == Focus(3, 1)
        await pilot.press("c")
        assert focus(screen) == Focus(3, 2)
        await pilot.press("c", "C")
        assert focus(screen) == Focus(3, 2)
        await pilot.press("m")
        assert focus(screen) == Focus(7)
        await pilot.press("M")
        assert focus(screen) == Focus(2)
        await pilot.press("end")
        assert focus(screen) == Focus(15)
        await pilot.press("home")
        assert focus(screen) == Focus(1)
    async with reading("demo-b.2/address_change-02", 1) as (pilot, screen):
        await pilot.press("e")
        first = focus(screen)
        row = transcripts.find(pilot.app.reader, "demo-b.2/address_change-02")
        odd = conversation.oddities(pilot.app.reader, row)
        assert odd
        assert first == Focus(odd[0])


async def test_go_to_a_message(reading) -> None:  # type: ignore[no-untyped-def]
    """^G and a number; what is no message is said."""
    async with reading(TRAP, 1) as (pilot, screen):
        await pilot.press("ctrl+g", *"M12", "enter")
        assert focus(screen) == Focus(12)
        await pilot.press("ctrl+g", *"99", "enter")
        assert focus(screen) == Focus(12)


async def test_the_runs_of_a_case_and_the_transcripts_of_the_list(reading) -> None:  # type: ignore[no-untyped-def]
    """[ and ] stay with the case, n and N with the list."""
    async with reading(TRAP) as (pilot, screen):
        assert "▌r2▐" in strip(screen)
        await pilot.press("right_square_bracket")
        assert "▌r3▐" in strip(screen)
        assert screen.row.case == "used_item-01"
        await pilot.press("right_square_bracket")
        assert "▌r3▐" in strip(screen)
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert "▌r1▐" in strip(screen)
        before = screen.row.id
        await pilot.press("N")
        assert screen.row.id != before
        await pilot.press("n")
        assert screen.row.id == before


async def test_synthetic_is_never_lost(reading) -> None:  # type: ignore[no-untyped-def]
    """Also a very narrow terminal says that a transcript is made up."""
    for width in (200, 120, 80, 50):
        async with reading(TRAP, size=(width, 24)) as (pilot, _):
            assert "synthetic" in lines(pilot).splitlines()[0]


async def test_policy_brief_and_details(reading) -> None:  # type: ignore[no-untyped-def]
    """One key each, and the same key closes; the page is as high as its text."""
    async with reading(TRAP) as (pilot, screen):
        for key, words in (("p", "confirmation"), ("B", "cracked wheel"), ("d", "not shown before")):
            await pilot.press(key)
            assert words in lines(pilot)
            page = pilot.app.screen.query_one("#page")
            text = page.query_one("LongText").virtual_size.height
            assert page.outer_size.height == min(text + 6, 27)  # of 30 lines
            await pilot.press("G", "k", "space", key)
            assert pilot.app.screen is screen


async def test_words_are_put_away_before_the_transcript(reading) -> None:  # type: ignore[no-untyped-def]
    """Escape first ends the search; n means the next match only while there is one."""
    async with reading(TRAP) as (pilot, screen):
        await pilot.press("slash", *"order", "enter")
        await found(pilot, screen)
        first = screen._finding.present
        await pilot.press("n")
        assert screen._finding.present != first
        await pilot.press("N")
        assert screen._finding.present == first
        row = screen.row
        await pilot.press("escape")
        assert "order" not in strip(screen)
        await pilot.press("n")
        assert screen.row != row


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        (("y",), "Hi Dana, I'm so sorry"),
        (("Y",), '[demo-a.2/used_item-01 M6.text "Hi Dana'),
        (("c", "Y"), '[demo-a.2/used_item-01 M8.c1.args "{'),
        (("c", "ctrl+y"), "customer_profile {"),
    ],
)
async def test_copies(reading, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], copied: str) -> None:  # type: ignore[no-untyped-def]
    """The message, a citation that keeps `synthetic`, the call."""
    monkeypatch.setenv("SSH_CONNECTION", "a b c d")
    async with reading(TRAP, 6) as (pilot, _):
        sent: list[str] = []
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", sent.append)
        await pilot.press(*keys)
        assert len(sent) == 1
        assert sent[0].startswith(copied)
        assert sent[0].endswith(" synthetic]") == ("Y" in keys)


async def test_a_transcript_reopens_where_it_was_left(reading, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The place outlives the program."""
    async with reading(TRAP) as (pilot, _):
        await pilot.press("ctrl+g", *"9", "enter", "q")
    async with reading(TRAP) as (_, screen):
        assert focus(screen) == Focus(9)
    reader = connection.open_reading(tmp_path / "demo.db")
    assert reader.execute("SELECT count(*) FROM place").fetchone() == (1,)
    reader.close()


@pytest.mark.parametrize("there_and_back", [("n", "N"), ("q", "enter")])
async def test_it_reopens_at_the_line_with_what_was_unfolded(reading, until, there_and_back) -> None:  # type: ignore[no-untyped-def]
    """From another transcript as from the library; while the window has another size, too."""
    away, back = there_and_back
    async with reading("demo-a.2/wismo_non_english-04", 6, size=(60, 14)) as (pilot, screen):
        await pilot.press("enter", "pagedown")
        await pilot.pause()
        left = text(pilot)
        assert focus(screen) == Focus(6)
        assert "M6" not in "".join(left)
        await pilot.press(away)
        await until(pilot, lambda: text(pilot) != left)
        await pilot.press(back)
        await until(pilot, lambda: text(pilot) == left)
        assert focus(pilot.app.screen) == Focus(6)
        await pilot.resize_terminal(60, 13)
        await until(pilot, lambda: text(pilot) == left[:-1])


async def test_folding(reading) -> None:  # type: ignore[no-untyped-def]
    """Enter unfolds at the focus, Z everything, z folds again, r the reasoning."""
    async with reading(TRAP, 11, size=(80, 24)) as (pilot, _):
        assert "lines more" in lines(pilot)
        await pilot.press("enter")
        opened = lines(pilot)
        assert opened.count("lines more") < 1 or "thinks" in opened
        await pilot.press("Z")
        assert "lines more" not in lines(pilot)
        await pilot.press("z")
        assert "lines more" in lines(pilot)
        await pilot.press("r")
        assert "more ▸" not in next(line for line in lines(pilot).splitlines() if "thinks" in line)


async def test_a_person_says_what_a_tool_does(reading, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """K and a letter: at once on screen, in the database as an event, and taken back again."""
    async with reading(TRAP, 11) as (pilot, screen):
        await pilot.press("c", "K", "h")
        await pilot.pause()
        assert "HANDOVER" in lines(pilot)
        row = screen.row
        kinds = [call.kind for call in conversation.message(pilot.app.reader, row, 11).calls]
        assert kinds == ["handover"]
        await pilot.press("K", "g")
        await pilot.pause()
        assert "WRITE" in lines(pilot)
    reader = connection.open_reading(tmp_path / "demo.db")
    assert reader.execute("SELECT count(*) FROM review_event WHERE kind = 'tool.kind'").fetchone() == (2,)
    reader.close()


async def test_quitting_keeps_the_place_too(reading, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """^Q is not another way to lose it."""
    async with reading(TRAP, 1) as (pilot, _):
        await pilot.press("end", "ctrl+q")
    reader = connection.open_reading(tmp_path / "demo.db")
    assert reader.execute("SELECT message FROM place").fetchall() == [(15,)]
    reader.close()


async def test_a_smaller_window_still_shows_the_focus(reading) -> None:  # type: ignore[no-untyped-def]
    """The bar of the focused message stays on screen."""
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        await pilot.press("end")
        for size in ((80, 24), (100, 12), (60, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert focus(screen) == Focus(15)
            assert "▌" in lines(pilot).split("\n", 1)[1]


async def test_no_character_of_a_page_is_lost_at_its_edge(reading) -> None:  # type: ignore[no-untyped-def]
    """All words of the details are on the page, whatever its width, also beside its scroll bar."""
    for width in (80, 99, 100, 101, 120):
        async with reading("demo-b.2/address_change-02", size=(width, 30)) as (pilot, _):
            await pilot.press("d")
            page = pilot.app.screen.query_one("LongText")
            rows: list[str] = []
            for top in range(0, len(page._rows), page.size.height):
                page.scroll_to(y=top, animate=False, immediate=True)
                first = page.scroll_offset.y
                rows[first:] = [page.render_line(y).text for y in range(page.size.height)]
            assert "".join("".join(rows).split()) == "".join(page._display.text.split())


async def test_a_transcript_that_was_loaded_again_meanwhile_says_so(reading: Reading, tmp_path: Path) -> None:
    """In the strip and at the foot; what was loaded since is one key away, and nobody is taken there unasked."""
    with as_file(files("reviewer.fixtures") / "demo" / "conversations.jsonl") as path:
        every = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    (one,) = (line for line in every if f"{line['run']}/{line['case']}" == TRAP)
    one["messages"].insert(0, {"role": "system", "text": "Be kind."})
    newer = tmp_path / "newer.jsonl"
    newer.write_text(json.dumps(one), "utf-8")
    async with reading(TRAP, size=(120, 40)) as (pilot, screen):
        before = screen.row.messages
        screen.look_again()
        assert "changed" not in strip(screen)
        assert load(screen.program.db, [newer], Fill(), newer=True, searchable=False).revised == 1
        screen.look_again()
        await pilot.pause()
        assert "changed since you opened it" in strip(screen)
        assert "F5 shows it" in lines(pilot)
        assert screen.row.messages == before
        await pilot.press("f5")
        await pilot.pause()
        assert screen.row.messages == before + 1
        assert "changed" not in strip(screen)
