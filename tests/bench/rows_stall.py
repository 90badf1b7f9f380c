"""The screen while a big document loads: how long a frame can take that the person causes.

They change the window's height again and again, since no key changes anything in the dialog while it loads.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from .context import Context, copied
from .measure import Result, Target, median, p95
from .rows_keys import ENTER
from .terminal import ROWS, Terminal, program

_CLEAR = "\x15"
_PAUSE = 0.02
_LONGEST = 200
_LOADED = """
SELECT count(*) FROM source, search_progress
WHERE path = ? AND state = 'loaded' AND indexed_through = (SELECT max(id) FROM message)
"""


def stall(context: Context) -> Iterator[Result]:
    """The longest wait during the load dialog's load of one JSON document, beside the longest with nothing to load."""
    document = context.document(context.sizes.document_mb)
    idle: list[float] = []
    ran: list[float] = []
    clock: list[float] = []
    with context.folder() as folder:
        store = copied(context.reading(20), folder)
        with (
            Terminal(program("open", "--db", str(store)), context.environment()) as terminal,
            closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as watch,
        ):
            terminal.opened("c00000")
            terminal.settled()
            terminal.send("L")
            terminal.quiet(0.5)
            terminal.send(_CLEAR + str(document))
            terminal.settled()
            for turn in range(20):
                terminal.resized(ROWS - 1 + turn % 2)
                idle.append(terminal.ran)
                terminal.quiet(_PAUSE)
            begun = time.perf_counter()
            terminal.send(ENTER)
            while not _loaded(watch, document) and time.perf_counter() - begun < _LONGEST:
                clock.append(terminal.resized(ROWS - 1 + len(clock) % 2))
                ran.append(terminal.ran)
                terminal.quiet(_PAUSE, _PAUSE)
            seconds = time.perf_counter() - begun
    note = (
        f"longest of {len(ran)} frames in {seconds:.0f} s; median {median(ran):.1f}, p95 {p95(ran):.1f}; "
        f"by the clock longest {max(clock):.0f}, p95 {p95(clock):.1f}"
    )
    what = f"one document of {context.sizes.document_mb:g} MB"
    yield Result("stall", what, max(ran), max(idle), "ms", "nothing to load", Target(100, unit="ms"), note)


def _loaded(watch: sqlite3.Connection, document: Path) -> bool:
    return bool(watch.execute(_LOADED, (str(document),)).fetchone()[0])
