"""How many rows each part has, and which part stands at a row, while both keep changing.

A transcript of 200,000 messages is laid out only where it is looked at: elsewhere the number of rows is an estimate,
and it becomes exact when the part comes into view. So counts change one at a time and all the time, and positions are
asked for after each change. Counts are summed in chunks: a change costs one addition and a sum over the chunks.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

_CHUNK = 512


class Rows:
    """Row counts of the parts, summed. Parts and rows count from 0."""

    def __init__(self, counts: list[int]) -> None:
        self._counts = counts
        self._sums = [sum(counts[start : start + _CHUNK]) for start in range(0, len(counts), _CHUNK)]
        self._ends: list[int] | None = None

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, part: int) -> int:
        return self._counts[part]

    def __setitem__(self, part: int, count: int) -> None:
        changed = count - self._counts[part]
        if changed:
            self._counts[part] = count
            self._sums[part // _CHUNK] += changed
            self._ends = None

    @property
    def total(self) -> int:
        """All rows."""
        ends = self._chunk_ends()
        return ends[-1] if ends else 0

    def start(self, part: int) -> int:
        """The first row of a part."""
        chunk = part // _CHUNK
        before = self._chunk_ends()[chunk - 1] if chunk else 0
        return before + sum(self._counts[chunk * _CHUNK : part])

    def at(self, row: int) -> tuple[int, int]:
        """The part that stands at a row, and the row within it; the last row of all for anything beyond."""
        ends = self._chunk_ends()
        if not ends or not ends[-1]:
            return 0, 0
        row = min(max(row, 0), ends[-1] - 1)
        chunk = bisect_right(ends, row)
        rest = row - (ends[chunk - 1] if chunk else 0)
        for part in range(chunk * _CHUNK, len(self._counts)):
            count = self._counts[part]
            if rest < count:
                return part, rest
            rest -= count
        raise AssertionError("the sums and the counts differ")

    def _chunk_ends(self) -> list[int]:
        if self._ends is None:
            self._ends = list(accumulate(self._sums))
        return self._ends
