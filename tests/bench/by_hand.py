"""What a load can cost at best: `json.loads` and `executemany` into the same tables, full text at the end.

It checks nothing, hashes nothing and pairs nothing: columns for such things hold zeros of the right size. Pragmas and
tables are the program's own, and so is every word that is searchable.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from reviewer.store.connection import open_writing
from reviewer.store.facets import case_word, run_word, tool_word

Json = dict[str, Any]

BATCH = 50
"""Transcripts in one commit."""

NOW = "2026-01-01T00:00:00Z"

MESSAGE = "INSERT INTO message VALUES (?,?,?,?,?,?,NULL,NULL,?,?,zeroblob(16),NULL,?,?,?,?)"
CALL = "INSERT INTO tool_call VALUES (?,?,?,?,NULL,?,?)"
REVISION = (
    "INSERT INTO revision (id, transcript, source, place, hash, conversation, loaded_at, status, case_class, intent,"
    " score, score_number, messages, agent_messages, calls, results, words, warnings, first_message, brief, policy,"
    " extra, outline)"
    " VALUES (?,?,1,'','',randomblob(16),?,'complete',?,?,?,?,?,0,?,0,0,0,?,?,?,?,zeroblob(?))"
)
SCORE = "INSERT INTO score (revision, ordinal, name, value, number, rationale, extra) VALUES (?,?,?,?,?,?,?)"
FULL_TEXT = (
    "INSERT INTO message_fts (rowid, text, reasoning, calls, facets)"
    " SELECT m.id, m.text, m.reasoning,"
    " (SELECT group_concat(c.name || ' ' || c.arguments, ' ') FROM tool_call c WHERE c.message = m.id),"
    " 'role' || m.role || ' ' || w.words || ' ' || coalesce("
    "  (SELECT group_concat(n.word, ' ') FROM tool_call c JOIN temp.tool_words n ON n.name = c.name"
    "   WHERE c.message = m.id),"
    "  (SELECT n.word FROM temp.tool_words n WHERE n.name = m.name), '')"
    " FROM message m JOIN temp.revision_words w ON w.revision = m.revision"
)


def load(db: Path, paths: list[str], usable: Callable[[], None]) -> None:
    """Fills a new store; `usable` is called when every row is in."""
    connection = open_writing(db)
    connection.execute("CREATE TEMP TABLE revision_words (revision INTEGER PRIMARY KEY, words TEXT)")
    connection.execute("CREATE TEMP TABLE tool_words (name TEXT PRIMARY KEY, word TEXT)")
    source = (NOW, NOW)
    connection.execute("INSERT INTO source VALUES (1,'','','',0,0,'','loaded',0,0,?,?,0)", source)
    hand = _Hand(connection)
    for path in paths:
        for transcript in _transcripts(Path(path)):
            hand.take(transcript)
    hand.commit()
    usable()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT OR IGNORE INTO temp.tool_words VALUES (?,?)", [(n, tool_word(n)) for n in hand.tools]
    )
    connection.execute(FULL_TEXT)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class _Hand:
    """Collects rows, and writes those of `BATCH` transcripts at once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.messages: list[tuple[Any, ...]] = []
        self.calls: list[tuple[Any, ...]] = []
        self.revisions: list[tuple[Any, ...]] = []
        self.scores: list[tuple[Any, ...]] = []
        self.transcripts: list[tuple[Any, ...]] = []
        self.words: list[tuple[int, str]] = []
        self.runs: dict[tuple[str, str, str], int] = {}
        self.policies: dict[str, str] = {}
        self.tools: set[str] = set()
        self.transcript = self.message = 0

    def take(self, t: Json) -> None:
        """One transcript in the native form."""
        self.transcript += 1
        run = (t["suite"], t["model"], t["run"])
        if run not in self.runs:
            self.runs[run] = len(self.runs) + 1
        value = t["scores"][0]["value"] if t["scores"] else None
        first = self.message + 1
        parts = 0
        for number, m in enumerate(t["messages"], 1):
            self.message += 1
            calls = m.get("calls", ())
            parts += 1 + len(calls)
            usage, extra = m.get("usage"), m.get("extra")
            self.messages.append((
                self.message, self.transcript, number, m["role"], m.get("name"), m.get("call_id"),
                m.get("at"), m.get("cost"), json.dumps(usage) if usage else None,
                m["text"], m.get("reasoning"), json.dumps(extra) if extra else None,
            ))  # fmt: skip
            for ordinal, c in enumerate(calls, 1):
                self.tools.add(c["name"])
                self.calls.append((self.message, ordinal, c["name"], c["id"], c["arguments"], None))
        self.transcripts.append((self.transcript, str(self.transcript), self.runs[run], t["case"], self.transcript))
        self.revisions.append((
            self.transcript, self.transcript, NOW, t.get("case_class"), t.get("intent"), str(value), value,
            len(t["messages"]), 0, first, t.get("brief"), self._policy(t.get("policy")),
            json.dumps(t["extra"]) if t.get("extra") else None, 28 * parts + 4,
        ))  # fmt: skip
        for place, s in enumerate(t["scores"], 1):
            said, extra = s["value"], s.get("extra")
            figure = said if isinstance(said, int | float) else None
            self.scores.append((
                self.transcript, place, s["name"], json.dumps(said), figure, s.get("rationale"),
                json.dumps(extra) if extra else None,
            ))  # fmt: skip
        self.words.append((self.transcript, f"{run_word(self.runs[run])} {case_word(t['case'])}"))
        if len(self.transcripts) == BATCH:
            self.commit()

    def _policy(self, text: str | None) -> str | None:
        return self.policies.setdefault(text, f"policy {len(self.policies)}") if text else None

    def commit(self) -> None:
        """Writes what was collected, in one transaction."""
        many = self.connection.executemany
        self.connection.execute("BEGIN IMMEDIATE")
        many(
            "INSERT OR IGNORE INTO run (id, suite, model, name, first_loaded_at, label) VALUES (?,?,?,?,?,?)",
            [(key, *run, NOW, run[1]) for run, key in self.runs.items()],
        )
        many(
            "INSERT OR IGNORE INTO document VALUES (?,'policy',?)", [(key, text) for text, key in self.policies.items()]
        )
        many("INSERT INTO transcript VALUES (?,?,?,?,1,?)", self.transcripts)
        many(REVISION, self.revisions)
        many(MESSAGE, self.messages)
        many(CALL, self.calls)
        many(SCORE, self.scores)
        many("INSERT INTO temp.revision_words VALUES (?,?)", self.words)
        self.connection.execute("COMMIT")
        for rows in (self.transcripts, self.revisions, self.messages, self.calls, self.scores, self.words):
            rows.clear()


def _transcripts(path: Path) -> Iterator[Json]:
    """What a file holds, in the native form: native JSONL as it stands, a τ² document rearranged."""
    if path.suffix == ".jsonl":
        with path.open("rb") as file:
            for line in file:
                yield json.loads(line)
        return
    document = json.loads(path.read_bytes())
    top = {key: value for key, value in document.items() if key not in ("tasks", "simulations")}
    environment = top["info"]["environment_info"]
    policy = environment.pop("policy", None)
    tasks = {task["id"]: task for task in document["tasks"]}
    for simulation in document["simulations"]:
        messages = [_tau2_message(message) for message in simulation.pop("messages")]
        task = tasks.get(simulation["task_id"])
        yield {
            "suite": environment["domain_name"],
            "model": top["info"]["agent_info"]["llm"],
            "run": f"{path.stem}.{simulation['trial'] + 1}",
            "case": simulation["task_id"],
            "brief": task and json.dumps(task["user_scenario"]),
            "policy": policy,
            "scores": _tau2_scores(simulation.pop("reward_info") or {}),
            "messages": messages,
            "extra": {"simulation": simulation, "task": task, "results": top},
        }


def _tau2_scores(said: Json) -> list[Json]:
    parts = [
        {
            "name": key,
            "value": None,
            "rationale": "\n\n".join(c.get("justification") or "" for c in said[key] if key != "db_check") or None,
            "extra": {key: said.pop(key)},
        }
        for key in ("db_check", "env_assertions", "action_checks", "communicate_checks", "nl_assertions")
        if said.get(key)
    ]
    return [{"name": "reward", "value": said.get("reward"), "extra": said}, *parts]


def _tau2_message(message: Json) -> Json:
    role = message["role"]
    raw = message.get("raw_data") or {}
    thought = [block.pop("thinking", "") for block in raw.get("thinking_blocks") or ()]
    native: Json = {
        "role": "tool" if role == "tool" else "customer" if role == "user" else "agent",
        "text": message["content"] or "",
        "reasoning": "\n\n".join(thought) or (raw.get("message") or {}).pop("reasoning_content", None),
        "at": message.get("timestamp"),
        "cost": message.get("cost"),
        "usage": message.get("usage"),
        "extra": {"raw_data": raw} if raw else None,
    }
    if role == "tool":
        native["call_id"] = message["id"]
    elif message["tool_calls"]:
        native["calls"] = [
            {"id": call["id"], "name": call["name"], "arguments": json.dumps(call["arguments"])}
            for call in message["tool_calls"]
        ]
    return native
