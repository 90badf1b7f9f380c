"""The stream that the screen is written to."""

from __future__ import annotations

import io
import sys


def keep_whole() -> None:
    """Makes sure that all of a frame reaches the terminal.

    Where Python's streams are unbuffered (PYTHONUNBUFFERED is common in containers), their text layer writes to the
    file itself and does not notice that the terminal took only a part: the rest of the frame would be lost, from the
    midst of an order on. Textual's drivers write to `sys.__stderr__`.
    """
    stream = sys.__stderr__
    if stream is not None and isinstance(stream.buffer, io.RawIOBase):
        buffer = io.BufferedWriter(io.FileIO(stream.fileno(), "w", closefd=False))
        whole = io.TextIOWrapper(buffer, stream.encoding, stream.errors)
        sys.__stderr__ = whole  # type: ignore[misc] # as good as final, but the drivers look nowhere else
