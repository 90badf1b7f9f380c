"""Best and worst, and best of all, held against the fleet; and how the other comparisons read a model and a metric."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.numbers import WORDS
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.vocabulary import BETTER
from reviewer.dossier.standing import OPINION

Way = Literal["low", "high"]

COLUMNS: Final = ("over_escalation", "unsafe_actions", "escalation_accuracy", "cost_tier")
"""What a board compares by; dominance is over these, and over agent messages where they are known of both."""

_OWN: Final[Mapping[str, tuple[str, Way]]] = {
    r"warm(est)": ("sentiment", "high"),
    r"safe(st)": ("unsafe_actions", "low"),
    r"reckless\b|(most) (?:unsafe|reckless)": ("unsafe_actions", "high"),
    r"ters(est)": ("agent_messages", "low"),
    r"(most) verbose|wordi(est)": ("agent_messages", "high"),
    r"cheap(est)": ("cost_tier", "low"),
    r"(?:most) expensive|prici(est)": ("cost_tier", "high"),
    r"(?:least) (?:predictable|stable|steady|repeatable)": ("flips", "high"),
    r"(?:most) (?:predictable|stable|steady|repeatable)|stead(iest)": ("flips", "low"),
}
"""Superlatives that name their metric."""

_TOP = (
    r"\b(?:(?P<rank>second|third|fourth|fifth|2nd|3rd|4th|5th)[- ])?"
    r"(?P<word>lowest|highest|fewest|most|least|best|worst|weakest|strongest)\b"
)
_RANKS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_OVERALL = (
    r"\b(?:strongest|best|highest)\b[^.;]*\b(?:across the board|on every|all metrics|every metric|overall)\b"
    r"|\b(?:better|stronger) on (?:every|all|each)\b|\bbeats? \S+ on (?:every|all)\b"
)
_PLAIN = (
    r"\b(?:best|strongest|finest|worst|weakest)"
    r"(?= (?:model|agent|one\b|choice|of (?:all|the|them)\b|we\b|that we\b|here\b))"
    r"|\b(?:is|was) (?:simply |clearly |by far )?the (?:best|strongest|finest|worst|weakest)(?=\s*(?:[.,;:!]|$))"
    r"|\b(?:better|stronger|superior|worse|weaker|inferior)(?= (?:than|to) )"
)
"""Better or best, and on what is not said."""

_DENIAL = re.compile(r"\b(?:not|no|never|nor|neither|hardly|nobody|nothing|cannot)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE)

_NOT_OF_MODELS = (
    r"\bmost of\b|\bat (?:most|least)\b|\bmost (?:cancels|cases|runs|turns|other|only|heavily)\b|\b(?:almost|mostly)\b"
)

_DENIED = (
    r"\b(?:not|neither|nor|never|among|one of) (?:\w+ ){0,3}?\w+est\b"
    r"|\b(?:not|neither|nor|among) (?:the )?(?:most|least|best|worst)\b"
)
"""Said not to be so, or of a group: nothing that one rank could deny."""


def subject_of(prose: Prose, page: Page, place: int) -> str | None:
    """The model that a word is about: the nearest one named before it, else the page's own, else the only one."""
    before = [one for one in prose.models if one.end <= place]
    if before:
        return before[-1].id
    return page.model or (prose.models[0].id if len(prose.models) == 1 else None)


def _metric_near(prose: Prose, place: int) -> str | None:
    """The metric that stands behind a superlative, else the nearest before it."""
    behind = [named for named in prose.metrics if 0 <= named.start - place <= 40]
    before = [named for named in prose.metrics if named.end <= place]
    return behind[0].id if behind else before[-1].id if before else None


def value_of(row: Row, metric: str) -> Fraction | None:
    """What is known of a model; None where nothing is."""
    if metric == "flips":
        return None if row.flips is None else Fraction(row.flips)
    return row.values.get(metric)


def in_words(row: Row, metric: str) -> str:
    """The model and its value, as a problem says them."""
    return f"{row.model} {row.flips} traps" if metric == "flips" else f"{row.model} {row.shown[metric]}"


def figure_names(rows: Sequence[Row], metric: str) -> list[str]:
    """The figures that say so."""
    return [row.names[metric] for row in rows if metric in row.names]


@rule("superlative", "warning")
def superlative(context: Context) -> Iterator[Problem]:
    """Best, lowest, warmest: where others are as good or better, or cannot be told apart."""
    for page, one, prose in context.claims():
        for said in () if within_runs(prose) else superlatives(prose):
            row = context.fleet.get(subject_of(prose, page, said.place) or "")
            fleet = _among(context, page, prose, said.place)
            of_intents = prose.intents and said.metric in ("resolution", "policy", "escalation_accuracy")
            if row is not None and fleet is not None and not of_intents and (says := _of_rank(fleet, row, said)):
                text, against = says
                names = figure_names(against, said.metric)
                yield page.problem("superlative", "warning", one, text, names, said.place)


def within_runs(prose: Prose) -> bool:
    """Whether a superlative is of the runs of one model: `highest in run 2`."""
    return len(prose.runs) == 1 and not prose.models


class Superlative(NamedTuple):
    """`Second-lowest over-escalation`: where it stands, of which metric, which end of it, and which rank."""

    place: int
    metric: str
    way: Way
    rank: int
    word: str


def superlatives(prose: Prose) -> Iterator[Superlative]:
    """Each superlative, once for each place."""
    taken: set[int] = set()
    skipped = [found.span() for found in prose.all(_NOT_OF_MODELS)]
    skipped += [found.span() for found in prose.all(_DENIED)]
    for pattern, (metric, way) in _OWN.items():
        for found in prose.all(rf"\b(?:{pattern})"):
            if found.start() not in taken and not any(start <= found.start() < end for start, end in skipped):
                taken.add(found.start())
                yield Superlative(found.start(), metric, way, 1, found[0])
    for found in prose.all(_TOP):
        place = found.start()
        if any(start <= place < end for start, end in skipped) or place in taken:
            continue
        near = _metric_near(prose, found.end())
        if near is not None and near in BETTER and not prose.has(_OVERALL):
            rank = _RANKS.get((found["rank"] or "").casefold(), 1)
            yield Superlative(place, near, _way(found["word"].casefold(), near), rank, found[0])


def _way(word: str, metric: str) -> Way:
    """The end of the metric that a word means."""
    if word in ("lowest", "fewest", "least"):
        return "low"
    if word in ("highest", "most"):
        return "high"
    good = BETTER[metric]
    return good if word in ("best", "strongest") else "low" if good == "high" else "high"


_OF_SO_MANY = re.compile(r"[^.;]{0,60}?\bof (?:the|these|our) (\w+)(?: models)?(?=\W|$)", re.IGNORECASE)


def _among(context: Context, page: Page, prose: Prose, place: int) -> Sequence[Row] | None:
    """Those that it is the highest of: `of the three` that have dossiers here; None where it cannot be told which."""
    found = _OF_SO_MANY.match(prose.bare, place)
    size = WORDS.get(found[1].casefold(), int(found[1]) if found[1].isdigit() else 0) if found else 0
    if not 1 < size < len(context.fleet):
        return [*context.fleet.values()]
    here = [one.dossier.model.id for one in context.pages if one.dossier]
    if page.dossier and len(here) != size:
        here = [page.dossier.model.id, *dict.fromkeys(one.other for one in page.dossier.comparisons)]
    return [context.fleet[name] for name in here if name in context.fleet] if len(here) == size else None


def _of_rank(fleet: Sequence[Row], row: Row, said: Superlative) -> tuple[str, list[Row]] | None:
    """What speaks against it, and whose figures; None where it holds and stands clear of the next."""
    _, metric, way, rank, word = said
    own = value_of(row, metric)
    known = [other for other in fleet if other is not row and value_of(other, metric) is not None]
    if own is None or not known:
        unknown = f"“{word}”: {metric.replace('_', ' ')} is not known of {row.model} and others"
        return (unknown, []) if own is None else None
    further = [other for other in known if beyond(value_of(other, metric), own, way)]
    equal = [other for other in known if value_of(other, metric) == own]
    if len(further) >= rank:
        told = ", ".join(in_words(other, metric) for other in _sorted(further, metric, way)[:4])
        return f"“{word}”: {in_words(row, metric)}, but {told}", [row, *further]
    if equal and rank == 1:
        told = ", ".join(in_words(other, metric) for other in equal[:5])
        return f"“{word}” is shared: {in_words(row, metric)}, and {told}", [row, *equal]
    if rank == 1 and (near := _overlapping(row, known, metric)):
        told = ", ".join(in_words(other, metric) for other in near[:3])
        says = f"“{word}” by the figure, not by the interval: {in_words(row, metric)} cannot be told from {told}"
        return says, [row, *near]
    return None


def beyond(value: Fraction | None, own: Fraction, way: Way) -> bool:
    """Whether a value lies further that way than one's own."""
    return value is not None and (value < own if way == "low" else value > own)


def _sorted(rows: Sequence[Row], metric: str, way: Way) -> list[Row]:
    return sorted(rows, key=lambda row: value_of(row, metric) or 0, reverse=way == "high")


def _overlapping(row: Row, known: Sequence[Row], metric: str) -> list[Row]:
    """Those whose interval has something in common with the model's own."""
    own = row.intervals.get(metric)
    if own is None:
        return []
    return [
        other
        for other in known
        if (theirs := other.intervals.get(metric)) and theirs[0] <= own[1] and own[0] <= theirs[1]
    ]


@rule("on-every-metric", "warning")
def overall(context: Context) -> Iterator[Problem]:
    """Strongest across the board, better on every metric: where it is not on one."""
    for page, one, prose in context.claims():
        plain = prose.has(_PLAIN)
        silent = prose.metrics or prose.has(OPINION.pattern) or (plain and _DENIAL.search(prose.bare[: plain.start()]))
        found = prose.has(_OVERALL) or (None if silent else plain)
        if found is None:
            continue
        than = re.search(r"(?:better|stronger|superior|worse|weaker|inferior)$", found[0], re.IGNORECASE)
        subject = subject_of(prose, page, found.start())
        others = [named.id for named in prose.models if named.id != subject]
        if than:
            others = [named.id for named in prose.models if 0 <= named.start - found.end() <= 20]
        rows = [context.fleet.get(subject or ""), context.fleet.get(next(iter(others), ""))]
        if rows[0] is None or (than and rows[1] is None):
            continue
        rivals = [rows[1]] if rows[1] else [row for row in context.fleet.values() if row is not rows[0]]
        worse = re.search(r"(?:worst|weakest|worse|weaker|inferior)$", found[0], re.IGNORECASE) is not None
        ahead = [
            (metric, row)
            for metric in COLUMNS[:3]
            for row in rivals
            if metric in row.values
            and metric in rows[0].values
            and beyond(row.values[metric], rows[0].values[metric], _turned(BETTER[metric], turned=worse))
        ]
        if ahead:
            metrics = dict.fromkeys(metric for metric, _ in ahead)
            how = "behind" if worse else "ahead of"
            told = ", ".join(f"{_rivals(ahead, metric, how)} it in {_own(rows[0], metric)}" for metric in metrics)
            names = [rows[0].names[metric] for metric in metrics]
            yield page.problem(
                "on-every-metric",
                "warning",
                one,
                f"“{found[0]}”, said of {rows[0].model}: {told}",
                names,
                found.start(),
            )


def _rivals(ahead: Sequence[tuple[str, Row]], metric: str, how: str) -> str:
    """`7 models are behind`, or the one that is with its value."""
    rivals = [each for one, each in ahead if one == metric]
    return (
        f"{rivals[0].model} ({rivals[0].shown[metric]}) is {how}"
        if len(rivals) == 1
        else f"{len(rivals)} models are {how}"
    )


def _own(row: Row, metric: str) -> str:
    return f"{metric.replace('_', '-' if metric == 'over_escalation' else ' ')} ({row.shown[metric]})"


def _turned(way: Way, *, turned: bool) -> Way:
    return way if not turned else "low" if way == "high" else "high"
