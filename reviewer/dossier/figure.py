"""A figure that was counted: never without the transcripts behind it, nor without its fraction or those of its runs.

What a page prints is another class, `reviewer.model.published.PublishedFigure`. Nothing adds up the two: whatever
counts takes readings, and a published figure has none. As JSON both have the same keys; `origin` tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from reviewer.dossier.aggregate import Aggregator as Aggregator
from reviewer.dossier.aggregate import Ratio
from reviewer.dossier.intervals import Interval, over_cases
from reviewer.dossier.metrics import metric
from reviewer.dossier.names import figure_name
from reviewer.dossier.rounding import plain
from reviewer.model.published import PublishedFigure
from reviewer.store.readings import Reading

Over = Literal["cases", "transcripts", "runs", "intents"]
"""What the aggregator is over."""

OVER_ALL_RUNS, OVER_THE_RUNS = "the rate over all runs", "this case, over its runs"
"""What an interval is of, where that is not plain."""

_NO_INTERVAL: tuple[Aggregator, ...] = ("count", "min", "max", "spread")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about; what is not named is not narrowed."""

    suite: str
    model: str | None = None
    run: str | None = None
    run_index: int | None = None
    case_class: str | None = None
    intent: str | None = None
    trap: str | None = None
    scheme: str | None = None
    """The cluster scheme that `cluster` belongs to."""

    cluster: str | None = None

    def named(self) -> dict[str, Any]:
        """What it narrows, by name."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Figure:
    """A number with all that it stands on. `value` is exact; only `shown` is rounded."""

    metric: str
    definition: int
    """The version of the metric's definition."""

    scope: Scope
    aggregator: Aggregator
    over: Over
    numerator: Fraction | None
    denominator: int | None
    """Both None where runs that differ in what they counted of come to a value that nobody counted."""

    value: Fraction
    """The exact value."""

    shown: str
    runs: int
    """How many runs it comes from."""

    missing: int
    """How many transcripts should have been counted and could not be."""

    synthetic: bool
    suite_hash: str | None
    ruleset: str | None
    band: str | None = None
    """Of the unsafe actions of a run: safe, middling or reckless."""

    from_runs: tuple[Ratio, ...] = ()
    """Where there is no fraction: those of the runs that the value is between, or is the distance of."""

    behind: tuple[Reading, ...] = field(default=(), repr=False, compare=False)

    @property
    def name(self) -> str:
        """What it is called in its model's sheet, by `reviewer.dossier.names`."""
        return figure_name(self)

    @cached_property
    def interval(self) -> Interval | None:
        """Where it would lie if its cases were drawn again: of one run, and of what several pooled come to.

        A median's and a mean's is that of the rate over all runs: which run is the middle one says nothing of the
        cases. That of one case in several runs is over its runs. None for the lowest, the highest and the distance
        between them, for what was not measured but came in, and where there is one thing alone.
        """
        known = metric(self.metric)
        if self.aggregator in _NO_INTERVAL or known.source == "register":
            return None
        cases = known.cases(self.behind)
        of = OVER_ALL_RUNS if self.over == "runs" and self.runs > 1 else ""
        if len(cases) == 1 and len(self.behind) > 1 and known.of_runs is None:
            cases, of = [own for reading in self.behind for own in known.cases([reading])], OVER_THE_RUNS
            if not all(whole == 1 and part in (0, 1) for part, whole in cases):
                return None
        if not cases:
            return None
        found = over_cases(cases, self.name, share=known.display != "amount")
        if found is None:
            return None
        per_run = self.over == "runs" and self.aggregator == "mean"
        return replace(found.times(Fraction(sum(whole for _, whole in cases), self.runs) if per_run else 1), of=of)

    @property
    def interval_shown(self) -> str | None:
        """The interval for a reader."""
        if self.interval is None:
            return None
        return metric(self.metric).show_interval(self.interval, self.denominator, self.aggregator)

    @property
    def transcripts(self) -> tuple[str, ...]:
        """The public ids of the transcripts that it was counted from."""
        return tuple(reading.transcript for reading in self.behind)

    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "origin": "counted",
            "name": self.name,
            "metric": self.metric,
            "definition": self.definition,
            "scope": self.scope.named(),
            "aggregator": self.aggregator,
            "over": self.over,
            "numerator": None if self.numerator is None else plain(self.numerator),
            "denominator": self.denominator,
            **(
                {"from_runs": [[plain(one.numerator), one.denominator] for one in self.from_runs]}
                if self.from_runs
                else {}
            ),
            "value": float(self.value),
            "shown": self.shown,
            **({"interval": self.interval.data() | {"shown": self.interval_shown}} if self.interval else {}),
            "runs": self.runs,
            "missing": self.missing,
            "synthetic": self.synthetic,
            "suite_hash": self.suite_hash,
            "ruleset": self.ruleset,
            **({"band": self.band} if self.band else {}),
        }


def published_data(figure: PublishedFigure, suite: str) -> dict[str, Any]:
    """A published figure as JSON, with the keys of a counted one: what its page does not say is null."""
    value = figure.value
    if value is None and figure.numerator is not None and figure.denominator:
        value = figure.numerator / figure.denominator
    return {
        "origin": "published",
        "metric": figure.metric,
        "scope": {"suite": suite, **figure.scope.model_dump(exclude_none=True)},
        "aggregator": figure.aggregator,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": value,
        "shown": figure.shown,
        "synthetic": False,
        "page": figure.page,
        "note": figure.note,
    }
