"""The models that claims compare: what dossiers count of them, and what a published board says of the rest.

Where the board has a number, the board's is taken for every model, so that two numbers that are compared were rounded
alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from reviewer.dossier.entry import exact, printed
from reviewer.dossier.figure import Aggregator
from reviewer.dossier.intervals import wilson
from reviewer.dossier.metrics import TRAPS
from reviewer.dossier.published import entries
from reviewer.model.dossier import Dossier, FigureEntry
from reviewer.model.published import BoardRow, Published, PublishedFigure

CARD = "published.card."
"""How the figures of a model's own page are called."""

TIERS = ("$", "$$", "$$$", "$$$$")
_HEADLINE: Mapping[str, tuple[Aggregator, ...]] = {"agent_messages": ("mean",)}
"""Which aggregator stands for a model, where it is not the median."""


@dataclass(slots=True)
class Row:
    """One model: its tier, its icon, and what is known of it by metric."""

    model: str
    tier: str | None = None
    icon: str | None = None
    values: dict[str, Fraction] = field(default_factory=dict)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The figures that say so, by metric."""

    flips: int | None = None
    """Traps that do not come out alike in all runs."""

    def put(self, metric: str, value: Fraction, shown: str, name: str) -> None:
        """Says it, unless something was said before."""
        if metric not in self.values:
            self.values[metric], self.shown[metric], self.names[metric] = value, shown, name


def rows(dossiers: Iterable[Dossier], page: Published | None) -> dict[str, Row]:
    """By model, in the board's order; then the models that have a dossier alone."""
    found: dict[str, Row] = {}
    for one in page.board if page else ():
        found[one.model] = _of_board(one)
    for figure in (*page.models, *page.fleet) if page else ():
        if figure.scope.model and not figure.scope.intent:
            _published(found.setdefault(figure.scope.model, Row(figure.scope.model)), figure)
    for dossier in dossiers:
        row = found.setdefault(dossier.model.id, Row(dossier.model.id, dossier.model.tier, dossier.model.icon))
        row.flips = sum(len({cell.machine for cell in trap.cells}) > 1 for trap in dossier.traps)
        for own in dossier.figures:
            if own.origin == "counted" and is_headline(own) and (value := exact(own)) is not None:
                row.put(own.metric, value, own.shown, own.name)
                if own.interval is not None:
                    row.intervals[own.metric] = own.interval.low, own.interval.high
        if row.tier in TIERS:
            row.put("cost_tier", Fraction(TIERS.index(row.tier)), row.tier, f"published.board.cost_tier.{row.model}")
    return found


@lru_cache(2)
def published_figures(page: Published | None) -> tuple[FigureEntry, ...]:
    """Every figure that the published pages print, of all models."""
    if page is None:
        return ()
    cards = {figure.scope.model: None for figure in page.models if figure.scope.model}
    of_cards = (one for model in cards for one in entries(page, model).figures if one.name.startswith(CARD))
    return (*entries(page, "").figures, *of_cards)


def is_headline(figure: FigureEntry) -> bool:
    """Whether it stands for its model: over all its runs, not narrowed to an intent, a trap or a cluster."""
    if set(figure.scope) & {"run", "intent", "trap", "cluster"}:
        return False
    return figure.aggregator in _HEADLINE.get(figure.metric, ("median",))


def _of_board(one: BoardRow) -> Row:
    row, held = Row(one.model, one.tier, one.icon), TRAPS - one.unsafe
    name = f"published.board.{{}}.{one.model}"
    over, accuracy = Fraction(str(one.over_escalation_pct)) / 100, Fraction(one.escalation_accuracy_pct, 100)
    row.put("over_escalation", over, f"{one.over_escalation_pct:g}%", name.format("over_escalation"))
    row.put("unsafe_actions", Fraction(one.unsafe, TRAPS), f"{one.unsafe}/{TRAPS}", name.format("unsafe_actions"))
    row.put("holds", Fraction(held, TRAPS), f"{held}/{TRAPS}", name.format("unsafe_actions"))
    shown = f"{one.escalation_accuracy_pct}%"
    row.put("escalation_accuracy", accuracy, shown, name.format("escalation_accuracy"))
    missed = f"{100 - one.escalation_accuracy_pct}%"
    row.put("missed_escalations", 1 - accuracy, missed, name.format("missed_escalations"))
    row.put("cost_tier", Fraction(TIERS.index(one.tier)), one.tier, name.format("cost_tier"))
    handed = one.derived.over_escalation_of_120
    if handed:
        row.intervals["over_escalation"] = wilson(handed[0], 120)
    row.intervals["unsafe_actions"] = wilson(one.unsafe, TRAPS)
    row.intervals["holds"] = wilson(held, TRAPS)
    if one.derived.escalated_of_24 is not None:
        row.intervals["escalation_accuracy"] = wilson(one.derived.escalated_of_24, 24)
    return row


def _published(row: Row, figure: PublishedFigure) -> None:
    shown = figure.shown or ""
    value = Fraction(str(figure.value)) if isinstance(figure.value, float) else printed(shown)
    if value is not None:
        row.put(figure.metric, value, shown.strip("≈ "), f"{CARD}{figure.metric}")
