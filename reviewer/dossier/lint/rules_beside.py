"""One model beside others on what is named: its rate is higher than another's, it beats them, it ranks third."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.models import only
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_compare import COLUMNS, Way, beyond, figure_names, in_words, subject_of
from reviewer.dossier.lint.rules_words import comparatives
from reviewer.dossier.lint.vocabulary import BETTER
from reviewer.dossier.standing import OPINION

_THAN = (
    r"\b(?:(?P<high>higher|greater|more)|(?P<low>lower|smaller|fewer|less)|(?P<good>better|stronger)"
    r"|(?P<bad>worse|weaker))\b(?P<between>[^.;:,]{0,40}?) than\b"
)
_BEATS = (
    r"\b(?:(?P<good>beats?|outperforms?|surpass(?:es)?|outdoes|(?:is|ranks) (?:ahead of|above))"
    r"|(?P<bad>(?:is|was) (?:beaten|outperformed|surpassed) by|trails|(?:is|ranks) (?:behind|below)))\b"
)
_HOW = re.compile(r"\s*(?:(?:of the )?tickets|reliabl[ye]|often|accurate(?:ly)?)?\s*", re.IGNORECASE)
_OTHERS = re.compile(
    r"\s*(?:(?P<both>both(?: (?:the )?others?| of them)?)|(?:all|the|every|each|any)(?: of)?(?: the)? "
    r"(?:others?|rest|fleet)(?: models?)?)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|hardly|cannot|whether|if|without)\b|n['’]t\b", re.IGNORECASE)
_SHOWN = 3

_RANKS: Final = {
    word: place
    for place, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_RANK = rf"\brank(?:s|ed)? (?P<rank>{'|'.join(_RANKS)}|\d+(?=st|nd|rd|th))(?:st|nd|rd|th)?\b(?! (?:from|to) )"


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of the page's model beside others: the words, on what, and which way."""

    found: re.Match[str]
    metrics: Sequence[str]
    others: Sequence[str]
    on_nothing: bool = False
    """Without a metric: what speaks against it is that another is ahead, and no interval."""

    def way(self, metric: str) -> Way:
        """The end of the metric that the words mean."""
        word = self.found.groupdict()
        if word.get("high") or word.get("low"):
            return "high" if word.get("high") else "low"
        good = BETTER[metric]
        return good if word["good"] else "low" if good == "high" else "high"


@rule("beside", "warning")
def beside(context: Context) -> Iterator[Problem]:
    """Higher than another's, beats it: where the figures say equal or the other way, or the interval bears neither."""
    for page, one, prose in context.claims():
        for said in (*_higher(page, prose), *_beating(context, page, prose)):
            place = said.found.start()
            row = context.fleet.get(subject_of(prose, page, place) or "")
            rows = [other for other in map(context.fleet.get, said.others) if other is not None and other is not row]
            against = [
                (what, other, metric)
                for metric in said.metrics
                for other in rows
                if row is not None and (what := _against(page, row, other, metric, said)) is not None
            ]
            if row is None or not against:
                continue
            more = f"; and {len(against) - _SHOWN} more" if len(against) > _SHOWN else ""
            says = "; ".join(what for what, _, _ in against[:_SHOWN]) + more
            names = [name for _, other, metric in against for name in figure_names([row, other], metric)]
            words = " ".join(said.found[0].split())
            yield page.problem("beside", "warning", one, f"“{words}” {says}", names, place)


def _against(page: Page, row: Row, other: Row, metric: str, said: _Said) -> str | None:
    """What speaks against it: the values, else the comparison by cases, else that both intervals overlap."""
    if metric not in row.values or metric not in other.values:
        return None
    values = f"{metric.replace('_', ' ')}: {in_words(row, metric)}, {in_words(other, metric)}"
    mine, theirs, way = row.values[metric], other.values[metric], said.way(metric)
    if not beyond(mine, theirs, way):
        if said.on_nothing and mine == theirs:
            return None
        return f"is {'equal' if mine == theirs else 'the other way round'}: {values}"
    if said.on_nothing or re.search(r"\b(?:than|ahead|above|below|behind|trails)\b", said.found[0], re.IGNORECASE):
        return None  # it says no more than the figures do
    known = page.dossier.comparisons if page.dossier and page.model == row.model else ()
    for one in known:
        if one.metric == metric and one.other == other.model and one.interval is not None:
            level = one.interval.low <= 0 <= one.interval.high
            return f"is so by the figure, not by the interval: {one.sentence}" if level else None
    own, its = row.intervals.get(metric), other.intervals.get(metric)
    overlap = own is not None and its is not None and own[0] <= its[1] and its[0] <= own[1]
    return f"is so by the figure, not by the interval: {values}" if overlap else None


def _plain(prose: Prose, found: re.Match[str]) -> bool:
    """Whether a sentence says it of the whole of a metric, and denies nothing."""
    narrowed = prose.intents or prose.traps or prose.runs
    return not (narrowed or _DENIED.search(prose.bare[: found.start()]) or prose.has(OPINION.pattern))


def _higher(page: Page, prose: Prose) -> Iterator[_Said]:
    """`Its escalation accuracy is higher than MODEL's`; what a rule of its own words has is left to that."""
    taken = [found.span() for found, *_ in comparatives(page, prose)]
    for found in prose.all(_THAN):
        other = next((named for named in prose.models if 0 <= named.start - found.end() <= 6), None)
        metrics = {named.id for named in prose.metrics if named.end <= found.end()}
        within = any(found.start() <= named.start < found.end() for named in prose.metrics)
        known = any(start < found.end() and found.start() < end for start, end in taken)
        if other is None or known or len(metrics) != 1 or not _plain(prose, found):
            continue
        metric = metrics.pop()
        handed = any("over" in named.text.casefold() and named.id == "escalation_accuracy" for named in prose.metrics)
        if metric in BETTER and not handed and (within or _HOW.fullmatch(found["between"])):
            yield _Said(found, [metric], [other.id])


def _beating(context: Context, page: Page, prose: Prose) -> Iterator[_Said]:
    """`It beats MODEL on escalation accuracy`, `it outperforms both others`."""
    for found in prose.all(_BEATS):
        others = [named.id for named in prose.models if 0 <= named.start - found.end() <= 6]
        if all_of := _OTHERS.match(prose.bare, found.end()):
            compared = {one.other for one in page.dossier.comparisons} if page.dossier else set()
            everyone = [name for name in context.fleet if name != page.model]
            others = sorted(compared) if all_of["both"] and len(compared) == 2 else everyone
        metrics = dict.fromkeys(named.id for named in prose.metrics if named.start >= found.end())
        every = prose.has(r"\bon (?:every|all|each)\b")  # which a rule of its own reads
        if others and not every and _plain(prose, found):
            on = [metric for metric in metrics if metric in BETTER]
            if on or not metrics:
                yield _Said(found, on or COLUMNS[:3], others, on_nothing=not on)


@rule("only", "warning")
def only_ahead(context: Context) -> Iterator[Problem]:
    """Only one model over-escalates less: where others do, too, or where it does not."""
    for page, one, prose in context.claims():
        if (found := only(context, page, prose)) is not None:
            yield page.problem("only", "warning", one, found[1], start=found[0].start())


@rule("rank", "warning")
def rank(context: Context) -> Iterator[Problem]:
    """Ranks first, third: on nothing that is named, or where the figures give another place."""
    for page, one, prose in context.claims():
        for found in prose.all(_RANK):
            row = context.fleet.get(subject_of(prose, page, found.start()) or "")
            if row is None or prose.intents or prose.traps or not _plain(prose, found):
                continue
            place = _RANKS.get(found["rank"].casefold()) or int(found["rank"])
            behind = [named.id for named in prose.metrics if named.start >= found.end()]
            metric = next(iter(behind or [named.id for named in prose.metrics]), None)
            if metric is None:
                says = f"“{found[0]}”: say on which metric, as no figure ranks models on all of them"
                yield page.problem("rank", "warning", one, says, start=found.start())
            elif metric in BETTER and metric in row.values:
                known = [other for other in context.fleet.values() if other is not row and metric in other.values]
                ahead = [other for other in known if beyond(other.values[metric], row.values[metric], BETTER[metric])]
                level = [other for other in known if other.values[metric] == row.values[metric]]
                shared = prose.has(r"\b(?:joint(?:ly)?|tied|shared?s?|level|together|equal(?:ly)?)\b")
                if known and (len(ahead) + 1 != place or (level and not shared)):
                    says = f"“{found[0]}”: {in_words(row, metric)}; {len(ahead)} of {len(known)} others are ahead"
                    says += f" and {len(level)} level" if level else ""
                    yield page.problem("rank", "warning", one, says, figure_names([row, *ahead], metric), found.start())
