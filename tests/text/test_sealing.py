"""Hashes with a key: the same for the same text and key, and for nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.text.sealing import seal, unbroken

KEYS = st.binary(min_size=32, max_size=32)
TEXTS = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(KEYS, TEXTS, TEXTS)
def test_only_the_same_text_is_unbroken(key: bytes, text: str, other: str) -> None:
    """Whatever it holds."""
    sealed = seal(key, text)
    assert sealed.startswith("k2:")
    assert len(sealed) == 35
    assert unbroken(key, text, sealed)
    assert unbroken(key, other, sealed) == (text == other)


@given(KEYS, KEYS, TEXTS)
def test_without_the_key_nobody_can_tell(key: bytes, other: bytes, text: str) -> None:
    """Not even for a text that can be guessed."""
    assert unbroken(other, text, seal(key, text)) == (key == other)
