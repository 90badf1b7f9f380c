"""`reviewer doctor`: is the ground firm? Looks at the program, the database and its surroundings; changes nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from reviewer import __version__
from reviewer.errors import ReviewerError
from reviewer.formats import READERS
from reviewer.store import fulltext, health, register
from reviewer.store.connection import SCHEMA_VERSION, open_reading, open_writing, present, transaction
from reviewer.store.faults import backups, faults
from reviewer.store.filesystem import is_local, kind_of

SAFE_SQLITE = (3, 51, 3)
"""From here on a checkpoint may run while others write."""

_PACKAGES = ("textual", "rich", "pydantic", "sqlite-utils", "click")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, whether it is well, and what was seen."""

    about: str
    state: Literal["ok", "warning", "problem"]
    text: str


def examine(db: str | os.PathLike[str]) -> list[Finding]:
    """Everything there is to say of the program and of this database, which need not be there. Raises nothing."""
    path = Path(db).absolute()
    findings = [*_program()]
    if not present(path):
        return [*findings, Finding("database", "ok", f"{path}: not there yet; `reviewer load FILES` makes it")]
    try:
        findings += _surroundings(path)
        with closing(open_reading(path)) as connection, faults(connection):
            findings += _database(connection)
    except (ReviewerError, OSError) as error:
        findings.append(Finding("database", "problem", str(error)))
    return findings


def mend(db: str | os.PathLike[str]) -> None:
    """Brings what is only derived up to date: the register's columns, and full text."""
    with closing(open_writing(db)) as connection:
        with transaction(connection):
            register.refold(connection)
        fulltext.index(connection)


def _program() -> Iterator[Finding]:
    yield Finding("reviewer", "ok", f"{__version__}, database form {SCHEMA_VERSION}")
    yield Finding("Python", "ok", f"{platform.python_version()} on {platform.system()}")
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        text = (
            f"{sqlite3.sqlite_version}, below 3.51.3: other programs that write to the database while reviewer is open "
            "can damage it; reviewer itself never moves its log while somebody writes"
        )
        yield Finding("SQLite", "warning", text)
    else:
        yield Finding("SQLite", "ok", sqlite3.sqlite_version)
    yield Finding("packages", "ok", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES))


def _surroundings(path: Path) -> Iterator[Finding]:
    size = path.stat().st_size
    yield Finding("file", "ok", f"{path}, {size / 1e6:,.1f} MB")
    kind = kind_of(str(path))
    if is_local(str(path)):
        yield Finding("disk", "ok", kind or "taken for local")
    else:
        text = f"{kind}: taken for a network disk, where commits are slower and two programs should not write at once"
        yield Finding("disk", "warning", text)
    copies = [Path(copy) for copy in backups(str(path))]
    files = [path, Path(f"{path}-wal"), Path(f"{path}-shm"), *copies]
    open_ = [file.name for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    if open_:
        yield Finding("rights", "warning", f"other people of this machine can read {', '.join(open_)}: chmod 600")
    else:
        yield Finding("rights", "ok", "only you can read it")
    yield Finding("backups", "ok", ", ".join(copy.name for copy in copies) or "none: it was never migrated")


def _database(connection: sqlite3.Connection) -> Iterator[Finding]:
    yield Finding("journal", "ok", health.journal(connection))
    yield _all_well("quick check", health.quick_check(connection), "the file is whole")
    there = health.counts(connection)
    yield Finding(
        "content",
        "ok",
        f"{there['transcript']:,} transcripts of {there['run']:,} runs from {there['source']:,} files; "
        f"{there['message']:,} messages, {there['tool_call']:,} calls, {there['score']:,} scores, "
        f"{there['warning']:,} warnings, {there['review_event']:,} events",
    )
    yield _all_well("rows", health.orphans(connection), "everything belongs to something")
    through, last = fulltext.progress(connection)
    if through < last:
        text = f"{through:,} of {last:,} messages are searchable; the next load goes on with it"
        yield Finding("full text", "warning", text)
    elif fulltext.outdated(connection):
        text = "made by an older version, which passed over words; the next load or `doctor --mend` makes it anew"
        yield Finding("full text", "warning", text)
    else:
        yield Finding("full text", "ok", f"all {last:,} messages are searchable")
    unfinished = health.unfinished(connection)
    if unfinished:
        text = f"{len(unfinished)} files were not read to their end; load them again: {', '.join(unfinished[:3])}"
        yield Finding("loads", "warning", text)
    earlier = health.read_by_earlier(connection, READERS)
    if earlier:
        text = f"{earlier:,} of {there['source']:,} files were read by an older version, which read less of some"
        yield Finding("readers", "warning", f"{text}; load them again, and what differs becomes a revision")
    refused = health.refused(connection)
    if refused:
        place = ": ".join(filter(None, refused[0]))
        yield Finding("refusals", "warning", f"{len(refused)} could not come in, such as {place}")
    folded = register.read(connection)
    stale = len(register.stale(connection, folded)) + len(register.stale_tools(connection, folded))
    if stale:
        yield Finding(
            "run register", "problem", f"{stale} rows do not say what the events say; `reviewer doctor --mend`"
        )
    elif folded.conflicts:
        text = (
            f"{len(folded.conflicts)} decisions were made by two people who did not see each other's; the later holds"
        )
        yield Finding("run register", "warning", text)
    else:
        yield Finding("run register", "ok", "says what the events say")


def _all_well(about: str, wrong: list[str], well: str) -> Finding:
    if not wrong:
        return Finding(about, "ok", well)
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return Finding(about, "problem", wrong[0] + more)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
