"""A scripted reviewer at the real program in a pty: the store afterwards holds exactly what was pressed.

They read every page, tag, take back, judge, finish, and are killed in the middle. The clock that receipts go by is
the machine's own, many times as fast, so that nobody waits for minutes of reading.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reviewer.formats import Fill
from reviewer.model.taxonomy import shipped_taxonomy
from reviewer.operations.load import load
from reviewer.review.anchors import from_json
from reviewer.store import connection, conversation, progress, transcripts
from reviewer.store.rows import TranscriptRow
from tests.terminal.harness import Terminal

WINDOW = (120, 40)
NAME = "Rita Reader"
LAUNCH = """
import sys
from pathlib import Path
from time import monotonic
from reviewer.tui.receipts import Receipts
from reviewer.tui import settings
from reviewer.tui.app import run
Receipts.__init__.__defaults__ = (lambda: monotonic() * 2_000,)
settings.write(reviewer=sys.argv[2])
run(Path(sys.argv[1]), sys.argv[3])
"""


@dataclass
class Pressed:
    """What the reviewer decided, as the store should have it."""

    findings: list[tuple[str, str, str]] = field(default_factory=list)
    outcomes: dict[str, tuple[str, str | None, str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    keys: int = 0


class Reviewer:
    """Presses keys, waits for what they do, and keeps the books."""

    def __init__(self, db: Path, rows: Sequence[TranscriptRow], calls: dict[str, list[tuple[int, str]]]) -> None:
        self.db, self.rows, self.calls = db, rows, calls
        self.pressed = Pressed()
        self.terminal: Terminal

    def sit_down(self, at: int) -> Terminal:
        """The program, open at a transcript."""
        argv = [sys.executable, "-c", LAUNCH, str(self.db), NAME, self.rows[at].id]
        self.terminal = Terminal(argv, size=WINDOW)
        return self.terminal

    def press(self, keys: str, wanted: str) -> None:
        """One key after the other, then what is to be seen."""
        *first, last = [keys] if keys.startswith("\x1b") else list(keys)
        for key in first:
            self.terminal.press(key)
        self.terminal.type(last, wanted)
        self.pressed.keys += len(first) + 1

    def review(self, number: int) -> None:
        """All of one transcript, in a way that depends on its place in the list."""
        row = self.rows[number]
        self.terminal.see(lambda text: row.case in text.splitlines()[0] and "M1" in text)
        self._read()
        if number % 3 == 0:
            self._tag_message(row)
        if number % 4 == 3:
            self._tag_and_take_back(row)
        if number % 4 == 1:
            self._tag_call(row)
        if number % 5 == 2:
            self._gap(row)
        if row.case_class == "trap":
            self._judge(
                row, *(("ob", "fell", "debatable"), ("oh", "held", None), ("of", "fell", "genuine"))[number % 3]
            )
        elif row.case_class == "must-escalate":
            self._judge(row, *(("or", "right", None), ("ow", "wrong", "genuine"))[number % 2])
        self._finish(row)

    def _read(self) -> None:
        pages = 0
        while "100%" not in self.terminal.text.splitlines()[0]:
            frames = self.terminal.frames
            self.terminal.press(" ")
            self.terminal.see("of", after=frames)
            self.pressed.keys += 1
            pages += 1
            assert pages < 200, self.terminal.text
        frames = self.terminal.frames
        self.terminal.press("<")
        self.pressed.keys += 1
        self.terminal.see(lambda text: "M1 of" in text.splitlines()[0], after=frames if pages else None)

    def _tag_message(self, row: TranscriptRow) -> None:
        self.press("tC", "✓ Clean refusal on M1")
        self.pressed.findings.append((row.id, "positive.clean-refusal", "M1"))

    def _tag_call(self, row: TranscriptRow) -> None:
        if self.calls[row.id]:
            place = self._to_first_call(row)
            self.press("ti", f"✓ Invented value on {place}")
            self.pressed.findings.append((row.id, "grounding.invented-value", place))

    def _to_first_call(self, row: TranscriptRow) -> str:
        message, _ = self.calls[row.id][0]
        self.press("c", f"M{message} of")
        return f"M{message}.c1"

    def _gap(self, row: TranscriptRow) -> None:
        """On the first write, if there is one."""
        writes = [(message, place) for message, place in self.calls[row.id] if place.startswith("write")]
        if writes:
            message = writes[0][0]
            place = f"M{message}.{writes[0][1].partition(' ')[2]}"
            self.press("\x07", "Go to message")
            self.press(f"{message}\r", f"M{message} of")
            self.press("g", f"✓ Acts before confirming on before {place}")
            self.pressed.findings.append((row.id, "protocol.acts-before-confirming", f"before {place}"))

    def _tag_and_take_back(self, row: TranscriptRow) -> None:
        """Tagged twice; the second one is taken back, the first one too, and that one is done again."""
        self.press("tW", "✓ Warm on")
        self.press("tv", "✓ Too many words on")
        self.press("u", "Undone: Too many words")
        self.press("u", "Undone: Warm")
        self.press("\x12", "Done again: Warm")
        self.pressed.findings.append((row.id, "positive.warm", "M1"))

    def _judge(self, row: TranscriptRow, keys: str, outcome: str, verdict: str | None) -> None:
        reason = ""
        if verdict == "debatable":
            reason = "it had no choice"
            self.press(keys, "because")
            self.press(reason + "\r", f"✓ outcome {outcome} · {verdict}")
        else:
            self.press(keys, f"✓ outcome {outcome}")
        self.pressed.outcomes[row.id] = (outcome, verdict, reason)

    def _finish(self, row: TranscriptRow) -> None:
        mark = "done" if any(id_ == row.id for id_, _, _ in self.pressed.findings) else "clean"
        self.press("f", f"✓ {mark} · {row.case}")
        self.pressed.marks[row.id] = mark


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
        with reviewer.sit_down(start) as terminal:
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
