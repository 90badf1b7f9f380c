"""Reading one file into rows: everything about a load that needs no database, here or in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from reviewer.errors import InputRefused
from reviewer.formats import Fill, Found, Refused, Source, read
from reviewer.operations.file_hash import FileHash
from reviewer.store.content import Content, content

Kind = Literal["format", "content", "refused", "end"]


class End(NamedTuple):
    """A file's last part. `whole` says that all of it was read: what it did not show is not in it."""

    hash: str
    growing: bool
    notes: list[str]
    whole: bool


class Part(NamedTuple):
    """What comes of a file, in order: its format's name, then transcripts and refusals (place, reason), then its end.

    `consumed` is how many of its bytes have been read.
    """

    kind: Kind
    consumed: int
    value: Any


def parts(source: Source, fill: Fill) -> Iterator[Part]:
    """The parts of a file, lazily. What cannot be read or stored is refused, here too; nothing else is raised."""
    file_hash = FileHash(source)
    named = whole = False
    try:
        name, items = read(source, fill)
        yield Part("format", 0, name)
        named = True
        for item in items:
            made = item if isinstance(item, Refused) else _content(item)
            if isinstance(made, Content):
                yield Part("content", source.consumed, made)
            else:
                yield Part("refused", source.consumed, (made.place, made.reason))
        whole = not source.truncated
    except InputRefused as error:
        if not named:
            yield Part("format", 0, "")
        yield Part("refused", source.consumed, (error.place, error.reason))
    yield Part("end", source.size, End(file_hash.value(), source.truncated, list(source.notes), whole))


def _content(found: Found) -> Content | Refused:
    try:
        return content(found.place, found.transcript, found.answers)
    except (ValueError, OverflowError, RecursionError) as error:
        return Refused(found.place, f"cannot be stored: {error}")
