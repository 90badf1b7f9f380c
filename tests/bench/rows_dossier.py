"""A dossier of one model: beside a loop that reads the same rows and adds up, and its conversations one at a time."""

from __future__ import annotations

import json
import sqlite3
import tracemalloc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from .context import Context
from .measure import Result, Target, alternate, median, timed

MODEL = "mimo-v2.5-pro"
_FLAT = Target(1.5)
_TIMES = 4


def dossier(context: Context) -> Iterator[Result]:
    """Built out of Northline's runs, with every figure and its interval; then the memory of all its conversations."""
    from reviewer.operations import dossiers
    from reviewer.store.connection import open_reading

    store = northline(context)
    with closing(open_reading(store)) as connection:
        made = dossiers.build(connection, MODEL)
        runs = [row for (row,) in connection.execute("SELECT id FROM run WHERE label = ?", (MODEL,))]
        measures = (
            timed(partial(dossiers.build, connection, MODEL)),
            timed(partial(by_hand, connection, runs)),
        )
        ours, bare = map(median, alternate(measures, context.sizes.rounds))
        what = f"{len(made.transcripts):,} transcripts, {len(made.figures):,} figures"
        note = f"medians of {context.sizes.rounds}; with intervals, and {len(made.comparisons)} comparisons with others"
        yield Result("dossier", what, ours, bare, "ms", "the rows, added up", Target(None), note)
        ids = [one.id for one in made.transcripts]
        once = _peak(dossiers.conversations(connection, ids))
        often = _peak(dossiers.conversations(connection, ids * _TIMES))
        what = f"{len(ids) * _TIMES:,} conversations"
        yield Result(
            "dossier", what, often, once, "MB", f"{len(ids):,} of them", _FLAT, "the most that was held at once"
        )


def northline(context: Context) -> Path:
    """The shipped runs in a store, checked; for a small table the written conversations."""
    small = context.sizes.transcripts < 1_000

    def make(target: Path) -> None:
        from reviewer.operations import check
        from reviewer.operations.load import load

        with as_file(files("reviewer.fixtures").joinpath("northline", "written" if small else "runs")) as runs:
            load(target, [runs])
        check.run(target, processes=0)

    return context.cached(f"northline-{'written' if small else 'runs'}.db", make)


def by_hand(connection: sqlite3.Connection, runs: list[int]) -> int:
    """Every row that the dossier is made from, read once, and sums by metric, run and intent."""
    chosen = json.dumps(runs)
    of = f"t.run IN (SELECT value FROM json_each('{chosen}'))"  # noqa: S608 - our own
    heads = connection.execute(
        f"""SELECT t.revision, t.run, t.case_id, c.case_class, c.intent, v.status, v.hash, v.messages
        FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
        LEFT JOIN suite_case c ON c.suite = r.suite_hash AND c.case_id = t.case_id WHERE {of}""",  # noqa: S608 - our own
    ).fetchall()
    place = {row[0]: (row[1], row[3], row[4]) for row in heads}
    sums: dict[tuple[object, ...], float] = defaultdict(float)
    for table in ("fact", "score"):
        joined = f"transcript t JOIN {table} x ON x.revision = t.revision"
        rows = f"SELECT x.revision, x.name, x.number FROM {joined} WHERE {of}"  # noqa: S608 - our own words
        for revision, name, number in connection.execute(rows):
            run, kind, intent = place[revision]
            for scope in ((), (run,), (kind,), (run, kind), (intent,), (run, intent)):
                sums[table, name, *scope] += number or 0
    for table in ("finding", "judgement", "receipt", "marking", "adjudication"):
        connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
    return len(sums)


def _peak(conversations: Iterable[object]) -> float:
    """Megabytes that were held at most while these went by, besides what Python keeps to use again."""
    tracemalloc.start()
    try:
        for _ in conversations:
            pass
        now, peak = tracemalloc.get_traced_memory()
        return (peak - now) / 1e6
    finally:
        tracemalloc.stop()
