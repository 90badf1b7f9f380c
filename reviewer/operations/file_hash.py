"""The hash of a file's bytes, reckoned beside the reading of it: hashing leaves the interpreter to others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from reviewer.formats import Source
from reviewer.text.hashing import SIZE, named

_PIECE = 1 << 20
_BESIDE = 4 << 20
"""From this size on a thread is worth its while."""


class FileHash:
    """The hash of all the files that a source is made of; empty where one of them cannot be read any more."""

    def __init__(self, source: Source) -> None:
        self._files = _as_they_lie(source.parts)
        self._value: str | None = None
        self._thread: threading.Thread | None = None
        if sum(size for _, size, _ in self._files) > _BESIDE:
            self._thread = threading.Thread(target=self._reckon, daemon=True)
            self._thread.start()

    def value(self) -> str:
        """`b2:` and 32 hex digits; waits for them."""
        if self._thread is not None:
            self._thread.join()
        elif self._value is None:
            self._reckon()
        return self._value or ""

    def _reckon(self) -> None:
        self._value = _hash(self._files)


def _as_they_lie(files: Sequence[Path]) -> tuple[tuple[Path, int, int], ...]:
    try:
        statuses = [(file, file.stat()) for file in files]
    except OSError:
        return ()
    return tuple((file, status.st_size, status.st_mtime_ns) for file, status in statuses)


@lru_cache(64)  # the members of one archive share its hash
def _hash(files: tuple[tuple[Path, int, int], ...]) -> str:
    digest = blake2b(digest_size=SIZE)
    try:
        for path, size, _ in files:
            digest.update(f"{size}\n".encode())
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
    except OSError:
        return ""
    return named(digest.digest())
