"""A VFS that writes down what SQLite writes and syncs: `python recording.py LEVEL TAGS DB LOG`, a process of its own.

It wraps the operating system's own VFS through SQLite's public C interface: every write, truncation and sync of every
file goes to the disk as always and into the log, in order, with a line for each tag that was acknowledged.
"""

from __future__ import annotations

import ctypes
import pickle
import sys
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any

Operation = tuple[Any, ...]
"""("write", path, offset, bytes), ("truncate", path, size), ("sync", path), ("delete", path) or ("ack", ULID)."""

_BROKEN_WRITE, _BROKEN_SYNC = 778, 1034
"""SQLITE_IOERR_WRITE and SQLITE_IOERR_FSYNC."""

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)  # names by address: they outlive the call
_Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = [
        ("version", c_int),
        *((name, c_void_p) for name in ("close", "read", "write", "truncate", "sync")),
        ("rest", c_void_p * 13),
    ]


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = [
        ("version", c_int),
        ("size", c_int),
        ("longest", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 13),
    ]


class Recorder:
    """Every later connection of this process is written down, until the process ends."""

    def __init__(self) -> None:
        import _sqlite3

        library = ctypes.CDLL(_sqlite3.__file__)  # its own SQLite, whether linked in or beside it
        library.sqlite3_vfs_find.restype = POINTER(Vfs)
        system = library.sqlite3_vfs_find(None).contents
        self.log: list[Operation] = []
        self.fails: Callable[[], bool] = lambda: False
        """Whether the disk fails at the next write or sync."""

        self._paths: dict[int, str] = {}
        self._methods: dict[int, Methods] = {}
        self._kept: list[Any] = []
        self._system_open, self._system_delete = _Open(system.open), _Delete(system.delete)
        self._vfs = Vfs.from_buffer_copy(system)
        self._vfs.name, self._vfs.next = b"recording", None
        self._vfs.open = self._callback(_Open(self._open))
        self._vfs.delete = self._callback(_Delete(self._delete))
        library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def _callback(self, function: Any) -> c_void_p:
        self._kept.append(function)
        return ctypes.cast(function, c_void_p)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        code: int = self._system_open(vfs, name, file, flags, out)
        place = c_void_p.from_address(file)  # the first member of every file: its methods
        if code == 0 and name is not None and place.value:
            self._paths[file] = ctypes.string_at(name).decode()
            place.value = ctypes.addressof(self._wrapped(place.value))
        return code

    def _delete(self, vfs: int, name: int, sync: int) -> int:
        self.log.append(("delete", ctypes.string_at(name).decode()))
        return int(self._system_delete(vfs, name, sync))

    def _wrapped(self, address: int) -> Methods:
        if address in self._methods:
            return self._methods[address]
        system = Methods.from_address(address)
        system_write, system_truncate, system_sync = (
            _Write(system.write),
            _Truncate(system.truncate),
            _Sync(system.sync),
        )

        def write(file: int, data: int, size: int, offset: int) -> int:
            if self.fails():
                return _BROKEN_WRITE
            self.log.append(("write", self._paths[file], offset, ctypes.string_at(data, size)))
            return int(system_write(file, data, size, offset))

        def truncate(file: int, size: int) -> int:
            self.log.append(("truncate", self._paths[file], size))
            return int(system_truncate(file, size))

        def sync(file: int, flags: int) -> int:
            if self.fails():
                return _BROKEN_SYNC
            code = int(system_sync(file, flags))
            self.log.append(("sync", self._paths[file]))
            return code

        made = Methods.from_buffer_copy(system)
        made.write = self._callback(_Write(write))
        made.truncate = self._callback(_Truncate(truncate))
        made.sync = self._callback(_Sync(sync))
        self._methods[address] = made
        return made


def main() -> None:
    """Tags, and writes the log beside the database; a checkpoint now and then, as a long day has it."""
    level, tags, db, log = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    try:
        recorder = Recorder()
    except (AttributeError, OSError, ImportError) as error:
        sys.exit(f"this SQLite cannot be wrapped: {error}")
    from reviewer.operations.reviewing import Reviewing
    from reviewer.review.anchors import Anchor, Place
    from reviewer.store.connection import checkpoint

    with Reviewing(db, "Ann") as ann:
        if level != "AS IT IS":
            ann.connection.execute(f"PRAGMA synchronous = {level}")
        for number in range(1, tags + 1):
            made = ann.tag(
                "t", "b2:aa", Anchor("message", (Place(number),)), "conversation.tone", "b2:x", note="x" * 90
            )
            recorder.log.append(("ack", made.id))
            if number % 17 == 0:
                checkpoint(ann.connection)
    log.write_bytes(pickle.dumps(recorder.log))


if __name__ == "__main__":
    main()
