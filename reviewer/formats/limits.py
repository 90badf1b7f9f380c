"""The limits that guard memory and time against a broken or a hostile file. All of them, in one table.

what                                        limit            why
a file, as it lies on disk                  4 GiB            it is read in pieces; beyond, something else is meant
a line, or one transcript of a document     64 MiB           it is parsed in one go
a document that is read whole               64 MiB           the same
messages in one transcript                  250,000          each costs about 1 kB while it is read
objects, commas in one transcript           1 and 8 million  counted where its text is longer than 4 MiB
depth of nesting                            128              the parsers below refuse at 200 and at 1,000
digits of an integer                        4,300            Python's own limit
members of an archive                       50,000
one member of an archive, unpacked          256 MiB
an archive or a .gz file, unpacked          2 GiB, 4 GiB
unpacked to packed                          200 times        counted only beyond 8 MiB
refusals of one file that are told apart    1,000            the rest is counted, to 100,000: then reading stops
"""

from __future__ import annotations

MIB = 1024 * 1024

FILE = 4096 * MIB
LINE = 64 * MIB
MESSAGES = 250_000
DEPTH = 128
MEMBERS = 50_000
MEMBER = 256 * MIB
ARCHIVE = 2048 * MIB
RATIO = 200
RATIO_FREE = 8 * MIB
REFUSALS = 1_000
REFUSALS_COUNTED = 100_000
OBJECTS = 1_000_000
COMMAS = 8_000_000
COUNTED_FROM = 4 * MIB


def too_many(text: str | bytes, start: int = 0) -> str:
    """What a JSON text holds too many of to be parsed in one go: "more than 250,000 messages"; or nothing."""
    if len(text) - start <= COUNTED_FROM:
        return ""
    role, opening, comma = ('"role"', "{", ",") if isinstance(text, str) else (b'"role"', b"{", b",")
    for mark, limit, what in ((role, MESSAGES, "messages"), (opening, OBJECTS, "objects"), (comma, COMMAS, "values")):
        if text.count(mark, start) > limit:  # type: ignore[arg-type]  # both are text, or both are bytes
            return f"more than {limit:,} {what}"
    return ""


def in_mib(size: int) -> str:
    """A size in bytes for people: "64 MiB"."""
    return f"{size / MIB:,.0f} MiB" if size >= MIB else f"{size:,} bytes"
