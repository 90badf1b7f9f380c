"""Run files in the native form, and a database to load them into."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "study.db"


def line(case: str, **fields: Any) -> str:
    """One transcript in the native form."""
    messages = [
        {"role": "customer", "text": f"Hello, I am {case}."},
        {"role": "agent", "text": "", "calls": [{"id": "a", "name": "get_order", "arguments": "{}"}]},
        {"role": "tool", "call_id": "a", "text": "shipped"},
    ]
    whole = {"format": "reviewer/1", "suite": "desk", "case": case, "model": "m", "run": "r1", "messages": messages}
    return json.dumps({**whole, **fields}) + "\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes `runs/NAME.jsonl` with these cases; keywords change their transcripts."""

    def written(name: str, *cases: str, end: str = "", **fields: Any) -> Path:
        path = tmp_path / "runs" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(line(case, **{"run": name, **fields}) for case in cases) + end)
        return path

    return written
