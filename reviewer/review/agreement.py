"""How far reviewers agree: raw agreement, Cohen's κ, Krippendorff's α and Gwet's AC1, for labels without an order.

None of them alone says enough: where nearly everything has one label, two reviewers who share no rare one agree to 93 %
with a κ below one half. So they are printed together, with the table that they come from. Where a figure is undefined
(nothing was judged twice, or only one label ever occurs) there is a sentence instead of a number.

κ: Cohen 1960. α: Krippendorff 2011, nominal, any number of raters, gaps allowed. AC1: Gwet 2008.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Label = Hashable
Pair = tuple[Label, Label]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, or why there is none."""

    value: Fraction | None
    undefined: str = ""

    def __float__(self) -> float:
        return float("nan") if self.value is None else float(self.value)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reviewers' labels of the same items come to. `table` counts (first's, second's) labels."""

    items: int
    """Judged by both."""

    table: Mapping[Pair, int]
    raw: Measure
    kappa: Measure
    alpha: Measure
    ac1: Measure


_NOTHING = "nothing was judged by both"
_ONE_LABEL = "everything has one label, so there is no chance agreement to compare with"


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Of the labels that two reviewers gave to the same items, one pair an item."""
    table = Counter(pairs)
    items = sum(table.values())
    if not items:
        nothing = Measure(None, _NOTHING)
        return Agreement(0, table, nothing, nothing, nothing, nothing)
    raw = Fraction(sum(count for (one, other), count in table.items() if one == other), items)
    first, second = Counter[Label](), Counter[Label]()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    labels = first.keys() | second.keys()
    by_chance = sum((Fraction(first[label] * second[label], items * items) for label in labels), Fraction())
    kappa = _against(raw, by_chance)
    shares = [Fraction(first[label] + second[label], 2 * items) for label in labels]
    spread = sum((share * (1 - share) for share in shares), Fraction()) / max(1, len(labels) - 1)
    ac1 = _against(raw, spread) if len(labels) > 1 else Measure(None, _ONE_LABEL)
    return Agreement(items, table, Measure(raw), kappa, alpha(list(table.elements())), ac1)


def alpha(items: Iterable[Sequence[Label | None]]) -> Measure:
    """Krippendorff's α of any number of reviewers; an item is a label from each, None where one gave none."""
    of_items = [[label for label in item if label is not None] for item in items]
    judged = [labels for labels in of_items if len(labels) > 1]
    if not judged:
        return Measure(None, _NOTHING)
    total = sum(map(len, judged))
    apart = Fraction()
    counts = Counter[Label]()
    for labels in judged:
        within = Counter(labels)
        counts.update(within)
        pairs = len(labels) ** 2 - sum(count * count for count in within.values())
        apart += Fraction(pairs, len(labels) - 1)
    expected = Fraction(total * total - sum(count * count for count in counts.values()), total - 1)
    if not expected:
        return Measure(None, _ONE_LABEL)
    return Measure(1 - apart / expected)


def _against(observed: Fraction, by_chance: Fraction) -> Measure:
    return Measure(None, _ONE_LABEL) if by_chance == 1 else Measure((observed - by_chance) / (1 - by_chance))
