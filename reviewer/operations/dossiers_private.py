"""What stays inside the team: where the runs came from, components, coverage by reader, the author's conclusions.

Another class than the dossier, made beside it and handed to no renderer.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.entry import exact
from reviewer.dossier.rounding import shown
from reviewer.model.dossier import Dossier, FigureEntry
from reviewer.model.private import Private, PrivateRun
from reviewer.review.coverage import Progress
from reviewer.store import dossiers as store
from reviewer.store import progress, register
from reviewer.store.register import RegisterRow

_NARROW = ("run", "intent", "cluster", "trap")
_OVER_RUNS = ("median", "mean", "pooled", "run")
"""Which of a metric's figures is its component: the first of these that there is."""


def private(connection: sqlite3.Connection, dossier: Dossier, claims: ClaimsFile | None = None) -> Private:
    """All of it, of the runs that the dossier is made from. The conclusions are those of the claims file."""
    names = {one.id for one in dossier.runs}
    heads = [one for one in register.rows(connection) if _is_of(one, dossier) and one.key.run in names]
    sources = store.sources(connection, [one.row for one in heads])
    editions = store.editions(connection, dossier.suite.name, dossier.model.id)
    partial = {one.id: (one.partial, one.failed) for one in dossier.runs}
    keys = [one.key for one in store.stored(connection, [one.row for one in heads])]
    ruleset = next((one.ruleset for one in dossier.figures if one.ruleset), None)
    return Private(
        model=dossier.model.id,
        suite=dossier.suite.name,
        suite_hash=dossier.suite.hash,
        ruleset=ruleset,
        edition=editions[-1].number if editions else None,
        made_at=dossier.made_at,
        runs=tuple(
            PrivateRun(
                id=one.key.run,
                index=one.state.index,
                slug=one.key.model,
                files=one.sources,
                state=one.state.state,
                reason=one.state.reason,
                transcripts=one.counts.transcripts,
                partial=partial[one.key.run][0],
                failed=partial[one.key.run][1],
                judges=sources[one.row].judges,
                harness=dict(sources[one.row].harness),
            )
            for one in sorted(heads, key=lambda one: (one.state.index is None, one.state.index, one.key.run))
        ),
        components=dict(_components(dossier.figures)),
        coverage=tuple(_coverage(dossier, progress.progress(connection, keys))),
        conclusions=claims.front.conclusions if claims else (),
    )


def _is_of(one: RegisterRow, dossier: Dossier) -> bool:
    return (one.key.suite, one.state.label) == (dossier.suite.name, dossier.model.id)


def _components(figures: Iterable[FigureEntry]) -> Iterator[tuple[str, str]]:
    """Each metric over its whole class, with three decimals."""
    found: dict[str, dict[str, FigureEntry]] = defaultdict(dict)
    for one in figures:
        if one.origin == "counted" and one.aggregator and not any(place in one.scope for place in _NARROW[1:]):
            found[one.metric].setdefault(one.aggregator, one)
    for metric, of in found.items():
        chosen = next((of[name] for name in _OVER_RUNS if name in of), None)
        if chosen is not None and (value := exact(chosen)) is not None:
            yield metric, shown(value, 3)


def _coverage(dossier: Dossier, far: Mapping[int, Progress]) -> Iterator[str]:
    """The sentence that is printed, then who read, or put away without receipts, how much of which class of a run."""
    yield dossier.coverage.sentence
    place = {one.id: (one.run, one.case_class or "no class") for one in dossier.transcripts}
    whole = Counter(place.values())
    done: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for one in far.values():
        if one.transcript in place:
            for name, work in one.work.items():
                done[name][*place[one.transcript], work.reading] += 1
    for name, count in sorted(done.items()):
        parts = []
        for (run, kind), size in whole.items():
            said = [f"{count[run, kind, how]} {how}" for how in ("read", "skimmed", "skipped") if count[run, kind, how]]
            if said:
                parts.append(f"run {run} {kind}: {', '.join(said)} of {size}")
        yield f"{name}: {'; '.join(parts) or 'nothing whole'}"
