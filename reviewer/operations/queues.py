"""Making a queue, and adding to it what came later."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from dataclasses import replace
from math import ceil

from reviewer.errors import NotFound, UsageError
from reviewer.operations.authors import default_author
from reviewer.review.queue import Candidate, Draw, Recipe, draw
from reviewer.store import filters, queue_drawn, queues, reviews, transcripts
from reviewer.store.connection import open_writing, transaction
from reviewer.store.queues import QueueRow

RESERVED = ("make", "next", "late")
"""What no queue may be called: they are commands."""


def share(text: str) -> float:
    """A part of a whole, typed as 10% or 0.1; UsageError for what is neither."""
    try:
        return float(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        raise UsageError(f"{text!r} is no share; write it as 10% or 0.1") from None


def names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Names between commas; none where nothing is typed. A name that is `known` is one, whatever commas are in it."""
    parts = text.split(",") if text.strip() else []
    found: list[str] = []
    while parts:
        longest = (size for size in range(len(parts), 1, -1) if ",".join(parts[:size]).strip() in known)
        size = next(longest, 1)
        found.append(",".join(parts[:size]).strip())
        del parts[:size]
    return tuple(found)


def known(connection: sqlite3.Connection, *more: str) -> set[str]:
    """Who can be meant by a name: whoever has decided something here, whoever this machine says is here, and `more`."""
    return {*reviews.authors(connection), default_author(), *more}


def fields(text: str) -> tuple[str, ...]:
    """What to stratify by, between commas or bars, each once; UsageError for what no transcript has."""
    named = tuple(dict.fromkeys(name.strip() for name in text.replace("|", ",").split(",") if name.strip()))
    if unknown := [name for name in named if name not in queue_drawn.STRATIFIABLE]:
        raise UsageError(f"cannot stratify by {unknown[0]!r}; there are {', '.join(queue_drawn.STRATIFIABLE)}")
    return named


def preview(connection: sqlite3.Connection, recipe: Recipe) -> Draw:
    """What would be drawn now; NotFound where there is nothing to draw from."""
    found = _candidates(connection, recipe)
    if not found:
        cited = "has a cited finding that waits for a second reader" if recipe.cited_unconfirmed else "matches"
        raise NotFound(f"there is nothing to draw from: no transcript {cited}")
    return draw(found, recipe)


def make(db: str | os.PathLike[str], name: str, recipe: Recipe, author: str | None = None) -> Draw:
    """Draws a queue and keeps it. UsageError: the name is taken; NotFound: the filter finds nothing."""
    if not name.strip() or name in RESERVED or name.startswith("-"):
        raise UsageError(f"{name!r} cannot be the name of a queue")
    connection = open_writing(db)
    try:
        with transaction(connection):
            if any(queue.name == name for queue in queues.queues(connection)):
                raise UsageError(
                    f"there is a queue {name!r}, and what was drawn stays drawn; `reviewer queue late {name}` draws"
                    " from what came in since"
                )
            drawn = preview(connection, recipe)
            queues.keep(connection, name, recipe, drawn, author or default_author())
    finally:
        connection.close()
    return drawn


def late(db: str | os.PathLike[str], name: str, sample: int | None = None) -> Draw:
    """Draws from what came in since the queue was made, as a stratum of its own; what was drawn before stays.

    Without `sample` in the proportion of the first draw. NotFound: no such queue, or nothing came.
    """
    connection = open_writing(db)
    try:
        with transaction(connection):
            queue = queues.find(connection, name)
            arrived = [one for one in _candidates(connection, queue.recipe) if one.id not in queue.population]
            if not arrived:
                raise NotFound(f"nothing came in for the queue {name} since it was made")
            recipe = replace(queue.recipe, sample=sample or _in_proportion(queue, len(arrived)))
            drawn = draw(arrived, recipe, late=len(queue.populations))
            queues.add_late(connection, queue, drawn)
    finally:
        connection.close()
    return drawn


def _candidates(connection: sqlite3.Connection, recipe: Recipe) -> list[Candidate]:
    keys = transcripts.keys(connection, filters.parse(recipe.filter))
    found = queue_drawn.candidates(connection, keys, recipe.stratify, cited=recipe.cited_unconfirmed)
    return [one for one in found if one.unconfirmed] if recipe.cited_unconfirmed else found


def _in_proportion(queue: QueueRow, arrived: int) -> int | None:
    """As large a part as the first draw was of its population; at least one."""
    if queue.recipe.sample is None:
        return None
    first = sum(len(ids) for ids in queue.populations[0].values())
    return max(1, ceil(arrived * min(queue.recipe.sample / first, 1.0)))
