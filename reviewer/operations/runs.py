"""The run register: what came from where, and what people say of it. Every change is an event, with its author."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, get_args

from reviewer.errors import NotFound, UsageError
from reviewer.model.tools import ToolKind
from reviewer.operations.authors import default_author
from reviewer.review.events import Event, now, ulid
from reviewer.review.register import RunKey
from reviewer.store import events
from reviewer.store import register as table
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.register import RegisterRow

Database = str | os.PathLike[str]
Decision = tuple[str, Mapping[str, Any], Mapping[str, Any]]
"""Kind, subject and body of an event."""


def register(connection: sqlite3.Connection) -> list[RegisterRow]:
    """All runs, by suite, model, index and name."""
    return table.rows(connection)


def history(connection: sqlite3.Connection) -> list[Event]:
    """Every decision about runs and tools, oldest first."""
    return events.events(connection, "run", "tool")


def find(connection: sqlite3.Connection, name: str) -> RegisterRow:
    """The run that is called so: RUN, MODEL/RUN or SUITE/MODEL/RUN, or a beginning of RUN that is clear.

    Raises NotFound; UsageError where several are called so.
    """
    rows = table.rows(connection)
    exact = [row for row in rows if name in _names(row)]
    found = exact or [row for row in rows if name and row.key.run.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        more = ", …" if len(found) > 4 else ""
        names = " or ".join(map(_full, found[:4])) + more
        raise UsageError(f"{len(found)} runs are called {name}: say which, as {names}")
    near = ", ".join([*(row.key.run for row in rows[:5]), *("…" for _ in rows[5:6])])
    raise NotFound(f"no run is called {name}; there are {near}" if near else "there are no runs yet")


def alias(db: Database, model: str, other: str, *, author: str | None = None, reason: str | None = None) -> Event:
    """From now on `model` is shown as `other`; its own name takes that back."""

    def decide(connection: Writer) -> Decision:
        if not any(row.key.model == model for row in table.rows(connection)):
            raise NotFound(f"no run is of a model called {model}")
        if not other.strip():
            raise UsageError("a model needs a name")
        return "run.alias", {"model": model}, {"is": other}

    return record(db, decide, author, reason)


def model(db: Database, run: str, name: str | None, *, author: str | None = None, reason: str | None = None) -> Event:
    """The run is of the model `name`, and no other run with it; None takes that back, so that the files' word holds."""
    if name is not None and not name.strip():
        raise UsageError("a model needs a name")
    return record(db, _of_run(run, "run.model", {"is": name}), author, reason)


def number(
    db: Database,
    run: str,
    index: int | None,
    count: int | None = None,
    *,
    author: str | None = None,
    reason: str | None = None,
) -> Event:
    """The run is number `index` of `count`; None takes back what was said, so that the files' word holds."""
    if index is not None and (index < 1 or (count is not None and count < index)):
        raise UsageError(f"run {index} of {count}: the number is at least 1 and at most the count")
    return record(db, _of_run(run, "run.index", {"index": index, "count": count}), author, reason)


def expect(db: Database, run: str, cases: int | None, *, author: str | None = None, reason: str | None = None) -> Event:
    """The run should hold so many cases; None takes that back."""
    if cases is not None and cases < 1:
        raise UsageError(f"{cases} cases: a run holds at least one")
    return record(db, _of_run(run, "run.expect", {"cases": cases}), author, reason)


def supersede(db: Database, run: str, by: str, *, author: str | None = None, reason: str | None = None) -> Event:
    """The rerun `by` counts instead of `run`: both of one model and suite."""

    def decide(connection: Writer) -> Decision:
        old, new = find(connection, run), find(connection, by)
        if old.row == new.row:
            raise UsageError(f"{run} cannot supersede itself")
        if (old.key.suite, old.state.label) != (new.key.suite, new.state.label):
            raise UsageError(f"{_full(new)} is of another model or suite than {_full(old)}; a rerun is of the same")
        if new.state.state != "valid":
            raise UsageError(f"{_full(new)} does not count itself: it is {new.state.state}")
        return "run.supersede", subject(old.key), {"by": new.key.run}

    return record(db, decide, author, reason)


def invalidate(db: Database, run: str, reason: str, *, author: str | None = None) -> Event:
    """The run counts nowhere any more, for this reason."""
    if not reason.strip():
        raise UsageError("an invalidation needs a reason")
    return record(db, _of_run(run, "run.invalidate", {}), author, reason)


def revalidate(db: Database, run: str, *, author: str | None = None, reason: str | None = None) -> Event:
    """The run counts again, whether it was superseded or invalidated."""
    return record(db, _of_run(run, "run.revalidate", {}), author, reason)


def synthetic(
    db: Database, run: str, made_up: bool | None, *, author: str | None = None, reason: str | None = None
) -> Event:
    """The run is made up, or it is not; None takes that back, so that the files' word holds."""
    return record(db, _of_run(run, "run.synthetic", {"synthetic": made_up}), author, reason)


def tool(
    db: Database, suite: str, name: str, kind: str | None, *, author: str | None = None, reason: str | None = None
) -> Event:
    """What a tool of a suite does; None takes that back, so that the guess holds."""
    if kind is not None and kind not in get_args(ToolKind):
        raise UsageError(f"{kind} is no kind of tool; there are {', '.join(get_args(ToolKind))}")

    def decide(connection: Writer) -> Decision:
        if not table.has_tool(connection, suite, name):
            raise NotFound(f"the suite {suite} has no tool called {name}")
        return "tool.kind", {"suite": suite, "tool": name}, {"kind": kind}

    return record(db, decide, author, reason)


def record(db: Database, decide: Callable[[Writer], Decision], author: str | None, reason: str | None) -> Event:
    """A decision as an event, and all that follows from it, in one transaction."""
    by = (author or "").strip() or default_author()
    with closing(open_writing(db)) as connection, transaction(connection):
        kind, subject, body = decide(connection)
        aside = table.read(connection).heads(kind, dict(subject))
        event = Event(ulid(), kind, subject, body, by, now(), reason, aside)
        events.append(connection, event)
        table.refold(connection)
    return event


def _of_run(run: str, kind: str, body: Mapping[str, Any]) -> Callable[[Writer], Decision]:
    return lambda connection: (kind, subject(find(connection, run).key), body)


def subject(key: RunKey) -> dict[str, str]:
    """How an event names a run."""
    return {"suite": key.suite, "model": key.model, "run": key.run}


def _names(row: RegisterRow) -> tuple[str, ...]:
    key = row.key
    return key.run, f"{key.model}/{key.run}", f"{row.state.label}/{key.run}", _full(row)


def _full(row: RegisterRow) -> str:
    return f"{row.key.suite}/{row.key.model}/{row.key.run}"
