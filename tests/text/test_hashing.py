"""Hashes name content and identity: the same everywhere, and different for what is different."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reviewer.text.hashing import PREFIX, SIZE, fingerprint, named, public_id

FIELDS = st.lists(st.none() | st.text(st.characters(codec=None), max_size=6), max_size=5)


@given(FIELDS, FIELDS)
def test_different_fields_different_fingerprint(one: list[str | None], other: list[str | None]) -> None:
    """Where a field ends, and whether there is one at all, is part of the fingerprint."""
    assert (fingerprint(*one) == fingerprint(*other)) is (one == other)


def test_where_fields_end() -> None:
    """The same letters, divided differently, are not the same."""
    assert len({fingerprint(*fields) for fields in [("ab", ""), ("a", "b"), ("ab",), ("ab", None), (None, "ab")]}) == 5


def test_lone_surrogates_have_a_fingerprint() -> None:
    """Half of a character is storable nowhere, but it can be named; a pair of halves is not the character."""
    assert fingerprint("\ud83d\ude00") != fingerprint("\U0001f600")


def test_what_is_printed_never_changes() -> None:
    """Stored hashes and public ids stand in files and citations: a change of either is a change of format."""
    assert named(fingerprint("M1", None, "hello")) == "b2:6d0cd012fdf4ac82df72ef2b6fe603ad"
    assert public_id("suite", "case", "model", "run", "1") == "2byky42m78s8"


@given(FIELDS)
def test_forms(fields: list[str | None]) -> None:
    """A hash says its algorithm; a public id is twelve characters that a shell takes as they are."""
    digest = fingerprint(*fields)
    assert len(digest) == SIZE
    assert named(digest) == PREFIX + digest.hex()
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{12}", public_id(*(field or "" for field in fields)))
