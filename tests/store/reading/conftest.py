"""A store made by hand for the reading side: the shipped schema, and rows put in without the loader."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reviewer.model.pairing import pair
from reviewer.model.reading import outline
from reviewer.model.transcript import Transcript
from reviewer.store import facets
from reviewer.store.connection import open_writing
from reviewer.store.tokens import VERSION
from reviewer.text.hashing import public_id

KINDS = {"order_status": "read", "create_reship": "write", "search_kb": "kb", "escalate": "handover"}


@dataclass
class Store:
    """A database file with one connection that writes to it."""

    path: Path
    connection: sqlite3.Connection
    searchable: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def add(self, transcript: Transcript | None = None, *, searchable: bool = True, **fields: Any) -> int:
        """Stores a transcript (or one made of `fields`), gives its key. The same identity again is a new revision."""
        item = transcript or Transcript.model_validate(
            {"suite": "shop", "case": "case-1", "model": "kimi-k2", "run": "r1", **fields}
        )
        run = self._run(item)
        identity = (item.suite, item.case, item.model, item.run, str(item.attempt))
        found = self.connection.execute(
            "SELECT id FROM transcript WHERE public_id = ?", (public_id(*identity),)
        ).fetchone()
        key = found[0] if found else self._next("transcript")
        revision, first = self._next("revision"), self._next("message")
        answers = pair(item.messages)
        if found:
            self._forget(key)
            self.connection.execute("UPDATE transcript SET revision = ? WHERE id = ?", (revision, key))
        else:
            self._insert(
                "transcript",
                id=key,
                public_id=public_id(*identity),
                run=run,
                case_id=item.case,
                attempt=item.attempt,
                revision=revision,
            )
        score = item.scores[0] if item.scores else None
        self._insert(
            "revision",
            id=revision,
            transcript=key,
            source=1,
            place="line 1",
            hash=f"b2:{revision}",
            loaded_at="2026-05-02T10:00:00Z",
            status=item.status,
            end_reason=item.end_reason,
            case_class=item.case_class,
            intent=item.intent,
            score=None if score is None else score.value if isinstance(score.value, str) else json.dumps(score.value),
            score_number=float(score.value) if score and isinstance(score.value, int | float) else None,
            messages=len(item.messages),
            agent_messages=sum(message.role == "agent" for message in item.messages),
            calls=sum(len(message.calls) for message in item.messages),
            results=sum(message.role == "tool" for message in item.messages),
            words=sum(len(message.text.split()) for message in item.messages),
            warnings=len(item.warnings),
            first_message=first,
            started_at=item.started_at,
            brief=item.brief,
            outline=outline(item.messages, answers),
        )
        for place, message in enumerate(item.messages):
            answered = answers[place] or (None, None)
            self._insert(
                "message",
                id=first + place,
                revision=revision,
                number=place + 1,
                role=message.role,
                name=message.name,
                call_id=message.call_id,
                answers_message=answered[0],
                answers_call=answered[1],
                hash=b"0" * 16,
                text=message.text,
                reasoning=message.reasoning,
                error=message.error,
            )
            words = [facets.role_word(item.messages[place].role), facets.run_word(run), facets.case_word(item.case)]
            for ordinal, call in enumerate(message.calls, 1):
                self._insert(
                    "tool_call",
                    message=first + place,
                    ordinal=ordinal,
                    name=call.name,
                    call_id=call.id,
                    invalid=call.invalid,
                    arguments=call.arguments,
                )
                kind = KINDS.get(call.name, "read")
                self.connection.execute(
                    "INSERT OR IGNORE INTO tool (suite, name, kind, said_by) VALUES (?, ?, ?, 'suite')",
                    (item.suite, call.name, kind),
                )
                words.append(facets.tool_word(call.name))
            if message.role == "tool" and answered[0]:
                words.append(facets.tool_word(item.messages[answered[0] - 1].calls[answered[1] - 1].name))
            if searchable:
                calls = "\n".join(f"{call.name} {call.arguments}" for call in message.calls)
                row = (first + place, message.text, message.reasoning, calls, " ".join(words))
                self.searchable[first + place] = row
                self.connection.execute(
                    "INSERT INTO message_fts (rowid, text, reasoning, calls, facets) VALUES (?, ?, ?, ?, ?)", row
                )
                self.connection.execute("UPDATE search_progress SET indexed_through = ?", (first + place,))
        for ordinal, said in enumerate(item.scores, 1):
            self._insert(
                "score",
                revision=revision,
                ordinal=ordinal,
                name=said.name,
                value=json.dumps(said.value),
                scale=said.scale,
                rationale=said.rationale,
                by=said.by,
            )
        for ordinal, warning in enumerate(item.warnings, 1):
            self._insert(
                "warning",
                revision=revision,
                ordinal=ordinal,
                code=warning.code,
                text=warning.text,
                message=warning.message,
            )
        return key

    def change_run(self, name: str, **columns: Any) -> None:
        """Sets columns of the run register."""
        for column, value in columns.items():
            self.connection.execute(f"UPDATE run SET {column} = ? WHERE name = ?", (value, name))  # noqa: S608 -- test

    def _run(self, item: Transcript) -> int:
        identity = (item.suite, item.model, item.run)
        known = "SELECT id FROM run WHERE suite = ? AND model = ? AND name = ?"
        if self.connection.execute(known, identity).fetchone() is None:
            self._insert(
                "run",
                suite=item.suite,
                model=item.model,
                name=item.run,
                first_loaded_at="2026-05-02T10:00:00Z",
                label=item.model,
                run_index=item.run_index,
                run_count=item.run_count,
                synthetic=int(item.synthetic),
            )
        (run,) = self.connection.execute(known, identity).fetchone()
        return int(run)

    def _forget(self, key: int) -> None:
        """Takes the present revision out of the full text, as the loader does."""
        found = self.connection.execute(
            "SELECT m.id FROM transcript t JOIN message m ON m.revision = t.revision WHERE t.id = ?", (key,)
        )
        for (message,) in found.fetchall():
            if message in self.searchable:
                self.connection.execute(
                    "INSERT INTO message_fts (message_fts, rowid, text, reasoning, calls, facets)"
                    " VALUES ('delete', ?, ?, ?, ?, ?)",
                    self.searchable.pop(message),
                )

    def _next(self, table: str) -> int:
        (value,) = self.connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()  # noqa: S608 -- test
        return int(value)

    def _insert(self, table: str, **columns: Any) -> None:
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values()))  # noqa: S608 -- test


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store with one source file."""
    path = tmp_path / "study.db"
    connection = open_writing(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        """INSERT INTO source VALUES
        (1, '/runs/a.jsonl', '{}', 'native', 1, 1, 'b2:0', 'loaded', 0, 0, '2026-05-02', '2026-05-02', 0)"""
    )
    connection.execute("UPDATE search_progress SET version = ?", (VERSION,))
    yield Store(path, connection)
    connection.close()


@pytest.fixture
def conversation() -> Callable[..., list[dict[str, Any]]]:
    """Makes messages: `conversation("customer: hi", "agent: hello")`."""

    def make(*lines: str) -> list[dict[str, Any]]:
        pairs = [line.partition(": ") for line in lines]
        return [{"role": role, "text": text} for role, _, text in pairs]

    return make
