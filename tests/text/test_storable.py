"""What SQLite is given can be stored, and what can be stored is given as it is."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from reviewer.text.storable import storable


@given(st.text(st.characters(codec=None), max_size=20))
def test_sqlite_takes_it(text: str) -> None:
    """Whatever the text, it comes back; unless it holds half a character, it comes back unchanged."""
    (back,) = sqlite3.connect(":memory:").execute("SELECT ?", (storable(text),)).fetchone()
    whole = not any("\ud800" <= character <= "\udfff" for character in text)
    assert back == storable(text)
    assert (back == text) is whole


def test_halves() -> None:
    """Half a character becomes its escape, in the same form as in a transcript."""
    assert storable("a\ud83d b\udcff") == "a\\ud83d b\\udcff"
