"""Agreement, against oracles where they are installed, and against worked examples where they are not."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.review.agreement import agreement, alpha

labels = st.sampled_from(["held", "fell", "debatable"])
pairs = st.lists(st.tuples(labels, labels), max_size=40)


def test_the_paradox() -> None:
    """Two reviewers flag four of 54 each, two of them the same: 93 % agree, κ and α are below a half, AC1 is high."""
    judged = [("fell", "fell")] * 2 + [("fell", "held")] * 2 + [("held", "fell")] * 2 + [("held", "held")] * 48
    said = agreement(judged)
    assert said.items == 54
    assert said.raw.value == Fraction(50, 54)
    assert round(float(said.kappa), 2) == 0.46
    assert round(float(said.alpha), 3) == 0.465
    assert round(float(said.ac1), 3) == 0.914
    assert said.table == {("fell", "fell"): 2, ("fell", "held"): 2, ("held", "fell"): 2, ("held", "held"): 48}


def test_where_there_is_nothing_to_say() -> None:
    """A sentence, and no number."""
    for measure in (agreement([]).raw, agreement([]).kappa, alpha([["held", None]])):
        assert measure.value is None
        assert measure.undefined == "nothing was judged by both"
    one = agreement([("held", "held")] * 3)
    assert one.raw.value == 1
    assert [one.kappa.value, one.alpha.value, one.ac1.value] == [None] * 3
    assert "one label" in one.kappa.undefined


def test_gaps_and_many_reviewers() -> None:
    """Krippendorff's own example of four observers, twelve units and gaps: 0.743."""
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert round(float(alpha(list(zip(*observers, strict=True)))), 3) == 0.743


@given(pairs)
def test_who_is_first_makes_no_difference(judged: list[tuple[str, str]]) -> None:
    """And full agreement over two labels is 1 everywhere."""
    said, turned = agreement(judged), agreement([(other, one) for one, other in judged])
    assert (said.raw, said.kappa, said.alpha, said.ac1) == (turned.raw, turned.kappa, turned.alpha, turned.ac1)
    if judged and all(one == other for one, other in judged) and len(set(judged)) > 1:
        assert [said.kappa.value, said.alpha.value, said.ac1.value] == [1, 1, 1]


@given(pairs)
def test_kappa_is_the_oracle_s(judged: list[tuple[str, str]]) -> None:
    """Where scikit-learn is installed."""
    metrics = pytest.importorskip("sklearn.metrics")
    if not judged:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = metrics.cohen_kappa_score(*zip(*judged, strict=True))
    ours = agreement(judged).kappa
    assert (ours.value is None and math.isnan(oracle)) or math.isclose(float(ours), oracle, abs_tol=1e-12)


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=3, max_size=3), min_size=1, max_size=20))
def test_alpha_is_the_oracle_s(items: list[list[int | None]]) -> None:
    """Where krippendorff is installed."""
    oracle = pytest.importorskip("krippendorff")
    ours = alpha(items)
    if ours.value is None:
        return
    data = [[math.nan if label is None else float(label) for label in row] for row in zip(*items, strict=True)]
    theirs = oracle.alpha(reliability_data=data, level_of_measurement="nominal")
    assert math.isclose(float(ours), theirs, abs_tol=1e-9)
