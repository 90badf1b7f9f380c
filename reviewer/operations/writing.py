"""How a reviewer's events are written: each in one short transaction, which puts aside what it decides anew.

A call returns when its event is on the disk, so whoever shows a tick shows it afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Self

from reviewer.errors import UsageError
from reviewer.operations.authors import default_author
from reviewer.review.events import Event, now, ulid
from reviewer.store import events, reviews, taxonomies
from reviewer.store.connection import Writer, open_writing, transaction
from reviewer.text.storable import storable

Subject = Mapping[str, Any]


class Writing:
    """One reviewer at one database, with the one writing connection of this process. Close it.

    Raises StoreError where the database or the disk gives way; then nothing was saved.
    """

    def __init__(self, db: str | os.PathLike[str], reviewer: str | None = None) -> None:
        self.reviewer = (reviewer or "").strip() or default_author()
        self._connection: Writer = open_writing(db)

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()

    @property
    def connection(self) -> Writer:
        """For looking at what the next decision is about."""
        return self._connection

    def new_id(self) -> str:
        """A new identifier, later than all that this reviewer decided, even where that was on a clock that is ahead."""
        return ulid(events.latest(self._connection, self.reviewer))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _of(self, transcript: str) -> dict[str, Any]:
        return {"transcript": transcript, "reviewer": self.reviewer}

    def _decide(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None = None,
        *,
        name: str | None = None,
    ) -> Event:
        with transaction(self._connection):
            return self._append(kind, subject, body, reason, name=name)

    def _append(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None = None,
        *,
        name: str | None = None,
    ) -> Event:
        """Inside a transaction."""
        if (under := body.get("taxonomy")) and taxonomies.row(self._connection, under) is None:
            from reviewer.operations.taxonomies import keep_shipped

            keep_shipped(self._connection, under)
        aside = reviews.heads(self._connection, kind, subject)
        made = self._event(kind, subject, body, reason, aside, name)
        reviews.decide(self._connection, made)
        return made

    def _event(
        self,
        kind: str,
        subject: Subject,
        body: Mapping[str, Any],
        reason: str | None,
        aside: tuple[str, ...],
        name: str | None = None,
    ) -> Event:
        said = storable((reason or "").strip()) or None
        return Event(
            name or self.new_id(), kind, dict(subject), _storable(dict(body)), self.reviewer, now(), said, aside
        )


def one_of(value: object, allowed: Sequence[object], what: str) -> None:
    """Raises UsageError, with what there is, for a value that is none of those allowed."""
    if value not in allowed:
        there = ", ".join(str(one) for one in allowed if one is not None)
        raise UsageError(f"{value} is not {what}; there are {there}")


def _storable(value: Any) -> Any:
    """What an event says, as SQLite can hold it: a paste may be cut in the middle of a character."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list | tuple) else value
