"""Suites: keeping one, and binding runs to it. A run stays bound to the content that it was bound to first."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reviewer.errors import BrokenFile, NotFound, UsageError
from reviewer.model.shipped import SUITES, shipped_suite, suite_for
from reviewer.model.suite import Suite, read_suite
from reviewer.operations.runs import Database, find, record, subject
from reviewer.review.events import Event, now
from reviewer.review.register import RunKey
from reviewer.store import register, suites
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.suites import CaseColumns, SuiteRow

SHIPPED = "shipped"
"""The origin of a suite that comes with the program."""

STRANGERS = 0.05
"""Of the transcripts whose tools tell: so many may be of another suite where a set is bound by its tools."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of the runs of one suite name that waited: the suite they are bound to now.

    `strangers` of `told` transcripts call the tools of another suite: None is bound, `suite` is what the rest call.
    """

    name: str
    suite: str
    runs: int
    strangers: int = 0
    told: int = 0

    @property
    def mixed(self) -> bool:
        """Whether the set was left without a suite, for it is of several."""
        return self.strangers > STRANGERS * self.told


def read(file: str | os.PathLike[str]) -> Suite:
    """The suite in a file, with the policy and the tools beside it. Raises BrokenFile: file, place, reason."""
    path = Path(file)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(os.fspath(file), f"byte {error.start}", "expected UTF-8") from None
    except OSError as error:
        raise BrokenFile(os.fspath(file), "", error.strerror or str(error)) from None
    return read_suite(text, os.fspath(file), lambda name: path.with_name(name).read_text("utf-8"))


def add(db: Database, file: str | os.PathLike[str]) -> tuple[SuiteRow, bool]:
    """Keeps the suite of a file, and binds the runs that wait for it; whether it is new. Raises BrokenFile."""
    suite = read(file)
    with closing(open_writing(db)) as connection:
        with transaction(connection):
            new = _keep(connection, suite, os.path.abspath(file))  # noqa: PTH100 - a name to show
            _bind_waiting(connection)
        return next(row for row in suites.rows(connection) if row.hash == suite.hash), new


def bind(db: Database, run: str, suite: str | None, *, author: str | None = None, reason: str | None = None) -> Event:
    """From now on the run is checked with that suite, by hash, a beginning of it, or name; None takes that back.

    Raises NotFound; UsageError where the words fit several.
    """

    def decide(connection: Writer) -> tuple[str, dict[str, str], dict[str, str | None]]:
        found = find(connection, run)
        chosen = None if suite is None else _called(connection, suite)
        suites.bind(connection, [found.row], chosen)
        return "run.suite", subject(found.key), {"hash": chosen}

    event = record(db, decide, author, reason)
    with closing(open_writing(db)) as connection:
        bind_waiting(connection)
    return event


def bind_waiting(connection: Writer) -> list[Bound]:
    """Binds what can be bound, and lets the suites say what their tools do. Quick where there is nothing to do."""
    with transaction(connection):
        return _bind_waiting(connection)


@lru_cache(16)
def parsed(content: str) -> Suite:
    """A suite out of the database."""
    return Suite.model_validate_json(content)


def bound_suite(connection: sqlite3.Connection, hash: str | None) -> Suite | None:  # noqa: A002 - a suite's own word
    """The suite of that hash; None for none."""
    content = None if hash is None else suites.content(connection, hash)
    return None if content is None else parsed(content)


def _bind_waiting(connection: Writer) -> list[Bound]:
    done = []
    for waiting in suites.unbound(connection):
        said = register.read(connection)
        left = []
        for run in waiting.runs:
            key = RunKey(*connection.execute("SELECT suite, model, name FROM run WHERE id = ?", (run,)).fetchone())
            if (hash_ := said.suite(key)) is not None and suites.content(connection, hash_) is not None:
                suites.bind(connection, [run], hash_)
            else:
                left.append(run)
        suite, bound = _fitting(connection, waiting, left) if left else (None, None)
        if suite is not None:
            _keep(connection, suite, SHIPPED)
            suites.bind(connection, left, suite.hash)
        if bound is not None:
            done.append(bound)
    for name, hash_ in suites.bound(connection):
        suite = bound_suite(connection, hash_)
        if suite is not None:
            kinds = {called: tool.kind for tool in suite.tools for called in (tool.name, *tool.aliases)}
            suites.say_kinds(connection, name, kinds)
    return done


def _fitting(connection: Writer, waiting: suites.Unbound, runs: Sequence[int]) -> tuple[Suite | None, Bound | None]:
    """The suite that fits: one that a person added goes before those that ship, a name before tools."""
    added = [row for row in suites.rows(connection) if row.origin != SHIPPED]
    own = [found for row in added if (found := bound_suite(connection, row.hash)) is not None]
    named = next((suite for suite in own if suite.fits(waiting.suite)), None) or suite_for(waiting.suite)
    if named is not None:
        return named, Bound(waiting.suite, named.name, len(runs))
    left = None
    for suite in (*own, *map(shipped_suite, SUITES)):
        if suite.fits(waiting.suite, waiting.tools):
            told = Counter[bool]()
            for tools, transcripts in suites.called(connection, runs):
                if (owned := suite.owns(tools)) is not None:
                    told[owned] += transcripts
            bound = Bound(waiting.suite, suite.name, len(runs), told[False], told.total())
            if not bound.mixed:
                return suite, bound
            if told[True] and (left is None or bound.strangers < left.strangers):
                left = bound
    return None, left


def _keep(connection: Writer, suite: Suite, origin: str) -> bool:
    cases = [
        CaseColumns(
            *(case.id, case.case_class, case.intent, case.brief, case.expected.handling),
            "\n".join(rule.text for rule in suite.rules_of(case.id)),
        )
        for case in suite.cases
    ]
    named = (suite.hash, suite.name, suite.version, suite.title)
    return suites.put(connection, named, suite.model_dump_json(by_alias=True), suite.policy, cases, origin, now())


def _called(connection: Writer, name: str) -> str:
    """The hash of the suite that is called so."""
    for shipped in SUITES:
        if shipped == name:
            _keep(connection, shipped_suite(shipped), SHIPPED)
    rows = suites.rows(connection)
    found = [row for row in rows if row.name == name] or [
        row for row in rows if name and row.hash.removeprefix("b2:").startswith(name.removeprefix("b2:"))
    ]
    if len(found) == 1:
        return found[0].hash
    if found:
        raise UsageError(f"{len(found)} suites are called {name}: say which by hash, as {found[0].hash[:11]}")
    there = ", ".join(sorted({*SUITES, *(row.name for row in rows)}))
    raise NotFound(f"no suite is called {name}; there are {there}")
