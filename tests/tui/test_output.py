"""What the program writes arrives as a whole, whatever interrupts the writing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

SIZE = 1_000_000
INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGALRM, lambda *_: os.write({told}, b"."))  # each one cuts a write short that waits
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
"""
FRAME = f"""
from reviewer.tui.output import keep_frames_whole
keep_frames_whole()
sys.__stderr__.write("x" * {SIZE})
sys.__stderr__.flush()
signal.signal(signal.SIGALRM, signal.SIG_IGN)
"""
COMMAND = """
from reviewer.cli import main
sys.argv = ["reviewer", "schema", "dossier"]
try:
    main()
finally:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
"""


@contextmanager
def unbuffered(script: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program where Python's streams are unbuffered, and pipes that soon wait for their reader."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, pipesize=4096) as child:
        yield child
    assert child.returncode == 0


def test_a_frame_is_whole() -> None:
    """The reader begins only after the writer was interrupted."""
    with unbuffered(INTERRUPTED.format(told=1) + FRAME) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(3) == b"..."
        assert len(child.stderr.read()) == SIZE


def test_what_a_command_prints_is_whole() -> None:
    """The same of stdout, in a pipe."""
    with unbuffered(INTERRUPTED.format(told=2) + COMMAND) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stderr.read(3) == b"..."
        printed = json.loads(child.stdout.read())
    assert printed == json.loads(files("reviewer.model").joinpath("dossier.schema.json").read_text("utf-8"))
