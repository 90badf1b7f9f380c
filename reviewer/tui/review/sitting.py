"""One person at the keyboard for as long as the program runs: who it is, what is being written, what was on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.errors import UsageError
from reviewer.operations.authors import choose_author, default_author
from reviewer.operations.drafts import Answered, Drafts
from reviewer.review.decisions import OPENS, Saw
from reviewer.store import decided
from reviewer.store.receipts import ReceiptRow
from reviewer.tui.receipts import Receipts
from reviewer.tui.review.desk import Deliver, Desk, Work

if TYPE_CHECKING:
    from reviewer.operations.reviewing import Reviewing
    from reviewer.review.events import Event

RECEIPTS = "read receipts"


class Sitting:
    """`deliver` has something done on the screen's side; `changed` is called when something could not be saved.

    `seen` gives what a reviewer has seen before.
    """

    def __init__(
        self,
        db: Path,
        deliver: Deliver,
        changed: Callable[[], object],
        seen: Callable[[str], Mapping[str, Saw]] = lambda _reviewer: {},
    ) -> None:
        self._db = db
        self._deliver = deliver
        self._desk = Desk(db, deliver, changed)
        self.reviewer = default_author()
        self.receipts = Receipts(self.reviewer, self._keep)
        self.drafts = Drafts(db, self.reviewer)
        self._answers: tuple[Answered, ...] = ()
        self.last_tag: str | None = None
        """What the key that tags once more saves."""

        self._ask_seen = seen
        self.seen: dict[str, Saw] = {**seen(self.reviewer)}
        """What one asked to see of a transcript before giving one's own word, in this sitting and before it."""

    def call_oneself(self, name: str) -> None:
        """Somebody else is at the keyboard, or the same person under another name; what is next is theirs."""
        self.receipts.covered()
        self.receipts.flush()
        self.reviewer = name
        self.seen = {**self._ask_seen(name)}
        self.receipts = Receipts(name, self._keep)
        self.drafts = Drafts(self._db, name)
        choose_author(name)

    @property
    def revealed(self) -> frozenset[str]:
        """The transcripts of which one has seen what the checks say."""
        return frozenset(transcript for transcript, saw in self.seen.items() if saw.machine)

    def look(self, transcript: str, saw: Saw) -> None:
        """Something is on the screen that bears on a later verdict: it is known from now on, and kept."""
        before = self.seen.get(transcript, Saw())
        if before | saw != before:
            self.seen[transcript] = before | saw
            self.put("what was looked at", lambda reviewing: reviewing.look(transcript, saw))

    def put(self, label: str, work: Work, then: Callable[..., object] | None = None) -> None:
        """Something to be written in its turn."""
        self._desk.put(label, self.reviewer, work, then)

    def decide(self, label: str, work: Work, then: Callable[..., object] | None = None) -> None:
        """A decision, in its turn. What makes no sense any more, as where somebody was quicker, is saved nowhere, and
        `then` gets the UsageError that says so."""
        answers, self._answers = self._answers, ()

        def decided(reviewing: Reviewing) -> Any:
            try:
                made = work(reviewing)
            except UsageError as error:
                made = error
            for one in answers:
                if isinstance(made, UsageError):
                    one.refused()
                else:
                    one.saved()
            return made

        self.put(label, decided, then)

    @contextmanager
    def answering(self, *words: Answered | None) -> Iterator[None]:
        """What is decided meanwhile was typed in these words: they are no draft any more once that is on the disk."""
        self._answers = tuple(one for one in words if one is not None)
        try:
            yield
        finally:
            left, self._answers = self._answers, ()
        for one in left:  # an answer to something else, and nothing waits for the disk
            one.saved()

    def undo(self, reviewing: Reviewing) -> Event | None:
        """Work for `put`: takes the last decision back; what it had opened is known before anybody hears of that."""
        event = reviewing.undo()
        if event is not None and event.kind in OPENS:
            who, seen = reviewing.reviewer, decided.seen(reviewing.connection, reviewing.reviewer)
            self._deliver(lambda: self._learn(who, seen))
        return event

    def _learn(self, who: str, seen: Mapping[str, Saw]) -> None:
        if who == self.reviewer:
            self.seen |= {transcript: self.seen.get(transcript, Saw()) | saw for transcript, saw in seen.items()}

    def retry(self) -> None:
        """Tries again what could not be saved."""
        self._desk.retry()

    def wait(self, seconds: float) -> None:
        """Until all that was decided is written, or cannot be; at most so long."""
        self._desk.wait(seconds)

    @property
    def unsaved(self) -> tuple[str, list[str]]:
        """Why, and what: one's own words first, and of what was on screen only that it waits."""
        problem, waiting = self._desk.unsaved
        for path in (self._db.resolve(), self._db):
            problem = problem.replace(str(path), path.name)
        return problem, sorted(dict.fromkeys(waiting), key=RECEIPTS.__eq__)

    def close(self) -> list[str]:
        """Writes what waits; what could not be saved, but for receipts."""
        self.receipts.covered()
        self.receipts.flush()
        return [label for label in self._desk.close() if label != RECEIPTS]

    def _keep(self, rows: list[ReceiptRow]) -> None:
        self._desk.put(RECEIPTS, self.reviewer, lambda reviewing: reviewing.read(rows))
