"""Are the files of a folder those that its manifest names, and where does one that is not begin to differ?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reviewer.errors import BrokenFile
from reviewer.export import manifest
from reviewer.export.manifest import Manifest

if TYPE_CHECKING:
    from reviewer.operations.verify import Verified

CHANGED = "its content is not what was written"
MISSING = "it is missing"
_AROUND = 24
"""Characters of a line that are shown before and after the first one that differs."""


def held(path: Path, data: Sequence[str], done: Verified) -> Manifest:
    """The manifest, after each file was held against it; an empty one where it is gone from beside its `data`.

    Raises BrokenFile for a folder that has neither.
    """
    place = path / manifest.NAME
    try:
        found = manifest.read(place.read_bytes())
    except OSError as error:
        if not any((path / name).is_file() for name in data):
            raise BrokenFile(os.fspath(path), manifest.NAME, f"no folder that was exported: {error.strerror}") from None
        done.wrong(manifest.NAME, MISSING if isinstance(error, FileNotFoundError) else "it cannot be read")
        done.notes.append(f"without {manifest.NAME} nobody can say which files belong to this folder")
        return Manifest("", {})
    except (ValueError, RecursionError) as error:
        done.wrong(manifest.NAME, f"it cannot be read: {error}")
        return Manifest("", {})
    there = dict(_entries(path))
    if there.pop(manifest.NAME).is_symlink():
        done.wrong(manifest.NAME, "it is no plain file")
    for name, digest in found.files.items():
        file = there.pop(name, None)
        if file is None:
            done.wrong(name, MISSING)
        elif not file.is_file() or file.is_symlink():
            done.wrong(name, "it is no plain file")
        elif manifest.digest(file.read_bytes()) != digest:
            done.wrong(name, CHANGED)
        done.files += 1
    parents = {parent.as_posix() for name in found.files for parent in PurePosixPath(name).parents}
    for name in sorted(there.keys() - parents):
        done.wrong(name, "it was not written by the export")
    return found


def _entries(path: Path) -> Iterator[tuple[str, Path]]:
    """All that is no folder with something in it, by its name below this one; links to folders are not followed."""
    for folder, folders, names in os.walk(path):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found = [Path(folder, name) for name in (*names, *links)]
        if not names and not folders:
            found = [Path(folder)]
        for file in found:
            yield file.relative_to(path).as_posix(), file


def held_again(path: Path, found: Manifest, again: Mapping[str, bytes], source: str, done: Verified) -> None:
    """Each file beside the same one made again out of `source`, which was not changed."""
    known = {one.where for one in done.problems if one.says == CHANGED}
    done.problems = [one for one in done.problems if one.where not in known or one.where not in again]
    missing = {one.where for one in done.problems}
    for name in sorted(again.keys() | found.files.keys()):
        if name not in again:
            if name not in missing:
                done.wrong(name, f"it is none of the files that the {source} gives")
        elif name not in found.files:
            done.wrong(name, f"the {source} gives it, and the manifest does not name it")
        elif name not in missing and (content := (path / name).read_bytes()) != again[name]:
            says = CHANGED if name in known else f"it is not what the {source} gives"
            done.wrong(name, f"{says}: {difference(content, again[name])}")
        elif name in known:
            done.wrong(name, f"it is what the {source} gives, and {manifest.NAME} has another SHA-256 of it")


def difference(content: bytes, should: bytes) -> str:
    """Where two texts begin to differ: the line, the words there, and those that should be."""
    lines, others = (text.decode("utf-8", "backslashreplace").split("\n") for text in (content, should))
    pairs = enumerate(zip(lines, others, strict=False), 1)
    number, (line, other) = next(
        ((number, pair) for number, pair in pairs if pair[0] != pair[1]),
        (min(len(lines), len(others)) + 1, ("", "")),
    )
    if line == other:
        more = len(lines) - len(others)
        return f"from line {number:,} on it has lines too {'many' if more > 0 else 'few'}"
    place = next((n for n, pair in enumerate(zip(line, other, strict=False)) if pair[0] != pair[1]), len(line))
    place = min(place, len(line), len(other))
    return f"line {number:,} has {_around(line, place)} in place of {_around(other, place)}"


def _around(line: str, place: int) -> str:
    start, end = max(0, place - _AROUND), place + _AROUND
    return repr(f"{'…' * (start > 0)}{line[start:end]}{'…' * (end < len(line))}")
