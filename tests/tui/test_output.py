"""What the screen is written to takes all of it, whatever interrupts it."""

from __future__ import annotations

import os
import subprocess
import sys

SIZE = 1_000_000
WRITES = f"""
import os, signal, sys
from reviewer.tui.output import keep_whole
keep_whole()
signal.signal(signal.SIGALRM, lambda *_: os.write(1, b"."))  # each one cuts a write short that waits
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
sys.__stderr__.write("x" * {SIZE})
sys.__stderr__.flush()
signal.setitimer(signal.ITIMER_REAL, 0)
"""


def test_an_interrupted_write_goes_on() -> None:
    """Also where Python's streams are unbuffered: the reader begins only after the writer was interrupted."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", WRITES]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(3) == b"..."
        assert len(child.stderr.read()) == SIZE
        child.stdout.read()
    assert child.returncode == 0
