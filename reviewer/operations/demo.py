"""A first look: what the package ships, in a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from importlib.resources import as_file, files

from reviewer.operations.load import Progress, Summary, load

FOLDERS = ("demo", "formats")
"""Of the package's fixtures: support conversations of our own, and a small sample of each format."""


def demo(db: str | os.PathLike[str], *, on_progress: Callable[[Progress], None] = lambda _progress: None) -> Summary:
    """Loads the shipped conversations into `db`. Again and again: what is there already stays as it is."""
    with ExitStack() as unpacked:
        folders = [unpacked.enter_context(as_file(files("reviewer.fixtures") / name)) for name in FOLDERS]
        return load(db, folders, on_progress=on_progress)
