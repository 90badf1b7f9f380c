"""The real command in a process of its own, on a real database."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.called import call
from tests.lent import lend

Done = subprocess.CompletedProcess[str]
Reviewer = Callable[..., Done]


@pytest.fixture
def reviewer(tmp_path: Path) -> Reviewer:
    """Runs `reviewer WORDS` in an empty folder, where its database is meant to be."""

    def run(*words: str | Path, env: dict[str, str] | None = None, encoding: str = "utf-8") -> Done:
        own = {"REVIEWER_DB": str(tmp_path / "study.db"), **(env or {})}
        done = call([*map(str, words)], own, tmp_path)
        out, err = (io.TextIOWrapper(io.BytesIO(raw), encoding).read() for raw in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of four transcripts: two models, one of them synthetic, with whatever a transcript can hold."""
    call = {"id": "a", "name": "order_status", "arguments": '{"order": "TRV-1147"}'}
    conversation: list[dict[str, Any]] = [
        {"role": "system", "text": "You help customers."},
        {
            "role": "customer",
            "text": "My bottle broke.\nI would like a réfund 東京",
            "name": "Ines",
            "at": "2026-05-02T10:00:00Z",
        },
        {
            "role": "agent",
            "reasoning": "first the order",
            "calls": [call, {"name": "send", "arguments": "{", "invalid": "cut"}],
        },
        {"role": "tool", "call_id": "a", "text": "delivered"},
        {"role": "tool", "text": "", "error": "timed out"},
        {
            "role": "agent",
            "text": "I have sent a new bottle.",
            "usage": {"output_tokens": 7},
            "cost": 0.25,
            "extra": {"x": [1]},
        },
        {"role": "tool", "call_id": "zzz", "text": "late"},
    ]
    common: dict[str, Any] = {"suite": "shop", "messages": conversation}
    first: dict[str, Any] = {
        **common,
        "case": "broken-1",
        "model": "moonshot/kimi-k2",
        "run": "kimi.1",
        "run_index": 1,
        "run_count": 2,
        "case_class": "trap",
        "intent": "refund",
        "brief": "Ask for\nmoney back.",
        "policy": "Never reship before day seven.",
        "tools": [{"name": "send"}],
        "end_reason": "customer left",
        "scores": [
            {"name": "policy", "value": 0, "scale": "0-1", "rationale": "Reshipped.", "by": "judge"},
            {"name": "b", "value": "C"},
        ],
        "usage": {"total": 10},
        "extra": {"seed": 7},
    }
    transcripts = [
        first,
        {**common, "case": "broken-10", "model": "moonshot/kimi-k2", "run": "kimi.2", "status": "error"},
        {**common, "case": "broken-2", "model": "gpt-4.1", "run": "gpt.1", "synthetic": True},
        {**common, "case": "broken-1", "model": "gpt-4.1", "run": "gpt.1", "synthetic": True, "messages": []},
    ]
    path = tmp_path_factory.mktemp("runs") / "shop.jsonl"
    lines = (json.dumps({"format": "reviewer/1", **transcript}, ensure_ascii=False) for transcript in transcripts)
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


@pytest.fixture(scope="session")
def database(runs: Path) -> Path:
    """A database with those transcripts, made by the command."""
    path = runs.with_name("loaded.db")
    call(["load", str(runs), "--db", str(path)]).check_returncode()
    return lend(path)


@pytest.fixture
def loaded(reviewer: Reviewer, database: Path, tmp_path: Path) -> Reviewer:
    """The command, with a copy of that database as its own."""
    shutil.copy(database, tmp_path / "study.db")
    return reviewer
