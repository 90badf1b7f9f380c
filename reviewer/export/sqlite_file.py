"""The tables of a dossier as a SQLite file, for sqlite-utils, Datasette and whoever asks with SQL."""

from __future__ import annotations

from reviewer.export.tables import TABLES
from reviewer.model.dossier import Dossier
from reviewer.text.storable import storable


def sqlite_bytes(dossier: Dossier) -> bytes:
    """A whole database: a table for each of `TABLES`, with its columns in their order even where it has no rows."""
    from sqlite_utils import Database  # not needed by any other format

    made = Database(memory=True, execute_plugins=False)
    for table in TABLES:
        rows = [
            {name: storable(one) if isinstance(one, str) else one for name, one in zip(table.columns, row, strict=True)}
            for row in table.rows(dossier)
        ]
        kinds = {name: next((type(row[name]) for row in rows if row[name] is not None), str) for name in table.columns}
        target = made.table(table.name.replace("-", "_"))
        target.create(kinds, column_order=list(table.columns))
        target.insert_all(rows)
    return bytes(made.conn.serialize())
