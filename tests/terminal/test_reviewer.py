"""A scripted reviewer at the real program in a pty: the store afterwards holds exactly what was pressed.

They read every page, tag, take back, judge, finish, and are killed in the middle.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations.load import load
from reviewer.review.anchors import from_json
from reviewer.store import connection, conversation, progress, transcripts
from reviewer.store.rows import TranscriptRow
from tests.terminal.scripted import Pressed, Scripted

NAME = "Rita Reader"


class Reviewer(Scripted):
    """Does with each transcript what its place in the list says."""

    def __init__(self, db: Path, rows: Sequence[TranscriptRow], calls: dict[str, list[tuple[int, str]]]) -> None:
        super().__init__(db, NAME)
        self.rows, self.calls = rows, calls

    def review(self, number: int) -> None:
        """All of one transcript."""
        row = self.rows[number]
        self.read(row)
        if number % 3 == 0:
            self.tag(row, "C", "Clean refusal", "positive.clean-refusal", "M1")
        if number % 4 == 3:
            self._tag_and_take_back(row)
        if number % 4 == 1:
            self._tag_call(row)
        if number % 5 == 2:
            self._gap(row)
        if row.case_class == "trap":
            said = (("ob", "fell", "debatable", "it had no choice"), ("oh", "held", None), ("of", "fell", "genuine"))
            self.judge(row, *said[number % 3])
        elif row.case_class == "must-escalate":
            self.judge(row, *(("or", "right", None), ("ow", "wrong", "genuine"))[number % 2])
        self.finish(row)

    def _tag_call(self, row: TranscriptRow) -> None:
        if self.calls[row.id]:
            message, _ = self.calls[row.id][0]
            self.press("c", f"M{message} of")
            self.tag(row, "i", "Invented value", "grounding.invented-value", f"M{message}.c1")

    def _gap(self, row: TranscriptRow) -> None:
        """On the first write, if there is one."""
        writes = [(message, place) for message, place in self.calls[row.id] if place.startswith("write")]
        if writes:
            message = writes[0][0]
            place = f"M{message}.{writes[0][1].partition(' ')[2]}"
            self.press("\x07", "Go to message")
            self.press(f"{message}\r", f"M{message} of")
            self.press("g", f"✓ Acts before confirming on the gap before {place}")
            self.pressed.findings.append((row.id, "protocol.acts-before-confirming", f"before {place}"))

    def _tag_and_take_back(self, row: TranscriptRow) -> None:
        """Tagged twice; the second one is taken back, the first one too, and that one is done again."""
        self.press("tW", "✓ Warm on")
        self.press("tv", "✓ Too many words on")
        self.press("u", "Undone: Too many words")
        self.press("u", "Undone: Warm")
        self.press("\x12", "Done again: Warm")
        self.pressed.findings.append((row.id, "positive.warm", "M1"))


def review_all(db: Path, killed_after: Sequence[int]) -> Pressed:
    """All transcripts of a database, with kill -9 after some; what was pressed."""
    with closing(connection.open_reading(db)) as reader:
        rows = transcripts.rows(reader, transcripts.keys(reader))
        calls = {
            row.id: [
                (message.number, f"{call.kind} c{call.ordinal}")
                for message in conversation.messages(reader, row, 1, row.messages)
                for call in message.calls
            ]
            for row in rows
        }
    reviewer = Reviewer(db, rows, calls)
    starts = [0, *(place + 1 for place in killed_after)]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        with reviewer.sit_down(rows[start].id) as terminal:
            for number in range(start, end):
                reviewer.review(number)
            if end < len(rows):
                terminal.process.send_signal(signal.SIGKILL)
                terminal.process.wait()
            else:
                terminal.finish()
    return reviewer.pressed


def compare(db: Path, pressed: Pressed) -> None:
    """The store holds what was pressed, all of it and nothing else."""
    with closing(connection.open_reading(db)) as reader:
        found = [
            (transcript, tag, str(from_json(json.loads(anchor))), author)
            for transcript, tag, anchor, author in reader.execute(
                "SELECT transcript, tag, anchor, author FROM finding ORDER BY id"
            )
        ]
        outcomes = reader.execute("SELECT transcript, outcome, verdict, reason FROM judgement").fetchall()
        marks = reader.execute("SELECT transcript, mark FROM marking").fetchall()
        read = progress.progress(reader)
        saws = {saw for (saw,) in reader.execute("SELECT independent FROM judgement")}
    assert sorted(found) == sorted((*finding, NAME) for finding in pressed.findings)
    assert {row[0]: (row[1], row[2], row[3]) for row in outcomes} == pressed.outcomes
    assert dict(marks) == pressed.marks
    assert {one.reading for one in read.values()} == {"read"}
    assert saws <= {1}, "nobody's word was on the screen before their own"


@pytest.fixture
def demo(tmp_path: Path, root: Path) -> Path:
    """The twelve conversations of the demo."""
    db = tmp_path / "demo.db"
    assert load(db, [str(root / "fixtures" / "demo" / "conversations.jsonl")], Fill()).exit_code == 0
    return db


def test_a_reviewer_reads_the_demo(demo: Path) -> None:
    """Twelve transcripts, killed once."""
    pressed = review_all(demo, killed_after=[4])
    compare(demo, pressed)
    assert len(pressed.marks) == 12
    print(f"{pressed.keys / 12:.1f} keys a transcript")  # noqa: T201 - for whoever asks with -s


@pytest.mark.long
def test_a_reviewer_reads_a_run(tmp_path: Path, root: Path) -> None:
    """162 transcripts, killed five times."""
    db = tmp_path / "run.db"
    run = root / "fixtures" / "northline" / "runs" / "kimi-k2.7-code.2.jsonl.gz"
    assert load(db, [str(run)], Fill()).exit_code == 0
    pressed = review_all(db, killed_after=[20, 21, 70, 100, 150])
    compare(db, pressed)
    assert len(pressed.marks) == 162
    print(f"{pressed.keys / 162:.1f} keys a transcript, {len(pressed.findings)} findings")  # noqa: T201
    assert {tag for _, tag, _ in pressed.findings} <= set(shipped_taxonomy().by_id)
