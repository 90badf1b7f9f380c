"""Looking into a zip archive without ever unpacking it to disk, and without trusting what it says of itself."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path
from typing import IO

from reviewer.errors import BrokenFile, TooLarge
from reviewer.formats import limits
from reviewer.formats.limits import in_mib

if sys.version_info >= (3, 14):
    import zipfile

    from compression import zstd
else:
    from backports import zstd
    from backports.zstd import zipfile

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
GZIP = b"\x1f\x8b"
UNPACKING = (
    zipfile.BadZipFile,
    zstd.ZstdError,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What the standard library raises for a damaged member, for an unknown compression and for an encrypted one."""


class Archive:
    """A zip file, deflate and zstd, within the limits. `names` are its members in their order, without folders.

    `repeated` are those that stand in it more than once: the last one is read, and whoever reads must say so or refuse.

    Raises `BrokenFile` and `TooLarge`, with `name` as the file.
    """

    def __init__(self, file: Path | bytes, name: str) -> None:
        self.name, self._file = name, file
        size = len(file) if isinstance(file, bytes) else file.stat().st_size
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
        except UNPACKING as error:
            if _begins(file, GZIP):
                raise BrokenFile(name, "", "a zip archive packed with gzip; unpack it once, and load that") from None
            raise BrokenFile(name, "", f"no readable zip archive: {error}") from None
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._infos = {info.filename: info for info in infos}
        self.names = tuple(self._infos)
        self.repeated = tuple({info.filename: 0 for info in infos if self._infos[info.filename] is not info})
        self.consumed = 0
        if len(infos) > limits.MEMBERS:
            raise TooLarge(name, "", f"{len(infos):,} members; at most {limits.MEMBERS:,} are read")
        if sum(info.compress_size for info in infos) > size:
            raise BrokenFile(name, "", "its members overlap")
        if (total := sum(info.file_size for info in infos)) > limits.ARCHIVE:
            raise TooLarge(name, "", f"holds {in_mib(total)} unpacked; at most {in_mib(limits.ARCHIVE)} are read")

    def packed_size(self, member: str) -> int:
        """The size of a member in the archive, in bytes."""
        return int(self._infos[member].compress_size)

    def open(self, member: str) -> IO[bytes]:
        """A member to read from. Its limits are looked at before, its damages show while it is read (`UNPACKING`)."""
        info = self._infos[member]
        size, packed = info.file_size, info.compress_size
        place = f"member {member}"
        if size > limits.MEMBER:
            raise TooLarge(self.name, place, f"{in_mib(size)} unpacked; at most {in_mib(limits.MEMBER)} are read")
        if size > limits.RATIO_FREE and size > packed * limits.RATIO:
            raise TooLarge(self.name, place, f"unpacks to more than {limits.RATIO} times its size")
        try:
            return self._zip.open(info)
        except UNPACKING as error:
            raise BrokenFile(self.name, place, f"cannot be unpacked: {error}") from None

    def read(self, member: str) -> bytes:
        """All of a member. Never is more unpacked than the archive says of it, which `open` has looked at."""
        info = self._infos[member]
        with self.open(member) as file:
            try:
                data = (
                    self._frames(info) if info.compress_type == zipfile.ZIP_ZSTANDARD else file.read(info.file_size + 1)
                )
            except UNPACKING as error:
                raise BrokenFile(self.name, f"member {member}", f"cannot be unpacked: {error}") from None
        self.consumed += self.packed_size(member)
        return data

    def _frames(self, info: zipfile.ZipInfo) -> bytes:
        """A zstd member of one frame or several: the standard library's reader of archives stops after the first."""
        with io.BytesIO(self._file) if isinstance(self._file, bytes) else self._file.open("rb") as file:
            file.seek(info.header_offset + 26)
            file.seek(sum(struct.unpack("<HH", file.read(4))), io.SEEK_CUR)
            packed = file.read(info.compress_size)
        with zstd.ZstdFile(io.BytesIO(packed)) as frames:
            data = frames.read(info.file_size + 1)
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise zipfile.BadZipFile("it is not what the archive says of it")
        return data


def _begins(file: Path | bytes, magic: bytes) -> bool:
    if isinstance(file, bytes):
        return file.startswith(magic)
    try:
        with file.open("rb") as opened:
            return opened.read(len(magic)) == magic
    except OSError:
        return False
