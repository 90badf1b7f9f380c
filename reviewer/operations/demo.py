"""A first look: the Northline runs that the package ships, in a database of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import as_file, files

from reviewer.operations.load import Progress, Summary, load

RUNS = ("northline", "runs")
"""The folder of the package's fixtures with three models, three runs each: 1,458 synthetic conversations."""


def demo(db: str | os.PathLike[str], *, on_progress: Callable[[Progress], None] = lambda _progress: None) -> Summary:
    """Loads the shipped runs into `db`. Again and again: what is there already stays as it is."""
    with as_file(files("reviewer.fixtures").joinpath(*RUNS)) as runs:
        return load(db, [runs], on_progress=on_progress)
