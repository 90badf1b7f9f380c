"""Streams that take all of what is written to them."""

from __future__ import annotations

import io
import sys
from typing import TextIO


def whole(stream: TextIO) -> TextIO:
    """The stream, or one with a buffer where it has none.

    Where Python's streams are unbuffered (PYTHONUNBUFFERED is common in containers), their text layer writes to the
    file itself and does not notice when that took only a part, as a terminal or a pipe does when it is interrupted:
    the rest would be lost.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(raw, io.FileIO):
        return stream
    buffer = io.BufferedWriter(io.FileIO(raw.fileno(), "w", closefd=False))
    return io.TextIOWrapper(buffer, stream.encoding, stream.errors, line_buffering=True)


def keep_frames_whole() -> None:
    """The same for `sys.__stderr__`, where Textual's drivers write to."""
    if sys.__stderr__ is not None:
        sys.__stderr__ = whole(sys.__stderr__)  # type: ignore[assignment, misc] # they look nowhere else
