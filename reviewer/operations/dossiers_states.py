"""How far a dossier is, and freezing it: an edition that is kept whole, and that no rebuild changes."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence, Set
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from reviewer.dossier.claims import ClaimsFile
from reviewer.dossier.errata import errata
from reviewer.dossier.since import Change, Present, RunNow, since
from reviewer.errors import BusyStore, NotFound, ReviewerError, UsageError
from reviewer.model.dossier import Dossier, Erratum
from reviewer.operations.authors import default_author
from reviewer.operations.dossiers import build
from reviewer.review import publishing
from reviewer.review.events import Event, now, ulid
from reviewer.review.publishing import ADJUDICATED, FROZEN, REVIEW, Standing
from reviewer.store import agreement, events, reviews
from reviewer.store import dossiers as store
from reviewer.store import readings as register
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.dossiers import Edition
from reviewer.text.hashing import fingerprint, named
from reviewer.text.sealing import seal
from reviewer.text.storable import storable

Database = str | os.PathLike[str]
_TRIES = 5
_FEW = 3


class Named(NamedTuple):
    """Which dossier."""

    suite: str
    model: str


def called(connection: sqlite3.Connection, model: str, suite: str | None = None) -> Named:
    """The dossier of that model. Raises NotFound; UsageError where it has one in several suites."""
    runs = {Named(run.suite, run.model) for run in register.runs(connection)}
    known = runs | {Named(one.suite, one.model) for one in store.editions(connection)}
    found = sorted(one for one in known if one.model == model and suite in (None, one.suite))
    if len(found) > 1:
        names = ", ".join(one.suite for one in found)
        raise UsageError(f"{model} has a dossier in several suites: say which with `--suite`, of {names}")
    if not found:
        there = ", ".join(sorted({one.model for one in known if suite in (None, one.suite)}))
        raise NotFound(f"no model is called {model}; there are {there}" if there else "there are no runs yet")
    return found[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier in a list."""

    suite: str
    model: str
    standing: Standing
    editions: tuple[Edition, ...]

    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "suite": self.suite,
            "model": self.model,
            **asdict(self.standing),
            "editions": [{"number": one.number, "hash": one.hash, "frozen_at": one.frozen_at} for one in self.editions],
        }


def listed(connection: sqlite3.Connection) -> list[Listed]:
    """Every model that has runs or an edition, by suite and model."""
    editions = store.editions(connection)
    known = {Named(run.suite, run.model) for run in register.runs(connection)}
    known |= {Named(one.suite, one.model) for one in editions}
    return [
        Listed(*of, standing(connection, of), tuple(one for one in editions if (one.suite, one.model) == of))
        for of in sorted(known)
    ]


def standing(connection: sqlite3.Connection, of: Named) -> Standing:
    """How far it is."""
    return publishing.state(events.of_subject(connection, publishing.subject(*of)))


def edition(connection: sqlite3.Connection, of: Named, number: int | None = None) -> Edition:
    """An edition by its number, or the last one. Raises NotFound, also for one that was frozen in another database."""
    numbers = _numbers(connection, of)
    if not numbers:
        raise NotFound(f"{of.model} was never frozen")
    wanted = numbers[-1] if number is None else number
    found = next((one for one in store.editions(connection, *of) if one.number == wanted), None)
    if found is not None:
        return found
    if wanted in numbers:
        raise NotFound(f"edition {wanted} of {of.model} was frozen in another database; its content is not in this one")
    raise NotFound(f"{of.model} has no edition {wanted}; there are {', '.join(map(str, numbers))}")


def _numbers(connection: sqlite3.Connection, of: Named) -> list[int]:
    """Of all editions, those too that reviews tell of which came from elsewhere."""
    told = (one.body.get("edition") for one in events.of_subject(connection, publishing.subject(*of)))
    return sorted(
        {one.number for one in store.editions(connection, *of)} | {one for one in told if isinstance(one, int)}
    )


def frozen(connection: sqlite3.Connection, of: Named, number: int | None = None) -> Dossier:
    """An edition as it was frozen, the last one without a number. Raises NotFound, DamagedStore."""
    return Dossier.model_validate_json(store.content(connection, edition(connection, of, number)))


def present(connection: sqlite3.Connection, model: str, *, suite: str | None = None) -> Dossier:
    """The dossier as it stands: the edition where it is frozen, else what is built now."""
    of = called(connection, model, suite)
    if standing(connection, of).state == FROZEN:
        return frozen(connection, of)
    return build(connection, of.model, suite=of.suite)


def put(
    db: Database, model: str, state: str, reason: str, *, suite: str | None = None, author: str | None = None
) -> Event:
    """Draft, in review or adjudicated. UsageError for another one, or over a frozen one; ReviewerError where something
    is left to adjudicate."""
    if state not in publishing.OPEN:
        how = "; `reviewer dossier freeze` freezes" if state == FROZEN else ""
        raise UsageError(f"{state} is no state to be put into; there are {', '.join(publishing.OPEN)}{how}")
    if not reason.strip():
        raise UsageError("a change of state needs a reason")
    with closing(open_writing(db)) as connection, transaction(connection):
        of = called(connection, model, suite)
        refuse_frozen(connection, of)
        if state == ADJUDICATED and (open_ := disagreements(connection, _transcripts(connection, of))):
            raise ReviewerError(f"{of.model} is not adjudicated: {_undecided(open_)}")
        return _append(connection, publishing.SET, of, {"state": state}, reason, author)


def reopen(db: Database, model: str, reason: str, *, suite: str | None = None, author: str | None = None) -> Event:
    """A frozen one is in review again; its edition stays what it is. UsageError where it is not frozen."""
    if not reason.strip():
        raise UsageError("reopening needs a reason: the next edition prints it")
    with closing(open_writing(db)) as connection, transaction(connection):
        of = called(connection, model, suite)
        was = standing(connection, of)
        if was.state != FROZEN:
            raise UsageError(f"{of.model} is not frozen: it is {was.state}")
        return _append(connection, publishing.REOPEN, of, {"state": REVIEW, "edition": was.edition}, reason, author)


def refuse_frozen(connection: sqlite3.Connection, of: Named) -> None:
    """Raises UsageError over a frozen dossier."""
    was = standing(connection, of)
    if was.state == FROZEN:
        raise UsageError(
            f"{of.model} is frozen as edition {was.edition} since {was.at}: "
            f"`reviewer dossier reopen {of.model} --reason WHY` opens it for the next one"
        )


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
                body = {"edition": kept.number, "content": hash_}
                _append(connection, publishing.FREEZE, of, body, reason or "", by)
            return next_
    raise BusyStore(f"{os.fspath(db)}: somebody kept writing while {of.model} was to be frozen; try again")


def obstacles(connection: sqlite3.Connection, dossier: Dossier, claims: ClaimsFile | None = None) -> list[str]:
    """What stands between a dossier and its next edition, each in a few words."""
    found = []
    if dossier.state != ADJUDICATED:
        name = dossier.model.id
        found.append(
            f"it is {dossier.state} (`reviewer dossier state {name} adjudicated --reason WHY` says that it is done)"
        )
    if open_ := disagreements(connection, {one.id for one in dossier.transcripts}):
        found.append(_undecided(open_))
    alone = [one.id for one in dossier.findings if not (one.confirmed_by or one.disputed_by)]
    if alone and not (claims and claims.front.single_reader):
        found.append(
            f"{_count(alone, 'finding has', 'findings have')} no second reader ({_few(alone)}); "
            "`single-reader = true` in the claims file prints that instead"
        )
    stale = [one.id for one in dossier.findings if one.stale]
    if stale:
        found.append(f"{_count(stale, 'finding stands', 'findings stand')} nowhere in the present text ({_few(stale)})")
    return found


def disagreements(connection: sqlite3.Connection, transcripts: Set[str]) -> list[str]:
    """The transcripts among these of which two sides say different things and nobody has decided."""
    found = (one for one in agreement.disagreements(connection) if one.adjudicated is None)
    return sorted({one.transcript for one in found if one.transcript in transcripts})


def canonical(dossier: Dossier) -> str:
    """The JSON that is kept and hashed: sorted, without spaces."""
    return json.dumps(dossier.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _next(connection: sqlite3.Connection, of: Named, made: Dossier) -> Dossier:
    """The dossier as the next edition, with what it changes in the one before."""
    numbers = _numbers(connection, of)
    if not numbers:
        return made.model_copy(update={"state": FROZEN, "edition": 1, "supersedes": None})
    number = numbers[-1]
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
    try:
        last = frozen(connection, of, number)
    except NotFound as error:
        return (Erratum(edition=number, what="all of it", old="", new="", reason=f"{why}; {error}"),)
    return errata(last, made, since(last, _present(connection, of, last, made)), why)


def touched(connection: sqlite3.Connection, of: Named, number: int | None = None) -> list[Change]:
    """What changed since an edition (the last one) was frozen, and what that touches. Raises NotFound."""
    then = frozen(connection, of, number)
    present, refused = None, ""
    try:
        present = build(connection, of.model, suite=of.suite)
    except ReviewerError as error:
        refused = str(error)
    return since(then, _present(connection, of, then, present, refused))


def _present(
    connection: sqlite3.Connection, of: Named, then: Dossier, made: Dossier | None, refused: str = ""
) -> Present:
    heads = [run for run in register.runs(connection) if (run.suite, run.model) == of]
    runs = {run.name: RunNow(run.name, run.state, run.superseded_by, run.reason) for run in heads}
    names, key = {one.id for one in then.runs}, store.seal_key(connection)
    stored = store.stored(connection, (run.row for run in heads if run.name in names))
    return Present(runs, {one.id: seal(key, one.revision) for one in stored}, made, refused)


def _append(
    connection: Writer, kind: str, of: Named, body: Mapping[str, Any], reason: str, author: str | None
) -> Event:
    """Inside a transaction."""
    subject = publishing.subject(*of)
    aside = reviews.heads(connection, kind, subject)
    by = (author or "").strip() or default_author()
    made = Event(ulid(), kind, subject, dict(body), by, now(), storable(reason.strip()) or None, aside)
    reviews.decide(connection, made)
    return made


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _transcripts(connection: sqlite3.Connection, of: Named) -> set[str]:
    rows = [run.row for run in register.runs(connection) if (run.suite, run.model) == of and run.state == "valid"]
    return {one.id for one in store.stored(connection, rows)}


def _undecided(open_: Sequence[str]) -> str:
    return f"{_count(open_, 'transcript is', 'transcripts are')} judged differently and not adjudicated ({_few(open_)})"


def _count(found: Sequence[str], one: str, several: str) -> str:
    return f"{len(found):,} {one if len(found) == 1 else several}"


def _few(found: Sequence[str]) -> str:
    return ", ".join([*found[:_FEW], *("…" for _ in found[_FEW : _FEW + 1])])
