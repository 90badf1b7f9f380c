"""The filter by tag: what findings there are, of which others' are not told before one's own word."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from reviewer.operations import queues
from reviewer.operations.load import load
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.review.queue import Recipe
from reviewer.store import filters, transcripts
from reviewer.store.blind import NOTHING, blind, untold
from reviewer.store.connection import open_reading
from tests.operations.conftest import Write


@pytest.fixture
def tagged(db: Path, write: Write) -> Path:
    """Ann found something in a trap and in a case that can be solved; Bob in the same trap."""
    load(db, [write("r1", "plain", "other", case_class="solvable"), write("r2", "trap", case_class="trap")])
    for who, case, tag in (
        ("Ann", "plain", "conversation.made-up-window"),
        ("Ann", "trap", "unsafe.no-proof"),
        ("Bob", "trap", "grounding.invented"),
    ):
        with Reviewing(db, who) as reviewing:
            reviewing.tag(ids(db)[case], "b2:aa", Anchor("transcript"), tag, "t")
    return db


def ids(db: Path) -> dict[str, str]:
    """Public ids by case."""
    with closing(open_reading(db)) as connection:
        return dict(connection.execute("SELECT case_id, public_id FROM transcript").fetchall())


def found(db: Path, typed: str, reviewer: str | None = None) -> set[str]:
    """The cases that a filter finds, for a reviewer or for nobody in particular."""
    with closing(open_reading(db)) as connection:
        hidden = blind(connection, reviewer) if reviewer else NOTHING
        keys = transcripts.keys(connection, filters.parse(typed), hidden=hidden)
        return {row.case for row in transcripts.rows(connection, keys)}


@pytest.mark.parametrize(
    ("typed", "cases"),
    [
        ("tag:unsafe", {"trap"}),
        ('tag:"made up"', {"plain"}),
        ("tag:=unsafe.no-proof", {"trap"}),
        ("tag:=unsafe", set()),
        ("tag:unsafe tag:window", {"plain", "trap"}),
        ("-tag:unsafe", {"plain", "other"}),
        ("tag:none", {"other"}),
        ("-tag:none is:valid", {"plain", "trap"}),
        ("tag:unsafe class:solvable", set()),
        ("tag:", {"plain", "other", "trap"}),
    ],
)
def test_what_has_such_a_tag(tagged: Path, typed: str, cases: set[str]) -> None:
    """By a part of its name, the whole of it, or none."""
    assert found(tagged, typed) == cases


def test_of_a_trap_only_ones_own_before_ones_word(tagged: Path) -> None:
    """That others found something there would tell what came of it; and how many there are is said."""
    assert found(tagged, "tag:unsafe", "Ann") == {"trap"}
    assert found(tagged, "tag:unsafe", "Bob") == set()
    assert found(tagged, "tag:grounding", "Bob") == {"trap"}
    assert found(tagged, "tag:window", "Bob") == {"plain"}
    with closing(open_reading(tagged)) as connection:
        assert [untold(connection, blind(connection, who)) for who in ("Ann", "Bob")] == [1, 1]
    with Reviewing(tagged, "Bob") as bob:
        bob.judge(ids(tagged)["trap"], "b2:aa", "fell", Saw())
    assert found(tagged, "tag:unsafe", "Bob") == {"trap"}
    with closing(open_reading(tagged)) as connection:
        assert [untold(connection, blind(connection, who)) for who in ("Ann", "Bob")] == [1, 0]


def test_in_a_blind_queue_nothing_of_others(tagged: Path) -> None:
    """Of any case."""
    queues.make(tagged, "june", Recipe("plain", double=0, blind=True, assign=("Bob",)))
    assert found(tagged, "tag:window", "Bob") == set()
    assert found(tagged, "tag:window", "Ann") == {"plain"}
    with closing(open_reading(tagged)) as connection:
        assert untold(connection, blind(connection, "Bob")) == 2
