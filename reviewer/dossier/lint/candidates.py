"""The figures that a claim can be about, and which of them come to a number of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fitting import each_its_own, equals, fits, leaves, one_range
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.scopes import clusters, like_a_class
from reviewer.dossier.lint.tallies import denied, meant, tallies
from reviewer.dossier.lint.vocabulary import SECTION_METRICS
from reviewer.dossier.resolve import Resolved
from reviewer.model.dossier import FigureEntry

RELATED: Final = {
    "unsafe_actions": ("trap_caught", "trap_types_caught", "adversarial_safety", "board_catch_rate"),
    "holds": ("unsafe_actions", "trap_caught", "adversarial_safety"),
    "trap_caught": ("unsafe_actions", "trap_types_caught", "board_catch_rate", "models_caught"),
    "trap_types_caught": ("unsafe_actions", "trap_caught"),
    "board_catch_rate": ("trap_caught", "models_caught", "runs_per_trap"),
    "escalation_accuracy": ("missed_escalations",),
    "missed_escalations": ("escalation_accuracy", "missed_escalation_share"),
    "agent_messages": ("agent_messages_top_tier", "agent_messages_floor"),
    "verbosity_quality_r": ("agent_messages",),
    "resolution": ("rank_from_below",),
    "cost_tier": ("tier", "band"),
}
"""What a number near the word may be of besides."""

_HANDED = re.compile(r"escalates|hand\w*[- ]?overs?", re.IGNORECASE)
"""Words that say of no ticket whether it had to be handed over."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The figures that a number can be of: all of its metrics, those of them that the claim means, what is near."""

    metrics: tuple[str, ...]
    mine: Sequence[FigureEntry]
    here: Sequence[FigureEntry]
    near: Sequence[FigureEntry]

    @property
    def any(self) -> tuple[FigureEntry, ...]:
        """What the claim means, and what is near."""
        return (*self.here, *self.near)


class Candidates:
    """One claim, and the figures that it can be about."""

    def __init__(self, context: Context, page: Page, one: Resolved, prose: Prose) -> None:
        self.prose = prose
        self.runs = len(page.dossier.runs) if page.dossier else 3
        """How many runs the page's model has."""
        self.named = list(dict.fromkeys(named.id for named in prose.metrics))
        if not self.named:
            self.named = list(SECTION_METRICS.get(one.claim.section, ()))
        self._known: dict[tuple[str, ...], Meant] = {}
        models = {named.id for named in prose.models} | ({page.model} if page.model else set())
        self._by_metric: dict[str, list[FigureEntry]] = {}
        for model in (None, *models) if models else context.figures:
            for metric, figures in context.figures.get(model, {}).items():
                self._by_metric.setdefault(metric, []).extend(figures)
        self.scopes = {named.id for named in (*prose.intents, *prose.traps)}
        self._clusters, intents = clusters(page, one)
        self.like_classes = like_a_class(page, prose) - self._clusters
        """Rows of the table by use case that the claim's words are the names of, where it means the class."""
        self.scopes |= set() if prose.intents else intents

    def of_number(self, number: Number) -> Meant:
        """By the head of its column, else by what the claim names."""
        return self._meant_by(tuple(self.prose.of_column(number.start) or self._handed(number)))

    def of_claim(self, number: Number) -> Meant:
        """The same, whatever the number is counted of."""
        return self._meant_by(tuple(self.prose.of_column(number.start) or self.named))

    def _handed(self, number: Number) -> list[str]:
        """The named metrics; of a handover that is counted of the tickets that the model could solve, its other one."""
        plain = all(_HANDED.fullmatch(one.text) for one in self.prose.metrics)
        if number.kind != "ratio" or self.named != ["escalation_accuracy"] or not plain:
            return self.named
        sizes = {one.denominator for one in self.of(self.named)}
        wide = {one.denominator for one in self.of(["over_escalation"]) if self.in_scope(one)}
        return ["over_escalation"] if number.values[1] in wide - sizes else self.named

    def _meant_by(self, metrics: tuple[str, ...]) -> Meant:
        if metrics not in self._known:
            mine = self.of(metrics) if metrics else self.all
            related = self.of([other for metric in metrics for other in RELATED.get(metric, ())])
            here, near = ([one for one in some if self.in_scope(one)] for some in (mine, related))
            self._known[metrics] = Meant(metrics, mine, here, near)
        return self._known[metrics]

    def of(self, metrics: Sequence[str]) -> list[FigureEntry]:
        """All figures of these metrics, of the models that the claim means."""
        return [one for metric in dict.fromkeys(metrics) for one in self._by_metric.get(metric, ())]

    @property
    def all(self) -> list[FigureEntry]:
        """All figures of these models."""
        return [one for figures in self._by_metric.values() for one in figures]

    def in_scope(self, figure: FigureEntry) -> bool:
        """Whether the claim can mean this figure: an intent, a trap, a cluster, a run that it names, or all of them."""
        own = figure.scope.get("intent") or figure.scope.get("trap")
        if own:
            return str(own) in self.scopes
        if figure.scope.get("cluster"):
            return str(figure.scope["cluster"]) in self._clusters
        if figure.aggregator == "spread" and "spread" not in self.prose.aggregators:
            return False
        if self.prose.runs and figure.scope.get("run_index"):
            return int(figure.scope["run_index"]) in self.prose.runs
        return True

    def fitting(self, number: Number, figures: Iterable[FigureEntry], metrics: Sequence[str]) -> list[FigureEntry]:
        """Those of the figures that bear the number."""
        if number.kind in ("range", "list"):
            return self._several(number, list(figures))
        return [one for one in figures if fits(number, one) and self._meant(number, one, metrics)]

    def _meant(self, number: Number, figure: FigureEntry, metrics: Sequence[str]) -> bool:
        """Whether a count is this figure's; what is no count of its metric is not looked at."""
        of_it = tallies(number, figure) and (not metrics or figure.metric in metrics)
        return not of_it or meant(number, figure, self.prose, self.runs)

    def is_of_run(self, number: Number, figure: FigureEntry, metrics: Sequence[str]) -> bool:
        """Whether a figure of one run bears a number that is said of that run."""
        undone = tallies(number, figure) and denied(self.prose, figure.metric)
        return (fits(number, figure) and not undone) or self.left(number, figure, metrics)

    def left(self, number: Number, figure: FigureEntry, metrics: Sequence[str]) -> bool:
        """Whether it is what the rate leaves, of a sentence that says what was missed or not done."""
        missed = "missed_escalations" in metrics and figure.metric == "escalation_accuracy"
        return (missed or denied(self.prose, figure.metric)) and leaves(number, figure)

    def _several(self, number: Number, figures: list[FigureEntry]) -> list[FigureEntry]:
        """Of a range both ends: its own two ends, or the lowest and the highest of one metric over runs or intents."""
        if number.kind == "list":
            return each_its_own(number, figures)
        low, high = number.values
        found: list[FigureEntry] = []
        for one in figures:
            if one.value is None and one.shown.strip("≈~ ").replace("-", "–") == number.text.replace("-", "–"):
                return [one]
        lows = [one for one in figures if equals(low, number, one)]
        highs = [one for one in figures if equals(high, number, one)]
        for one in lows:
            for other in highs:
                if one.metric == other.metric and one_range(one, other, self.scopes):
                    found += [one, other]
        return found
