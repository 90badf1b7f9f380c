"""The library's reading side: which transcripts there are, in which order, and how the runs stand."""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from reviewer.errors import NotFound
from reviewer.store.blind import NOTHING, WAITS, Blind, shuffled
from reviewer.store.filters import EVERYTHING, READING_ORDER, Filter, Sort, Test
from reviewer.store.rows import TranscriptRow

_Found = tuple[Any, ...]
_Accepted = tuple[int, set[Any]]

_RUN_COLUMNS = {"suite": 1, "model": 2, "source_model": 3, "run": 4, "run_index": 5, "synthetic": 6, "run_state": 7}
_RUNS = "SELECT id, suite, label, model, name, run_index, synthetic, state FROM run"
_REVISION_COLUMNS = {
    "class": "case_class",
    "started": "started_at",
    **{name: name for name in ("intent", "status", "score", "score_number", "messages", "calls", "words", "warnings")},
}
_UNKNOWN = """
EXISTS (SELECT 1 FROM run q JOIN suite_case a ON a.suite = q.suite_hash WHERE q.id = t.run)
AND NOT EXISTS (SELECT 1 FROM run q JOIN suite_case a ON a.suite = q.suite_hash AND a.case_id = t.case_id
    WHERE q.id = t.run)"""
"""Whether the suite that a transcript's run is bound to has cases, and not this one."""

_ROW = f"""
SELECT t.id, t.public_id, r.suite, t.case_id, r.name, r.label, t.attempt,
       r.run_index, r.run_count, r.state, r.synthetic,
       v.case_class, v.intent, v.status, v.end_reason, v.score, v.score_number,
       v.messages, v.agent_messages, v.calls, v.results, v.words, v.warnings, v.started_at, v.id, v.first_message,
       {_UNKNOWN}
FROM transcript t JOIN run r ON r.id = t.run JOIN revision v ON v.id = t.revision
"""  # noqa: S608 - our own words
_DIGITS = re.compile(r"\d+")
_FINDINGS = "SELECT transcript FROM finding WHERE +tag IN (SELECT value FROM json_each(?))"
"""Through the index of the tags, or with DISTINCT, this would take several times as long."""

_UNTAGGED = frozenset[str]()
_NEAR = 5
"""How many neighbours an error names."""


class _Reading(NamedTuple):
    """How far a transcript is, as `status` counts it."""

    unread: bool
    undecided: bool
    left: bool


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the register with what has come in for it. `classes` counts by case class ("" for none)."""

    key: int
    suite: str
    model: str
    source_model: str
    name: str
    index: int | None
    count: int | None
    synthetic: bool
    state: str
    superseded_by: str | None
    reason: str | None
    expected: int | None
    transcripts: int
    cases: int
    complete: int
    in_progress: int
    failed: int
    limited: int
    warned: int
    messages: int
    words: int
    classes: dict[str, int]


def keys(
    connection: sqlite3.Connection,
    wanted: Filter = EVERYTHING,
    order: Sort = READING_ORDER,
    hidden: Blind = NOTHING,
) -> array[int]:
    """The `key` of every transcript that the filter lets through, in order.

    What is hidden meets no filter and has no place in an order: of the blind ones model, run and score, of what
    waits for the reviewer's own word the score. Of both, no finding counts but the reviewer's own. What is read,
    decided and left is told by that reviewer's work alone; where nobody asks, by everybody's.
    """
    runs = {run[0]: run for run in connection.execute(_RUNS)}
    conditions = wanted.conditions()
    needed = {column for _, tests in conditions for column, _ in tests} | {order.column}
    if needed & {"score", "score_number"}:
        needed |= {"score", "score_number", "class"}
    if "tags" in needed:
        needed |= {"class"}
    extra = [column for column in _REVISION_COLUMNS if column in needed]
    at = {"case": 1} | {column: place for place, column in enumerate(extra, 4)}
    columns = ", ".join(["t.run, t.case_id, t.id, t.attempt", *(f"v.{_REVISION_COLUMNS[column]}" for column in extra)])
    if "unknown_case" in needed:
        at["unknown_case"] = 4 + len(extra)
        columns += f", {_UNKNOWN}"
    revision = "JOIN revision v ON v.id = t.revision" if extra else ""  # without it an index alone answers
    found = connection.execute(f"SELECT {columns} FROM transcript t {revision}").fetchall()  # noqa: S608 -- our own words
    if "tags" in needed:
        at["tags"] = len(at) + 3
        by_tag = [test for _, tests in conditions for column, test in tests if column == "tags"]
        found = _with_tags(connection, found, at, hidden, by_tag)
    if "reading" in needed:
        at["reading"] = len(at) + 3
        found = _with_reading(connection, found, hidden)
    if hidden.judged is not None and "score" in at:
        found = _without_scores(found, at, hidden)
    if hidden:
        found = _without_runs(found, runs, at, shuffled(connection, hidden))
    for excluded, tests in conditions:
        sets = [_accepted(found, runs, at, column, test) for column, test in tests]
        found = [row for row in found if any(row[place] in values for place, values in sets) is not excluded]
    found = _in_reading_order(found, runs)
    if order.column:
        found = _sorted(found, runs, at, order)
    return array("q", [row[2] for row in found])


def rows(connection: sqlite3.Connection, keys: Sequence[int]) -> list[TranscriptRow]:
    """The rows of these transcripts, in the order of `keys`."""
    chosen = "WHERE t.id IN (SELECT value FROM json_each(?))"
    found = connection.execute(_ROW + chosen, (json.dumps(list(keys)),))
    by_key = {row[0]: _row(row) for row in found}
    if missing := set(keys) - by_key.keys():
        from reviewer.store.faults import damaged, path_of

        raise damaged(path_of(connection), f"transcript {min(missing)} is not whole")
    return [by_key[key] for key in keys]


def find(connection: sqlite3.Connection, name: str) -> TranscriptRow:
    """The transcript of a public id, of a beginning that one id alone has, or of `run/case`; NotFound else."""
    wanted = name.strip().encode("utf-8", "replace").decode()  # SQLite takes no lone surrogate
    exact = connection.execute(_ROW + "WHERE t.public_id = ?", (wanted.lower(),)).fetchone()
    if exact:
        return _row(exact)
    if not wanted:
        raise NotFound("no transcript is named by an empty text; `reviewer list` shows the ids")
    slashes = [place for place, character in enumerate(wanted) if character == "/"]
    if slashes:
        found = [row for place in slashes for row in _of_case(connection, wanted[:place], wanted[place + 1 :])]
        unclear = "is the name of several transcripts, so one of these ids is needed"
    else:
        start = wanted.lower()
        within = (start, start + "\U0010ffff")
        found = connection.execute(_ROW + "WHERE t.public_id >= ? AND t.public_id < ? LIMIT 50", within).fetchall()
        unclear = "is the beginning of several ids"
    if len(found) == 1:
        return _row(found[0])
    if found:
        raise NotFound(f"{wanted!r} {unclear}: {_some([row[1] for row in found])}")
    raise NotFound(f"no transcript is called {wanted!r}; {_near(connection, wanted)}")


def siblings(connection: sqlite3.Connection, row: TranscriptRow) -> list[TranscriptRow]:
    """The same suite, case and model in all its runs, by run index; `row` itself is among them."""
    found = connection.execute(
        _ROW
        + """WHERE r.suite = ? AND r.label = ? AND t.case_id = ?
        ORDER BY r.run_index IS NULL, r.run_index, r.name, t.attempt""",
        (row.suite, row.model, row.case),
    )
    return [_row(columns) for columns in found]


def facets(connection: sqlite3.Connection) -> list[RunRow]:
    """Every run with its counts, by suite, model and run index; a run that nothing came in for stays, with zeros."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    classes: dict[int, dict[str, int]] = defaultdict(Counter)
    counted = connection.execute(
        """SELECT t.run, coalesce(v.case_class, ''), v.status, count(*),
               sum(v.warnings > 0), sum(v.messages), sum(v.words)
        FROM transcript t NOT INDEXED JOIN revision v ON v.id = t.revision GROUP BY 1, 2, 3 ORDER BY 1, 2"""
    )
    for run, name, status, count, warned, messages, words in counted:
        classes[run][name] += count
        counts[run].update({status: count, "warned": warned, "messages": messages, "words": words})
    found = connection.execute(
        """SELECT r.id, r.suite, r.label, r.model, r.name, r.run_index, r.run_count, r.synthetic, r.state,
               r.superseded_by, r.reason, r.expected, count(t.id), count(DISTINCT t.case_id)
        FROM run r LEFT JOIN transcript t ON t.run = r.id GROUP BY r.id"""
    )
    counters = ("complete", "in progress", "error", "limit", "warned", "messages", "words")
    register = []
    for run, *columns in found:
        columns[6] = bool(columns[6])
        numbers = [counts[run][counter] for counter in counters]
        register.append(RunRow(*(run, *columns, *numbers, dict(classes[run]))))
    return sorted(register, key=lambda run: (run.suite, *_run_order(run.model, run.index, run.name)))


def natural(text: str) -> str:
    """A text to sort by that puts `case-2` before `case-10`."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), text.casefold())


def _row(columns: Sequence[Any]) -> TranscriptRow:
    return TranscriptRow(*(*columns[:10], bool(columns[10]), *columns[11:-1], bool(columns[-1])))


def _without_runs(
    found: list[_Found], runs: dict[int, _Found], at: dict[str, int], blind: Mapping[int, bytes]
) -> list[_Found]:
    """The same rows, those that are blind in a run without a name, by their places; `runs` has that one too."""
    nameless: dict[tuple[Any, ...], int] = {}
    telling = {at[column] for column in ("score", "score_number", "started") if column in at}
    hidden: list[_Found] = []
    shown: list[_Found] = []
    for row in found:
        if row[2] not in blind:
            shown.append(row)
            continue
        suite, synthetic, state = (runs[row[0]][place] for place in (1, 6, 7))
        run = nameless.setdefault((suite, synthetic, state), -1 - len(nameless))
        runs[run] = (run, suite, "", "", "", None, synthetic, state)
        hidden.append((run, *(None if place in telling else value for place, value in enumerate(row[1:], 1))))
    hidden.sort(key=lambda row: blind[row[2]])
    return shown + hidden


def _with_tags(
    connection: sqlite3.Connection, found: list[_Found], at: dict[str, int], hidden: Blind, tests: Sequence[Test]
) -> list[_Found]:
    """The same rows, each with the tags of its findings that may be known; of tags that the tests do not tell apart one
    stands for all."""
    alike: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for (tag,) in connection.execute("SELECT DISTINCT tag FROM finding"):
        alike[tuple(test({tag}) for test in tests)].append(tag)
    untagged = tuple(test(_UNTAGGED) for test in tests)
    told = [tags for tested, tags in alike.items() if tested != untagged]
    keys = dict(connection.execute("SELECT public_id, id FROM transcript")) if told else {}  # a join takes longer

    def tagged(author: str = "") -> dict[int, frozenset[str]]:
        tags_of: dict[int, frozenset[str]] = {}
        for tags in told:
            first = frozenset(tags[:1])
            query, values = _FINDINGS, [json.dumps(tags)]
            if author:
                query, values = f"{query} AND author = ?", [*values, author]
            elif len(alike) == 1:  # an index alone answers
                query, values = "SELECT DISTINCT transcript FROM finding", []
            for key in {keys.get(transcript, 0) for (transcript,) in connection.execute(query, values)}:
                tags_of[key] = tags_of[key] | first if key in tags_of else first
        return tags_of

    every = tagged()
    if not (hidden.keys or hidden.judged is not None):
        return [(*row, every.get(row[2], _UNTAGGED)) for row in found]
    own, kind = tagged(hidden.reviewer) if hidden.reviewer else {}, at["class"]
    return [(*row, (own if hidden.waits(row[2], row[kind]) else every).get(row[2], _UNTAGGED)) for row in found]


def _with_reading(connection: sqlite3.Connection, found: list[_Found], hidden: Blind) -> list[_Found]:
    """The same rows, each with how far it is."""
    from reviewer.store.progress import progress

    work = progress(connection, None, hidden.reviewer or None)
    far = {key: _Reading(one.reading == "unread", one.outcome_missing, not one.finished) for key, one in work.items()}
    return [(*row, far[row[2]]) for row in found]


def _without_scores(found: list[_Found], at: dict[str, int], hidden: Blind) -> list[_Found]:
    """The same rows; that there is a score may be known, and which one only after the reviewer's own word."""
    kind, score, number = (at[column] for column in ("class", "score", "score_number"))
    instead = {score: WAITS, number: None}
    return [
        tuple(instead.get(place, value) for place, value in enumerate(row))
        if row[score] is not None and hidden.unjudged(row[2], row[kind])
        else row
        for row in found
    ]


def _accepted(found: list[_Found], runs: dict[int, _Found], at: dict[str, int], column: str, test: Test) -> _Accepted:
    """Where in a found row a column stands, and which of its values pass the test."""
    if column in _RUN_COLUMNS:
        place = _RUN_COLUMNS[column]
        return 0, {key for key, run in runs.items() if test(run[place])}
    place = at[column]
    return place, {value for value in {row[place] for row in found} if test(value)}


def _run_order(model: str, index: int | None, name: str) -> tuple[str, float, str]:
    return natural(model), index if index is not None else inf, natural(name)


def _in_reading_order(found: list[_Found], runs: dict[int, _Found]) -> list[_Found]:
    """By suite, case, model, run index, run and attempt."""
    by_run = sorted(runs.values(), key=lambda run: (run[1], *_run_order(run[2], run[5], run[4])))
    suites = {suite: rank for rank, suite in enumerate(sorted({run[1] for run in by_run}))}
    cases = {case: rank for rank, case in enumerate(sorted({row[1] for row in found}, key=natural))}
    place = {run[0]: suites[run[1]] * len(cases) * len(runs) + rank for rank, run in enumerate(by_run)}
    if any(row[3] > 1 for row in found):
        found = sorted(found, key=lambda row: row[3])
    return sorted(found, key=lambda row: place[row[0]] + cases[row[1]] * len(runs))


def _sorted(found: list[_Found], runs: dict[int, _Found], at: dict[str, int], order: Sort) -> list[_Found]:
    """By one column. What has no value comes last both ways, and what is equal stays in the order it had."""
    column, down = order.column, order.descending
    if column == "model":
        by_run = {key: natural(run[2]) for key, run in runs.items()}
        return sorted(found, key=lambda row: by_run[row[0]], reverse=down)
    if column == "run":
        places = {key: _run_order("", run[5], run[4]) for key, run in runs.items()}
        return sorted(found, key=lambda row: places[row[0]], reverse=down)
    place = at[column]
    have = [row for row in found if row[place] is not None]
    if column == "score":
        number = at["score_number"]
        have = [row for row in have if row[place] != WAITS]
        have.sort(key=lambda row: (row[number] is None, row[number] or 0.0, row[place]), reverse=down)
    elif column in ("case", "class", "intent"):
        have.sort(key=lambda row: natural(row[place]), reverse=down)
    else:
        have.sort(key=lambda row: row[place], reverse=down)
    if len(have) == len(found):
        return have
    sorted_ones = {row[2] for row in have}
    return have + [row for row in found if row[2] not in sorted_ones]


def _of_case(connection: sqlite3.Connection, run: str, case: str) -> list[_Found]:
    return connection.execute(_ROW + "WHERE r.name = ? AND t.case_id = ?", (run, case)).fetchall()


def _near(connection: sqlite3.Connection, name: str) -> str:
    """What a person may have meant, as the end of a sentence."""
    import difflib

    run, slash, case = name.partition("/")
    if slash:
        names = [row[0] for row in connection.execute("SELECT DISTINCT name FROM run")]
        if run not in names:
            close = difflib.get_close_matches(run, names, _NEAR, 0.5) or sorted(names, key=natural)
            return f"there are the runs {_some(close)}" if names else "the database holds no run yet"
        cases = [
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT t.case_id FROM transcript t JOIN run r ON r.id = t.run WHERE r.name = ?", (run,)
            )
        ]
        close = difflib.get_close_matches(case, cases, _NEAR, 0.5) or sorted(cases, key=natural)
        return f"the run {run} holds the cases {_some(close)}" if cases else f"the run {run} holds nothing"
    if connection.execute("SELECT 1 FROM transcript WHERE case_id = ? LIMIT 1", (name,)).fetchone():
        return f"that is a case: RUN/{name} is a transcript of it, and `reviewer list case:{name}` shows them all"
    ids = [row[0] for row in connection.execute("SELECT public_id FROM transcript")]
    close = difflib.get_close_matches(name.lower(), ids, _NEAR, 0.7)
    if close:
        return f"near it: {_some(close)}"
    return "`reviewer list` shows the ids" if ids else "the database holds no transcript yet"


def _some(names: list[str]) -> str:
    return ", ".join(names[:_NEAR]) + (f" and {len(names) - _NEAR} more" if len(names) > _NEAR else "")
