"""A scripted reviewer at the real program in a pty: presses keys, waits for what they do, and keeps the books.

The clock that receipts go by is half a minute on whenever it is looked at, so that each page counts as read which a key
was pressed on, and nobody waits for minutes of reading, however busy the machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.store.rows import TranscriptRow
from tests.terminal.harness import Terminal

WINDOW = (120, 40)
LAUNCH = """
from itertools import count
from reviewer.cli import main
from reviewer.tui.receipts import Receipts
Receipts.__init__.__defaults__ = (count(0, 30).__next__,)
main()
"""

Finding = tuple[str, str, str]
"""Transcript, tag, place."""


def called(name: str) -> dict[str, str]:
    """The environment of somebody whom git knows by this name."""
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": name}


@dataclass
class Pressed:
    """What the reviewer decided, as the store should have it."""

    findings: list[Finding] = field(default_factory=list)
    outcomes: dict[str, tuple[str, str | None, str]] = field(default_factory=dict)
    """Transcript → outcome, verdict, reason."""

    marks: dict[str, str] = field(default_factory=dict)
    keys: int = 0


class Scripted:
    """One person with a name, at one database."""

    terminal: Terminal
    before: Sequence[str] = ()
    """Words in front of the command that starts the program."""

    def __init__(self, db: Path, name: str) -> None:
        self.db, self.name = db, name
        self.pressed = Pressed()

    def sit_down(self, transcript: str = "") -> Terminal:
        """The program, in the library or open at a transcript."""
        words = ["--transcript", transcript] if transcript else []
        argv = [*self.before, sys.executable, "-c", LAUNCH, "open", str(self.db), *words]
        self.terminal = Terminal(argv, size=WINDOW, env=called(self.name))
        return self.terminal

    def press(self, keys: str, wanted: str) -> None:
        """One key after the other, then what is to be seen."""
        *first, last = [keys] if keys.startswith("\x1b") else list(keys)
        for key in first:
            self.terminal.press(key)
        self.terminal.type(last, wanted)
        self.pressed.keys += len(first) + 1

    def read(self, row: TranscriptRow) -> None:
        """Every page of a transcript, once it is there, and back to its beginning."""
        self.terminal.see(lambda text: row.case in text.splitlines()[0] and "M1" in text)
        pages = 0
        while not _at_end(self.terminal.text, row.messages):
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

    def tag(self, row: TranscriptRow, key: str, label: str, tag: str, place: str) -> None:
        """A finding at the focus, which is at `place`."""
        self.press(f"t{key}", f"✓ {label} on {place}")
        self.pressed.findings.append((row.id, tag, place))

    def judge(self, row: TranscriptRow, keys: str, outcome: str, verdict: str | None, reason: str = "") -> None:
        """An outcome, with a reason where the verdict asks for one."""
        if reason:
            self.press(keys, "because")
            self.press(reason + "\r", f"✓ outcome {outcome} · {verdict}")
        else:
            self.press(keys, f"✓ outcome {outcome}")
        self.pressed.outcomes[row.id] = (outcome, verdict, reason)

    def finish(self, row: TranscriptRow) -> None:
        """Done: clean where there is no finding; the program goes on to the next transcript."""
        mark = "done" if any(id_ == row.id for id_, _, _ in self.pressed.findings) else "clean"
        self.press("f", f"✓ {mark} · {row.case}")
        self.pressed.marks[row.id] = mark


def _at_end(text: str, messages: int) -> bool:
    """Whether the last message is on the screen. Until all of it is measured, the share of it is an estimate."""
    title, *lines = text.splitlines()
    return "100%" in title and any(re.search(rf"\bM{messages} ", line) for line in lines)
