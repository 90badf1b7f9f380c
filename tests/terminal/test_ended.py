"""What ends the program from outside: a shutdown, a closed window. The terminal is given back, and nothing is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store import connection
from tests.terminal.harness import Terminal


@pytest.mark.parametrize("asked", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long)])
def test_a_program_that_is_told_to_end_leaves_the_terminal_as_it_was(
    store: Path, ids: dict[str, str], program: Callable[..., list[str]], asked: signal.Signals
) -> None:
    """No alternate screen, no mouse, a cursor; what was on screen and where one was are in the database."""
    transcript = next(iter(ids.values()))
    with Terminal(program("open", str(store), "--transcript", transcript)) as terminal:
        terminal.see("M1")
        terminal.process.send_signal(asked)
        end = terminal.finish("", 128 + asked).rpartition(b"\x1b[?1049l")
    assert end[1], "the alternate screen is left"
    assert b"\x1b[?25h" in end[2]
    assert b"\x1b[?1003l" in end[0][-200:] + end[2]
    assert end[2].endswith(b"reviewer: ended by %s\r\n" % asked.name.encode())
    with closing(connection.open_reading(store)) as reader:
        assert reader.execute("SELECT count(*) FROM receipt WHERE transcript = ?", (transcript,)).fetchone()[0] > 0
        assert reader.execute("SELECT count(*) FROM place").fetchone()[0] == 1
