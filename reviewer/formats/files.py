"""From what a person names to the sources in it: files, folders, globs, and zip archives of files."""

from __future__ import annotations

import glob
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats.archive import MAGIC, Archive
from reviewer.formats.contract import Refused
from reviewer.formats.source import GZIP, Source

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".eval", ".zip", ".gz")
_SQLITE = b"SQLite format 3\x00"


def sources(paths: Iterable[str]) -> Iterator[Source | Refused]:
    """What is to be read, each file once, in the order given and sorted within folders.

    In a folder, hidden files, databases and files that are neither JSON nor an archive, by content and by suffix, are
    passed over. A file that was named itself is never passed over: if it cannot be used, it is refused.
    """
    yield from _sources(paths, set())


def _sources(paths: Iterable[str], seen: set[Path]) -> Iterator[Source | Refused]:
    for named in paths:
        path = Path(named).expanduser()
        if path.is_dir():
            for inside in _files_in(path):
                if _worth_reading(inside):
                    yield from _source(inside, seen)
        elif path.exists():
            yield from _source(path, seen)
        elif path.is_symlink():  # it leads to nothing, and glob would find it under this same name for ever
            yield Refused(named, "no such file or folder")
        elif matches := sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
            yield from _sources(matches, seen)
        else:
            yield Refused(named, "no such file or folder")


def _files_in(folder: Path) -> Iterator[Path]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    has_results = any(entry.name.startswith("results.json") for entry in entries)
    for entry in entries:
        if entry.is_file():
            yield entry
        elif entry.is_dir() and not (entry.name == "simulations" and has_results):
            yield from _files_in(entry)


def _worth_reading(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return True
    if head.startswith(_SQLITE):
        return False
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return begins in (b"{", b"[") or head.startswith((*MAGIC, GZIP)) or path.suffix.lower() in _SUFFIXES


def _source(path: Path, seen: set[Path]) -> Iterator[Source | Refused]:
    name = str(path)
    absolute = path.resolve()
    if absolute in seen:
        return
    seen.add(absolute)
    try:
        source = Source(path, name)
        if not source.is_zip:
            yield source
            return
        archive = Archive(path, name)
        if _is_log(archive):
            yield source
            return
        if archive.repeated:
            raise BrokenFile(name, f"member {archive.repeated[0]}", "stands twice in the archive")
    except InputRefused as error:
        yield Refused(name, error.reason)
        return
    for member in sorted(archive.names):
        # Nothing is ever unpacked to disk, so such a name is no danger; but it is no name of a file in here either.
        inner = posixpath.normpath(member.replace("\\", "/").lstrip("/"))
        if inner == ".." or inner.startswith("../"):
            yield Refused(f"{name}!{member}", "a name that leads out of the archive: not read")
            continue
        if any(part.startswith((".", "__MACOSX")) for part in inner.split("/")):
            continue
        try:
            inside = Source(path, name, archive=archive, member=member)
            if inside.is_zip or inside.head(4096).lstrip()[:1] in (b"{", b"[") or member.lower().endswith(_SUFFIXES):
                yield inside
        except InputRefused as error:
            yield Refused(f"{name}!{member}", error.reason)


def _is_log(archive: Archive) -> bool:
    """Whether the archive is one source, an Inspect log, and no folder of files."""
    return "header.json" in archive.names or any(name.startswith("_journal/") for name in archive.names)
