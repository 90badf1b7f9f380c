"""Which figures bear a number that is written out in prose, and what is the matter where none does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.constants import is_constant
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fitting import (
    complements,
    each_its_own,
    equals,
    fits,
    leaves,
    one_range,
    reachable,
    scaled_values,
    told,
)
from reviewer.dossier.lint.numbers import Number
from reviewer.dossier.lint.places import by_place, headline, in_run, nearest, same_place
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.scopes import clusters, like_a_class, runs_of
from reviewer.dossier.lint.tallies import OF_WHAT, denied, is_tally, meant, tallies, unnamed
from reviewer.dossier.lint.vocabulary import SECTION_METRICS
from reviewer.dossier.resolve import Resolved
from reviewer.dossier.resolve_words import DISPLAY
from reviewer.dossier.rounding import shown
from reviewer.model.dossier import FigureEntry

Matter = Literal["borne", "one run", "sibling", "rounded", "impossible", "other scope", "none"]

SIBLINGS = {"resolution": "resolution_autonomous", "resolution_autonomous": "resolution"}
"""Metrics that one word of prose can mean."""

_RELATED = {
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
class Bearing:
    """What became of one number: the figures that bear it, or those that speak against it."""

    number: Number
    matter: Matter
    figures: tuple[FigureEntry, ...] = ()
    says: str = ""


def bearings(context: Context, page: Page, one: Resolved) -> tuple[Bearing, ...]:
    """Every number of a claim, looked up once."""
    key = ("bearings", id(one))
    if key not in context.kept:
        prose = context.prose(one)
        looking = _Looking(context, page, one, prose)
        context.kept[key] = tuple(looking.at(number) for number in prose.numbers)
    found: tuple[Bearing, ...] = context.kept[key]
    return found


class _Looking:
    """One claim, and the figures that it can be about."""

    def __init__(self, context: Context, page: Page, one: Resolved, prose: Prose) -> None:
        self._context, self._page, self._prose, self._claim = context, page, prose, one.claim
        self._named = list(dict.fromkeys(named.id for named in prose.metrics))
        if not self._named:
            self._named = list(SECTION_METRICS.get(one.claim.section, ()))
        self._metrics = self._named
        self._known: dict[tuple[str, ...], tuple[list[FigureEntry], list[FigureEntry], list[FigureEntry]]] = {}
        models = {named.id for named in prose.models} | ({page.model} if page.model else set())
        self._by_metric: dict[str, list[FigureEntry]] = {}
        for model in (None, *models) if models else context.figures:
            for metric, figures in context.figures.get(model, {}).items():
                self._by_metric.setdefault(metric, []).extend(figures)
        self._scopes = {named.id for named in (*prose.intents, *prose.traps)}
        self._clusters, intents = clusters(page, one)
        self._like_classes = like_a_class(page, prose) - self._clusters
        self._scopes |= set() if prose.intents else intents

    def at(self, number: Number) -> Bearing:
        """What bears this number, of all runs or of as many as the sentence says: `in 2 of 3 runs`."""
        if number is self._times:
            return self._so_often(number)
        found = self._alone(number)
        if found.matter == "borne" or self._times is None:
            return found
        runs = self._that_often(number, int(self._times.value))
        return Bearing(number, "borne", runs) if runs else found

    def _alone(self, number: Number) -> Bearing:
        of_runs = runs_of(number, self._prose, self._runs)
        if is_constant(self._context, self._page, number, self._prose, of_runs):
            return Bearing(number, "borne")
        metrics = self._metrics = self._prose.of_column(number.start) or self._handed(number)
        mine, here, near = self._candidates(tuple(metrics))
        if of_runs and metrics and (judged := self._in_runs(number, [*here, *near], of_runs)):
            return judged
        found = self._fitting(number, here)
        if found:
            return self._borne(number, found, here)
        if found := self._fitting(number, near):
            return self._borne(number, found, near)
        if found := [one for one in (*here, *near) if self._left(number, one)]:
            return Bearing(number, "borne", tuple(found))
        if number.in_words and not metrics:
            return Bearing(number, "borne")
        return self._against(number, here, mine, near)

    def _handed(self, number: Number) -> list[str]:
        """The named metrics; of a handover that is counted of the tickets that the model could solve, its other one."""
        plain = all(_HANDED.fullmatch(one.text) for one in self._prose.metrics)
        if number.kind != "ratio" or self._named != ["escalation_accuracy"] or not plain:
            return self._named
        sizes = {one.denominator for one in self._of(self._named)}
        wide = {one.denominator for one in self._of(["over_escalation"]) if self._in_scope(one)}
        return ["over_escalation"] if number.values[1] in wide - sizes else self._named

    @cached_property
    def _times(self) -> Number | None:
        """`2 of 3 runs`, where the model has as many: how often something is so, and no figure's own ratio."""
        return next(
            (
                one
                for one in self._prose.numbers
                if one.kind == "ratio" and one.values[1] == self._runs and f"{one.text} {one.after}".count(" run")
            ),
            None,
        )

    def _so_often(self, times: Number) -> Bearing:
        """Whether what else the sentence counts is so in that many runs; a trap says by itself in how many it fell."""
        others = [one for one in self._prose.numbers if one is not times]
        for other in others:
            if runs := self._that_often(other, int(times.value)):
                return Bearing(times, "borne", runs)
        found = self._alone(times)
        if found.matter == "borne":
            return found
        for other in others:
            if runs := max(self._bearing(other), key=len, default=()):
                says = f"{other.text} is so in {len(runs)} of {self._runs} runs: {', '.join(map(in_run, runs))}"
                return Bearing(times, "none", runs, says)
        return Bearing(times, "none", (), f"no figure bears {times.text}") if found.matter == "impossible" else found

    def _that_often(self, number: Number, times: int) -> tuple[FigureEntry, ...]:
        """The runs that bear a number, where they are exactly so many."""
        return next((runs for runs in self._bearing(number) if len(runs) == times), ())

    def _bearing(self, number: Number) -> list[tuple[FigureEntry, ...]]:
        """The runs that bear a number, of each metric and place that the claim can mean; none of a place without."""
        _, here, near = self._candidates(tuple(self._prose.of_column(number.start) or self._named))
        fit = [[one for one in runs if self._is_of_run(number, one)] for runs in by_place([*here, *near])]
        return [tuple(runs) for runs in fit if runs]

    def _candidates(self, metrics: tuple[str, ...]) -> tuple[list[FigureEntry], list[FigureEntry], list[FigureEntry]]:
        """The figures of these metrics; those of them that the claim can mean; and what it can mean besides."""
        if metrics not in self._known:
            mine = self._of(metrics) if metrics else self._figures
            related = self._of([other for metric in metrics for other in _RELATED.get(metric, ())])
            here, near = ([one for one in some if self._in_scope(one)] for some in (mine, related))
            self._known[metrics] = mine, here, near
        return self._known[metrics]

    def _of(self, metrics: Sequence[str]) -> list[FigureEntry]:
        return [one for metric in dict.fromkeys(metrics) for one in self._by_metric.get(metric, ())]

    @property
    def _figures(self) -> list[FigureEntry]:
        return [one for figures in self._by_metric.values() for one in figures]

    def _in_scope(self, figure: FigureEntry) -> bool:
        """Whether the claim can mean this figure: an intent, a trap, a cluster, a run that it names, or all of them."""
        own = figure.scope.get("intent") or figure.scope.get("trap")
        if own:
            return str(own) in self._scopes
        if figure.scope.get("cluster"):
            return str(figure.scope["cluster"]) in self._clusters
        if figure.aggregator == "spread" and "spread" not in self._prose.aggregators:
            return False
        if self._prose.runs and figure.scope.get("run_index"):
            return int(figure.scope["run_index"]) in self._prose.runs
        return True

    def _fitting(self, number: Number, figures: Iterable[FigureEntry]) -> list[FigureEntry]:
        if number.kind in ("range", "list"):
            return self._several(number, list(figures))
        return [one for one in figures if fits(number, one) and self._meant(number, one)]

    def _meant(self, number: Number, figure: FigureEntry) -> bool:
        """Whether a count is this figure's; what is no count of its metric is not looked at."""
        of_it = tallies(number, figure) and (not self._metrics or figure.metric in self._metrics)
        return not of_it or meant(number, figure, self._prose, self._runs)

    def _is_of_run(self, number: Number, figure: FigureEntry) -> bool:
        undone = tallies(number, figure) and denied(self._prose, figure.metric)
        return (fits(number, figure) and not undone) or self._left(number, figure)

    def _left(self, number: Number, figure: FigureEntry) -> bool:
        """Whether it is what the rate leaves, of a sentence that says what was missed or not done."""
        missed = "missed_escalations" in self._metrics and figure.metric == "escalation_accuracy"
        return (missed or denied(self._prose, figure.metric)) and leaves(number, figure)

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
                if one.metric == other.metric and one_range(one, other, self._scopes):
                    found += [one, other]
        return found

    def _in_runs(self, number: Number, figures: list[FigureEntry], of_runs: frozenset[int]) -> Bearing | None:
        """Of a number that is said of certain runs: borne where it fits each; None where no figure is by run."""
        places = by_place(one for one in figures if one.scope.get("run_index") in of_runs)
        for runs in places:
            if all(self._is_of_run(number, one) for one in runs):
                return Bearing(number, "borne", tuple(runs))
        alike = [runs for runs in places if runs[0].denominator == number.values[-1]]
        against = next((runs for runs in alike or places), None)
        if against is None:
            return None
        if number.kind == "value" and (off := self._misrounded(number, [one for runs in places for one in runs])):
            return off
        by_run = ", ".join(map(in_run, against))
        wrong = "is not so there" if not all(unnamed(number, one) for one in against) else OF_WHAT
        return Bearing(number, "none", tuple(against), f"{number.text} {wrong}; {against[0].title}, {by_run}")

    @property
    def _runs(self) -> int:
        return len(self._page.dossier.runs) if self._page.dossier else 3

    def _borne(self, number: Number, found: list[FigureEntry], here: list[FigureEntry]) -> Bearing:
        """Borne; unless only one run bears what the claim says of all."""
        ends = ("run", "min", "max", "spread")
        alone = all(one.scope.get("run") or one.aggregator in ends for one in found)
        words = self._prose.aggregators
        stated = bool(words & {"run", "min", "max", "spread"}) or self._page.says(r"\bof run \d alone")
        if not alone or stated or number.kind not in ("value", "ratio") or self._a_count(number, found):
            return Bearing(number, "borne", tuple(found))
        first = found[0]
        same = {one.metric for one in found}
        over_all = [
            one
            for one in here
            if one.metric in same and not one.scope.get("run") and one.aggregator in ("pooled", "median")
            and same_place(one, first)
        ]  # fmt: skip
        if (off := self._misrounded(number, over_all)) is not None:
            return off
        runs = {one.scope.get("run") for one in here if one.scope.get("run") and one.metric in same}
        if {one.scope.get("run") for one in found} >= runs and len(runs) > 1:
            return Bearing(number, "borne", tuple(found))
        numbers = sorted(
            {str(one.scope.get("run_index") or one.scope.get("run")) for one in found if one.scope.get("run")}
        )
        which = f"run {' and '.join(numbers)} alone" if numbers else f"the {first.aggregator} alone"
        rest = f"; over all runs it is {told(over_all[0])}" if over_all else ""
        says = f"{number.text} is {told(first)} of {which}, and the sentence does not say so{rest}"
        return Bearing(number, "one run", (first, *over_all[:1]), says)

    def _a_count(self, number: Number, found: Sequence[FigureEntry]) -> bool:
        """A count alone, of which a sentence need not say over how many runs; of traps, and of a rate, it must."""
        if number.counts and all(is_tally(one) for one in found):
            return False
        of_traps = self._page.dossier is not None and not set(self._metrics).isdisjoint(
            ("trap_caught", "unsafe_actions", "holds")
        )
        return number.whole and not of_traps

    def _against(
        self, number: Number, here: list[FigureEntry], mine: list[FigureEntry], near: list[FigureEntry]
    ) -> Bearing:
        """Why nothing bears it: what it was meant to be, as far as can be told."""
        rows = [one for one in mine if one.scope.get("cluster") in self._like_classes]
        if (found := self._fitting(number, rows)) and (main := headline(here, found[0].metric)):
            says = f"{number.text} is {found[0].name}, a row of the table and not the whole class; {main.name} is"
            return Bearing(number, "other scope", (found[0], main), f"{says} {told(main)}")
        for metric in self._metrics:
            if (sibling := SIBLINGS.get(metric)) is None:
                continue
            others = [one for one in self._of([sibling]) if self._in_scope(one)]
            if (found := self._fitting(number, others)) and (main := headline(here, metric)):
                other = f"{number.text} is {found[0].title} ({told(found[0])})"
                says = f"{other}; {main.title} is {told(main)}: say which is meant"
                return Bearing(number, "sibling", (found[0], main), says)
        if number.kind == "value" and self._metrics and (off := self._misrounded(number, [*here, *near])):
            return off
        if (never := self._impossible(number, here)) is not None:
            return never
        if self._metrics and self._scopes and (found := self._elsewhere(number, here, mine)):
            says = f"{number.text} is {found[0].name}, which the sentence does not name"
            return Bearing(number, "other scope", (found[0],), says)
        if tallied := [one for one in here if tallies(number, one)]:
            first = tallied[0]
            right = [one for one in here if one.metric == first.metric and meant(number, one, self._prose, self._runs)]
            is_right = f"; {right[0].name} is {told(right[0])}" if right else ""
            says = f"{number.text} is {first.name} ({told(first)}), and the sentence says otherwise{is_right}"
            return Bearing(number, "other scope", (first, *right[:1]), says)
        closest = nearest(number, here) if self._metrics else None
        if closest and unnamed(number, closest):
            says = f"{number.text} {OF_WHAT}; {closest.name} is {told(closest)}"
            return Bearing(number, "none", (closest,), says)
        against = f"; {closest.name} is {told(closest)}" if closest else ""
        return Bearing(number, "none", (closest,) if closest else (), f"no figure bears {number.text}{against}")

    def _elsewhere(self, number: Number, here: list[FigureEntry], mine: list[FigureEntry]) -> list[FigureEntry]:
        """Figures that come to the number, and that the claim does not name."""
        named = set(map(id, here))
        return self._fitting(number, [one for one in mine if id(one) not in named])

    def _misrounded(self, number: Number, here: list[FigureEntry]) -> Bearing | None:
        for one in here:
            if one.aggregator not in ("median", "pooled", "mean", "run") or (value := exact(one)) is None:
                continue
            for scaled in scaled_values(value, number, one):
                unit = Fraction(1, 10**number.places)
                if 0 < abs(scaled - number.value) < unit and not number.whole:
                    right = shown(scaled, number.places) + ("%" if number.percent else "")
                    fine = shown(scaled, number.places + 2)
                    says = f"{one.name} is {fine}, and {right} when rounded half up; here it is {number.text}"
                    return Bearing(number, "rounded", (one,), says)
                for missed, rest in complements(scaled, number):
                    if missed == number.value:
                        says = f"{number.text} is what a rounded {told(one)} leaves; the figure itself leaves {rest}"
                        return Bearing(number, "rounded", (one,), says)
        return None

    def _impossible(self, number: Number, here: list[FigureEntry]) -> Bearing | None:
        """A count over a denominator that nothing of the model has, or a share that no count comes to."""
        sizes = {
            one.denominator: one for one in here if one.denominator and one.aggregator in ("run", "median", "pooled")
        }
        if number.kind == "ratio" and self._scopes:
            sizes |= {one.denominator: one for one in self._figures if one.denominator and self._in_scope(one)}
        anywhere = {one.denominator for one in self._figures if number.kind == "ratio"}
        if number.kind == "ratio" and self._metrics and sizes and int(number.values[1]) not in {*sizes, *anywhere}:
            there = ", ".join(str(size) for size in sorted(sizes))
            says = f"{number.text} cannot be: nothing that is counted here is of {number.values[1]}; there are {there}"
            return Bearing(number, "impossible", tuple(sizes.values())[:1], says)
        if number.percent and number.kind == "value" and not number.in_words:
            countable = {
                size: one
                for size, one in sizes.items()
                if DISPLAY.get(one.metric) in ("percent", "count") and size <= 400
            }
            if countable and not any(reachable(number, size) for size in countable):
                there = ", ".join(str(size) for size in sorted(countable))
                says = f"{number.text} cannot be: no count of {there} comes to it"
                return Bearing(number, "impossible", tuple(countable.values())[:1], says)
        return None
