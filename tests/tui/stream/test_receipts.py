"""Receipts of what the stream really shows: every row that was in view, and no row that was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest

from reviewer.model.reading import Kind
from reviewer.model.transcript import Message, ToolCall
from reviewer.review.coverage import PACE
from reviewer.store.receipts import ReceiptRow
from reviewer.tui.receipts import Receipts, lengths, visible

Make = Callable[[Sequence[Message]], Any]


class Sitting:
    """A reader with a scripted clock, whose receipts come to a list."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rows: list[ReceiptRow] = []
        self.receipts = Receipts("Ann", self.rows.extend, lambda: self.now)

    def look(self, stream: Any, seconds: float) -> set[int]:
        """Looks at what is there for a while; the messages that are read by then."""
        self.receipts.touched()
        self.receipts.shows(stream)
        self.now += seconds
        return self.receipts.read_so_far()


@pytest.fixture
def ann() -> Sitting:
    """A reader."""
    return Sitting()


async def test_what_fits_on_a_screen_is_read_at_once(stream_app: Make, refund: list[Message], ann: Sitting) -> None:
    """Each message has its share, and all of them together no more than the time."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 40)):
        ann.receipts.opened("t1", "b2:aa", app.parts)
        assert ann.look(app.stream, 60) == set(range(1, 11))
        ann.receipts.flush()
    assert {row.message for row in ann.rows} == set(range(1, 11))
    assert {(row.transcript, row.revision, row.reader, row.sitting) for row in ann.rows} == {
        ("t1", "b2:aa", "Ann", ann.receipts.sitting)
    }
    assert 59_000 < sum(row.milliseconds for row in ann.rows) <= 60_000
    assert {row.message for row in ann.rows if row.folded} == {1, 3, 4}


async def test_what_is_below_the_edge_is_unread_until_it_was_there(
    stream_app: Make, refund: list[Message], ann: Sitting
) -> None:
    """Page by page to the end; a look at each is enough, a flash is not."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 12)):
        stream = app.stream
        ann.receipts.opened("t1", "b2:aa", app.parts)
        first = ann.look(stream, 30)
        assert first
        assert max(first) < 10
        stream.to_end()
        ann.look(stream, 0.01)
        assert 10 not in ann.receipts.read_so_far()
        stream.to_end()
        while stream.top[0] > 0:
            ann.look(stream, 15)
            stream.scroll_rows(-6)
        assert ann.look(stream, 30) == set(range(1, 11))


async def test_an_unfolded_result_is_open_once_it_was_read(
    stream_app: Make, refund: list[Message], ann: Sitting
) -> None:
    """Folded, its open rows are enough and it counts as unopened; the rest has to be on screen as everything has."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 30)):
        ann.receipts.opened("t1", "b2:aa", app.parts)
        ann.look(app.stream, 60)
        app.stream.fold_kinds(list(Kind), unfold=True)
        app.stream.show_part(0, 0)
        for _ in range(30):
            ann.look(app.stream, 20)
            app.stream.scroll_rows(10)
        ann.receipts.flush()
    assert len(ann.rows) == 10
    assert not [row.message for row in ann.rows if row.folded]


async def test_a_very_long_field_is_all_of_its_parts(stream_app: Make, ann: Sitting) -> None:
    """It is laid out in several parts, and it is read when the last of them was."""
    app = stream_app([Message(role="agent", text="word " * 8_000)])
    async with app.run_test(size=(100, 40)):
        assert len(app.parts) > 1
        ann.receipts.opened("t1", "b2:aa", app.parts)
        assert lengths(app.parts, 1) == {"text": 40_000}
        app.stream.fold_kinds(list(Kind), unfold=True)
        app.stream.show_part(0, 0)
        while app.stream.progress < 1:
            assert ann.look(app.stream, 45) == set()
            app.stream.scroll_rows(38)
        assert ann.look(app.stream, 45) == {1}


async def test_rows_cover_the_text_without_a_gap(stream_app: Make, ann: Sitting) -> None:
    """Blank lines, line feeds at the end, wide and hidden characters, JSON that is laid out anew, nothing at all."""
    messages = [
        Message(role="customer", text="a\n\n\nb  \n"),
        Message(role="agent", text="東京" * 60 + "\x1b[2J\u202e x", calls=(ToolCall(id="a", name="f", arguments='{"a": [1, 2], "b": {"c": "' + "x " * 90 + '"}}'),)),  # noqa: E501
        Message(role="tool", call_id="a", text="{}"),
        Message(role="tool", call_id="z", text="", error="timed out"),
        Message(role="agent", text=""),
        Message(role="customer", text="\n"),
    ]  # fmt: skip
    app = stream_app(messages)
    async with app.run_test(size=(60, 60)) as pilot:
        ann.receipts.opened("t1", "b2:aa", app.parts)
        assert ann.look(app.stream, 50) == set(range(1, 7))
        app.stream.fold_kinds(list(Kind), unfold=True)
        await pilot.pause()
        lines, folds = visible(app.stream)
        assert folds == []
        for number in range(1, 7):
            for name, length in lengths(app.parts, number).items():
                spans = [(line.start, line.end) for line in lines if (line.message, line.field) == (number, name)]
                assert spans[0][0] == 0
                assert spans[-1][1] == length
                assert all(one[1] == two[0] for one, two in pairwise(spans))


async def test_time_before_a_dialog_counts_and_behind_it_does_not(
    stream_app: Make, refund: list[Message], ann: Sitting
) -> None:
    """And another transcript begins with nothing, while the first goes on where it was."""
    app = stream_app(refund)
    async with app.run_test(size=(80, 40)):
        ann.receipts.opened("t1", "b2:aa", app.parts)
        ann.look(app.stream, PACE / 100)
        ann.receipts.covered()
        ann.now += 50
        assert ann.receipts.read_so_far() == set()
        ann.look(app.stream, PACE / 100)
        ann.receipts.opened("t2", "b2:bb", app.parts)
        ann.now += 50
        assert ann.look(app.stream, 0) == set()
        ann.receipts.opened("t1", "b2:aa", app.parts)
        assert ann.look(app.stream, 0) == set()
        assert ann.look(app.stream, 60)
        ann.receipts.flush()
    assert {row.transcript for row in ann.rows} == {"t1"}
