"""What counts as read, and what may be said about it."""

from __future__ import annotations

import pytest

from reviewer.model.plain import PlainCall, PlainMessage
from reviewer.review.coverage import PACE, Progress, Seen, Work, enough, needed, sentence, tally

ALL, SOME = Seen(3, 3), Seen(2, 3)


def test_what_must_be_read() -> None:
    """Agent, customer, and a write's result wherever it stands; no other result, and no policy."""
    look, send = PlainCall(1, "look", "read", "{}", result=4), PlainCall(2, "send", "write", "{}", result=6)
    messages = [
        PlainMessage(1, "system", "Be kind."),
        PlainMessage(2, "customer", "Hello"),
        PlainMessage(3, "agent", "", calls=(look, send)),
        PlainMessage(4, "tool", "shipped"),
        PlainMessage(5, "event", "a pause"),
        PlainMessage(6, "tool", "sent"),
        PlainMessage(7, "agent", "Done."),
    ]
    assert needed(messages) == {2, 3, 6, 7}


def test_the_pace() -> None:
    """Exactly enough is enough; nothing is never."""
    assert enough(PACE * 1000, 100)
    assert not enough(PACE * 1000 - 1, 100)
    assert not enough(0, 0)


@pytest.mark.parametrize(
    ("work", "reading"),
    [
        (Work(ALL), "read"),
        (Work(ALL, "done"), "read"),
        (Work(ALL, "skimmed"), "skimmed"),
        (Work(SOME, "done"), "skimmed"),
        (Work(None, "clean"), "skimmed"),
        (Work(SOME, "skipped"), "skipped"),
        (Work(SOME), "begun"),
        (Work(Seen(0, 0), None), "begun"),
        (Work(), "unread"),
    ],
)
def test_only_receipts_say_that_it_was_read(work: Work, reading: str) -> None:
    """A mark says that it was put away, and no more; but that it was skimmed makes it never read."""
    assert work.reading == reading


def test_two_half_readers_are_no_reader() -> None:
    """One named reader must have all of it."""
    assert Progress("t", "trap", {"Ann": Work(SOME), "Bob": Work(SOME)}).reading == "begun"


def test_nothing_is_finished_that_was_not() -> None:
    """A trap needs an outcome, from the same person; a skip needs none, and its outcome is still missing."""
    assert not Progress("t", "trap", {"Ann": Work(ALL, "done")}).finished
    assert not Progress("t", "trap", {"Ann": Work(ALL, "done"), "Bob": Work(None, None, judged=True)}).finished
    assert Progress("t", "trap", {"Ann": Work(ALL, "done", judged=True)}).finished
    assert not Progress("t", "solvable", {"Ann": Work(ALL)}).finished
    assert Progress("t", "solvable", {"Ann": Work(ALL, "clean")}).finished
    skipped = Progress("t", "trap", {"Ann": Work(None, "skipped")})
    assert skipped.finished
    assert skipped.outcome_missing


def test_the_readings_add_up() -> None:
    """Each transcript is in one of the five."""
    works = [Work(ALL), Work(SOME, "done"), Work(None, "skipped"), Work(SOME)]
    some = [Progress(str(number), "trap", {"Ann": work}) for number, work in enumerate(works)]
    count = tally([*some, Progress("u")])
    assert (count.read, count.skimmed, count.skipped, count.begun, count.unread) == (1, 1, 1, 1, 1)
    assert (count.transcripts, count.outcomes_missing, count.left) == (5, 4, 4)


def test_the_sentence_is_computed() -> None:
    """It says so only when it is so; with the rule, the readers, what stayed folded, and the frame."""
    read = [Progress("a", None, {"Ann": Work(Seen(3, 3, folded=2))}), Progress("b", None, {"Bob": Work(ALL)})]
    said = sentence(read, {"all 2 (queue june)": 1, "": 1})
    assert said.startswith("Reviewed message by message: 2 of 2 transcripts")
    assert "(Ann 1, Bob 1)" in said
    assert f"{PACE:g} s per 100 words" in said
    assert "2 long parts stayed folded" in said
    assert said.endswith("Frame: 1 from all 2 (queue june); 1 from no queue.")
    assert sentence([*read, Progress("c")], {}).startswith("Not reviewed message by message: 2 of 3")
    assert sentence([], {}) == "Nothing to review."


def test_what_was_shown_and_put_away_as_skimmed_is_said() -> None:
    """It was displayed, so the sentence may not say that it was not; and it counts as read by nobody."""
    skimmed = Progress("b", None, {"Ann": Work(ALL, "skimmed"), "Bob": Work(SOME)})
    said = sentence([Progress("a", None, {"Ann": Work(ALL, "done")}), skimmed], {"": 2})
    assert said.startswith(
        "Not reviewed message by message: 1 of 2 transcripts were displayed in full to one reader (Ann 1)"
    )
    assert "1 more was, and put away as skimmed" in said
    assert skimmed.readers == []
    assert Progress("b", None, {"Ann": Work(ALL, "skimmed"), "Bob": Work(ALL)}).readers == ["Bob"]
