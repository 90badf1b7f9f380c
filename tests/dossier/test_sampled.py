"""Rates of tags and the judge beside reviewers, of rows made by hand: what counts, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reviewer.dossier.judging import judging
from reviewer.dossier.tagrates import tag_rates
from reviewer.store.sampled import Frame, Read, Scored

LOT = Frame("first", "class:solvable", 3, 120)
TAGS = {"v1": {"tone"}, "v2": {"tone", "promise"}}


def read(transcript: str, *found: str, taxonomy: str = "v2", frame: Frame = LOT, reader: str = "ada") -> Read:
    """A transcript that was read in full."""
    return Read(transcript, transcript, reader, taxonomy, frozenset(found), frame)


def test_read_under_a_tag() -> None:
    """Under an older taxonomy nobody could give a newer tag, so it is not in that rate; two readers count once."""
    reads = [read("a", "tone"), read("b", "promise"), read("c", taxonomy="v1"), read("a", "tone", reader="ben")]
    promise, tone = tag_rates(reads, TAGS)
    assert (promise.tag, promise.found, promise.read, promise.fair) == ("promise", 1, 2, False)
    assert (tone.tag, tone.found, tone.read, tone.fair) == ("tone", 1, 3, True)
    assert tone.interval is not None
    assert tone.interval.method == "Wilson"
    assert tone.sentence("Tone") == (
        "Tone: 1 of 3 transcripts read under this tag (33.3%); 3 by lot, 3 of 120 (queue first: class:solvable)"
    )
    assert promise.sentence("Promise").endswith("; so it is no rate of all transcripts")


def test_what_a_reviewer_chose() -> None:
    """It counts, and the rate says that it is none of all transcripts."""
    (rate,) = tag_rates([read("a", "tone", taxonomy="v1"), read("b", taxonomy="v1", frame=Frame())], {"v1": {"tone"}})
    assert (rate.found, rate.read, rate.fair) == (1, 2, False)
    assert "1 chosen by a reviewer, from no queue" in rate.frame


def test_a_taxonomy_that_is_not_here() -> None:
    """What was read under it counts for no tag."""
    assert list(tag_rates([read("a", "tone")], {})) == []


def scored(*pairs: tuple[float, float | None], frame: Frame = LOT) -> list[Scored]:
    """(judge, reviewer)."""
    return [
        Scored(f"t{place}", f"t{place}", Fraction(judge), None if own is None else Fraction(own), frame)
        for place, (judge, own) in enumerate(pairs)
    ]


TABLE = scored(*[(1, 1)] * 6, *[(1, 0)] * 2, (0, 1), *[(0.25, 0)] * 3, (1, None))


def test_the_judge_beside_reviewers() -> None:
    """2 by 2, sensitivity, specificity and κ; half of the scale is a yes; what has no word is counted."""
    found = judging([*TABLE, *scored((1, 0), frame=Frame())], "resolution")
    assert (found.both, found.judge_only, found.reviewer_only, found.neither) == (6, 2, 1, 3)
    assert (found.sensitivity.value, found.specificity.value) == (Fraction(6, 7), Fraction(3, 5))
    assert found.kappa.value == (Fraction(9, 12) - Fraction(7 * 8 + 5 * 4, 144)) / (1 - Fraction(7 * 8 + 5 * 4, 144))
    assert (found.items, found.unread, found.chosen) == (12, 1, 1)
    assert "sensitivity 85.7%; specificity 60.0%; κ 0.47" in found.sentence()
    assert "drawn, without a reviewer's word: 1; left out: 1 that reviewers chose themselves." in found.sentence()


def test_kappa_against_scikit_learn() -> None:
    """The same."""
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    judge, own = zip(
        *[(one.judge >= 0.5, one.reviewer >= 0.5) for one in TABLE if one.reviewer is not None], strict=True
    )
    assert float(judging(TABLE, "resolution").kappa) == pytest.approx(metrics.cohen_kappa_score(judge, own))


def test_what_is_undefined() -> None:
    """A sentence instead of a number."""
    nothing = judging(scored((1, 1), frame=Frame()), "resolution")
    assert nothing.sentence() == (
        "Nothing is known of the judge's resolution: no drawn transcript has a reviewer's word on it; "
        "left out: 1 that reviewers chose themselves."
    )
    alike = judging(scored((1, 1), (1, 1)), "resolution")
    assert alike.specificity.value is None
    assert "specificity is undefined, for reviewers say no to none" in alike.sentence()
    assert "κ is undefined, for everything has one label" in alike.sentence()
