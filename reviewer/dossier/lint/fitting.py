"""Whether a figure comes to a number that is written out, with the decimals that it is written with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.tallies import is_tally, tallies
from reviewer.dossier.resolve_words import DISPLAY
from reviewer.dossier.rounding import shown
from reviewer.model.dossier import FigureEntry


def fits(number: Number, figure: FigureEntry) -> bool:
    """Whether a figure comes to what is written, with the decimals that it is written with."""
    if number.kind == "ratio":
        k, n = number.values
        counted = figure.denominator == n and figure.numerator is not None
        return counted and _on_side(Fraction(str(figure.numerator)) - k, number.bound)
    if number.ordinal:
        return figure.metric.startswith("rank") and exact(figure) == number.value
    if number.bound and number.percent:
        value = exact(figure)
        share = DISPLAY.get(figure.metric) in ("percent", None) or (
            (figure.denominator or figure.from_runs) and figure.aggregator != "mean"
        )
        return value is not None and bool(share) and _bounded(value * 100, number)
    if number.bound and number.whole and _is_counted(number, figure):
        return _counted_near(Fraction(str(figure.numerator)), number)
    return equals(number.value, number, figure)


def _on_side(apart: Fraction, bound: str) -> bool:
    """Whether a value that lies so far above a number lies where its words say."""
    match bound:
        case "above":
            return apart > 0
        case "below":
            return apart < 0
        case "least":
            return apart >= 0
        case "most":
            return apart <= 0
    return apart == 0


def _is_counted(number: Number, figure: FigureEntry) -> bool:
    counted = DISPLAY.get(figure.metric) in ("count", None) or (number.counts and is_tally(figure))
    return counted and figure.numerator is not None and figure.aggregator != "mean"


def _counted_near(count: Fraction, number: Number) -> bool:
    """`over a hundred tickets`: on the right side, and no further than a round number is from what it stands for."""
    apart = count - number.value
    if number.bound == "near":
        return abs(apart) <= number.value * _ROUND / 2
    return _on_side(apart, number.bound) and (abs(apart) <= _SMALL or abs(apart) <= number.value * _ROUND)


_SMALL, _ROUND = 2, Fraction(1, 4)


def equals(wanted: Fraction, number: Number, figure: FigureEntry) -> bool:
    """Whether a figure comes to one of the number's values: as a count, or rounded half up as it is written."""
    if figure.value is not None and not _can_be(float(wanted), number, figure):
        return False
    value = exact(figure)
    if value is None:
        return False
    if not number.percent and not number.places and number.kind != "list" and _count(wanted, figure):
        return True
    if tallies(number, figure):
        return True
    if number.kind == "list" and _count(wanted, figure):
        return True
    said = half_up(wanted, 0) if number.in_words and number.percent else wanted  # `a third` is 33.3%
    return any(half_up(scaled, number.places) == said for scaled in scaled_values(value, number, figure))


def _can_be(wanted: float, number: Number, figure: FigureEntry) -> bool:
    """Whether it is worth working it out exactly."""
    unit = 1.0 / 10**number.places
    value = figure.value or 0.0
    return abs(value - wanted) < unit or abs(100 * value - wanted) < unit or figure.numerator == wanted


def _count(wanted: Fraction, figure: FigureEntry) -> bool:
    """A count alone: `4 unsafe actions`, `6 kinds of traps`."""
    display = DISPLAY.get(figure.metric)
    counted = display == "count" or (display is None and figure.denominator is not None)
    return counted and figure.aggregator != "mean" and figure.numerator == wanted


def scaled_values(value: Fraction, number: Number, figure: FigureEntry) -> Iterator[Fraction]:
    """The figure's value on the scale that the number is written on; both where that cannot be told."""
    display = DISPLAY.get(figure.metric)
    if number.percent:
        yield value * 100
    elif display == "percent":
        yield value
        yield value * 100  # `88 (83.3 / 87.5 / 91.7)`: the sign goes without saying
    else:
        yield value


def leaves(number: Number, figure: FigureEntry) -> bool:
    """Whether a number is what a rate leaves: 16.7% of 83.3%, 4 cases of 20 of 24."""
    value = exact(figure)
    if value is None or number.kind not in ("value", "ratio") or DISPLAY.get(figure.metric) != "percent":
        return False
    if number.kind == "ratio" or number.counts:
        if figure.numerator is None:
            return False
        k, n = number.values[0], figure.denominator or 0
        return n - Fraction(str(figure.numerator)) == k and number.values[1:] in ((), (n,))
    return half_up((1 - value) * (100 if number.percent else 1), number.places) == number.value


def is_apart(number: Number, one: FigureEntry, other: FigureEntry) -> bool:
    """Whether two figures are as far apart as a number says: in counts, or in points of what is printed."""
    counts = one.numerator, other.numerator
    if number.whole and None not in counts and one.denominator == other.denominator:
        first, second = (Fraction(str(count)) for count in counts)
        if abs(first - second) == number.value:
            return True
    values = exact(one), exact(other)
    if values[0] is None or values[1] is None:
        return False
    scale = 100 if DISPLAY.get(one.metric) == "percent" else 1
    return half_up(abs(values[0] - values[1]) * scale, number.places) == number.value


def is_end(number: Number, figure: FigureEntry) -> bool:
    """Whether a number is an end of the figure's interval, or a range both."""
    if figure.interval is None or number.kind not in ("value", "range"):
        return False
    scale = 100 if number.percent else 1
    both = [half_up(Fraction(str(end)) * scale, number.places) for end in (figure.interval.low, figure.interval.high)]
    return [*number.values] == both if number.kind == "range" else number.value in both


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded as `reviewer.dossier.rounding.shown` does, as a number again."""
    scale: int = 10**places
    units = floor(abs(value) * scale + Fraction(1, 2))
    return Fraction(units if value >= 0 else -units, scale)


def _bounded(value: Fraction, number: Number) -> bool:
    """`over a fifth`, `nearly half`: on the right side, and near."""
    apart = value - number.value
    if number.bound == "near":
        return abs(apart) <= 4
    return _on_side(apart, number.bound) and (not number.in_words or abs(apart) <= 8)


def complements(scaled: Fraction, number: Number) -> Iterator[tuple[Fraction, str]]:
    """What 1 or 100 less a rounded value is, where it is not the rounded complement; with what that one is."""
    if number.percent:
        rounded, right = 100 - half_up(scaled, number.places), shown(100 - scaled, max(1, number.places))
        if rounded != half_up(100 - scaled, number.places):
            yield rounded, right + "%"


def reachable(number: Number, size: int) -> bool:
    """Whether some count of so many comes to that percentage; the median of two runs may lie between two counts."""
    near = floor(number.value * size / 100)
    return any(
        half_up(Fraction(100 * k, 2 * size), number.places) == number.value for k in range(2 * near - 2, 2 * near + 5)
    )


def one_range(one: FigureEntry, other: FigureEntry, scopes: set[str]) -> bool:
    """Whether two figures are the ends of one range: of a cluster, of the runs, of the intents that are named."""
    ends = {one.aggregator, other.aggregator}
    if one.scope.get("cluster") or other.scope.get("cluster"):
        return one.scope.get("cluster") == other.scope.get("cluster") and ends <= {"min", "max"}
    if one.scope.get("intent") and other.scope.get("intent"):
        return bool(scopes) and one.aggregator == other.aggregator
    if one.scope.get("intent") or other.scope.get("intent"):
        return False
    return ends <= {"min", "max"} or ends == {"run"} or (one.scope.get("model") != other.scope.get("model"))


def each_its_own(number: Number, figures: Sequence[FigureEntry]) -> list[FigureEntry]:
    """The runs of one metric that a list's values are of, a run for each value; none where they are not."""
    places: dict[tuple[object, ...], list[FigureEntry]] = {}
    for one in figures:
        if one.aggregator == "run":
            where = (one.metric, *(one.scope.get(key) for key in ("model", "intent", "trap", "cluster")))
            places.setdefault(where, []).append(one)
    for runs in places.values():
        left, found = list(runs), []
        for value in number.values:
            match = next((one for one in left if equals(value, number, one)), None)
            if match is None:
                break
            left.remove(match)
            found.append(match)
        else:
            return found
    return []


def told(figure: FigureEntry) -> str:
    """`20 of 24 = 83.3%`, or what is shown where there are no counts."""
    if figure.numerator is None or figure.denominator is None or DISPLAY.get(figure.metric) in ("share", "amount"):
        return figure.shown
    if figure.shown == f"{figure.numerator}/{figure.denominator}":
        return f"{figure.numerator} of {figure.denominator}"
    return f"{figure.numerator} of {figure.denominator} = {figure.shown}"
