"""The place in a transcript is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.store import places
from reviewer.store.connection import open_reading, transaction

if TYPE_CHECKING:
    from tests.store.reading.conftest import Store


def test_the_latest_place_is_kept(store: Store) -> None:
    """One for each transcript, as soon as it is committed."""
    first, second = store.add(case="a"), store.add(case="b")
    for message in (7, 12):
        with transaction(store.connection) as connection:
            places.put(connection, first, message)
    reader = open_reading(store.path)
    assert (places.get(reader, first), places.get(reader, second)) == (12, None)
    reader.close()
