"""One load in a process of its own, so that its memory is its own: `python load_once.py program|by-hand DB FILE…`.

Prints JSON: seconds until every row is in (`usable`) and until every word is (`searchable`), the processor's seconds
(`busy`) and the peak of memory in MB (`peak`), both with those of the processes that the load starts. A small load into
another store goes first, so that imports are counted on neither side.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Loads as the arguments say."""
    who, db, *paths = sys.argv[1:]
    with TemporaryDirectory() as folder:
        small = Path(folder) / "warm.jsonl"
        message = {"role": "customer", "text": "Hello"}
        small.write_text(
            json.dumps(
                {
                    "format": "reviewer/1",
                    "suite": "s",
                    "case": "c",
                    "model": "m",
                    "run": "r",
                    "messages": [message],
                    "scores": [],
                }
            )
        )
        _load(who, Path(folder) / "warm.db", [str(small)])
    before = _busy()
    usable, searchable = _load(who, Path(db), paths)
    said = {"usable": usable, "searchable": searchable, "busy": _busy() - before, "peak": _peak()}
    print(json.dumps(said))  # noqa: T201


def _load(who: str, db: Path, paths: list[str]) -> tuple[float, float]:
    rows_in = 0.0
    begun = time.perf_counter()

    def usable() -> None:
        nonlocal rows_in
        rows_in = rows_in or time.perf_counter() - begun

    if who == "by-hand":
        from by_hand import load as load_by_hand  # type: ignore[import-not-found]  # beside this script

        load_by_hand(db, paths, usable)
    else:
        from reviewer.operations.load import Progress, load

        def watch(progress: Progress) -> None:
            if progress.phase == "search":
                usable()

        summary = load(db, paths, on_progress=watch)
        if summary.exit_code:
            sys.exit(f"the loader refused a part: {summary}")
    return rows_in, time.perf_counter() - begun


def _busy() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(status.split("VmHWM:")[1].split()[0]) + children) / 1024


if __name__ == "__main__":
    main()
