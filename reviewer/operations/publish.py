"""Out of the house: a dossier, redacted, as the files of a report or as data; and a note of it in the store.

What is written is written whole or not at all. The store keeps the manifest of a folder, so that `reviewer verify` can
say years later whether this is what was written, and what its placeholders stood for.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from reviewer.dossier.redacted import redacted
from reviewer.errors import Interrupted, NotFound, ReviewerError
from reviewer.export import findings_text, manifest, tau2_notes
from reviewer.export.folder import refuse, write_file, write_folder
from reviewer.export.json_text import json_bytes
from reviewer.export.manifest import Manifest
from reviewer.export.report.words import count as number_of
from reviewer.export.report.words import listed
from reviewer.export.sqlite_file import sqlite_bytes
from reviewer.model.dossier import Conversation, Dossier, Redaction
from reviewer.operations import dossiers, dossiers_claims, dossiers_editions, dossiers_states, redaction
from reviewer.operations.beside import board_beside
from reviewer.operations.pages import (
    DOSSIER,
    dossier_file,
    messages_file,
    page_file,
    report_files,
    report_page,
    table_file,
    table_rows,
    tables_files,
    transcripts_files,
)
from reviewer.review.events import now
from reviewer.review.publishing import FROZEN
from reviewer.store import connection as connections
from reviewer.store import dossiers as store
from reviewer.text.redact import Redactor

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "report": ("html", "md", "json", "csv"),
    "dossier": ("json", "md", "html", "csv", "db"),
    "findings": ("csv", "json", "md", "html", "tau2"),
    "figures": ("csv", "json", "md", "html"),
    "transcripts": ("html", "md", "json", "csv"),
}
"""What can be written, and in which formats, the usual one first."""

FOLDERS: Final = {
    ("report", "html"),
    ("report", "md"),
    ("report", "csv"),
    ("dossier", "csv"),
    ("transcripts", "html"),
    ("transcripts", "md"),
}
"""What is a folder; the rest is one file."""

CLAIMED: Final = ("report", "dossier")
"""What prints the claims; the rest has none."""

Progress = Callable[[str, int, int], bool]
"""Told what is done, how much of it, and of how many; False stops the work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written of a model."""

    model: str
    kind: str
    format: str
    runs: Sequence[str] | None = None
    suite: str | None = None
    claims: Path | None = None
    edition: int | str | None = None
    raw: bool = False
    """Nothing is redacted; what is written then is for its owner alone."""

    names: tuple[Path, ...] = ()
    with_errors: bool = False
    """Claims that the linter refuses are printed all the same, and the page says so."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `counts` says how many pieces of each kind were redacted."""

    path: Path
    files: int
    bytes: int
    counts: dict[str, int] = field(default_factory=dict)
    manifest: str | None = None
    dossier: Dossier | None = None
    left_out: tuple[str, ...] = ()
    """Models that are on no row of a board, and why."""

    @property
    def redacted(self) -> str:
        """What was redacted, in words: `61 addresses and 1 email`."""
        found = [number_of(number, kind) for kind, number in sorted(self.counts.items()) if number]
        return listed(found) or "nothing was found"


def publish(db: Path, wanted: Wanted, out: Path, *, force: bool = False, progress: Progress | None = None) -> Written:
    """Writes it to `out`, and keeps the manifest of a report or a dossier in the store.

    Raises NotFound for a model or an edition that there is not, UsageError where `out` is in the way, Interrupted where
    `progress` said so; then nothing was written.
    """
    if wanted.kind == "report" and wanted.format in ("json", "csv"):  # what a report stands on, without its page
        wanted = replace(wanted, kind="dossier")
    refuse(out, folder=(wanted.kind, wanted.format) in FOLDERS, force=force)  # before the work, and again after it
    told = progress or (lambda _what, _done, _of: True)
    with closing(connections.open_reading(db)) as connection:
        raw, edition = _dossier(connection, wanted)
        made, pages, redactor, names = _prepared(connection, wanted, raw, told)
        extra = _notes(connection, made) if wanted.format == "tau2" else None
    if wanted.kind == "report":
        made = made.model_copy(update={"board": board_beside(out, made.suite.name)})
    personal = "{}" if wanted.raw else redaction.written(redactor, names)
    if (wanted.kind, wanted.format) not in FOLDERS:
        content = _file(wanted, made, pages, extra)
        if wanted.format in ("md", "html") and not wanted.raw:  # the page says what was taken out of itself
            made = _of_one_file(made, counted(content, redactor.counts))
            content = _file(wanted, made, pages, extra)
        write_file(out, content, force=force, private=wanted.raw)
        alone = Manifest(wanted.kind, {f"{wanted.kind}.{wanted.format}": manifest.digest(content)})
        _keep(db, alone, made, edition, personal)
        return Written(out, 1, len(content), counted(content, redactor.counts), None, made)
    done, size = 0, 0
    digests: dict[str, str] = {}

    def files() -> Iterator[tuple[str, bytes]]:
        nonlocal done, size
        of = len(pages) * 2 + 8
        for name, content in _folder(wanted, made, pages):
            digests[name] = manifest.digest(content)
            done, size = done + 1, size + len(content)
            if not told("writing", done, max(of, done)):
                raise Interrupted("the export was stopped; nothing was written")
            yield name, content
        yield manifest.NAME, Manifest(wanted.kind, digests).content

    write_folder(out, files(), force=force, private=wanted.raw)
    found = Manifest(wanted.kind, digests)
    _keep(db, found, made, edition, personal)
    return Written(out, done + 1, size, dict(redactor.counts), found.hash, made)


def _of_one_file(made: Dossier, counts: dict[str, int]) -> Dossier:
    return made.model_copy(update={"redaction": made.redaction.model_copy(update={"counts": counts})})


def counted(content: bytes, kinds: Iterable[str]) -> dict[str, int]:
    """How many placeholders of each kind one file holds: it may be a part of what was redacted for it."""
    return {
        kind: found
        for kind in kinds
        if (found := len(re.findall(rb"\[" + re.escape(kind).encode() + rb" [0-9]+\\?\]", content)))
    }


def _prepared(
    connection: sqlite3.Connection, wanted: Wanted, made: Dossier, told: Progress
) -> tuple[Dossier, list[Conversation], Redactor, tuple[str, ...]]:
    """The dossier and the conversations that go with it, redacted unless somebody wants them raw."""
    every = wanted.kind == "transcripts"
    ids = [one.id for one in made.transcripts] if every else dossiers.cited(made)

    def conversations() -> Iterator[Conversation]:
        for done, one in enumerate(dossiers.conversations(connection, ids), 1):
            if not told("reading", done, len(ids)):
                raise Interrupted("the export was stopped; nothing was written")
            yield one

    pages = list(conversations())
    names = redaction.names(connection, made.suite, wanted.names, [one.id for one in made.transcripts], pages)
    redactor = redaction.redactor_of(store.placeholders(connection, made.suite.name, made.model.id), names)
    if wanted.raw:
        done = made.model_copy(update={"redaction": Redaction(raw=True)})
    else:
        done, pages = redacted(made, pages, redactor)
    # Rendered is what a reader of the file gets, so that `reviewer verify` makes the same pages out of it.
    return Dossier.model_validate_json(dossier_file(done)), pages, redactor, names


def _dossier(connection: sqlite3.Connection, wanted: Wanted) -> tuple[Dossier, str | None]:
    """As it stands, or as an edition froze it: the one that is asked for, or the one that holds; then with its hash."""
    of = dossiers_states.called(connection, wanted.model, wanted.suite)
    number = wanted.edition
    if number is None and not wanted.runs and wanted.claims is None:
        standing = dossiers_states.standing(connection, of)
        number = standing.edition if standing.state == FROZEN else None
    if number is not None:
        edition = dossiers_states.edition(connection, of, number)
        frozen = dossiers_states.content(connection, edition)
        later = dossiers_states.later(connection, of, frozen)
        return frozen.model_copy(update={"superseded_by": later}), edition.hash
    claims = dossiers_claims.read(connection, of, wanted.claims or dossiers_claims.default_place(of.model))
    if claims is None and wanted.claims is not None:
        raise NotFound(f"{wanted.claims}: there is no such file of claims")
    made = dossiers.build(connection, of.model, runs=wanted.runs, suite=of.suite, claims=claims)
    if wanted.kind not in CLAIMED:
        return made, None
    errors = [one for one in dossiers_editions.problems(connection, made, claims) if one.level == "error"]
    if errors and not wanted.with_errors:
        what = "an error" if len(errors) == 1 else f"{len(errors):,} errors"
        raise ReviewerError(
            f"the claims have {what}, such as {errors[0]}; `reviewer lint {of.model}` lists them; "
            "`--with-errors` exports them all the same, and the page says so"
        )
    return made.model_copy(update={"unproven": len(errors)}), None


def _folder(wanted: Wanted, made: Dossier, pages: Sequence[Conversation]) -> Iterable[tuple[str, bytes]]:
    if wanted.kind == "report":
        return report_files(wanted.format, made, pages)
    if wanted.kind == "dossier":
        return [(DOSSIER, dossier_file(made)), *tables_files(made)]
    return transcripts_files(wanted.format, made, pages)


def _file(wanted: Wanted, made: Dossier, pages: Sequence[Conversation], extra: list[dict[str, Any]] | None) -> bytes:
    match wanted.kind, wanted.format:
        case "dossier", "json":
            return dossier_file(made)
        case "dossier", ("md" | "html") as format_:
            return report_page(format_, made)
        case "dossier", "db":
            return sqlite_bytes(made)
        case "findings", "md":
            return findings_text.findings(made).encode("utf-8")
        case "findings", "tau2":
            return json_bytes(extra)
        case ("findings" | "figures") as kind, ("html" | "md") as format_:
            return page_file(kind, format_, made)
        case "transcripts", "csv":
            return messages_file(pages)
        case ("findings" | "figures") as kind, "csv":
            return table_file(kind, made)
        case ("findings" | "figures") as kind, _:
            return json_bytes(table_rows(kind, made))
    return json_bytes([one.model_dump(mode="json") for one in pages])


def _notes(connection: sqlite3.Connection, made: Dossier) -> list[dict[str, Any]]:
    simulations = store.simulations(connection, [one.id for one in made.transcripts])
    return list(tau2_notes.notes(made, simulations, store.finding_times(connection)))


def _keep(db: Path, found: Manifest, made: Dossier, edition: str | None, placeholders: str) -> None:
    with closing(connections.open_writing(db)) as writer, connections.transaction(writer):
        store.keep_manifest(
            writer,
            store.Manifest(
                found.hash,
                found.kind,
                made.suite.name,
                made.model.id,
                edition,
                now(),
                found.content.decode("ascii"),
                placeholders,
                store.seal_key(writer).hex(),
            ),
        )
