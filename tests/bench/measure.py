"""Figures: what was measured, what stands beside it, and whether the ratio is good enough."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FRAME_MS = 16.0
"""One frame of a screen that shows sixty a second."""


@dataclass(frozen=True)
class Target:
    """A bound on the ratio measured / limit or, with a `unit`, on what was measured; None: a figure for information."""

    value: float | None
    at_least: bool = False
    unit: str = ""

    def met(self, measured: float, ratio: float) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if self.value is None:
            return None
        bounded = measured if self.unit else ratio
        return bounded >= self.value if self.at_least else bounded <= self.value

    def __str__(self) -> str:
        return "–" if self.value is None else f"{'≥' if self.at_least else '≤'} {self.value:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Result:
    """One line of the table. `measured` and `limit` are in `unit`; `note` says how they were taken."""

    row: str
    what: str
    measured: float
    limit: float
    unit: str
    beside: str
    target: Target
    note: str = ""

    @property
    def ratio(self) -> float:
        """`measured` in units of its limit."""
        return self.measured / self.limit if self.limit else float("inf")

    @property
    def passed(self) -> bool | None:
        """Whether the target is met; of a ratio, by the two digits that the table shows."""
        return self.target.met(self.measured, round(self.ratio, 2))

    def as_json(self) -> dict[str, Any]:
        """Everything, for the JSON file."""
        return asdict(self) | {"target": str(self.target), "ratio": round(self.ratio, 3), "passed": self.passed}


def queued(*processes: int) -> float:
    """Milliseconds that the main threads of these processes have stood ready so far while no processor was free."""
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) for pid in processes) / 1e6


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Milliseconds that `work` takes in this thread, without the waiting for a processor."""

    def run() -> float:
        waited, begun = queued(os.getpid()), time.perf_counter()
        work()
        took = (time.perf_counter() - begun) * 1000
        return max(0.0, took - (queued(os.getpid()) - waited))

    return run


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def alternate(measures: Sequence[Callable[[], float]], repeats: int) -> list[list[float]]:
    """Each measure `repeats` times, taking turns, every other turn backwards: what drifts, drifts for all of them."""
    taken: list[list[float]] = [[] for _ in measures]
    for turn in range(repeats):
        order = range(len(measures)) if turn % 2 == 0 else reversed(range(len(measures)))
        for place in order:
            taken[place].append(measures[place]())
    return taken


def table(results: Sequence[Result]) -> str:
    """The results as aligned text."""
    head = ("row", "what", "measured", "beside", "ratio", "to reach", "", "how")
    lines = [head]
    for r in results:
        verdict = {True: "ok", False: "MISSED", None: ""}[r.passed]
        beside = f"{_short(r.limit)} {r.unit} {r.beside}"
        lines.append(
            (r.row, r.what, f"{_short(r.measured)} {r.unit}", beside, f"{r.ratio:.2f}", str(r.target), verdict, r.note)
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"
