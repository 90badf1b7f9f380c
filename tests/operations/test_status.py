"""How far reviewing is, from files to the sentence: receipts, marks and outcomes of a real database."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import permutations
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.operations.status import Status, status
from reviewer.review import coverage
from reviewer.review.anchors import Anchor
from reviewer.review.coverage import PACE
from reviewer.review.decisions import Saw
from reviewer.store import filters, plain, progress, receipts, transcripts
from reviewer.store.blind import NOTHING, blind
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.receipts import ReceiptRow

Write = Callable[..., Path]
MESSAGES: list[dict[str, Any]] = [
    {"role": "system", "text": "Be kind."},
    {"role": "customer", "text": "Send me a new one."},
    {
        "role": "agent",
        "text": "Let me look.",
        "calls": [
            {"id": "a", "name": "get_order", "arguments": "{}"},
            {"id": "b", "name": "create_reship", "arguments": "{}"},
        ],
    },
    {"role": "tool", "call_id": "a", "text": "delivered"},
    {"role": "tool", "call_id": "b", "text": "RS-1"},
    {"role": "agent", "text": "It is on its way."},
]
NEEDED = [2, 3, 5, 6]
AT = "2026-05-01T10:00:00Z"


@contextmanager
def reading(db: Path) -> Iterator[Connection]:
    with closing(open_reading(db)) as connection:
        yield connection


def hashes(db: Path) -> dict[str, tuple[str, str]]:
    """Of each case the public id and the hash of the present revision."""
    with reading(db) as connection:
        found = connection.execute(
            "SELECT t.case_id, t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision"
        )
        return {case: (public, revision) for case, public, revision in found}


def shown(db: Path, case: str, *numbers: int, reader: str = "Ann", sitting: str = "s1", share: float = 1.0) -> None:
    """Receipts for messages of 100 words, at a share of the pace that is needed."""
    public, revision = hashes(db)[case]
    rows = [
        ReceiptRow(sitting, revision, number, reader, public, int(PACE * 1000 * share), 100, 0, AT)
        for number in numbers
    ]
    with Reviewing(db, reader) as reviewing:
        reviewing.read(rows)


def counted(db: Path, filter: str = "", reviewer: str | None = None) -> Status:  # noqa: A002 - as it is typed
    with reading(db) as connection:
        return status(connection, filters.parse(filter), reviewer)


@pytest.fixture
def loaded(db: Path, write: Write) -> Path:
    """Two traps and a solvable case in one run."""
    load(db, [write("r1", "a-1", "a-2", case_class="trap", messages=MESSAGES)])
    load(db, [write("r2", "b-1", case_class="solvable", messages=MESSAGES)])
    return db


def test_what_must_be_read_is_the_same_in_sql(loaded: Path) -> None:
    """The rule is said twice, and means one thing."""
    with reading(loaded) as connection:
        for row in transcripts.rows(connection, transcripts.keys(connection)):
            (whole,) = plain.plain(connection, [row.revision])
            assert set(progress.unread(connection, row.key, "Ann")) == coverage.needed(whole.messages) == set(NEEDED)


def test_read_is_what_one_reader_has_receipts_for(loaded: Path) -> None:
    """All that is needed, long enough, by one person; sittings add up, readers do not."""
    shown(loaded, "a-1", 2, 3, 5)
    assert counted(loaded).total.read == 0
    shown(loaded, "a-1", 6, reader="Bob", sitting="s2")
    assert (counted(loaded).total.read, counted(loaded).total.begun) == (0, 1)
    shown(loaded, "a-1", 6, sitting="s3", share=0.5)
    assert counted(loaded).total.read == 0
    shown(loaded, "a-1", 6, sitting="s4", share=0.5)
    assert counted(loaded).total.read == 1
    assert counted(loaded).readers == {"Ann": 1}
    assert counted(loaded, reviewer="Bob").total.read == 0
    with reading(loaded) as connection:
        key = transcripts.find(connection, hashes(loaded)["a-1"][0]).key
        assert progress.unread(connection, key, "Ann") == []
        assert progress.unread(connection, key, "Bob") == [2, 3, 5]


def test_what_is_left_is_listed_by_ones_own_work(loaded: Path) -> None:
    """What another reviewer did counts where nobody in particular asks, and where that reviewer does."""
    (first, one), (second, two) = hashes(loaded)["a-1"], hashes(loaded)["a-2"]
    shown(loaded, "b-1", 2)
    with Reviewing(loaded, "Ann") as ann:
        ann.judge(first, one, "held", Saw())
        ann.mark(first, one, "done")
    with Reviewing(loaded, "Bob") as bob:
        bob.mark(second, two, "skimmed")

    def listed(state: str, who: str = "") -> list[str]:
        with reading(loaded) as connection:
            hidden = blind(connection, who) if who else NOTHING
            keys = transcripts.keys(connection, filters.parse(f"is:{state}"), filters.Sort("case"), hidden)
            return [row.case for row in transcripts.rows(connection, keys)]

    states = ("unread", "undecided", "left")
    assert [listed(state, "Ann") for state in states] == [["a-2"], ["a-2"], ["a-2", "b-1"]]
    assert [listed(state, "Bob") for state in states] == [["a-1", "b-1"], ["a-1", "a-2"], ["a-1", "a-2", "b-1"]]
    assert [listed(state) for state in states] == [[], ["a-2"], ["a-2", "b-1"]]
    every, traps = counted(loaded).total, listed("left class:trap -is:unread is:undecided", "Bob")
    assert ([every.unread, every.outcomes_missing, every.left], traps) == ([0, 1, 2], ["a-2"])


def test_by_run_and_class(loaded: Path) -> None:
    """Marks, outcomes and findings, each where it belongs; nothing is left only when all of it is done."""
    (first, one), (second, two) = hashes(loaded)["a-1"], hashes(loaded)["a-2"]
    shown(loaded, "a-1", *NEEDED)
    with Reviewing(loaded, "Ann") as ann:
        ann.mark(first, one, "done")
        ann.mark(second, two, "skipped", reason="not my language")
        ann.tag(first, one, Anchor("transcript"), "grounding.stale", "x")
    lines = {(line.run, line.case_class): line.tally for line in counted(loaded).lines}
    traps = lines["r1", "trap"]
    assert (traps.transcripts, traps.read, traps.skipped, traps.findings) == (2, 1, 1, 1)
    assert (traps.outcomes_missing, traps.left) == (2, 1)
    assert (lines["r2", "solvable"].unread, lines["r2", "solvable"].outcomes_missing) == (1, 0)
    with Reviewing(loaded, "Ann") as ann:
        ann.judge(first, one, "fell", Saw())
    assert counted(loaded, "class:trap").total.left == 0


def test_the_sentence_follows_the_receipts(loaded: Path) -> None:
    """Of what the filter lets through."""
    assert counted(loaded, "run:r1").sentence.startswith("Not reviewed message by message: 0 of 2")
    for case in ("a-1", "a-2"):
        shown(loaded, case, *NEEDED, sitting=case)
    assert counted(loaded, "run:r1").sentence.startswith("Reviewed message by message: 2 of 2")
    assert counted(loaded).sentence.startswith("Not reviewed message by message: 2 of 3")


def test_another_content_is_not_read(loaded: Path, write: Write) -> None:
    """Receipts, marks and outcomes are of a revision; a changed file asks for all of them again."""
    shown(loaded, "b-1", *NEEDED)
    with Reviewing(loaded, "Ann") as ann:
        ann.mark(*hashes(loaded)["b-1"], "clean")
    assert (counted(loaded, "run:r2").total.read, counted(loaded, "run:r2").total.left) == (1, 0)
    changed = [*MESSAGES, {"role": "customer", "text": "Thanks."}]
    load(loaded, [write("r2", "b-1", case_class="solvable", messages=changed)])
    assert (counted(loaded, "run:r2").total.unread, counted(loaded, "run:r2").total.left) == (1, 1)


def test_receipts_merge_to_the_larger(db: Path) -> None:
    """In any order, any number of times."""
    rows = [
        ReceiptRow("s", "b2:aa", 1, "Ann", "t", 900, 100, 0, AT),
        ReceiptRow("s", "b2:aa", 1, "Ann", "t", 500, 10, 1, AT),
        ReceiptRow("s", "b2:aa", 1, "Ann", "t", 500, 10, 0, AT),
    ]
    for number, order in enumerate(permutations(rows)):
        path = db.with_name(f"{number}.db")
        with closing(open_writing(path)) as connection:
            for row in (*order, *random.Random(number).sample(rows, 2)):
                with transaction(connection):
                    receipts.keep(connection, [row])
            assert receipts.receipts(connection) == [rows[2]]


def test_a_transcript_with_nothing_in_it_is_never_read(db: Path, write: Write) -> None:
    """There is nothing to have on screen."""
    load(db, [write("r1", "a-1", messages=[])])
    with Reviewing(db, "Ann") as ann:
        ann.mark(*hashes(db)["a-1"], "clean")
    assert (counted(db).total.skimmed, counted(db).total.read, counted(db).total.left) == (1, 0, 0)
    assert json.dumps(counted(db).frame) == '{"": 1}'
