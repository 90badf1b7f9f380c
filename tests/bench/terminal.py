"""A program in a real pty, timed from outside: exec to first paint, key to paint, memory.

The terminal says that it knows synchronized updates, so that Textual marks where each frame ends. A frame counts when
its end mark has been read.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from .measure import queued

COLUMNS, ROWS = 130, 45
_QUESTION, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_FRAME_START, _FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
_MOVES = re.compile(rb"\x1b\[[0-9;]*[Hf]|\r\n?|\n")
_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\)|\x1b[()][0-9A-B]|\x1b[=>]", re.DOTALL)


class TerminalError(Exception):
    """The program did not show what was waited for."""


class Terminal:
    """A running program. Times are milliseconds, sizes MB.

    `ran` is the last timed key's time without what the program or this process stood ready while no processor was free.
    """

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        environment.pop("COLUMNS", None)
        environment.pop("LINES", None)
        self.argv, self.output, self.answered, self.ended = list(argv), bytearray(), False, False
        self.ran = 0.0
        self.started = self.read_at = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execvpe(argv[0], list(argv), environment)  # noqa: S606 - our own program
            finally:
                os._exit(127)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self.pid, signal.SIGKILL)  # a terminal's program leads a group of its own
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def opened(self, text: str, timeout: float = 60) -> float:
        """From exec to the end of the first frame with `text` in it."""
        return self._shown(0, text, self.started, timeout)

    def key(self, keys: str, text: str | None = None, timeout: float = 5) -> float:
        """From writing `keys` to the end of the first frame after it (with `text`, of the first that shows it)."""
        return self._timed(lambda: os.write(self.fd, keys.encode()), repr(keys), text, timeout)

    def resized(self, rows: int, timeout: float = 30) -> float:
        """From a change of the window's height to the end of the first frame after it."""
        size = struct.pack("HHHH", rows, COLUMNS, 0, 0)
        return self._timed(lambda: fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size), f"{rows} rows", None, timeout)

    def _timed(self, do: Callable[[], object], what: str, text: str | None, timeout: float) -> float:
        mark, waited = len(self.output), queued(self.pid, os.getpid())
        pressed = time.perf_counter()
        do()
        if text is not None:
            self._shown(mark, text, pressed, timeout)
        while self.output.find(_FRAME_END, mark) < 0:
            if not self._read(pressed + timeout):
                raise TerminalError(f"no frame within {timeout:g} s after {what}: {self.tail()}")
        took = (self.read_at - pressed) * 1000
        self.ran = max(0.0, took - (queued(self.pid, os.getpid()) - waited))
        return took

    def send(self, keys: str) -> None:
        """Writes `keys`, and waits for nothing."""
        os.write(self.fd, keys.encode())

    def quiet(self, seconds: float = 0.05, timeout: float = 20) -> None:
        """Reads until the program has written nothing for `seconds`."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self._read(time.perf_counter() + seconds):
            pass

    def settled(self, timeout: float = 120) -> float:
        """Reads until the program neither writes nor computes; how long that took, in ms."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < timeout:
            before = self._cpu()
            self.quiet(0.4)
            if self._cpu() - before <= 0.02:
                break
        return (time.perf_counter() - begun) * 1000

    def memory(self) -> float:
        """Resident memory of the program."""
        return status(self.pid, "VmRSS")

    def seen(self, mark: int = 0) -> str:
        """What was written since `mark`, without escapes; a move of the cursor is a line end."""
        return _ESCAPES.sub(b"", _MOVES.sub(b"\n", bytes(self.output[mark:]))).decode("utf-8", "replace")

    def tail(self) -> str:
        """The last words, for an error message."""
        return " ".join(self.seen()[-2000:].split())[-300:]

    def _shown(self, mark: int, text: str, begun: float, timeout: float) -> float:
        end = begun + timeout
        while True:
            whole = self.output.rfind(_FRAME_START) <= self.output.rfind(_FRAME_END)
            if whole and text in self.seen(mark):  # in the middle of a frame a look would hold up the reading
                return (self.read_at - begun) * 1000
            if not self._read(end):
                raise TerminalError(f"{' '.join(self.argv)} did not show {text!r} within {timeout:g} s: {self.tail()}")

    def _read(self, until: float) -> bool:
        if self.ended or not select.select([self.fd], [], [], max(0.0, until - time.perf_counter()))[0]:
            return False
        try:
            chunk = os.read(self.fd, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            chunk = b""
        self.read_at = time.perf_counter()
        self.ended = not chunk
        self.output += chunk
        if not self.answered and _QUESTION in self.output:
            self.answered = True
            os.write(self.fd, _ANSWER)
        return bool(chunk)

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status(pid: int, field: str) -> float:
    """A line of /proc/PID/status, in MB: `VmRSS` for the memory now, `VmHWM` for its peak."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise TerminalError(f"process {pid} has ended")


def program(*words: str) -> list[str]:
    """The command line of the program under test, with the interpreter that runs the bench."""
    script = Path(sys.executable).with_name("reviewer")
    return [str(script), *words] if script.exists() else [sys.executable, "-m", "reviewer", *words]
