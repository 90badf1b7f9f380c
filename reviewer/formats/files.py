"""From what a person names to the sources in it: files, folders, globs, and zip archives of files."""

from __future__ import annotations

import glob
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewer.errors import BrokenFile, InputRefused
from reviewer.formats.archive import GZIP, MAGIC, Archive
from reviewer.formats.contract import Refused
from reviewer.formats.source import Source, within

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
        try:
            yield from _named(named, seen)
        except OSError as error:  # in a folder that may not be entered, or on a disk that is gone
            yield _unreadable(named, error)


def _named(named: str, seen: set[Path]) -> Iterator[Source | Refused]:
    path = Path(named).expanduser()
    if path.is_dir():
        for inside in _files_in(path, set()):
            if isinstance(inside, Refused):
                yield inside
            elif _worth_reading(inside):
                yield from _source(inside, seen)
    elif path.exists():
        yield from [Refused(named, other)] if (other := _no_file(path)) else _source(path, seen)
    elif path.is_symlink():  # it leads to nothing, and glob would find it under this same name for ever
        yield Refused(named, "no such file or folder")
    elif matches := sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        yield from _sources(matches, seen)
    else:
        yield Refused(named, "no such file or folder")


def _unreadable(path: Path | str, error: OSError) -> Refused:
    return Refused(str(path), f"cannot be read: {error.strerror or error}")


def _no_file(path: Path) -> str:
    """What this is instead of a file: whoever opened it might wait for ever."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return ""
    what = "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
    return f"{what}, where a file was expected"


def _files_in(folder: Path, entered: set[Path]) -> Iterator[Path | Refused]:
    """The files in a folder and in those inside of it, each folder once, and what of it cannot be looked at."""
    real = folder.resolve()
    if real in entered:
        return
    entered.add(real)
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        yield _unreadable(folder, error)
        return
    has_results = any(entry.name.startswith("results.json") for entry in entries)
    for entry in entries:
        try:
            if entry.is_dir():
                if not (entry.name == "simulations" and has_results):
                    yield from _files_in(entry, entered)
            elif not entry.exists():
                yield Refused(str(entry), "a link that leads to nothing")
            elif entry.is_file():
                yield entry
        except OSError as error:
            yield _unreadable(entry, error)


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
    places = {member: within(member) for member in sorted(archive.names)}
    named = [inner.rpartition("/") for inner in places.values()]
    with_results = {around for around, _, own in named if own.startswith("results.json")}
    for member, inner in places.items():
        # Nothing is ever unpacked to disk, so such a name is no danger; but it is no name of a file in here either.
        if inner == ".." or inner.startswith("../"):
            yield Refused(f"{name}!{member}", "a name that leads out of the archive: not read")
            continue
        if any(part.startswith((".", "__MACOSX")) for part in inner.split("/")):
            continue
        around, _, folder = inner.rpartition("/")[0].rpartition("/")
        if folder == "simulations" and around in with_results:
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
