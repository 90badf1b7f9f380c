"""Decisions of reviewers: kept at once, taken back without end, and the same whoever folds them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from reviewer.errors import UsageError
from reviewer.operations.reviewing import Reviewing
from reviewer.review import events
from reviewer.review.anchors import Anchor, Place, from_json, to_json
from reviewer.review.decisions import MARKS, OUTCOMES, Finding, Saw
from reviewer.store import reviews
from reviewer.store.connection import open_reading, open_writing, transaction

CALL = Anchor("call", (Place(9, "c1"),))
GAP = Anchor("gap", (Place(9, "c1"),))
TABLES = ("finding", "confirmation", "judgement", "marking", "bookmark", "contest")


def rows(db: Path) -> dict[str, list[Any]]:
    """Everything that is folded."""
    with closing(open_reading(db)) as connection:
        all_of = "SELECT * FROM {} ORDER BY 1, 2"
        return {table: connection.execute(all_of.format(table)).fetchall() for table in TABLES}


@pytest.fixture
def ann(db: Path) -> Iterator[Reviewing]:
    with Reviewing(db, "Ann") as reviewing:
        yield reviewing


def test_a_finding_is_there_changed_and_gone(db: Path, ann: Reviewing) -> None:
    """Its author and its id stay; a removed one can be had back."""
    made = ann.tag("t1", "b2:aa", GAP, "protocol.acts-before-confirming", "b2:tx", note="no question")
    with Reviewing(db, "Bob") as bob:
        bob.change(made, severity="critical", note="no summary either")
    (row,) = rows(db)["finding"]
    assert row[0] == made.id
    assert {"Ann", "critical", "no summary either", "gap", 9} <= set(row)
    ann.remove(made)
    assert rows(db)["finding"] == []
    ann.undo()
    assert rows(db)["finding"] == [row]


def test_undo_after_a_clock_went_back(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes back what was decided last, one after the other, and redo brings it again."""
    with Reviewing(db, "Ann") as ann:
        earlier = ann.bookmark("t1", 1, on=True)
        with monkeypatch.context() as ahead:
            tomorrow = time.time_ns() + 86_400 * 10**9
            ahead.setattr(time, "time_ns", lambda: tomorrow)
            later = ann.bookmark("t1", 2, on=True)
    monkeypatch.setattr(events, "_last", [0])  # as in a new process
    with Reviewing(db, "Ann") as ann:
        last = ann.bookmark("t1", 3, on=True)
        assert [ann.undo() for _ in range(4)] == [last, later, earlier, None]
        assert [event and event.body["undoes"] for event in (ann.redo(), ann.redo())] == [earlier.ulid, later.ulid]


def test_undo_and_redo_across_a_restart(db: Path) -> None:
    """Back to nothing and forth to everything, in a new process's connection each time."""
    with Reviewing(db, "Ann") as ann:
        ann.tag("t1", "b2:aa", CALL, "a", "x")
        ann.judge("t1", "b2:aa", "fell", Saw(), verdict="genuine", reason="it fired")
        ann.judge("t1", "b2:aa", "held", Saw(machine=True))
        ann.mark("t1", "b2:aa", "done")
        ann.bookmark("t1", 4, on=True)
    states = [rows(db)]
    for _ in range(5):
        with Reviewing(db, "Ann") as ann:
            assert ann.undo() is not None
        states.append(rows(db))
    assert not any(states[-1].values())
    with Reviewing(db, "Ann") as ann:
        assert ann.undo() is None
    for before in reversed(states[:-1]):
        with Reviewing(db, "Ann") as ann:
            assert ann.redo() is not None
        assert rows(db) == before
    with Reviewing(db, "Ann") as ann:
        assert ann.redo() is None


def test_nobody_takes_back_what_another_decided(db: Path, ann: Reviewing) -> None:
    """Undo is for one's own."""
    ann.bookmark("t1", 4, on=True)
    with Reviewing(db, "Bob") as bob:
        assert bob.undo() is None
        bob.bookmark("t1", 5, on=True)
        bob.undo()
    assert [row[2] for row in rows(db)["bookmark"]] == [4]


def test_a_new_decision_ends_redo(ann: Reviewing) -> None:
    """There is one way forward."""
    ann.bookmark("t1", 4, on=True)
    ann.undo()
    ann.bookmark("t1", 5, on=True)
    assert ann.redo() is None


def test_verdicts_keep_what_was_visible(db: Path, ann: Reviewing) -> None:
    """Only those that were given without seeing anybody else's count as independent."""
    ann.judge("t1", "b2:aa", "fell", Saw(siblings=True))
    ann.judge("t2", "b2:aa", "fell", Saw(machine=True))
    ann.judge("t3", "b2:aa", "fell", Saw(others=True))
    with closing(open_reading(db)) as connection:
        independent = connection.execute("SELECT transcript, independent FROM judgement ORDER BY 1").fetchall()
    assert independent == [("t1", 1), ("t2", 0), ("t3", 0)]


def test_what_makes_no_sense_is_refused(db: Path, ann: Reviewing) -> None:
    """And nothing is saved."""
    with pytest.raises(UsageError, match="a skip needs a reason"):
        ann.mark("t1", "b2:aa", "skipped", reason=" ")
    with pytest.raises(UsageError, match="is not an outcome; there are held, fell, right, wrong"):
        ann.judge("t1", "b2:aa", "won", Saw())
    with pytest.raises(UsageError, match="severity"):
        ann.tag("t1", "b2:aa", CALL, "a", "x", severity="dire")
    assert not any(rows(db).values())


places = st.builds(Place, st.integers(1, 99), st.sampled_from([None, "text", "c1", "c2.args"]))
anchors = st.one_of(
    st.just(Anchor("transcript")),
    st.builds(lambda place: Anchor("gap", (place,)), places),
    st.builds(lambda said, did: Anchor("pair", (said, did)), places, places),
)


@given(anchors)
def test_an_anchor_comes_back_from_its_event(anchor: Anchor) -> None:
    """Whole."""
    assert from_json(to_json(anchor)) == anchor


class _Reviewers(RuleBasedStateMachine):
    """Two people at one file, in any order: the rows are always what folding all events anew gives."""

    findings = Bundle("findings")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.db = Path(self.folder.name) / "study.db"
        self.people = {name: Reviewing(self.db, name) for name in ("Ann", "Bob")}

    def teardown(self) -> None:
        for person in self.people.values():
            person.close()
        self.folder.cleanup()

    @rule(target=findings, who=st.sampled_from(["Ann", "Bob"]), anchor=anchors)
    def tag(self, who: str, anchor: Anchor) -> Finding:
        return self.people[who].tag("t1", "b2:aa", anchor, "a", "x")

    @rule(who=st.sampled_from(["Ann", "Bob"]), finding=findings, note=st.text("xy", max_size=3))
    def change(self, who: str, finding: Finding, note: str) -> None:
        self.people[who].change(finding, note=note)

    @rule(who=st.sampled_from(["Ann", "Bob"]), finding=findings)
    def remove(self, who: str, finding: Finding) -> None:
        self.people[who].remove(finding)

    @rule(who=st.sampled_from(["Ann", "Bob"]), outcome=st.sampled_from([*OUTCOMES, None]), machine=st.booleans())
    def judge(self, who: str, outcome: str | None, machine: bool) -> None:
        self.people[who].judge("t1", "b2:aa", outcome, Saw(machine=machine))

    @rule(who=st.sampled_from(["Ann", "Bob"]), mark=st.sampled_from([*MARKS, None]))
    def mark(self, who: str, mark: str | None) -> None:
        self.people[who].mark("t1", "b2:aa", mark, reason="because")

    @rule(who=st.sampled_from(["Ann", "Bob"]), on=st.booleans())
    def bookmark(self, who: str, on: bool) -> None:
        self.people[who].bookmark("t1", 3, on=on)

    @rule(who=st.sampled_from(["Ann", "Bob"]), back=st.booleans())
    def take_back(self, who: str, back: bool) -> None:
        self.people[who].undo() if back else self.people[who].redo()

    @invariant()
    def rows_are_the_fold(self) -> None:
        before = rows(self.db)
        with closing(open_writing(self.db)) as connection, transaction(connection):
            reviews.refold(connection)
        assert rows(self.db) == before


_Reviewers.TestCase.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
test_two_people_at_one_file = _Reviewers.TestCase


def test_words_that_no_database_can_hold(db: Path, ann: Reviewing) -> None:
    """A lone surrogate, as of a paste that was cut, is kept in the form in which transcripts keep it."""
    ann.tag("t1", "b2:aa", CALL, "a", "x", note="cut \ud83d")
    ann.judge("t1", "b2:aa", "fell", Saw(), reason="cut \ud83d")
    assert "cut \\ud83d" in rows(db)["finding"][0]
    assert "cut \\ud83d" in rows(db)["judgement"][0]
