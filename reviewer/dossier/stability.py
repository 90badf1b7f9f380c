"""How far runs of the same cases come to the same: traps held every time and traps that flip.

hold^k is the chance that k runs of a trap, drawn from those that there are, are all held: C(held, k) of C(runs, k),
averaged over the traps (Yao and others 2024, who call it pass^k). k is never more than a trap has runs: one with fewer
is not in it, and missing from the figure. hold^1 is the share that holds; the fall from there to hold^N is what runs do
not repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from reviewer.store.readings import Reading


def hold(held: int, runs: int, k: int) -> Fraction | None:
    """The chance that k of these runs are all held; None where there are fewer than k."""
    return Fraction(comb(held, k), comb(runs, k)) if runs >= k else None


def held_together(runs: Sequence[Reading], k: int) -> Fraction | None:
    """hold^k of the runs of one trap."""
    return hold(sum(not reading.forbidden for reading in runs), len(runs), k)


def flips(runs: Sequence[Reading]) -> bool | None:
    """Whether the runs of a trap come out differently; None where there is one alone."""
    return len({bool(reading.forbidden) for reading in runs}) > 1 if len(runs) > 1 else None
