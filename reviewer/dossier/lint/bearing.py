"""Which figures bear a number that is written out in prose, and what is the matter where none does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from reviewer.dossier.lint.against import Matter, against, misrounded
from reviewer.dossier.lint.candidates import Candidates, Meant
from reviewer.dossier.lint.constants import is_constant
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fitting import is_apart, is_end, told
from reviewer.dossier.lint.models import counted
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.places import by_place, in_run, same_place
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.scopes import runs_of
from reviewer.dossier.lint.tallies import OF_WHAT, is_tally, unnamed
from reviewer.dossier.resolve import Resolved
from reviewer.model.dossier import FigureEntry


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
        looking = _Looking(context, page, Candidates(context, page, one, prose), prose)
        context.kept[key] = tuple(looking.at(number) for number in prose.numbers)
    found: tuple[Bearing, ...] = context.kept[key]
    return found


class _Looking:
    """One claim whose numbers are looked up."""

    def __init__(self, context: Context, page: Page, can: Candidates, prose: Prose) -> None:
        self._context, self._page, self._can, self._prose = context, page, can, prose

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
        can = self._can
        of_runs = runs_of(number, self._prose, can.runs)
        of = can.of_number(number)
        if number.ordinal and re.search(r"\branks?(?:ed)?$", number.before):
            return Bearing(number, "borne")  # ranks have a rule of their own
        if (models := counted(self._context, self._page, number, self._prose)) is not None:
            return Bearing(number, "borne" if models[0] else "none", (), models[1])
        if number.difference:
            return self._apart(number, of)
        if is_constant(self._context, self._page, number, self._prose, of_runs):
            return Bearing(number, "borne")
        if of_runs and of.metrics and (judged := self._in_runs(number, of, of_runs)):
            return judged
        for figures in (of.here, of.near):
            if found := can.fitting(number, figures, of.metrics):
                return self._borne(number, found, figures, of)
        if (
            (share := number.share)
            and share.values[0]
            and not any(one.denominator == number.values[1] for one in of.any)
        ):
            return replace(self._alone(share), number=number)
        if found := [one for one in of.any if can.left(number, one, of.metrics)]:
            return Bearing(number, "borne", tuple(found))
        if self._of_interval and (found := [one for one in of.here if is_end(number, one)]):
            return Bearing(number, "borne", tuple(found))
        if number.in_words and not of.metrics:
            return Bearing(number, "borne")
        return Bearing(number, *against(number, can, of))

    @cached_property
    def _of_interval(self) -> bool:
        return self._prose.has(r"\bintervals?\b|\bconfidence\b|\b(?:lower|upper) (?:end|bound)\b") is not None

    def _apart(self, number: Number, of: Meant) -> Bearing:
        """Of how far two values are apart: two runs of one metric and place, or two models."""
        if not of.metrics and not number.in_words and number.after in ("more", "fewer", "less"):
            return Bearing(number, "none", (), f"“{number.text} {number.after}” says of nothing that is counted")
        if not of.metrics or "agent_messages" in of.metrics:  # messages more or fewer have a rule of their own
            return Bearing(number, "borne")
        heads = [one for one in of.any if not one.scope.get("run") and one.aggregator in ("median", "pooled")]
        runs = by_place(of.any)
        for one, other in (two for place in (*runs, heads) for two in combinations(place, 2)):
            if one.metric == other.metric and is_apart(number, one, other):
                return Bearing(number, "borne", (one, other))
        first = tuple(runs[0]) if runs else ()
        by_run = f": {first[0].title}, {', '.join(map(in_run, first))}" if first else ""
        return Bearing(number, "none", first, f"no two figures are {number.text} apart{by_run}")

    @cached_property
    def _times(self) -> Number | None:
        """`2 of 3 runs`, where the model has as many: how often something is so, and no figure's own ratio."""
        return next(
            (
                one
                for one in self._prose.numbers
                if one.kind == "ratio" and one.values[1] == self._can.runs and f"{one.text} {one.after}".count(" run")
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
                says = f"{other.text} is so in {len(runs)} of {self._can.runs} runs: {', '.join(map(in_run, runs))}"
                return Bearing(times, "none", runs, says)
        return Bearing(times, "none", (), f"no figure bears {times.text}") if found.matter == "impossible" else found

    def _that_often(self, number: Number, times: int) -> tuple[FigureEntry, ...]:
        """The runs that bear a number, where they are exactly so many."""
        return next((runs for runs in self._bearing(number) if len(runs) == times), ())

    def _bearing(self, number: Number) -> list[tuple[FigureEntry, ...]]:
        """The runs that bear a number, of each metric and place that the claim can mean; none of a place without."""
        of = self._can.of_claim(number)
        fit = [[one for one in runs if self._can.is_of_run(number, one, of.metrics)] for runs in by_place(of.any)]
        return [tuple(runs) for runs in fit if runs]

    def _in_runs(self, number: Number, of: Meant, of_runs: frozenset[int]) -> Bearing | None:
        """Of a number that is said of certain runs: borne where it fits each; None where no figure is by run."""
        places = by_place(one for one in of.any if one.scope.get("run_index") in of_runs)
        for runs in places:
            if all(self._can.is_of_run(number, one, of.metrics) for one in runs):
                return Bearing(number, "borne", tuple(runs))
        alike = [runs for runs in places if runs[0].denominator == number.values[-1]]
        other = next((runs for runs in alike or places), None)
        if other is None:
            return None
        if number.kind == "value" and (off := misrounded(number, [one for runs in places for one in runs])):
            return Bearing(number, *off)
        by_run = ", ".join(map(in_run, other))
        wrong = "is not so there" if not all(unnamed(number, one) for one in other) else OF_WHAT
        return Bearing(number, "none", tuple(other), f"{number.text} {wrong}; {other[0].title}, {by_run}")

    def _borne(self, number: Number, found: Sequence[FigureEntry], here: Sequence[FigureEntry], of: Meant) -> Bearing:
        """Borne; unless only one run bears what the claim says of all."""
        ends = ("run", "min", "max", "spread")
        alone = all(one.scope.get("run") or one.aggregator in ends for one in found)
        stated = bool(self._prose.aggregators & {*ends}) or self._page.says(r"\bof run \d alone")
        if not alone or stated or number.kind not in ("value", "ratio") or self._a_count(number, found, of):
            return Bearing(number, "borne", tuple(found))
        first, same = found[0], {one.metric for one in found}
        alike = [one for one in here if one.metric in same]
        over_all = [
            one
            for one in alike
            if not one.scope.get("run") and one.aggregator in ("pooled", "median") and same_place(one, first)
        ]
        if (off := misrounded(number, over_all)) is not None:
            return Bearing(number, *off)
        runs = {one.scope.get("run") for one in alike if one.scope.get("run")}
        if {one.scope.get("run") for one in found} >= runs and len(runs) > 1:
            return Bearing(number, "borne", tuple(found))
        numbers = sorted({str(one.scope.get("run_index") or one.scope["run"]) for one in found if one.scope.get("run")})
        which = f"run {' and '.join(numbers)} alone" if numbers else f"the {first.aggregator} alone"
        rest = f"; over all runs it is {told(over_all[0])}" if over_all else ""
        says = f"{number.text} is {told(first)} of {which}, and the sentence does not say so{rest}"
        return Bearing(number, "one run", (first, *over_all[:1]), says)

    def _a_count(self, number: Number, found: Sequence[FigureEntry], of: Meant) -> bool:
        """A count alone, of which a sentence need not say over how many runs; of traps, and of a rate, it must."""
        if number.counts and all(is_tally(one) for one in found):
            return False
        of_traps = self._page.dossier is not None and not {*of.metrics}.isdisjoint(_OF_TRAPS)
        return number.whole and not of_traps


_OF_TRAPS = ("trap_caught", "unsafe_actions", "holds")
