"""Proposals follow the facts, come in with their words proven, and become findings that one undo takes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import NotFound, UsageError
from reviewer.formats.contract import Fill
from reviewer.operations import check, proposals
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.review.proposals import Tally
from reviewer.store import findings, queue_shown, reviews, transcripts
from reviewer.store import proposals as stored
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.proposals import Inbox, ProposalRow

Write = Callable[..., Path]

EMPTY = {"role": "agent", "text": ""}
HIDDEN = {"role": "agent", "text": "All\u200b good."}
CANCEL = {"role": "agent", "text": "", "calls": [{"id": "x", "name": "cancel_order", "arguments": '{"order": "A-1"}'}]}
HELLO = {"role": "customer", "text": "Where is it? Where?"}


@pytest.fixture
def ann(db: Path) -> Iterator[Reviewing]:
    open_writing(db).close()
    with Reviewing(db, "Ann") as reviewing:
        yield reviewing


def loaded(db: Path, path: Path) -> None:
    """In the database, and checked."""
    assert load(db, [str(path)], Fill()).exit_code == 0
    check.run(db)


def inbox(db: Path, who: str = "Ann", **narrowed: Any) -> Inbox:
    """What a reviewer sees."""
    with closing(open_reading(db)) as connection:
        return stored.inbox(connection, who, **narrowed)


def rows(db: Path, **narrowed: Any) -> dict[str, ProposalRow]:
    """By tag, of which there is one each."""
    found = inbox(db, **narrowed).rows
    by_tag = {row.tag: row for row in found}
    assert len(by_tag) == len(found)
    return by_tag


def tables(db: Path) -> list[Any]:
    """Findings, and what became of proposals."""
    with closing(open_reading(db)) as connection:
        decided = connection.execute("SELECT id, decision, decided_by, finding FROM proposal ORDER BY 1").fetchall()
        return [decided, connection.execute("SELECT * FROM finding ORDER BY 1").fetchall()]


def test_facts_propose(db: Path, write: Write) -> None:
    """An empty reply its message, a hidden character itself, a write without a yes the gap before it."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN, HELLO, CANCEL]))
    found = rows(db)
    assert {tag: str(row.anchor) for tag, row in found.items()} == {
        "conversation.empty-reply": "M2",
        "conversation.odd-characters": "M3.text",
        "protocol.acts-before-confirming": "before M5.c1",
        "action.call-unmentioned": "M5.c1",
    }
    odd = found["conversation.odd-characters"]
    assert odd.anchor.places[0].exact == "\u200b"
    assert (odd.proposer, odd.severity, odd.decision) == ("check:characters", "minor", None)
    assert all(place.hash for row in found.values() for place in row.anchor.places)


def again(db: Path) -> None:
    """As after a change of the rules."""
    with closing(open_writing(db)) as connection, transaction(connection):
        connection.execute("DELETE FROM checked")
    check.run(db)


def test_checking_again_changes_nothing(db: Path, write: Write, ann: Reviewing) -> None:
    """Neither are proposals doubled, nor is what was decided lost or asked again."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN]))
    found = rows(db)
    proposals.reject(ann, found["conversation.empty-reply"], "It was cut off.")
    proposals.accept(ann, found["conversation.odd-characters"])
    before = rows(db, decided=True)
    again(db)
    assert rows(db, decided=True) == before
    assert rows(db) == {}


def test_what_vanishes_is_withdrawn_unless_decided(db: Path, write: Write, ann: Reviewing) -> None:
    """A new revision: the old one's open proposals go, the decided ones stay, the same words are not asked again."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN]))
    first = rows(db)
    proposals.reject(ann, first["conversation.odd-characters"])
    loaded(
        db,
        write(
            "r",
            "c",
            messages=[HELLO, {"role": "agent", "text": "Hello."}, HIDDEN, {"role": "agent", "text": "Bye\u202e."}],
        ),
    )
    left = inbox(db, decided=True).rows
    old, new = sorted(left, key=lambda row: row.current)
    assert (old.id, old.decision, old.current) == (first["conversation.odd-characters"].id, "rejected", False)
    assert (new.message, new.decision, new.current) == (4, None, True)


def test_confirm_amend_reject(db: Path, write: Write, ann: Reviewing) -> None:
    """A finding each of the first two, with the proposal's own anchor; and the proposer's precision."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN, HELLO, CANCEL]))
    found = rows(db)
    made = proposals.accept(ann, found["conversation.empty-reply"])
    assert (made.tag, made.severity, made.note, made.author) == (*_said(found["conversation.empty-reply"]), "Ann")
    assert made.proposal == found["conversation.empty-reply"].id
    changed = proposals.accept(ann, found["conversation.odd-characters"], severity="critical", note="On purpose.")
    assert (changed.severity, changed.note) == ("critical", "On purpose.")
    proposals.reject(ann, found["action.call-unmentioned"], "M6 says so.")
    after = rows(db, decided=True)
    assert {tag: row.decision for tag, row in after.items()} == {
        "conversation.empty-reply": "confirmed",
        "conversation.odd-characters": "amended",
        "action.call-unmentioned": "rejected",
        "protocol.acts-before-confirming": None,
    }
    assert after["action.call-unmentioned"].reason == "M6 says so."
    assert after["conversation.empty-reply"].finding == made.id
    with closing(open_reading(db)) as connection:
        tallies = {one.tag: one for one in stored.tallies(connection, "Ann")}
    assert tallies["conversation.odd-characters"] == Tally(
        "check:characters", "conversation.odd-characters", open=0, confirmed=0, amended=1, rejected=0
    )
    assert tallies["action.call-unmentioned"].borne_out == 0


def _said(row: ProposalRow) -> tuple[str, str, str]:
    return row.tag, row.severity, row.note


def test_one_undo_takes_back_one_decision(db: Path, write: Write, ann: Reviewing) -> None:
    """The finding and the decision go together, and come together again, in whichever order others come between."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN]))
    states = [tables(db)]
    for row in rows(db).values():
        proposals.accept(ann, row)
        states.append(tables(db))
    ann.bookmark("t1", 1, on=True)
    ann.undo()
    for before in reversed(states[:-1]):
        assert ann.undo() is not None
        assert tables(db) == before
    assert ann.undo() is None
    for after in states[1:]:
        assert ann.redo() is not None
        assert tables(db) == after
    with closing(open_writing(db)) as connection, transaction(connection):
        reviews.refold(connection)
    assert tables(db) == states[-1]
    ann.redo()  # the bookmark
    ann.undo()
    ann.undo()
    assert tables(db) == states[-2]


def test_who_comes_second_is_told(db: Path, write: Write, ann: Reviewing) -> None:
    """Nobody's decision is put aside unseen; once it is taken back, it is free again."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY]))
    row = rows(db)["conversation.empty-reply"]
    proposals.reject(ann, row)
    with Reviewing(db, "Bob") as bob:
        with pytest.raises(UsageError, match="Ann has rejected this proposal already"):
            proposals.accept(bob, row)
        with pytest.raises(UsageError, match="Ann has rejected"):
            proposals.reject(bob, row)
        assert tables(db)[1] == []
        ann.undo()
        proposals.accept(bob, row)
    assert rows(db, decided=True)["conversation.empty-reply"].decided_by == "Bob"


def test_words_that_have_moved_make_a_finding_there(db: Path, write: Write, ann: Reviewing) -> None:
    """A proposal of another program is carried over as a finding is: sure, or to be confirmed; amended by nobody."""
    said = {"role": "agent", "text": "Soon, soon."}
    loaded(db, write("r", "c", messages=[HELLO, said]))
    assert take(db, write, {"citation": "M2.text", "quote": "soon"}).added == 1
    loaded(db, write("r", "c", messages=[HELLO, HELLO, {"role": "agent", "text": "Where?"}, said]))
    made = proposals.accept(ann, rows(db)["conversation.tone"])
    assert (made.anchor.message, made.anchor.places[0].exact) == (4, "soon")
    assert rows(db, decided=True)["conversation.tone"].decision == "confirmed"
    ann.undo()
    loaded(db, write("r", "c", messages=[HELLO, HELLO, {**said, "text": "Soon, soon!"}]))
    made = proposals.accept(ann, rows(db)["conversation.tone"])
    (found,) = findings.of_ids(ann.connection, [made.id])
    assert (found.quote, found.anchor and found.anchor.message) == ("unsure", 3)


def test_words_that_are_gone_make_no_finding(db: Path, write: Write, ann: Reviewing) -> None:
    """A proposal of another program, on a revision that is not the present one."""
    loaded(db, write("r", "c", messages=[HELLO, {"role": "agent", "text": "Soon, soon."}]))
    assert take(db, write, {"citation": "M2.text", "quote": "soon"}).added == 1
    loaded(db, write("r", "c", messages=[HELLO, {"role": "agent", "text": "It is there."}]))
    row = rows(db)["conversation.tone"]
    assert not row.current
    with pytest.raises(UsageError, match="the transcript has changed since"):
        proposals.accept(ann, row)
    loaded(db, write("r", "c", messages=[HELLO, {"role": "agent", "text": "Soon, soon."}, HELLO]))
    made = proposals.accept(ann, rows(db)["conversation.tone"])
    assert made.revision != row.revision


def take(db: Path, write: Write, *lines: dict[str, Any] | str) -> proposals.Summary:
    """Proposals of a helper about the one transcript."""
    path = write("unused", "x").with_name("helper.proposals")
    with closing(open_reading(db)) as connection:
        (row,) = transcripts.rows(connection, transcripts.keys(connection))
    base = {"proposer": "helper", "transcript": row.id, "tag": "conversation.tone"}
    path.write_text("".join((one if isinstance(one, str) else json.dumps({**base, **one})) + "\n" for one in lines))
    return proposals.propose(db, str(path))


def test_a_quote_stands_in_the_cited_message_or_is_refused(db: Path, write: Write) -> None:
    """Character by character; the others come in; a second time they are known."""
    loaded(db, write("r", "c", messages=[HELLO, {"role": "agent", "text": "It’s 5–7 days.\n東京 🚚"}, CANCEL]))
    good: list[dict[str, Any]] = [
        {"citation": "M2.text", "quote": "5–7 days.\n東京"},
        {"citation": "M2", "quote": "🚚"},
        {"citation": "M1", "quote": "Where", "occurrence": 2},
        {"citation": "M3.c1", "quote": "A-1"},
        {"citation": "M3.c1.name", "quote": "cancel"},
        {"citation": "M3.c1", "kind": "gap", "severity": "critical"},
        {"kind": "transcript"},
        {"kind": "pair", "citation": "M2", "quote": "days", "done": {"citation": "M3.c1"}},
    ]
    bad: list[tuple[dict[str, Any] | str, str]] = [
        ({"citation": "M2.text", "quote": "It's"}, "the quote does not stand there: M2.text of "),
        ({"citation": "M2.text", "quote": "5-7"}, "“5-7”"),
        ({"citation": "M2.text", "quote": "days. 東京"}, "does not stand there"),
        ({"citation": "M1.text", "quote": "5–7"}, "does not stand there"),
        ({"citation": "M1", "quote": "Where", "occurrence": 3}, "the quote stands there 2 times"),
        ({"citation": "M1", "quote": "Where"}, "stands there more than once, and no `occurrence` says which: M1 of "),
        ({"citation": "M2.reasoning", "quote": "It"}, "does not stand there"),
        ({"citation": "M9", "quote": "It"}, "has no message M9"),
        ({"citation": "M2.c1", "quote": "It"}, "there is no M2.c1"),
        ({"citation": "M3", "kind": "call"}, "a call is cited as M12.c1"),
        ({"citation": "M2", "quote": "5", "tag": "no.such"}, "there is no tag no.such"),
        ({"citation": "M2", "quote": "5", "transcript": "nobody"}, "nobody"),
        ({"citation": "M2", "quote": "5", "revision": "b2:00"}, "another revision"),
        ("{", "no valid JSON"),
        ('{"citation": "M1", "citation": "M2"}', "the key “citation” stands twice in one object, and which value"),
        ("[1]", "an object was expected"),
    ]
    lines = [line for pair in zip(good, (line for line, _ in bad), strict=False) for line in pair]
    lines += [line for line, _ in bad[len(good) :]]
    done = take(db, write, *lines)
    assert (done.added, done.known, done.exit_code) == (len(good), 0, 1)
    reasons = dict(done.refused)
    numbers = [lines.index(line) + 1 for line, _ in bad]
    assert list(reasons) == [f"line {number}" for number in sorted(numbers)]
    for number, (_, reason) in zip(numbers, bad, strict=True):
        assert reason in reasons[f"line {number}"]
    exact = [place.exact for row in inbox(db, proposer="helper").rows for place in row.anchor.places if place.exact]
    assert sorted(exact) == sorted(["5–7 days.\n東京", "🚚", "Where", "A-1", "cancel", "days"])
    later = take(db, write, *good)
    assert (later.added, later.known, later.exit_code) == (0, len(good), 0)
    assert take(db, write, "nothing").exit_code == 3


def test_the_second_of_two_equal_words(db: Path, write: Write) -> None:
    """Is where it says."""
    loaded(db, write("r", "c", messages=[HELLO, {"role": "agent", "text": "x"}]))
    take(db, write, {"citation": "M1", "quote": "Where", "occurrence": 2})
    (place,) = rows(db)["conversation.tone"].anchor.places
    assert (place.start, place.end, place.prefix) == (13, 18, "Where is it? ")


@pytest.mark.parametrize(("case_class", "outcome"), [("trap", "held"), ("must-escalate", "wrong")])
def test_proposals_wait_for_ones_own_outcome(
    db: Path, write: Write, ann: Reviewing, case_class: str, outcome: str
) -> None:
    """In lists, by name and in counts by tag; only how many there are is said, whatever the filter."""
    loaded(db, write("r", "c", case_class=case_class, messages=[HELLO, EMPTY, HIDDEN]))
    seen = inbox(db)
    assert (seen.rows, seen.hidden >= 2) == ([], True)
    assert inbox(db, tag="conversation.empty-reply") == inbox(db, proposer="nobody") == seen
    with closing(open_reading(db)) as connection:
        (row,) = transcripts.rows(connection, transcripts.keys(connection))
        id_ = connection.execute("SELECT id FROM proposal").fetchone()[0]
        assert stored.tallies(connection, "Ann") == []
        assert stored.of_transcript(connection, row.key, "Ann") == seen
        with pytest.raises(NotFound, match=f"{seen.hidden} are hidden until the outcomes of Ann"):
            stored.find(connection, id_, "Ann")
    ann.judge(row.id, "b2:x", outcome, Saw())
    assert (len(inbox(db).rows), inbox(db).hidden) == (seen.hidden, 0)
    ann.undo()  # and nobody unsees them
    assert (len(inbox(db).rows), inbox(db).hidden) == (seen.hidden, 0)
    assert inbox(db, "Bob") == seen


def test_blind_readers_see_neither_model_nor_others_decisions(
    db: Path, write: Write, ann: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As everywhere."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY, HIDDEN]))
    found = rows(db)
    proposals.reject(ann, found["conversation.empty-reply"])
    transcript = found["conversation.empty-reply"].transcript
    monkeypatch.setattr(queue_shown, "masked", lambda _connection, who: {transcript} if who == "Bob" else set())
    (row,) = inbox(db, "Bob", decided=True).rows
    assert (row.tag, row.model, row.run) == ("conversation.odd-characters", None, None)
    assert {one.model for one in inbox(db, "Ann", decided=True).rows} == {"m"}


def test_a_decision_that_came_first_holds(db: Path, write: Write, ann: Reviewing, tmp_path: Path) -> None:
    """Events of another database may be here before the transcripts are checked."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY]))
    proposals.reject(ann, rows(db)["conversation.empty-reply"], "No.")
    other = tmp_path / "other.db"
    with closing(open_reading(db)) as source:
        made = list(reviews.of_author(source, "Ann"))
    with closing(open_writing(other)) as connection, transaction(connection):
        reviews.write_all(connection, reversed(made))
    loaded(other, write("r", "c", messages=[HELLO, EMPTY]))
    assert inbox(other).rows == []
    here, there = (
        {tag: replace(row, proposed_at="") for tag, row in rows(one, decided=True).items()} for one in (db, other)
    )
    assert here == there


def test_only_what_a_finding_has_can_be_amended(db: Path, write: Write, ann: Reviewing) -> None:
    """And nothing is saved of what makes no sense."""
    loaded(db, write("r", "c", messages=[HELLO, EMPTY]))
    row = rows(db)["conversation.empty-reply"]
    for wrong in ({"author": "Bob"}, {"severity": "dire"}, {"anchor": Anchor("message", (Place(9),))}):
        with pytest.raises(UsageError):
            proposals.accept(ann, row, **wrong)
    assert tables(db)[1] == []
    assert rows(db)["conversation.empty-reply"].decision is None
    elsewhere = proposals.accept(ann, row, anchor=Anchor("message", (Place(1),)))
    assert elsewhere.anchor.message == 1
    assert rows(db, decided=True)["conversation.empty-reply"].decision == "amended"
