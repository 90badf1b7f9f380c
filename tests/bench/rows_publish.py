"""What leaves the house, and whether it is still what left: a report's folder of one model, written and verified."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from html import escape
from itertools import count
from pathlib import Path

from reviewer.store.connection import open_reading

from .context import Context, copied
from .measure import Result, Target, alternate, median, timed
from .rows_dossier import MODEL, by_hand, northline

_MESSAGES = """
SELECT t.public_id, m.id - v.first_message + 1, m.role, m.name, m.text, m.reasoning, c.name, c.arguments
FROM transcript t JOIN revision v ON v.id = t.revision
JOIN message m ON m.id BETWEEN v.first_message AND v.first_message + v.messages - 1
LEFT JOIN tool_call c ON c.message = m.id WHERE t.run = ? ORDER BY m.id, c.ordinal
"""


def report(context: Context) -> Iterator[Result]:
    """The folder of pages of one model, redacted, beside a loop that writes the same rows as they are."""
    with context.folder() as folder:
        store = copied(northline(context), folder)
        numbers = count()
        with closing(open_reading(store)) as connection:
            measures = (
                timed(lambda: _publish(store, folder / f"report-{next(numbers)}")),
                timed(lambda: _written_by_hand(connection, folder / f"plain-{next(numbers)}")),
            )
            ours, bare = map(median, alternate(measures, context.sizes.rounds))
        sizes = [path.stat().st_size for path in (folder / "report-0").rglob("*") if path.is_file()]
    what, megabytes = f"a folder of {len(sizes):,} files", sum(sizes) / 1e6
    note = f"medians of {context.sizes.rounds}; {megabytes:.1f} MB, redacted, with every figure and its interval"
    yield Result("report", what, ours, bare, "ms", "the rows as plain pages", Target(None), note)


def verify(context: Context) -> Iterator[Result]:
    """That folder against the store, beside reading its files once and adding up the same rows once."""
    from reviewer.operations.verify import verify as verified

    with context.folder() as folder:
        store = copied(northline(context), folder)
        out = folder / "report"
        _publish(store, out)
        with closing(open_reading(store)) as connection:
            made = verified(out, connection)
            measures = (
                timed(partial(verified, out, connection)),
                timed(partial(_read_by_hand, connection, out)),
            )
            ours, bare = map(median, alternate(measures, context.sizes.rounds))
    if made.problems:
        raise RuntimeError(f"what was just written differs: {made.problems[0]}")
    what = f"{made.files:,} files, {made.figures:,} figures, {made.quotes:,} quotes"
    note = f"medians of {context.sizes.rounds}; every page made again, every figure counted again"
    yield Result("verify", what, ours, bare, "ms", "files and rows, read", Target(None), note)


def _publish(store: Path, out: Path) -> None:
    from reviewer.operations.publish import Wanted, publish

    publish(store, Wanted(MODEL, "report", "html"), out)


def _runs(connection: sqlite3.Connection) -> list[int]:
    return [row for (row,) in connection.execute("SELECT id FROM run WHERE label = ?", (MODEL,))]


def _written_by_hand(connection: sqlite3.Connection, out: Path) -> None:
    out.mkdir()
    by_hand(connection, _runs(connection))
    pages: dict[str, list[str]] = {}
    for run in _runs(connection):
        for transcript, *columns in connection.execute(_MESSAGES, (run,)):
            pages.setdefault(transcript, []).append(f"<p>{escape(' '.join(str(one or '') for one in columns))}</p>")
    for transcript, lines in pages.items():
        (out / f"{transcript}.html").write_text("\n".join(lines))


def _read_by_hand(connection: sqlite3.Connection, out: Path) -> None:
    for path in out.rglob("*"):
        if path.is_file():
            path.read_bytes()
    runs = _runs(connection)
    by_hand(connection, runs)
    for run in runs:
        connection.execute(_MESSAGES, (run,)).fetchall()
