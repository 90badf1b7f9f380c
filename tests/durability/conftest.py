"""Run files that take a load several batches, and what a whole database of them holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.store import fulltext
from reviewer.store.connection import open_reading

Row = tuple[Any, ...]


def transcript(run: str, case: int) -> str:
    """One line in the native form, of about twenty kilobytes."""
    said = [
        {"role": "customer", "text": f"Where is order {case} of {run}? " + "Please look. " * 40},
        {"role": "agent", "text": "", "calls": [{"id": "a", "name": "get_order", "arguments": f'{{"id": {case}}}'}]},
        {"role": "tool", "call_id": "a", "text": json.dumps({"order": case, "lines": list(range(3000))})},
        {"role": "agent", "text": f"It is on its way, {case}. " * 60},
    ]
    whole = {"format": "reviewer/1", "suite": "desk", "case": f"c{case}", "model": "m", "run": run, "messages": said}
    return json.dumps(whole) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Four files of 60 transcripts each."""
    made = []
    for number in range(4):
        path = tmp_path / f"run-{number}.jsonl"
        path.write_text("".join(transcript(path.stem, case) for case in range(60)))
        made.append(path)
    return made


@pytest.fixture
def content() -> Callable[[Path], dict[str, set[Row]]]:
    """What a database holds, without the identifiers of its rows; whole, or the test fails."""

    def held(db: Path) -> dict[str, set[Row]]:
        with closing(open_reading(db)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            (messages,) = connection.execute("SELECT count(*) FROM message").fetchone()
            (calls,) = connection.execute("SELECT count(*) FROM tool_call").fetchone()
            said = connection.execute("SELECT coalesce(sum(messages), 0), coalesce(sum(calls), 0) FROM revision")
            assert said.fetchone() == (messages, calls)
            through, last = fulltext.progress(connection)
            matched = connection.execute("SELECT rowid FROM message_fts WHERE message_fts MATCH 'facets : roleagent'")
            agents = connection.execute("SELECT id FROM message WHERE role = 'agent' AND id <= ?", (through,))
            assert sorted(matched) == sorted(agents)
            assert through <= last
            return {
                "transcripts": set(
                    connection.execute(
                        "SELECT t.public_id, r.name, t.case_id, v.hash, v.outline FROM transcript t"
                        " JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision"
                    )
                ),
                "messages": set(
                    connection.execute(
                        "SELECT t.public_id, m.number, m.hash, m.text FROM transcript t"
                        " JOIN revision v ON v.id = t.revision"
                        " JOIN message m ON m.id BETWEEN v.first_message AND v.first_message + v.messages - 1"
                    )
                ),
            }

    return held
