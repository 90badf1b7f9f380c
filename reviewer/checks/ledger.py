"""What the results say of each order and each parcel, and what later writes have changed.

Results are read only when a message makes a claim about them, each once, in the order of the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from reviewer.checks.scene import Scene
from reviewer.checks.sources import Key, Place, keys
from reviewer.checks.values import Value, scan

_OBJECTS: Final = ("order_id", "reservation_id", "user_id", "customer_id", "line_id")
_DEPTH: Final = 12
_LATEST: Final = 32
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD: Final = re.compile("#?[0-9A-Z][0-9A-Z_-]{0,40}")
_DELIVERED: Final = ("delivered_on",)
_LEFT: Final = ("shipped_on",)
_DUE: Final = ("estimated_delivery", "estimated_delivery_date")
_ADDRESS: Final = frozenset(("line1", "line2", "address1", "address2", "street", "postcode", "zip", "city"))


class Parcel(NamedTuple):
    """What was said last of a parcel, or of an order as a whole: its status, and the day of its delivery.

    `left` and `due` are all the days that were given for its leaving and its coming.
    """

    order: str
    status: str
    delivered: str
    place: Place
    left: frozenset[str] = frozenset()
    due: frozenset[str] = frozenset()


class Ledger:
    """The results of a transcript up to a message."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._unread: list[int] = []
        self._last: dict[tuple[str, str], tuple[str, int]] = {}
        self._changed: dict[Key, tuple[int, Place]] = {}
        self._parcels: dict[str, Parcel] = {}
        self._of: dict[str, dict[str, None]] = {}
        self.replacements: dict[str, tuple[str | None, Place]] = {}
        """By the order: the number of the parcel that replaces what it sent first, where it has one yet."""

    def add(self, number: int) -> None:
        """A result, to be read when it is needed."""
        self._unread.append(number)

    def read(self) -> None:
        """Reads what was added since."""
        for number in self._unread:
            result = self._scene.result(number)
            if isinstance(result, (dict, list)):
                self._look(result, number, self._writes(number), "", 0)
        self._unread.clear()

    def parcel(self, number: str) -> Parcel | None:
        """What was said last under a tracking number."""
        return self._parcels.get(number)

    def meant(self, said: str, before: str) -> list[Parcel]:
        """The parcels that a sentence may be about; the latest stands last.

        Those of the orders that it names, else of the order that was named last in what stands `before` it, else those
        read last. None where the order that is named was not read.
        """
        for names in (self._named(said), self._named(before)[-1:]):
            if names:
                return [self._parcels[near] for name in names for near in self._of.get(name.lstrip("#"), ())]
        return list(islice(reversed(self._parcels.values()), _LATEST))[::-1]

    def says(self, parcel: Parcel, words: str) -> bool:
        """Whether the result that a parcel's status stands in holds these words."""
        return parcel.place.message is not None and words in self._scene.message(parcel.place.message).text.casefold()

    def _named(self, text: str) -> list[str]:
        return [word for word in _WORD.findall(text.upper()) if word[0] == "#" or word in self._of]

    def changed(self, value: Value, source: Place) -> Place | None:
        """What a later write put in this value's place, where its source is older than that."""
        for key in keys(value):
            found = self._changed.get(key)
            if found and source.message is not None and source.message < found[0]:
                return found[1]
        return None

    def _writes(self, number: int) -> bool:
        message = self._scene.message(number)
        if message.answers is None or message.error is not None:
            return False
        asked = self._scene.message(message.answers[0])
        return asked.role == "agent" and asked.calls[message.answers[1] - 1].kind == "write"

    def _look(self, node: Any, number: int, written: bool, owner: str, depth: int) -> None:
        if depth > _DEPTH:
            return
        if isinstance(node, list):
            for item in node:
                self._look(item, number, False, owner, depth + 1)
            return
        if not isinstance(node, dict):
            return
        owner = next((str(node[key]) for key in _OBJECTS if isinstance(node.get(key), str)), owner)
        self._parcel(node, number, owner)
        for key, value in node.items():
            if isinstance(value, (dict, list)):
                self._look(value, number, written, owner, depth + 1)
            elif owner and isinstance(value, (str, int, float)) and (key in _ADDRESS or key.startswith("total")):
                self._put(owner, key, str(value), number, written)

    def _parcel(self, node: dict[str, Any], number: int, owner: str) -> None:
        status, tracking, replacing = node.get("status"), node.get("tracking_number"), "reship_id" in node
        if replacing and owner:
            at = self._place(number, str(node["reship_id"]))
            first = self.replacements.get(owner)
            self.replacements[owner] = (tracking if isinstance(tracking, str) else first[0] if first else None, at)
            return
        if not isinstance(status, str) or not owner:
            return
        delivered = next(iter(_days(node, _DELIVERED)), "")
        near = tracking if isinstance(tracking, str) else owner
        known = self._parcels.pop(near, None)
        left, due = (known.left, known.due) if known else (frozenset[str](), frozenset[str]())
        parcel = Parcel(
            owner,
            status,
            delivered,
            self._place(number, delivered or status, near),
            left | _days(node, _LEFT),
            due | _days(node, _DUE),
        )
        self._parcels[near] = parcel
        parcels = self._of.setdefault(owner.lstrip("#").upper(), {})
        parcels[near] = None
        self._of.setdefault(near.lstrip("#").upper(), parcels)

    def _put(self, owner: str, key: str, value: str, number: int, written: bool) -> None:
        old = self._last.get((owner, key))
        self._last[owner, key] = (value, number)
        for gone in _keys(value, key):
            self._changed.pop(gone, None)
        if written and old is not None and old[0] != value:
            for gone in _keys(old[0], key):
                self._changed[gone] = (number, self._place(number, value))

    def _place(self, number: int, value: str, near: str = "") -> Place:
        text = self._scene.message(number).text
        start = max(0, text.find(f'"{near}"')) if near else 0
        start = text.find(value, start)
        return Place("tool", number, max(0, start), max(0, start) + len(value) if start >= 0 else 0)


def _days(node: dict[str, Any], names: Iterable[str]) -> frozenset[str]:
    """The days under these keys, as results write them."""
    said = (node.get(name) for name in names)
    return frozenset(day[:10] for day in said if isinstance(day, str) and _DAY.match(day))


def _keys(value: str, key: str) -> Iterator[Key]:
    for found in scan(value):
        if found.kind == "address" or (key.startswith("total") and found.kind == "number"):
            yield from (k for k in keys(found) if k[0] in ("address", "n"))
