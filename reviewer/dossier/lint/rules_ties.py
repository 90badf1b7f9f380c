"""Dominated, tied, real: whether the data tell two models apart at all, by the board's columns or case by case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_compare import COLUMNS, beyond, figure_names, in_words
from reviewer.dossier.lint.vocabulary import BETTER
from reviewer.model.dossier import Comparison

_OWN_MODEL = re.compile(r"\s*(?:\{\{\s*model\b|(?:it|this model|this one)\b)", re.IGNORECASE)


@rule("dominated", "warning")
def dominated(context: Context) -> Iterator[Problem]:
    """Dominated, dominates the field: where another is ahead on one of the board's columns, or no model is named."""
    for page, one, prose in context.claims():
        for found in prose.all(_DOMINATES):
            before = [named for named in prose.models if named.end <= found.start()]
            subject = before[-1].id if before else page.model
            others = _dominated_beside(context, page, prose, found, subject)
            if not others:
                if before or _OF_MODEL.search(prose.text, 0, found.start()):
                    missing = f"“{found[0]}”: say which model; it is told of two models, by every column of the board"
                    yield page.problem("dominated", "warning", one, missing, start=found.start())
                continue
            passive = found["by"] is not None
            pairs = [(subject, other) if passive else (other, subject) for other in others]
            against = [how for pair in pairs if (how := _not_dominated(context, *pair)) is not None]
            if _DENIED.search(prose.bare, 0, found.start()):
                if not against:
                    told = "; ".join(f"{loser} is dominated by {winner}" for loser, winner in pairs)
                    yield page.problem("dominated", "warning", one, f"“not {found[0]}”: {told}", start=found.start())
            elif against:
                says, names = against[0]
                says += f"; and so of {len(against) - 1} others" if len(against) > 1 else ""
                yield page.problem("dominated", "warning", one, says, names, found.start())


_DOMINATES = r"\bdominat(?:ed(?P<by> by)?|es?|ing)\b|\bdominant\b"
_DENIED = re.compile(r"\b(?:not|never|nor|hardly|cannot)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_OF_MODEL = re.compile(
    r"(?:\}\}|\b(?:it|this model|this one|the model))\s*(?:(?:is|was|has)\s+)?(?:\w+ly\s+)?$", re.IGNORECASE
)
_FIELD = re.compile(
    r"\s*(?:(?:all|every|each|most|of|the|its|their|other|whole|entire)\s+)*"
    r"(?:field|fleet|board|pack|rest|rivals?|others?|competition|competitors?|peers?|models?|every(?:one|body))\b",
    re.IGNORECASE,
)


def _dominated_beside(
    context: Context, page: Page, prose: Prose, found: re.Match[str], subject: str | None
) -> list[str]:
    """Whom the word sets beside its subject: the model behind it, or all others where it is the field."""
    after = [named for named in prose.models if named.start >= found.end()]
    if _OWN_MODEL.match(prose.text, found.end()) and page.model:
        return [page.model]
    if after:
        return [after[0].id]
    if page.dossier and page.dossier.model.sibling and re.search(r"\bsibling\b", prose.bare[found.end() :]):
        return [page.dossier.model.sibling]
    if _FIELD.match(prose.bare, found.end()):
        return [name for name in context.fleet if name != subject]
    return []


def _not_dominated(context: Context, loser: str | None, winner: str | None) -> tuple[str, list[str]] | None:
    one, other = context.fleet.get(loser or ""), context.fleet.get(winner or "")
    if one is None or other is None:
        missing = [name for name, row in ((loser, one), (winner, other)) if name and row is None]
        return f"“dominated”: {' and '.join(missing) or 'the model'} is not on the board", []
    columns = [metric for metric in (*COLUMNS, "agent_messages") if metric in one.values and metric in other.values]
    ahead = [metric for metric in columns if beyond(one.values[metric], other.values[metric], BETTER[metric])]
    if ahead:
        told = "; ".join(
            f"{metric.replace('_', ' ')}: {in_words(one, metric)}, {in_words(other, metric)}" for metric in ahead
        )
        return f"{one.model} is not dominated by {other.model}: {told}", [
            row.names[m] for m in ahead for row in (one, other)
        ]
    if all(one.values[metric] == other.values[metric] for metric in columns):
        return f"{one.model} and {other.model} are equal on every column: neither dominates", []
    return None


_ALIKE = (
    r"\b(?:statistically )?tied\b|\bon a par with\b|\bindistinguishable\b|\blevel with\b"
    r"|\bno (?:worse|better) than\b"
    r"|\b(?:just |quite )?as (?P<what>safe|good|bad|cheap|warm|terse|strong|reliable|reckless) as\b"
)
_WHAT = {"safe": "unsafe_actions", "reckless": "unsafe_actions", "warm": "sentiment", "terse": "agent_messages"}
_WHAT["cheap"] = "cost_tier"


@rule("tied", "warning")
def tied(context: Context) -> Iterator[Problem]:
    """Tied, on a par: without a comparison that says so."""
    for page, one, prose in context.claims():
        for found in prose.all(_ALIKE):
            meant = _WHAT.get((found["what"] or "").casefold())
            compared, missing = _compared(page, prose, meant)
            apart = [each for each in compared if not _holds_zero(each)]
            if apart or missing:
                rows, metric = _both(context, page, prose, meant)
                values = f"; {', '.join(in_words(row, metric) for row in rows)}" if rows else ""
                against = apart[0].sentence if apart else missing + values
                names = figure_names(rows, metric)
                yield page.problem("tied", "warning", one, f"“{found[0]}”: {against}", names, found.start())


def _both(context: Context, page: Page, prose: Prose, meant: str | None) -> tuple[list[Row], str]:
    """The page's model and the others that a claim names, where the metric that it names is known of all."""
    metric = meant or next((named.id for named in prose.metrics), "")
    others = dict.fromkeys(named.id for named in prose.models if named.id != page.model)
    rows = [context.fleet.get(name or "") for name in (page.model, *others)]
    known = [row for row in rows if row is not None and metric in row.values]
    return (known, metric) if len(known) == len(rows) > 1 else ([], metric)


@rule("ranking", "warning")
def ranking(context: Context) -> Iterator[Problem]:
    """Real, significant, not noise: without a comparison whose interval leaves zero out."""
    pattern = (
        r"\breal (?:rank\w*|gaps?|differences?|leads?)\b|\bnot noise\b|\bsignificant(?:ly)?\b"
        r"|\bintervals? (?:do|does) not (?:overlap|touch|meet)\b|\bnon-overlapping intervals?\b"
        r"|\bclearly (?:better|worse|ahead|safer)\b|\btrustworthy number\b"
    )
    for page, one, prose, found in context.saying(pattern):
        compared, missing = _compared(page, prose)
        level = [each for each in compared if _holds_zero(each)]
        if level or missing:
            against = level[0].sentence if level else missing
            yield page.problem("ranking", "warning", one, f"“{found[0]}”: {against}", start=found.start())


def _compared(page: Page, prose: Prose, meant: str | None = None) -> tuple[list[Comparison], str]:
    """The comparisons that a claim can stand on, one for each metric and model that it names; and what is missing."""
    metrics = [meant] if meant else list(dict.fromkeys(named.id for named in prose.metrics))
    others = list(dict.fromkeys(named.id for named in prose.models if named.id != page.model))
    if not metrics or not others:
        return [], f"say {'on which metric' if others else 'beside which model'}: such words need a comparison by cases"
    known = {(each.metric, each.other): each for each in (page.dossier.comparisons if page.dossier else ())}
    compared = [known[metric, other] for metric in metrics for other in others if (metric, other) in known]
    for other in others:
        if not any(each.other == other for each in compared):
            return compared, f"no comparison with {other} on {' or '.join(metrics)} is in the dossier"
    return compared, ""


def _holds_zero(each: Comparison) -> bool:
    return each.interval is None or each.interval.low <= 0 <= each.interval.high
