"""Freezing a dossier: an edition that is kept whole, what stands in its way, and what changed since."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.errata import errata
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.since import Change, Present, RunNow, since
from reviewer.errors import BusyStore, ReviewerError
from reviewer.model.dossier import Dossier, Erratum
from reviewer.operations import dossiers_claims, lint_claims
from reviewer.operations.authors import default_author
from reviewer.operations.dossiers import build, canonical
from reviewer.operations.dossiers_states import (
    Database,
    Named,
    append,
    called,
    content,
    count,
    disagreements,
    edition,
    elsewhere,
    few,
    frozen,
    numbers,
    refuse_frozen,
    standing,
    undecided,
)
from reviewer.review import publishing
from reviewer.review.events import now
from reviewer.review.publishing import ADJUDICATED, FROZEN
from reviewer.store import dossiers as store
from reviewer.store import events
from reviewer.store import readings as register
from reviewer.store.connection import open_writing, transaction
from reviewer.store.dossiers import Edition
from reviewer.text.hashing import fingerprint, named
from reviewer.text.sealing import seal

_TRIES = 5


def present(connection: sqlite3.Connection, model: str, *, suite: str | None = None) -> Dossier:
    """The dossier as it stands: the edition where it is frozen, else what is built now."""
    of = called(connection, model, suite)
    if standing(connection, of).state == FROZEN:
        return frozen(connection, of)
    return build(connection, of.model, suite=of.suite)


def freeze(
    db: Database,
    model: str,
    *,
    suite: str | None = None,
    runs: Sequence[str] | None = None,
    claims: ClaimsFile | None = None,
    author: str | None = None,
    reason: str | None = None,
) -> Dossier:
    """The next edition, kept whole. Raises ReviewerError with everything that stands in the way of it.

    It is built before the lock is taken, and again where somebody wrote meanwhile: so freezing keeps nobody waiting.
    """
    with closing(open_writing(db)) as connection:
        of = called(connection, model, suite)
        for _ in range(_TRIES):
            version = _version(connection)
            refuse_frozen(connection, of)
            made = build(connection, of.model, suite=of.suite, runs=runs, claims=claims)
            if reasons := obstacles(connection, made, claims):
                raise ReviewerError(f"{of.model} cannot be frozen: {'; '.join(reasons)}")
            next_ = _next(connection, of, made)
            text = canonical(next_)
            with transaction(connection, len(text)):
                if _version(connection) != version:
                    continue
                hash_, by, at = named(fingerprint(text)), (author or "").strip() or default_author(), now()
                kept = Edition(of.suite, of.model, next_.edition or 1, hash_, at, by)
                store.keep(connection, kept, claims.text if claims else "", text)
                body = {"edition": kept.number, "content": hash_, **({"runs": [*runs]} if runs else {})}
                append(connection, publishing.FREEZE, of, body, reason or "", by)
            return next_
    raise BusyStore(f"{os.fspath(db)}: somebody kept writing while {of.model} was to be frozen; try again")


def obstacles(
    connection: sqlite3.Connection,
    dossier: Dossier,
    claims: ClaimsFile | None = None,
    known: Sequence[Problem] | None = None,
) -> list[str]:
    """What stands between a dossier and its next edition, each in a few words. `known` is what the linter has said."""
    found = []
    if dossier.state != ADJUDICATED:
        name = dossier.model.id
        found.append(
            f"it is {dossier.state} (`reviewer dossier state {name} adjudicated --reason WHY` says that it is done)"
        )
    if open_ := disagreements(connection, {one.id for one in dossier.transcripts}):
        found.append(undecided(open_))
    alone = [one.id for one in dossier.findings if not (one.confirmed_by or one.disputed_by)]
    if alone and not (claims and claims.front.single_reader):
        found.append(
            f"{count(alone, 'finding has', 'findings have')} no second reader ({few(alone)}); "
            "`single-reader = true` in the claims file prints that instead"
        )
    stale = [one.id for one in dossier.findings if one.stale]
    if stale:
        found.append(f"{count(stale, 'finding stands', 'findings stand')} nowhere in the present text ({few(stale)})")
    if claims and claims.front.draft:
        found.append(f"nobody has gone over its claims: `draft = true` stands in {claims.path}")
    said = problems(connection, dossier, claims) if known is None else known
    if errors := [str(one) for one in said if one.level == "error"]:
        more = f", and {len(errors) - 1:,} more" * (len(errors) > 1)
        found.append(f"the claims have {count(errors, 'error', 'errors')}: {errors[0]}{more}")
    return found


def problems(connection: sqlite3.Connection, dossier: Dossier, claims: ClaimsFile | None) -> list[Problem]:
    """What the linter says of the claims, by themselves."""
    if claims is None:
        return []
    before = dossiers_claims.before(connection, Named(dossier.suite.name, dossier.model.id))
    return lint_claims.problems(connection, claims, dossier, before)


def _next(connection: sqlite3.Connection, of: Named, made: Dossier) -> Dossier:
    """The dossier as the next edition, with what it changes in the one before."""
    there = numbers(connection, of)
    if not there:
        return made.model_copy(update={"state": FROZEN, "edition": 1, "supersedes": None})
    number = there[-1]
    return made.model_copy(
        update={
            "state": FROZEN,
            "edition": number + 1,
            "supersedes": number,
            "errata": _errata(connection, of, made, number),
        }
    )


def _errata(connection: sqlite3.Connection, of: Named, made: Dossier, number: int) -> tuple[Erratum, ...]:
    told = [one for one in events.of_subject(connection, publishing.subject(*of)) if one.kind == publishing.REOPEN]
    why = (told[-1].reason or "") if told else ""
    same = [one for one in store.editions(connection, *of) if one.number == number]
    if not same:
        says = f"{why}; {elsewhere(of, number)}"
        return (Erratum(edition=number, what="all of it", old="", new="", reason=says),)
    found: list[Erratum] = []
    for one in same:
        last = content(connection, one)
        reason = f"{why}; as {one.author} froze it on {one.frozen_at}" if len(same) > 1 else why
        found += errata(last, made, since(last, _present(connection, of, one, last, made)), reason)
    return tuple(found)


def touched(connection: sqlite3.Connection, of: Named, which: int | str | None = None) -> list[Change]:
    """What changed since an edition (the last one) was frozen, and what that touches. Raises NotFound."""
    kept = edition(connection, of, which)
    then = content(connection, kept)
    chosen = {one.id for one in then.runs} if _was_chosen(connection, of, kept) else None
    present, refused = None, ""
    try:
        usable = None if chosen is None else sorted(chosen & _valid(connection, of))
        present = build(connection, of.model, suite=of.suite, runs=usable)
    except ReviewerError as error:
        refused = str(error)
    found = _present(connection, of, kept, then, present, refused)
    if chosen is not None:  # the others were left out then, and are no news now
        found = replace(found, runs={name: run for name, run in found.runs.items() if name in chosen})
    return since(then, found)


def _was_chosen(connection: sqlite3.Connection, of: Named, kept: Edition) -> bool:
    """Whether somebody named the runs of an edition."""
    told = events.of_subject(connection, publishing.subject(*of))
    return any(one.body.get("runs") for one in told if one.body.get("content") == kept.hash)


def _valid(connection: sqlite3.Connection, of: Named) -> set[str]:
    return {run.name for run in register.runs(connection) if (run.suite, run.model) == of and run.state == "valid"}


def _present(
    connection: sqlite3.Connection, of: Named, kept: Edition, then: Dossier, made: Dossier | None, refused: str = ""
) -> Present:
    heads = [run for run in register.runs(connection) if (run.suite, run.model) == of]
    runs = {run.name: RunNow(run.name, run.state, run.superseded_by, run.reason) for run in heads}
    names, key = {one.id for one in then.runs}, store.key_of(connection, kept)
    stored = store.stored(connection, (run.row for run in heads if run.name in names))
    return Present(runs, {one.id: seal(key, one.revision) for one in stored}, made, refused)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
