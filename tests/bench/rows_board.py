"""The board over a fleet: beside a loop that reads the same rows and adds up, and the memory that half of it takes."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .context import Context
from .measure import Result, Target, alternate, median, timed
from .rows_dossier import by_hand, northline

_RUNS = 3
_SUITE = "northline"


def board(context: Context) -> Iterator[Result]:
    """Every model with its ranks, picks and charts' data; then its page; then what is held while it is made."""
    from reviewer.operations import board as boards
    from reviewer.operations.board_files import board_files
    from reviewer.store.connection import open_reading

    wanted = boards.Wanted(_SUITE)
    with closing(open_reading(fleet(context))) as connection:
        runs = [row for (row,) in connection.execute("SELECT id FROM run")]
        made = boards.build(connection, wanted)
        measures = (
            timed(partial(boards.build, connection, wanted)),
            timed(partial(by_hand, connection, runs)),
            timed(lambda: list(board_files("html", made))),
        )
        ours, bare, pages = map(median, alternate(measures, context.sizes.rounds))
        counted = sum(row.origin == "counted" for row in made.rows)
        transcripts = sum(one.transcripts for one in made.coverage.models)
        what = f"{transcripts:,} transcripts, {counted} models"
        note = f"medians of {context.sizes.rounds}; with intervals, and every two models paired by case three times"
        yield Result("board", what, ours, bare, "ms", "the rows, added up", Target(None), note)
        yield Result(
            "board", "its page and tables", pages, ours, "ms", "the board itself", Target(None), "HTML and CSV"
        )
        whole = _peak(lambda: boards.build(connection, wanted))
    with closing(open_reading(fleet(context, half=True))) as connection:
        part = _peak(lambda: boards.build(connection, wanted))
    what, note = f"memory, {transcripts:,} transcripts", "the most that Python held; what grows is kept of each model"
    yield Result("board", what, whole, part, "MB", "half as many models", Target(2.0), note)


def fleet(context: Context, *, half: bool = False) -> Path:
    """Northline's runs as those of many models: each conversation is that of one of the three models, by lot.

    So no two models are alike, and every figure has something to count. A small table takes the written ones.
    """
    models = context.sizes.transcripts // (162 * _RUNS) // (2 if half else 1)
    if models < 1:
        return northline(context)

    def make(target: Path) -> None:
        from reviewer.operations import check
        from reviewer.operations.load import load

        with TemporaryDirectory(dir=context.cache) as folder:
            for place, path in enumerate(_written(Path(folder), context.seed, models)):
                load(target, [path])
                context.say(f"fleet: {place + 1} of {models} models")
        check.run(target, processes=0)

    return context.cached(f"fleet-{models}.db", make)


def _written(folder: Path, seed: int, models: int) -> Iterator[Path]:
    by_case: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for file in sorted((files("reviewer.fixtures") / "northline" / "runs").iterdir(), key=lambda one: one.name):
        for line in gzip.decompress(file.read_bytes()).splitlines():
            one = json.loads(line)
            by_case.setdefault((one["run_index"], one["case"]), []).append(one)
    lot = random.Random(f"fleet {seed}")
    for model in range(models):
        path = folder / f"model-{model}.jsonl"
        with path.open("w") as out:
            for (index, _), found in by_case.items():
                named = {"model": f"model-{model:02d}", "run": f"m{model:02d}run{index}x"}
                out.write(json.dumps({**lot.choice(found), **named}) + "\n")
        yield path


def _peak(work: Any) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
