"""Unfinished files and folders beside their place: held while somebody writes them, cleared when nobody does.

Who writes holds a lock on what he writes, which the system lets go when a process is killed. What an export left that
was killed has a name of this program's and no lock, and goes with the next export to the same place.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_HALF: Final = "half"
_OLD: Final = "old"
_LONGEST: Final = 100
"""Bytes of a name; a longer one is cut, and told apart by its hash."""


@contextmanager
def beside(path: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """A name beside `path` that nobody has, under which `make` makes a file or a folder; what is left there afterwards
    is removed."""
    made, handle = _made(path, make)
    try:
        yield made
    finally:
        if made.is_dir():
            shutil.rmtree(made)
        else:
            made.unlink(missing_ok=True)
        os.close(handle)


@contextmanager
def aside(path: Path) -> Iterator[None]:
    """Moves the folder `path` out of the way; it is put back where the block fails, and removed where it does not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _lock(handle)
        old = _name(path, _OLD)
        path.rename(old)
        try:
            yield
        except BaseException:
            old.rename(path)
            raise
        shutil.rmtree(old)
    finally:
        os.close(handle)


def clear(path: Path, *, force: bool) -> None:
    """Removes what killed exports to `path` left and nobody holds; an earlier export that one had moved aside only with
    `force`, as it would be replaced in its place. What cannot be removed stays."""
    ours = re.compile(rf"\.{re.escape(_stem(path))}\.[0-9a-f]{{8}}\.(?:{f'{_HALF}|{_OLD}' if force else _HALF})")
    with suppress(OSError):
        for one in sorted(path.parent.iterdir()):
            if ours.fullmatch(one.name):
                with suppress(OSError):
                    _remove(one)


def _made(path: Path, make: Callable[[Path], None]) -> tuple[Path, int]:
    """What was made, and the handle that holds it."""
    while True:
        made = _name(path, _HALF)
        make(made)
        with suppress(FileNotFoundError):  # another export cleared it before it was held: once more
            handle = os.open(made, os.O_RDONLY)
            if _lock(handle) and made.exists():
                return made, handle
            os.close(handle)


def _remove(left: Path) -> None:
    handle = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if os.fstat(handle).st_uid != os.geteuid() or not _lock(handle, unsure=False):
            return
        if left.is_dir():
            shutil.rmtree(left)
        elif left.is_file():
            left.unlink()
    finally:
        os.close(handle)


def _lock(handle: int, *, unsure: bool = True) -> bool:
    """Holds what is open; False where somebody else does, `unsure` where the file system knows no locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return unsure
    return True


def _name(path: Path, what: str) -> Path:
    return path.with_name(f".{_stem(path)}.{secrets.token_hex(4)}.{what}")


def _stem(path: Path) -> str:
    name = os.fsencode(path.name)
    if len(name) <= _LONGEST:
        return path.name
    return f"{name[:_LONGEST].decode(errors='ignore')}.{hashlib.sha256(name).hexdigest()[:8]}"
