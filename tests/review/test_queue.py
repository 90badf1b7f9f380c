"""A sample is what its seed and its population make of it, and nothing that comes later changes it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.review.queue import EVERYTHING, SECOND, Candidate, Draw, Recipe, allot, draw


def population(size: int, models: int = 3, first: int = 0) -> list[Candidate]:
    """Transcripts of several models, every fifth a trap, every tenth one that fell."""
    return [
        Candidate(f"t{n:04}", n, (f"m{n % models}", "trap" if n % 5 == 0 else "solvable"), n % 5 == 0, n % 10 == 0)
        for n in range(first, first + size)
    ]


populations = st.integers(1, 60).map(population)
recipes = st.builds(
    Recipe,
    sample=st.none() | st.integers(1, 70),
    stratify=st.just(("model", "class")),
    seed=st.integers(0, 5),
    double=st.sampled_from([0.0, 0.1, 0.5, 1.0]),
    traps_first=st.booleans(),
    assign=st.sampled_from([(), ("Ann",), ("Ann", "Bob"), ("Ann", "Bob", "Cem")]),
    blind=st.booleans(),
)


def firsts(drawn: Draw) -> list[str]:
    """The transcripts, each once."""
    return [item.transcript for item in drawn.items if item.copy == 1]


@given(populations, recipes, st.randoms(use_true_random=False))
def test_a_sample_is_a_function_of_seed_and_population(
    held: list[Candidate], recipe: Recipe, chance: random.Random
) -> None:
    """In whatever order they come, and how often."""
    again = [*held, *held[:3]]
    chance.shuffle(again)
    assert draw(again, recipe) == draw(held, recipe)


@given(populations, recipes)
def test_as_many_as_asked_for_each_once(held: list[Candidate], recipe: Recipe) -> None:
    """And the whole population is kept, each in its stratum."""
    drawn = draw(held, recipe)
    assert len(set(firsts(drawn))) == len(firsts(drawn)) == min(recipe.sample or len(held), len(held))
    assert sorted(id_ for ids in drawn.population.values() for id_ in ids) == [one.id for one in held]
    assert all(item.transcript in drawn.population[item.stratum] for item in drawn.items)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=12), st.integers(1, 600), st.integers(0, 9))
def test_strata_are_drawn_in_proportion(sizes: dict[str, int], sample: int, seed: int) -> None:
    """Less than one away from its share, never more than there are, and all of the sample is given."""
    given_ = allot(sizes, sample, seed)
    total = sum(sizes.values())
    assert sum(given_.values()) == min(sample, total)
    for name, size in sizes.items():
        assert 0 <= given_[name] <= size
        assert abs(given_[name] - min(size * sample / total if total else 0, size)) < 1


@given(populations, recipes, st.integers(1, 30))
def test_late_arrivals_change_nothing(held: list[Candidate], recipe: Recipe, more: int) -> None:
    """They are drawn by themselves, in strata that say so."""
    before = draw(held, recipe)
    late = draw(population(more, first=len(held)), recipe, late=1)
    assert draw(held, recipe) == before
    assert not set(firsts(before)) & set(firsts(late))
    assert not before.population.keys() & late.population.keys()
    assert all(name.startswith("late 1") for name in late.population)


@given(populations, recipes)
def test_who_is_read_twice(held: list[Candidate], recipe: Recipe) -> None:
    """At least the share, and every trap that fell; by another reader than the first."""
    drawn = draw(held, recipe)
    twice = {item.transcript: item for item in drawn.items if item.copy == 2}
    once = {item.transcript: item for item in drawn.items if item.copy == 1}
    assert len(twice) >= recipe.double * len(once) - 1e-9
    assert {one.id for one in held if one.id in once and one.fell} <= twice.keys()
    for id_, item in twice.items():
        assert item.why.startswith(SECOND)
        assert item.reviewer == "" or item.reviewer != once[id_].reviewer


@given(populations, recipes)
def test_work_is_given_evenly(held: list[Candidate], recipe: Recipe) -> None:
    """Nobody has more than one first reading more than another."""
    counts = Counter(item.reviewer for item in draw(held, recipe).items if item.copy == 1)
    assert set(counts) <= set(recipe.assign or ("",))
    given_ = [counts[name] for name in recipe.assign or ("",)]
    assert max(given_) - min(given_) <= 1


def test_the_order() -> None:
    """Disagreements, then traps, then as in the library; a blind queue is shuffled, by the seed."""
    held = [replace(one, disputed=one.id == "t0007") for one in population(20)]
    plain = firsts(draw(held, Recipe(stratify=("model", "class"), double=0)))
    assert plain == sorted(plain)
    first = firsts(draw(held, Recipe(stratify=("model", "class"), traps_first=True, disagreements_first=True)))
    assert first[:5] == ["t0007", "t0000", "t0005", "t0010", "t0015"]
    blind = firsts(draw(held, Recipe(stratify=("model", "class"), blind=True)))
    assert blind != plain
    assert sorted(blind) == plain
    assert blind == firsts(draw(held, Recipe(stratify=("model", "class"), blind=True)))


def test_everybody_has_the_same_chance() -> None:
    """Over many seeds each transcript is drawn about as often as any other."""
    held = [replace(one, strata=()) for one in population(20)]
    drawn = Counter(id_ for seed in range(400) for id_ in firsts(draw(held, Recipe(sample=5, seed=seed))))
    assert len(drawn) == 20
    assert 65 < min(drawn.values()) <= max(drawn.values()) < 135


def test_a_larger_sample_holds_the_smaller() -> None:
    """Without strata, so that one can go on where the first was too small."""
    held = [replace(one, strata=()) for one in population(50)]
    small, large = (firsts(draw(held, Recipe(sample=size, seed=3))) for size in (10, 20))
    assert set(small) < set(large)
    assert list(draw(held, Recipe()).population) == [EVERYTHING]


def test_nobody_confirms_oneself() -> None:
    """A finding that is cited goes to somebody else, or to whoever comes."""
    held = [Candidate(f"t{n}", n, unconfirmed=frozenset({"Ann"})) for n in range(6)]
    assert {item.reviewer for item in draw(held, Recipe(cited_unconfirmed=True, assign=("Ann", "Bob"))).items} == {
        "Bob"
    }
    assert {item.reviewer for item in draw(held, Recipe(cited_unconfirmed=True, assign=("Ann",))).items} == {""}


@pytest.mark.parametrize(
    "wrong",
    [{"sample": 0}, {"double": 1.1}, {"assign": ("Ann", "Ann")}, {"blind": True, "disagreements_first": True}],
)
def test_recipes_that_cannot_be(wrong: dict[str, object]) -> None:
    """Are refused."""
    with pytest.raises(ValueError, match=r"a sample|the share|every reviewer|a blind queue"):
        Recipe(**wrong)  # type: ignore[arg-type]
