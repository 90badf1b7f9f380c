"""How far the judge can be trusted: its word beside a reviewer's, on what was drawn and not on what caught an eye.

Yes is a score of at least half of its scale. Sensitivity is the share of what reviewers call yes that the judge calls
so too; specificity the same of no. κ is Cohen's. Transcripts that somebody chose to open are left out: who opens what
looks wrong finds more that is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reviewer.dossier.rounding import percent, shown
from reviewer.dossier.tagrates import frame
from reviewer.review.agreement import Measure, agreement
from reviewer.store.sampled import Scored

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Judging:
    """The judge's yes and no beside the reviewers', on the drawn sample."""

    score: str
    both: int
    judge_only: int
    reviewer_only: int
    neither: int
    sensitivity: Measure
    specificity: Measure
    kappa: Measure
    frame: str
    unread: int = 0
    """Drawn, and no reviewer has said anything of them, or reviewers differ."""

    chosen: int = 0
    """Not drawn, and left out although a reviewer said something of them."""

    @property
    def items(self) -> int:
        """How many both said something of."""
        return self.both + self.judge_only + self.reviewer_only + self.neither

    def sentence(self) -> str:
        """In words; what cannot be said says why."""
        chosen = [f"left out: {self.chosen} that reviewers chose themselves"] if self.chosen else []
        if not self.items:
            nothing = f"Nothing is known of the judge's {self.score}: no drawn transcript has a reviewer's word on it"
            return f"{'; '.join([nothing, *chosen])}."
        parts = [
            f"On {self.items} drawn transcripts judge and reviewers say yes to {self.score} on {self.both}, no on "
            f"{self.neither}; the judge alone says yes on {self.judge_only}, reviewers alone on {self.reviewer_only}",
            _named("sensitivity", self.sensitivity, share=True),
            _named("specificity", self.specificity, share=True),
            _named("κ", self.kappa, share=False),
        ]
        parts += [f"drawn, without a reviewer's word: {self.unread}"] if self.unread else []
        return f"{'; '.join([*parts, *chosen])}. Frame: {self.frame}."


def judging(scored: Iterable[Scored], score: str) -> Judging:
    """Of these, by the rule above."""
    every = list(scored)
    drawn = [one for one in every if one.frame.by_lot]
    said = [(one, one.judge >= _HALF, one.reviewer >= _HALF) for one in drawn if one.reviewer is not None]
    table = Counter((judge, reviewer) for _, judge, reviewer in said)
    both, neither = table[True, True], table[False, False]
    return Judging(
        score=score,
        both=both,
        judge_only=table[True, False],
        reviewer_only=table[False, True],
        neither=neither,
        sensitivity=_of(both, both + table[False, True], "reviewers say yes to none"),
        specificity=_of(neither, neither + table[True, False], "reviewers say no to none"),
        kappa=agreement((judge, reviewer) for _, judge, reviewer in said).kappa,
        frame=frame(one.frame for one, _, _ in said),
        unread=len(drawn) - len(said),
        chosen=sum(one.reviewer is not None for one in every if not one.frame.by_lot),
    )


def _of(part: int, whole: int, otherwise: str) -> Measure:
    return Measure(Fraction(part, whole)) if whole else Measure(None, otherwise)


def _named(name: str, measure: Measure, *, share: bool) -> str:
    if measure.value is None:
        return f"{name} is undefined, for {measure.undefined}"
    return f"{name} {percent(measure.value) if share else shown(measure.value, 2)}"
