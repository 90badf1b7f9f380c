"""A first look: the Northline runs that the package ships, with example reviews, in a database of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import as_file, files

from reviewer.operations.load import Progress, Summary, load
from reviewer.operations.merge import merge

RUNS = ("northline", "runs")
"""The folder of the package's fixtures with three models, three runs each: 1,458 synthetic conversations."""

REVIEWS = ("northline", "reviews.jsonl")
"""Example reviews of some of them, by nobody in particular: one reader, no receipts."""


def demo(db: str | os.PathLike[str], *, on_progress: Callable[[Progress], None] = lambda _progress: None) -> Summary:
    """Loads the shipped runs and their reviews into `db`. Again and again: what is there already stays as it is.

    What somebody made of the example reviews since, or wrote beside them, stays too.
    """
    shipped = files("reviewer.fixtures")
    with as_file(shipped.joinpath(*RUNS)) as runs, as_file(shipped.joinpath(*REVIEWS)) as reviews:
        summary = load(db, [runs], on_progress=on_progress)
        if not summary.interrupted:
            merge(db, [reviews])
        return summary
