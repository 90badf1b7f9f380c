"""The claims file beside a dossier: where it lies, its first draft, and building with it."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from reviewer.dossier.claims import ClaimsFile, parse
from reviewer.dossier.claims_ids import Known, known
from reviewer.dossier.draft import draft
from reviewer.errors import BrokenFile, TooLarge, UsageError
from reviewer.model.dossier import Dossier
from reviewer.operations import examples
from reviewer.operations.dossiers import canonical
from reviewer.operations.dossiers_states import Named
from reviewer.operations.dossiers_states import content as content_of
from reviewer.store import dossiers as store
from reviewer.store.connection import open_writing, transaction

FOLDER = "dossiers"
"""Where claims files lie without another word: in the working folder, so that a team keeps them with its own files."""

_HEAVY = ("transcripts", "traps", "findings", "patterns", "citations")
_LARGEST = 4 << 20
_SAFE = re.compile(r"[^\w.+-]+")


def default_place(model: str) -> Path:
    """`dossiers/MODEL.md`; whatever is no part of a file's name becomes a hyphen."""
    name = _SAFE.sub("-", model).strip(".-") or "model"
    return Path(FOLDER) / f"{name}.md"


def read(connection: sqlite3.Connection, of: Named, path: Path) -> ClaimsFile | None:
    """The claims of a file, with the ids that they had; None where there is no such file.

    In the demo a model has example claims until somebody writes others. What is wrong in them is in their `slips`.
    Raises BrokenFile for what is no text, UsageError for another model's claims.
    """
    text = text_of(path)
    if text is None and path == default_place(of.model):
        text = examples.claims(connection, of.suite, path.name)
    if text is None:
        return None
    made = parse(text, os.fspath(path), _known(connection, of))
    if made.front.page != "report":
        raise UsageError(f"{path} holds the claims of a {made.front.page}, not of a report")
    for what, said, meant in (("model", made.front.model, of.model), ("suite", made.front.suite, of.suite)):
        if said is not None and said != meant:
            raise UsageError(f"{path} is about the {what} {said}, not {meant}")
    return made


def stand_in(connection: sqlite3.Connection, of: Named, path: Path) -> str | None:
    """That the demo's example is read in the place of a claims file that is not there; None where it is not."""
    if path != default_place(of.model) or path.exists():
        return None
    there = examples.claims(connection, of.suite, path.name) is not None
    return f"no {path} here: the demo's example is used" if there else None


def begin(path: Path, made: Dossier, example: str | None = None) -> bool:
    """Writes the first draft of the claims, or the `example`; False where there is a file, which stays as it is.

    Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(draft(made) if example is None else example)
    except FileExistsError:
        return False
    return True


def before(connection: sqlite3.Connection, of: Named) -> Dossier | None:
    """What was built last, with its claims and the figures that they quote alone; else the last edition; else None."""
    kept = store.built(connection, *of)
    if kept is not None:
        return Dossier.model_validate_json(kept)
    editions = store.last_editions(connection, *of)
    return content_of(connection, editions[-1]) if editions else None


def keep(db: str | os.PathLike[str], of: Named, made: Dossier) -> None:
    """Remembers a build: by it claims keep their ids, and a figure that changed since is seen."""
    quoted = {name for claim in made.claims for name in claim.figures}
    nothing: dict[str, tuple[()]] = dict.fromkeys(_HEAVY, ())
    figures = tuple(one for one in made.figures if one.name in quoted)
    content = canonical(made.model_copy(update={**nothing, "figures": figures, "use_cases": None}))
    with closing(open_writing(db)) as connection, transaction(connection, len(content)):
        store.keep_built(connection, of.suite, of.model, made.made_at, content)


def _known(connection: sqlite3.Connection, of: Named) -> tuple[Known, ...]:
    """The claims of the last build, and those of the last edition that it had not."""
    found = {one.id: one for one in known(before(connection, of))}
    for edition in store.last_editions(connection, *of):
        found |= {one.id: one for one in known(content_of(connection, edition)) if one.id not in found}
    return tuple(found.values())


def text_of(path: Path) -> str | None:
    """The text of a claims file, its lines ending as ours do; None where there is none. Raises BrokenFile, TooLarge."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenFile(os.fspath(path), "", error.strerror or str(error)) from None
    if len(content) > _LARGEST:
        raise TooLarge(os.fspath(path), "", f"over {_LARGEST >> 20} MB, which is no claims file")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BrokenFile(os.fspath(path), f"byte {error.start}", "expected UTF-8") from None
