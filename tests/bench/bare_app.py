"""The least that a terminal program of this kind can be: Textual, click, sqlite3 and a DataTable of one row."""

from __future__ import annotations

import sqlite3
import sys

import click
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable


class BareApp(App[None]):
    """One row, which counts the keys."""

    keys = 0

    def compose(self) -> ComposeResult:
        """A table, and nothing around it."""
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """The one row."""
        table = self.query_one(DataTable)
        for name in ("case", "model", "keys"):
            table.add_column(name, key=name, width=20)
        table.add_row("bare-row", sqlite3.sqlite_version, click.__name__, key="row")

    def on_key(self, _: events.Key) -> None:
        """A cell that changes: the least that a key can lead to."""
        self.keys += 1
        self.query_one(DataTable).update_cell("row", "keys", str(self.keys))


if __name__ == "__main__":
    sys.exit(BareApp().run())
