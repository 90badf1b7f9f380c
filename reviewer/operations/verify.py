"""Is a published folder, or a dossier alone, still what it was, and does the store bear it?

Without a store only the inside is looked at: the files against their manifest, the pages against what the dossier
gives, the numbers against their fractions, the quotes against their transcripts' pages. With one every figure is
counted again, and every quote is found in the raw message, letter by letter, and redacted again.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from reviewer import __version__
from reviewer.dossier.arithmetic import contradictions
from reviewer.dossier.difference import Change, differences
from reviewer.dossier.redacted import field_of
from reviewer.errors import BrokenFile, ReviewerError
from reviewer.export import manifest
from reviewer.export.manifest import Manifest
from reviewer.model.dossier import CitationEntry, Conversation, Dossier
from reviewer.operations import dossiers, verify_board
from reviewer.operations.pages import CONVERSATIONS, DOSSIER, dossier_file, format_of, report_files, tables_files
from reviewer.operations.redaction import redactor_of
from reviewer.store import dossiers as store
from reviewer.store import readings as register
from reviewer.store.plain import plain
from reviewer.text.redact import RULES, Redactor
from reviewer.text.sealing import unbroken

TRANSCRIPTS: Final = "transcripts"
"""The kind of a folder that has no dossier."""

_PLACEHOLDER: Final = re.compile(r"\[[a-z][a-z ]* \d+\]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that differs: where, and what is wrong with it."""

    where: str
    says: str


@dataclass(slots=True)
class Verified:
    """What was looked at, and what differs. `notes` say what could not be looked at, and why."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: int = 0
    figures: int = 0
    quotes: int = 0
    against_store: bool = False

    def wrong(self, where: str, says: str) -> None:
        """Adds a problem."""
        self.problems.append(Problem(where, says))


def verify(path: Path, connection: sqlite3.Connection | None = None) -> Verified:
    """Looks at a folder that was exported, or at a `dossier.json` or a `board.json` alone.

    Raises BrokenFile where there is nothing to look at: no such file, no dossier and no board in it.
    """
    done = Verified(os.fspath(path))
    folder = path.is_dir()
    found = _folder(path, done) if folder else None
    if verify_board.is_board(path):
        return _board(path, found, done, connection)
    if found is not None and found.kind == TRANSCRIPTS:
        return _transcripts(path, found, done, connection)
    dossier = _dossier(path / DOSSIER if folder else path, done)
    conversations: dict[str, Conversation] = {}
    if found is not None:
        conversations = _conversations(path, found, done)
        _pages(path, found, dossier, conversations, done)
        if found.kind == "report":
            _quotes_inside(dossier, conversations, done)
        elif found.files:
            done.notes.append("the transcripts are not part of this folder: its quotes can be found in a store alone")
    for where, what in contradictions(dossier):
        done.wrong(where, what)
    done.figures = len(dossier.figures)
    if connection is None:
        done.notes.append("only the inside was looked at; `--db FILE` counts again and finds the quotes in the store")
        return done
    done.against_store, whole = True, not done.problems
    kept = _kept(connection, found, path, done)
    _figures_again(connection, dossier, done)
    _quotes_again(connection, dossier, kept, done)
    if whole and kept is not None:
        _moved_on(done)
    return done


def _board(path: Path, found: Manifest | None, done: Verified, connection: sqlite3.Connection | None) -> Verified:
    made = verify_board.inside(path, found, done)
    if connection is None:
        done.notes.append("only the inside was looked at; `--db FILE` counts again")
        return done
    done.against_store, whole = True, not done.problems
    kept = _kept(connection, found, path, done)
    verify_board.against_store(connection, made, kept, done)
    if whole and kept is not None:
        _moved_on(done)
    return done


def _transcripts(path: Path, found: Manifest, done: Verified, connection: sqlite3.Connection | None) -> Verified:
    """A folder of transcripts alone: nothing is claimed in it, so its files are all that can be looked at."""
    _conversations(path, found, done)
    if connection is None:
        done.notes.append("the files were held against their manifest alone; `--db FILE` asks the store for that")
        return done
    done.against_store = True
    _kept(connection, found, path, done)
    return done


def compared(old: Path, new: Path) -> list[Change]:
    """What differs between two dossiers, each a file or a folder that holds one. Raises BrokenFile."""
    one, other = (_parsed(path / DOSSIER if path.is_dir() else path)[0] for path in (old, new))
    return list(differences(one, other))


# ---- the inside


def _folder(path: Path, done: Verified) -> Manifest:
    """The manifest, after each file was held against it."""
    try:
        found = manifest.read((path / manifest.NAME).read_bytes())
    except OSError as error:
        raise BrokenFile(os.fspath(path), manifest.NAME, f"no folder that was exported: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        done.wrong(manifest.NAME, f"it cannot be read: {error}")
        return Manifest("", {})
    there = dict(_files(path))
    for name, digest in found.files.items():
        file = there.pop(name, None)
        if file is None:
            done.wrong(name, "it is missing")
        elif not file.is_file() or file.is_symlink():
            done.wrong(name, "it is no plain file")
        elif manifest.digest(file.read_bytes()) != digest:
            done.wrong(name, "its content is not what was written")
        done.files += 1
    for name in sorted(there):
        if name != manifest.NAME:
            done.wrong(name, "it was not written by the export")
    return found


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    for folder, _, names in os.walk(path):
        for name in names:
            file = Path(folder, name)
            yield file.relative_to(path).as_posix(), file


def _dossier(path: Path, done: Verified) -> Dossier:
    made, content = _parsed(path)
    if made.program == __version__ and dossier_file(made) != content:
        done.wrong(DOSSIER, "these are not the bytes that the program writes of it")
    return made


def _parsed(path: Path) -> tuple[Dossier, bytes]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BrokenFile(os.fspath(path), "", f"it cannot be read: {error.strerror}") from None
    try:
        return Dossier.model_validate_json(content), content
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BrokenFile(os.fspath(path), place, f"expected a dossier: {first['msg']}") from None


def _conversations(path: Path, found: Manifest, done: Verified) -> dict[str, Conversation]:
    made: dict[str, Conversation] = {}
    for name in found.files:
        if name.startswith(CONVERSATIONS) and name.endswith(".json"):
            try:
                one = Conversation.model_validate_json((path / name).read_bytes())
            except (OSError, ValueError):
                done.wrong(name, "it cannot be read")
            else:
                made[one.id] = one
    return made


def _pages(path: Path, found: Manifest, dossier: Dossier, pages: Mapping[str, Conversation], done: Verified) -> None:
    """Makes every file again out of the dossier and the transcripts beside it."""
    if dossier.program != __version__:
        done.notes.append(f"the pages were made by version {dossier.program}; this one ({__version__}) makes others")
        return
    if done.problems:
        done.notes.append("the pages were not made again, as their files are not those that were written")
        return
    again = dict(_made(found, dossier, list(pages.values())))
    for name in sorted(again.keys() | (found.files.keys() - {manifest.NAME})):
        if name not in again:
            done.wrong(name, "it is none of the files that the dossier gives")
        elif name not in found.files:
            done.wrong(name, "the dossier gives it, and the manifest does not name it")
        elif (path / name).read_bytes() != again[name]:
            done.wrong(name, "it is not what the dossier gives")


def _made(found: Manifest, dossier: Dossier, pages: Sequence[Conversation]) -> Iterator[tuple[str, bytes]]:
    format_ = format_of([*found.files])
    if format_ is not None:
        return report_files(format_, dossier, pages)
    return iter([(DOSSIER, dossier_file(dossier)), *tables_files(dossier)])


def _quotes_inside(dossier: Dossier, pages: Mapping[str, Conversation], done: Verified) -> None:
    for one in dossier.citations:
        done.quotes += 1
        page = pages.get(one.transcript)
        if page is None:
            done.wrong(f"citation {one.id}", f"the transcript {one.transcript} is not in the folder")
            continue
        message = next((message for message in page.messages if message.number == one.message), None)
        try:
            text = field_of(message, one.field) if message else None
        except KeyError:
            text = None
        if text is None or one.quote not in text:
            done.wrong(f"citation {one.id}", f"M{one.message}.{one.field} does not hold {one.quote!r}")


# ---- against the store


def _kept(connection: sqlite3.Connection, found: Manifest | None, path: Path, done: Verified) -> store.Manifest | None:
    """What the store knows of a folder, or of a file that it wrote alone or as a part of one."""
    if found is None:
        kept = store.manifest_with(connection, manifest.digest(path.read_bytes()))
    else:
        kept = store.manifest(connection, found.hash)
    if kept is None:
        what = manifest.NAME if found is not None else path.name
        done.wrong(what, "this store did not write this, or it was changed since")
    return kept


def _moved_on(done: Verified) -> None:
    """Of files whose every byte this store wrote: what differs came to the store later, and nobody changed them."""
    if done.problems:
        counted = all(one.where.startswith(("figure ", "trap ")) for one in done.problems)
        now = "has other decisions now" if counted else "holds something else now"
        done.notes.append(f"the files are those that this store wrote; it {now}")


def _figures_again(connection: sqlite3.Connection, dossier: Dossier, done: Verified) -> None:
    runs = [one.id for one in dossier.runs]
    try:
        again = dossiers.build(connection, dossier.model.id, runs=runs, suite=dossier.suite.name, even_invalid=True)
    except ReviewerError as error:
        done.wrong("figures", f"they cannot be counted again: {error}")
        return
    for run in register.runs(connection):
        if run.name in runs and run.model == dossier.model.id and run.state != "valid":
            done.notes.append(
                f"the run {run.name} does not count any more ({run.state}); it was counted as it did then"
            )
    if dossier.suite.hash != again.suite.hash:
        done.wrong("suite", f"it was {dossier.suite.hash}, and the runs are bound to {again.suite.hash} now")
    was, is_ = ({one.ruleset for one in each.figures if one.ruleset} for each in (dossier, again))
    if was != is_:
        done.notes.append("the rules of the checks are others now: what differs may come from that")
    for change in differences(dossier, again):
        if change.kind in ("figure", "trap") and change.old:
            done.wrong(
                f"{change.kind} {change.name}", f"it says {change.old}; the store says {change.new or 'nothing'}"
            )
    keys, present = store.seal_keys(connection), {one.id for one in again.transcripts}
    now = store.revisions(connection, present)
    for one in dossier.transcripts:
        if one.id not in present or not _unbroken(keys, now[one.id][0][1], one.seal):
            says = "is not in the store" if one.id not in present else "has another content in the store now"
            done.wrong(f"transcript {one.id}", f"{one.run}/{one.case} {says}")


def _quotes_again(
    connection: sqlite3.Connection, dossier: Dossier, kept: store.Manifest | None, done: Verified
) -> None:
    keys = store.seal_keys(connection)
    seals = {one.id: one.seal for one in dossier.transcripts}
    known = store.revisions(connection, {one.transcript for one in dossier.citations})
    redactor = redactor_of(kept.placeholders) if kept else None
    if not dossier.redaction.raw and dossier.redaction.version != RULES:
        version = dossier.redaction.version
        done.notes.append(f"redacted by {version}, and these rules are {RULES}: of quotes what was left in is compared")
    read = lru_cache(8)(lambda row: next(plain(connection, [row])))
    done.quotes = len(dossier.citations)
    for one in dossier.citations:
        sealed = seals.get(one.transcript, "")
        row = next((row for row, hash_ in known.get(one.transcript, ()) if _unbroken(keys, hash_, sealed)), None)
        if row is None:
            done.wrong(f"citation {one.id}", f"the store has no such content of the transcript {one.transcript}")
            continue
        try:
            text = read(row).messages[one.message - 1].field(one.field)
        except (IndexError, ValueError):
            done.wrong(f"citation {one.id}", f"there is no M{one.message}.{one.field}")
            continue
        for says in _quote(one, text, dossier, redactor, keys):
            done.wrong(f"citation {one.id}", says)


def _quote(
    one: CitationEntry, text: str, dossier: Dossier, redactor: Redactor | None, keys: Sequence[bytes]
) -> Iterator[str]:
    """What is wrong with one quote; `redactor` has the placeholders that were given out, None where nobody knows."""
    if one.start is None or one.end is None:
        return
    raw = text[one.start : one.end]
    if not _unbroken(keys, raw, one.seal):
        yield f"other words stand at {one.start}–{one.end} of M{one.message}.{one.field}"
        return
    if dossier.redaction.raw:
        if raw != one.quote:
            yield f"it is printed as {one.quote!r}, and {raw!r} stands there"
    elif redactor is not None and dossier.redaction.version == RULES:
        should = redactor.redact(text).cut(one.start, one.end)
        if should != one.quote:
            yield f"it is printed as {one.quote!r}; redacted again it is {should!r}"
    elif not _fits(one.quote, raw):
        yield f"it is printed as {one.quote!r}, which is not what stands there with something taken out"


def _unbroken(keys: Sequence[bytes], text: str, sealed: str) -> bool:
    """Whether one of these stores sealed the text so."""
    return any(unbroken(key, text, sealed) for key in keys)


def _fits(printed: str, raw: str) -> bool:
    """Whether the words around the placeholders are the raw ones: where nobody knows what these stood for."""
    pieces = [re.escape(piece) for piece in _PLACEHOLDER.split(printed)]
    return re.fullmatch(".*?".join(pieces), raw, re.DOTALL) is not None
