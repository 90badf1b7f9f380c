"""One logical file that transcripts are read from: a file on disk, packed with gzip or not, or a member of a zip file.

Everything is read in pieces and within `limits`; the errors of the disk and of unpacking become `InputRefused`.
"""

from __future__ import annotations

import gzip
import io
import posixpath
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from reviewer.errors import BrokenFile, InputRefused, TooLarge
from reviewer.formats import limits
from reviewer.formats.archive import GZIP, MAGIC, UNPACKING, Archive
from reviewer.formats.contract import Refused
from reviewer.formats.json_text import BOM
from reviewer.formats.limits import in_mib
from reviewer.formats.peek import Peek, peek
from reviewer.text.storable import storable

HEAD = 65_536
_PIECE = 1024 * 1024
_GENERIC = re.compile(r"(results?|simulations?|logs?|data|output|transcripts?|traj|runs?)", re.IGNORECASE)
_SUFFIXES = re.compile(r"(\.(gz|jsonl?|eval|ndjson|zip))+$", re.IGNORECASE)


class Source:
    """One logical file.

    `path` is the file on disk, `name` what messages call it (with `!member` for a member of an archive), `location`
    the same with the absolute path. `size` is in bytes on disk, `consumed` how many of them have been read. `stem` is
    what a run is called after where the file does not say. `is_zip` marks an archive that is one source (an Inspect
    log).

    While it is read: `unended` says that the last line had no end, a format sets `truncated` where it therefore left
    that line for later, and `notes` collects what is to be said of the file as a whole.
    """

    def __init__(self, path: Path, name: str, *, archive: Archive | None = None, member: str = "") -> None:
        self.path, self.member_name = path, member
        self.name = f"{name}!{member}" if member else name
        self.unended = self.truncated = False
        self.notes: list[str] = []
        self._inside = archive
        self._head = b""
        self._peeks: dict[int, Peek] = {}
        self._whole_head = False
        self._position: Callable[[], int] = lambda: 0
        self.size = archive.packed_size(member) if archive else _size(path, name)
        self.is_zip = self.head(4).startswith(MAGIC)

    @property
    def location(self) -> str:
        """The file's absolute path, with `!member` for a member of an archive."""
        absolute = str(self.path.resolve())
        return f"{absolute}!{self.member_name}" if self.member_name else absolute

    @cached_property
    def stem(self) -> str:
        """The file's name without its suffixes; where that says nothing, the name of the folder around it."""
        inside = Path(self.member_name) if self.member_name else None
        own = _SUFFIXES.sub("", (inside or self.path).name)
        if own and not _GENERIC.fullmatch(own):
            return storable(own)
        around = inside.parent.name if inside else self.path.resolve().parent.name
        return storable(around or (_SUFFIXES.sub("", self.path.name) if inside else "") or own or "run")

    @property
    def filename(self) -> str:
        """The name of the file, or of the member, without what is around it."""
        return Path(self.member_name or self.path).name

    @property
    def parts(self) -> list[Path]:
        """The files on disk that this source is made of: when none of them changed, nothing in it did."""
        return [self.path] if self.member_name else [self.path, *(part.path for part in self.beside("simulations"))]

    @property
    def consumed(self) -> int:
        """How many of the `size` bytes have been read."""
        return min(self._position(), self.size)

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes, unpacked, without a byte order mark. Fewer only where the file is shorter."""
        if len(self._head) < size and not self._whole_head:
            with self._opened(aside=True) as file:
                self._head = self._guarded(lambda: file.read(size + len(BOM))).removeprefix(BOM)
            self._whole_head = len(self._head) < size
        return self._head[:size]

    def peek(self, size: int = HEAD) -> Peek:
        """The first JSON value of the file, as far as its first `size` bytes show it."""
        if size not in self._peeks:
            self._peeks[size] = peek(self.head(size))
        return self._peeks[size]

    def lines(self) -> Iterator[tuple[int, bytes] | Refused]:
        """The lines that are not blank, numbered from 1, with their ends. A line that is too long is refused."""
        with self._opened() as file:
            number = size = 0
            while line := self._guarded(lambda: file.readline(limits.LINE + 1)):
                number += 1
                size = len(line)
                if number == 1:
                    line = line.removeprefix(BOM)
                self.unended = not line.endswith(b"\n")
                if len(line) > limits.LINE and self.unended:
                    while (more := self._guarded(lambda: file.readline(_PIECE))) and not more.endswith(b"\n"):
                        pass
                    self.unended = not more
                    yield Refused(f"line {number}", f"longer than {in_mib(limits.LINE)}")
                elif not line.isspace():
                    yield number, line
            if self.truncated:
                words = f"{size:,} {'byte' if size == 1 else 'bytes'}"
                self.notes.append(f"its last line is unfinished ({words}): left for the next load")

    def pieces(self, size: int = _PIECE, *, aside: bool = False) -> Generator[bytes]:
        """The whole file in pieces of at most `size` bytes; `aside`: `consumed` does not follow."""
        with self._opened(aside=aside) as file:
            first = True
            while piece := self._guarded(lambda: file.read(size)):
                yield piece.removeprefix(BOM) if first else piece
                first = False

    def data(self) -> bytes:
        """All of a file that is read whole, without a byte order mark. Raises `TooLarge`."""
        with self._opened() as file:
            data = self._guarded(lambda: file.read(limits.LINE + 1))
        if len(data) > limits.LINE:
            raise TooLarge(self.name, "", f"one JSON document of more than {in_mib(limits.LINE)}")
        return data.removeprefix(BOM)

    def tail(self, size: int = 4096) -> bytes:
        """The last bytes, unpacked."""
        with self._opened(aside=True) as file:
            if file.seekable():
                file.seek(max(0, file.seek(0, io.SEEK_END) - size))
            tail = b""
            while piece := self._guarded(lambda: file.read(_PIECE)):
                tail = (tail + piece)[-size:]
        return tail

    def matches(self, pattern: re.Pattern[bytes], reach: int = 256) -> Iterator[re.Match[bytes]]:
        """Where a pattern of at most `reach` bytes occurs: a quick look through the whole file before reading it."""
        rest = b""
        for piece in self.pieces(aside=True):
            window = rest + piece
            end = 0
            for found in pattern.finditer(window):
                if found.end() < len(window):
                    yield found
                    end = found.end()
            rest = window[max(end, len(window) - reach) :]
        yield from pattern.finditer(rest)

    def members(self) -> tuple[str, ...]:
        """The members of an archive that is one source."""
        return self._archive.names

    def repeated(self) -> tuple[str, ...]:
        """Those of them that stand in the archive more than once: the last one is read."""
        return self._archive.repeated

    def member(self, name: str) -> bytes:
        """A member of it, unpacked, within the limits."""
        data = self._archive.read(name)
        self._position = lambda: self._archive.consumed
        return data

    def beside(self, folder: str) -> list[Source]:
        """The files in a folder beside this one: parts of it, as τ²-bench writes them. Empty where there is none."""
        if self.is_zip or self.filename.partition(".")[0] != "results":
            return []
        if self._inside:
            around = within(self.member_name).rpartition("/")[0]
            name = self.name.removesuffix(f"!{self.member_name}")
            names = (member for member in sorted(self._inside.names) if _is_in(within(member), around, folder))
            return [Source(self.path, name, archive=self._inside, member=member) for member in names]
        beside = self.path.parent / folder
        if not beside.is_dir():
            return []
        name = str(Path(self.name).parent / folder)
        return [
            Source(path, f"{name}/{path.name}")
            for path in sorted(beside.iterdir())
            if path.is_file() and not path.name.startswith(".")
        ]

    @cached_property
    def _archive(self) -> Archive:
        if self._inside:
            return Archive(self._inside.read(self.member_name), self.name)
        return Archive(self.path, self.name)

    def _opened(self, *, aside: bool = False) -> IO[bytes]:
        """The content from its beginning, unpacked. `consumed` follows what is read from it, unless it is `aside`."""
        if self._inside:
            member = _Bounded(cast("io.BufferedIOBase", self._inside.open(self.member_name)), self.name, self.size)
            if not aside:
                self._position = lambda: member.read_so_far  # unpacked, so it may run ahead; `consumed` cuts it
            file: io.BufferedReader = io.BufferedReader(member, _PIECE)
        else:
            try:
                raw = self.path.open("rb", buffering=0)
            except OSError as error:
                raise BrokenFile(self.name, "", f"cannot be opened: {error.strerror}") from None
            if not aside:
                self._position = lambda: self.size if raw.closed else raw.tell()
            file = io.BufferedReader(raw, _PIECE)
        if self._guarded(lambda: file.peek(2))[:2] == GZIP:
            return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=file), self.name, self.size, file), _PIECE)
        return file

    def _guarded(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except InputRefused:
            raise
        except UNPACKING as error:
            raise BrokenFile(self.name, "", f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


class _Bounded(io.RawIOBase):
    """An unpacked stream that stops before a small file becomes a big one. A stream without its end just ends."""

    def __init__(self, inner: io.BufferedIOBase, name: str, packed: int, outer: IO[bytes] | None = None) -> None:
        self._inner, self._name, self._packed, self._outer = inner, name, packed, outer
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub says Buffer
        try:
            data = self._inner.read1(len(buffer))
        except EOFError:
            return 0
        except zlib.error as error:
            raise BrokenFile(self._name, "", f"cannot be unpacked: {error}") from None
        self.read_so_far += len(data)
        if self.read_so_far > limits.RATIO_FREE and self.read_so_far > self._packed * limits.RATIO:
            raise TooLarge(self._name, "", f"unpacks to more than {limits.RATIO} times its size")
        if self.read_so_far > limits.FILE:
            raise TooLarge(self._name, "", f"more than {in_mib(limits.FILE)} unpacked")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        super().close()
        self._inner.close()
        if self._outer:
            self._outer.close()


def within(member: str) -> str:
    """Where a member of an archive would lie, told from the archive's top: "../" in front says that it leads out."""
    return posixpath.normpath(member.replace("\\", "/").lstrip("/"))


def _is_in(place: str, around: str, folder: str) -> bool:
    """Whether a member lies right in that folder of the folder `around`, and is not hidden."""
    inside, _, name = place.rpartition("/")
    return inside == f"{around}/{folder}".lstrip("/") and not name.startswith(".")


def _size(path: Path, name: str) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BrokenFile(name, "", f"cannot be opened: {error.strerror}") from None
    if size > limits.FILE:
        raise TooLarge(name, "", f"{in_mib(size)}; at most {in_mib(limits.FILE)} are read")
    return size
