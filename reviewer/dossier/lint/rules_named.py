"""Figures by their names: whether the words before one name its metric, and whether two go the way that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reviewer.dossier.entry import exact
from reviewer.dossier.lint.candidates import RELATED
from reviewer.dossier.lint.context import Context
from reviewer.dossier.lint.fitting import told
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Named, Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_within import CHANGED, DENIED, went_so
from reviewer.dossier.lint.vocabulary import METRIC_WORDS

_IS: Final = re.compile(
    r"(?: (?:rate|accuracy|share|score|count))?(?: of (?:its|all|the) \w+)?\s*"
    r"(?:(?:is|was|are|were|stands at|comes to|reaches|reached|of|at|[:=(])\s*)"
    r"(?:(?:only|about|just|a median of|the median of|in the median)\s*)?",
    re.IGNORECASE,
)
"""What stands between the name of a metric and what it comes to."""


@rule("other-metric", "warning")
def other_metric(context: Context) -> Iterator[Problem]:
    """A figure by name right behind the words for another metric."""
    for page, one, prose in context.claims():
        for put in one.puts:
            figure, place = put.figure, put.placeholder.start
            named = _named_before(prose, place)
            if figure is None or named is None or figure.metric not in METRIC_WORDS or _akin(named.id, figure.metric):
                continue
            if figure.metric not in {other.id for other in prose.metrics}:
                says = f"“{' '.join(named.text.split())}” stands before {figure.name}, which is {figure.title}"
                yield page.problem("other-metric", "warning", one, says, [figure], place)


def _named_before(prose: Prose, place: int) -> Named | None:
    """The metric whose name stands right before a place, with an `is` between them at the most."""
    before = [named for named in prose.metrics if named.end <= place]
    return before[-1] if before and _IS.fullmatch(prose.bare, before[-1].end, place) else None


def _akin(said: str, meant: str) -> bool:
    """Whether the words for one metric can mean the other."""
    return said == meant or meant in RELATED.get(said, ()) or said in RELATED.get(meant, ())


_WENT: Final = re.compile(rf"\b(?:{CHANGED})\b[^.;]{{0,60}}?\bfrom\s+$", re.IGNORECASE)
_TO: Final = re.compile(r"[^.;\w]{0,4}(?:(?:in run \d,? )?to)\s+", re.IGNORECASE)


@rule("from-to", "warning")
def from_to(context: Context) -> Iterator[Problem]:
    """Fell from one figure by name to another: where it did not."""
    for page, one, prose in context.claims():
        for first, last in pairwise(sorted(one.puts, key=lambda put: put.placeholder.start)):
            was, is_ = first.figure, last.figure
            if was is None or is_ is None or was.metric != is_.metric or exact(was) is None or exact(is_) is None:
                continue
            start = first.placeholder.start
            went = _WENT.search(prose.bare, max(0, start - 90), start)
            between = _TO.fullmatch(prose.bare, first.placeholder.end, last.placeholder.start)
            denied = went and DENIED.search(prose.bare, max(0, went.start() - 24), went.start())
            if went and between and not denied and not went_so(went, was, is_):
                words = " ".join(went[0].split()[:1])
                says = f"“{words}” is not so: {was.name} is {told(was)}, and {is_.name} is {told(is_)}"
                yield page.problem("from-to", "warning", one, says, [was, is_], start)
