"""Reading: from a key to the end of the frame that it leads to, beside one frame of the screen; and the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import generate
from .context import Context, forget_place, only_transcript
from .measure import FRAME_MS, Result, Target, median, p95
from .rows_start import BARE_APP, BARE_TEXT
from .terminal import Terminal, program

DOWN, PAGE_DOWN, HOME, END, ENTER, ESCAPE = "j", "\x1b[6~", "\x1b[H", "\x1b[F", "\r", "\x1b"


@dataclass
class Reading:
    """What one sitting took: milliseconds by action, megabytes at its end."""

    times: dict[str, list[float]] = field(default_factory=dict)
    memory: float = 0.0


def _press(terminal: Terminal, keys: str, repeats: int, before: Callable[[], None] | None = None) -> list[float]:
    times = []
    for _ in range(repeats):
        if before:
            before()
        terminal.quiet()
        times.append(terminal.key(keys))
    return times


def _sit(context: Context, store: Path, counted: bool) -> Reading:
    """Opens a transcript and presses keys; `counted` waits until its rows are counted, otherwise begins at once."""
    keys, reading = context.sizes.keys, Reading()
    forget_place(store)
    argv = program("open", "--db", str(store), "--transcript", only_transcript(store))
    with Terminal(argv, context.environment()) as terminal:
        terminal.opened(generate.START)

        def home() -> None:
            terminal.send(HOME)

        if counted:
            terminal.settled()
        else:
            keys = min(keys, 10)  # the rows are counted within seconds
        reading.times["next message"] = _press(terminal, DOWN, keys)
        reading.times["PageDown"] = _press(terminal, PAGE_DOWN, keys)
        reading.times["End"] = _press(terminal, END, keys, home)
        if counted:
            home()
            terminal.quiet()
            reading.times["fold"] = _press(terminal, ENTER, keys)
            terminal.send("/")
            terminal.quiet(0.2)
            terminal.send(generate.words(context.seed).common[0] + ENTER)
            terminal.settled()
            reading.times["find next"] = _press(terminal, "n", keys)
        reading.memory = terminal.memory()
    return reading


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
            readings = [_sit(context, store, counted) for _ in range(sizes.rounds)]
            bound = Target(1 if size <= 20_000 else 2 if counted else 3)
            when = "" if size <= 20_000 else ", rows counted" if counted else ", while rows are counted"
            for action in readings[0].times:
                took = median([p95(reading.times[action]) for reading in readings])
                usual = median([value for reading in readings for value in reading.times[action]])
                presses = len(readings[0].times[action])
                note = f"p95 of {presses}, median of {sizes.rounds} sittings; median {usual:.1f} ms"
                yield Result("keys", f"{action}, {what}{when}", took, FRAME_MS, "ms", "a frame", bound, note)
            if counted:
                target = Target(2 if size <= 20_000 else None)
                memory = median([reading.memory for reading in readings])
                yield Result("memory", what, memory, bare, "MB", "bare app", target, "after these keys")
