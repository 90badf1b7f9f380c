"""How far a dossier is: which there are, their states as events, and the editions that were frozen."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence, Set
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewer.errors import NotFound, ReviewerError, UsageError
from reviewer.operations.authors import default_author
from reviewer.review import publishing
from reviewer.review.events import Event, now, ulid
from reviewer.review.publishing import ADJUDICATED, FROZEN, REVIEW, Standing
from reviewer.store import agreement, events, reviews
from reviewer.store import dossiers as store
from reviewer.store import readings as register
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.store.dossiers import Edition
from reviewer.text.storable import storable

if TYPE_CHECKING:
    from reviewer.model.dossier import Dossier

Database = str | os.PathLike[str]
_FEW = 3
_HASH = 11
"""Characters that tell one edition from another."""


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
    last: int | None
    """The number of the last edition, also of one that only reviews tell of."""

    @property
    def apart(self) -> tuple[Edition, ...]:
        """The editions that were frozen under the last number, where there are several."""
        same = tuple(one for one in self.editions if one.number == self.last)
        return same if len(same) > 1 else ()

    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "suite": self.suite,
            "model": self.model,
            **asdict(self.standing),
            "editions": [
                {
                    "number": one.number,
                    "hash": one.hash,
                    "frozen_at": one.frozen_at,
                    "superseded_by": self.last if self.last != one.number else None,
                }
                for one in self.editions
            ],
        }


def listed(connection: sqlite3.Connection) -> list[Listed]:
    """Every model that has runs or an edition, by suite and model."""
    editions = store.editions(connection)
    known = {Named(run.suite, run.model) for run in register.runs(connection)}
    known |= {Named(one.suite, one.model) for one in editions}
    return [
        Listed(
            *of,
            standing(connection, of),
            tuple(one for one in editions if (one.suite, one.model) == of),
            next(reversed(numbers(connection, of)), None),
        )
        for of in sorted(known)
    ]


def standing(connection: sqlite3.Connection, of: Named) -> Standing:
    """How far it is."""
    return publishing.state(events.of_subject(connection, publishing.subject(*of)))


def history(connection: sqlite3.Connection, of: Named) -> list[Event]:
    """Every decision about it, oldest first."""
    return events.of_subject(connection, publishing.subject(*of))


def edition(connection: sqlite3.Connection, of: Named, which: int | str | None = None) -> Edition:
    """An edition by its number or by the beginning of its hash, or the last one.

    Raises NotFound, also for one that was frozen in another database; ReviewerError where there are two of that number.
    """
    there = numbers(connection, of)
    if not there:
        raise NotFound(f"{of.model} was never frozen")
    here = store.editions(connection, *of)
    if isinstance(which, str):
        found = [one for one in here if one.hash.startswith(which)]
        if not found:
            raise NotFound(f"{of.model} has no edition {which}; there are {', '.join(one.hash for one in here)}")
        if len(found) > 1:
            raise NotFound(f"{which} begins the hashes of {len(found)} editions of {of.model}: give more of it")
        return found[0]
    wanted = there[-1] if which is None else which
    found = [one for one in here if one.number == wanted]
    if len(found) > 1:
        raise ReviewerError(clash(of, found))
    if found:
        return found[0]
    if wanted in there:
        raise NotFound(elsewhere(of, wanted))
    raise NotFound(f"{of.model} has no edition {wanted}; there are {', '.join(map(str, there))}")


def elsewhere(of: Named, number: int) -> str:
    """What is said of an edition that reviews tell of and that did not come with them."""
    return f"edition {number} of {of.model} was frozen in another database; its content is not in this one"


def handle(one: Edition) -> str:
    """The beginning of its hash, by which `--edition` finds it where its number does not do."""
    return one.hash[:_HASH]


def clash(of: Named, same: Sequence[Edition]) -> str:
    """What is said of editions that have one number, and how that is settled."""
    each = " and ".join(f"{one.hash} by {one.author} on {one.frozen_at}" for one in same)
    return (
        f"edition {same[0].number} of {of.model} was frozen {len(same)} times with other content, {each}: both stay; "
        f"`--edition {handle(same[0])}` means one of them, and the next edition corrects them"
    )


def numbers(connection: sqlite3.Connection, of: Named) -> list[int]:
    """Of all editions, those too that reviews tell of which came from elsewhere."""
    told = (one.body.get("edition") for one in events.of_subject(connection, publishing.subject(*of)))
    return sorted(
        {one.number for one in store.editions(connection, *of)} | {one for one in told if isinstance(one, int)}
    )


def later(connection: sqlite3.Connection, of: Named, made: Dossier) -> int | None:
    """The last edition, where it has taken the place of this one; None for the last one, and for no edition."""
    last = next(reversed(numbers(connection, of)), None)
    return last if made.edition is not None and last is not None and last > made.edition else None


def superseded(connection: sqlite3.Connection, of: Named, made: Dossier) -> str:
    """What is said of an edition whose place a later one has taken, else nothing."""
    last = later(connection, of, made)
    return f"edition {made.edition} is superseded: edition {last} takes its place" if last else ""


def frozen(connection: sqlite3.Connection, of: Named, which: int | str | None = None) -> Dossier:
    """An edition as it was frozen, as `edition` finds it. Raises ReviewerError, DamagedStore."""
    return content(connection, edition(connection, of, which))


def content(connection: sqlite3.Connection, kept: Edition) -> Dossier:
    """What was frozen. Raises DamagedStore."""
    from reviewer.model.dossier import Dossier  # heavy, and no list needs it

    return Dossier.model_validate_json(store.content(connection, kept))


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
            raise ReviewerError(f"{of.model} is not adjudicated: {undecided(open_)}")
        return append(connection, publishing.SET, of, {"state": state}, reason, author)


def reopen(db: Database, model: str, reason: str, *, suite: str | None = None, author: str | None = None) -> Event:
    """A frozen one is in review again; its edition stays what it is. UsageError where it is not frozen."""
    if not reason.strip():
        raise UsageError("reopening needs a reason: the next edition prints it")
    with closing(open_writing(db)) as connection, transaction(connection):
        of = called(connection, model, suite)
        was = standing(connection, of)
        if was.state != FROZEN:
            raise UsageError(f"{of.model} is not frozen: it is {was.state}")
        return append(connection, publishing.REOPEN, of, {"state": REVIEW, "edition": was.edition}, reason, author)


def refuse_frozen(connection: sqlite3.Connection, of: Named) -> None:
    """Raises UsageError over a frozen dossier."""
    was = standing(connection, of)
    if was.state == FROZEN:
        raise UsageError(
            f"{of.model} is frozen as edition {was.edition} since {was.at}: "
            f"`reviewer dossier reopen {of.model} --reason WHY` opens it for the next one"
        )


def disagreements(connection: sqlite3.Connection, transcripts: Set[str]) -> list[str]:
    """The transcripts among these of which two sides say different things and nobody has decided.

    What only its author could settle, such as two marks of one name, holds no dossier up.
    """
    open_ = (one for one in agreement.disagreements(connection) if one.adjudicated is None)
    found = (one for one in open_ if not (one.apart and one.apart.owner))
    return sorted({one.transcript for one in found if one.transcript in transcripts})


def append(connection: Writer, kind: str, of: Named, body: Mapping[str, Any], reason: str, author: str | None) -> Event:
    """Inside a transaction: a decision about a dossier."""
    subject = publishing.subject(*of)
    aside = reviews.heads(connection, kind, subject)
    by = (author or "").strip() or default_author()
    made = Event(ulid(), kind, subject, dict(body), by, now(), storable(reason.strip()) or None, aside)
    reviews.decide(connection, made)
    return made


def _transcripts(connection: sqlite3.Connection, of: Named) -> set[str]:
    rows = [run.row for run in register.runs(connection) if (run.suite, run.model) == of and run.state == "valid"]
    return {one.id for one in store.stored(connection, rows)}


def undecided(open_: Sequence[str]) -> str:
    """What is said of transcripts that nobody has adjudicated."""
    return f"{count(open_, 'transcript is', 'transcripts are')} judged differently and not adjudicated ({few(open_)})"


def count(found: Sequence[str], one: str, several: str) -> str:
    """How many, with the words for one or several."""
    return f"{len(found):,} {one if len(found) == 1 else several}"


def few(found: Sequence[str]) -> str:
    """The first of them."""
    return ", ".join([*found[:_FEW], *("…" for _ in found[_FEW : _FEW + 1])])
