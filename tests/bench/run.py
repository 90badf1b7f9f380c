"""The command: which rows, how big, where to."""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from . import (
    rows_behind,
    rows_board,
    rows_checks,
    rows_dossier,
    rows_keys,
    rows_load,
    rows_publish,
    rows_review,
    rows_search,
    rows_stall,
    rows_start,
    rows_tagging,
)
from .context import QUICK, Context, Sizes
from .measure import Result, table

Row = Callable[[Context], Iterator[Result]]

ROWS: dict[str, Row] = {
    "command": rows_start.command_line,
    "library": rows_start.library,
    "open": rows_start.transcript,
    "keys": rows_keys.keys,
    "load": rows_load.load,
    "load-memory": rows_load.load_memory,
    "search": rows_search.search,
    "search-screen": rows_search.search_screen,
    "stall": rows_stall.stall,
    "checks": rows_checks.checks,
    "behind": rows_behind.behind,
    "tag": rows_review.tag,
    "tag-keys": rows_tagging.tag_keys,
    "fold": rows_review.fold,
    "library-reviewed": rows_review.library,
    "dossier": rows_dossier.dossier,
    "report": rows_publish.report,
    "verify": rows_publish.verify,
    "board": rows_board.board,
}


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command's words."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(ROWS), metavar="ROW", help=f"of {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, some minutes: a look, no verdict")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is generated (default 1)")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(gettempdir()) / "reviewer-bench",
        help="where the big stores stay (default %(default)s)",
    )
    for field in fields(Sizes):
        kind, many = (int, "+") if isinstance(field.default, tuple) else (type(field.default), None)
        parser.add_argument("--" + field.name.replace("_", "-"), type=kind, nargs=many, help=f"default {field.default}")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints the table, writes the JSON; 1 where a target was missed or a row could not be measured."""
    given = arguments(argv)
    said: dict[str, Any] = {field.name: getattr(given, field.name) for field in fields(Sizes)}
    if said["messages"]:
        said["messages"] = tuple(said["messages"])
    said = {name: value for name, value in said.items() if value is not None}
    sizes = replace(QUICK if given.quick else Sizes(), **said)
    corpora = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora"
    results: list[Result] = []
    failures: dict[str, str] = {}
    given.cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=given.cache) as scratch:
        cache, present = given.cache.resolve(), corpora if corpora.is_dir() else None
        context = Context(given.seed, sizes, cache, Path(scratch).resolve(), present)
        os.environ.update(context.environment())
        for name in given.only or ROWS:
            context.say(f"— {name}")
            begun = time.perf_counter()
            try:
                for result in ROWS[name](context):
                    results.append(result)
                    context.say(table([result]).splitlines()[1])
            except Exception as error:  # one row that cannot be measured must not hide the others
                failures[name] = f"{type(error).__name__}: {error}"
                context.say(f"{name} could not be measured: {failures[name]}")
            context.say(f"  {time.perf_counter() - begun:.0f} s")
            gc.collect()
    sys.stdout.write(table(results) + "\n")
    for name, reason in failures.items():
        sys.stdout.write(f"{name}: not measured: {reason}\n")
    if given.json:
        given.json.write_text(json.dumps(_report(given.seed, sizes, results, failures), indent=1) + "\n")
    return int(bool(failures) or any(result.passed is False for result in results))


def _report(seed: int, sizes: Sizes, results: Sequence[Result], failures: dict[str, str]) -> dict[str, object]:
    return {
        "machine": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "textual": version("textual"),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
        },
        "seed": seed,
        "sizes": asdict(sizes),
        "results": [result.as_json() for result in results],
        "not measured": failures,
    }
