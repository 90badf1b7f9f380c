"""Loading: speed beside a loop written by hand, and the memory that it takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .context import Context
from .measure import Result, Target, median

_SCRIPT = str(Path(__file__).with_name("load_once.py"))


@dataclass(frozen=True)
class Load:
    """Seconds to rows and to full text, the processor's seconds in all, and the peak of memory in MB."""

    usable: float
    searchable: float
    busy: float
    peak: float


def load_once(context: Context, who: str, paths: list[str]) -> Load:
    """One load into a new store, in a process of its own."""
    import os

    with context.folder() as folder:
        argv = [sys.executable, _SCRIPT, who, str(folder / "store.db"), *paths]
        env = {**os.environ, **context.environment()}
        done = subprocess.run(argv, check=False, capture_output=True, text=True, env=env)
    if done.returncode:
        raise RuntimeError(f"the load failed: {done.stderr[-2000:]}")
    return Load(**json.loads(done.stdout))


def _speed(context: Context, what: str, paths: list[str]) -> Iterator[Result]:
    megabytes = sum(Path(path).stat().st_size for path in paths) / 1e6
    loads: dict[str, list[Load]] = {"by-hand": [], "program": []}
    for turn in range(context.sizes.loads):
        for who in ("by-hand", "program") if turn % 2 == 0 else ("program", "by-hand"):
            loads[who].append(load_once(context, who, paths))
    work = min(load.busy for load in loads["by-hand"]) / min(load.busy for load in loads["program"])
    for to, seconds in (("usable", lambda load: load.usable), ("searchable", lambda load: load.searchable)):
        best = {who: megabytes / min(map(seconds, taken)) for who, taken in loads.items()}
        usual = {who: megabytes / median(list(map(seconds, taken))) for who, taken in loads.items()}
        medians = usual["program"] / usual["by-hand"]
        note = (
            f"{megabytes:.0f} MB, best of {context.sizes.loads}; of the medians {medians:.2f}; of the work {work:.2f}"
        )
        target = Target(0.8, at_least=True)
        yield Result("load", f"{what}, to {to}", best["program"], best["by-hand"], "MB/s", "by hand", target, note)


def load(context: Context) -> Iterator[Result]:
    """Speed: the τ² corpus, often enough to take a while (without it, a made document), and a big native file."""
    with context.folder() as folder:
        yield from _speed(context, "τ² corpus", _tau2_files(context, folder))
    size = context.sizes.native_mb
    yield from _speed(context, f"native, {size:g} MB", [str(context.native(size))])


def _tau2_files(context: Context, folder: Path) -> list[str]:
    if context.corpora is None or not context.sizes.tau2_copies:
        return [str(context.document(context.sizes.document_mb))]
    paths = []
    for copy in range(context.sizes.tau2_copies):
        for path in sorted((context.corpora / "tau2-bench").glob("*.json")):
            target = folder / f"{path.stem}-{copy}.json"
            shutil.copyfile(path, target)
            paths.append(str(target))
    return paths


def load_memory(context: Context) -> Iterator[Result]:
    """Peak memory: as good as independent of the size for JSONL and `.eval`, bounded by it for one document."""
    sizes = context.sizes
    for what, big, small in (
        (f"native, {sizes.native_mb:g} MB", context.native(sizes.native_mb), context.native(sizes.native_mb / 2)),
        (f".eval, {sizes.eval_mb:g} MB unpacked", context.archive(sizes.eval_mb), context.archive(sizes.eval_mb / 2)),
    ):
        base, peak = (load_once(context, "program", [str(path)]).peak for path in (small, big))
        yield Result("load memory", what, peak, base, "MB", "half of the file", Target(1.2), "peak of one load each")
    document = context.document(sizes.document_mb)
    megabytes = document.stat().st_size / 1_048_576
    peak = load_once(context, "program", [str(document)]).peak
    yield Result("load memory", "one JSON document", peak, megabytes, "MB", "the file", Target(3), "peak, all included")
