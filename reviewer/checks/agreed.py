"""What a reading of confirmations remembers: what was proposed, what was agreed to, and what was then done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reviewer.checks.contract import Evidence, Fact
from reviewer.checks.deeds import Deed
from reviewer.model.plain import PlainCall


class Proposal(NamedTuple):
    """What the agent laid before the customer: in which message, for which things, and before which of their turns."""

    message: int
    things: frozenset[str]
    turn: int


class Agreement(NamedTuple):
    """A customer's yes to a proposal, and the things that either of the two named."""

    proposal: Proposal
    yes: Evidence
    things: frozenset[str]


@dataclass(slots=True)
class Write:
    """A write call, and what is known of its confirmation."""

    message: int
    call: PlainCall
    deed: Deed
    thing: str | None
    turn: int
    """Before which of the customer's turns it was made."""

    failed: bool
    codes: frozenset[str]
    """The words with a digit in its arguments."""

    value: str = "unconfirmed"
    proposal: int | None = None
    yes: Evidence | None = None
    departs: str | None = None
    """What it has in the place of what a yes was said to."""

    def fact(self) -> Fact:
        """The fact, when the whole transcript has been read."""
        evidence = [Evidence(self.message, f"c{self.call.ordinal}")]
        if self.proposal:
            evidence.append(Evidence(self.proposal, "text"))
        if self.yes:
            evidence.append(self.yes)
        return Fact("write", self.value, tuple(evidence), self._detail())

    def _detail(self) -> str:
        if self.yes and self.departs and self.value == "unconfirmed":
            return f"asked in M{self.proposal}, agreed to in M{self.yes.message}, but {self.departs}"
        if self.yes:
            late = ", after the call" if self.value == "confirmed-late" else ""
            return f"asked in M{self.proposal}, agreed to in M{self.yes.message}{late}"
        if self.proposal:
            return f"spoken of in M{self.proposal}, no yes before the call"
        return "no proposal and no yes before the call"
