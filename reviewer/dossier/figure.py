"""A figure that was counted: never without its numerator, its denominator and the transcripts behind it.

What a page prints is another class, `reviewer.model.published.PublishedFigure`. Nothing adds up the two: whatever
counts takes readings, and a published figure has none. As JSON both have the same keys; `origin` tells them apart.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

from reviewer.dossier.aggregate import Aggregator
from reviewer.dossier.names import figure_name
from reviewer.dossier.rounding import plain
from reviewer.model.published import PublishedFigure
from reviewer.store.readings import Reading

Over = Literal["cases", "transcripts", "runs", "intents"]
"""What the aggregator is over."""


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
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with all that it stands on. `value` is exact; only `shown` is rounded."""

    metric: str
    definition: int
    """The version of the metric's definition."""

    scope: Scope
    aggregator: Aggregator
    over: Over
    numerator: Fraction
    denominator: int
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

    behind: tuple[Reading, ...] = field(default=(), repr=False, compare=False)

    @property
    def name(self) -> str:
        """What it is called in its model's sheet, by `reviewer.dossier.names`."""
        return figure_name(self)

    @property
    def value(self) -> Fraction:
        """The exact value."""
        return self.numerator / self.denominator

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
            "numerator": plain(self.numerator),
            "denominator": self.denominator,
            "value": float(self.value),
            "shown": self.shown,
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
