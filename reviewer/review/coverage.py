"""What counts as read, and the sentence that may be printed about it.

A receipt shows display, not attention. The time of a screen is divided among the words that are on it together, so the
receipts of a transcript never add up to more than the time that it was looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reviewer.model.classes import OUTCOME_CLASSES

if TYPE_CHECKING:
    from reviewer.model.plain import PlainMessage

PACE = 5.0
"""Seconds that 100 words must have been on screen: 1,200 words a minute, faster than anybody reads."""

IDLE = 60.0
"""Seconds after the last key or move of the mouse that still count."""

LEAST_WORDS = 5
"""A line counts as at least so many words: the shortest one is on screen for a quarter of a second."""

Reading = Literal["read", "skimmed", "skipped", "begun", "unread"]
READINGS: tuple[Reading, ...] = ("read", "skimmed", "skipped", "begun", "unread")


def enough(milliseconds: float, words: float) -> bool:
    """Whether that many words were on screen for long enough."""
    return words > 0 and milliseconds * 100 >= PACE * 1000 * words


def needed(messages: Iterable[PlainMessage]) -> set[int]:
    """The messages that must be read: all of agent and customer, every write call and its result."""
    numbers: set[int] = set()
    for message in messages:
        writes = [call for call in message.calls if call.kind == "write"]
        if writes or message.role in ("agent", "customer"):
            numbers.add(message.number)
        numbers.update(call.result for call in writes if call.result is not None)
    return numbers


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader has receipts for, of the present revision."""

    read: int
    """Messages of those that are needed."""

    needed: int
    folded: int = 0
    """Parts of them whose folded rest was never read."""

    @property
    def complete(self) -> bool:
        """Every message that is needed; an empty transcript is never read."""
        return self.needed > 0 and self.read >= self.needed


@dataclass(frozen=True, slots=True)
class Work:
    """What one reviewer did with a transcript, all of it on the present revision."""

    seen: Seen | None = None
    mark: str | None = None
    judged: bool = False

    @property
    def reading(self) -> Reading:
        """How far the reading went: `read` only by receipts, and never where the reader says “skimmed”."""
        if self.seen is not None and self.seen.complete and self.mark != "skimmed":
            return "read"
        match self.mark:
            case "skipped":
                return "skipped"
            case "clean" | "done" | "skimmed":
                return "skimmed"
        return "begun" if self.seen is not None else "unread"

    def finished(self, *, wants_outcome: bool) -> bool:
        """Put away with a mark, and with an outcome where the case asks for one. A skip has its reason instead."""
        return self.mark == "skipped" or (self.mark is not None and (self.judged or not wants_outcome))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transcript is. `work` is by reviewer; `findings` counts everybody's."""

    transcript: str
    case_class: str | None = None
    work: Mapping[str, Work] = field(default_factory=dict)
    findings: int = 0

    @property
    def wants_outcome(self) -> bool:
        """Whether its class asks for an outcome."""
        return self.case_class in OUTCOME_CLASSES

    @property
    def reading(self) -> Reading:
        """The furthest that anybody came."""
        return min((work.reading for work in self.work.values()), key=READINGS.index, default="unread")

    @property
    def readers(self) -> list[str]:
        """Who has receipts for all of it."""
        return sorted(name for name, work in self.work.items() if work.reading == "read")

    @property
    def outcome_missing(self) -> bool:
        """Nobody said what became of it."""
        return self.wants_outcome and not any(work.judged for work in self.work.values())

    @property
    def finished(self) -> bool:
        """Somebody is done with it."""
        return any(self.finished_by(name) for name in self.work)

    def finished_by(self, reviewer: str) -> bool:
        """That reviewer is done with it."""
        work = self.work.get(reviewer)
        return work is not None and work.finished(wants_outcome=self.wants_outcome)


@dataclass(frozen=True, slots=True)
class Tally:
    """Some transcripts, counted. The five readings add up to `transcripts`."""

    transcripts: int = 0
    read: int = 0
    skimmed: int = 0
    skipped: int = 0
    begun: int = 0
    unread: int = 0
    findings: int = 0
    outcomes_missing: int = 0
    left: int = 0
    """With which nobody is done."""

    folded: int = 0
    """Parts that stayed folded in what was read, where the reader who opened most is counted."""


def tally(progress: Collection[Progress]) -> Tally:
    """Counts them."""
    readings = [one.reading for one in progress]
    return Tally(
        transcripts=len(progress),
        read=readings.count("read"),
        skimmed=readings.count("skimmed"),
        skipped=readings.count("skipped"),
        begun=readings.count("begun"),
        unread=readings.count("unread"),
        findings=sum(one.findings for one in progress),
        outcomes_missing=sum(one.outcome_missing for one in progress),
        left=sum(not one.finished for one in progress),
        folded=sum(_folded(one) for one in progress),
    )


def sentence(progress: Collection[Progress], frame: Mapping[str, int]) -> str:
    """Whether these were reviewed message by message: a computed sentence with its rule, its readers and its frame.

    `frame` counts the transcripts by why they were queued; those that no queue holds stand under an empty key.
    """
    count = tally(progress)
    if not count.transcripts:
        return "Nothing to review."
    said = "Reviewed message by message" if count.read == count.transcripts else "Not reviewed message by message"
    by = Counter(name for one in progress for name in one.readers)
    readers = ", ".join(f"{name} {number:,}" for name, number in sorted(by.items()))
    parts = [
        f"{said}: {count.read:,} of {count.transcripts:,} transcripts were displayed in full to one reader"
        + (f" ({readers})" if readers else ""),
        f"In full is every message of agent and customer and every write call with its result, for at least {PACE:g} s"
        f" per 100 words, idle time after {IDLE:g} s left out. It shows display, not attention",
    ]
    if count.folded:
        parts.append(f"{count.folded:,} long part{'s' * (count.folded != 1)} stayed folded and count as unopened")
    shown = sum(
        one.reading != "read" and any(w.seen and w.seen.complete for w in one.work.values()) for one in progress
    )
    if shown:
        parts.append(f"{shown:,} more {'was' if shown == 1 else 'were'}, and put away as skimmed")
    queued = "; ".join(f"{number:,} from {why or 'no queue'}" for why, number in frame.items())
    return ". ".join([*parts, f"Frame: {queued}"]) + "."


def _folded(progress: Progress) -> int:
    whole = [work.seen.folded for work in progress.work.values() if work.seen is not None and work.reading == "read"]
    return min(whole, default=0)
