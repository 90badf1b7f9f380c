"""What comes with the demo beside its runs: example reviews by nobody in particular, and claims about the models."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from reviewer.store import events

RUNS = ("northline", "runs")
"""The folder of the package's fixtures with three models, three runs each: 1,458 synthetic conversations."""

REVIEWS = ("northline", "reviews.jsonl")
"""Example reviews of some of them: one reader, no receipts."""

CLAIMS = ("northline", "dossiers")
"""A claims file for each of the models."""

SUITE = "northline"
AUTHOR = "example reviews"
"""Who wrote the reviews, and that is nobody."""


def there(connection: sqlite3.Connection) -> bool:
    """Whether a database holds the example reviews, of this program's version or an earlier one."""
    return next(events.of_author(connection, AUTHOR), None) is not None


def claims(connection: sqlite3.Connection, suite: str, name: str) -> str | None:
    """The example claims of that file's name; None where the database is not the demo's, or there are none."""
    if suite != SUITE or not there(connection):
        return None
    found = files("reviewer.fixtures").joinpath(*CLAIMS, name)
    return found.read_text("utf-8") if found.is_file() else None
