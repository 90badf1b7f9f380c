"""Models in order: by what is counted exactly or published as shown, and how far the data tell them apart.

A published number stands for all that are rounded to it. So one value is better than another only where no rounding
could have made it so; for the printed order a published value stands where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reviewer.dossier.boards_counted import ORDERED, Contender
from reviewer.dossier.compare import BY_DIFFERENCE, BY_OVERLAP, tie, tie_groups
from reviewer.dossier.entry import exact
from reviewer.dossier.lint.fleet import TIERS
from reviewer.dossier.lint.vocabulary import BETTER
from reviewer.errors import UsageError
from reviewer.model.board import BoardRow, Order, Standing
from reviewer.model.dossier import FigureEntry

Ties = Callable[[str, str], bool]

_THEN: Mapping[str, tuple[str, str]] = {
    "over_escalation": ("unsafe_actions", "escalation_accuracy"),
    "unsafe_actions": ("over_escalation", "escalation_accuracy"),
    "escalation_accuracy": ("over_escalation", "unsafe_actions"),
}
"""What decides between equals."""

_WORDS = {
    "over_escalation": ("lowest over-escalation", "lower over-escalation"),
    "unsafe_actions": ("fewest unsafe actions", "fewer unsafe actions"),
    "escalation_accuracy": ("highest escalation accuracy", "higher escalation accuracy"),
}
_EXACT, _SHOWN, _BOTH = (
    "Each row stands by its exact value",
    "Each row stands by its value as it is shown",
    "Counted rows stand by their exact values, published rows by their values as shown",
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number for comparing, turned so that lower is better: exact, or all that round to what is shown."""

    at: Fraction
    low: Fraction
    high: Fraction

    def better(self, other: Value) -> bool:
        """Whether it is lower, whatever was rounded."""
        return self.high <= other.low and self.at != other.at


def value(row: BoardRow, metric: str) -> Value | None:
    """What a row has of a metric; of `cost_tier` the place of its tier."""
    if metric == "cost_tier":
        if row.model.tier not in TIERS:
            return None
        at = Fraction(TIERS.index(row.model.tier))
        return Value(at, at, at)
    figure = row.figure(metric)
    number = exact(figure) if figure is not None else None
    if figure is None or number is None:
        return None
    half = _half_unit(figure)
    at = -number if BETTER[metric] == "high" else number
    return Value(at, at - half, at + half)


def order(metric: str, rows: Sequence[BoardRow], ties: Ties) -> Order:
    """The rows that have a value of this metric, with the ranks that the data bear."""
    found = [(row, own) for row in rows if (own := value(row, metric)) is not None]
    found.sort(key=lambda pair: (pair[1].at, *(_then(pair[0], one) for one in _THEN[metric]), pair[0].model.id))
    names = [row.model.id for row, _ in found]
    groups = {name: number for number, group in enumerate(tie_groups(names, ties), 1) for name in group}
    standings = []
    for place, (row, own) in enumerate(found, 1):
        apart = [one for other, one in found if other is not row and not ties(row.model.id, other.model.id)]
        ahead, behind = sum(one.at < own.at for one in apart), sum(one.at > own.at for one in apart)
        standings.append(
            Standing(
                model=row.model.id,
                place=place,
                first=ahead + 1,
                last=len(found) - behind,
                group=groups[row.model.id],
            )
        )
    return Order(metric=metric, rule=_rule(metric, rows), ties=_tie_words(rows), standings=tuple(standings))


def ties(metric: str, rows: Iterable[BoardRow], contenders: Iterable[Contender]) -> Ties:
    """Whether two models tie: paired by case where both were counted, else where their intervals overlap.

    What has no interval is told apart from nothing.
    """
    counted = {one.head.model: one.rates[metric] for one in contenders if metric in one.rates}
    intervals = {row.model.id: figure.interval for row in rows if (figure := row.figure(metric)) is not None}

    @cache
    def tied(one: str, other: str) -> bool:
        if one in counted and other in counted:
            try:
                return tie(metric, (one, counted[one]), (other, counted[other]))
            except UsageError:  # they share no case
                pass
        first, second = intervals.get(one), intervals.get(other)
        return first is None or second is None or (first.low <= second.high and second.low <= first.high)

    return lambda one, other: tied(*sorted((one, other)))


def orders(rows: Sequence[BoardRow], contenders: Sequence[Contender]) -> dict[str, tuple[Order, Ties]]:
    """One for each column that models can be put in order by, with who ties in it."""
    made = {}
    for metric in ORDERED:
        tied = ties(metric, rows, contenders)
        made[metric] = order(metric, rows, tied), tied
    return made


def _then(row: BoardRow, metric: str) -> tuple[bool, Fraction]:
    found = value(row, metric)
    return found is None, found.at if found else Fraction()


def _half_unit(figure: FigureEntry) -> Fraction:
    """Half of the last decimal that is shown; 0 of what has its fraction."""
    if figure.numerator is not None and figure.denominator:
        return Fraction()
    digits = figure.shown.strip("≈ ")
    places = len(digits.rstrip("%").partition(".")[2]) + 2 * digits.endswith("%")
    return Fraction(1, 2 * 10**places)


def _rule(metric: str, rows: Sequence[BoardRow]) -> str:
    by, then = _WORDS[metric][0], [_WORDS[one][1] for one in _THEN[metric]]
    origins = {row.origin for row in rows}
    how = _BOTH if len(origins) > 1 else _SHOWN if origins == {"published"} else _EXACT
    return f"By {by}; equals by {then[0]}, then by {then[1]}, then by name. {how}."


def _tie_words(rows: Sequence[BoardRow]) -> str:
    origins = {row.origin for row in rows}
    first = f"Two counted models{BY_DIFFERENCE.removeprefix('two models')}."
    second = f"Two published models{BY_OVERLAP.removeprefix('two models')}."
    if origins == {"published"}:
        return second
    if origins == {"counted"}:
        return first
    return f"{first} {second} So do a counted and a published one, where the interval of the one overlaps the other's."
