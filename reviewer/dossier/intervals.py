"""Where a number would lie if its cases were drawn again, at 95 %: what a figure says of its own uncertainty.

The unit is the case: runs repeat the same cases, so three runs of eighteen traps are eighteen things that were looked
at, not fifty-four. One run of yes and no has a Wilson interval; several runs, and scores, have the percentile interval
of a cluster bootstrap over cases. Where every case has as many runs as every other, that needs no random draws: the
distribution of the sum of n cases drawn with replacement is the n-th power of that of one, which is worked out to 15
digits. Only where cases differ in how much they hold are there draws, from a seed that the figure's name decides. An
interval never has no width: where all cases agree, it is Wilson's, of as many cases as there are.

Wilson 1927; Brown, Cai and DasGupta 2001 for one run. Cameron, Gelbach and Miller 2008 for clusters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from math import atan, ceil, cos, gcd, lcm, pi, sin, sqrt
from operator import mul
from random import Random
from statistics import NormalDist
from typing import Any

LEVEL = 0.95
DRAWS = 10_000
WILSON, WILSON_CASES, EXACT, SAMPLED, CLUSTERED_T = (
    "Wilson",
    "Wilson over cases, which all agree",
    "cluster bootstrap over cases, percentile, exact",
    "cluster bootstrap over cases, percentile",
    "t with clustered standard error",
)
"""The methods, as they are printed."""

Case = tuple[Fraction | int, int]
"""What one case adds to numerator and denominator, over its runs."""

Ends = tuple[float, float]

_BITS, _SLOT = 64, 17
"""Bits of a probability, and the bytes that hold any sum of products of two."""

_FEW = 24
"""Kinds of cases that are counted one by one."""

_TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
_WIDEST = 4_000
"""So many values of a sum are worked out; for more there are draws."""

_MOST_DRAWN = 256
"""Cases that fit a byte. Of more that differ in what they hold, Student's t says as much."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, on the figure's own scale. `of` says of what, where that is not the figure itself."""

    low: float
    high: float
    method: str
    of: str = ""
    level: float = LEVEL
    seed: int | None = None
    draws: int | None = None

    def times(self, factor: Fraction | int) -> Interval:
        """On another scale."""
        return replace(self, low=self.low * float(factor), high=self.high * float(factor))

    def data(self) -> dict[str, Any]:
        """As JSON has it; without what does not apply."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


def over_cases(cases: Iterable[Case], name: str, *, share: bool = True) -> Interval | None:
    """The interval of the ratio of the sums, if these cases were drawn again; None where one case says nothing of it.

    `share`: the ratio lies between 0 and 1. `name` decides the seed, where there are draws.
    """
    of_cases = Counter(cases)
    if share and all(whole == 1 and part in (0, 1) for part, whole in of_cases):
        yes = sum(count for (part, _), count in of_cases.items() if part)
        return Interval(*wilson(yes, of_cases.total()), WILSON)
    if of_cases.total() < 2:
        return None
    if len({Fraction(part, whole) for part, whole in of_cases}) == 1:
        rate = next(Fraction(part, whole) for part, whole in of_cases)
        return Interval(*wilson(rate * of_cases.total(), of_cases.total()), WILSON_CASES) if share else None
    key = tuple(sorted(of_cases.items()))
    if len({whole for _, whole in of_cases}) == 1 and (ends := _exact(key)) is not None:
        return Interval(*ends, EXACT)
    if of_cases.total() > _MOST_DRAWN:
        by_t = clustered_t(tuple(of_cases.elements()))
        return replace(by_t, low=max(by_t.low, 0.0), high=min(by_t.high, 1.0)) if share else by_t
    seed = seed_of(name)
    return Interval(*_sampled(key, seed), SAMPLED, seed=seed, draws=DRAWS)


def wilson(count: Fraction | int, cases: int, level: float = LEVEL) -> Ends:
    """Wilson's score interval of a share; with nothing or everything one end is 0 or 1. `cases` is above 0."""
    share, z = float(Fraction(count) / cases), NormalDist().inv_cdf((1 + level) / 2)
    widened = 1 + z * z / cases
    middle = (share + z * z / (2 * cases)) / widened
    half = z / widened * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    return (0.0 if count == 0 else middle - half), (1.0 if count == cases else middle + half)


def clustered_error(cases: Sequence[Case]) -> float:
    """The standard error of the ratio of the sums, clustered by case, with the correction for few; two cases or more.

    It is linearised where cases differ in their denominators.
    """
    whole = sum(own for _, own in cases)
    ratio = sum((part for part, _ in cases), Fraction()) / whole
    squares = sum(((part - ratio * own) ** 2 for part, own in cases), Fraction())
    return sqrt(squares * len(cases) / (len(cases) - 1)) / whole


def clustered_t(cases: Sequence[Case], level: float = LEVEL) -> Interval:
    """The interval by Student's t with one degree of freedom less than there are cases; two cases or more."""
    ratio = float(sum((part for part, _ in cases), Fraction()) / sum(own for _, own in cases))
    half = student(len(cases) - 1, level) * clustered_error(cases)
    return Interval(ratio - half, ratio + half, CLUSTERED_T, level=level)


def student(freedom: int, level: float = LEVEL) -> float:
    """The t that a share `level` of Student's distribution lies within, on both sides of 0."""
    low, high = 0.0, 1.0
    while _within(high, freedom) < level:
        high *= 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return (low + high) / 2


def seed_of(name: str) -> int:
    """The seed of the draws for what is called so: the same in every order and on every machine."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest())


@lru_cache(4096)
def _exact(cases: tuple[tuple[Case, int], ...]) -> Ends | None:
    """The percentile ends of the bootstrap's own distribution; None where a sum has too many values."""
    (_, whole), _ = cases[0]
    scale = lcm(*(part.denominator for (part, _), _ in cases))
    values = {int(part * scale): count for (part, _), count in cases}
    total, lowest = sum(values.values()), min(values)
    step = gcd(*(value - lowest for value in values))
    mean = sum(value * count for value, count in values.items()) / total
    spread = sqrt(sum(count * (value - mean) ** 2 for value, count in values.items())) / step
    if min(18 * spread, total * (max(values) - lowest) // step) > _WIDEST:  # nine times the deviation to either side
        return None
    one = [0] * ((max(values) - lowest) // step + 1)
    for value, count in values.items():
        one[(value - lowest) // step] = (count << _BITS) // total
    first, chances = _power(one, total)
    below = list(accumulate(chances))
    places = (next(place for place, held in enumerate(below) if held >= share * below[-1]) for share in _TAILS)
    low, high = ((total * lowest + (first + place) * step) / (scale * total * whole) for place in places)
    return low, high


def _power(chances: list[int], exponent: int) -> tuple[int, list[int]]:
    """The distribution of a sum of so many: its first value, and the chances from there, by repeated squaring."""
    first, result = 0, [1 << _BITS]
    start, square = 0, chances
    while True:
        if exponent & 1:
            first, result = _sum(first + start, result, square)
        exponent >>= 1
        if not exponent:
            return first, result
        start, square = _sum(2 * start, square, square)


def _sum(first: int, one: list[int], other: list[int]) -> tuple[int, list[int]]:
    """The distribution of the sum of two, multiplied as one number each; what is below 2 to the -64 is left off."""
    packed = _packed(one)
    times = packed if other is one else _packed(other)  # a square is made in half the time
    product = (packed * times).to_bytes(_SLOT * (len(one) + len(other)), "little")
    chances = [
        int.from_bytes(product[place : place + _SLOT], "little") >> _BITS
        for place in range(0, _SLOT * (len(one) + len(other) - 1), _SLOT)
    ]
    start, end = 0, len(chances)
    while not chances[start]:
        start += 1
    while not chances[end - 1]:
        end -= 1
    return first + start, chances[start:end]


def _packed(chances: Iterable[int]) -> int:
    return int.from_bytes(b"".join(chance.to_bytes(_SLOT, "little") for chance in chances), "little")


@lru_cache(1024)
def _sampled(cases: tuple[tuple[Case, int], ...], seed: int) -> Ends:
    """The percentile ends of so many draws of as many cases."""
    scale = lcm(*(part.denominator for (part, _), _ in cases))
    size, most = sum(count for _, count in cases), max(whole for (_, whole), _ in cases)
    shift = (size * most).bit_length()  # numerator and denominator in one number: half as much to add up
    both = [(int(part * scale) << shift) + whole for (part, whole), _ in cases]
    kinds = [kind for kind, (_, count) in enumerate(cases) for _ in range(count)]
    sums = (_added(both, drawn) for drawn in _draws(kinds, Random(seed)))  # noqa: S311 - a bootstrap's, no secret
    values = sorted((added >> shift) / (added & ((1 << shift) - 1)) for added in sums)
    low, high = (values[ceil(share * DRAWS) - 1] / scale for share in _TAILS)
    return low, high


def _added(values: Sequence[int], drawn: bytes) -> int:
    """The sum of the values of these kinds; of few kinds it is faster to count each."""
    if len(values) <= _FEW:
        return sum(map(mul, values, map(drawn.count, range(len(values)))))
    return sum(map(values.__getitem__, drawn))


def _draws(kinds: Sequence[int], chance: Random) -> Iterator[bytes]:
    """As many cases as there are, at most 256, with replacement, so many times; each as its kind."""
    size = len(kinds)
    kind_of = bytes(kinds[byte % size] for byte in range(256))
    unfair = bytes(range(256 - 256 % size, 256))  # bytes that would favour some cases
    held, start = b"", 0
    for _ in range(DRAWS):
        while len(held) - start < size:
            held, start = held[start:] + chance.randbytes(1 << 14).translate(kind_of, unfair), 0
        yield held[start : start + size]
        start += size


def _within(t: float, freedom: int) -> float:
    """The chance that Student's t lies within -t and t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    term, series = 1.0, 1.0
    for step in range(2 + freedom % 2, freedom - 1, 2):
        term *= square * (step - 1) / step
        series += term
    if freedom % 2 == 0:
        return sin(angle) * series
    return (angle + (sin(angle) * cos(angle) * series if freedom > 1 else 0)) * 2 / pi
