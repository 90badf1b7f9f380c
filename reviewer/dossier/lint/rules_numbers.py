"""Numbers that are written out: whether a figure bears them, and how they are rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from reviewer.dossier.lint.against import Matter
from reviewer.dossier.lint.bearing import Bearing, bearings
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fitting import told
from reviewer.dossier.lint.problem import Level, Problem
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.vocabulary import AGGREGATOR
from reviewer.dossier.metrics import metric
from reviewer.dossier.resolve import Resolved
from reviewer.dossier.resolve_words import DISPLAY

_MIXED = ("median", "mean", "pooled")


def _of(context: Context, name: str, level: Level, *matters: Matter, in_words: bool | None = None) -> Iterator[Problem]:
    """A problem of each number with one of these matters; `in_words`: of those in words alone, or in digits alone."""
    for page, one, _ in context.claims():
        for found in bearings(context, page, one):
            if found.matter in matters and in_words in (None, found.number.in_words):
                yield page.problem(name, level, one, found.says, found.figures, found.number.start)


@rule("number", "error")
def unborne(context: Context) -> Iterator[Problem]:
    """A number in digits that no figure bears."""
    return _of(context, "number", "error", "none", "other scope", in_words=False)


@rule("number-in-words", "warning")
def unborne_words(context: Context) -> Iterator[Problem]:
    """A number in words that no figure bears."""
    return _of(context, "number-in-words", "warning", "none", "other scope", "impossible", in_words=True)


@rule("impossible", "error")
def impossible(context: Context) -> Iterator[Problem]:
    """A count of so many that nothing is counted of, or a share that no count comes to."""
    return _of(context, "impossible", "error", "impossible", in_words=False)


@rule("rounding", "error")
def rounding(context: Context) -> Iterator[Problem]:
    """A figure that is rounded otherwise than half up, or a complement of a rounded one."""
    return _of(context, "rounding", "error", "rounded")


@rule("one-run", "error")
def one_run(context: Context) -> Iterator[Problem]:
    """One run's number, said of all runs."""
    return _of(context, "one-run", "error", "one run")


@rule("definition", "error")
def two_definitions(context: Context) -> Iterator[Problem]:
    """A number of one metric under the name of another: net resolution called resolution."""
    return _of(context, "definition", "error", "sibling")


@rule("two-roundings", "warning")
def two_roundings(context: Context) -> Iterator[Problem]:
    """One value that a page prints with two numbers of decimals, written out or by its name."""
    for page in context.pages:
        seen: dict[str, tuple[int, str]] = {}
        for one in page.claims:
            for name, places, text, start in _rounded(context, page, one):
                if (before := seen.setdefault(name, (places, text)))[0] != places:
                    says = f"{name} is printed as {before[1]} and as {text} on one page"
                    yield page.problem("two-roundings", "warning", one, says, [name], start)


def _rounded(context: Context, page: Page, one: Resolved) -> Iterator[tuple[str, int, str, int]]:
    """Figure, decimals of its percentage, text and place of each value of the runs together that the claim prints."""
    for put in one.puts:
        if put.figure and put.figure.aggregator in _MIXED and (found := _PERCENT.search(put.words)):
            yield put.figure.name, len(found[1] or ""), found[0], put.placeholder.start
    for bearing in bearings(context, page, one):
        number = bearing.number
        figure = next((each for each in bearing.figures if each.aggregator in _MIXED), None)
        if bearing.matter not in ("borne", "one run") or figure is None or number.bound or number.approx:
            continue
        if number.kind == "value" and not number.in_words and not number.whole:
            share = not number.percent and number.value <= 1 and DISPLAY.get(figure.metric) == "percent"
            yield figure.name, number.places - 2 * share, number.text, number.start


_PERCENT = re.compile(r"\d+(?:\.(\d+))?%")


@rule("mixed-aggregators", "error")
def mixed(context: Context) -> Iterator[Problem]:
    """Medians, means and pooled rates in one section, without a word that says which is which."""
    for page in context.pages:
        by_section: dict[str, list[tuple[Resolved, str, str, str, int]]] = {}
        for one in page.claims:
            by_section.setdefault(one.claim.section, []).extend(_aggregated(context, page, one))
        for found in by_section.values():
            for one, name, kind, text, start in found:
                others = {other for other_one, _, other, _, _ in found if other != kind and other_one is not one}
                page_of_medians = page.says(AGGREGATOR["median"].pattern)
                if kind == "median" or not (others or page_of_medians) or kind in context.prose(one).aggregators:
                    continue
                other = "a median" if "median" in others or page_of_medians else f"a {min(others)}"
                says = f"{text} is {_A[kind]} where its neighbours are {other}: say so in the sentence"
                yield page.problem("mixed-aggregators", "error", one, says, [name], start)


_A = {"mean": "a mean of the runs", "pooled": "pooled over the runs", "median": "a median"}


def _aggregated(context: Context, page: Page, one: Resolved) -> Iterator[tuple[Resolved, str, str, str, int]]:
    """Claim, figure, aggregator, text and place of each headline that the claim prints, where only one can be meant."""
    for put in one.puts:
        figure = put.figure
        if figure is None or figure.aggregator not in _MIXED or set(figure.scope) & {"intent", "trap", "cluster"}:
            continue
        if metric_over_runs(figure.metric) and put.placeholder.form != "full":
            yield one, figure.name, figure.aggregator, put.words, put.placeholder.start
    for found in bearings(context, page, one):
        if found.matter not in ("borne", "one run"):
            continue
        kinds = {figure.aggregator for figure in found.figures if metric_over_runs(figure.metric)}
        here = [figure for figure in found.figures if not set(figure.scope) & {"intent", "trap", "cluster"}]
        if found.number.kind in ("value", "ratio") and here and len(kinds) == 1 and (kind := kinds.pop()) in _MIXED:
            yield one, here[0].name, str(kind), found.number.text, found.number.start


def metric_over_runs(name: str) -> bool:
    """Whether the metric has a median of runs besides a mean or a pooled rate."""
    return name in DISPLAY and "median" in metric(name).aggregators


@rule("middle-run", "warning")
def middle_run(context: Context) -> Iterator[Problem]:
    """A run in the middle, where there is an even number of runs."""
    for page, one, _, found in context.saying(r"\brun in the middle\b|\b(?:median|typical|middle) run\b"):
        runs = len(page.dossier.runs) if page.dossier else 3
        if not runs % 2:
            says = f"“{found[0]}”: of {runs} runs none is in the middle, and their median is a mean of two"
            yield page.problem("middle-run", "warning", one, says, start=found.start())


@rule("scale", "warning")
def scale(context: Context) -> Iterator[Problem]:
    """A page that names one scale of the judge and prints its scores on another."""
    pattern = r"\b0\s*(?:[–-]|to)\s*100\b[^.]*\bscale\b|\bscale\b[^.]*\b0\s*(?:[–-]|to)\s*100\b"
    for page, one, _, found in context.saying(pattern):
        shares = sorted(
            number.text
            for other in page.claims
            for bearing in bearings(context, page, other)
            if (number := bearing.number).places and not number.percent and number.value <= 1
            and any(figure.metric in ("policy", "sentiment") for figure in bearing.figures)
        )  # fmt: skip
        if shares and not page.says(r"share of (?:its|the) scale|divided by 100|of 1\b"):
            says = (
                f"the scale is said to be 0–100, and scores are printed as {shares[0]}: say that these are shares of it"
            )
            yield page.problem("scale", "warning", one, says, start=found.start())


@rule("unit", "warning")
def unit(context: Context) -> Iterator[Problem]:
    """Conversations that are counted as if they were calls, or as if they were traps."""
    for page, one, prose in context.claims():
        for number in prose.numbers:
            if number.whole and number.value > Fraction(0) and number.after.startswith(_CALLS):
                says = f"{number.text} is a number of conversations: a trap with two such calls in it counts once"
                yield page.problem("unit", "warning", one, says, ["unsafe_actions.pooled"], number.start)
        for found in bearings(context, page, one):
            if (no_traps := _not_traps(page, found)) is not None:
                yield page.problem("unit", "warning", one, no_traps, found.figures, found.number.start)


_CALLS = ("forbidden action", "forbidden write", "forbidden call", "unsafe call", "unsafe write")
_FELL = ("unsafe_actions", "holds", "trap_caught")


def _not_traps(page: Page, found: Bearing) -> str | None:
    """What a number of traps comes to that is one of conversations, over several runs; None of any other."""
    number, figures = found.number, found.figures
    if found.matter != "borne" or page.dossier is None or not number.whole or not _TRAPS.match(number.after):
        return None
    over_runs = figures and all(one.aggregator == "pooled" and one.metric in _FELL for one in figures)
    runs = len(page.dossier.runs)
    if not over_runs or runs == 1 or any(set(one.scope) & {"trap", "intent"} for one in figures):
        return None
    kinds = next((one for one in page.dossier.figures if one.name == "trap_types_caught.pooled"), None)
    fell = f"; {told(kinds)} traps fell at least once" if kinds and figures[0].metric != "holds" else ""
    return f"{number.text} is a number of conversations over {runs} runs, and not of traps{fell}"


_TRAPS = re.compile(r"(?:different |distinct )?traps?\b(?! (?:conversations?|cases?|transcripts?|tickets?)\b)")
