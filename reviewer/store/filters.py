"""What a person types to narrow the list of transcripts: `model:kimi class:trap score:<0.5 -is:invalid reship`.

A value is looked for anywhere in its column, without regard to case; a word without a key in case, intent, model and
run. Several values of one key are alternatives; different keys, and different words, must all hold; a dash in front
excludes. A value with spaces stands in quotes, `=` in front of it asks for the whole value, `none` for what is missing.
Nothing that is typed raises: what is not understood narrows nothing and is kept, so that a screen can say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter, ge, gt, le, lt
from typing import Any

from reviewer.errors import UsageError

KEYS = ("model", "run", "suite", "case", "class", "intent", "status", "score", "tag", "is")
STATUSES = ("complete", "in progress", "error", "limit")
SORTABLE = ("model", "run", "case", "class", "intent", "score", "messages", "calls", "words", "warnings", "started")
"""What a list can be sorted by."""

Test = Callable[[Any], bool]
"""Whether one value of a column will do."""

STATES: dict[str, tuple[str, Test]] = {
    "warned": ("warnings", bool),
    "scored": ("score", lambda score: score is not None),
    "synthetic": ("synthetic", bool),
    "unknown": ("unknown_case", bool),
    "valid": ("run_state", lambda state: state == "valid"),
    "superseded": ("run_state", lambda state: state == "superseded"),
    "invalid": ("run_state", lambda state: state == "invalid"),
    "unread": ("reading", attrgetter("unread")),
    "undecided": ("reading", attrgetter("undecided")),
    "left": ("reading", attrgetter("left")),
}
"""What may follow `is:`, and the column that tells."""

_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*(?:"|\Z))+')
_COMPARISON = re.compile(r"([<>]=?)(.*)", re.DOTALL)
_COMPARE: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: `key` is one of `KEYS`, or empty for a free word; `value` is casefolded and never empty."""

    key: str
    value: str
    whole: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty one lets everything through. `unknown` holds what was not understood, as typed."""

    terms: tuple[Term, ...] = ()
    unknown: tuple[str, ...] = ()

    def conditions(self) -> list[tuple[bool, list[tuple[str, Test]]]]:
        """All of them must hold: (excluded, columns of which one must pass its test)."""
        grouped: dict[object, tuple[bool, list[tuple[str, Test]]]] = {}
        for term in self.terms:
            # Alternatives are the values of one key; free words and exclusions each stand alone.
            alone = term.excluded or term.key in ("", "is")
            grouped.setdefault(term if alone else term.key, (term.excluded, []))[1].extend(_tests(term) or ())
        return list(grouped.values())


@dataclass(frozen=True, slots=True)
class Sort:
    """By a column of `SORTABLE`, or in reading order where it is empty: suite, case, model, run index, run, attempt."""

    column: str = ""
    descending: bool = False


EVERYTHING = Filter()
READING_ORDER = Sort()


def parse(text: str) -> Filter:
    """What `text` asks for. Never raises."""
    terms: list[Term] = []
    unknown: list[str] = []
    for typed in _TOKEN.findall(text):
        excluded = typed.startswith("-") and len(typed) > 1
        word = typed[1:] if excluded else typed
        key, colon, value = word.partition(":")
        key = key.casefold()
        if not colon or key not in KEYS:
            if colon and key.isalpha():
                unknown.append(typed)  # and still a word to look for: a case may be called `tau2:7`
            key, value = "", word
        whole = bool(key) and value.startswith("=")
        value = value[whole:].replace('"', "").casefold()
        if not value or (key == "score" and value in _COMPARE):  # still being typed
            continue
        term = Term(key, value, whole, excluded)
        if _tests(term) is None:
            unknown.append(typed)
        else:
            terms.append(term)
    return Filter(tuple(terms), tuple(unknown))


def there_are(typed: str) -> str:
    """What could stand in place of a filter that was not understood."""
    key, _, value = typed.removeprefix("-").partition(":")
    values = {
        "is": f"after is: stands one of {', '.join(STATES)}",
        "score": "after score: stands a value, none, or a number with <, <=, > or >= in front",
        "status": f"after status: stands one of {', '.join(STATUSES)}",
    }
    keys = f"there are {': '.join(KEYS)}: with a value, and a word with a colon stands in '\"quotes\"'"
    return values.get(key.casefold(), keys) if value else keys


def sort(text: str) -> Sort:
    """The order that `score` (rising), `-score` (falling) or nothing asks for. UsageError: there is no such column."""
    column = text.removeprefix("-")
    if column and column not in SORTABLE:
        raise UsageError(f"cannot sort by {column!r}; there are {', '.join(SORTABLE)}, each also with a dash in front")
    return Sort(column, text.startswith("-"))


def term(key: str, value: str) -> str:
    """How to type that `key` is exactly `value`."""
    return f'{key}:="{value.replace(chr(34), "")}"'


def _tests(term: Term) -> list[tuple[str, Test]] | None:
    """The columns of which one must pass; None where the value makes no sense for its key."""
    if not term.key:
        return [(column, _text(term)) for column in ("case", "intent", "model", "source_model", "run")]
    if term.key == "is":
        state = STATES.get(term.value)
        return state and [state]
    if term.key == "score":
        return _score(term.value)
    if term.key == "tag":
        return [("tags", _tag(term))]
    if term.key == "status" and not any(map(_text(term), STATUSES)):
        return None
    if term.key == "model":
        return [("model", _text(term)), ("source_model", _text(term))]
    return [(term.key, _text(term))]


def _text(term: Term) -> Test:
    needle = term.value
    if needle == "none" and term.key in ("class", "intent"):
        return lambda value: value is None or value == "none"
    if term.whole:
        return lambda value: value is not None and value.casefold() == needle
    return lambda value: value is not None and needle in value.casefold()


def _tag(term: Term) -> Test:
    """Whether a finding has such a tag, written as its id or with spaces; `none` asks for what has no finding."""
    needle = term.value.replace(" ", "-")
    if needle == "none":
        return lambda tags: not tags
    if term.whole:
        return lambda tags: any(tag.casefold() == needle for tag in tags)
    return lambda tags: any(needle in tag.casefold() for tag in tags)


def _score(value: str) -> list[tuple[str, Test]] | None:
    if found := _COMPARISON.fullmatch(value):
        compare, bound = _COMPARE[found[1]], _number(found[2])
        return None if bound is None else [("score_number", lambda have: have is not None and compare(have, bound))]
    number = _number(value)
    if number is not None:
        return [("score_number", lambda have: have == number)]
    if value == "none":
        return [("score", lambda have: have is None)]
    return [("score", lambda have: have is not None and have.strip('"').casefold() == value)]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
