"""The screen while a big document loads: how long a key has to wait for a frame."""

from __future__ import annotations

import time
from collections.abc import Iterator

from .context import Context, copied
from .measure import Result, Target, median, p95
from .rows_keys import ENTER
from .terminal import Terminal, program

_MOVES = "\x1b[B", "\x1b[A"
_PAUSE = 0.01


def stall(context: Context) -> Iterator[Result]:
    """The longest wait during the load dialog's load of one JSON document, beside the longest with nothing to load."""
    document = context.document(context.sizes.document_mb)
    with context.folder() as folder:
        store = copied(context.reading(20), folder)
        with Terminal(program("open", "--db", str(store)), context.environment()) as terminal:
            terminal.opened("c00000")
            terminal.settled()
            terminal.send("L")
            terminal.quiet(0.5)
            idle = []
            for place in range(40):
                terminal.key(str(place % 10))
                idle.append(terminal.ran)
            terminal.send("\x15" + str(document))
            terminal.quiet(0.5)
            mark, begun = len(terminal.output), time.perf_counter()
            terminal.send(ENTER)
            ran: list[float] = []
            clock: list[float] = []
            while "added" not in terminal.seen(mark):
                mark = max(mark, len(terminal.output) - 20_000)
                clock.append(terminal.key(_MOVES[len(clock) % 2], timeout=30))
                ran.append(terminal.ran)
                terminal.quiet(_PAUSE, _PAUSE)
            seconds = time.perf_counter() - begun
    note = (
        f"longest of {len(ran)} keys in {seconds:.0f} s; median {median(ran):.1f}, p95 {p95(ran):.1f}; "
        f"longest by the clock {max(clock):.0f}"
    )
    what = f"one document of {context.sizes.document_mb:g} MB"
    yield Result("stall", what, max(ran), max(idle), "ms", "nothing to load", Target(100, unit="ms"), note)
