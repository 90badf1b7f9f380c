"""The program, saying when each search begins: `python stamped.py FILE WORDS…`, with the words of its command line.

A line for each query goes to the end of FILE: seconds of the clock, which all processes share, and the milliseconds
that the program has waited for a processor until then.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from reviewer.cli import main
from reviewer.store import search

from .measure import queued


def stamp(file: Path) -> None:
    """From now on each query leaves a line."""
    parse = search.query

    def query(text: str) -> search.Query:
        with file.open("a") as lines:
            lines.write(f"{time.perf_counter()} {queued(os.getpid())}\n")
        return parse(text)

    search.query = query


def last(file: Path) -> tuple[float, float]:
    """When the last query began, and how long its program had waited."""
    at, waited = file.read_text().splitlines()[-1].split()
    return float(at), float(waited)


if __name__ == "__main__":
    stamp(Path(sys.argv.pop(1)))
    main()
