"""Where in a message the words of a search stand: its text, its reasoning or a call, and the words around."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from reviewer.store.snippets import Phrase, Snippet, beginning, snippet

_PIECE = 1 << 16
_OVERLAP = 1 << 10  # longer than any phrase that somebody types, in bytes
_EFFORT = 10 << 20


class Effort:
    """What may still be spent on finding words in long texts, in bytes."""

    def __init__(self, left: int = _EFFORT) -> None:
        self.left = left

    def pieces(
        self, connection: sqlite3.Connection, column: str, message: int, phrases: Iterable[Phrase] = ()
    ) -> Iterator[str]:
        """The beginning of a text column of a message, and then the pieces of it that may hold one of the phrases.

        Far into a text a word is looked for as bytes, which is many times faster: an accent that the text has and the
        query has not hides it there.
        """
        with connection.blobopen("message", column, message, readonly=True) as blob:
            piece = blob.read(_PIECE)
            yield piece.decode("utf-8", "ignore")
            spellings = [spelling.encode() for phrase in phrases for spelling in phrase.spellings]
            while len(piece) == _PIECE and self.left > 0:
                blob.seek(blob.tell() - _OVERLAP)
                piece = blob.read(_PIECE)
                self.left -= len(piece)
                plain = piece.lower()
                if any(spelling in plain for spelling in spellings):
                    yield piece.decode("utf-8", "ignore")


def excerpt(
    connection: sqlite3.Connection, message: int, phrases: Sequence[Phrase], effort: Effort, *, reasoning: bool
) -> tuple[str, str | None, Snippet]:
    """The first field of a message in which a word stands, the tool that is called there, and the words around."""
    columns = ("text", "reasoning") if reasoning else ("text",)
    if phrases:
        for column in columns:
            found = snippet(effort.pieces(connection, column, message, phrases), phrases)
            if found:
                return column, None, found
    calls = connection.execute(
        "SELECT ordinal, name, substr(arguments, 1, ?) FROM tool_call WHERE message = ? ORDER BY ordinal",
        (_PIECE, message),
    ).fetchall()
    if phrases:
        for ordinal, name, arguments in calls:
            found = snippet((arguments,), phrases)
            if found:
                return f"c{ordinal}.args", name, found
            if snippet((name,), phrases):
                found = snippet((f"{name} {arguments}",), phrases)
                return f"c{ordinal}.name", name, found or Snippet(name)
    for column in columns:
        found = beginning(next(effort.pieces(connection, column, message), ""))
        if found.text:
            return column, None, found
    for ordinal, name, arguments in calls:
        return f"c{ordinal}.args", name, beginning(arguments)
    return "text", None, Snippet("")
