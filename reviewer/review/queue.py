"""What is to be read: a sample that its seed and its population decide, whom it is given to, and in which order.

Who is drawn is a matter of a keyed hash of each transcript's public id: the same in every database and in any order of
loading. A population is frozen when a queue is made; what comes later is drawn from by itself, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import ceil, floor

EVERYTHING = "everything"
"""The stratum where nothing is stratified."""

LATE = "late"
"""How the strata of late arrivals begin."""

SECOND = "second reader"
"""How the reason of a second copy begins. On a trap such a copy may tell what the check read."""

SHARE = "share"
"""Ends the part of a second copy's reason that no check has a part in."""

SEPARATOR = " · "
"""Between the parts of a reason. The first says how many of how many, and nothing about models."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transcript that may be drawn. `strata` are its values of what the recipe stratifies by."""

    id: str
    place: int
    """In reading order."""

    strata: tuple[str, ...] = ()
    trap: bool = False
    fell: bool = False
    """By the check."""

    disputed: bool = False
    """Reviewers, or a reviewer and the check, say different things of its outcome."""

    unconfirmed: frozenset[str] = frozenset()
    """The authors of its cited findings that no second reader has confirmed or disputed."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a queue is made. `sample` None takes all; `double` is the share that a second reader reads, too."""

    filter: str = ""
    sample: int | None = None
    stratify: tuple[str, ...] = ()
    seed: int = 0
    double: float = 0.1
    traps_first: bool = False
    disagreements_first: bool = False
    cited_unconfirmed: bool = False
    assign: tuple[str, ...] = ()
    blind: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be done."""
        if self.sample is not None and self.sample < 1:
            raise ValueError("a sample has at least one transcript")
        if not 0 <= self.double <= 1:
            raise ValueError("the share that is read twice lies between 0 % and 100 %")
        if len(set(self.assign)) < len(self.assign) or "" in self.assign:
            raise ValueError("every reviewer is named once")
        if self.blind and self.disagreements_first:
            raise ValueError("a blind queue cannot begin with disagreements: the place in it would tell of them")


@dataclass(frozen=True, slots=True)
class Item:
    """One reading by one reader. `reviewer` is empty for whoever comes; `copy` is 2 for a second reader's."""

    transcript: str
    why: str
    stratum: str
    reviewer: str = ""
    copy: int = 1


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, in the order in which it is to be read, and the frozen population by stratum."""

    items: tuple[Item, ...]
    population: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """How many the share has read twice: it tells nothing of what the check reads off traps."""
        return sum(item.copy == 2 and SHARE in item.why for item in self.items)


def draw(candidates: Iterable[Candidate], recipe: Recipe, *, late: int = 0) -> Draw:
    """Draws by the recipe. `late` is 0 for the first draw, and counts the draws from what came later."""
    known = {one.id: one for one in candidates}
    strata: dict[str, list[Candidate]] = {}
    for one in known.values():
        strata.setdefault(_stratum(one, recipe, late), []).append(one)
    strata = {name: sorted(strata[name], key=lambda one: _rank(recipe, "draw", one.id)) for name in sorted(strata)}
    sizes = allot({name: len(held) for name, held in strata.items()}, recipe.sample, recipe.seed)
    drawn = [(name, one) for name, held in strata.items() for one in held[: sizes[name]]]
    twice = _twice([one for _, one in drawn], recipe)
    items = []
    for turn, (name, one) in enumerate(drawn):
        readers = _readers(one, recipe, turn)
        items.append((one, Item(one.id, _why(strata[name], sizes[name], name, recipe), name, readers[0])))
        if one.id in twice:
            items.append((one, Item(one.id, f"{SECOND}{SEPARATOR}{twice[one.id]}", name, readers[1], 2)))
    items.sort(key=lambda pair: (*_order(pair[0], recipe), pair[1].copy))
    population = {name: tuple(sorted(one.id for one in held)) for name, held in strata.items()}
    return Draw(tuple(item for _, item in items), population)


def allot(sizes: Mapping[str, int], sample: int | None, seed: int = 0) -> dict[str, int]:
    """How many of each stratum: in proportion, by largest remainder, and of equal remainders as the seed decides."""
    total = sum(sizes.values())
    if sample is None or sample >= total:
        return dict(sizes)
    shares = {name: size * sample / total for name, size in sizes.items()}
    given = {name: floor(size * sample / total) for name, size in sizes.items()}
    by_rest = sorted(sizes, key=lambda name: (given[name] - shares[name], _hash(seed, "rest", name)))
    for name in by_rest[: sample - sum(given.values())]:
        given[name] += 1
    return given


def _twice(drawn: Sequence[Candidate], recipe: Recipe) -> dict[str, str]:
    """Who is read a second time, and why: a share, and every trap that fell by the check."""
    ranked = sorted(drawn, key=lambda one: _rank(recipe, "double", one.id))
    share = {one.id: f"{recipe.double:.0%} {SHARE}" for one in ranked[: ceil(round(recipe.double * len(ranked), 9))]}
    fell = {one.id: "the check says that this trap fell" for one in drawn if one.trap and one.fell}
    if recipe.cited_unconfirmed:  # every reading of it is a second one
        return {}
    return {id_: SEPARATOR.join(filter(None, (share.get(id_), fell.get(id_)))) for id_ in share | fell}


def _readers(one: Candidate, recipe: Recipe, turn: int) -> tuple[str, str]:
    """Who reads it, and who reads it a second time: in turn, and nobody one's own finding."""
    count = len(recipe.assign)
    around = [recipe.assign[(turn + step) % count] for step in range(count)]
    if recipe.cited_unconfirmed:
        around = [name for name in around if name not in one.unconfirmed]
    return (*around, "", "")[0], (*around, "", "")[1]


def _why(held: Sequence[Candidate], size: int, stratum: str, recipe: Recipe) -> str:
    drawn = f"all {size:,}" if size == len(held) else f"sample {size:,} of {len(held):,}"
    rest = [
        stratum if stratum != EVERYTHING else "",
        "a finding that no second reader has confirmed" if recipe.cited_unconfirmed else "",
        f"seed {recipe.seed}" if size < len(held) else "",
    ]
    return SEPARATOR.join(filter(None, [drawn, *rest]))


def _stratum(one: Candidate, recipe: Recipe, late: int) -> str:
    named = [f"{name}={value or 'none'}" for name, value in zip(recipe.stratify, one.strata, strict=True)]
    return SEPARATOR.join(([f"{LATE} {late}"] if late else []) + named) or EVERYTHING


def _order(one: Candidate, recipe: Recipe) -> tuple[bool, bool, bytes, int]:
    first = recipe.disagreements_first and not one.disputed, recipe.traps_first and not one.trap
    return (*first, shuffled(recipe, one.id) if recipe.blind else b"", one.place)


def shuffled(recipe: Recipe, id_: str) -> bytes:
    """The place of a transcript in a blind queue: of all that it ever holds, those that came late, too."""
    return _rank(recipe, "order", id_)


def _rank(recipe: Recipe, what: str, id_: str) -> bytes:
    return _hash(recipe.seed, what, id_)


def _hash(seed: int, what: str, name: str) -> bytes:
    return blake2b(f"{seed}\0{what}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
