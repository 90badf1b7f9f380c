"""Identities and revisions: what a transcript becomes that was there before, or nearly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.reading import Outline
from reviewer.model.transcript import Message, ToolCall, Transcript
from reviewer.store import fulltext
from reviewer.store.connection import Writer
from reviewer.store.content import content
from reviewer.store.ledger import SourceFile, Tally, known
from reviewer.store.load import Loader
from reviewer.store.register import refold

Make = Callable[..., Transcript]

TABLES = ("source", "refusal", "run", "transcript", "revision", "message", "tool_call", "score", "warning", "document")


def put(writer: Writer, path: str | Path, transcripts: Iterable[Transcript], options: str = "{}") -> Tally:
    """Loads these transcripts as if they stood in that file, line by line, and makes them searchable."""
    loader = Loader(writer)
    reading = loader.begin(SourceFile(str(path), options, 1, 1), "native")
    for line, transcript in enumerate(transcripts, 1):
        loader.add(reading, content(f"line {line}", transcript))
    loader.finish(reading, "b2:0", "loaded")
    loader.flush()
    fulltext.index(writer)
    return reading.tally


def rows(writer: Writer) -> dict[str, int]:
    return {
        table: writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
        for table in TABLES
    }


def found(writer: Writer, word: str) -> list[int]:
    """The numbers of the messages that hold a word."""
    sql = "SELECT m.number FROM message_fts f JOIN message m ON m.id = f.rowid WHERE message_fts MATCH ? ORDER BY m.id"
    return [number for (number,) in writer.execute(sql, (word,))]


def did(tally: Tally) -> tuple[int, int, int, int]:
    return tally.added, tally.revised, tally.unchanged, len(tally.refused)


def test_the_same_again_adds_nothing(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Not a row."""
    file = tmp_path / "a.jsonl"
    transcripts = [make(), make(case="other"), make(run="r2"), make(model="m2"), make(suite="s2"), make(attempt=2)]
    assert did(put(writer, file, transcripts)) == (6, 0, 0, 0)
    before = rows(writer)
    assert did(put(writer, file, transcripts)) == (0, 0, 6, 0)
    assert rows(writer) == before


def test_what_is_stored_is_what_was_said(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Messages follow each other without a gap, and the outline is theirs."""
    put(writer, tmp_path / "a.jsonl", [make(), make(case="b")])
    for first, size, packed in writer.execute("SELECT first_message, messages, outline FROM revision"):
        texts = writer.execute(
            "SELECT text FROM message WHERE id BETWEEN ? AND ? ORDER BY id", (first, first + size - 1)
        ).fetchall()
        assert [text for (text,) in texts] == [message.text for message in make().messages]
        parts = Outline.unpack(packed)
        assert parts is not None
        assert list(parts.message) == [1, 2, 3, 3, 3, 4, 3, 5, 6]
    assert writer.execute("SELECT name, kind, said_by FROM tool ORDER BY name").fetchall() == [
        ("get_order", "read", "guess"),
        ("reship", "write", "guess"),
    ]
    assert writer.execute("SELECT kind, text FROM document ORDER BY kind").fetchall() == [
        ("policy", "Never reship."),
        ("tools", '[{"name": "get_order"}]'),
    ]


def test_a_changed_file_makes_a_revision(writer: Writer, make: Make, tmp_path: Path) -> None:
    """The older one stays, under the same identity; only the present one is found."""
    file = tmp_path / "a.jsonl"
    put(writer, file, [make(), make(case="b")])
    ids = writer.execute("SELECT public_id FROM transcript ORDER BY id").fetchall()
    later = make(messages=(*make().messages, Message(role="customer", text="Thanks, zebra!")))
    assert did(put(writer, file, [later, make(case="b")])) == (0, 1, 1, 0)
    assert writer.execute("SELECT public_id FROM transcript ORDER BY id").fetchall() == ids
    assert writer.execute("SELECT count(*) FROM revision").fetchone() == (3,)
    assert found(writer, "zebra") == [7]
    assert found(writer, "way") == [6, 6]
    assert found(writer, "Never") == []


def test_an_earlier_content_may_come_back(writer: Writer, make: Make, tmp_path: Path) -> None:
    """It is the revision that it was, and is found again."""
    file = tmp_path / "a.jsonl"
    later = make(messages=(Message(role="customer", text="zebra"),))
    put(writer, file, [make()])
    put(writer, file, [later])
    assert found(writer, "zebra") == [1]
    assert found(writer, "shipped") == []
    assert did(put(writer, file, [make()])) == (0, 1, 0, 0)
    assert writer.execute("SELECT count(*) FROM revision").fetchone() == (2,)
    assert found(writer, "zebra") == []
    assert found(writer, "shipped") == [4]


def test_a_superseded_revision_never_becomes_searchable(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Also where full text had not come to it yet."""
    loader = Loader(writer)
    for transcript in (make(), make(messages=(Message(role="customer", text="zebra"),)), make()):
        reading = loader.begin(SourceFile(str(tmp_path / "a"), "{}", 1, 1), "native")
        loader.add(reading, content("", transcript))
        loader.flush()
    fulltext.index(writer)
    assert found(writer, "zebra") == []
    assert found(writer, "shipped") == [4]


def test_another_file_with_the_same_identity_is_refused(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Nothing is merged silently: the reason names the file that was first, and what to do."""
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.touch()
    put(writer, first, [make()])
    other = make(extra={"seed": 2})
    tally = put(writer, second, [other, make(case="b")])
    assert did(tally) == (1, 0, 0, 1)
    place, reason = tally.refused[0]
    assert place == "line 1"
    assert str(first) in reason
    assert "--run" in reason
    assert writer.execute("SELECT place, reason FROM refusal").fetchall() == [(place, reason)]
    assert writer.execute("SELECT path, refused FROM source ORDER BY id").fetchall() == [
        (str(first), 0),
        (str(second), 1),
    ]


def test_a_copy_of_a_file_is_no_second_run(writer: Writer, make: Make, tmp_path: Path) -> None:
    """The same identity with the same content is the same transcript, wherever it lies."""
    first = tmp_path / "a.jsonl"
    first.touch()
    put(writer, first, [make()])
    assert did(put(writer, tmp_path / "copy.jsonl", [make()])) == (0, 0, 1, 0)
    assert writer.execute("SELECT s.path FROM revision v JOIN source s ON s.id = v.source").fetchall() == [
        (str(first),)
    ]


def test_a_file_that_was_moved_takes_its_transcripts_along(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Nothing lies at the old place any more: the new file is their source, and may change them."""
    put(writer, tmp_path / "old.jsonl", [make(), make(case="b")])
    new = tmp_path / "new.jsonl"
    assert did(put(writer, new, [make(case="b"), make(extra={"seed": 2})])) == (0, 1, 1, 0)
    present = (
        "SELECT t.case_id, s.path, v.place FROM transcript t"
        " JOIN revision v ON v.id = t.revision JOIN source s ON s.id = v.source ORDER BY 1"
    )
    assert writer.execute(present).fetchall() == [("b", str(new), "line 1"), ("order-7", str(new), "line 2")]


def test_one_file_under_two_names_is_one(writer: Writer, make: Make, tmp_path: Path) -> None:
    """A link is no other file."""
    first, link = tmp_path / "a.jsonl", tmp_path / "link.jsonl"
    first.touch()
    link.symlink_to(first)
    put(writer, first, [make()])
    assert did(put(writer, link, [make(extra={"seed": 2})])) == (0, 1, 0, 0)


def test_a_member_of_an_archive_is_there_as_long_as_the_archive(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Its location is no path of its own."""
    archive = tmp_path / "runs.zip"
    archive.touch()
    put(writer, f"{archive}!a.jsonl", [make()])
    assert did(put(writer, tmp_path / "b", [make(extra={"seed": 2})])) == (0, 0, 0, 1)
    archive.unlink()
    assert did(put(writer, tmp_path / "b", [make(extra={"seed": 2})])) == (0, 1, 0, 0)


def test_what_has_gone_from_a_file_stays_and_is_counted(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Nothing is dropped because a file became shorter."""
    file = tmp_path / "a.jsonl"
    put(writer, file, [make(), make(case="b"), make(case="c")])
    tally = put(writer, file, [make(case="b")])
    assert tally.gone == 2
    assert writer.execute("SELECT count(*) FROM transcript").fetchone() == (3,)


def test_equal_conversations_of_two_runs_stay_two(writer: Writer, make: Make, tmp_path: Path) -> None:
    """With a warning on the later one that says which it equals."""
    put(writer, tmp_path / "a.jsonl", [make(warnings=())])
    put(
        writer,
        tmp_path / "b.jsonl",
        [make(warnings=(), run="r2", extra=None), make(run="r3", messages=()), make(run="r4", messages=())],
    )
    assert writer.execute("SELECT count(*) FROM transcript").fetchone() == (4,)
    said = writer.execute(
        "SELECT r.name, w.code, w.text, v.warnings FROM warning w JOIN revision v ON v.id = w.revision"
        " JOIN transcript t ON t.id = v.transcript JOIN run r ON r.id = t.run WHERE w.code = 'same-content'"
    ).fetchall()
    (public,) = writer.execute("SELECT public_id FROM transcript ORDER BY id LIMIT 1").fetchone()
    assert [(run, code, count) for run, code, _, count in said] == [("r2", "same-content", 1)]
    assert "order-7 of the run r1" in said[0][2]
    assert public in said[0][2]


def test_a_run_is_told_what_its_transcripts_say(writer: Writer, make: Make, tmp_path: Path) -> None:
    """k of N comes in late, N grows, and made up once is made up for good."""
    put(writer, tmp_path / "a", [make(run_index=None, run_count=None)])
    said = "SELECT source_index, source_count, source_synthetic, run_index, run_count, synthetic, label FROM run"
    assert writer.execute(said).fetchall() == [(None, None, 0, None, None, 0, "m1")]
    put(writer, tmp_path / "b", [make(case="b", run_index=2, run_count=3), make(case="c", synthetic=True, run_count=4)])
    assert writer.execute(said).fetchall() == [(1, 4, 1, 1, 4, 1, "m1")]
    put(writer, tmp_path / "c", [make(case="d", run_index=None, run_count=None)])
    assert writer.execute(said).fetchall() == [(1, 4, 1, 1, 4, 1, "m1")]


@pytest.mark.parametrize(
    "changes",
    [
        {"case": "bad \ud800"},
        {"messages": (Message(role="agent", text="bad \ud800"),)},
        {"messages": (Message(role="agent", calls=(ToolCall(name="x", arguments="\udfff"),)),)},
        {"policy": "\ud800"},
        {"run_index": 2**63},
        {"extra": {"n": 10**5000}},
    ],
)
def test_one_that_cannot_be_stored_does_not_take_others_with_it(
    writer: Writer, make: Make, tmp_path: Path, changes: dict[str, Any]
) -> None:
    """It is refused with its place; whatever stood in the same batch is in."""
    loader = Loader(writer)
    reading = loader.begin(SourceFile(str(tmp_path / "a"), "{}", 1, 1), "native")
    for line, transcript in enumerate((make(case="a"), make(**changes), make(case="b")), 1):
        try:
            loader.add(reading, content(f"line {line}", transcript))
        except (ValueError, OverflowError) as error:
            loader.refuse(reading, f"line {line}", str(error))
    loader.finish(reading, "b2:0", "loaded")
    loader.flush()
    assert did(reading.tally) == (2, 0, 0, 1)
    assert reading.tally.refused[0][0] == "line 2"
    assert writer.execute("SELECT case_id FROM transcript ORDER BY 1").fetchall() == [("a",), ("b",)]
    assert writer.execute("SELECT seen, refused, state FROM source").fetchall() == [(3, 1, "loaded")]
    writer.execute("PRAGMA foreign_key_check")


def test_a_file_that_is_read_again_forgets_its_old_refusals(writer: Writer, tmp_path: Path) -> None:
    """What is refused now is what counts."""
    file = SourceFile(str(tmp_path / "a"), "{}", 1, 1)
    for _ in range(2):
        loader = Loader(writer)
        reading = loader.begin(file, "native")
        loader.refuse(reading, "line 1", "why")
        loader.finish(reading, "b2:0", "loaded")
        loader.flush()
    assert writer.execute("SELECT place, reason FROM refusal").fetchall() == [("line 1", "why")]
    before = known(writer, file)
    assert before is not None
    assert not before.finished()


@pytest.mark.parametrize(
    ("held", "limit"), [(0.16, 1_000_000), (0.04, 4_000_000), (0.001, 8_000_000), (9.0, 256 << 10)]
)
def test_batches_follow_the_disk(writer: Writer, held: float, limit: int) -> None:
    """A batch that kept the lock too long makes the next ones smaller, a quick one makes them bigger, within bounds."""
    loader = Loader(writer)
    loader._limit = 4_000_000
    loader._adapt(size=4_000_000, held=held)
    assert loader._limit == limit
    loader._adapt(size=1_000, held=9.0)
    assert loader._limit == limit


def test_a_batch_is_written_when_it_is_full(writer: Writer, make: Make, tmp_path: Path) -> None:
    """Not only at the end: another process sees the first transcripts while the last are still being read."""
    loader = Loader(writer)
    loader._limit = 50_000
    reading = loader.begin(SourceFile(str(tmp_path / "a"), "{}", 1, 1), "native")
    message = Message(role="customer", text="x" * 5_000)
    for case in range(30):
        loader.add(reading, content("", make(case=str(case), messages=(message,))))
    assert 0 < reading.tally.added < 30
    assert writer.execute("SELECT seen, state FROM source").fetchall() == [(reading.tally.seen, "loading")]


def test_a_definition_says_what_a_tool_does(writer: Writer, make: Make, tmp_path: Path) -> None:
    """The word in the files goes before the guess, in each suite that holds them; a person's goes before both."""
    defined = ({"name": "get_order", "kind": "kb"}, {"name": "reship", "kind": "handover"})
    sql = "SELECT suite, kind, said_by FROM tool WHERE name = 'reship' ORDER BY suite"
    put(writer, tmp_path / "a.jsonl", [make(), make(suite="late")])
    writer.execute("UPDATE tool SET kind = 'read', said_by = 'person' WHERE suite = 'late'")
    put(writer, tmp_path / "b.jsonl", [make(suite=suite, run="r2", tools=defined) for suite in ("desk", "late", "new")])
    assert writer.execute(sql).fetchall() == [
        ("desk", "handover", "suite"),
        ("late", "read", "person"),
        ("new", "handover", "suite"),
    ]
    refold(writer)  # nobody ever said so
    assert writer.execute(sql).fetchall() == [(suite, "handover", "suite") for suite in ("desk", "late", "new")]
