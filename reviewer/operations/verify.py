"""Is a published folder, or a dossier alone, still what it was, and does the store bear it?

Without a store only the inside is looked at: the files against their manifest, the pages against what the dossier
gives, the numbers against their fractions, the quotes against their transcripts' pages. With one every figure is
counted again, and every quote is found in the raw message, letter by letter, and redacted again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from reviewer import __version__
from reviewer.dossier.arithmetic import contradictions
from reviewer.dossier.difference import Change, differences
from reviewer.dossier.redacted import field_of
from reviewer.errors import BrokenFile
from reviewer.export import manifest
from reviewer.export.manifest import Manifest
from reviewer.model.dossier import Conversation, Dossier
from reviewer.operations import verify_board, verify_files, verify_store
from reviewer.operations.board_files import BOARD, KIND
from reviewer.operations.pages import CONVERSATIONS, DOSSIER, dossier_file, format_of, report_files, tables_files

TRANSCRIPTS: Final = "transcripts"
"""The kind of a folder that has no dossier."""

_UNHELD: Final = (
    "{} alone has no manifest: its numbers were held against their fractions, {}; "
    "whether {} what was written, `--db FILE` of its store says"
)


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
    held: bool = False
    """Every byte was held against a manifest: of the folder itself, or one that the store keeps."""

    def wrong(self, where: str, says: str) -> None:
        """Adds a problem."""
        self.problems.append(Problem(where, says))


def verify(path: Path, connection: sqlite3.Connection | None = None) -> Verified:
    """Looks at a folder that was exported, or at a `dossier.json` or a `board.json` alone.

    Raises BrokenFile where there is nothing to look at: no such file, no dossier and no board in it.
    """
    done = Verified(os.fspath(path))
    folder = path.is_dir()
    found = verify_files.held(path, (DOSSIER, BOARD), done) if folder else None
    done.held = found is not None
    if verify_board.is_board(path) or (found is not None and found.kind == KIND):
        return _board(path, found, done, connection)
    if found is not None and found.kind == TRANSCRIPTS:
        return _transcripts(path, found, done, connection)
    if not folder and _is_other(path):
        return _alone(path, done, connection)
    try:
        dossier = _dossier(path / DOSSIER if folder else path, done)
    except BrokenFile as error:
        return _unread(DOSSIER, error, done)
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
        done.notes.append(
            "only the inside was looked at; `--db FILE` counts again and finds the quotes in the store"
            if done.held
            else _UNHELD.format(
                "a dossier",
                "and its names against each other",
                "its prose, its quotes, its hashes and the bounds of its intervals are",
            )
        )
        return done
    done.against_store = True
    kept = verify_store.kept_of(connection, found, path / DOSSIER if folder else path, done)
    whole = not done.problems
    done.held = done.held or kept is not None
    verify_store.against_store(connection, dossier, kept, done)
    if whole:
        verify_store.moved_on(done)
    return done


def _unread(name: str, error: BrokenFile, done: Verified) -> Verified:
    """Files that differ are named, also where what the rest hangs on cannot be read; else it is raised again."""
    if not done.problems:
        raise error
    if name not in {one.where for one in done.problems if one.says == verify_files.MISSING}:
        done.wrong(name, ": ".join(filter(None, [error.place, error.reason])))
    done.notes.append(f"nothing else was looked at without {name}")
    return done


def _is_other(path: Path) -> bool:
    """Whether a file can be read, and is neither a dossier nor a broken one: a page, a table, findings."""
    try:
        content = path.read_bytes()
        data = json.loads(content)
    except OSError:
        return False
    except (ValueError, RecursionError):
        return path.suffix != ".json" and not content.lstrip().startswith(b"{")
    return not (isinstance(data, dict) and len({"figures", "transcripts", "claims"} & data.keys()) > 1)


def _alone(path: Path, done: Verified, connection: sqlite3.Connection | None) -> Verified:
    """One file that nothing can be counted again from: the store that wrote it knows its bytes."""
    if connection is None:
        raise BrokenFile(
            os.fspath(path),
            "",
            "this kind of file carries no manifest: `--db FILE` asks the store that wrote it; or export a report or a "
            "dossier and verify that",
        )
    done.files, done.against_store = 1, True
    done.held = verify_store.kept_of(connection, None, path, done) is not None
    done.notes.append("its bytes were held against those that the store wrote; nothing in it was counted again")
    return done


def _board(path: Path, found: Manifest | None, done: Verified, connection: sqlite3.Connection | None) -> Verified:
    try:
        made = verify_board.inside(path, found, done)
    except BrokenFile as error:
        return _unread(BOARD, error, done)
    if connection is None:
        done.notes.append(
            "only the inside was looked at; `--db FILE` counts again"
            if done.held
            else _UNHELD.format(
                "a board",
                "its bands and its order against its numbers, and its names against each other",
                "its words, its picks, its ties, its hashes and the bounds of its intervals are",
            )
        )
        return done
    done.against_store = True
    kept = verify_store.kept_of(connection, found, path / BOARD if path.is_dir() else path, done)
    whole = not done.problems
    done.held = done.held or kept is not None
    verify_board.against_store(connection, made, kept, done)
    if whole:
        verify_store.moved_on(done)
    return done


def _transcripts(path: Path, found: Manifest, done: Verified, connection: sqlite3.Connection | None) -> Verified:
    """A folder of transcripts alone: nothing is claimed in it, so its files are all that can be looked at."""
    _conversations(path, found, done)
    if connection is None:
        done.notes.append("the files were held against their manifest alone; `--db FILE` asks the store for that")
        return done
    done.against_store = True
    verify_store.kept_of(connection, found, path, done)
    return done


def compared(old: Path, new: Path) -> list[Change]:
    """What differs between two dossiers, each a file or a folder that holds one. Raises BrokenFile."""
    one, other = (_parsed(path / DOSSIER if path.is_dir() else path)[0] for path in (old, new))
    return list(differences(one, other))


# ---- the inside


def _dossier(path: Path, done: Verified) -> Dossier:
    made, content = _parsed(path)
    if made.program == __version__ and (should := dossier_file(made)) != content:
        says = "these are not the bytes that the program writes of it"
        done.wrong(DOSSIER, f"{says}: {verify_files.difference(content, should)}")
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
        if _is_conversation(name):
            try:
                one = Conversation.model_validate_json((path / name).read_bytes())
            except (OSError, ValueError):
                if name not in {one.where for one in done.problems if one.says == verify_files.MISSING}:
                    done.wrong(name, "it cannot be read")
            else:
                made[one.id] = one
    return made


def _is_conversation(name: str) -> bool:
    return name.startswith(CONVERSATIONS) and name.endswith(".json")


def _pages(path: Path, found: Manifest, dossier: Dossier, pages: Mapping[str, Conversation], done: Verified) -> None:
    """Makes every file again out of the dossier and the transcripts beside it."""
    if dossier.program != __version__:
        done.notes.append(f"the pages were made by version {dossier.program}; this one ({__version__}) makes others")
        return
    sources = {DOSSIER, manifest.NAME, *(name for name in found.files if _is_conversation(name))}
    if any(one.where in sources for one in done.problems):
        done.notes.append("the pages were not made again, as the files that they come from are not what was written")
        return
    again = dict(_made(found, dossier, list(pages.values())))
    verify_files.held_again(path, found, again, "dossier", done)


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
