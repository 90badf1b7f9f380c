"""Rates of tags, the judge beside reviewers, comparisons and their snapshot, as entries of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from reviewer.dossier import compare, quarters
from reviewer.dossier.build import interval_entry
from reviewer.dossier.judging import Judging
from reviewer.dossier.metrics import metric as known_metric
from reviewer.dossier.readings import Readings
from reviewer.dossier.rules import rules
from reviewer.dossier.tagrates import Rate
from reviewer.errors import UsageError
from reviewer.model.dossier import Comparison, Judged, Quarter, Snapshot, TagRate
from reviewer.review.agreement import Measure
from reviewer.text.hashing import fingerprint, named

QUARTERED = ("agent_messages",)
"""The metrics of which a page tells the quarter of the fleet."""

UNFAIR = "so it is no rate of all transcripts"


def tag_entries(rates: Iterable[Rate], label: Callable[[str], str]) -> Iterator[TagRate]:
    """Each rate with its label; what it may not be taken for stands in the frame."""
    for one in rates:
        yield TagRate(
            tag=one.tag,
            label=label(one.tag),
            found=one.found,
            read=one.read,
            interval=interval_entry(one.interval),
            frame=one.frame if one.fair else f"{one.frame}; {UNFAIR}",
        )


def judged_entries(found: Iterable[Judging]) -> Iterator[Judged]:
    """Each score, also where nothing is known of it: then the sentence says that."""
    for one in found:
        yield Judged(
            score=one.score,
            both=one.both,
            judge_only=one.judge_only,
            reviewer_only=one.reviewer_only,
            neither=one.neither,
            sensitivity=_value(one.sensitivity),
            specificity=_value(one.specificity),
            kappa=_value(one.kappa),
            frame=one.frame,
            sentence=one.sentence(),
        )


def comparison_entries(
    model: Readings, others: Sequence[Readings], metrics: Sequence[str], counted: Iterable[str]
) -> Iterator[Comparison]:
    """The model beside each of the others, on each metric that is counted of it; by metric and name."""
    there = {*counted}
    for metric in metrics:
        if metric not in there:
            continue
        found = (_beside(model, other, metric) for other in others)
        for one in compare.adjusted(one for one in found if one is not None):
            yield Comparison(
                metric=one.metric,
                model=one.model,
                other=one.other,
                difference=float(one.difference),
                interval=interval_entry(one.interval),
                mcnemar=None if one.mcnemar is None else float(one.mcnemar),
                adjusted=None if one.adjusted is None else float(one.adjusted),
                cases=one.cases,
                sentence=one.sentence(),
            )


def quarter_entries(model: Readings, others: Sequence[Readings]) -> Iterator[Quarter]:
    """Where the model stands among these and itself, on each metric that a page tells so; nothing of one uncounted."""
    for name in QUARTERED:
        known = known_metric(name)
        values = {one.model: found[0].value for one in (model, *others) if (found := known.count(one.of()))}
        if model.model in values:
            own = quarters.quarter(values, model.model)
            yield Quarter(
                metric=name,
                name=own.name,
                lower=own.lower,
                models=own.models,
                sentence=own.sentence(known.title),
            )


def snapshot(models: Sequence[Readings], published: str | None) -> Snapshot:
    """The fleet that these are: `model/run` of each, and the rules that they were counted with."""
    made = Snapshot(
        id="",
        models=tuple(sorted(one.model for one in models)),
        runs=tuple(sorted(f"{one.model}/{run.name}" for one in models for run in one.runs)),
        rulesets=tuple(sorted({one.ruleset for one in models if one.ruleset})),
        published=published,
    )
    return made.model_copy(update={"id": named(fingerprint(made.model_dump_json()))})


def rule_words(model: Readings, *, judged: bool, compared: bool, left_out: Sequence[str] = ()) -> tuple[str, ...]:
    """The rules in words; then what they come to here: what was left out, and what is missing."""
    notes = (f"{note[:1].upper()}{note[1:]}." for note in (*model.notes, *left_out))
    return (*rules(len(model.runs), judged=judged, compared=compared), *notes)


def _beside(model: Readings, other: Readings, metric: str) -> compare.Comparison | None:
    """None where the two share no case that the metric is counted of."""
    try:
        return compare.compare(model, other, metric)
    except UsageError:
        return None


def _value(measure: Measure) -> float | None:
    return None if measure.value is None else float(measure.value)
