"""The hand-written conversations, as they stand in `fixtures/northline/written`: they are taken over word for word."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def written() -> dict[tuple[str, int, str], dict[str, Any]]:
    """(model, run index, case) → the transcript, native."""
    folder = files("reviewer.fixtures").joinpath("northline", "written")
    found = (
        json.loads(line)
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {(one["model"], one["run_index"], one["case"]): one for one in found}
