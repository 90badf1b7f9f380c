"""One metric, as data: what it counts of what, how that is read off a transcript, and how its value is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reviewer.dossier.aggregate import Aggregator, Rate, Ratio
from reviewer.dossier.intervals import Case, Interval
from reviewer.dossier.readings import Slice
from reviewer.dossier.rounding import percent, plain, shown
from reviewer.model.suite import CaseClass
from reviewer.model.tools import ToolKind
from reviewer.store.readings import Reading

Source = Literal["checks", "judge", "register", "reviewers"]
Display = Literal["percent", "share", "amount", "count"]
Part = tuple[Fraction | int, int]
"""What one transcript adds to numerator and denominator."""

Found = tuple[Ratio, tuple[Reading, ...]] | None
"""A ratio and the readings that it was counted from; None where there is nothing to count."""

COMPLETED, NON_EMPTY = "completed", "non_empty"
RANGE: tuple[Aggregator, ...] = ("min", "max", "spread")
"""How far several runs lie apart."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. `case_class` is what its headline is about, None for all; `version` is that of its definition."""

    id: str
    version: int
    title: str
    definition: str
    """What is counted of what, in one line."""

    source: Source
    """Who says it: a deterministic check, the suite's judge, the register of what came in, or people who read it."""

    case_class: CaseClass | None
    part: Callable[[Reading], Part | None]
    """What a transcript adds; one without a part is in neither numerator nor denominator."""

    display: Display
    aggregators: tuple[Aggregator, ...]
    """Of the headline over several runs, besides each run's own value."""

    level: Literal["transcript", "run"] = "transcript"
    """What a mean is a mean of."""

    tables: tuple[CaseClass, ...] = ()
    """The classes whose intents have this metric in their tables."""

    short: tuple[str, ...] = ()
    """What it may be called besides, where a figure is named."""

    of_runs: Callable[[Sequence[Reading]], Part | None] | None = None
    """What the runs of one case add together, where that is not what each of them adds."""

    unit: Literal["case", "intent"] = "case"
    """What `of_runs` is given the runs of."""

    runs: int = 1
    """How many runs it needs: of fewer there is no such figure."""

    needs: tuple[ToolKind, ...] = ()
    """Kinds of tools: where a suite has none of them, it says nothing of an agent that it never used one."""

    within: bool = False
    """Whether it is of things of which a transcript holds any number, so that a case is no matter of yes and no."""

    @property
    def binary(self) -> bool:
        """Whether a case is a matter of yes and no."""
        return self.display in ("percent", "count") and not self.within and self.of_runs is None

    def count(self, among: Slice) -> Found:
        """The ratio over a slice, and the readings that it was counted from."""
        if self.id == COMPLETED:
            return (Ratio(Fraction(len(among.readings)), among.expected), among.readings) if among.expected else None
        parts, behind = self._parts(among.readings)
        whole = sum(own for _, own in parts)
        return (Ratio(Fraction(sum(part for part, _ in parts)), whole), tuple(behind)) if whole else None

    def counted(self, readings: Iterable[Reading]) -> tuple[Reading, ...]:
        """Those that add to the numerator; none where all of them do, as what each adds is an amount."""
        if self.display not in ("percent", "count") or self.id in (COMPLETED, NON_EMPTY):
            return ()
        return tuple(reading for reading in readings if (own := self.part(reading)) is not None and own[0])

    def cases(self, readings: Iterable[Reading]) -> list[Case]:
        """What each case adds over its runs, in the order of the cases: what an interval is made from."""
        if self.of_runs is not None:
            return [part for part in self._parts(readings)[0] if part[1]]
        found: dict[str, Case] = {}
        for reading in readings:
            if (own := self.part(reading)) is not None:
                part, whole = found.get(reading.case, (0, 0))
                found[reading.case] = (part + own[0], whole + own[1])
        return [found[case] for case in sorted(found) if found[case][1]]

    def _parts(self, readings: Iterable[Reading]) -> tuple[list[Part], list[Reading]]:
        """What each transcript adds, or each case; and the readings that add something."""
        if self.of_runs is None:
            each = [(own, reading) for reading in readings if (own := self.part(reading)) is not None]
            return [own for own, _ in each], [reading for _, reading in each]
        grouped: dict[str | None, list[Reading]] = {}
        for reading in readings:
            grouped.setdefault(getattr(reading, self.unit), []).append(reading)
        of_all = {unit: self.of_runs(runs) for unit, runs in grouped.items()}
        kept = [reading for reading in readings if of_all[getattr(reading, self.unit)] is not None]
        return [part for part in of_all.values() if part is not None], kept

    def show_interval(self, interval: Interval, denominator: int | None, aggregator: Aggregator) -> str:
        """Both ends for a reader, of the figure with that denominator; of a count, how many that would be.

        A count without a denominator is a rate, and so are its ends.
        """
        low, high = Fraction(interval.low), Fraction(interval.high)
        if self.display == "percent" or (self.display == "count" and denominator is None):
            return f"{shown(low * 100, 1)}–{percent(high)}"
        if self.display == "count":
            times = 1 if aggregator == "mean" else denominator or 1
            return f"{shown(low * times, 1)}–{shown(high * times, 1)}"
        places = 3 if self.display == "share" else 2
        return f"{shown(low, places)}–{shown(high, places)}"

    def show(self, ratio: Ratio | Rate, aggregator: Aggregator) -> str:
        """The value for a reader; a distance between percentages is in points. A count that is only a rate is one."""
        of_hundred = self.display == "percent" or (self.display == "count" and isinstance(ratio, Rate))
        if of_hundred and aggregator == "spread":
            return f"{shown(ratio.value * 100, 1)} points"
        if of_hundred:
            return percent(ratio.value)
        if self.display == "count" and aggregator != "mean" and isinstance(ratio, Ratio):
            return f"{plain(ratio.numerator)}/{ratio.denominator}"
        return shown(ratio.value, 3 if self.display == "share" else 2)
