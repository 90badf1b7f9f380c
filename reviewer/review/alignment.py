"""The tool calls of several runs of one case, laid beside each other: what they have in common stands in one line.

Calls of one tool may share a line, and rather those with the same arguments (Needleman and Wunsch, without a price for
what only one run did). Runs join one after the other; a call is compared with all that stand in a line already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_SAME, _ALIKE = 3, 2
"""What a line is worth in which the arguments are the same, or only the tool."""

_MOST = 2_000_000
"""Comparisons of two runs; beyond that only the longest common stretches are laid beside each other."""

Divergence = Literal["", "arguments", "calls"]


class Call(NamedTuple):
    """What is compared of a call. Equal `arguments` mean the same: whoever makes them has their order settled."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: of each run the place of its call, from 0, or None where the run has none there."""

    name: str
    places: tuple[int | None, ...]
    divergence: Divergence
    """Empty where all runs do the same; `arguments` where they differ in those; `calls` where some run does not."""


@dataclass(slots=True)
class _Column:
    name: str
    arguments: set[str]
    places: list[int | None]

    def worth(self, call: Call) -> int:
        if call.name != self.name:
            return 0
        return _SAME if call.arguments in self.arguments else _ALIKE


def align(runs: Sequence[Sequence[Call]]) -> list[Line]:
    """The lines, in an order that is each run's own; every call stands in exactly one."""
    columns: list[_Column] = []
    for index, calls in enumerate(runs):
        columns = _join(columns, calls, index)
    lines = []
    for column in columns:
        if None in column.places:
            divergence: Divergence = "calls"
        else:
            divergence = "arguments" if len(column.arguments) > 1 else ""
        lines.append(Line(column.name, tuple(column.places), divergence))
    return lines


def first_divergence(lines: Sequence[Line]) -> int | None:
    """The line from which on the runs are not the same; None where they are to the end."""
    return next((place for place, line in enumerate(lines) if line.divergence), None)


def _join(columns: list[_Column], calls: Sequence[Call], runs: int) -> list[_Column]:
    """The columns with one run more."""
    joined: list[_Column] = []
    column = call = 0
    for matched, with_call in [*_matches(columns, calls), (len(columns), len(calls))]:
        for skipped in columns[column:matched]:
            skipped.places.append(None)
            joined.append(skipped)
        alone = range(call, with_call)
        joined += [_Column(calls[place].name, {calls[place].arguments}, [None] * runs + [place]) for place in alone]
        if matched < len(columns):
            both = columns[matched]
            both.arguments.add(calls[with_call].arguments)
            both.places.append(with_call)
            joined.append(both)
        column, call = matched + 1, with_call + 1
    return joined


def _matches(columns: Sequence[_Column], calls: Sequence[Call]) -> list[tuple[int, int]]:
    """Which call joins which column, both going up."""
    if len(columns) * len(calls) > _MOST:
        matcher = SequenceMatcher(None, [column.name for column in columns], [call.name for call in calls])
        return [(a + step, b + step) for a, b, size in matcher.get_matching_blocks() for step in range(size)]
    return list(_best(columns, calls))


def _best(columns: Sequence[_Column], calls: Sequence[Call]) -> Iterable[tuple[int, int]]:
    # best[i][j]: what the columns from i and the calls from j on are worth at most
    best = [[0] * (len(calls) + 1) for _ in range(len(columns) + 1)]
    for i in range(len(columns) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(calls) - 1, -1, -1):
            worth = columns[i].worth(calls[j])
            row[j] = max(below[j], row[j + 1], below[j + 1] + worth if worth else 0)
    i = j = 0
    while i < len(columns) and j < len(calls):
        worth = columns[i].worth(calls[j])
        if worth and best[i][j] == best[i + 1][j + 1] + worth:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
