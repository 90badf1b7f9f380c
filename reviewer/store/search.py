"""Search in all text: `reship "no need to return" role:agent tool:refund model:kimi case:used run:r1`, newest first.

Words and phrases must all stand in a message: in its text, its reasoning, or the names and arguments of its calls, and
`refund*` finds longer words too. Filters of one key are alternatives; `=` in front of a value asks for the whole name.
Whatever is typed is looked for as words: no part of it reaches the full text's own query language.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reviewer.model.reading import ROLES
from reviewer.store import facets
from reviewer.store.blind import NOTHING, Blind, shuffled
from reviewer.store.connection import Reader
from reviewer.store.snippets import Phrase, Snippet, beginning, snippet

KEYS = ("role", "tool", "model", "case", "run")
LIMIT = 50
MOST_PHRASES = 32
"""More words and phrases than this are not looked for; the query says so."""

_TOKEN = re.compile(rf'(?:({"|".join(KEYS)}):(?:"([^"]*)"?|(\S*)))|"([^"]*)"?|([^\s"]+)', re.IGNORECASE)
_SHORTEST_PREFIX = 3
_OTHER_ROLES = {"customer": ("user",), "agent": ("assistant",), "tool": ("function",)}
_TEXT = "{text reasoning calls}"

_PIECE = 1 << 16
_OVERLAP = 1 << 10  # longer than any phrase that somebody types, in bytes
_EFFORT = 10 << 20
_NONE = Snippet("")

_WORDS: dict[str, Callable[[Any], str]] = {
    "role": facets.role_word,
    "tool": facets.tool_word,
    "case": facets.case_word,
    "run": facets.run_word,
}
"""The facet word of what a kind of filter names."""

Names = dict[str, list[tuple[Any, ...]]]
"""Answers of the database, by their question."""

_NAMES = {
    "tool": "SELECT DISTINCT name FROM tool",
    "case": "SELECT DISTINCT case_id FROM transcript",
    "run": "SELECT id, name, label, model FROM run",
}

_HIT = """
SELECT m.id, t.id, t.public_id, t.case_id, r.name, r.label, r.state, r.synthetic, m.number, m.role,
       coalesce(a.name, CASE m.role WHEN 'tool' THEN m.name END), typeof(m.reasoning) = 'text'
FROM {} CROSS JOIN message m ON m.id = {} CROSS JOIN revision v ON v.id = m.revision
CROSS JOIN transcript t ON t.id = v.transcript AND t.revision = v.id CROSS JOIN run r ON r.id = t.run
LEFT JOIN tool_call a ON a.message = m.id - m.number + m.answers_message AND a.ordinal = m.answers_call
"""
_HITS = (
    _HIT.format("message_fts", "message_fts.rowid")
    + "WHERE message_fts MATCH ? AND message_fts.rowid < ? ORDER BY message_fts.rowid DESC LIMIT ?"
)
_CHOSEN = _HIT.format("json_each(?) c", "c.value") + "ORDER BY c.key"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `filters` are (key, casefolded value); an empty query finds nothing."""

    phrases: tuple[Phrase, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.phrases or self.filters)


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found; `key` and `id` name its transcript, `tool` whose result it is or whose call matched.

    `field` says where the words stand: text, reasoning, c1.name, c1.args. `snippet` is raw, `matches` are spans of it.
    """

    rowid: int
    key: int
    id: str
    case: str
    run: str
    model: str
    run_state: str
    synthetic: bool
    number: int
    role: str
    tool: str | None
    field: str
    snippet: str
    matches: tuple[tuple[int, int], ...]


def query(text: str) -> Query:
    """What `text` looks for. Never raises."""
    phrases: list[Phrase] = []
    filters: list[tuple[str, str]] = []
    text = text.replace("\0", " ").encode("utf-8", "replace").decode()
    for key, quoted_value, plain_value, quoted, plain in _TOKEN.findall(text):
        if key:
            value = (quoted_value or plain_value).replace('"', "").strip().casefold()
            if value:
                filters.append((key.lower(), value))
            continue
        phrase = Phrase(quoted or plain, prefix=plain.endswith("*"))
        if phrase.prefix and len(phrase.words[-1:] and phrase.words[-1]) < _SHORTEST_PREFIX:
            phrase = Phrase(plain)
        if phrase.words and phrase not in phrases:
            phrases.append(phrase)
    return Query(tuple(phrases[:MOST_PHRASES]), tuple(dict.fromkeys(filters)), len(phrases) > MOST_PHRASES)


def hits(
    connection: sqlite3.Connection,
    wanted: Query,
    limit: int = LIMIT,
    before: int | None = None,
    hidden: Blind = NOTHING,
) -> list[Hit]:
    """The newest `limit` messages that match, newest first; with `before`, what follows that hit's `rowid`.

    What was loaded when would tell the run: messages of what is hidden come behind all others, shuffled by transcript.
    """
    effort = _Effort()
    return [_hit(connection, row, wanted, effort) for row in _found(connection, wanted, limit, before, hidden)]


def first_hits(
    connection: sqlite3.Connection,
    wanted: Query,
    excerpts: int,
    late: Callable[[], bool],
    hidden: Blind = NOTHING,
) -> list[Hit]:
    """What `hits` gives, in less time: so many have their excerpt, fewer once it is late, the others an empty one.

    Of a long text only the beginning is looked at.
    """
    effort = _Effort(0)
    found = _found(connection, wanted, LIMIT, None, hidden)
    return [
        _hit(connection, row, wanted, effort) if number < excerpts and not late() else _as_hit(row)
        for number, row in enumerate(found)
    ]


def _found(
    connection: sqlite3.Connection, wanted: Query, limit: int, before: int | None, hidden: Blind
) -> list[tuple[Any, ...]]:
    match, _ = _compiled(connection, wanted)
    if match is None:
        return []
    if not hidden:
        return connection.execute(_HITS, (match, before if before is not None else 1 << 62, limit)).fetchall()
    place = _places(connection, hidden)
    shown: list[int] = []
    shuffle: list[tuple[bytes, int]] = []
    every = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC"
    for (message,) in connection.execute(every, (match,)):
        if at := place(message):
            shuffle.append((at, -message))
        else:
            shown.append(message)
    shuffle.sort()
    start = 0
    if before is not None and (at := place(before)):
        start = len(shown) + bisect_right(shuffle, (at, -before))
    elif before is not None:
        start = bisect_right(shown, -before, key=int.__neg__)
    chosen = [*shown, *(-message for _, message in shuffle)][start : start + limit]
    return connection.execute(_CHOSEN, (json.dumps(chosen),)).fetchall()


def _places(connection: sqlite3.Connection, hidden: Blind) -> Callable[[int], bytes]:
    """What says where a message stands: nowhere in particular, or if it is hidden where its transcript was shuffled."""
    shuffle = shuffled(connection, hidden)
    ranges = connection.execute(
        """SELECT v.first_message, v.messages, t.id FROM transcript t JOIN revision v ON v.id = t.revision
        WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY v.first_message""",
        (json.dumps(sorted(shuffle)),),
    ).fetchall()
    firsts = [first for first, _, _ in ranges]

    def place(message: int) -> bytes:
        at = bisect_right(firsts, message) - 1
        if at < 0 or message >= ranges[at][0] + ranges[at][1]:
            return b""
        return shuffle[ranges[at][2]]

    return place


def count(connection: sqlite3.Connection, wanted: Query) -> int:
    """How many messages match."""
    match, _ = _compiled(connection, wanted)
    if match is None:
        return 0
    found = connection.execute("SELECT count(*) FROM message_fts WHERE message_fts MATCH ?", (match,))
    return int(found.fetchone()[0])


def notes(connection: sqlite3.Connection, wanted: Query) -> list[str]:
    """What a person should know about the query: filters that nothing in the database answers to, words left out."""
    return _compiled(connection, wanted)[1]


def names(connection: sqlite3.Connection) -> Names:
    """The names that filters are compared with; the connection remembers them, so that no search need ask first."""
    return {question: _asked(connection, question) for question in _NAMES.values()}


def remember(connection: sqlite3.Connection, known: Names, version: int) -> None:
    """Spares a connection, of that data_version, the question for `names`, which another one has answered since."""
    if isinstance(connection, Reader):
        connection.remember(known, version)


def indexed(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many messages of the present revisions are searchable, and how many there are."""
    (through,) = connection.execute("SELECT indexed_through FROM search_progress").fetchone()
    searchable, everything = connection.execute(
        """SELECT coalesce(sum(max(0, min(v.messages, ? - v.first_message + 1))), 0), coalesce(sum(v.messages), 0)
        FROM transcript t NOT INDEXED JOIN revision v ON v.id = t.revision""",
        (through,),
    ).fetchone()
    return searchable, everything


def _compiled(connection: sqlite3.Connection, wanted: Query) -> tuple[str | None, list[str]]:
    """The query in the full text's own language, None where it can find nothing; and what to say about it."""
    said = [f"only the first {MOST_PHRASES} words and phrases are looked for"] if wanted.cut else []
    if not wanted:
        return None, said
    # Every word is quoted and every filter is a word of ours: nothing that was typed is read as an operator.
    parts = [f'{_TEXT} : "{phrase.text.replace(chr(34), "")}"{"*" * phrase.prefix}' for phrase in wanted.phrases]
    for choices in _chosen(connection, wanted, said).values():
        if not choices:
            return None, said
        parts.append(_one_of(choices))
    return " AND ".join(parts or [_one_of(facets.role_word(role) for role in ROLES)]), said


def _one_of(words: Iterable[str]) -> str:
    return f"facets : ({' OR '.join(words)})"


def _chosen(connection: sqlite3.Connection, wanted: Query, said: list[str]) -> dict[str, list[str]]:
    """For each kind of filter the facet words of which one must be there; one that all messages pass is left out."""
    chosen: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    for key, value in wanted.filters:
        values.setdefault(key, []).append(value)
    for key, typed in values.items():
        named = _named(connection, key)
        fitting = {value: [thing for name, thing in named if _fits(value, name)] for value in typed}
        there_are = f"; there are {', '.join(ROLES)}" if key == "role" else ""
        said.extend(f"there is no {key} {value!r}{there_are}" for value in typed if not fitting[value])
        kind = "run" if key == "model" else key
        words = {_WORDS[kind](thing) for things in fitting.values() for thing in things}
        if kind in chosen:
            words &= set(chosen[kind])
            if not words and chosen[kind]:
                said.append("no run of these models has such a name")
        if not words or key == "tool" or len(words) < len({thing for _, thing in named}):
            chosen[kind] = sorted(words)
    return chosen


def _named(connection: sqlite3.Connection, key: str) -> list[tuple[str, Any]]:
    """What a filter can name: (casefolded name, what it names); one thing may have several names."""
    if key == "role":
        return [(name, role) for role in ROLES for name in (role, *_OTHER_ROLES.get(role, ()))]
    if key in ("tool", "case"):
        return [(name.casefold(), name) for (name,) in _asked(connection, _NAMES[key])]
    runs = _asked(connection, _NAMES["run"])
    names = slice(1, 2) if key == "run" else slice(2, 4)
    return [(name.casefold(), run[0]) for run in runs for name in run[names]]


def _asked(connection: sqlite3.Connection, question: str) -> list[tuple[Any, ...]]:
    if isinstance(connection, Reader):
        return connection.remembered(question)
    return connection.execute(question).fetchall()


def _fits(value: str, name: str) -> bool:
    return value[1:] == name if value.startswith("=") else value in name


class _Effort:
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


def _hit(connection: sqlite3.Connection, row: tuple[Any, ...], wanted: Query, effort: _Effort) -> Hit:
    return _as_hit(row, *_excerpt(connection, row[0], wanted, effort, bool(row[-1])))


def _as_hit(row: tuple[Any, ...], field: str = "text", called_tool: str | None = None, found: Snippet = _NONE) -> Hit:
    *columns, synthetic, number, role, answered_tool, _ = row
    tool = called_tool or answered_tool
    return Hit(*(*columns, bool(synthetic), number, role, tool, field, found.text, found.matches))


def _excerpt(
    connection: sqlite3.Connection, message: int, wanted: Query, effort: _Effort, has_reasoning: bool
) -> tuple[str, str | None, Snippet]:
    """The first field of a message in which a word stands, the tool that is called there, and the words around."""
    columns = ("text", "reasoning") if has_reasoning else ("text",)
    if wanted.phrases:
        for column in columns:
            found = snippet(effort.pieces(connection, column, message, wanted.phrases), wanted.phrases)
            if found:
                return column, None, found
    calls = connection.execute(
        "SELECT ordinal, name, substr(arguments, 1, ?) FROM tool_call WHERE message = ? ORDER BY ordinal",
        (_PIECE, message),
    ).fetchall()
    if wanted.phrases:
        for ordinal, name, arguments in calls:
            found = snippet((arguments,), wanted.phrases)
            if found:
                return f"c{ordinal}.args", name, found
            if snippet((name,), wanted.phrases):
                found = snippet((f"{name} {arguments}",), wanted.phrases)
                return f"c{ordinal}.name", name, found or Snippet(name)
    for column in columns:
        found = beginning(next(effort.pieces(connection, column, message), ""))
        if found.text:
            return column, None, found
    for ordinal, name, arguments in calls:
        return f"c{ordinal}.args", name, beginning(arguments)
    return "text", None, _NONE
