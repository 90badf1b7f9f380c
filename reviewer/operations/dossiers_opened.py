"""A dossier as a screen shows it: what stands in it, what the linter says, how far it is, and what is not shown yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewer.dossier.lint.problem import Problem
from reviewer.errors import ReviewerError
from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.model.dossier import Dossier
from reviewer.operations import dossiers, dossiers_claims, dossiers_editions, dossiers_states
from reviewer.operations.dossiers_states import Named
from reviewer.review.publishing import FROZEN, Standing
from reviewer.store import dossiers as store
from reviewer.store import outcomes, queue_shown
from reviewer.store import readings as register
from reviewer.store.dossiers import Edition


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier as it stands. `dossier` is None where it cannot be built, and `refused` says why."""

    of: Named
    standing: Standing
    editions: tuple[Edition, ...]
    path: Path
    """Of the claims file, which need not be there."""

    dossier: Dossier | None = None
    refused: str = ""
    written: bool = False
    """There is a claims file."""

    draft: bool = False
    """The program made the claims, and nobody has gone over them yet."""

    lines: Mapping[str, int] | None = None
    """Where in the claims file each claim begins, by its id."""

    problems: tuple[Problem, ...] = ()
    left: tuple[str, ...] = ()
    """What stands between it and its next edition."""

    keys: Mapping[str, int] | None = None
    """The `key` of each of its transcripts that is in this database, by public id."""

    example: str | None = None
    """The text of claims that came with the demo, where the file itself is not there yet."""

    waiting: frozenset[str] = frozenset()
    """Transcripts of cases that ask for an outcome, which the reviewer has not judged, nor asked to see: of them
    nobody else's word is shown."""

    blind: frozenset[str] = frozenset()
    """Transcripts that a blind queue hides from the reviewer."""


def opened(
    connection: sqlite3.Connection,
    of: Named,
    reviewer: str,
    revealed: Collection[str] = (),
    *,
    claims: Path | None = None,
    keep_in: Path | None = None,
) -> Opened:
    """The dossier of a model: the edition where it is frozen, else what is built now, with its claims file.

    What cannot be read or built is said in `refused`. With `keep_in` (the database) a build is remembered, so that
    claims keep their ids.
    """
    path = claims or dossiers_claims.default_place(of.model)
    standing = dossiers_states.standing(connection, of)
    editions = tuple(store.editions(connection, *of))
    try:
        file = dossiers_claims.read(connection, of, path)
        if standing.state == FROZEN:
            made = dossiers_states.frozen(connection, of)
        else:
            made = dossiers.build(connection, of.model, suite=of.suite, claims=file)
        problems = dossiers_editions.problems(connection, made, file)
        left = dossiers_editions.obstacles(connection, made, file, problems) if standing.state != FROZEN else []
        if keep_in is not None and standing.state != FROZEN:
            dossiers_claims.keep(keep_in, of, made)
    except ReviewerError as error:
        return Opened(of, standing, editions, path, refused=str(error), written=path.exists())
    rows = [run.row for run in register.runs(connection) if (run.suite, run.model) == of]
    said = outcomes.outcomes(connection, rows)
    blind = queue_shown.masked(connection, reviewer)
    asking = {one.id for one in made.transcripts if one.case_class in OUTCOME_CLASSES}
    judged = {id_ for id_, one in said.items() if any(who == reviewer for who, _, _ in one.said)}
    return Opened(
        of,
        standing,
        editions,
        path,
        made,
        written=file is not None,
        draft=file is not None and file.front.draft,
        example=file.text if file is not None and not path.exists() else None,
        lines={claim.id: file.place(claim.start)[0] for claim in file.claims} if file else {},
        problems=tuple(problems),
        left=tuple(left),
        keys={one.id: one.key for one in store.stored(connection, rows)},
        waiting=frozenset(asking - judged - set(revealed) - blind),
        blind=frozenset(blind & {one.id for one in made.transcripts}),
    )
