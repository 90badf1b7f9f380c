"""Text that SQLite can hold."""

from __future__ import annotations


def storable(text: str) -> str:
    """`text`; lone surrogates in it, as of a file name that is no UTF-8, become six characters each: `\\udcff`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode()
