"""A first look: the Northline runs that the package ships, with example reviews, in a database of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from importlib.resources import as_file, files

from reviewer.operations.examples import REVIEWS, RUNS, there
from reviewer.operations.load import Progress, Summary, load
from reviewer.operations.merge import merge
from reviewer.store.connection import open_reading


def demo(db: str | os.PathLike[str], *, on_progress: Callable[[Progress], None] = lambda _progress: None) -> Summary:
    """Loads the shipped runs and, once, their example reviews into `db`. What is there already stays as it is.

    What somebody made of the example reviews since, or wrote beside them, stays too.
    """
    shipped = files("reviewer.fixtures")
    with as_file(shipped.joinpath(*RUNS)) as runs:
        summary = load(db, [runs], on_progress=on_progress)
    if not summary.interrupted:
        with closing(open_reading(db)) as connection:
            known = there(connection)
        if not known:
            with as_file(shipped.joinpath(*REVIEWS)) as reviews:
                merge(db, [reviews])
    return summary
