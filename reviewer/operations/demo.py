"""A first look: what the package ships, in a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import as_file, files

from reviewer.formats import Fill
from reviewer.operations.load import Progress, Summary, load

CONVERSATIONS, SAMPLES = "demo", "formats"
"""Folders of the package's fixtures: support conversations of our own, and a small sample of each format."""

SAMPLES_SUITE = "samples"
"""All samples are of one suite, so that they stand together behind the conversations."""


def demo(db: str | os.PathLike[str], *, on_progress: Callable[[Progress], None] = lambda _progress: None) -> Summary:
    """Loads the shipped conversations into `db`. Again and again: what is there already stays as it is."""
    shipped = files("reviewer.fixtures")
    with as_file(shipped / CONVERSATIONS) as conversations, as_file(shipped / SAMPLES) as samples:
        summary = load(db, [conversations], on_progress=on_progress, searchable=False)
        summary.add(load(db, [samples], Fill(suite=SAMPLES_SUITE), on_progress=on_progress))
    return summary
