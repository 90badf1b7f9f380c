"""Whether a dossier agrees with itself: each number with its fraction, each name with what it names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import isclose

from reviewer.dossier import resolve_words
from reviewer.dossier.aggregate import Rate, Ratio
from reviewer.dossier.entry import exact, of_runs
from reviewer.dossier.metrics import metric
from reviewer.model.dossier import Dossier, FigureEntry

_FINE = 10**9


def contradictions(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What is wrong, as (where, what); nothing where the dossier holds together."""
    for figure in dossier.figures:
        for what in figure_contradictions(figure, len(dossier.transcripts)):
            yield f"figure {figure.name}", what
    yield from _from_runs(dossier)
    yield from _claims(dossier)
    yield from _names(dossier)


def figure_contradictions(one: FigureEntry, transcripts: int) -> Iterator[str]:
    """What is wrong with one figure, beside a list of so many transcripts."""
    if any(not 0 <= first <= last < transcripts for first, last in (*one.behind, *one.counted)):
        yield "it names transcripts that the dossier does not have"
    elif not _places(one.counted) <= _places(one.behind):
        yield "it counts transcripts that it is not counted from"
    if one.origin != "counted":
        return
    ratio = _ratio(one)
    if ratio is None:
        yield "it has no fraction"
        return
    said = of_runs(one) or f"{one.numerator}/{one.denominator}"
    if one.value is None or not isclose(one.value, ratio.value, rel_tol=1e-9, abs_tol=1e-12):
        yield f"its value is {one.value}, and {said} is {float(ratio.value):.6g}"
    try:
        known = metric(one.metric)
    except KeyError:
        return
    if known.version == one.version and one.aggregator is not None:
        should = known.show(ratio, one.aggregator)  # type: ignore[arg-type]  # a word of the file's
        if should != one.shown:
            yield f"it is printed as {one.shown}, and {said} is {should}"


def _ratio(one: FigureEntry) -> Ratio | Rate | None:
    """What a figure comes to; None where neither it nor its runs have a fraction."""
    if one.numerator is not None and one.denominator:
        return Ratio(Fraction(one.numerator).limit_denominator(_FINE), one.denominator)
    if one.numerator is not None or len(one.from_runs) < 2 or any(whole <= 0 for _, whole in one.from_runs):
        return None
    return None if (value := exact(one)) is None else Rate(value)


def _from_runs(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Figures without a fraction that name one which no run has."""
    runs = {(one.metric, one.numerator, one.denominator) for one in dossier.figures if one.aggregator == "run"}
    for one in dossier.figures:
        for part, whole in one.from_runs:
            if (one.metric, part, whole) not in runs:
                yield f"figure {one.name}", f"it is said to come from {part}/{whole}, and no run has that"


def _claims(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Sentences that do not say what the figures say that they quote."""
    figures = {one.name: one for one in dossier.figures}
    for claim in dossier.claims:
        for one in (figures[name] for name in claim.figures if name in figures):
            if not any(words in claim.text for words in _said(one)):
                yield f"claim {claim.id}", f"it quotes {one.name}, which is {one.shown}, and says something else"


def _said(one: FigureEntry) -> Iterator[str]:
    """All that a sentence may say of a figure."""
    yield one.shown
    for words in (resolve_words.of(one), resolve_words.interval(one), one.band, one.page, str(one.runs)):
        if words:
            yield words
    if "trap" in one.scope and one.numerator is not None and one.denominator:
        yield f"{one.denominator - one.numerator} of {one.denominator}"  # how often it held


def _names(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What is named and is not there."""
    transcripts = {one.id for one in dossier.transcripts}
    citations = {one.id for one in dossier.citations}
    findings = {one.id for one in dossier.findings}
    figures = {one.name for one in dossier.figures}
    for place in dossier.citations:
        if place.transcript not in transcripts:
            yield f"citation {place.id}", f"there is no transcript {place.transcript}"
    for finding in dossier.findings:
        yield from _missing(f"finding {finding.id}", "citation", finding.places, citations)
        yield from _missing(f"finding {finding.id}", "transcript", (finding.transcript,), transcripts)
    for pattern in dossier.patterns:
        yield from _missing(
            f"pattern {pattern.name}", "finding", (*pattern.members, *pattern.counterexamples), findings
        )
    for trap in dossier.traps:
        named = tuple(name for name in (trap.figure, trap.board) if name)
        yield from _missing(f"trap {trap.id}", "figure", named, figures)
    for claim in dossier.claims:
        yield from _missing(f"claim {claim.id}", "figure", claim.figures, figures)
        yield from _missing(f"claim {claim.id}", "citation", claim.citations, citations)


def _missing(where: str, what: str, named: tuple[str, ...], there: set[str]) -> Iterator[tuple[str, str]]:
    for name in named:
        if name not in there:
            yield where, f"there is no {what} {name}"


def _places(stretches: Iterable[tuple[int, int]]) -> set[int]:
    return {place for first, last in stretches for place in range(first, last + 1)}
