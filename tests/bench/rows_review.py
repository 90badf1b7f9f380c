"""Reviewing: a tag until it is on the disk, folding very many events, and the library over very many findings."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from reviewer.review.events import UNDO, Event, canonical

from .context import Context, copied
from .measure import Result, Target, alternate, median, p95, timed
from .rows_start import open_in_terminal
from .terminal import program

_AT = "2026-01-01T00:00:00Z"
_TAGS = ("conversation.tone", "grounding.invented-value", "protocol.acts-before-confirming", "positive.warm")
_EVENT = "INSERT INTO review_event VALUES (?,?,?,?,?,?,?,?,?)"
_FINDING = "INSERT OR REPLACE INTO finding VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_CONFIRMATION = "INSERT OR REPLACE INTO confirmation VALUES (?,?,?,?,?)"
_JUDGEMENT = "INSERT OR REPLACE INTO judgement VALUES (?,?,?,?,?,?,?,?,?,?)"


def decisions(seed: int, count: int, transcripts: Sequence[tuple[str, str]]) -> Iterator[Event]:
    """So many events about (public id, revision hash): of ten, five findings, two changes, one word of a second
    reader, one verdict, one undo."""
    chance = random.Random(seed)
    made: list[Event] = []
    for number in range(count):
        name, author = f"{number:026d}", chance.choice(("Ann", "Bob"))
        kind = number % 10
        if kind < 5 or not made:
            transcript, revision = chance.choice(transcripts)
            message = chance.randrange(1, 9)
            place = {"message": message, "field": "text", "start": 0, "end": 5, "exact": "words"}
            body = {
                "transcript": transcript,
                "revision": revision,
                "anchor": {"kind": "span", "places": [place]},
                "tag": chance.choice(_TAGS),
                "taxonomy": "b2:x",
                "severity": chance.choice(("minor", "major", "critical")),
                "note": "as it stands there, and no more than that",
                "author": author,
            }
            made.append(Event(name, "finding.set", {"finding": name}, body, author, _AT))
            yield made[-1]
        elif kind < 7:
            of = chance.choice(made)
            yield Event(name, "finding.set", of.subject, {**of.body, "note": "again"}, author, _AT, None, (of.ulid,))
        elif kind == 7:
            subject = {**chance.choice(made).subject, "reviewer": author}
            yield Event(name, "finding.confirm", subject, {"verdict": "confirmed"}, author, _AT)
        elif kind == 8:
            transcript, revision = chance.choice(transcripts)
            body = {"revision": revision, "outcome": chance.choice(("held", "fell")), "verdict": "genuine"}
            yield Event(name, "outcome.set", {"transcript": transcript, "reviewer": author}, body, author, _AT)
        else:
            of = made[-1]
            yield Event(name, UNDO, of.subject, {"undoes": of.ulid, "kind": of.kind}, of.author, _AT)


def reviewed(context: Context, count: int) -> Path:
    """The library's store after so many decisions."""
    from reviewer.store import reviews
    from reviewer.store.connection import open_writing, transaction

    library = context.library()

    def make(target: Path) -> None:
        shutil.copyfile(library, target)
        with closing(open_writing(target)) as writer:
            rows = "SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision ORDER BY t.id"
            transcripts = writer.execute(rows).fetchall()
            with transaction(writer):
                reviews.write_all(writer, decisions(context.seed, count, transcripts))

    return context.cached(f"reviewed-{context.sizes.transcripts}-{count}.db", make)


def tag(context: Context) -> Iterator[Result]:
    """From the call to the return of COMMIT, in a store with all those findings, beside two INSERTs and a COMMIT."""
    from reviewer.operations.reviewing import Reviewing
    from reviewer.review.anchors import Anchor, Place

    source = reviewed(context, 2 * context.sizes.findings)
    with context.folder() as folder:
        (folder / "bare").mkdir()
        ours, bare = copied(source, folder), copied(source, folder / "bare")
        with Reviewing(ours, "Ann") as ann, closing(sqlite3.connect(bare, isolation_level=None)) as plain:
            plain.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
            place = Place(3, "text", 0, 5, "words", "before", "behind", "00" * 16)
            anchor = Anchor("span", (place,))
            name, revision = plain.execute(
                "SELECT t.public_id, v.hash FROM transcript t JOIN revision v ON v.id = t.revision"
            ).fetchone()
            body, numbers = "x" * 700, iter(range(10**9))

            def by_hand() -> None:
                id_ = f"Z{next(numbers):025d}"
                plain.execute("BEGIN IMMEDIATE")
                plain.execute(_EVENT, (id_, 1, "finding.set", id_, body, "Ann", _AT, None, "[]"))
                plain.execute(
                    _FINDING,
                    (
                        *(id_, name, revision, "span", 3, body[:200], "t", "b2:x", "major", None),
                        *("", 1, "", "agent", "Ann", _AT, None),
                    ),
                )
                plain.execute("COMMIT")

            def tagged() -> None:
                ann.tag(name, revision, anchor, "conversation.tone", "b2:x")

            def undone() -> None:
                ann.undo()

            measures = [timed(by_hand), timed(tagged), timed(undone)]
            for measure in measures:
                measure()
            base, tags, undos = alternate(measures, context.sizes.tags)
    for what, taken in (("a tag", tags), ("undo", undos)):
        note = f"p95 of {len(taken)}; median {median(taken):.2f}, beside {median(base):.2f}"
        beside = "two INSERTs and COMMIT"
        yield Result("tag", what, p95(taken), p95(base), "ms", beside, Target(5, unit="ms"), note)


def fold(context: Context) -> Iterator[Result]:
    """Every row anew from so many events, beside a loop that knows no undo, no conflict and no check."""
    from reviewer.store import reviews
    from reviewer.store.connection import open_writing

    source = reviewed(context, context.sizes.events)
    with context.folder() as folder, closing(open_writing(copied(source, folder))) as writer:

        def rolled_back(work: Any) -> Any:
            def run() -> None:
                writer.execute("BEGIN IMMEDIATE")
                work(writer)
                writer.execute("ROLLBACK")

            return timed(run)

        base, ours = alternate([rolled_back(by_hand), rolled_back(reviews.refold)], 3)
    what = f"{context.sizes.events:,} events"
    note = "medians of 3, in a transaction that is rolled back"
    yield Result("fold", what, median(ours), median(base), "ms", "SQL and a loop", Target(4), note)


def by_hand(connection: sqlite3.Connection) -> None:
    """The last event about each subject becomes its row."""
    for table in ("finding", "confirmation", "judgement"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    last: dict[str, tuple[str, dict[str, Any], dict[str, Any], str, str]] = {}
    found = connection.execute("SELECT ulid, kind, subject, body, author, at, reason, supersedes FROM review_event")
    for _, kind, subject, body, author, at, _, _ in found:
        last[subject] = (kind, json.loads(subject), json.loads(body), author, at)
    rows: dict[str, list[tuple[Any, ...]]] = {"finding.set": [], "finding.confirm": [], "outcome.set": [], UNDO: []}
    for kind, subject, body, author, at in last.values():
        rows[kind].append(_row(kind, subject, body, author, at))
    connection.executemany(_FINDING, rows["finding.set"])
    connection.executemany(_CONFIRMATION, rows["finding.confirm"])
    connection.executemany(_JUDGEMENT, rows["outcome.set"])


def _row(kind: str, of: dict[str, Any], said: dict[str, Any], author: str, at: str) -> tuple[Any, ...]:
    if kind == "finding.set":
        anchor = said["anchor"]
        return (
            *(of["finding"], said["transcript"], said["revision"], anchor["kind"], anchor["places"][0]["message"]),
            *(canonical(anchor), said["tag"], said["taxonomy"], said["severity"], None, said["note"], 1, "", "agent"),
            *(author, at, None),
        )
    if kind == "finding.confirm":
        return of["finding"], of["reviewer"], said["verdict"], "", at
    if kind == "outcome.set":
        outcome = (said["revision"], said["outcome"], said["verdict"])
        return (of["transcript"], of["reviewer"], *outcome, "", at, "{}", 1, "[]")
    return ()


def library(context: Context) -> Iterator[Result]:
    """The library to first paint over all those findings, beside the same without any."""
    plain, full = context.library(), reviewed(context, 2 * context.sizes.findings)
    measures = [open_in_terminal(context, program("open", "--db", str(store)), "c00000") for store in (plain, full)]
    for measure in measures:
        measure()
    base, opened = alternate(measures, context.sizes.repeats)
    with closing(sqlite3.connect(full)) as connection:
        (findings,) = connection.execute("SELECT count(*) FROM finding").fetchone()
    what = f"{context.sizes.transcripts:,} transcripts, {findings:,} findings"
    note = f"medians of {context.sizes.repeats}"
    yield Result("library reviewed", what, median(opened), median(base), "ms", "without findings", Target(1.1), note)
