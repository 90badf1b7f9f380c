"""Reviews of separate files come together: in any order, any number of times, and whole or not at all."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.errors import BrokenFile, StoreError, UnknownFormat
from reviewer.model.taxonomy import shipped_taxonomy, shipped_text
from reviewer.operations import exports
from reviewer.operations.merge import merge
from reviewer.operations.reviewing import Reviewing
from reviewer.review.anchors import Anchor, Place
from reviewer.review.decisions import Saw
from reviewer.review.events import Event, ulid
from reviewer.store import archive, receipts, reviews, taxonomies
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.receipts import ReceiptRow
from reviewer.store.taxonomies import TaxonomyRow

TABLES = (
    *("review_event", "finding", "confirmation", "judgement", "marking", "bookmark", "contest", "pattern", "member"),
    *("adjudication", "proposal", "taxonomy", "receipt", "queue", "queue_item"),
)
CALL = Anchor("call", (Place(9, "c1"),))


def rows(db: Path) -> dict[str, list[Any]]:
    """Everything that reviewers made, folded rows too."""
    with closing(open_reading(db)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()  # noqa: S608 -- our own names
            for table in TABLES
        }


def proposal(connection: Any, id_: str, at: str, note: str = "") -> None:
    columns = (id_, "t1", "b2:aa", "check:x", 9, "{}", "a", "major", note, at)
    names = "id, transcript, revision, proposer, message, anchor, tag, severity, note, proposed_at"
    connection.execute(f"INSERT INTO proposal ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns)  # noqa: S608 -- as above


def queue(connection: Any, id_: str, name: str, transcripts: Sequence[str]) -> None:
    connection.execute("INSERT INTO queue VALUES (?, ?, ?, 9, 'Ann', 'now')", (id_, name, '{"populations": []}'))
    connection.executemany(
        "INSERT INTO queue_item VALUES (?, ?, ?, 'all', 'everything', '')",
        [(id_, place, transcript) for place, transcript in enumerate(transcripts, 1)],
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A database with a bit of everything."""
    db = tmp_path / "ann.db"
    with Reviewing(db, "Ann") as ann:
        finding = ann.tag("t1", "b2:aa", CALL, "a", "b2:tx", note="no question 🤔 \x1b[31m")
        ann.change(finding, severity="critical")
        ann.judge("t1", "b2:aa", "fell", Saw(), verdict="genuine", reason="it fired", citations=[CALL])
        ann.mark("t1", "b2:aa", "done", taxonomy="b2:tx", saw=Saw())
        ann.bookmark("t1", 4, on=True)
        ann.contest("t1", "policy", {"is": [1, 2.5, None]}, "it did not ask")
        ann.bookmark("t1", 5, on=True)
        ann.undo()
        ann.adjudicate("t1", "held", "read twice", between=[{"who": "Ann", "says": "fell"}])
    with closing(open_writing(db)) as connection, transaction(connection):
        taxonomies.put(connection, TaxonomyRow(shipped_taxonomy().hash, "x", "1", shipped_text(), "now"))
        proposal(connection, "p1", "2026-01-01")
        queue(connection, ulid(), "traps", ["t1", "t2"])
        receipts.keep(connection, [ReceiptRow("s1", "b2:aa", 1, "Ann", "t1", 900, 7, 0, "now")])
    return db


def exported(db: Path) -> Path:
    path = db.with_suffix(".jsonl")
    with closing(open_reading(db)) as connection:
        exports.write(connection, path)
    return path


def test_out_and_into_an_empty_store(study: Path, tmp_path: Path) -> None:
    """The same rows in every table, the same file again, and nothing new the second time."""
    file = exported(study)
    other = tmp_path / "other.db"
    (merged,) = merge(other, [file])
    assert rows(other) == rows(study)
    assert exported(other).read_bytes() == file.read_bytes()
    assert merged.came == (9, 1, 1, 1, 1, 0, 0)
    assert merge(other, [file, study])[1].came == (0, 0, 0, 0, 0, 0, 0)
    assert rows(other) == rows(study)


def test_a_database_is_a_source(study: Path, tmp_path: Path) -> None:
    """As good as its export, and left as it is."""
    before = study.read_bytes()
    merge(tmp_path / "other.db", [study])
    assert rows(tmp_path / "other.db") == rows(study)
    assert study.read_bytes() == before


def test_neither_of_two_verdicts_wins(tmp_path: Path) -> None:
    """Each reviewer's own stands; where one name decided twice apart, both events stand side by side."""
    for name, outcome in (("a", "held"), ("b", "fell")):
        with Reviewing(tmp_path / f"{name}.db", "Ann") as ann:
            ann.judge("t1", "b2:aa", outcome, Saw())
        with Reviewing(tmp_path / f"{name}.db", name) as other:
            other.judge("t1", "b2:aa", outcome, Saw())
    merge(tmp_path / "a.db", [tmp_path / "b.db"])
    said = {row[1]: row[3] for row in rows(tmp_path / "a.db")["judgement"]}
    assert (said["a"], said["b"]) == ("held", "fell")
    with closing(open_reading(tmp_path / "a.db")) as connection:
        assert len(reviews.heads(connection, "outcome.set", {"transcript": "t1", "reviewer": "Ann"})) == 2


def test_the_same_name_with_other_content_is_refused(study: Path) -> None:
    """In one line that names the file and the event, and nothing of it comes in."""
    file = exported(study)
    lines = file.read_text().splitlines()
    changed = json.loads(lines[-1]) | {"author": "Eve"}
    new = json.loads(lines[-2]) | {"ulid": ulid()}
    head = json.loads(lines[0])
    head["counts"]["event"] += 1
    file.write_text("\n".join([json.dumps(head), *lines[1:-1], json.dumps(new), json.dumps(changed)]) + "\n")
    before = rows(study)
    with pytest.raises(BrokenFile, match=r"ann\.jsonl: line 15: event \w{26} is here already, with other content"):
        merge(study, [file])
    assert rows(study) == before


def record(**changes: Any) -> dict[str, Any]:
    """A judgement as a line has it."""
    body = {"revision": "b2:aa", "outcome": "held", "verdict": None}
    event = Event(ulid(), "outcome.set", {"transcript": "t1", "reviewer": "Eve"}, body, "Eve", "now")
    return {"record": "event"} | exports.plainly(event) | changes


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (record(body={"revision": "b2:aa", "outcome": "won"}), "does not say what it has to say"),
        (record(body={"outcome": "held"}), "does not say what it has to say: 'revision'"),
        (record(body={"revision": ["b2:aa"], "outcome": "held"}), "does not say what it has to say"),
        (record(body={"revision": "b2:aa", "outcome": "held", "citations": [{"kind": "x"}]}), "is no kind of anchor"),
        (record(subject={"transcript": "t1", "reviewer": "Eve", "x) --": 1}), "the subject of outcome.set has"),
        (record(subject={"transcript": 1, "reviewer": "Eve"}), "transcript in the subject of outcome.set is no text"),
        (record(ulid="x"), "its ulid is none"),
        (record(version=2), "written by a newer reviewer"),
        (record(reason=1), "reason of an event is not what it should be"),
        (record(supersedes=[1]), "supersedes"),
        (record(more=1), "unknown more in an event"),
        (record(kind="undo"), "does not say what it takes back"),
        ({"record": "receipt", "sitting": "s"}, "there is no at"),
        (
            {"record": "taxonomy", "hash": "b2:00", "content": shipped_text()},
            "its hash is not that of its content",
        ),
        ({"record": "taxonomy", "hash": "b2:00", "content": "x = "}, "not valid TOML"),
        ({"record": "queue", "id": "q"}, "items is no list of items"),
        (
            {"record": "queue", "id": "q", "name": "q", "recipe": "{}", "author": "Eve", "at": "now"}
            | {"population": 0, "items": []},
            "no recipe that can be read",
        ),
        ({"record": "secret"}, "expected one of taxonomy, proposal, queue, receipt, edition, manifest, event"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_refused(study: Path, tmp_path: Path, line: dict[str, Any], reason: str) -> None:
    """With the line, and all that came before it stays out too."""
    kind = line["record"] if line["record"] != "secret" else "event"
    order = list(exports.KINDS)
    lines = [record(), line] if kind == "event" else [line, record()]
    lines.sort(key=lambda one: order.index(one["record"]) if one["record"] in order else 9)
    counts = {name: sum(one["record"] == name for one in lines) for name in order}
    file = tmp_path / "eve.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in [{"format": exports.FORMAT, "counts": counts}, *lines]) + "\n")
    before = rows(study)
    with pytest.raises(BrokenFile) as refused:
        merge(study, [file])
    assert f"line {lines.index(line) + 2}" in str(refused.value)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert rows(study) == before


def test_what_is_no_such_file_is_refused(study: Path, tmp_path: Path) -> None:
    """A cut one, another one, a database of somebody else, none."""
    file = exported(study)
    text = file.read_text()
    file.write_text(text[: text[:-1].rindex("\n") + 1])
    with pytest.raises(BrokenFile, match="its first line speaks of 9 × event, and there are 8"):
        merge(tmp_path / "other.db", [file])
    file.write_text(text[:-9])
    with pytest.raises(BrokenFile, match="line 14: not valid JSON"):
        merge(tmp_path / "other.db", [file])
    for content in (b"", b"\x00\xff", b'{"format": "reviewer/1"}\n', b"[" * 100_000):
        file.write_bytes(content)
        with pytest.raises(UnknownFormat):
            merge(tmp_path / "other.db", [file])
    file.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with pytest.raises(StoreError):
        merge(tmp_path / "other.db", [file])
    assert not (tmp_path / "other.db").exists()


def test_a_failed_export_leaves_the_old_one(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and nothing beside it."""
    file = exported(study)
    before, there = file.read_bytes(), set(file.parent.iterdir())
    monkeypatch.setattr(exports, "plainly", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(study)
    assert file.read_bytes() == before
    assert set(file.parent.iterdir()) == there
    assert file.stat().st_mode & 0o777 == 0o600


def test_receipts_take_the_larger(study: Path, tmp_path: Path) -> None:
    """Whichever comes first."""
    with Reviewing(tmp_path / "b.db", "Ann"):
        pass
    with closing(open_writing(tmp_path / "b.db")) as connection, transaction(connection):
        receipts.keep(connection, [ReceiptRow("s1", "b2:aa", 1, "Ann", "t1", 1200, 7, 0, "later")])
    merge(study, [tmp_path / "b.db"])
    assert [row[5] for row in rows(study)["receipt"]] == [1200]
    merge(tmp_path / "b.db", [study])
    assert rows(tmp_path / "b.db")["receipt"] == rows(study)["receipt"]


POOL = [f"01{'ABCDEFGHJKMNPQRSTVWXYZ'[n % 22]}{n:023d}" for n in range(24)]
"""ULIDs that separate files may share."""


def story(seed: int) -> list[Event]:
    """Events of two people who often decide the same thing apart: the same seed, the same story."""
    chance = random.Random(seed)
    made: list[Event] = []
    for number, name in enumerate(sorted(POOL)):
        who = chance.choice(["Ann", "Ben"])
        kind = chance.choice(["outcome.set", "finding.set", "finding.remove", "proposal.set", "undo", "mark.set"])
        subject: dict[str, Any] = {"transcript": "t1", "reviewer": who}
        body: dict[str, Any] = {"revision": "b2:aa", "outcome": chance.choice(["held", "fell", None]), "verdict": None}
        if kind.startswith("finding"):
            subject = {"finding": chance.choice(["f1", "f2"])}
            body = {"transcript": "t1", "revision": "b2:aa", "anchor": {"kind": "transcript", "places": []}}
            body |= {"tag": chance.choice(["a", "b"]), "taxonomy": "x", "severity": "major"}
        elif kind == "proposal.set":
            subject, body = {"proposal": "p1"}, {"decision": chance.choice(["confirmed", "rejected", None])}
        elif kind == "mark.set":
            body = {"revision": "b2:aa", "mark": chance.choice(["clean", "skipped"])}
        elif kind == "undo":
            if not made:
                continue
            target = chance.choice(made)
            subject, body = dict(target.subject), {"undoes": target.ulid, "kind": target.kind}
        aside = tuple(one.ulid for one in chance.sample(made, min(2, number, len(made))) if one.subject == subject)
        made.append(Event(name, kind, subject, body, who, f"{number:02}", "because", aside))
    return made


STORY = story(7)
parts = st.fixed_dictionaries(
    {
        "events": st.sets(st.sampled_from(range(len(STORY)))),
        "receipts": st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3), st.integers(0, 1)), max_size=3),
        "proposal": st.one_of(st.none(), st.tuples(st.sampled_from("12"), st.sampled_from("xy"))),
        "queues": st.dictionaries(st.sampled_from("AB"), st.lists(st.sampled_from("tuv"), min_size=1, max_size=3)),
    }
)


def made(db: Path, part: dict[str, Any]) -> Path:
    """A database with that part of everything."""
    with closing(open_writing(db)) as connection, transaction(connection):
        if part["proposal"]:
            proposal(connection, "p1", *part["proposal"])
        reviews.write_all(connection, [STORY[number] for number in sorted(part["events"])])
        for message, ms, folded in part["receipts"]:
            receipts.keep(connection, [ReceiptRow("s", "b2:aa", message, "Ann", "t1", ms, 9, folded, "now")])
        for name, transcripts in part["queues"].items():
            queue(connection, f"01{name * 24}", "traps" if name == "A" else f"traps-{len(transcripts)}", transcripts)
    return db


@pytest.mark.long
@settings(max_examples=10)
@given(st.lists(parts, min_size=3, max_size=3), st.permutations([0, 1, 2]), st.data())
def test_the_order_makes_no_difference(three: list[dict[str, Any]], order: list[int], data: st.DataObject) -> None:
    """Commutative, associative, idempotent: on events, on folded rows, on everything else."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        files = [made(home / f"{place}.db", part) for place, part in enumerate(three)]
        merge(home / "all.db", files)
        expected = rows(home / "all.db")
        merge(home / "turned.db", [files[place] for place in order])
        assert rows(home / "turned.db") == expected
        one, other, last = (files[place] for place in order)
        merge(home / "pair.db", [other, last])
        again = data.draw(st.lists(st.sampled_from([one, other, last, home / "pair.db"]), max_size=3))
        merge(home / "grouped.db", [one, home / "pair.db", *again, exported(home / "pair.db")])
        assert rows(home / "grouped.db") == expected
        merge(one, [home / "all.db"])
        assert rows(one) == expected
        with closing(open_writing(one)) as connection, transaction(connection):
            reviews.refold(connection)
        assert rows(one) == expected


def test_queues_that_were_drawn_from_apart_both_stay(tmp_path: Path) -> None:
    """One under a name of its own; where one only went on, there is one."""
    for name, more in (("a", ["u"]), ("b", ["v", "w"]), ("c", [])):
        part: dict[str, Any] = {"events": set(), "receipts": [], "proposal": None, "queues": {"A": ["t", *more]}}
        made(tmp_path / f"{name}.db", part)
    merge(tmp_path / "a.db", [tmp_path / "c.db"])
    assert [row[1] for row in rows(tmp_path / "a.db")["queue"]] == ["traps"]
    merge(tmp_path / "a.db", [tmp_path / "b.db"])
    names = [row[1] for row in rows(tmp_path / "a.db")["queue"]]
    assert names[0] == "traps"
    assert len(names) == 2
    assert names[1].startswith("traps (")
    assert len(rows(tmp_path / "a.db")["queue_item"]) == 5


def test_an_archive_is_of_one_moment(study: Path) -> None:
    """Equal reviews are equal archives."""
    with closing(open_reading(study)) as connection:
        assert archive.read(connection) == archive.read(connection)
        assert not connection.in_transaction


def test_events_that_nobody_folds_pass_through(study: Path, tmp_path: Path) -> None:
    """Also those of kinds that a later program will know."""
    odd = replace(STORY[0], ulid=ulid(), kind="weather.set", subject={"sky": [1]}, body={"is": {"blue": None}})
    with closing(open_writing(study)) as connection, transaction(connection):
        reviews.decide(connection, odd)
    merge(tmp_path / "other.db", [study])
    assert rows(tmp_path / "other.db") == rows(study)
