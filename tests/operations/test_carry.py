"""Findings in files that were edited and loaded again: each at its words, or on a list. None disappears."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.errors import StoreError, UsageError
from reviewer.operations.carry import carry, sentence, settle
from reviewer.operations.load import load
from reviewer.operations.merge import merge
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place, holds, span
from reviewer.review.decisions import Finding
from reviewer.review.events import ulid
from reviewer.review.reanchor import message_hash
from reviewer.store import carried, decided, findings, transcripts
from reviewer.store.connection import open_reading, open_writing
from reviewer.store.plain import plain
from tests.operations.conftest import Write

ASKED = "Please cancel my order TRV-1147, I ordered it twice."
SAID = "I have cancelled it; the money is back within 5–10 business days."
ARGUMENTS = '{"order": "TRV-1147", "reason": "ordered twice"}'
MESSAGES: list[dict[str, Any]] = [
    {"role": "system", "text": "Confirm before you cancel."},
    {"role": "customer", "text": ASKED},
    {"role": "agent", "calls": [{"id": "a", "name": "cancel", "arguments": ARGUMENTS}], "reasoning": "No need to ask."},
    {"role": "tool", "call_id": "a", "text": "cancelled"},
    {"role": "agent", "text": SAID},
    {"role": "customer", "text": "ok"},
    {"role": "agent", "text": "Anything else?"},
    {"role": "customer", "text": "ok"},
]


def edits() -> dict[str, list[dict[str, Any]]]:
    """The file with one thing changed, many ways: each message inserted before, deleted, moved, or off by a letter."""
    made = {"other score": MESSAGES}
    for at, message in enumerate(MESSAGES):
        rest = MESSAGES[:at] + MESSAGES[at + 1 :]
        made[f"insert {at}"] = [*MESSAGES[:at], {"role": "agent", "text": "Shall I?"}, *MESSAGES[at:]]
        made[f"delete {at}"] = rest
        made[f"reorder {at}"] = [message, *rest] if at else [*rest, message]
        text = message.get("text", "")
        made[f"character {at}"] = [*MESSAGES[:at], {**message, "text": text[:-1] + "!"}, *MESSAGES[at + 1 :]]
    return made


def tagged(db: Path) -> list[Finding]:
    """A finding on everything that a finding can be on."""
    with Reviewing(db, "Ann") as ann:
        row = transcripts.find(ann.connection, "a/one")
        revision = decided.revision_hash(ann.connection, row)
        talk = next(plain(ann.connection, [row.revision])).messages
        hashes = [decided.message_hash(ann.connection, row, message.number) for message in talk]
        words = span(talk[4], "text", SAID.index("5"), len(SAID) - 1, hashes[4])
        anchors = [
            Anchor("transcript"),
            *(Anchor("message", (Place(message.number, hash=hashes[message.number - 1]),)) for message in talk),
            Anchor("call", (Place(3, "c1", hash=hashes[2]),)),
            Anchor("gap", (Place(3, "c1", hash=hashes[2]),)),
            Anchor("span", (words,)),
            Anchor("span", (span(talk[2], "c1.args", 11, 19, hashes[2]),)),
            Anchor("span", (span(talk[2], "reasoning", 0, 7, hashes[2]),)),
            Anchor("pair", (words, Place(3, "c1", hash=hashes[2]))),
        ]
        return [ann.tag(row.id, revision, anchor, "protocol.slip", "") for anchor in anchors]


def reload(db: Path, write: Write, messages: list[dict[str, Any]], **fields: Any) -> Counter[Any]:
    return load(db, [write("a", "one", messages=messages, **fields)]).carried


@pytest.fixture
def made(db: Path, write: Write) -> list[Finding]:
    load(db, [write("a", "one", messages=MESSAGES)])
    return tagged(db)


def test_a_message_is_named_by_the_hash_that_is_stored(db: Path, made: list[Finding]) -> None:
    """Else no place that was carried over would hold."""
    with closing(open_reading(db)) as connection:
        row = transcripts.find(connection, "a/one")
        for message in next(plain(connection, [row.revision])).messages:
            assert message_hash(message) == decided.message_hash(connection, row, message.number)
    assert made


@pytest.mark.parametrize("edit", edits())
def test_every_finding_is_at_its_words_or_listed(db: Path, write: Write, made: list[Finding], edit: str) -> None:
    counts = reload(db, write, edits()[edit], cost=0.5)
    assert counts.total() == len(made)
    with closing(open_reading(db)) as connection:
        listed = {one.row.finding.id: one for one in carried.rows(connection)}
        messages = next(plain(connection, [transcripts.find(connection, "a/one").revision])).messages
    assert set(listed) == {finding.id for finding in made}
    for finding in made:
        now = listed[finding.id]
        if now.how == "lost":
            assert now.row.anchor is None
            assert now.row.quote == "lost"
            continue
        assert now.row.anchor is not None
        assert (now.row.quote == "unsure") is (now.how == "unsure")
        assert now.row.stands is (now.how != "unsure")
        for before, after in zip(finding.anchor.places, now.row.anchor.places, strict=True):
            assert holds(after, messages[after.message - 1])
            assert now.how == "unsure" or after.exact == before.exact
    if edit == "other score":
        assert counts == {"unchanged": len(made)}


def test_a_file_that_did_not_change_carries_nothing(db: Path, write: Write, made: list[Finding]) -> None:
    assert not reload(db, write, MESSAGES)
    assert sentence(reload(db, write, MESSAGES)) == ""
    assert made


def test_the_return_of_the_old_content_brings_every_finding_back(db: Path, write: Write, made: list[Finding]) -> None:
    reload(db, write, MESSAGES[:2])
    assert not reload(db, write, MESSAGES)
    with closing(open_reading(db)) as connection:
        assert {row.quote for row in findings.rows(connection)} == {"holds"}
    assert made


@pytest.mark.parametrize("way", ["tag", "tag_all", "accept"])
def test_what_is_said_of_an_old_revision_is_carried_at_once(db: Path, write: Write, way: str) -> None:
    """As on a screen that was opened before the file was loaded again: nobody waits for the next load."""
    load(db, [write("a", "one", messages=MESSAGES)])
    with Reviewing(db, "Ann") as ann:
        row = transcripts.find(ann.connection, "a/one")
        revision, hashed = decided.revision_hash(ann.connection, row), decided.message_hash(ann.connection, row, 2)
        anchor = Anchor("message", (Place(2, hash=hashed),))
        earlier = ann.tag(row.id, revision, anchor, "protocol.slip", "")
        reload(db, write, edits()["insert 0"])
        if way == "tag":
            made = ann.tag(row.id, revision, anchor, "protocol.slip", "")
        elif way == "tag_all":
            made, _ = ann.tag_all(row.id, revision, [anchor, anchor], "protocol.slip", "")
        else:
            made = replace(earlier, id=ulid())
            ann.accept(ulid(), made, "confirmed")
        (found,) = findings.of_ids(ann.connection, [made.id])
        assert (found.quote, found.anchor and found.anchor.message) == ("moved", 3)
        assert not carried.due(ann.connection)


def test_what_cannot_be_carried_at_once_is_not_found_either(
    db: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the disk together or not at all: whoever was told that it is not saved tries again, and has it once."""
    load(db, [write("a", "one", messages=MESSAGES)])
    with Reviewing(db, "Ann") as ann:
        row = transcripts.find(ann.connection, "a/one")
        revision = decided.revision_hash(ann.connection, row)
        reload(db, write, edits()["insert 0"])

        def full(*_all: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(carried, "keep", full)
            with pytest.raises(StoreError):
                ann.tag(row.id, revision, Anchor("transcript"), "protocol.slip", "")
        made = ann.tag(row.id, revision, Anchor("transcript"), "protocol.slip", "")
        assert [one.finding.id for one in findings.rows(ann.connection)] == [made.id]


def test_a_person_settles_what_is_unsure(db: Path, write: Write, made: list[Finding]) -> None:
    """From then on it stands there; what is sure or lost waits for no such word."""
    reload(db, write, edits()["character 4"])
    quote = next(one for one in made if one.anchor.kind == "span" and one.anchor.message == 5)
    with Reviewing(db, "Bob") as bob:
        settled = settle(bob, quote.id)
        with pytest.raises(UsageError, match="no finding whose place is unsure"):
            settle(bob, quote.id)
        assert [row.quote for row in findings.of_ids(bob.connection, [quote.id])] == ["holds"]
        bob.undo()
        assert [row.quote for row in findings.of_ids(bob.connection, [quote.id])] == ["unsure"]
    assert settled.author == "Ann"


def test_a_newer_file_under_another_name_follows_when_that_is_said(db: Path, write: Write) -> None:
    """Else it is refused with the way there; of two in one load neither follows the other."""
    first = write("a", "one", messages=MESSAGES)
    load(db, [first])
    made = tagged(db)
    dated = write("a-june", "one", run="a", messages=[*MESSAGES, {"role": "agent", "text": "Bye."}])
    refused = load(db, [dated])
    assert (refused.revised, refused.refused, refused.carried) == (0, 1, {})
    assert "if it is the same one, newer, load it with `--newer`" in refused.files[0].refused[0][1]
    done = load(db, [first, dated], newer=True)
    assert (done.revised, done.unchanged, done.refused, done.exit_code) == (1, 1, 0, 0)
    assert sum(done.carried.values()) == len(made)
    with closing(open_reading(db)) as connection:
        ((messages, path),) = connection.execute(
            "SELECT v.messages, s.path FROM transcript t JOIN revision v ON v.id = t.revision"
            " JOIN source s ON s.id = v.source"
        )
        assert (messages, Path(path)) == (len(MESSAGES) + 1, dated)
        assert connection.execute("SELECT count(*) FROM revision").fetchone() == (2,)
    again = load(db, [first, dated])
    assert (again.unchanged, again.revised, again.refused) == (2, 0, 0)
    both = load(db.with_name("both.db"), [first, dated], newer=True)
    assert (both.added, both.revised, both.refused) == (1, 0, 1)


def test_reviews_from_elsewhere_are_carried_over_as_they_come(
    db: Path, write: Write, made: list[Finding], tmp_path: Path
) -> None:
    """Their author has the old file; here only the new one is known, so the places themselves have to say it."""
    here = tmp_path / "here.db"
    load(here, [write("a", "one", messages=edits()["insert 0"])])
    merge(here, [db])
    with closing(open_reading(here)) as connection:
        listed = carried.rows(connection)
    assert len(listed) == len(made)
    assert {one.how for one in listed if one.row.finding.anchor.kind == "call"} == {"moved"}


def test_what_a_person_moved_meanwhile_stays_where_they_put_it(db: Path, write: Write, made: list[Finding]) -> None:
    reload(db, write, edits()["insert 0"])
    with closing(open_writing(db)) as connection:
        stale = carried.due(connection, again=True)
        with Reviewing(db, "Ann") as ann:
            ann.change(made[1], anchor=Anchor("message", (Place(7),)))
        assert carry(connection, again=True).total() == len(stale)
        listed = {one.row.finding.id: one.row.anchor for one in carried.rows(connection)}
    now = listed[made[1].id]
    assert now is not None
    assert now.message == 8


def test_the_note_of_a_load_says_what_became_of_them(db: Path, write: Write, made: list[Finding]) -> None:
    summary = load(db, [write("a", "one", messages=MESSAGES[:4])])
    assert summary.notes[-1].endswith("lost; `reviewer carried` lists them")
    assert json.loads(json.dumps(summary.carried))["lost"] == summary.carried["lost"] > 0
    assert made
