"""Bringing reviews from other databases and files into one: all of it, or nothing."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer.errors import BrokenFile
from reviewer.export import manifest
from reviewer.model.taxonomy import read_taxonomy
from reviewer.operations import exports
from reviewer.operations.carry import carry
from reviewer.operations.dossiers_states import Named, clash
from reviewer.operations.redaction import is_written
from reviewer.store import archive, dossiers
from reviewer.store.archive import Archive, Came, Unfit
from reviewer.store.connection import open_reading, open_writing, transaction
from reviewer.store.faults import faults
from reviewer.text.hashing import fingerprint, named

_SQLITE = b"SQLite format 3\x00"
_KEY = re.compile("[0-9a-f]{64}")


class Source(NamedTuple):
    """Where reviews come from, what it holds, and how to name a record of it."""

    path: Path
    archive: Archive
    lined: bool

    def place(self, unfit: Unfit) -> str:
        """Where the record stands."""
        if self.lined:
            return f"line {exports.line_of(self.archive, unfit.kind, unfit.place):,}"
        return f"{unfit.kind} {unfit.place + 1:,}"


class Merged(NamedTuple):
    """What came out of one file: what it holds, and what of it was new."""

    path: Path
    counts: dict[str, int]
    came: Came
    clashes: tuple[str, ...] = ()
    """Editions that were frozen here and there under one number, with other content: both stay."""


def source(path: str | os.PathLike[str]) -> Source:
    """The reviews of a database or of an exported file. Raises InputRefused or StoreError."""
    path = Path(path)
    with path.open("rb") as file:
        database = file.read(len(_SQLITE)) == _SQLITE
    if not database:
        found = Source(path, exports.read(path), lined=True)
    else:
        with closing(open_reading(path)) as connection, faults(connection):
            found = Source(path, archive.read(connection), lined=False)
    for place, row in enumerate(found.archive.taxonomy):
        if reason := _odd(row):
            raise BrokenFile(os.fspath(path), found.place(Unfit("taxonomy", place, reason)), reason)
    for place, row in enumerate(found.archive.edition):
        if reason := _broken(row):
            raise BrokenFile(os.fspath(path), found.place(Unfit("edition", place, reason)), reason)
    for place, row in enumerate(found.archive.manifest):
        if reason := _unlike(row):
            raise BrokenFile(os.fspath(path), found.place(Unfit("manifest", place, reason)), reason)
    return found


def _broken(row: Mapping[str, Any]) -> str:
    """What is wrong with an edition: it has to be what was frozen, and readable, for good."""
    from reviewer.model.dossier import Dossier  # heavy, and most files hold none

    content = str(row.get("content"))
    if named(fingerprint(content)) != row.get("hash"):
        return "its hash is not that of its content"
    try:
        made = Dossier.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        return f"no dossier that can be read: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    if (made.suite.name, made.model.id, made.edition) != (row.get("suite"), row.get("model"), row.get("number")):
        return "it is another edition than it says"
    key = str(row.get("seal_key"))
    return "" if _KEY.fullmatch(key) else "its seal_key is none: 64 hex digits"


def _unlike(row: Mapping[str, Any]) -> str:
    """What is wrong with a manifest: a folder is held against it years later, so it has to be what was written."""
    content, key = str(row.get("content")).encode("utf-8", "surrogatepass"), str(row.get("seal_key"))
    if manifest.digest(content) != row.get("hash"):
        return "its hash is not that of its content"
    try:
        kind = manifest.read(content).kind
    except (ValueError, RecursionError) as error:
        return f"no manifest that can be read: {error}"
    if kind != row.get("kind"):
        return "it is of another kind than it says"
    if not is_written(str(row.get("placeholders"))):
        return "its placeholders cannot be read"
    return "" if not key or _KEY.fullmatch(key) else "its seal_key is none: 64 hex digits"


def _odd(row: Mapping[str, Any]) -> str:
    """What is wrong with a taxonomy: tags that cannot be read would be met in every list of findings."""
    try:
        taxonomy = read_taxonomy(str(row.get("content")), "taxonomy")
    except BrokenFile as error:
        return str(error)
    return "" if taxonomy.hash == row.get("hash") else "its hash is not that of its content"


def merge(db: str | os.PathLike[str], paths: Iterable[str | os.PathLike[str]]) -> list[Merged]:
    """Everything of these files that `db` has not yet, in one transaction; `db` is made where there is none.

    Raises InputRefused for what is no such file, is malformed, or has another content under the ULID of an event here;
    StoreError where a database or the disk gives way. Then nothing came in.
    """
    sources = [source(path) for path in paths]
    size = sum(Path(one.path).stat().st_size for one in sources)
    merged = []
    with closing(open_writing(db)) as connection, transaction(connection, size):
        for one in sources:
            try:
                came = archive.add(connection, one.archive)
            except Unfit as unfit:
                raise BrokenFile(os.fspath(one.path), one.place(unfit), unfit.reason) from unfit
            merged.append(Merged(one.path, one.archive.counts(), came, tuple(_clashes(connection, one.archive))))
    with closing(open_writing(db)) as connection:
        carry(connection, again=True)
    return merged


def _clashes(connection: sqlite3.Connection, came: Archive) -> Iterator[str]:
    """The editions of an archive of whose number there is another one."""
    numbers = sorted({(str(row["suite"]), str(row["model"]), int(row["number"])) for row in came.edition})
    for suite, model, number in numbers:
        of = Named(suite, model)
        if len(same := [one for one in dossiers.editions(connection, *of) if one.number == number]) > 1:
            yield clash(of, same)
