"""What a figure is called, so that a sentence can point at it: `unsafe_actions.median`, `trap_caught.used_item`.

A name is the metric, then what the figure is about, then how it comes about: `resolution.intent.address_change.pooled`,
`policy.cluster.Actions.run2.min`, `over_escalation.run3`. One word is as it stands where it is a plain one; any other
one (with spaces, dots, braces, or that could be taken for a part of the grammar) stands in quotes as JSON has it. So a
name says one figure of a model's sheet and no other, whichever runs, intents and labels there are. Shorter names and
other spellings are understood where only one figure can be meant: `unsafe.median`, `trap.used item`, `net.run 1`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Protocol, get_args

from reviewer.dossier.aggregate import Aggregator
from reviewer.dossier.metrics import METRICS, metric
from reviewer.errors import NotFound

if TYPE_CHECKING:
    from reviewer.dossier.figure import Figure, Scope
    from reviewer.dossier.sheet import Sheet

Words = tuple[str, ...]

_INTENT, _CLUSTER, _TRAP, _RUN = "intent", "cluster", "trap", "run"
_POOLED = "pooled"
_CLASSES = ("solvable", "must-escalate")
_RESERVED = {_INTENT, _CLUSTER, _TRAP, _RUN, *_CLASSES, *get_args(Aggregator)}
_PLAIN = re.compile(r"[\w-]+")
_NUMBERED = re.compile(r"run\d+")
_SPELT = re.compile(r"(?:run|r)_?(\d+)")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[^."]+')
_BETWEEN = re.compile(r"[\W_]+")
_NEAR = 5
"""How many near names an error lists."""


class Named(Protocol):
    """Whatever has a figure's name: a figure, or the place of one that could not be counted."""

    @property
    def metric(self) -> str:
        """The id of its metric."""

    @property
    def scope(self) -> Scope:
        """What it is about."""

    @property
    def aggregator(self) -> Aggregator:
        """How it comes about."""


def figure_name(figure: Named) -> str:
    """Its name; unique within the sheet of its model, and the same whatever else the sheet holds."""
    return ".".join(_quoted(word) if given else word for word, given in _words(figure))


def names(sheet: Sheet) -> Mapping[str, Figure]:
    """Everything that can be named, by name, in the sheet's order."""
    return sheet.named


def find(sheet: Sheet, name: str) -> Figure:
    """The figure of that name, or of a shorter one. Raises NotFound, with what is near, for none and for several."""
    if (exact := sheet.named.get(name)) is not None:
        return exact
    model = sheet.readings.model
    for words in _meant(folded(name)):
        found = sheet.by_spelling.get(words, ())
        if len(found) > 1:
            several = ", ".join(map(figure_name, found[:_NEAR]))
            raise NotFound(f"{len(found)} figures of {model} are called {name}: {several}")
        if found:
            return found[0]
    raise NotFound(f"no figure of {model} is called {name}; {_near(sheet, name)}")


def matching(known: Iterable[str], name: str) -> list[str]:
    """Those of the known names that a shorter or otherwise spelt one can mean, in their order."""
    by_spelling: dict[Words, list[str]] = {}
    for one in known:
        by_spelling.setdefault(folded(one), []).append(one)
    return next((by_spelling[words] for words in _meant(folded(name)) if words in by_spelling), [])


def folded(name: str) -> Words:
    """The words of a name without what spelling adds: case, quotes, spaces and signs."""
    return tuple(_fold(_unquoted(piece)) for piece in _PIECE.findall(name))


def spellings(figure: Figure) -> Iterator[Words]:
    """The folded words of its name; and those with the name of its run, where its name has the run's number."""
    yield tuple(_fold(word) for word, _ in _words(figure))
    if figure.scope.run is not None and figure.scope.run_index is not None:
        yield tuple(_fold(word) for word, _ in _words(figure, numbered=False))


def _words(figure: Named, *, numbered: bool = True) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it was given from outside and may need quotes."""
    scope, home = figure.scope, metric(figure.metric).case_class
    yield figure.metric, False
    if scope.trap is not None:
        yield scope.trap, True
    elif scope.intent is not None:
        yield (scope.case_class if home and scope.case_class and scope.case_class != home else _INTENT), False
        yield scope.intent, True
    elif scope.cluster is not None:
        yield _CLUSTER, False
        if scope.scheme is not None and scope.scheme != scope.model:
            yield scope.scheme, True
        yield scope.cluster, True
    if scope.run is not None and scope.run_index is not None and numbered:
        yield f"{_RUN}{scope.run_index}", False
    elif scope.run is not None:
        yield _RUN, False
        yield scope.run, True
    if figure.aggregator != "run" and (scope.trap is None or figure.aggregator != _POOLED):
        yield figure.aggregator, False


def _meant(words: Words) -> Iterator[Words]:
    """What these folded words can mean, the likeliest first."""
    if not words:
        return
    numbered = tuple(f"run{found[1]}" if (found := _SPELT.fullmatch(word)) else word for word in words[1:])
    for first in _metrics().get(words[0], (words[0],)):
        for rest in dict.fromkeys((words[1:], numbered)):
            yield first, *rest
            if rest and rest[-1] == _POOLED:
                yield first, *rest[:-1]
            if rest[:1] == (_TRAP,):
                yield first, *(rest[1:-1] if rest[-1] == _POOLED else rest[1:])
            for place in (_INTENT, _fold("must-escalate"), _CLUSTER):
                yield first, place, *(rest[1:] if rest[:1] == (_INTENT,) else rest)


@cache
def _metrics() -> Mapping[str, Words]:
    """Folded spelling → the folded ids of the metrics that it can mean."""
    found: dict[str, Words] = {}
    for one in METRICS:
        for spelling in dict.fromkeys(map(_fold, (one.id, one.title, *one.short))):
            found[spelling] = (*found.get(spelling, ()), _fold(one.id))
    return found


def _near(sheet: Sheet, name: str) -> str:
    near = get_close_matches(name, sheet.named, n=_NEAR, cutoff=0.5)
    if not near:  # perhaps it is only the metric that is spelt otherwise
        first, *rest = folded(name) or ("",)
        near = [".".join((known, *rest)) for known in get_close_matches(first, _metrics(), n=_NEAR)]
    return f"near are {', '.join(near)}" if near else "`reviewer figures --json` lists the names of all"


def _quoted(word: str) -> str:
    """As it is where it is a plain word that is no part of the grammar, else as a JSON string, also without braces."""
    if _PLAIN.fullmatch(word) and word not in _RESERVED and not _NUMBERED.fullmatch(word):
        return word
    return json.dumps(word, ensure_ascii=False).replace("{", "\\u007b").replace("}", "\\u007d")


def _unquoted(piece: str) -> str:
    if not piece.startswith('"'):
        return piece
    try:
        return str(json.loads(piece))
    except ValueError:
        return piece


def _fold(word: str) -> str:
    return _BETWEEN.sub("_", word).strip("_").casefold() or word
