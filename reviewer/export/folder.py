"""Files that are there whole or not at all: written beside their place, synced, and moved.

What stands in the place already is never lost by accident. A folder is replaced only on demand, and only if it is an
earlier export: it has a manifest of ours and nothing that the manifest does not name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reviewer.errors import UsageError
from reviewer.export import manifest
from reviewer.export.beside import aside, beside, clear
from reviewer.text.visible import visible_line

_NAME: Final = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}/){0,8}[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", re.ASCII)


def write_file(path: Path, content: bytes, *, force: bool = False, private: bool = False) -> None:
    """Writes one file, where it is `private` for its owner alone.

    Raises UsageError where something else is in the way, OSError where it cannot be written.
    """
    refuse(path, folder=False, force=force)
    path = _place(path)
    with beside(path, lambda name: name.touch(0o600 if private else 0o666, exist_ok=False)) as made:
        _write(made, content, os.O_TRUNC)
        made.replace(path)
    _sync(path.parent)
    clear(path, force=force)


def write_folder(path: Path, files: Iterable[tuple[str, bytes]], *, force: bool = False, private: bool = False) -> None:
    """Writes a folder of files, one at a time, by names with `/` between their parts; its manifest is one of them.
    Where it is `private`, for its owner alone.

    Raises UsageError where something else is in the way, and for an earlier export without `force`; ValueError for a
    name that is not plain or that came twice, or without a manifest. `files` may raise what it likes: then, as ever,
    nothing has changed.
    """
    path = _place(path)
    _refuse(path, force)
    with beside(path, lambda name: name.mkdir(0o700 if private else 0o777)) as made:
        _fill(made, files, private)
        _refuse(path, force)  # it may have changed while the files were made
        _exchange(made, path)
    _sync(path.parent)
    clear(path, force=force)


def refuse(path: Path, *, folder: bool, force: bool = False) -> None:
    """Raises UsageError where a file or a folder could not be written there: to be asked before long work."""
    place = _place(path)
    if folder:
        _refuse(place, force)
    elif place.is_dir():
        raise UsageError(f"{_said(place)} is a folder; expected the name of a file")
    elif place.exists() and not force:
        raise UsageError(f"{_said(place)} is there already; --force replaces it")


def _place(path: Path) -> Path:
    """Where a link leads, in a folder that is there."""
    path = path.resolve() if path.is_symlink() else path.absolute()
    if not path.parent.is_dir():
        raise UsageError(f"{_said(path.parent)}: there is no such folder")
    return path


def _refuse(path: Path, force: bool) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise UsageError(f"{_said(path)} is a file; expected the name of a folder")
    found = {one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_symlink() or not one.is_dir()}
    if not found:
        return
    try:
        named = manifest.read((path / manifest.NAME).read_bytes()).files
    except (OSError, ValueError):
        raise UsageError(f"{_said(path)} is no earlier export, and is not overwritten; name another folder") from None
    if strange := sorted(found - named.keys() - {manifest.NAME}):
        more = f" and {len(strange) - 1:,} more" if len(strange) > 1 else ""
        raise UsageError(
            f"{_said(path)} holds {visible_line(strange[0])}{more}, which is not of that export; move it first"
        )
    if not force:
        raise UsageError(f"{_said(path)} holds an earlier export; --force replaces it")


def _fill(folder: Path, files: Iterable[tuple[str, bytes]], private: bool) -> None:
    written: set[str] = set()
    folders = {folder}
    for name, content in files:
        if not _NAME.fullmatch(name):
            raise ValueError(f"no plain name for a file: {visible_line(name)}")
        if name.lower() in written:  # some file systems know no capitals
            raise ValueError(f"two files of the name {name}")
        written.add(name.lower())
        place = folder / name
        _make(place.parent, 0o700 if private else 0o777)
        folders.update(one for one in place.parents if one.is_relative_to(folder))
        _write(place, content, os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    if manifest.NAME not in written:
        raise ValueError("a folder without a manifest could not be told from any other")
    for one in folders:
        _sync(one)


def _exchange(made: Path, path: Path) -> None:
    """Moves a folder into its place; what was there is put back if that fails, and removed if it does not."""
    if not path.exists():
        made.rename(path)
        return
    with aside(path):
        made.rename(path)


def _make(folder: Path, mode: int) -> None:
    """With those above it, each of that mode: `mkdir` gives it to the last one alone."""
    if not folder.is_dir():
        _make(folder.parent, mode)
        folder.mkdir(mode)


def _write(path: Path, content: bytes, how: int, mode: int = 0) -> None:
    handle = os.open(path, how | os.O_WRONLY | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """The names in a folder reach the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _said(path: Path) -> str:
    return visible_line(os.fspath(path))
