"""The program in a real pty: what it writes byte by byte, and what a person would see of it.

The terminal says that it knows synchronized updates, so that Textual marks where each frame begins and ends, and a
test waits for a whole frame that shows something instead of sleeping. It can also answer queries as xterm does: where
hostile text reaches a terminal, its answers arrive as key presses.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from types import TracebackType

import pyte
from pyte import modes
from pyte.screens import Char
from wcwidth import wcwidth

PATIENCE = 60.0
"""Seconds until a test gives up on a program that does not show what it should; never waited for when it does."""

QUIET = 0.25
"""Seconds without a byte after which a screen counts as quiet."""

FRAME_START, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
_LAUNCH = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"

# What xterm answers, by what it was asked. The first two are Textual's own questions.
SYNCHRONIZED = (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y")
ANSWERS = (
    SYNCHRONIZED,
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
    (re.compile(rb"(?:\x1b\]|\x9d|\xc2\x9d)10;\?"), b"\x1b]10;rgb:1111/2222/3333\x1b\\"),
    (re.compile(rb"(?:\x1b\]|\x9d|\xc2\x9d)11;\?"), b"\x1b]11;rgb:1111/2222/3333\x1b\\"),
    (re.compile(rb"(?:\x1b\]|\x9d|\xc2\x9d)4;1;\?"), b"\x1b]4;1;rgb:cccc/2222/1111\x1b\\"),
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?64;1;2;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;388;0c"),
    (re.compile(rb"\x1b\[=c"), b"\x1bP!|00000000\x1b\\"),
    (re.compile(rb"\x1b\[>0?q"), b"\x1bP>|XTerm(388)\x1b\\"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[\??6n"), b"\x1b[12;40R"),
    (re.compile(rb"\x1b\[18t"), b"\x1b[8;45;130t"),
    (re.compile(rb"\x1b\[21t"), b"\x1b]lq1cg\x1b\\"),
    (re.compile(rb"(?:\x1bP|\x90|\xc2\x90)\$q ?[a-z]"), b"\x1bP1$r0m\x1b\\"),
    (re.compile(rb"\x1bP\+q544e"), b"\x1bP1+r544e=787465726d\x1b\\"),
    (re.compile(rb"\x1bZ"), b"\x1b[?64;1;2;22c"),
    (re.compile(rb"\x05"), b"q1cg\r"),
)

_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
_BEGUN = re.compile(rb"(?:\[[0-9;]*)?")
"""What may become a colour, behind an escape."""

_LONGEST = 32
"""Bytes: more than any question, or the end of a frame, has. So far back may begin what ends in the newest bytes."""

Check = Callable[[str], bool]


class NotShown(AssertionError):
    """The program did not show what was waited for."""


@cache
def _cell(character: str) -> Char | None:
    """What one column shows of it; nothing where it takes two, or belongs to the column before."""
    return Char(character) if wcwidth(character) == 1 else None


class _Screen(pyte.Screen):
    """pyte's, which stumbles over private reports; the answers are our own business anyway."""

    def __init__(self, columns: int, lines: int) -> None:
        self._drawn: dict[int, str] = {}
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        """As pyte does, but all at once where each character takes one column of this line, as nearly all do."""
        cells = [cell for character in data if (cell := _cell(character))]
        end = self.cursor.x + len(data)
        if len(cells) < len(data) or end > self.columns or modes.IRM in self.mode:
            super().draw(data)
            return
        self.buffer[self.cursor.y].update(enumerate(cells, self.cursor.x))
        self.dirty.add(self.cursor.y)
        self.cursor.x = end

    @property
    def text(self) -> str:
        """The words on it; lines on which nothing was written since the last time are those of then."""
        for y in self.dirty:
            line = self.buffer[y]
            self._drawn[y] = "".join([line[x].data for x in range(self.columns)]).rstrip()
        self.dirty.clear()
        return "\n".join(self._drawn[y] for y in range(self.lines))

    def report_device_status(self, *_: object, **__: object) -> None:
        """Says nothing."""

    def report_device_attributes(self, *_: object, **__: object) -> None:
        """Says nothing."""


class Terminal:
    """A running program. Leaving the `with` block ends it."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (130, 45),
        env: Mapping[str, str] | None = None,
        answers: Sequence[tuple[re.Pattern[bytes], bytes]] = (SYNCHRONIZED,),
    ) -> None:
        self.raw = bytearray()
        self.answered: list[bytes] = []
        self._answers, self._asked, self._frames, self._ended = answers, 0, 0, False
        self._held = b""
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._fd, slave = os.openpty()
        termios.tcsetwinsize(self._fd, (size[1], size[0]))
        environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "CI")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **(env or {})}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._fd)

    def press(self, *keys: str) -> None:
        """Writes keys, as the bytes that a terminal sends for them, one write each."""
        for key in keys:
            os.write(self._fd, key.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Makes the window another size, as a person dragging its edge."""
        self._screen.resize(rows, columns)
        termios.tcsetwinsize(self._fd, (rows, columns))

    def see(self, wanted: str | Check, after: int | None = None) -> str:
        """The screen, once a whole frame shows `wanted`: words, or a check of the screen's text.

        With `after` (a count of `frames`), only frames after that one count.
        """
        check = wanted if callable(wanted) else lambda text: wanted in text
        return self._until(lambda: (after is None or self._frames > after) and check(self.text), wanted)

    def type(self, keys: str, wanted: str | Check) -> str:
        """Presses `keys` and waits for the first frame after it that shows `wanted`."""
        frames = self._frames
        self.press(keys)
        return self.see(wanted, after=frames)

    def ask(self, keys: str, wanted: str | Check) -> str:
        """Presses the keys that open a line to type into, and waits until it takes what is typed.

        The screen shows the line a moment before it has the focus, and then nothing more: so until all is quiet.
        """
        self.type(keys, wanted)
        while self._read(time.monotonic() + QUIET):
            pass
        return self.text

    def finish(self, keys: str = "\x11", code: int = 0) -> bytes:
        """Quits (ctrl+q) and reads to the end; everything that was ever written."""
        self.press(keys)
        deadline = time.monotonic() + PATIENCE
        while not self._ended:
            if not self._read(deadline):
                raise NotShown(f"the program did not end: {self.text}")
        assert self.process.wait(PATIENCE) == code, self.text
        return bytes(self.raw)

    @property
    def frames(self) -> int:
        """How many whole frames were shown."""
        return self._frames

    @property
    def text(self) -> str:
        """What a person sees now."""
        return self._screen.text

    def _until(self, holds: Callable[[], bool], wanted: object) -> str:
        deadline = time.monotonic() + PATIENCE
        while not (self._whole and holds()):
            if not self._read(deadline):
                why = "ended" if self._ended else f"did not within {PATIENCE:g} s"
                screen = re.sub(r"\n\s*\n", "\n", self.text)
                raise NotShown(f"{wanted!r} was to be seen, but the program {why}. The screen:\n{screen}")
        return self.text

    @property
    def _whole(self) -> bool:
        """Whether the output does not stand in the middle of a frame."""
        return self._frames > 0 and self.raw.rfind(FRAME_START) < self.raw.rfind(FRAME_END)

    def _read(self, deadline: float) -> bool:
        if self._ended or not select.select([self._fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        chunk = b""
        with suppress(OSError):  # the other side is closed: Linux says so with an input/output error
            chunk = os.read(self._fd, 1 << 16)
        if not chunk:
            self._ended = True
            return True
        new = max(0, len(self.raw) - _LONGEST)
        self.raw += chunk
        self._frames += self.raw.count(FRAME_END, new) - self.raw.count(FRAME_END, new, len(self.raw) - len(chunk))
        # Nobody looks at colours, and most of what is written is colours: without them a test takes half as long.
        whole, escape, begun = (self._held + chunk).rpartition(b"\x1b")
        self._held = escape + begun if escape and _BEGUN.fullmatch(begun) else b""
        self._stream.feed(_COLOURS.sub(b"", whole if self._held else whole + escape + begun))
        self._answer(max(new, self._asked))
        return True

    def _answer(self, start: int) -> None:
        """Answers each question once, in the order in which they were asked."""
        found = [
            (match.start(), match.end(), answer)
            for question, answer in self._answers
            for match in question.finditer(self.raw, start)
        ]
        for _, end, answer in sorted(found):
            self._asked = max(self._asked, end)
            self.answered.append(answer)
            os.write(self._fd, answer)


# What Textual writes of its own: modes, colours, the cursor, the end of a line. Nothing else may come out.
_TOKEN = re.compile(
    r"(?P<order>\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[PX^_].*?(?:\x1b\\|$)|\x1b.?)"
    r"|(?P<text>[^\x1b]+)",
    re.DOTALL,
)
SCREENS = re.compile(
    r"\x1b\[(?:"
    r"(?:[0-9]{1,3}(?:;[0-9]{1,3})*)?m"  # colours and styles
    r"|[0-9]{1,3};[0-9]{1,3}H"  # to a cell of the screen
    r"|\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes
    r"|\?(?:2026|2048)\$p"  # which modes the terminal knows
    r"|>[0-9]+u|<u"  # the keyboard protocol
    r")"
    r"|\x1b\]22;[a-z-]*\x07"  # the pointer's shape
)
# What a command writes to a terminal while it works: a line drawn again, the cursor hidden meanwhile, bold and dim.
NARRATION = re.compile(r"\x1b\[(?:K|2K|\?25[hl]|[0-9]{0,2}(?:;[0-9]{1,2})*m|A|1A|1F)")
NONE = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in the output that should not be there."""

    what: str
    around: str


def strays(output: bytes, payloads: Mapping[str, str], alphabet: re.Pattern[str] = SCREENS) -> list[Stray]:
    """What may not be in `output`, but is: orders beyond `alphabet`, hostile characters, payloads as they are."""
    found = []
    text = output.decode("utf-8", "backslashreplace")
    for name, payload in payloads.items():
        if unprintable(payload) and payload in text:
            found.append(Stray(f"the payload {name}", repr(payload)))
    for token in _TOKEN.finditer(text):
        order, plain = token["order"], token["text"]
        if order is not None and not alphabet.fullmatch(order):
            found.append(Stray("an order", repr(text[max(0, token.start() - 40) : token.end() + 40])))
        for character in sorted(unprintable(plain or "")):
            place = token.start() + plain.index(character)
            found.append(Stray(f"U+{ord(character):04X}", repr(text[max(0, place - 40) : place + 40])))
    return found


def unprintable(text: str) -> set[str]:
    """The characters of `text` that steer, hide or turn, by Unicode's own tables; line ends may stay."""
    return {
        character
        for character in set(text)
        if (unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in "\r\n")
        or "\U000e0000" <= character <= "\U000e0fff"
        or character in "\u034f\u3164"
        or "\ufe00" <= character <= "\ufe0d"
    }
