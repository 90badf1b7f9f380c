"""The least that a terminal program of this kind can be: Textual, click, sqlite3 and a DataTable of one row."""

from __future__ import annotations

import sqlite3
import sys

import click
from textual.app import App, ComposeResult
from textual.widgets import DataTable


class BareApp(App[None]):
    """One row."""

    def compose(self) -> ComposeResult:
        """A table, and nothing around it."""
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """The one row."""
        table = self.query_one(DataTable)
        table.add_columns("case", "model", "score")
        table.add_row("bare-row", sqlite3.sqlite_version, click.__name__)


if __name__ == "__main__":
    sys.exit(BareApp().run())
