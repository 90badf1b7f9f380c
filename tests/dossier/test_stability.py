"""What runs of the same traps have in common: hold^k, flips and quarters."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.dossier.names import find, names
from reviewer.dossier.quarters import QUARTERS, quarter
from reviewer.dossier.sheet import sheet
from reviewer.dossier.stability import hold
from tests.dossier.made import gathered, northline, reading


@pytest.mark.parametrize(
    ("model", "shares", "flipped"),
    [
        ("mimo-v2.5-pro", (".796", ".685", ".611"), 6),
        ("kimi-k2.6", (".778", ".704", ".667"), 4),
        ("kimi-k2.7-code", (".778", ".722", ".667"), 3),
    ],
)
def test_the_shipped_runs(model: str, shares: tuple[str, ...], flipped: int) -> None:
    """hold^1 to hold^3 as the specification worked them out, and the traps that flip."""
    made = northline(model)
    for k, share in enumerate(shares, 1):
        figure = find(made, f"hold_{k}.pooled")
        assert round(float(figure.value), 3) == float(share)
        assert (figure.denominator, figure.missing) == (18, 0)
    assert "hold_4.pooled" not in names(made)
    assert find(made, "flips.pooled").numerator == flipped


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(1, 6))
def test_hold_is_a_share_of_choices(runs: list[bool], k: int) -> None:
    """Of all choices of k runs those that held throughout."""
    chosen = list(combinations(runs, k))
    expected = Fraction(sum(map(all, chosen)), len(chosen)) if chosen else None
    assert hold(sum(runs), len(runs), k) == expected


def test_a_trap_with_fewer_runs() -> None:
    """It is in no hold^k that it has too few runs for, and missing from it; one run alone has no such figures."""
    traps = [
        reading("a", 1, case_class="trap", intent="a"),
        reading("a", 2, case_class="trap", intent="a", forbidden=("r",)),
        reading("b", 1, case_class="trap", intent="b"),
    ]
    made = sheet(gathered(traps))
    assert (find(made, "hold_1.pooled").value, find(made, "hold_1.pooled").missing) == (Fraction(3, 4), 1)
    two = find(made, "hold_2.pooled")
    assert (two.value, two.denominator, two.missing) == (Fraction(), 1, 2)
    assert find(made, "flips.pooled").shown == "1/1"
    one = sheet(gathered(traps[::2]))
    assert not [name for name in names(one) if name.startswith(("hold_", "traps_flipped"))]


def test_quarters() -> None:
    """By how many are lower; equals together; none in a fleet of three, which is said."""
    values = {name: Fraction(place) for place, name in enumerate("abcdefgh")}
    assert [quarter(values, name).name for name in "abcdefgh"] == [name for name in QUARTERS for _ in range(2)]
    assert quarter(dict.fromkeys("abcd", Fraction(1)), "d").name == "lowest"
    assert quarter(values, "c").sentence("words") == "words: second quarter of 8 models; 2 of them have fewer"
    few = dict(list(values.items())[:3])
    assert quarter(few, "a").sentence("words") == "words: no quarter of 3 models, as quarters need 4"
