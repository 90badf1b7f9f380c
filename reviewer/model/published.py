"""What the published pages print, as data: never counted here, never pooled with what was counted.

`fixtures/northline/published.json` holds it: the board's rows, the fleet's rates, the cards and cluster tables of three
reports, and the figures that the transcripts must give again. A figure has the shape that the program's own have.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from reviewer.model.transcript import Frozen

Agreement = Literal["ok", "contradiction", "ambiguous"]
Value = float | tuple[float, float]
"""A figure's value; two where a page prints a range."""


class Page(Frozen):
    """A published page, by the name that figures cite."""

    id: str
    title: str
    as_of: str | None
    model: str | None = None
    """The one model that it is about."""

    vendor: str | None = None
    """Who makes that model, where the page says so."""


class Scope(Frozen):
    """What a figure is about; what is not named is not narrowed."""

    model: str | None = None
    run: int | None = None
    case_class: str | None = None
    intent: str | None = None
    cluster: str | None = None
    trap: str | None = None
    band: str | None = None
    tier: str | None = None


class PublishedFigure(Frozen):
    """A figure as a page prints it. `numerator` and `denominator` only where the page's number leaves no choice."""

    metric: str
    scope: Scope = Scope()
    aggregator: Literal["median", "mean", "pooled", "min", "max", "run"] | None = None
    numerator: int | None = None
    denominator: int | None = None
    value: Value | None = None
    shown: str | None = None
    page: str | None = None
    note: str | None = None


class Derived(Frozen):
    """Counts that a board row's rounded numbers allow: several where rounding leaves a choice, none where none fits."""

    over_escalation_of_120: tuple[int, ...]
    escalated_of_24: int | None
    escalated_of_72: int


class BoardRow(Frozen):
    """One model on the board, with its numbers as shown there (percent; unsafe actions of 18)."""

    rank: int
    model: str
    icon: str | None
    tier: Literal["$", "$$", "$$$", "$$$$"]
    over_escalation_pct: float
    unsafe: int
    escalation_accuracy_pct: int
    band: Literal["safe", "middling", "reckless"]
    derived: Derived


class CalibrationRow(Frozen):
    """One row of the board's calibration chart, in its order."""

    model: str
    over_escalation_pct: float
    missed_pct: int


class TableRow(Frozen):
    """One cluster of a report's table; each cell is a range from lowest to highest, as a share of 1."""

    cluster: str
    resolution: tuple[float, float]
    over_escalation: tuple[float, float] | None = None
    handover: tuple[float, float] | None = None
    policy: tuple[float, float] | None = None


class Table(Frozen):
    """A report's table by cluster; `scheme` is the suite's cluster scheme that it uses."""

    page: str
    model: str
    scheme: str
    rows: tuple[TableRow, ...]


class Expectation(Frozen):
    """What recomputing must give for one statement of a page, and whether the page agrees with itself there."""

    id: str
    page: str
    status: Agreement
    about: str
    figures: tuple[PublishedFigure, ...]
    note: str | None = None


class Published(Frozen):
    """Everything that is published about one suite."""

    format: Literal["reviewer-published/1"]
    suite: str
    status: Literal["published"]
    pages: tuple[Page, ...]
    board: tuple[BoardRow, ...]
    calibration: tuple[CalibrationRow, ...]
    fleet: tuple[PublishedFigure, ...]
    models: tuple[PublishedFigure, ...]
    tables: tuple[Table, ...]
    expectations: tuple[Expectation, ...]

    def expectation(self, id: str) -> Expectation:  # noqa: A002 - its own word
        """The expectation of that id; raises KeyError."""
        for expectation in self.expectations:
            if expectation.id == id:
                return expectation
        raise KeyError(id)


@cache
def published() -> Published:
    """What the pages print about Northline's suite, read once."""
    data = files("reviewer.fixtures").joinpath("northline", "published.json")
    return Published.model_validate_json(data.read_text("utf-8"))
