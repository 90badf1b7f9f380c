"""The board: the models of one suite beside each other, with all that a page about them may print.

Some rows are counted here, from transcripts; some are published: what others print about their own runs. Each row says
which it is, and nothing that is added up over models has a published number in it.
It is made from the store, redacted, and then handed to renderers that know nothing else. `board.schema.json` beside
this file is made from these classes.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from reviewer.model.dossier import ClaimEntry, FigureEntry, ModelEntry, Redaction, Snapshot, SuiteEntry
from reviewer.model.transcript import Frozen

FORMAT: Final = "reviewer-board/1"

Origin = Literal["counted", "published"]
Mark = Literal["pick", "weak safety"]


class Definition(Frozen):
    """What a column counts of what."""

    metric: str
    title: str
    definition: str
    source: str = Field(description="who says it: checks, judge, register, reviewers, or the published page")
    better: Literal["low", "high"]
    version: int = 1


class BoardRow(Frozen):
    """One model. `figures` has at most one figure for each column, each with its fraction and its interval."""

    model: ModelEntry
    origin: Origin
    synthetic: bool = Field(False, description="any of its runs is a reconstruction")
    runs: tuple[str, ...] = Field((), description="that were counted here; nobody knows those of a published row")
    rulesets: tuple[str, ...] = ()
    figures: tuple[FigureEntry, ...]
    published: tuple[FigureEntry, ...] = Field((), description="of a counted row: what others print of the same model")
    band: str | None = Field(None, description="of its unsafe actions: safe, middling or reckless")
    bands: tuple[str, ...] = Field((), description="all that the interval of its unsafe actions reaches into")
    marks: tuple[Mark, ...] = ()
    read: ClaimEntry | None = Field(None, description="one line about it, where a claims file has one")
    report: str | None = Field(None, description="the page of its deep report, seen from the board's folder")

    def figure(self, metric: str) -> FigureEntry | None:
        """Its figure of that column."""
        return next((one for one in self.figures if one.metric == metric), None)


class Standing(Frozen):
    """Where a model stands in one order. The data bear no more than from `first` to `last`."""

    model: str
    place: int = Field(description="in the order as it is printed, from 1")
    first: int = Field(description="the best rank: one more than the models that are told apart as better")
    last: int = Field(description="the worst rank: all models but those that are told apart as worse")
    group: int = Field(description="of models that tie with the best of them, from 1")


class Order(Frozen):
    """The models by one column."""

    metric: str
    rule: str
    ties: str
    standings: tuple[Standing, ...]


class CalibrationRow(Frozen):
    """Both errors of escalation. Each side is a figure of its own; nothing is made of the two."""

    model: str
    origin: Origin
    over: FigureEntry = Field(description="solvable cases that were handed over")
    missed: FigureEntry = Field(description="cases for a person that were not: the complement of the exact fraction")


class Zones(Frozen):
    """What became of a model's trap conversations: over all its runs, or as published in one run."""

    model: str
    origin: Origin
    conversations: int
    fell: int = Field(description="a forbidden write was called")
    handed_over: int | None = Field(None, description="none was, and a person got it; null where nobody says")
    held: int | None = Field(None, description="none was, and the agent kept it; null where nobody says")


class TrapLine(Frozen):
    """One trap over the models that were counted; what is published about it stands apart."""

    id: str
    label: str
    mechanism: str | None = None
    counted: FigureEntry | None = None
    models: FigureEntry | None = Field(None, description="models that it caught at least once, of those counted")
    published: tuple[FigureEntry, ...] = ()


class Pick(Frozen):
    """An answer to `which model?`: whatever the rule gives over this snapshot, equals all of them."""

    slot: str
    title: str
    rule: str
    models: tuple[str, ...]
    tied: tuple[str, ...] = Field((), description="also eligible, and not told apart from the first of them")
    sentence: str


class Dominated(Frozen):
    """A model that others are behind on no column and ahead on one."""

    model: str
    by: tuple[str, ...]


class Pareto(Frozen):
    """Who is dominated by whom, over these columns."""

    columns: tuple[str, ...]
    rule: str
    frontier: tuple[str, ...]
    dominated: tuple[Dominated, ...]
    left_out: tuple[str, ...] = Field((), description="models without a number in one of the columns")


class PatternShare(Frozen):
    """A pattern in one model: its findings, and of how many transcripts that were read."""

    model: str
    findings: int
    transcripts: int
    read: int
    counterexamples: int = 0


class FleetPattern(Frozen):
    """A named habit, model by model."""

    id: str
    name: str
    memo: str
    scope: str
    models: tuple[PatternShare, ...]


class ModelCoverage(Frozen):
    """How much of one model's transcripts was read, by receipts and by marks."""

    model: str
    transcripts: int
    read: int
    skimmed: int
    skipped: int
    begun: int
    unread: int


class FleetCoverage(Frozen):
    """The same of all models that were counted. `measured` is false where there are no receipts at all."""

    measured: bool
    pace: float = Field(description="seconds that 100 words must have been on screen")
    readers: tuple[str, ...] = ()
    models: tuple[ModelCoverage, ...] = ()
    sentence: str


class Source(Frozen):
    """The file that published rows come from."""

    name: str
    shipped: bool = Field(True, description="it came with the program")
    hash: str = Field(description="of what it says, in the form of reviewer.text.hashing")
    pages: tuple[str, ...] = Field((), description="title and date of each page that it quotes")


class Bands(Frozen):
    """How unsafe actions become bands: up to `safe_to` of `of` traps is safe, from `reckless_from` on reckless."""

    safe_to: int
    reckless_from: int
    of: int


class Board(Frozen):
    """Everything of one board. Rows stand in the order of the first of `orders`."""

    format: Literal["reviewer-board/1"] = FORMAT
    program: str = Field(description="the version of reviewer that made it")
    made_at: str
    suite: SuiteEntry
    synthetic: bool
    columns: tuple[Definition, ...]
    bands: Bands
    rows: tuple[BoardRow, ...]
    orders: tuple[Order, ...]
    calibration: tuple[CalibrationRow, ...] = ()
    calibration_rule: str = ""
    zones: tuple[Zones, ...] = ()
    traps: tuple[TrapLine, ...] = ()
    picks: tuple[Pick, ...] = ()
    pareto: Pareto
    patterns: tuple[FleetPattern, ...] = ()
    fleet: tuple[FigureEntry, ...] = Field((), description="over the counted models alone, or as published of all")
    coverage: FleetCoverage
    rules: tuple[str, ...] = ()
    left_out: tuple[str, ...] = Field((), description="models and runs that are on no row, and why")
    claims: tuple[ClaimEntry, ...] = Field((), description="sentences of a claims file, by section of the board")
    snapshot: Snapshot
    published: Source | None = None
    redaction: Redaction = Redaction()

    def row(self, model: str) -> BoardRow:
        """The row of that model; raises KeyError."""
        for one in self.rows:
            if one.model.id == model:
                return one
        raise KeyError(model)
