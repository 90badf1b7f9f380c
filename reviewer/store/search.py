"""Search in all text: `reship "no need to return" role:agent tool:refund class:trap model:kimi run:r1`, newest first.

Words and phrases must all stand in a message: in its text, its reasoning, or the names and arguments of its calls, and
`refund*` finds longer words too. Filters of one key are alternatives; `=` in front of a value asks for the whole name.
The library's other filters, and any with a dash in front, are left out, and the query says so. Whatever is typed is
looked for as words: no part of it reaches the full text's own query language.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from reviewer.model.reading import ROLES
from reviewer.store import facets, filters, fulltext
from reviewer.store.blind import NOTHING, Blind, shuffled
from reviewer.store.connection import Reader
from reviewer.store.excerpts import Effort, excerpt
from reviewer.store.snippets import Phrase, Snippet
from reviewer.store.tokens import searchable

KEYS = ("role", "tool", "model", "case", "class", "intent", "run")
LIMIT = 50
MOST_PHRASES = 32
"""More words and phrases than this are not looked for; the query says so."""

_KEY = "|".join(dict.fromkeys((*KEYS, *filters.KEYS)))
_TOKEN = re.compile(rf'(-?)({_KEY}):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|([^\s"]+)', re.IGNORECASE)
_LIKE_A_FILTER = re.compile(r"-?[a-z]+:(?!//).+", re.IGNORECASE)
_SHORTEST_PREFIX = 3
_OTHER_ROLES = {"customer": ("user",), "agent": ("assistant",), "tool": ("function",)}
_TEXT = "{text reasoning calls}"

_NO_WORDS = Snippet("")

_WORDS: dict[str, Callable[[Any], str]] = {
    "role": facets.role_word,
    "tool": facets.tool_word,
    "case": facets.case_word,
    "class": lambda cases: _case_words(*cases),
    "intent": lambda cases: _case_words(*cases),
    "run": facets.run_word,
}
"""The facet word of what a kind of filter names."""

Names = dict[str, list[tuple[Any, ...]]]
"""Answers of the database, by their question."""

_NAMES = {
    "tool": "SELECT DISTINCT name FROM tool",
    "case": "SELECT DISTINCT case_id FROM transcript",
    "run": "SELECT id, name, label, model FROM run",
    "class": """SELECT v.case_class, v.intent, t.case_id, json_group_array(DISTINCT t.run)
        FROM transcript t JOIN revision v ON v.id = t.revision GROUP BY 1, 2, 3""",
}

_HIT = """
SELECT m.id, t.id, t.public_id, t.case_id, r.name, r.label, v.case_class, r.state, r.synthetic, m.number, m.role,
       coalesce(a.name, CASE m.role WHEN 'tool' THEN m.name END), typeof(m.reasoning) = 'text'
FROM {} CROSS JOIN message m ON m.id = {} CROSS JOIN revision v ON v.id = m.revision
CROSS JOIN transcript t ON t.id = v.transcript AND t.revision = v.id CROSS JOIN run r ON r.id = t.run
LEFT JOIN tool_call a ON a.message = m.id - m.number + m.answers_message AND a.ordinal = m.answers_call
"""
_HITS = (
    _HIT.format("message_fts", "message_fts.rowid")
    + "WHERE message_fts MATCH ? AND message_fts.rowid < ? {} ORDER BY message_fts.rowid DESC LIMIT ?"
)
_CHOSEN = _HIT.format("json_each(?) c", "c.value") + "ORDER BY c.key"
_FEW = 10
_NEWEST = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?"

_LOOKS = {
    "role": " AND m.role IN (SELECT value FROM json_each(?))",
    "run": " AND t.run IN (SELECT value FROM json_each(?))",
    "case": " AND t.case_id IN (SELECT value FROM json_each(?))",
}
"""What a filter asks of a hit itself, beside its facet word. A tool can stand in several places."""

_RARE = 1_000
"""Messages up to which it is quicker to look at each one's role, run and case than to have the full text find its place
in the long lists of all that have these."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `filters` are (key, casefolded value); an empty query finds nothing.

    `left_out` are filters that search does not have, as typed, and `as_words` what only looks like one.
    """

    phrases: tuple[Phrase, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    left_out: tuple[str, ...] = ()
    as_words: tuple[str, ...] = ()

    @property
    def said(self) -> list[str]:
        """What a person should know of how it was understood."""
        there_are = f"search has {': '.join(KEYS)}:"
        said = [f"only the first {MOST_PHRASES} words and phrases are looked for"] if self.cut else []
        if self.left_out:
            said.append(f"left out: {' '.join(self.left_out)}; {there_are}, and excludes nothing")
        if self.as_words:
            said.append(f"looked for as words: {' '.join(self.as_words)}; {there_are}")
        return said

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
    case_class: str | None
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
    chosen: list[tuple[str, str]] = []
    left_out: list[str] = []
    as_words: list[str] = []
    text = text.replace("\0", " ").encode("utf-8", "replace").decode()
    for token in _TOKEN.finditer(text):
        dash, key, quoted_value, plain_value, quoted, plain = token.groups("")
        if key:
            value = (quoted_value or plain_value).replace('"', "").strip().casefold()
            if value and not dash and key.lower() in KEYS:
                chosen.append((key.lower(), value))
            elif value:
                left_out.append(token[0])
            continue
        if _LIKE_A_FILTER.fullmatch(plain):
            as_words.append(plain)
        phrase = Phrase(quoted or plain, prefix=plain.endswith("*"))
        if phrase.prefix and len(phrase.words[-1:] and phrase.words[-1]) < _SHORTEST_PREFIX:
            phrase = Phrase(plain)
        if phrase.words and phrase not in phrases:
            phrases.append(phrase)
    return Query(
        tuple(phrases[:MOST_PHRASES]),
        tuple(dict.fromkeys(chosen)),
        len(phrases) > MOST_PHRASES,
        tuple(left_out),
        tuple(as_words),
    )


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
    effort = Effort()
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
    effort = Effort(0)
    found = _found(connection, wanted, LIMIT, None, hidden)
    return [
        _hit(connection, row, wanted, effort) if number < excerpts and not late() else _as_hit(row)
        for number, row in enumerate(found)
    ]


def _found(
    connection: sqlite3.Connection, wanted: Query, limit: int, before: int | None, hidden: Blind
) -> list[tuple[Any, ...]]:
    asked = _asked_for(connection, wanted)
    if asked.nothing:
        return []
    if not hidden:
        match, where, values = _quickest(connection, asked)
        before = before if before is not None else 1 << 62
        return connection.execute(_HITS.format(where), (match, before, *values, limit)).fetchall()
    place = _places(connection, hidden)
    shown: list[int] = []
    shuffle: list[tuple[bytes, int]] = []
    every = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC"
    for (message,) in connection.execute(every, (asked.match(),)):
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
    asked = _asked_for(connection, wanted)
    if asked.nothing:
        return 0
    found = connection.execute("SELECT count(*) FROM message_fts WHERE message_fts MATCH ?", (asked.match(),))
    return int(found.fetchone()[0])


def notes(connection: sqlite3.Connection, wanted: Query) -> list[str]:
    """What a person should know about the answer: filters that nothing in the database answers to, words left out."""
    said = _asked_for(connection, wanted).said
    if fulltext.outdated(connection):
        said.append("an older version made the full text, and passed over words; `reviewer load` makes it anew")
    return said


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


class _Asked(NamedTuple):
    """A query, as the database is asked."""

    words: list[str]
    """The words and phrases, in the full text's own language."""

    chosen: dict[str, set[Any]]
    """For each kind of filter the things of which a message must have one."""

    said: list[str]
    """What a person should know."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing that it could find."""
        return not all(self.chosen.values()) or not (self.words or self.chosen)

    def match(self, kinds: Collection[str] = _WORDS) -> str:
        """All of it for the full text, or only these kinds of filters."""
        filters = ({_WORDS[kind](thing) for thing in self.chosen[kind]} for kind in self.chosen if kind in kinds)
        return " AND ".join([*self.words, *map(_one_of, filters)])


def _asked_for(connection: sqlite3.Connection, wanted: Query) -> _Asked:
    said = wanted.said
    # Every word is quoted and every filter is a word of ours: nothing that was typed is read as an operator.
    texts = [(searchable(phrase.text).replace('"', ""), phrase.prefix) for phrase in wanted.phrases]
    words = [f'{_TEXT} : "{text}"{"*" * prefix}' for text, prefix in texts]
    chosen = _chosen(connection, wanted, said)
    if wanted.filters and not (words or chosen):
        chosen["role"] = set(ROLES)
    return _Asked(words, chosen, said)


def _quickest(connection: sqlite3.Connection, asked: _Asked) -> tuple[str, str, list[str]]:
    """What the full text is asked, and what is asked of each message that it finds: conditions and their values."""
    looks = [kind for kind in asked.chosen if kind in _LOOKS]
    if not (looks and asked.words and _are_rare(connection, asked.match(()))):
        return asked.match(), "", []
    values = [json.dumps([*asked.chosen[kind]]) for kind in looks]
    return asked.match(_WORDS.keys() - looks), "".join(_LOOKS[kind] for kind in looks), values


def _are_rare(connection: sqlite3.Connection, words: str) -> bool:
    """Whether few messages have the words, by how far apart the newest of them are."""
    newest = [message for (message,) in connection.execute(_NEWEST, (words, _FEW))]
    return len(newest) < _FEW or newest[0] * _FEW < _RARE * (newest[0] - newest[-1])


def _one_of(words: Iterable[str]) -> str:
    return f"facets : ({' OR '.join(sorted(words))})"


def _chosen(connection: sqlite3.Connection, wanted: Query, said: list[str]) -> dict[str, set[Any]]:
    """For each kind of filter what it leaves; one that all messages pass is left out."""
    chosen: dict[str, set[Any]] = {}
    values: dict[str, list[str]] = {}
    for key, value in wanted.filters:
        values.setdefault(key, []).append(value)
    for key, typed in values.items():
        named = _named(connection, key)
        fitting = {value: [thing for name, thing in named if _fits(value, name)] for value in typed}
        few = ROLES if key == "role" else sorted({name for name, _ in named}) if key == "class" else ()
        there_are = f"; there are {', '.join(few)}" if few else ""
        said.extend(f"there is no {key} {value!r}{there_are}" for value in typed if not fitting[value])
        kind = "run" if key == "model" else key
        things = {thing for found in fitting.values() for thing in found}
        if kind in chosen:
            things &= chosen[kind]
            if not things and chosen[kind]:
                said.append("no run of these models has such a name")
        if not things or key == "tool" or len(things) < len({thing for _, thing in named}):
            chosen[kind] = things
    return chosen


def _named(connection: sqlite3.Connection, key: str) -> list[tuple[str, Any]]:
    """What a filter can name: (casefolded name, what it names); one thing may have several names."""
    if key == "role":
        return [(name, role) for role in ROLES for name in (role, *_OTHER_ROLES.get(role, ()))]
    if key in ("tool", "case"):
        return [(name.casefold(), name) for (name,) in _asked(connection, _NAMES[key])]
    if key in ("class", "intent"):
        return _cases_by(_asked(connection, _NAMES["class"]), ("class", "intent").index(key))
    runs = _asked(connection, _NAMES["run"])
    names = slice(1, 2) if key == "run" else slice(2, 4)
    return [(name.casefold(), run[0]) for run in runs for name in run[names]]


def _cases_by(found: list[tuple[Any, ...]], column: int) -> list[tuple[str, Any]]:
    """The cases of each class or intent: (case, runs), without runs where it is the case's in all of them."""
    rows_of = Counter(case for *_, case, _ in found)
    return [
        ((row[column] or "none").casefold(), (row[2], tuple(json.loads(row[3])) if rows_of[row[2]] > 1 else ()))
        for row in found
    ]


def _case_words(case: str, runs: tuple[int, ...]) -> str:
    word = facets.case_word(case)
    return f"({word} AND ({' OR '.join(map(facets.run_word, runs))}))" if runs else word


def _asked(connection: sqlite3.Connection, question: str) -> list[tuple[Any, ...]]:
    if isinstance(connection, Reader):
        return connection.remembered(question)
    return connection.execute(question).fetchall()


def _fits(value: str, name: str) -> bool:
    return value[1:] == name if value.startswith("=") else value in name


def _hit(connection: sqlite3.Connection, row: tuple[Any, ...], wanted: Query, effort: Effort) -> Hit:
    return _as_hit(row, *excerpt(connection, row[0], wanted.phrases, effort, reasoning=bool(row[-1])))


def _as_hit(
    row: tuple[Any, ...], field: str = "text", called_tool: str | None = None, found: Snippet = _NO_WORDS
) -> Hit:
    *columns, synthetic, number, role, answered_tool, _ = row
    tool = called_tool or answered_tool
    return Hit(*(*columns, bool(synthetic), number, role, tool, field, found.text, found.matches))
