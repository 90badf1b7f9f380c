"""The numbers of a dossier, each with all that it stands on: figures, tag rates, comparisons, judge and reviewers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from reviewer.model.transcript import Frozen


class Interval(Frozen):
    """Where a figure would lie if the cases were drawn again. `low` and `high` are on the figure's own scale."""

    low: float
    high: float
    level: float = 0.95
    method: str = Field(description="such as `Wilson` or `cluster bootstrap over cases`")
    of: str = Field("", description="what the interval is of, where it is not the figure itself: the pooled rate, …")
    seed: int | None = None
    draws: int | None = None


class FigureEntry(Frozen):
    """A counted number, with all that it stands on; a published one has an `origin` of `published` and its page."""

    name: str = Field(description="how prose quotes it: {{fig:unsafe_actions.median}}")
    origin: Literal["counted", "published"] = "counted"
    metric: str
    title: str
    definition: str = Field(description="in words: what is counted of what")
    version: int = Field(1, description="of the definition")
    scope: dict[str, Any] = Field(default_factory=dict)
    aggregator: str | None = None
    over: str | None = None
    numerator: int | float | None = None
    denominator: int | None = None
    from_runs: tuple[tuple[int | float, int], ...] = Field(
        (),
        description="of a median, mean or spread of runs that differ in their denominators, and so of no fraction: the "
        "numerators and denominators of the runs that it is made from, lowest first",
    )
    value: float | None = None
    shown: str
    interval: Interval | None = None
    runs: int = 0
    missing: int = 0
    synthetic: bool = False
    suite_hash: str | None = None
    ruleset: str | None = None
    band: str | None = None
    behind: tuple[tuple[int, int], ...] = Field((), description="first and last places in `transcripts`, from 0")
    counted: tuple[tuple[int, int], ...] = Field(
        (), description="of `behind` what the numerator is of; none where each transcript adds an amount"
    )
    page: str | None = Field(None, description="of a published figure: where it is printed")
    note: str | None = None


class TagRate(Frozen):
    """How often a tag was given: of the transcripts that were read under it, and of no others."""

    tag: str
    label: str
    found: int = Field(description="transcripts with at least one such finding")
    read: int = Field(description="transcripts read in full while the taxonomy had this tag")
    interval: Interval | None = None
    frame: str = Field(description="why these were read, in words")


class Quarter(Frozen):
    """Where the model stands among those that were counted, on one metric."""

    metric: str
    name: str | None = Field(description="lowest, second, third or highest; none among fewer than four models")
    lower: int = Field(description="models with a lower value")
    models: int = Field(description="models that were counted, this one too; the snapshot names them")
    sentence: str


class Comparison(Frozen):
    """One model beside another on one metric, paired by case."""

    metric: str
    model: str
    other: str
    difference: float = Field(description="mean over cases of this model's rate minus the other's")
    interval: Interval | None = None
    mcnemar: float | None = Field(None, description="exact, on the majority of the runs of each case")
    adjusted: float | None = Field(None, description="the same by Holm, over the comparisons of this table")
    cases: int
    sentence: str


class Judged(Frozen):
    """The judge beside the reviewers, on the transcripts that were drawn by lot and read."""

    score: str
    both: int
    judge_only: int
    reviewer_only: int
    neither: int
    sensitivity: float | None = None
    specificity: float | None = None
    kappa: float | None = None
    frame: str
    sentence: str


class Snapshot(Frozen):
    """The models, runs and rules that comparisons were made from. `id` is a hash of the rest."""

    id: str
    models: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    rulesets: tuple[str, ...] = ()
    published: str | None = Field(None, description="the data file with figures that others published")
