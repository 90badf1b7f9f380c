"""A number of prose: how it is written, what it is worth, and what it is said to be of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal

Kind = Literal["value", "ratio", "range", "list"]

COUNTED: Final = (
    r"(?:traps?|runs?|cases?|conversations?|models?|intents?|transcripts?|tickets?|messages?|turns?|actions?|writes?"
    r"|points?|times|answers?|picks?|kinds?|types?|handovers?|escalations?|failures?|flips?|reviewers?)"
)
"""What is counted on these pages."""

_ITEMS = re.compile(
    r"(?:of (?:the |its |all )?)?(?:(?!of\b|in\b|and\b|or\b)[a-z-]+ ){0,2}?"
    r"(?:cases?|conversations?|transcripts?|tickets?|messages?|repl(?:y|ies)|handovers?|escalations?|failures?|times"
    r"|requests?|customers?|people|orders?)\b"
)


@dataclass(frozen=True)
class Number:
    """A number as it is written. Shares are kept as they are printed: 84 for `84%`."""

    start: int
    end: int
    text: str
    kind: Kind
    values: tuple[Fraction, ...]
    """One value; two of a ratio or a range; all of a list."""

    places: int
    """Decimals that it is printed with."""

    percent: bool = False
    ordinal: bool = False
    approx: bool = False
    in_words: bool = False
    bound: str = ""
    """Which side of it is meant: above, below, least, most; near, of a number in words."""

    after: str = ""
    """The words behind it, small."""

    difference: bool = False
    """How far two values are apart: `rose by 8.3 points`, `one more trap`."""

    before: str = ""
    """The words before it, small."""

    elided: bool = False
    """Its noun stands behind the number before: `114 tickets in run 1 and 113 in run 3`."""

    @cached_property
    def value(self) -> Fraction:
        """The only one, or the first."""
        return self.values[0]

    @property
    def counts(self) -> bool:
        """Whether it says how many tickets, cases, messages … there are: by its noun, or as no rate is over 100."""
        named = self.elided or self.value > 100 or _ITEMS.match(self.after) is not None
        return self.whole and not self.ordinal and named

    @property
    def share(self) -> Number | None:
        """Of `one in ten`: ten percent; None of what is no small ratio in words."""
        if self.kind != "ratio" or not self.in_words or not 1 < self.values[1] <= 20:
            return None
        return replace(self, kind="value", values=(100 * self.values[0] / self.values[1],), percent=True)

    @property
    def whole(self) -> bool:
        """A count: no decimals and no per cent."""
        return self.kind == "value" and not self.percent and not self.places
