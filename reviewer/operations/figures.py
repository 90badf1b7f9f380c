"""Figures out of the database: of which runs, whether their facts are those of the present rules, and the sheets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from reviewer.dossier.adjudicated import with_outcomes
from reviewer.dossier.build import BY_INTENT
from reviewer.dossier.metrics import JUDGED, metric
from reviewer.dossier.readings import Readings, gather
from reviewer.dossier.sheet import Sheet, sheet
from reviewer.errors import NotFound, ReviewerError, UsageError
from reviewer.model.suite import Scheme, Suite
from reviewer.operations.check import rules
from reviewer.operations.suites import bound_suite
from reviewer.store import facts, outcomes
from reviewer.store import readings as store
from reviewer.store.facts import Ruleset
from reviewer.store.readings import Reading, RunHead

_NEAR = 8
"""How many names an error lists."""


def sheets(
    connection: sqlite3.Connection,
    model: str | None = None,
    *,
    suite: str | None = None,
    scheme: str | None = None,
    runs: Sequence[str] | None = None,
    even_invalid: bool = False,
) -> list[Sheet]:
    """The figures of one model, or of all; a sheet for each suite that its runs are of.

    `even_invalid` counts runs that do not count any more, too: for whoever verifies what was counted when they did.
    With `runs` of these runs alone: by name, a clear beginning of one, or k. Clusters are those of `scheme`; without
    it, of the scheme that is called like the model. Raises NotFound for what is not there, UsageError where a model's
    runs are bound to two contents of one suite, ReviewerError where a transcript is not checked with the present rules.
    """
    return [*each(connection, model, suite=suite, scheme=scheme, runs=runs, even_invalid=even_invalid)]


def each(
    connection: sqlite3.Connection,
    model: str | None = None,
    *,
    suite: str | None = None,
    scheme: str | None = None,
    runs: Sequence[str] | None = None,
    even_invalid: bool = False,
) -> Iterator[Sheet]:
    """The same one after the other, so that of a fleet one model at a time is held. Every row is read once.

    Whatever `sheets` raises over runs and their rules is raised before the first.
    """
    for one in _one_by_one(connection, model, suite, runs, even_invalid):
        yield sheet(one, _schemes(bound_suite(connection, one.suite_hash), one, scheme))


def readings(
    connection: sqlite3.Connection,
    model: str | None = None,
    *,
    suite: str | None = None,
    runs: Sequence[str] | None = None,
    even_invalid: bool = False,
) -> list[Readings]:
    """What the same figures are counted from, before anything is counted. Raises as `sheets`."""
    return [*_one_by_one(connection, model, suite, runs, even_invalid)]


def messages(
    connection: sqlite3.Connection, suite: str | None = None
) -> dict[tuple[str, str | None], dict[str, Fraction]]:
    """Agent messages in a conversation, by content of a suite and by model; without those whose facts are of old rules.

    A lean reading: of all facts this one alone, and no score.
    """
    groups = groupby(store.runs(connection), key=attrgetter("suite", "model"))
    found: dict[tuple[str, str | None], dict[str, Fraction]] = {}
    for (of, model), group in ((key, list(group)) for key, group in groups if suite in (None, key[0])):
        try:
            ruleset = _ruleset(connection, group)
        except (ReviewerError, IndexError):
            continue
        rows = [head.row for head in group if head.state == "valid"]
        here = _gathered(connection, group, ruleset, store.read(connection, rows, (), facts=(store.AGENT_MESSAGES,)))
        if (counted := metric("agent_messages").count(here.of())) is not None:
            found.setdefault((of, here.suite_hash), {})[model] = counted[0].value
    return found


def _one_by_one(
    connection: sqlite3.Connection, model: str | None, suite: str | None, runs: Sequence[str] | None, even_invalid: bool
) -> Iterator[Readings]:
    known = store.runs(connection)
    heads = _chosen([replace(head, state="valid") for head in known] if even_invalid else known, model, suite)
    heads = heads if runs is None else _these(heads, runs)
    groups = [list(group) for _, group in groupby(heads, key=attrgetter("suite", "model"))]
    rulesets = [_ruleset(connection, group) for group in groups]
    for group, ruleset in zip(groups, rulesets, strict=True):
        by_run: dict[int, list[Reading]] = {head.row: [] for head in group if head.state == "valid"}
        said = outcomes.outcomes(connection, by_run)
        for reading in with_outcomes(store.read(connection, by_run, JUDGED), said):
            by_run[reading.run].append(reading)
        yield _gathered(connection, group, ruleset, [one for head in group for one in by_run.get(head.row, ())])


def narrowed(
    connection: sqlite3.Connection,
    made: Sequence[Sheet],
    *,
    run: str | None = None,
    intent: str | None = None,
    trap: str | None = None,
) -> list[Sheet]:
    """The sheets with those figures alone that are about a run (its name, a beginning of it, or k), an intent, a trap.

    Intents and traps are found by id, label or alias. One that the suite has and of which nothing counts leaves a sheet
    without figures, which says that in `uncounted`. Raises NotFound where nothing is called so.
    """
    given = {"run": run, "intent": intent, "trap": trap}
    asked = {what: name for what, name in given.items() if name is not None}
    meant = [{what: _meant(connection, one, what, name) for what, name in asked.items()} for one in made]
    kept = [one.only(**names) for one, names in zip(made, meant, strict=True)]
    if found := [one for one in kept if one.figures or one.uncounted]:
        return found
    for what, name in asked.items():
        if not any(one.only(**{what: names[what]}).figures for one, names in zip(made, meant, strict=True)):
            scopes = (figure.scope.named() for one in made for figure in one.figures)
            there = {scope[what] for scope in scopes if what in scope}
            raise NotFound(f"no {what} that is counted is called {name}; there are {_some(there)}")
    raise NotFound("nothing is counted for these together")


def _chosen(heads: Sequence[RunHead], model: str | None, suite: str | None) -> list[RunHead]:
    """The runs of that model and suite, if there is one among them that counts."""
    chosen = [head for head in heads if model in (None, head.model) and suite in (None, head.suite)]
    usable = {(head.suite, head.model) for head in chosen if head.state == "valid"}
    if not usable:
        if chosen and model is not None:
            raise NotFound(f"no run of {model} counts: all are superseded or invalid; `reviewer runs` says why")
        if suite is not None and suite not in (there := {head.suite for head in heads}):
            raise NotFound(f"no run is of a suite called {suite}; there are {_some(there)}")
        there = {head.model for head in heads if suite in (None, head.suite)}
        if model is None:
            raise NotFound("no run counts; `reviewer runs` says why" if there else "there are no runs yet")
        raise NotFound(f"no run is of a model called {model}; there are {_some(there)}")
    return [head for head in chosen if (head.suite, head.model) in usable]


def _these(heads: Sequence[RunHead], names: Sequence[str]) -> list[RunHead]:
    """Those of these names, each of which is one run that counts."""
    usable = [head for head in heads if head.state == "valid"]
    chosen = set()
    for name in names:
        found = _named(usable, name)
        if len(found) > 1:
            raise UsageError(f"{len(found)} runs are called {name}: say which, as {_some({run.name for run in found})}")
        if not found:
            raise NotFound(f"no run that counts is called {name}; there are {_some({run.name for run in usable})}")
        chosen.add(found[0].row)
    return [head for head in heads if head.row in chosen]


def _named(runs: Sequence[RunHead], name: str) -> list[RunHead]:
    found = [run for run in runs if run.name == name] or [run for run in runs if str(run.index) == name]
    return found or [run for run in runs if name and run.name.startswith(name)]


def _ruleset(connection: sqlite3.Connection, heads: Sequence[RunHead]) -> Ruleset:
    """The rules that these runs' facts are read with, if all of them are."""
    valid = [head for head in heads if head.state == "valid"]
    first = valid[0]
    if other := next((head for head in valid if head.suite_hash != first.suite_hash), None):
        raise UsageError(
            f"{first.model}: the runs {first.name} and {other.name} are bound to different contents of {first.suite}; "
            "figures need one: `reviewer suites bind` binds a run"
        )
    bound = (first.suite, first.suite_hash)
    group = next(group for group in facts.groups(connection) if (group.suite, group.suite_hash) == bound)
    ruleset = rules(group)
    if count := store.unchecked(connection, [head.row for head in valid], ruleset.hash):
        have = "transcript has" if count == 1 else "transcripts have"
        raise ReviewerError(
            f"{first.model}: {count:,} {have} no facts by the present rules; run `reviewer check` first"
        )
    return ruleset


def _gathered(
    connection: sqlite3.Connection, heads: Sequence[RunHead], ruleset: Ruleset, found: Sequence[Reading]
) -> Readings:
    first = next(head for head in heads if head.state == "valid")
    cases = store.cases(connection, first.suite, first.suite_hash)
    known = store.knows_cases(connection, first.suite_hash)
    kinds = ruleset.kinds.values()
    return gather(heads, cases, found, suite_hash=first.suite_hash, ruleset=ruleset.hash, known=known, kinds=kinds)


def _schemes(suite: Suite | None, one: Readings, name: str | None) -> list[Scheme]:
    if name == BY_INTENT:
        return []
    known = suite.clusters if suite else ()
    found = [scheme for scheme in known if scheme.name == (name or one.model)]
    if name is not None and not found:
        there = _some({scheme.name for scheme in known})
        raise NotFound(f"the suite {one.suite} has no cluster scheme called {name}; there are {there}")
    return found


def _meant(connection: sqlite3.Connection, one: Sheet, what: str, name: str) -> str:
    """What a sheet calls the run, the intent or the trap of that name; the name itself where it knows none."""
    if what == "run":
        return _run(one, name)
    suite = bound_suite(connection, one.readings.suite_hash)
    return (suite.intent(name) if suite else None) or name


def _run(one: Sheet, name: str) -> str:
    """Raises UsageError where several runs are called so."""
    found = _named(one.readings.runs, name)
    if len(found) > 1:
        raise UsageError(f"{len(found)} runs are called {name}: say which, as {_some({run.name for run in found})}")
    return found[0].name if found else name


def _some(names: set[str]) -> str:
    found = sorted(names)
    return ", ".join([*found[:_NEAR], *("…" for _ in found[_NEAR : _NEAR + 1])]) or "none"
