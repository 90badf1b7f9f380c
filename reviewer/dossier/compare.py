"""Two models beside each other, case by case: the difference, its interval, and who ties.

Both models met the same cases, so what is compared is each case with itself: a model's rate over its runs of it, minus
the other's. Its mean over the cases is the difference; the interval is that of a bootstrap over these cases. McNemar's
exact test asks the same of the outcome of most runs of each case, yes or no; a case with as many of one as of the other
is left out of it. Over a table of comparisons its chances are adjusted by Holm.

Two models tie when the interval of their difference holds 0. Of published figures no case is known: they tie when their
Wilson intervals overlap, which says less. Groups take the best model and all that tie with it, then the best of the
rest, so that no order is printed within one.

McNemar 1947; Holm 1979.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import comb

from reviewer.dossier.intervals import WILSON_CASES, Interval, over_cases, wilson
from reviewer.dossier.metric import Metric
from reviewer.dossier.metrics import metric
from reviewer.dossier.readings import Readings
from reviewer.dossier.rounding import shown
from reviewer.errors import UsageError

BY_DIFFERENCE = "two models tie where the 95% interval of their difference, paired by case, holds 0"
BY_OVERLAP = "two models tie where the Wilson intervals of their published counts overlap"

Rates = Mapping[str, Fraction]
"""What the runs of each case come to, by case."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One model beside another on one metric. `mcnemar` and `adjusted` are None where it is no matter of yes and no."""

    metric: str
    model: str
    other: str
    cases: int
    """That both have."""

    unpaired: int
    """That only one of them has; in no figure here."""

    difference: Fraction
    interval: Interval | None
    only_model: int
    only_other: int
    """Cases of which most runs of the one are yes, and of the other no."""

    mcnemar: Fraction | None
    adjusted: Fraction | None = None
    of: int = 1
    """How many comparisons `adjusted` is over."""

    @property
    def ties(self) -> bool:
        """Whether the interval of the difference holds 0; what has no interval is not told apart."""
        return _holds_zero(self.interval)

    def sentence(self) -> str:
        """In words: who has more, by how much, and what the tests say."""
        known = metric(self.metric)
        more = "more" if self.difference > 0 else "less"
        apart = f"{self.model} has {more} than {self.other}"
        parts = [f"{known.title}: {f'{self.model} and {self.other} tie' if self.ties else apart}"]
        unit = " points" if known.display in ("percent", "count") else ""
        parts.append(f"difference {_signed(known, self.difference)}{unit}")
        if self.interval is not None:
            low, high = Fraction(self.interval.low), Fraction(self.interval.high)
            parts.append(
                f"95% interval {_signed(known, low)} to {_signed(known, high)}{unit}, paired by {self.cases} cases"
            )
        if self.mcnemar is not None:
            several = self.adjusted is not None and self.of > 1
            by_holm = f", {_chance(self.adjusted)} by Holm over {self.of}" if several else ""
            parts.append(f"McNemar p {_chance(self.mcnemar)}{by_holm}")
        return "; ".join(parts)


def compare(one: Readings, other: Readings, id: str) -> Comparison:  # noqa: A002 - a metric's own word
    """Both models on that metric. Raises UsageError where they share no case, or are of two suites."""
    if (one.suite, one.suite_hash) != (other.suite, other.suite_hash):
        raise UsageError(f"{one.model} and {other.model} cannot be paired by case: their runs are of two suites")
    return paired(id, (one.model, rates(one, id)), (other.model, rates(other, id)))


def paired(id: str, one: tuple[str, Rates], other: tuple[str, Rates]) -> Comparison:  # noqa: A002 - a metric's own word
    """The same of two models' names and rates, for whoever keeps no readings. Raises UsageError as `compare` does."""
    known = metric(id)
    (model, first), (beside, second) = one, other
    both, differences = _differences(id, one, other)
    majorities = [(_most(first[case]), _most(second[case])) for case in both]
    only_model, only_other = majorities.count((True, False)), majorities.count((False, True))
    return Comparison(
        metric=id,
        model=model,
        other=beside,
        cases=len(both),
        unpaired=len(first.keys() ^ second.keys()),
        difference=sum(differences, Fraction()) / len(both),
        interval=_named_interval(id, one, other, differences),
        only_model=only_model,
        only_other=only_other,
        mcnemar=mcnemar(only_model, only_other) if known.binary else None,
    )


def tie(id: str, one: tuple[str, Rates], other: tuple[str, Rates]) -> bool:  # noqa: A002 - a metric's own word
    """Whether `paired` says that they tie, for whoever asks that of very many pairs. Raises UsageError as `compare`."""
    return _holds_zero(_named_interval(id, one, other, _differences(id, one, other)[1]))


def _differences(
    id: str,  # noqa: A002 - a metric's own word
    one: tuple[str, Rates],
    other: tuple[str, Rates],
) -> tuple[list[str], list[Fraction]]:
    """The cases that both have, in order, and what the one has more of in each."""
    (model, first), (beside, second) = one, other
    both = sorted(first.keys() & second.keys())
    if not both:
        raise UsageError(f"{model} and {beside} share no case that {id} is counted of")
    return both, [first[case] - second[case] for case in both]


def _named_interval(
    id: str,  # noqa: A002 - a metric's own word
    one: tuple[str, Rates],
    other: tuple[str, Rates],
    differences: Sequence[Fraction],
) -> Interval | None:
    return _interval(differences, f"{id} {one[0]} {other[0]}", share=metric(id).display != "amount")


def _holds_zero(interval: Interval | None) -> bool:
    return interval is None or interval.low <= 0 <= interval.high


def rates(readings: Readings, id: str) -> Rates:  # noqa: A002 - a metric's own word
    """Of each case what its runs come to. Raises UsageError for a metric that is no rate of a case."""
    known = metric(id)
    if known.of_runs is not None or known.source == "register":
        raise UsageError(f"{id} is no rate of each case, so two models cannot be paired on it")
    grouped: dict[str, list[tuple[Fraction | int, int]]] = {}
    for reading in readings.of(None, known.case_class).readings:
        if (part := known.part(reading)) is not None and part[1]:
            grouped.setdefault(reading.case, []).append(part)
    return {
        case: Fraction(sum(part for part, _ in parts), sum(whole for _, whole in parts))
        for case, parts in grouped.items()
    }


def table(models: Sequence[Readings], id: str) -> list[Comparison]:  # noqa: A002 - a metric's own word
    """Each model beside each later one, with the chances adjusted over all of them."""
    return adjusted(compare(one, other, id) for one, other in combinations(models, 2))


def adjusted(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """The same with Holm's adjustment over those that were tested."""
    made = list(comparisons)
    tested = [one.mcnemar for one in made if one.mcnemar is not None]
    chances = iter(holm(tested))
    return [one if one.mcnemar is None else replace(one, adjusted=next(chances), of=len(tested)) for one in made]


def mcnemar(first: int, second: int) -> Fraction:
    """The exact two-sided chance of so uneven a split of the cases that differ, or a more uneven one."""
    differ = first + second
    tail = sum(comb(differ, place) for place in range(min(first, second) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**differ))


def holm(chances: Sequence[Fraction]) -> list[Fraction]:
    """The chances adjusted for being looked at together, in their own order."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    made, least = [Fraction()] * len(chances), Fraction()
    for rank, place in enumerate(order):
        least = max(least, min(Fraction(1), chances[place] * (len(chances) - rank)))
        made[place] = least
    return made


def tie_groups(best_first: Sequence[str], ties: Callable[[str, str], bool]) -> list[list[str]]:
    """The models in groups: the best with all that tie with it, then the best of the rest with all that tie with it."""
    groups: list[list[str]] = []
    left = list(best_first)
    while left:
        group = [one for one in left if one == left[0] or ties(left[0], one)]
        groups.append(group)
        left = [one for one in left if one not in group]
    return groups


def _most(rate: Fraction) -> bool | None:
    return None if rate == Fraction(1, 2) else rate > Fraction(1, 2)


def _interval(differences: Sequence[Fraction], name: str, *, share: bool) -> Interval | None:
    """Of the mean of the differences. Where all are alike, by as many cases as Wilson allows to be otherwise."""
    found = over_cases([(difference, 1) for difference in differences], name, share=False)
    if found is not None or not share or len(differences) < 2:
        return found
    alike, (_, otherwise) = float(differences[0]), wilson(0, len(differences))
    return Interval(max(alike - otherwise, -1.0), min(alike + otherwise, 1.0), WILSON_CASES)


def _signed(known: Metric, value: Fraction) -> str:
    """A difference for a reader, with its sign: in points, or in what the metric is shown in."""
    sign = "+" if value > 0 else ""
    if known.display in ("percent", "count"):
        return f"{sign}{shown(value * 100, 1)}"
    return f"{sign}{shown(value, 3 if known.display == 'share' else 2)}"


def _chance(value: Fraction | None) -> str:
    if value is None:
        return ""
    return "< 0.001" if value < Fraction(1, 1000) else shown(value, 3)
