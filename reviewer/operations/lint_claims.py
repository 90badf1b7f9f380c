"""The linter over one claims file and its dossier: for whoever builds, freezes or shows one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import lint
from reviewer.errors import NotFound
from reviewer.model.dossier import Dossier
from reviewer.model.plain import PlainMessage
from reviewer.model.published import Published, published
from reviewer.store import transcripts
from reviewer.store.plain import plain

_KEPT = 32


class Stored:
    """The raw messages of transcripts, out of the database; the last few stay at hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        def read(transcript: str) -> tuple[PlainMessage, ...]:
            try:
                row = transcripts.find(connection, transcript)
            except NotFound:
                return ()
            return next(plain(connection, [row.revision])).messages

        self._read = lru_cache(_KEPT)(read)

    def messages(self, transcript: str) -> Sequence[PlainMessage]:
        """All of them; none where there is no such transcript."""
        return self._read(transcript)


def problems(
    connection: sqlite3.Connection, file: ClaimsFile, dossier: Dossier, before: Dossier | None = None
) -> list[Problem]:
    """What is wrong with the claims of one dossier, by themselves; `before` is the build before."""
    page = Page(file, dossier, before, Stored(connection))
    return lint(Context((page,), published_of({dossier.suite.name})))


def published_of(suites: set[str | None]) -> Published | None:
    """What others published, where it is about one of these suites."""
    page = published()
    return page if page.suite in suites else None
