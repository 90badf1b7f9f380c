"""Queues on a real database: frozen when they are made, open until they are done, silent about what is hidden."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from reviewer.errors import DamagedStore, NotFound, UsageError
from reviewer.operations import check
from reviewer.operations import queues as operation
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.operations.runs import invalidate
from reviewer.operations.status import status
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store import queue_drawn, queue_shown, queues, sampled, transcripts
from reviewer.store.blind import blind
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.queues import ItemRow

Write = Callable[..., Path]


@contextmanager
def reading(db: Path) -> Iterator[Connection]:
    with closing(open_reading(db)) as connection:
        yield connection


def listed(db: Path, name: str = "june") -> list[ItemRow]:
    with reading(db) as connection:
        return queues.items(connection, queues.find(connection, name))


def seen(db: Path, reviewer: str, name: str = "june") -> list[tuple[str, str, int]]:
    """What a reviewer is shown: transcript, reason, copy."""
    with reading(db) as connection:
        queue = queues.find(connection, name)
        items = queue_shown.shown_to(connection, queues.items(connection, queue), reviewer)
    return [(item.transcript, item.why, item.copy) for item in items]


def waiting(db: Path, reviewer: str, name: str = "june") -> list[str]:
    return [item.transcript for item in queues.open_for(listed(db, name), reviewer)]


def finish(db: Path, reviewer: str, transcript: str, mark: str = "done", **decided: Any) -> None:
    """Puts a transcript away as somebody does it."""
    with reading(db) as connection:
        (revision,) = connection.execute(
            "SELECT v.hash FROM transcript t JOIN revision v ON v.id = t.revision WHERE t.public_id = ?", (transcript,)
        ).fetchone()
    with Reviewing(db, reviewer) as reviewing:
        if outcome := decided.get("outcome"):
            reviewing.judge(transcript, revision, outcome, Saw())
        reviewing.mark(transcript, revision, mark, reason="because")


@pytest.fixture
def loaded(db: Path, write: Write) -> Path:
    """Twenty solvable cases and ten traps, in one run each."""
    load(db, [write("r1", *(f"case-{n}" for n in range(20)), case_class="solvable")])
    load(db, [write("r2", *(f"trap-{n}" for n in range(10)), case_class="trap")])
    return db


def test_made_once_and_for_all(loaded: Path) -> None:
    """The name, the recipe, the population and the reasons are kept; a second one of the name is refused."""
    made = Recipe("class:trap", sample=4, seed=7, double=0.25, assign=("Ann", "Bob"))
    drawn = operation.make(loaded, "june", made, "Lea")
    with reading(loaded) as connection:
        kept = queues.find(connection, "june")
        assert [queue.name for queue in queues.queues(connection)] == ["june"]
    assert (kept.recipe, kept.author, len(kept.population)) == (made, "Lea", 10)
    items = listed(loaded)
    assert [(item.transcript, item.why, item.reviewer) for item in items] == [
        (item.transcript, item.why, item.reviewer) for item in drawn.items
    ]
    assert {item.why for item in items} == {"sample 4 of 10 · seed 7", "second reader · 25% share"}
    with pytest.raises(UsageError, match="what was drawn stays drawn"):
        operation.make(loaded, "june", made)
    with pytest.raises(NotFound, match="there is nothing to draw from"):
        operation.make(loaded, "july", Recipe("class:nothing"))
    with pytest.raises(UsageError, match="cannot be the name"):
        operation.make(loaded, "next", made)
    with reading(loaded) as connection, pytest.raises(NotFound, match="there are june"):
        queues.find(connection, "july")


def test_names_with_commas(loaded: Path) -> None:
    """One that is known is one person; one that nobody has heard of ends at the comma."""
    with Reviewing(loaded, "Ash, Jan") as jan:
        jan.bookmark("t1", 1, on=True)
        known = operation.known(jan.connection, "Lee, Kim, Dr.")
    assert operation.names("Ann,Ash, Jan , Lee, Kim, Dr.,Bob", known) == ("Ann", "Ash, Jan", "Lee, Kim, Dr.", "Bob")
    assert operation.names("Ash, Jan") == ("Ash", "Jan")
    assert operation.names(" ") == ()


def test_late_arrivals_are_a_stratum_of_their_own(loaded: Path, write: Write) -> None:
    """What was drawn stays; who comes later is drawn from in the same proportion, behind the rest."""
    operation.make(loaded, "june", Recipe(sample=15, stratify=("class",), seed=1, double=0))
    before = listed(loaded)
    with pytest.raises(NotFound, match="nothing came in"):
        operation.late(loaded, "june")
    load(loaded, [write("r3", *(f"new-{n}" for n in range(5)), case_class="trap")])
    assert listed(loaded) == before
    drawn = operation.late(loaded, "june")
    after = listed(loaded)
    assert after[: len(before)] == before
    assert [item.stratum for item in after[len(before) :]] == ["late 1 · class=trap"] * 3
    assert {name: len(ids) for name, ids in drawn.population.items()} == {"late 1 · class=trap": 5}
    with pytest.raises(NotFound, match="nothing came in"):
        operation.late(loaded, "june")


def test_the_frame_of_late_arrivals_is_their_own(loaded: Path, write: Write) -> None:
    """How many of how many were drawn is said of each draw, and never of both together."""
    operation.make(loaded, "june", Recipe("class:trap", sample=5, double=0))
    load(loaded, [write("r3", *(f"new-{n}" for n in range(4)), case_class="trap")])
    operation.late(loaded, "june", 3)
    with reading(loaded) as connection:
        queue = queues.find(connection, "june")
        drawn = {item.transcript for item in queues.items(connection, queue)}
        frames = Counter(sampled.frames(connection, queue.population).values())
        reasons = Counter(queue_drawn.reasons(connection).values())
    assert queue.draws(drawn) == "5 transcripts of 10, late 1: 3 of 4"
    assert {frame.words(): count for frame, count in frames.items()} == {
        "by lot, 5 of 10 (queue june: class:trap)": 5,
        "by lot, 3 of 4 (queue june, late 1: class:trap)": 3,
    }
    assert reasons == {
        "sample 5 of 10 · seed 0 (queue june: class:trap)": 5,
        "sample 3 of 4 · late 1 · seed 0 (queue june: class:trap)": 3,
    }


@pytest.mark.parametrize("first", [True, False])
def test_late_arrivals_of_a_blind_queue_are_shuffled_into_it(loaded: Path, write: Write, first: bool) -> None:
    """At its end they would be those of the run that came last. What was open before keeps its order."""
    operation.make(loaded, "june", Recipe(blind=True, traps_first=first, double=0.2))
    before = waiting(loaded, "Ann")
    load(loaded, [write("r3", *(f"new-{n}" for n in range(10)), case_class="trap")])
    late = {item.transcript for item in operation.late(loaded, "june").items}
    after = listed(loaded)
    assert len(late) == 10
    assert [item.ordinal for item in after] == [*range(1, len(after) + 1)]
    assert [*dict.fromkeys(item.number for item in after)] == [*range(1, 41)]
    read = waiting(loaded, "Ann")
    assert [transcript for transcript in read if transcript not in late] == before
    assert not late.issuperset(read[-10:])
    traps = [item.trap for item in after]
    assert (traps == sorted(traps, reverse=True)) is first
    assert not late.issuperset([item.transcript for item in after if item.trap][-10:])
    assert {(item.why, item.stratum) for item in after if item.transcript in late} >= {("all 10 · late 1", "late 1")}
    assert {(why.partition(" · ")[0], copy) for _, why, copy in seen(loaded, "Ann")} == {
        ("all", 1),
        ("second reader", 2),
    }
    assert len({item.copy for item in after if item.transcript == read[0]}) <= 2


def test_what_is_open_for_whom(loaded: Path) -> None:
    """One's own and nobody's, in order; done is what its reader put away, with an outcome where one is needed."""
    operation.make(loaded, "june", Recipe("trap-1 class:trap", double=0, assign=("Ann", "Bob")))
    operation.make(loaded, "july", Recipe("class:trap", double=0))
    (item,) = listed(loaded)
    assert item.reviewer == "Ann"
    assert waiting(loaded, "Bob") == []
    finish(loaded, "Ann", item.transcript)
    assert waiting(loaded, "Ann") == [item.transcript]
    finish(loaded, "Ann", item.transcript, outcome="held")
    assert waiting(loaded, "Ann") == []
    assert [(one.state, one.done_by) for one in listed(loaded)] == [("skimmed", "Ann")]
    assert len(waiting(loaded, "Bob", "july")) == 9
    assert item.transcript not in waiting(loaded, "Bob", "july")


def test_read_twice_is_read_by_two(loaded: Path) -> None:
    """The same person twice is one reading."""
    operation.make(loaded, "june", Recipe("class:solvable", sample=1, double=1))
    first, second = listed(loaded)
    assert first.transcript == second.transcript
    finish(loaded, "Ann", first.transcript, "skipped")
    assert [item.state for item in listed(loaded)] == ["skipped", "open"]
    assert waiting(loaded, "Ann") == []
    assert waiting(loaded, "Bob") == [first.transcript]
    finish(loaded, "Bob", first.transcript)
    assert [(item.state, item.done_by) for item in listed(loaded)] == [("skipped", "Ann"), ("skimmed", "Bob")]


def test_a_fallen_trap_is_read_twice_and_does_not_say_so(db: Path, write: Write) -> None:
    """The check's reading stays hidden until the reader's own verdict is saved, here too."""
    load(db, [write("r1", "trap-1", "trap-2", case_class="trap")])
    check.run(db)
    with closing(open_writing(db)) as connection, transaction(connection):
        connection.execute(
            """INSERT INTO fact (revision, ordinal, check_id, name, detail, evidence)
            SELECT revision, 999, 'x', 'forbidden-write', '', '[]' FROM transcript WHERE case_id = 'trap-1'"""
        )
    operation.make(db, "june", Recipe(double=0, assign=("Ann", "Bob")))
    (fallen,) = {item.transcript for item in listed(db) if item.copy == 2}
    assert len(listed(db)) == 3
    assert sorted(item.number for item in listed(db)) in ([1, 1, 2], [1, 2, 2])  # no gap before the verdict
    for reader in ("Ann", "Bob", "Cem"):
        assert [why for _, why, _ in seen(db, reader)] == ["all 2", "all 2"]
        with reading(db) as now:
            assert "0 of 2 readings are done; " in queue_shown.standing(now, "june", reader).sentence
    finish(db, "Ann", fallen, outcome="fell")
    assert (fallen, "second reader · the check says that this trap fell", 2) in seen(db, "Ann")
    assert len(seen(db, "Bob")) == 2


def test_own_findings_of_the_blind_count(loaded: Path) -> None:
    """What others found there is not even counted, and one's own is known to oneself."""
    operation.make(loaded, "june", Recipe("class:trap", sample=2, double=0, blind=True, assign=("Ann", "Bob")))
    transcript = listed(loaded)[0].transcript
    for who in ("Ann", "Bob", "Bob"):
        with Reviewing(loaded, who) as reviewing:
            reviewing.tag(transcript, "b2:aa", Anchor("transcript"), "conversation.tone", "t")
    with reading(loaded) as connection:
        hidden = blind(connection, "Ann")
        assert transcript in hidden
        counts = [status(connection, reviewer=who, blind=hidden).total.findings for who in (None, "Ann", "Bob")]
    assert counts == [1, 1, 0]


def test_blind_until_all_of_it_is_done(loaded: Path) -> None:
    """For each reader by itself."""
    operation.make(loaded, "june", Recipe("class:trap", sample=2, double=0, blind=True, assign=("Ann", "Bob")))
    everything = {item.transcript for item in listed(loaded)}
    with reading(loaded) as connection:
        assert queue_shown.masked(connection, "Ann") == queue_shown.masked(connection, "Bob") == everything
        assert queue_shown.masked(connection, "Lea") == set()
    (own,) = waiting(loaded, "Ann")
    finish(loaded, "Ann", own, outcome="held")
    with reading(loaded) as connection:
        assert queue_shown.masked(connection, "Ann") == set()
        assert queue_shown.masked(connection, "Bob") == everything


def test_blind_in_one_queue_is_blind_in_all(loaded: Path) -> None:
    """Another queue that holds the same case does not say by its reasons which model it is of."""
    operation.make(loaded, "all", Recipe("class:trap", stratify=("run",), double=0))
    operation.make(loaded, "june", Recipe("trap-1", double=0, blind=True, assign=("Ann",)))
    (own,) = waiting(loaded, "Ann")
    reasons = {transcript: why for transcript, why, _ in seen(loaded, "Ann", "all")}
    assert reasons.pop(own) == "all 10"
    assert set(reasons.values()) == {"all 10 · run=r2"}
    assert {why for _, why, _ in seen(loaded, "Bob", "all")} == {"all 10 · run=r2"}


def test_reasons_do_not_count_by_strata(loaded: Path) -> None:
    """What is shown of how many would say of the blind which are of the same run; of one stratum it says nothing."""
    operation.make(loaded, "all", Recipe(stratify=("class", "run"), sample=13, seed=1, double=0))
    operation.make(loaded, "june", Recipe("class:trap", sample=3, double=0, blind=True, assign=("Ann",)))
    drawn = {why.partition(" · ")[0] for _, why, _ in seen(loaded, "Bob", "all")}
    assert len(drawn) > 1
    hidden = {why for transcript, why, _ in seen(loaded, "Ann", "all") if transcript in masked(loaded, "Ann")}
    assert hidden == {"sample"}
    assert {why for _, why, _ in seen(loaded, "Ann")} == {"sample 3 of 10"}


def test_the_frame_of_the_blind_names_no_filter(loaded: Path) -> None:
    """It may be a run; who has nothing left to read there is told."""
    operation.make(loaded, "june", Recipe("run:r2", double=0, blind=True, assign=("Ann",)))
    with reading(loaded) as connection:
        frames = {who: status(connection, blind=blind(connection, who)).frame for who in ("Ann", "Bob")}
    assert frames == {"Ann": {"": 20, "all 10": 10}, "Bob": {"": 20, "all 10 (queue june: run:r2)": 10}}


def masked(db: Path, reviewer: str) -> set[str]:
    """What a reviewer is blind to."""
    with reading(db) as connection:
        return queue_shown.masked(connection, reviewer)


def test_what_is_read_twice_waits_for_the_second_reader(loaded: Path) -> None:
    """Also where it is given to nobody in particular, once Ann is done with it; what is read once does not."""
    ids = [item.transcript for item in operation.make(loaded, "june", Recipe("class:trap", double=0.2)).items]
    twice, once = [id_ for id_ in set(ids) if ids.count(id_) == 2], [id_ for id_ in ids if ids.count(id_) == 1]
    for one in (twice[0], once[0]):
        finish(loaded, "Ann", one, outcome="held")
    assert (given(loaded, "Ann"), given(loaded, "Bob")) == ({*twice[1:], *once[1:]}, {*twice, *once[1:]})
    finish(loaded, "Bob", twice[0])
    assert twice[0] not in given(loaded, "Bob") | given(loaded, "Lea")


def given(db: Path, reviewer: str) -> set[str]:
    """What a queue has for a reviewer."""
    with reading(db) as connection:
        rows = transcripts.rows(connection, sorted(blind(connection, reviewer).given))
    return {row.id for row in rows}


def test_disagreements_first(loaded: Path) -> None:
    """Two reviewers who say different things; once adjudicated it is none."""
    ids = [item.transcript for item in operation.make(loaded, "all", Recipe("class:trap", double=0)).items]
    finish(loaded, "Ann", ids[6], outcome="held")
    finish(loaded, "Bob", ids[6], outcome="fell")
    drawn = operation.make(loaded, "june", Recipe("class:trap", double=0, disagreements_first=True))
    assert [item.transcript for item in drawn.items] == [ids[6], *ids[:6], *ids[7:]]


def test_cited_but_unconfirmed(loaded: Path) -> None:
    """A second reader's word ends it, one's own does not."""
    one = listed_first(loaded)
    with Reviewing(loaded, "Ann") as ann:
        made = ann.tag(one, "b2:aa", Anchor("transcript"), "grounding.stale", "x")
        ann.tag("elsewhere", "b2:aa", Anchor("transcript"), "grounding.stale", "x")
        ann.confirm(made.id, "confirmed")
    operation.make(loaded, "june", Recipe(cited_unconfirmed=True, assign=("Ann", "Bob")))
    (item,) = listed(loaded)
    assert (item.transcript, item.reviewer, item.state) == (one, "Bob", "open")
    assert item.why == "all 1 · a finding that no second reader has confirmed"
    with Reviewing(loaded, "Bob") as bob:
        bob.confirm(made.id, "disputed")
    assert [(item.state, item.done_by) for item in listed(loaded)] == [("disputed", "Bob")]
    assert waiting(loaded, "Bob") == []
    with Reviewing(loaded, "Bob") as bob:
        bob.confirm(made.id, "confirmed")
    assert [(item.state, item.done_by) for item in listed(loaded)] == [("confirmed", "Bob")]
    with reading(loaded) as connection:
        said = queue_shown.standing(connection, "june", "Bob").sentence
    assert said == "1 of 1 readings are done: 1 confirmed; none left for Bob"
    with Reviewing(loaded, "Ann") as ann:
        ann.remove(made)
    assert [(item.state, item.done_by) for item in listed(loaded)] == [("withdrawn", "")]
    with pytest.raises(NotFound, match="nothing to draw"):
        operation.make(loaded, "july", Recipe(cited_unconfirmed=True))


def test_nobody_confirms_what_only_oneself_found(loaded: Path) -> None:
    """Of two who found something in one transcript each can confirm the other's."""
    one = listed_first(loaded)
    with Reviewing(loaded, "Ann") as ann:
        made = ann.tag(one, "b2:aa", Anchor("transcript"), "grounding.stale", "x")
    operation.make(loaded, "june", Recipe(cited_unconfirmed=True))
    assert (waiting(loaded, "Ann"), waiting(loaded, "Bob")) == ([], [one])
    with reading(loaded) as connection:
        assert "none left for Ann, 1 for others" in queue_shown.standing(connection, "june", "Ann").sentence
    with Reviewing(loaded, "Bob") as bob:
        bob.tag(one, "b2:aa", Anchor("transcript"), "grounding.stale", "x")
    assert (waiting(loaded, "Ann"), waiting(loaded, "Bob")) == ([one], [one])
    with Reviewing(loaded, "Bob") as bob:
        bob.confirm(made.id, "confirmed")
    assert (waiting(loaded, "Ann"), waiting(loaded, "Bob")) == ([one], [])


def test_what_is_cited(loaded: Path) -> None:
    """What a report would print, and what an edition printed: nothing private, nor of a run that does not count."""
    with reading(loaded) as connection:
        found = connection.execute("SELECT public_id FROM transcript WHERE case_id IN ('case-1', 'case-2', 'trap-1')")
        ids = [id_ for (id_,) in found]
    with Reviewing(loaded, "Ann") as ann:
        made = [ann.tag(one, "b2:aa", Anchor("transcript"), "grounding.stale", "x", publishable=False) for one in ids]
    with pytest.raises(NotFound, match="no transcript has a cited finding that waits for a second reader"):
        operation.make(loaded, "none", Recipe(cited_unconfirmed=True))
    content = json.dumps({"findings": [{"id": one.id} for one in made]})
    with closing(open_writing(loaded)) as connection, transaction(connection):
        connection.execute(
            """INSERT INTO edition (suite, model, number, hash, frozen_at, author, seal_key, claims, content)
            VALUES ('shop', 'kimi', 1, 'b2:1', '2026-05-02T10:00:00Z', 'Ann', ?, '', ?)""",
            ("0" * 64, content),
        )
    invalidate(loaded, "r2", "a broken desk")
    operation.make(loaded, "june", Recipe(cited_unconfirmed=True))
    assert [item.state for item in listed(loaded)] == ["open", "open"]
    with reading(loaded) as connection:
        runs = connection.execute(
            """SELECT DISTINCT r.name FROM queue_item i JOIN queue q ON q.id = i.queue AND q.name = 'june'
            JOIN transcript t ON t.public_id = i.transcript JOIN run r ON r.id = t.run"""
        )
        assert runs.fetchall() == [("r1",)]


def listed_first(db: Path) -> str:
    """Some transcript."""
    with reading(db) as connection:
        return str(connection.execute("SELECT min(public_id) FROM transcript").fetchone()[0])


def test_the_frame(loaded: Path) -> None:
    """Why each was queued first."""
    operation.make(loaded, "june", Recipe("trap-1", double=0))
    operation.make(loaded, "july", Recipe(double=0))
    (one,) = [item.transcript for item in listed(loaded)]
    with reading(loaded) as connection:
        found = queue_drawn.reasons(connection)
        assert queue_drawn.reasons(connection, [one]) == {one: "all 1 (queue june: trap-1)"}
    assert found[one] == "all 1 (queue june: trap-1)"
    assert len(found) == 30
    assert set(found.values()) == {"all 1 (queue june: trap-1)", "all 30 (queue july)"}


def test_the_frame_of_a_stratified_draw_is_one(loaded: Path) -> None:
    """However many strata it was drawn from."""
    operation.make(loaded, "june", Recipe(sample=6, stratify=("case", "model"), seed=4, double=0))
    assert len({item.stratum for item in listed(loaded)}) > 1
    with reading(loaded) as connection:
        (one,) = set(queue_drawn.reasons(connection).values())
    assert one == "sample 6 of 30 in proportion by case, model · seed 4 (queue june)"


def test_a_queue_of_another_program(loaded: Path) -> None:
    """What a later one says besides is passed over; what is no recipe is said in one line."""
    operation.make(loaded, "june", Recipe(sample=3))
    for change, readable in (("json_set(recipe, '$.mood', 'calm')", True), ("'[1]'", False), ("'no'", False)):
        with closing(open_writing(loaded)) as writer, transaction(writer):
            writer.execute(f"UPDATE queue SET recipe = {change}")  # noqa: S608 - our own words
        with reading(loaded) as connection:
            if readable:
                assert queues.find(connection, "june").recipe == Recipe(sample=3)
            else:
                with pytest.raises(DamagedStore, match="the queue 'june' has no recipe"):
                    queues.queues(connection)
