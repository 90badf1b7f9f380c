"""Events on disk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.errors import StoreError
from reviewer.review.events import Event
from reviewer.store.connection import Writer
from reviewer.store.events import append, events

EVENT = Event("01", "run.alias", {"model": "é"}, {"is": "x"}, "ann", "now", "why", ("00",), 1)


def test_what_goes_in_comes_out(writer: Writer) -> None:
    """Every field, oldest first."""
    later = replace(EVENT, ulid="02", kind="tool.kind", reason=None, supersedes=())
    assert append(writer, later)
    assert append(writer, EVENT)
    assert events(writer) == [EVENT, later]
    assert events(writer, "tool") == [later]
    assert events(writer, "run", "tool") == [EVENT, later]


def test_the_same_event_twice_is_one(writer: Writer) -> None:
    """Files may be merged again and again."""
    assert append(writer, EVENT)
    assert not append(writer, replace(EVENT, body={"is": "x"}))
    assert events(writer) == [EVENT]


def test_one_identifier_has_one_content(writer: Writer) -> None:
    """Another under it is refused."""
    append(writer, EVENT)
    with pytest.raises(StoreError, match="other content"):
        append(writer, replace(EVENT, author="bo"))
