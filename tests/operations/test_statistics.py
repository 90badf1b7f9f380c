"""Out of a database: what people say of traps, what was read under a tag, and the judge on what was drawn."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from reviewer.dossier.adjudicated import counts
from reviewer.dossier.names import find
from reviewer.dossier.sheet import Sheet
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations import check, figures, queues, statistics
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store import outcomes, progress
from reviewer.store.connection import open_reading
from reviewer.store.receipts import ReceiptRow
from tests.operations.conftest import Write

SCORE = [{"name": "resolution", "value": 100, "scale": "0-100"}]
TAG = shipped_taxonomy().tags[0].id


@pytest.fixture
def loaded(db: Path, write: Write) -> Path:
    """Six solvable cases that the judge calls resolved, four traps, and a second model with the same cases."""
    cases, traps = [f"case-{n}" for n in range(6)], [f"trap-{n}" for n in range(4)]
    files = [
        write(f"{model}-{kind}", *of, case_class=kind, intent=kind, model=model, run=model, scores=SCORE)
        for model in ("m", "n")
        for kind, of in (("solvable", cases), ("trap", traps))
    ]
    load(db, files)
    check.run(db, processes=0)
    return db


def made(db: Path) -> list[Sheet]:
    """The sheets of both models."""
    with closing(open_reading(db)) as connection:
        return figures.sheets(connection)


def ids(db: Path, model: str = "m") -> dict[str, tuple[str, str]]:
    """case → transcript, revision."""
    with closing(open_reading(db)) as connection:
        found = connection.execute(
            """SELECT t.case_id, t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision
            JOIN run r ON r.id = t.run WHERE r.label = ?""",
            (model,),
        )
        return {case: (transcript, revision) for case, transcript, revision in found}


def receipts(transcript: str, revision: str, reader: str) -> list[ReceiptRow]:
    """All of it was on screen for long."""
    return [
        ReceiptRow(f"{reader}-sitting", revision, number, reader, transcript, 60_000, 5, 0, "2026-07-01T00:00:00Z")
        for number in (1, 2, 3)
    ]


def test_what_people_say_of_traps(loaded: Path) -> None:
    """Of the present revision alone; an adjudication as it was decided; other models' traps stay apart."""
    of = ids(loaded)
    with Reviewing(loaded, "Ann") as ann:
        ann.judge(*of["trap-0"], "held", Saw(), verdict="genuine")
        ann.judge(of["trap-1"][0], "b2:gone", "fell", Saw())
        ann.judge(*of["trap-2"], "fell", Saw(), verdict="debatable")
        ann.judge(*of["case-0"], "right", Saw())
    with Reviewing(loaded, "Ben") as ben:
        ben.adjudicate(of["trap-2"][0], "fell", "it did", verdict="case defect")
    one, other = made(loaded)
    with closing(open_reading(loaded)) as connection:
        rows = outcomes.outcomes(connection, [run.row for run in one.readings.runs])
    assert rows[of["trap-2"][0]].said == (("Ann", "fell", "debatable"),)
    assert (rows[of["trap-2"][0]].decision, rows[of["trap-2"][0]].verdict) == ("fell", "case defect")
    assert of["trap-1"][0] not in rows
    found = counts(one.readings.counted)
    assert (found.strict, found.adjudicated, found.faults, found.overturned) == ((0, 4), (0, 3), 1, 1)
    assert find(one, "adjudicated.pooled").shown == "0/3"
    assert not other.readings.judged


def test_what_was_read_under_a_tag(loaded: Path) -> None:
    """With receipts and a mark under a taxonomy that has it; skimmed, or read by half, is not read."""
    queues.make(loaded, "first", Recipe("class:solvable model:m", sample=3, double=0))
    of = ids(loaded)
    drawn = sorted(_drawn(loaded))
    known = shipped_taxonomy().hash
    by_id = {transcript: (transcript, revision) for transcript, revision in of.values()}
    with Reviewing(loaded, "Ann") as ann:
        for transcript, revision in (by_id[drawn[0]], by_id[drawn[1]], of["trap-0"]):
            ann.read(receipts(transcript, revision, "Ann"))
            ann.mark(transcript, revision, "done", taxonomy=known)
        ann.mark(*by_id[drawn[2]], "done", taxonomy=known)
        ann.tag(*by_id[drawn[0]], Anchor("transcript"), TAG, known)
        ann.tag(*by_id[drawn[2]], Anchor("transcript"), TAG, known)
    one, other = made(loaded)
    with closing(open_reading(loaded)) as connection:
        assert sum(one.reading == "read" for one in progress.progress(connection).values()) == 3
        rate = next(rate for rate in statistics.tag_rates(connection, one) if rate.tag == TAG)
        assert statistics.tag_rates(connection, other) == []
    assert (rate.found, rate.read, rate.fair) == (1, 3, False)
    assert rate.frame == "2 by lot, 3 of 6 (queue first: class:solvable model:m); 1 chosen by a reviewer, from no queue"


def test_the_judge_on_what_was_drawn(loaded: Path) -> None:
    """A contested score goes before the outcome; reviewers who differ say nothing; what was chosen does not count."""
    queues.make(loaded, "first", Recipe("class:solvable model:m", sample=4, double=0))
    drawn = sorted(_drawn(loaded))
    of = ids(loaded)
    by_id = {transcript: (transcript, revision) for transcript, revision in of.values()}
    chosen = next(key for case, (key, _) in of.items() if case.startswith("case") and key not in drawn)
    with Reviewing(loaded, "Ann") as ann:
        for transcript in (*drawn, chosen):
            ann.judge(*by_id[transcript], "wrong" if transcript == drawn[0] else "right", Saw())
        ann.contest(drawn[1], "resolution", 0, "it was not")
    with Reviewing(loaded, "Ben") as ben:
        ben.judge(*by_id[drawn[2]], "wrong", Saw())
    one, _ = made(loaded)
    with closing(open_reading(loaded)) as connection:
        (found,) = statistics.judged(connection, one)
    assert (found.both, found.judge_only, found.reviewer_only, found.neither) == (1, 2, 0, 0)
    assert (found.unread, found.chosen) == (1, 1)
    assert found.frame == "3 by lot, 4 of 6 (queue first: class:solvable model:m)"


def test_models_beside_each_other(loaded: Path) -> None:
    """On the metrics that both have."""
    found = statistics.comparisons(made(loaded))
    assert {(one.metric, one.model, one.other, one.ties) for one in found} == {
        (metric, "m", "n", True) for metric in ("unsafe_actions", "over_escalation", "resolution")
    }


def test_quarters_of_a_fleet(loaded: Path) -> None:
    """By agent messages a conversation, among all models of the suite, however few were asked for."""
    with closing(open_reading(loaded)) as connection:
        own, other = figures.sheets(connection)
        quarters = statistics.Quarters(connection)
        assert quarters.sentence(own, own.figures) == "agent messages: no quarter of 2 models, as quarters need 4"
        mean = own.find("agent_messages", "mean")
        assert quarters.data(own, mean) == {"quarter": {"name": None, "lower": 0, "models": 2}}
        assert quarters.data(own, own.figures[0]) == {}
        assert quarters.sentence(own, own.figures[:1]) is None
        values = {one.readings.model: one.find("agent_messages", "mean").value for one in (own, other)}
        assert figures.messages(connection) == {(own.readings.suite, own.readings.suite_hash): values}
        assert figures.messages(connection, "another") == {}


def _drawn(db: Path) -> set[str]:
    with closing(open_reading(db)) as connection:
        return {row[0] for row in connection.execute("SELECT transcript FROM queue_item")}
