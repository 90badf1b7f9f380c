"""The native form of what is stored."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from reviewer.operations.load import load
from reviewer.operations.native import native
from reviewer.store import transcripts
from reviewer.store.connection import open_reading

HI = {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}], "model": "m"}


def stored(folder: Path, name: str, lines: list[dict[str, Any]]) -> tuple[list[int], list[dict[str, Any]]]:
    """How many warnings each transcript has once it is loaded, and its native form."""
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    db = folder / f"{name}.db"
    load(db, [folder / f"{name}.jsonl"], searchable=False)
    with closing(open_reading(db)) as connection:
        rows = transcripts.rows(connection, transcripts.keys(connection))
        return [row.warnings for row in rows], [native(connection, row) for row in rows]


def test_what_a_load_says_of_two_transcripts_stays_in_its_database(tmp_path: Path) -> None:
    """Loaded elsewhere, the second has that warning once; without its twin it has none."""
    warned, forms = stored(tmp_path, "a", [HI, HI])
    assert (warned, [form["warnings"] for form in forms]) == ([0, 1], [[], []])
    assert stored(tmp_path, "b", forms)[0] == [0, 1]
    assert stored(tmp_path, "c", forms[1:])[0] == [0]
