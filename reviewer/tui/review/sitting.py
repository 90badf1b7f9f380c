"""One person at the keyboard for as long as the program runs: who it is, what is being written, what was on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reviewer.operations.authors import choose_author, default_author
from reviewer.store.receipts import ReceiptRow
from reviewer.tui.receipts import Receipts
from reviewer.tui.review.desk import Deliver, Desk, Work

RECEIPTS = "read receipts"


class Sitting:
    """`deliver` has something done on the screen's side; `changed` is called when something could not be saved."""

    def __init__(self, db: Path, deliver: Deliver, changed: Callable[[], object]) -> None:
        self._desk = Desk(db, deliver, changed)
        self.reviewer = default_author()
        self.receipts = Receipts(self.reviewer, self._keep)
        self.last_tag: str | None = None
        """What the key that tags once more saves."""

        self.revealed: set[str] = set()
        """The transcripts of which a person asked to see the others' word before giving their own."""

    def call_oneself(self, name: str) -> None:
        """Somebody else is at the keyboard, or the same person under another name; what is next is theirs."""
        self.receipts.covered()
        self.receipts.flush()
        self.reviewer = name
        self.receipts = Receipts(name, self._keep)
        choose_author(name)

    def put(self, label: str, work: Work, then: Callable[..., object] | None = None) -> None:
        """A decision, to be written in its turn."""
        self._desk.put(label, self.reviewer, work, then)

    def retry(self) -> None:
        """Tries again what could not be saved."""
        self._desk.retry()

    @property
    def unsaved(self) -> tuple[str, list[str]]:
        """Why, and what."""
        return self._desk.unsaved

    def close(self) -> list[str]:
        """Writes what waits; what could not be saved, but for receipts."""
        self.receipts.covered()
        self.receipts.flush()
        return [label for label in self._desk.close() if label != RECEIPTS]

    def _keep(self, rows: list[ReceiptRow]) -> None:
        self._desk.put(RECEIPTS, self.reviewer, lambda reviewing: reviewing.read(rows))
