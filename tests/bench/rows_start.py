"""Starting: the command line beside an empty interpreter, the library beside a bare application."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .context import Context, forget_place, only_transcript
from .measure import Result, Target, alternate, median
from .terminal import Terminal, program

BARE_APP = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
BARE_TEXT = "bare-row"


def _wall(context: Context, argv: list[str]) -> Callable[[], float]:
    """Milliseconds from start to end of a command that must succeed."""
    import os

    env = {**os.environ, **context.environment()}

    def run() -> float:
        begun = time.perf_counter()
        subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, check=True)
        return (time.perf_counter() - begun) * 1000

    return run


def command_line(context: Context) -> Iterator[Result]:
    """`--help`, `list` and `show` beside `python -c pass`."""
    small, library = context.reading(20), context.library()
    calls = {
        "--help": (Target(6), ["--help"]),
        "list, one transcript": (Target(8), ["list", "--db", str(small)]),
        "show, 20 messages": (Target(8), ["show", only_transcript(small), "--db", str(small)]),
        f"list, {context.sizes.transcripts:,} transcripts": (Target(None), ["list", "--db", str(library)]),
    }
    measures = [_wall(context, [sys.executable, "-c", "pass"])]
    measures += [_wall(context, program(*words)) for _, words in calls.values()]
    for measure in measures:
        measure()  # compiles, and warms the page cache
    base, *taken = alternate(measures, context.sizes.repeats)
    note = f"medians of {context.sizes.repeats}"
    for (what, (target, _)), times in zip(calls.items(), taken, strict=True):
        yield Result("command", what, median(times), median(base), "ms", "python -c pass", target, note)


def open_in_terminal(context: Context, argv: list[str], text: str) -> Callable[[], float]:
    """Milliseconds from exec to the first complete frame that shows `text`."""

    def run() -> float:
        with Terminal(argv, context.environment()) as terminal:
            return terminal.opened(text)

    return run


def library(context: Context) -> Iterator[Result]:
    """The library of many transcripts to first paint, beside a bare application."""
    store = context.library()
    measures = [
        open_in_terminal(context, BARE_APP, BARE_TEXT),
        open_in_terminal(context, program("open", "--db", str(store)), "c00000"),
    ]
    for measure in measures:
        measure()
    base, opened = alternate(measures, context.sizes.repeats)
    what, note = f"{context.sizes.transcripts:,} transcripts", f"medians of {context.sizes.repeats}"
    yield Result("library", what, median(opened), median(base), "ms", "bare app", Target(1.3), note)


def transcript(context: Context) -> Iterator[Result]:
    """A transcript to first paint: of all sizes, beside the shortest."""
    from .generate import START

    def opening(store: Path) -> Callable[[], float]:
        run = open_in_terminal(
            context, program("open", "--db", str(store), "--transcript", only_transcript(store)), START
        )

        def fresh() -> float:
            forget_place(store)
            return run()

        return fresh

    stores = [context.reading(size) for size in context.sizes.messages] + [context.giant()]
    measures = [open_in_terminal(context, BARE_APP, BARE_TEXT), *(opening(store) for store in stores)]
    for measure in measures:
        measure()
    bare, base, *taken = alternate(measures, context.sizes.repeats)
    note = f"medians of {context.sizes.repeats}"
    yield Result("open", "20 messages", median(base), median(bare), "ms", "bare app", Target(None), note)
    for size, times in zip(context.sizes.messages[1:], taken, strict=False):
        target = Target(1.3 if size <= 20_000 else 2)
        yield Result("open", f"{size:,} messages", median(times), median(base), "ms", "20 messages", target, note)
    what = f"one message of {context.sizes.giant_mb:g} MB"
    yield Result("open", what, median(taken[-1]), median(base), "ms", "20 messages", Target(1.3), note)
