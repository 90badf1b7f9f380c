"""The screen while facts are read behind it: how long a key takes by the clock, beside the same with none to read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from . import generate
from .context import Context, copied, only_transcript
from .measure import Result, Target, median, p95
from .rows_keys import DOWN, HOME
from .terminal import Terminal, program

_STEPS = 5
"""So many messages down, then back to the top."""

_MOST = 200


def behind(context: Context) -> Iterator[Result]:
    """The p95 and the longest of a key's frames while a whole library is checked, and when it has been."""
    with context.folder() as folder:
        store = copied(context.library(), folder)
        with closing(sqlite3.connect(store)) as connection, connection:
            connection.execute("DELETE FROM checked")
        while_checked, done = _keys(context, store, least=_STEPS, most=_MOST)
        idle, _ = _keys(context, copied(context.library(), folder), least=len(while_checked), most=0)
    for name, of, target in (("p95", p95, Target(1.5)), ("longest", max, Target(100, unit="ms"))):
        medians = f"median {median(while_checked):.1f} and {median(idle):.1f}"
        note = f"of {len(while_checked)} keys by the clock, {medians}; {done}"
        what = f"next message, {name}, while {context.sizes.transcripts:,} transcripts are checked"
        yield Result("behind", what, of(while_checked), of(idle), "ms", "nothing to check", target, note)


def _keys(context: Context, store: Path, least: int, most: int) -> tuple[list[float], str]:
    """Milliseconds from key to frame, `least` times, and to `most` while facts are missing; how many came meanwhile."""
    taken: list[float] = []
    argv = program("open", "--db", str(store), "--transcript", only_transcript(store))
    with (
        Terminal(argv, context.environment()) as terminal,
        closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as watch,
    ):
        terminal.opened(generate.START)
        terminal.quiet(0.3)
        was = waiting = _unchecked(watch)
        while len(taken) < least or (waiting and len(taken) < most):
            if len(taken) % _STEPS == 0:
                terminal.send(HOME)
            terminal.quiet()
            taken.append(terminal.key(DOWN))
            waiting = _unchecked(watch)
    return taken, f"{was - waiting:,} checked meanwhile"


def _unchecked(watch: sqlite3.Connection) -> int:
    (count,) = watch.execute("SELECT count(*) FROM revision WHERE id NOT IN (SELECT revision FROM checked)").fetchone()
    return int(count)
