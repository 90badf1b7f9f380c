"""One model within itself: how its runs differ, which run or intent is its highest, and what most of its cases are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fitting import told
from reviewer.dossier.lint.fleet import is_headline
from reviewer.dossier.lint.places import in_run
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_compare import Superlative, Way, beyond, superlatives, within_runs
from reviewer.dossier.lint.vocabulary import COUNTED_AS, upward
from reviewer.model.dossier import FigureEntry

Runs = Mapping[int, FigureEntry]
"""One metric's figures, by run."""

_WAYS: Final = {
    "high": r"rose|rises?|risen|increase[sd]?|grew|grows?|climb(?:s|ed)|went up|goes up",
    "low": r"fell(?! for| in)|falls(?! for| in)|drop(?:s|ped)?|decrease[sd]?|decline[sd]?|went down|goes down|shrank",
    "good": r"improve[sd]?|got better|gets better|recover(?:s|ed)",
    "bad": r"worsen(?:s|ed)?|deteriorate[sd]?|got worse|gets worse",
}
_TIMES: Final = {
    **dict.fromkeys(("doubled", "doubles", "twice"), Fraction(2)),
    **dict.fromkeys(("tripled", "triples", "three times"), Fraction(3)),
    **dict.fromkeys(("halved", "halves", "half"), Fraction(1, 2)),
}
CHANGED: Final = "|".join(f"(?P<{way}>{words})" for way, words in _WAYS.items())
_CHANGE: Final = re.compile(
    rf"\b(?:{CHANGED}|(?P<times>double[sd]|triple[sd]|halve[sd]))\b"
    r"(?P<between>[^.;]{0,60}?)\b(?:between run (?P<a>[1-9]) and (?:run )?(?P<b>[1-9])"
    r"|(?:in |from )run (?P<c>[1-9])[^.;]{0,30}? (?:to|and) (?:[^.;]{0,30}?in )?run (?P<d>[1-9])"
    r"|(?P<each>(?:with|in) (?:each|every) run|run by run|from (?:one )?run to (?:run|the next))"
    r"|(?:over|across) (?P<ends>the (?:three |two |\d )?runs))\b",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    rf"\b(?:between run (?P<a>[1-9]) and|from run (?P<c>[1-9]) to) (?:run )?(?P<b>[1-9])\b[^.;]{{0,60}}?\b"
    rf"(?:{CHANGED}|(?P<times>double[sd]|triple[sd]|halve[sd]))\b",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(
    r"\b(?P<moves>varies|varied|moves?|moved|changes?|changed|differs?|differed|fluctuate[sd]?)\b[^.;:]{0,20}?"
    r"\b(?:from run to run|between (?:the |its )?runs|by run|with each run|across (?:the |its )?(?:\w+ )?runs)\b"
    r"|\b(?P<same>the same|equal|identical|unchanged|constant)\b[^.;:]{0,20}?"
    r"\b(?:(?:in|across|over) (?:all|every|each|the)(?: of)?(?: the| its)?(?: \w+)? runs?|from run to run)\b",
    re.IGNORECASE,
)
_THAN: Final = re.compile(
    r"\b(?:(?P<high>more|higher|greater)|(?P<low>fewer|less|lower|smaller)|(?P<good>better|safer)|(?P<bad>worse|weaker)"
    r"|(?P<times>twice|half|three times) as (?:many|much|high|often))\b(?P<between>[^.;]{0,60}?)"
    r"\b(?:than|as) (?:in )?run (?P<b>[1-9])\b",
    re.IGNORECASE,
)
DENIED: Final = re.compile(r"\b(?:not|no|never|neither|nor|hardly|barely|whether|if)\b|n['’]t\b", re.IGNORECASE)


@rule("between-runs", "warning")
def between_runs(context: Context) -> Iterator[Problem]:
    """Rose between two runs, doubled, more in one run than in another, alike in all: where the runs say otherwise."""
    for page, one, prose in context.claims():
        runs = _by_run(page, prose)
        if not runs:
            continue
        for found, so in (*_changes(prose, runs), *_levels(prose, runs), *_beside(prose, runs)):
            if not so and not DENIED.search(prose.bare[max(0, found.start() - 24) : found.start()]):
                words = " ".join(found[0].split())
                figures = [*runs.values()]
                says = f"“{words}” is not so: {figures[0].title}, {', '.join(map(in_run, figures))}"
                yield page.problem("between-runs", "warning", one, says, figures, found.start())


def _by_run(page: Page, prose: Prose) -> Runs:
    """Of the only metric that a claim names, the page's own model's runs; nothing where it is narrowed to a part."""
    named = [one for one in prose.metrics if one.text.casefold() not in ("fell", "falls")] or prose.metrics
    metrics = {COUNTED_AS.get(one.id, one.id) for one in named}  # a rate fell, too
    others = {one.id for one in prose.models} - {page.model}
    if page.dossier is None or len(metrics) != 1 or others or prose.intents or prose.traps:
        return {}
    found = {
        int(one.scope["run_index"]): one
        for one in page.dossier.figures
        if one.metric in metrics and one.aggregator == "run" and one.origin == "counted" and one.scope.get("run_index")
        and not set(one.scope) & {"intent", "trap", "cluster"} and exact(one) is not None
    }  # fmt: skip
    return dict(sorted(found.items())) if len(found) > 1 else {}


def _changes(prose: Prose, runs: Runs) -> Iterator[tuple[re.Match[str], bool]]:
    for found in (*_CHANGE.finditer(prose.bare), *_BETWEEN.finditer(prose.bare)):
        if _THAN.search(found[0]):
            continue
        word = found.groupdict()
        first, last = int(word["a"] or word["c"] or min(runs)), int(word["b"] or word.get("d") or max(runs))
        steps = [*pairwise(runs)] if word.get("each") else [(first, last)]
        if {first, last} <= runs.keys():
            yield found, all(went_so(found, runs[one], runs[other]) for one, other in steps)


def went_so(found: re.Match[str], one: FigureEntry, other: FigureEntry) -> bool:
    """Whether it went from the one to the other as the words say."""
    was, is_ = exact(one) or Fraction(), exact(other) or Fraction()
    word = found.groupdict()
    if word.get("times"):
        wanted = was * _TIMES[" ".join(word["times"].casefold().split())]
        return abs(is_ - wanted) <= wanted / 20
    return is_ > was if upward(word, one.metric) else is_ < was


def _levels(prose: Prose, runs: Runs) -> Iterator[tuple[re.Match[str], bool]]:
    for found in _LEVEL.finditer(prose.bare):
        alike = len({exact(one) for one in runs.values()}) == 1
        yield found, alike == bool(found["same"])


def _beside(prose: Prose, runs: Runs) -> Iterator[tuple[re.Match[str], bool]]:
    """`Run 2 has more than run 1`, `more in run 2 than in run 1`, `twice as many in run 1 as in run 2`."""
    for found in _THAN.finditer(prose.bare):
        named = re.findall(r"\brun ([1-9])\b", prose.bare[: found.end("between")], re.IGNORECASE)
        if named and {int(named[-1]), int(found["b"])} <= runs.keys():
            yield found, went_so(found, runs[int(found["b"])], runs[int(named[-1])])


@rule("own-best", "warning")
def own_best(context: Context) -> Iterator[Problem]:
    """The highest run, the weakest intent of a model: where another of its own is as high or as weak."""
    for page, one, prose in context.claims():
        for said in superlatives(prose) if page.dossier else ():
            apart = _runs_apart if within_runs(prose) else _intents_apart
            mine, rest = apart(page, prose, said)
            ahead = [other for other in rest if mine and said.rank == 1 and not _clear(mine, other, said.way)]
            if mine and ahead:
                beside = ", ".join(f"{each.name} is {told(each)}" for each in ahead[:3])
                says = f"“{said.word}”: {mine.name} is {told(mine)}, and {beside}"
                yield page.problem("own-best", "warning", one, says, [mine, *ahead[:3]], said.place)


def _clear(mine: FigureEntry, other: FigureEntry, way: Way) -> bool:
    """Whether a figure lies further that way than another; also where either has no value."""
    value, its = exact(mine), exact(other)
    return value is None or its is None or beyond(value, its, way)


def _runs_apart(page: Page, prose: Prose, said: Superlative) -> tuple[FigureEntry | None, list[FigureEntry]]:
    """The figure of the run that is named, and those of the others."""
    runs = _by_run(page, prose)
    (run,) = prose.runs
    if run not in runs or runs[run].metric != COUNTED_AS.get(said.metric, said.metric):
        return None, []
    return runs[run], [one for index, one in runs.items() if index != run]


def _intents_apart(page: Page, prose: Prose, said: Superlative) -> tuple[FigureEntry | None, list[FigureEntry]]:
    """The pooled figure of the intent that is named, and those of the others; nothing where it is not of intents."""
    if page.dossier is None or len({named.id for named in prose.intents}) != 1 or prose.runs:
        return None, []
    if not re.match(r"\w+(?: \w+)? (?:of (?:all |its |the )*)?(?:intents?|use cases?)\b", prose.bare[said.place :]):
        return None, []
    found = {
        str(one.scope["intent"]): one
        for one in page.dossier.figures
        if one.metric == said.metric
        and one.aggregator == "pooled"
        and one.scope.get("intent")
        and not one.scope.get("run")
    }
    mine = found.pop(prose.intents[0].id, None)
    return mine, [*found.values()]


_MOST: Final = re.compile(
    r"\b(?:(?P<most>in most(?: (?:conversations|cases|tickets|of them))?|mostly|usually|most of the time"
    r"|more often than not|in the majority)|(?P<few>rarely|seldom|hardly ever|in (?:only )?a few|in the minority))\b",
    re.IGNORECASE,
)
_SHARES: Final = ("resolution", "resolution_autonomous", "over_escalation", "escalation_accuracy")


@rule("most", "warning")
def most(context: Context) -> Iterator[Problem]:
    """In most cases, rarely: where the rate is on the other side of a half."""
    for page, one, prose, found in context.saying(_MOST.pattern):
        metrics = {named.id for named in prose.metrics}
        models = {named.id for named in prose.models} - {page.model}
        if (
            page.dossier is None
            or models
            or len(metrics) != 1
            or not metrics <= {*_SHARES}
            or prose.traps
            or prose.runs
        ):
            continue
        if DENIED.search(prose.bare):
            continue
        for figure in _rates(page, prose, metrics.pop()):
            value = exact(figure)
            if value is not None and (value <= Fraction(1, 2) if found["most"] else value >= Fraction(1, 2)):
                says = f"“{found[0]}”: {figure.name} is {told(figure)}"
                yield page.problem("most", "warning", one, says, [figure], found.start())


def _rates(page: Page, prose: Prose, metric: str) -> Sequence[FigureEntry]:
    """Those of the intents that are named, else the model's own."""
    intents = {named.id for named in prose.intents}
    own = [
        one
        for one in (page.dossier.figures if page.dossier else ())
        if one.metric == metric and one.origin == "counted"
    ]
    if intents:
        return [one for one in own if one.scope.get("intent") in intents and one.aggregator == "pooled"]
    return [one for one in own if is_headline(one)]
