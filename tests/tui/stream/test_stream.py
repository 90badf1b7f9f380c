"""The stream: what it shows, how it moves, what it folds, in a program that draws it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from reviewer.model.reading import Kind
from reviewer.model.transcript import Message, ToolCall
from reviewer.tui.review.spans import Selection
from reviewer.tui.stream.find import find
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.marked import shown_match
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.widget import Focus

Make = Callable[[Sequence[Message]], Any]
SIZE = (80, 24)
BLOCKS = """\
▌  M1  system   Rules
▌               Rules
▌               Rules
▌               Rules  9 lines more ▸

   M2  customer It ripped. Just send me a new one.

   M3  thinks   Used twice already. Used twice already. Used  3 lines more ▸
       agent    Let me look.
       read     look_up  order #1147
   M4           → line_0 value number 0 · line_1 value number 1 · line_2 value
                number 2 · line_3 value number 3 · line_4 value number 4 ·
                line_5 value number 5 · line_6 value number 6 · line_7 value
                number 7 · line_8 value number 8 · line_9  22 lines more ▸
       kb       search  words warranty
   M5           → hits 2
   M6  WRITE    send_goods  variant TRV-40-BLK
   M7           → RS-2219
   M8  orphan   → look_up  nobody asked

   M9  agent    Sent! It will be with you in **5–10 business days**.

  M10  customer …anyway, ok thanks"""


async def test_a_call_and_its_result_are_one_block(stream_app: Make, refund: list[Message]) -> None:
    """Results stand below their call with their own numbers, a write looks like one, an orphan says so."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 36)):
        assert "\n".join(app.lines).rstrip() == BLOCKS


async def test_what_is_hidden_is_counted(stream_app: Make, refund: list[Message]) -> None:
    """Every fold says how many lines it hides, and unfolding shows exactly those."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 40)) as pilot:
        stream = app.stream
        part = stream.parts.part_of(4, Kind.RESULT, 1, 0)
        layout = stream.parts.layout(part)
        hidden = int(layout.more.split()[0])
        assert layout.height == 4
        assert hidden > 10
        stream.go_to(4)
        stream.fold()
        await pilot.pause()
        spread = stream.parts.layout(part)
        assert spread.more == ""
        assert spread.height == 62
        stream.fold()
        assert stream.parts.layout(part).more == layout.more


async def test_j_through_everything_visits_every_message(stream_app: Make, refund: list[Message]) -> None:
    """Going message by message shows the beginning of each, results included."""
    app = stream_app(refund * 5)
    async with app.run_test(size=SIZE):
        for number in range(1, 51):
            app.stream.go_to(number)
            assert app.stream.focused == Focus(number)
            assert any(line.split()[:2][-1] == f"M{number}" or f" M{number} " in line[:9] for line in app.lines if line)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 10)])
async def test_paging_down_shows_every_row_once(stream_app: Make, refund: list[Message], size: tuple[int, int]) -> None:
    """Page by page, with two rows of overlap, all rows come by in order and none is left out."""
    app = stream_app(refund * 8)
    async with app.run_test(size=size):
        stream = app.stream
        stream.go_to(1)
        seen: list[tuple[int, int]] = []
        for _ in range(500):
            top = round(stream.scroll_y)
            rows = [stream.parts.rows.at(row) for row in range(top, top + stream.window)]
            seen += [row for row in rows if row not in seen]
            before = stream.top
            stream.page(1)
            if stream.top == before:
                break
        expected = [(part, row) for part in range(len(stream.parts)) for row in range(stream.parts.exact(part))]
        assert seen == expected


@pytest.mark.parametrize("steps", [80, pytest.param(1_000, marks=pytest.mark.long)])
async def test_random_walks_keep_the_view_full_and_the_focus_in_place(
    stream_app: Make, refund: list[Message], steps: int
) -> None:
    """Whatever is pressed, all rows in view are laid out, the view is inside the transcript, and the focus exists."""
    app = stream_app(refund * 12)
    chance = random.Random(steps)
    async with app.run_test(size=SIZE) as pilot:
        stream = app.stream
        for _ in range(steps):
            act = chance.randrange(9)
            if act == 0:
                stream.page(chance.choice([1, -1, 0.5, -0.5]))
            elif act == 1:
                stream.go_to(chance.randint(1, 120))
            elif act == 2:
                stream.fold()
            elif act == 3:
                stream.fold_kinds([chance.choice(list(Kind))], unfold=chance.random() < 0.5)
            elif act == 4:
                stream.scroll_rows(chance.randint(-30, 30))
            elif act == 5:
                stream.next_part(chance.choice([1, -1]), chance.choice([Kind.CALL, "customer"]))
            elif act == 6:
                stream.to_end()
            elif act == 7:
                await pilot.resize_terminal(chance.randint(40, 160), chance.randint(8, 50))
            else:
                stream.scroll_to(y=chance.randint(0, stream.parts.rows.total), animate=False, immediate=True)
            top = round(stream.scroll_y)
            assert stream.parts.rows.at(top) == stream.top
            assert 0 <= top <= max(stream.parts.rows.total - stream.window, 0)
            for row in range(top, min(top + stream.window, stream.parts.rows.total)):
                part, _ = stream.parts.rows.at(row)
                assert stream.parts.rows[part] == stream.parts.layout(part).height
            assert 1 <= stream.focused.message <= 120


async def test_resizing_keeps_the_words_on_top(stream_app: Make) -> None:
    """The row at the upper edge still holds the same words at another width."""
    text = " ".join(f"word{n}" for n in range(4_000))
    app = stream_app([Message(role="customer", text=text), Message(role="agent", text="ok")])
    async with app.run_test(size=SIZE) as pilot:
        app.stream.fold()
        app.stream.scroll_rows(90)
        first = app.lines[0].split()[0]
        await pilot.resize_terminal(133, 30)
        await pilot.pause()
        assert first in app.lines[0]


async def test_one_message_of_ten_megabytes_is_shown_a_piece_at_a_time(stream_app: Make) -> None:
    """It opens folded with its size said, unfolds to all of it, and its end can be reached."""
    text = "\n".join(f"line {n} of a very long log" for n in range(400_000))
    app = stream_app([Message(role="agent", text=text), Message(role="customer", text="ok")])
    async with app.run_test(size=SIZE):
        stream = app.stream
        stream.page(1)
        more = stream.parts.layout(0).more
        assert more.endswith("characters further ▸")
        stream.go_to(1)
        stream.fold()
        stream.to_end()
        assert "line 399999 of a very long log" in "\n".join(app.lines)


async def test_a_long_result_says_all_that_it_hides_and_is_spread_out_as_a_short_one_is(stream_app: Make) -> None:
    """Of JSON in several parts, and of a line without an end: no count stops, and no line breaks, where a part does."""
    found = json.dumps({"items": [{"name": f"thing {n}", "note": "so it is, " * 9} for n in range(400)]})
    call = Message(role="agent", calls=(ToolCall(id="a", name="search", arguments=found),))
    app = stream_app([call, Message(role="tool", text=found, call_id="a"), Message(role="customer", text="x" * 20_000)])
    async with app.run_test(size=SIZE) as pilot:
        parts = app.stream.parts
        for head in (parts.first_part(1), parts.first_part(2), parts.first_part(3)):
            layout, field = parts.layout(head), parts.field(head)
            assert len(field) > 1
            shown = layout.display.shown.raw_at(layout.rows[-1][1])
            hidden = sum(parts.outline.length[part] for part in field) - shown
            if layout.more:
                assert f" {hidden:,} characters further" in layout.more
        app.stream.fold_kinds(list(Kind), unfold=True)
        await pilot.pause()
        for head, before in ((parts.first_part(1), "search  "), (parts.first_part(2), "→ ")):
            lines = [parts.layout(part).display.text for part in parts.field(head)]
            assert "\n".join(lines) == before + json.dumps(json.loads(found), indent=2)


def looked_for(parts: Parts, words: str) -> Finding:
    """What a search finds."""
    finding = Finding(words)
    for some in find(parts.outline, parts._fetch, words):
        finding.add(some, complete=False)
    return finding


def places(parts: Parts, finding: Finding) -> list[tuple[int, bool]]:
    """The messages of all matches, and whether they are in the name of a call."""
    found = (finding.matches[place] for place in range(len(finding.matches)))
    return [(parts.outline.message[match.part], match.in_name) for match in found]


async def test_matches_are_found_marked_and_unfolded(stream_app: Make, refund: list[Message]) -> None:
    """A match inside folded text opens it; one in a call's name is found too."""
    app = stream_app(refund)
    async with app.run_test(size=SIZE) as pilot:
        stream = app.stream
        finding = looked_for(stream.parts, "value number 57")
        assert places(stream.parts, finding) == [(4, False)]
        stream.show_matches(finding)
        await pilot.pause()
        assert any("value number 57" in line for line in app.lines)
        assert places(stream.parts, looked_for(stream.parts, "SEND")) == []
        named = looked_for(stream.parts, "send_g")
        assert places(stream.parts, named) == [(6, True)]
        stream.show_matches(named)
        assert stream.focused == Focus(6, 1)


async def test_what_json_escapes_is_read_found_and_selected_whole(stream_app: Make) -> None:
    """In arguments and results; the places of the raw text are those of its escapes."""
    raw = json.dumps({"city": "Café", "why": "退款"})
    call = Message(role="agent", calls=(ToolCall(id="a", name="refund", arguments=raw),))
    app = stream_app([call, Message(role="tool", text=raw, call_id="a")])
    async with app.run_test(size=SIZE) as pilot:
        stream = app.stream
        assert sum("Café" in line and "退款" in line for line in app.lines) == 2
        for words, wanted in (("CAFÉ".casefold(), r"Caf\u00e9"), ("退", r"\u9000")):
            finding = looked_for(stream.parts, words)
            assert places(stream.parts, finding) == [(1, False), (2, False)]
            match = finding.matches[1]
            assert raw[match.start : match.end] == wanted
            stream.show_matches(finding)
            layout = stream.parts.layout(match.part)
            start, end = shown_match(layout, match)
            assert layout.display.text[start:end].casefold() == words
        await pilot.pause()
        selection = Selection(1, [("c1.args", raw)])
        selection.to(raw.index(r"\u00e9"))
        assert selection.words == r"Caf\u00e9"
        selection.to(raw.index(r"\u9000"))
        assert selection.words == r"\u9000\u6b3e"


async def test_matches_that_come_before_the_first_layout_wait_for_it(stream_app: Make, refund: list[Message]) -> None:
    """As on a busy machine, where a search is quicker than the screen."""
    app = stream_app(refund)
    async with app.run_test(size=SIZE) as pilot:
        stream = app.stream
        finding = looked_for(stream.parts, "value number 57")
        empty = Finding("value number 57")
        stream.show_matches(empty)
        stream.parts.width, stream.parts._exact = 0, bytearray()
        empty.add(finding.matches, complete=True)
        stream.add_matches(finding.matches)
        stream.lay_out()
        await pilot.pause()
        assert any("value number 57" in line for line in app.lines)


async def test_the_focus_stays_with_what_was_found_while_the_view_at_the_end_grows(stream_app: Make) -> None:
    """The prompt closes, or the window grows, and the message that was found still begins above the view."""
    short = [Message(role="customer", text=f"number {n}") for n in range(21)]
    long = Message(role="agent", text="\n".join([*(f"line {n}" for n in range(28)), "a zebra"]))
    app = stream_app([*short, long, Message(role="customer", text="thanks")])
    async with app.run_test(size=SIZE) as pilot:
        app.stream.show_matches(looked_for(app.stream.parts, "zebra"))
        await pilot.pause()
        assert app.stream.top[1] > 0
        assert app.stream.focused == Focus(22)
        for height in (25, 26):
            await pilot.resize_terminal(80, height)
            await pilot.pause()
            assert app.stream.focused == Focus(22)
            assert round(app.stream.scroll_y) == app.stream.parts.rows.total - height


async def test_an_empty_transcript_is_calm(stream_app: Make) -> None:
    """Nothing to show is no reason to fall over."""
    app = stream_app([])
    async with app.run_test(size=SIZE) as pilot:
        stream = app.stream
        for act in (lambda: stream.go_to(3), lambda: stream.page(1), stream.fold, stream.to_end):
            act()
        stream.fold_kinds(list(Kind), unfold=True)
        assert not stream.next_part(1, Kind.CALL)
        await pilot.click("#stream")
        assert app.lines == ["", "  This transcript holds no message.", *[""] * 22]


async def test_hostile_text_is_shown_as_escapes(stream_app: Make) -> None:
    """Names, texts and arguments alike: no control character reaches a row."""
    bad = "\x1b]52;c;YQ==\x07\u202e\x9b31m\x00"
    from reviewer.model.transcript import ToolCall

    call = ToolCall(id=bad, name=f"look{bad}", arguments=f'{{"{bad}": "x"}}', invalid=f"no {bad}")
    app = stream_app(
        [
            Message(role="customer", text=bad, name=bad),
            Message(role="agent", text=bad, reasoning=bad, calls=(call,)),
            Message(role="tool", text=bad, call_id=bad, error=bad),
            Message(role="tool", text=bad, name=bad),
        ]
    )
    async with app.run_test(size=(120, 40)):
        shown = "\n".join(app.lines)
    assert not set(bad) - set("]52;cYQ=31m") & set(shown)
    assert shown.count("\\x1b]52") >= 8


async def test_painting_only_what_changed_leaves_the_screen_as_painting_all(
    stream_app: Make, refund: list[Message]
) -> None:
    """After any step of the focus or of the matches, no row keeps an old colour."""
    app = stream_app(refund * 3)
    chance = random.Random(5)
    async with app.run_test(size=(80, 40)) as pilot:
        stream = app.stream
        finding = looked_for(stream.parts, "o")
        stream.show_matches(finding)
        for _ in range(40):
            act = chance.randrange(3)
            if act == 0:
                stream.go_to(min(max(stream.focused.message + chance.choice([1, -1]), 1), 30))
            elif act == 1:
                stream.next_part(chance.choice([1, -1]), Kind.CALL)
            else:
                stream.go_to_match(finding.matches[chance.randrange(20)])
            await pilot.pause()
            kept = app.screen._compositor.render_strips()
            stream.repaint()
            stream._styles_cache.clear()
            stream.refresh()
            await pilot.pause()
            assert kept == app.screen._compositor.render_strips()
