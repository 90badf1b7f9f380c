"""Reading: from a key to the end of the frame that it leads to, beside one frame of the screen; and the memory.

Other programs that want the processors do not count: the kernel says how long a process stood ready and had to wait.
The figure by the clock, with the waiting, is in the note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import generate
from .context import Context, forget_place, only_transcript
from .measure import FRAME_MS, Result, Target, median, p95
from .rows_start import BARE_APP, BARE_TEXT
from .terminal import Terminal, TerminalError, program

DOWN, NEXT_CALL, PAGE_DOWN, HOME, END, ENTER = "j", "c", "\x1b[6~", "\x1b[H", "\x1b[F", "\r"

NEVER = 5_000.0
"""Milliseconds that stand for a key that nothing followed."""


@dataclass
class Sitting:
    """A transcript and the bare application, side by side, and what was taken of both by action and moment.

    `running` are milliseconds without the waiting for a processor, `clock` with it, `bare` those of the bare
    application without it; `memory` is in MB.
    """

    terminal: Terminal
    other: Terminal
    running: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    clock: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[str, float] = field(default_factory=dict)

    def press(self, action: str, keys: str, repeats: int, back: int = 0) -> None:
        """A key again and again, each time after what the program wrote has ended; every `back` times from the top."""
        for turn in range(repeats):
            if back and turn % back == 0:
                self.terminal.send(HOME)
            if not self.press_once(action, keys):
                return

    def press_once(self, action: str, keys: str, text: str | None = None) -> bool:
        """A key, after all that came before; until the next frame, or one with `text`. False where none came."""
        self.other.quiet(0.01)
        self.other.key("x")
        self.bare[action].append(self.other.ran)
        self.terminal.quiet()
        try:
            self.clock[action].append(self.terminal.key(keys, text))
            self.running[action].append(self.terminal.ran)
        except TerminalError:  # no frame at all, for seconds
            self.clock[action].append(NEVER)
            self.running[action].append(NEVER)
            return False
        return True

    def find(self, words: str) -> None:
        """Looks for words, until all are found."""
        self.terminal.send("/")
        self.terminal.quiet(0.2)
        self.terminal.send(words + ENTER)
        self.terminal.settled()


def _sit(context: Context, store: Path, messages: int, counted: bool) -> Sitting:
    """Opens a transcript and presses keys; `counted` waits until its rows are counted, otherwise begins at once."""
    repeats = context.sizes.keys if counted else min(context.sizes.keys, 10)  # they are counted within seconds
    short = 5 if messages < 100 else 0
    forget_place(store)
    argv, env = program("open", "--db", str(store), "--transcript", only_transcript(store)), context.environment()
    with Terminal(BARE_APP, env) as other, Terminal(argv, env) as terminal:
        sitting = Sitting(terminal, other)
        terminal.opened(generate.START)
        if counted:
            terminal.settled()
        sitting.press("next message", DOWN, repeats, short)
        sitting.press("PageDown", PAGE_DOWN, repeats, short)
        sitting.press("End", END, repeats, 1)
        if counted:
            terminal.send(HOME + NEXT_CALL)
            sitting.press("fold", ENTER, repeats)
            sitting.memory["after moving and folding"] = terminal.memory()
            sitting.find(generate.words(context.seed).common[0])
            sitting.press("find next", "n", repeats)
            sitting.memory["after finding the commonest word"] = terminal.memory()
    return sitting


def _bare_memory(context: Context) -> float:
    with Terminal(BARE_APP, context.environment()) as terminal:
        terminal.opened(BARE_TEXT)
        terminal.settled()
        return terminal.memory()


def keys(context: Context) -> Iterator[Result]:
    """Every action at every size, and the memory afterwards beside the bare application's."""
    sizes = context.sizes
    stores = [(f"{size:,} messages", context.reading(size), size) for size in sizes.messages]
    stores.append((f"a message of {sizes.giant_mb:g} MB", context.giant(), 20))
    bare = median([_bare_memory(context) for _ in range(sizes.rounds)])
    for what, store, size in stores:
        for counted in (True, False) if size > 20_000 else (True,):
            sittings = [_sit(context, store, size, counted) for _ in range(sizes.rounds)]
            bound = Target(1 if size <= 20_000 else 2 if counted else 3)
            when = "" if size <= 20_000 else ", rows counted" if counted else ", while rows are counted"
            for action in sittings[0].running:
                took, clock, bare_app = (
                    median([p95(taken[action]) for taken in many])
                    for many in ([s.running for s in sittings], [s.clock for s in sittings], [s.bare for s in sittings])
                )
                usual = median([value for sitting in sittings for value in sitting.running[action]])
                note = (
                    f"p95 of {sizes.keys}, {sizes.rounds} sittings; median {usual:.1f}; "
                    f"p95 by the clock {clock:.1f}, of the bare app {bare_app:.1f}"
                )
                yield Result("keys", f"{action}, {what}{when}", took, FRAME_MS, "ms", "a frame", bound, note)
            for moment in sittings[0].memory:
                target = Target(2 if size <= 20_000 else None)
                memory = median([sitting.memory[moment] for sitting in sittings])
                yield Result("memory", what, memory, bare, "MB", "bare app", target, moment)
