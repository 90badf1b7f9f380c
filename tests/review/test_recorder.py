"""Receipts with a scripted clock: what is divided, what is left out, and what no reader can earn."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from reviewer.review.coverage import IDLE, LEAST_WORDS, PACE
from reviewer.review.recorder import Fold, Line, Receipt, Recorder

FIELDS: Mapping[int, Mapping[str, int]] = {1: {"text": 100}, 2: {"text": 40, "c1": 60}, 3: {"text": 0}}


class Clock:
    """Goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def made() -> tuple[Clock, Recorder]:
    """A recorder before the three messages, and its clock."""
    clock = Clock()
    return clock, Recorder(clock, FIELDS.__getitem__)


def after(clock: Clock, seconds: float, recorder: Recorder) -> dict[int, Receipt]:
    """What there is some time later, by message."""
    clock.now += seconds
    return {receipt.message: receipt for receipt in recorder.receipts()}


def test_time_is_divided_by_words() -> None:
    """Ten seconds over 60 and 40 words are six and four."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 100, 60), Line(3, "text", 0, 0, 40)])
    assert after(clock, 10, recorder) == {1: Receipt(1, 6000, 60, 0), 3: Receipt(3, 4000, 40, 0)}


def test_every_line_counts_and_they_add_up() -> None:
    """A message is as seen as its least seen line, and what was seen before stays seen."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 50, 10)])
    assert after(clock, 8, recorder) == {}
    recorder.shows([Line(1, "text", 50, 100, 10)])
    assert after(clock, 2, recorder) == {1: Receipt(1, 4000, 20, 0)}
    recorder.shows([Line(1, "text", 50, 100, 10)])
    assert after(clock, 6, recorder) == {1: Receipt(1, 16000, 20, 0)}


def test_a_message_has_all_its_fields() -> None:
    """A call that was never on screen keeps its message from being read."""
    clock, recorder = made()
    recorder.shows([Line(2, "text", 0, 40, 10)])
    assert after(clock, 30, recorder) == {}
    recorder.shows([Line(2, "c1", 0, 60, 10)])
    assert after(clock, 5, recorder)[2].milliseconds == 10_000
    assert recorder.read() == {2}


def test_folded_parts_count_apart() -> None:
    """The open lines earn the receipt; the folded rest is unopened until it was read at the same pace."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 30, 10)], [Fold(1, "text", 30)])
    assert after(clock, 5, recorder) == {1: Receipt(1, 5000, 10, 1)}
    recorder.shows([Line(1, "text", 0, 50, 20), Line(1, "text", 50, 100, 20)])
    assert after(clock, 0.2, recorder)[1].folded == 1
    assert after(clock, 40 * PACE / 100, recorder)[1].folded == 0


def test_another_width_shows_the_same_text() -> None:
    """Rows are cut elsewhere; what was seen of the text is still seen."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 60, 12), Line(1, "text", 60, 100, 8)])
    clock.now += 10
    recorder.shows([Line(1, "text", 20 * place, 20 * place + 20, 5) for place in range(5)])
    assert after(clock, 10, recorder) == {1: Receipt(1, 20_000, 20, 0)}


def test_a_row_shares_its_time_over_its_text() -> None:
    """Also where a part of it was on screen before, in a row of another length."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 60, 12)])
    clock.now += 1
    recorder.shows([Line(1, "text", 0, 100, 20)])
    assert after(clock, 9, recorder) == {1: Receipt(1, 9000, 20, 0)}


def test_idle_time_is_capped() -> None:
    """Who goes for lunch reads nothing; a key begins it anew."""
    clock, recorder = made()
    line = [Line(1, "text", 0, 100, 20)]
    recorder.shows(line)
    assert after(clock, 3600, recorder)[1].milliseconds == IDLE * 1000
    recorder.touched()
    assert after(clock, 7, recorder)[1].milliseconds == (IDLE + 7) * 1000


def test_what_is_covered_is_not_seen() -> None:
    """Nor is it when the clock is asked later."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 100, 20)])
    clock.now += 2
    recorder.shows([])
    assert after(clock, 20, recorder)[1].milliseconds == 2000


def test_short_lines_take_a_moment_too() -> None:
    """A word is not read in no time."""
    clock, recorder = made()
    recorder.shows([Line(3, "text", 0, 0, 1)])
    assert after(clock, 0.9 * LEAST_WORDS * PACE / 100, recorder)
    assert recorder.read() == set()
    clock.now += 0.2 * LEAST_WORDS * PACE / 100
    assert recorder.read() == {3}


def test_each_receipt_comes_once() -> None:
    """Only those that changed."""
    clock, recorder = made()
    recorder.shows([Line(1, "text", 0, 100, 20)])
    assert list(after(clock, 1, recorder)) == [1]
    recorder.shows([Line(3, "text", 0, 0, 20)])
    assert list(after(clock, 1, recorder)) == [3]


lines = st.builds(
    lambda message, field, edges, words: Line(message, field, min(edges), max(edges), words),
    st.sampled_from([1, 2]),
    st.just("text"),
    st.tuples(st.sampled_from([0, 20, 50]), st.sampled_from([20, 40, 50, 100])),
    st.integers(0, 30),
)
short = st.builds(Line, st.just(3), st.just("text"), st.just(0), st.just(0), st.integers(0, 30))
steps = st.one_of(
    st.tuples(st.just("shows"), st.lists(lines | short, max_size=4)),
    st.tuples(st.just("wait"), st.floats(0, 200)),
    st.tuples(st.just("touched"), st.none()),
    st.tuples(st.just("fold"), st.integers(0, 100)),
)


@given(st.lists(steps, max_size=25))
def test_nobody_reads_longer_than_the_clock_says(script: list[tuple[str, object]]) -> None:
    """All messages have at most the time that went by, no more than idle time allows, and what is read stays read."""
    clock, recorder = made()
    touches, latest, read = 1, dict[int, Receipt](), set[int]()
    for what, value in script:
        if what == "shows":
            recorder.shows(value)  # type: ignore[arg-type]
        elif what == "wait":
            clock.now += value  # type: ignore[operator]
        elif what == "touched":
            recorder.touched()
            touches += 1
        else:
            recorder.shows([], [Fold(1, "text", value)])  # type: ignore[arg-type]
        latest |= {receipt.message: receipt for receipt in recorder.receipts()}
        assert read <= recorder.read()
        read = recorder.read()
        went_by = (clock.now - 1000) * 1000
        total = sum(receipt.milliseconds for receipt in latest.values())
        assert total <= min(went_by, touches * IDLE * 1000) + 0.001
