"""Reading: from a key to the end of the frame that it leads to, beside one frame of the screen; and the memory.

Other programs that want the processors do not count: the kernel says how long a process stood ready and had to wait.
The figure by the clock, with the waiting, is in the note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import generate
from .context import Context, forget_place, only_transcript
from .measure import FRAME_MS, Result, Target, median, p95
from .rows_start import BARE_APP, BARE_TEXT
from .terminal import Terminal, TerminalError, program

DOWN, PAGE_DOWN, HOME, END, ENTER = "j", "\x1b[6~", "\x1b[H", "\x1b[F", "\r"

NEVER = 5_000.0
"""Milliseconds that stand for a key that nothing followed."""


@dataclass
class Sitting:
    """Milliseconds by action, as a clock saw them and without the waiting for a processor; megabytes by moment."""

    by_clock: dict[str, list[float]] = field(default_factory=dict)
    running: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def press(self, terminal: Terminal, action: str, keys: str, repeats: int, before: str = "") -> None:
        """The same keys again and again, each after what the program wrote has ended; `before` goes ahead, untimed."""
        by_clock, running = self.by_clock.setdefault(action, []), self.running.setdefault(action, [])
        for _ in range(repeats):
            if before:
                terminal.send(before)
            terminal.quiet()
            try:
                took = terminal.key(keys)
            except TerminalError:  # no frame at all, for seconds
                by_clock.append(NEVER)
                running.append(NEVER)
                return
            by_clock.append(took)
            running.append(max(0.0, took - terminal.waited))


def _sit(context: Context, store: Path, counted: bool) -> Sitting:
    """Opens a transcript and presses keys; `counted` waits until its rows are counted, otherwise begins at once."""
    repeats, sitting = context.sizes.keys, Sitting()
    forget_place(store)
    argv = program("open", "--db", str(store), "--transcript", only_transcript(store))
    with Terminal(argv, context.environment()) as terminal:
        terminal.opened(generate.START)
        if counted:
            terminal.settled()
        else:
            repeats = min(repeats, 10)  # the rows are counted within seconds
        sitting.press(terminal, "next message", DOWN, repeats)
        sitting.press(terminal, "PageDown", PAGE_DOWN, repeats)
        sitting.press(terminal, "End", END, repeats, HOME)
        if counted:
            terminal.send(HOME)
            terminal.quiet()
            sitting.press(terminal, "fold", ENTER, repeats)
            sitting.memory["after moving and folding"] = terminal.memory()
            terminal.send("/")
            terminal.quiet(0.2)
            terminal.send(generate.words(context.seed).common[0] + ENTER)
            terminal.settled()
            sitting.press(terminal, "find next", "n", repeats)
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
            sittings = [_sit(context, store, counted) for _ in range(sizes.rounds)]
            bound = Target(1 if size <= 20_000 else 2 if counted else 3)
            when = "" if size <= 20_000 else ", rows counted" if counted else ", while rows are counted"
            for action in sittings[0].running:
                took = median([p95(sitting.running[action]) for sitting in sittings])
                usual = median([value for sitting in sittings for value in sitting.running[action]])
                clock = median([p95(sitting.by_clock[action]) for sitting in sittings])
                pressed = len(sittings[0].running[action])
                note = f"p95 of {pressed}, {sizes.rounds} sittings; median {usual:.1f}, p95 by the clock {clock:.1f}"
                yield Result("keys", f"{action}, {what}{when}", took, FRAME_MS, "ms", "a frame", bound, note)
            for moment in sittings[0].memory:
                target = Target(2 if size <= 20_000 else None)
                memory = median([sitting.memory[moment] for sitting in sittings])
                yield Result("memory", what, memory, bare, "MB", "bare app", target, moment)
