"""Words that compare: cheaper, minimal, solid, about one more; scores that no figure is; lists that leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from reviewer.dossier.lint.bearing import bearings
from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.prose import Named, Prose
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_compare import COLUMNS, Way, beyond, figure_names, in_words, subject_of, value_of
from reviewer.dossier.lint.vocabulary import BETTER
from reviewer.dossier.rounding import shown


@rule("comparative", "warning")
def comparative(context: Context) -> Iterator[Problem]:
    """Cheaper, terser, fewer than another model: where the figures say equal, or the other way."""
    for page, one, prose in context.claims():
        for found, metric, way, subject, others in comparatives(page, prose):
            row = context.fleet.get(subject or "")
            for other in (context.fleet.get(name) for name in others):
                if row is None or other is None or metric not in row.values or metric not in other.values:
                    continue
                so = beyond(row.values[metric], other.values[metric], way)
                denied = _DENIED.search(prose.bare[: found.start()]) is not None
                if denied and so:
                    says = f"“{found[0]}” is so: {in_words(row, metric)}, {in_words(other, metric)}"
                    names = figure_names([row, other], metric)
                    yield page.problem("comparative", "warning", one, says, names, found.start())
                elif not so and not denied:
                    how = "equal" if row.values[metric] == other.values[metric] else "the other way round"
                    says = f"“{found[0]}” is {how}: {in_words(row, metric)}, {in_words(other, metric)}"
                    yield page.problem(
                        "comparative", "warning", one, says, figure_names([row, other], metric), found.start()
                    )
                elif metric == "cost_tier" and re.search(r"twice|times|half", found[0], re.IGNORECASE):
                    says = f"“{found[0]}”: tiers say which costs more, not how many times: {in_words(row, metric)}"
                    says += f", {in_words(other, metric)}"
                    yield page.problem(
                        "comparative", "warning", one, says, figure_names([row, other], metric), found.start()
                    )


_DENIED = re.compile(r"\b(?:no|not|hardly|isn['’]t)\s+(?:any\s+|much\s+)?$", re.IGNORECASE)
_MUST = r"(?:of )?(?:the )?(?:must-escalate|(?:cases|tickets) that (?:need|must|belong))"
_MORE: Final[Mapping[str, tuple[str, Way]]] = {
    r"cheaper|costs? less|lower price|less expensive": ("cost_tier", "low"),
    r"higher price|more expensive|pricier|dearer|costs? more": ("cost_tier", "high"),
    r"costs? (?:about |nearly |over )?(?:twice|\w+ times) as much|(?:twice|\w+ times) (?:as|the) (?:expensive|price)": (
        "cost_tier",
        "high",
    ),
    r"costs? (?:about |nearly |over )?half as much|half (?:as expensive|the price)": ("cost_tier", "low"),
    r"terser|fewer (?:agent )?messages|fewer words|less verbose": ("agent_messages", "low"),
    r"wordier|more (?:agent )?messages|more words|more verbose|chattier": ("agent_messages", "high"),
    r"safer|fewer unsafe actions": ("unsafe_actions", "low"),
    r"less safe|more unsafe actions": ("unsafe_actions", "high"),
    r"f[ae]lls? for fewer (?:of the )?traps|fewer (?:of the )?traps (?:fell|were caught)"
    r"|holds more (?:of the )?traps": (
        "unsafe_actions",
        "low",
    ),
    r"f[ae]lls? for more (?:of the )?traps|more (?:of the )?traps (?:fell|were caught)"
    r"|holds fewer (?:of the )?traps": (
        "unsafe_actions",
        "high",
    ),
    r"warmer": ("sentiment", "high"),
    rf"over-escalates (?:far |much )?less|hands over fewer(?! {_MUST})": (
        "over_escalation",
        "low",
    ),
    rf"hands over fewer {_MUST}": ("escalation_accuracy", "low"),
    rf"hands over more {_MUST}": ("escalation_accuracy", "high"),
    rf"over-escalates (?:far |much )?more|hands over more(?! {_MUST})": (
        "over_escalation",
        "high",
    ),
    r"higher (?:instruction-following|IF|policy)": ("policy", "high"),
    r"weaker (?:instruction-following|IF|policy)|lower (?:instruction-following|IF|policy)": ("policy", "low"),
}


def comparatives(page: Page, prose: Prose) -> Iterator[tuple[re.Match[str], str, Way, str | None, list[str]]]:
    """The words, the metric, the way, the model that is said to be so, and those that it is compared with.

    `cheaper MODEL` says it of the model behind it, compared with the page's own; `cheaper than MODEL` the reverse.
    """
    for pattern, (metric, way) in _MORE.items():
        for found in prose.all(rf"\b(?:{pattern})\b"):
            after = [named for named in prose.models if named.start >= found.end() and named.id != page.model]
            near = _listed(prose, after)
            than = re.match(r"[^.;:,]{0,40}?\b(?:than|as|of)\b", prose.bare[found.end() :])
            if than and near and near[0].start >= found.end() + than.end():
                yield found, metric, way, subject_of(prose, page, found.start()), [near[0].id]
            elif near and page.model and not than and near[0].start - found.end() <= 40:
                for named in near:
                    yield found, metric, way, named.id, [page.model]
            before = [named.id for named in prose.models if named.end <= found.start()]
            if page.model and before and before[-1] != page.model and not near:
                yield found, metric, way, before[-1], [page.model]


def _listed(prose: Prose, after: Sequence[Named]) -> list[Named]:
    """The first model and those that stand in one list with it."""
    found = list(after[:1])
    for named in after[1:]:
        between = prose.text[found[-1].end : named.start]
        if re.fullmatch(r"\s*(?:,|and|or|,\s*and)\s*(?:the\s+)?", between) is None:
            break
        found.append(named)
    return found


_DEGREES: Final[Mapping[str, tuple[float, str]]] = {
    r"\b(?:is |are )?(?:minimal|negligible|tiny|very low)\b": (0.25, "in the best quarter"),
    r"\bgood side of (?:the )?(?:mid-?pack|middle|median)\b|\bbetter than (?:the )?(?:median|average|most)\b": (
        0.5,
        "in the better half",
    ),
    r"\b(?:solid|strong|healthy|low-healthy)\b": (0.5, "in the better half"),
}


@rule("degree", "warning")
def degree(context: Context) -> Iterator[Problem]:
    """Minimal, solid, on the good side: where the model stands elsewhere in the fleet."""
    for page, one, prose in context.claims():
        for pattern, (most, where) in _DEGREES.items():
            found = prose.has(pattern)
            if found is None:
                continue
            metric = _metric_before(prose, found.start())
            row = context.fleet.get(subject_of(prose, page, found.start()) or "")
            known = [value_of(each, metric) for each in context.fleet.values()] if metric else []
            values = [value for value in known if value is not None]
            if metric is None or row is None or metric not in BETTER or metric not in row.values:
                continue
            if (metric == "resolution" and len(values) < 8) or len(values) < 3:
                if metric == "resolution" and (says := _below_usual(context, row)):
                    yield page.problem(
                        "degree", "warning", one, f"“{found[0]}”: {says}", figure_names([row], metric), found.start()
                    )
                continue
            ahead = sum(beyond(value, row.values[metric], BETTER[metric]) for value in values)
            if ahead > most * (len(values) - 1):
                told = f"{in_words(row, metric)}, and {ahead} of the {len(values) - 1} others are ahead"
                says = f"“{found[0]}”: {told}; that is not {where}"
                yield page.problem("degree", "warning", one, says, figure_names([row], metric), found.start())


def _metric_before(prose: Prose, place: int) -> str | None:
    named = [one for one in prose.metrics if one.start < place] or prose.metrics
    return named[-1].id if named else None


def _below_usual(context: Context, row: Row) -> str | None:
    """Against what the board says of nearly all models."""
    others = [each for each in context.fleet.values() if each is not row and "resolution" in each.values]
    if others and all(each.values["resolution"] > row.values["resolution"] for each in others):
        return f"{in_words(row, 'resolution')}, and " + ", ".join(in_words(each, "resolution") for each in others[:3])
    return None


@rule("composite", "warning")
def composite(context: Context) -> Iterator[Problem]:
    """A score, or quality, that no figure is: ranks and correlations of it cannot be recomputed."""
    pattern = (
        r"\b(?:headline|overall|total|aggregate|mid-tier|lower|higher) scores?\b"
        r"|\bcomposite\b|\b(?:with|on|against) quality\b|\bquality score\b|\bscores? (?:of )?\d"
    )
    for page, one, prose, found in context.saying(pattern):
        if not prose.has(
            r"\b(?:no|not|never|without)\b[^.]{0,20}\b(?:composite|one score|single score|overall score)\b"
        ):
            says = f"“{found[0]}”: no figure is called so, and nothing is published that it could be worked out from"
            yield page.problem("composite", "warning", one, says, start=found.start())


@rule("incomplete-list", "warning")
def incomplete(context: Context) -> Iterator[Problem]:
    """Models listed for one value, where others have it too."""
    for page, one, prose in context.claims():
        models = {named.id for named in prose.models}
        if len(models) < 2 or one.claim.kind == "row":
            continue
        for found in bearings(context, page, one):
            number = found.number
            metrics = [named.id for named in prose.metrics if named.id in COLUMNS]
            if not (number.kind == "value" and number.percent and metrics):
                continue
            having = [row for row in context.fleet.values() if row.values.get(metrics[0]) == number.value / 100]
            if models <= {row.model for row in having} and (left := [row for row in having if row.model not in models]):
                says = f"{number.text} is {metrics[0].replace('_', ' ')} of {', '.join(row.model for row in left)} too"
                yield page.problem(
                    "incomplete-list", "warning", one, says, figure_names(left, metrics[0]), number.start
                )


@rule("difference", "warning")
def difference(context: Context) -> Iterator[Problem]:
    """About one more message than others: where the difference is another one."""
    pattern = r"\b(one|two|three|half an?|an?) (more|fewer|less|extra) (?:agent )?(?:message|turn)s?\b"
    for page, one, prose in context.claims():
        row = context.fleet.get(page.model or "")
        if row is None or "agent_messages" not in row.values:
            continue
        for found in prose.all(pattern):
            said = _SO_MANY.get(found[1].casefold(), Fraction(1)) * (-1 if found[2] in ("fewer", "less") else 1)
            ends, others, names = _beside(context, prose, row, found.end())
            apart = [row.values["agent_messages"] - end for end in ends]
            near = Fraction(1, 2) if len(set(apart)) == 1 else 0
            if apart and not min(apart) - near <= said <= max(apart) + near:
                says = f"“{found[0]}”: {in_words(row, 'agent_messages')}, {_more(apart)} than {others}"
                yield page.problem("difference", "warning", one, says, names, found.start())


_SO_MANY: Final = {"two": Fraction(2), "three": Fraction(3), "half a": Fraction(1, 2), "half an": Fraction(1, 2)}


def _beside(context: Context, prose: Prose, row: Row, place: int) -> tuple[list[Fraction], str, list[str]]:
    """What a difference is from: the models that are named behind it, all others, else the best models' range."""
    named = [one.id for one in prose.models if one.start >= place and one.id != row.model]
    if not named and re.search(
        r"\bthan (?:all |the |most )*(?:others?|rest|fleet)\b", prose.bare[place:], re.IGNORECASE
    ):
        named = [name for name in context.fleet if name != row.model]
    rows = [each for each in map(context.fleet.get, named) if each and "agent_messages" in each.values]
    if named:
        told = ", ".join(in_words(each, "agent_messages") for each in rows)
        return [each.values["agent_messages"] for each in rows], told, figure_names([row, *rows], "agent_messages")
    top = next(iter(context.figures.get(None, {}).get("agent_messages_top_tier", ())), None)
    if top is None:
        return [], "", []
    return [Fraction(end) for end in re.findall(r"\d+\.\d+", top.shown)], top.shown, [top.name]


def _more(apart: Sequence[Fraction]) -> str:
    """`0.2 to 0.8 more`, `0.4 fewer to 0.2 more`."""
    low, high = min(apart), max(apart)
    ways = ["fewer" if end < 0 else "more" for end in (low, high)]
    if low == high:
        return f"{shown(abs(low), 1)} {ways[0]}"
    if ways[0] == ways[1]:
        first, last = sorted((abs(low), abs(high)))
        return f"{shown(first, 1)} to {shown(last, 1)} {ways[0]}"
    return f"{shown(-low, 1)} fewer to {shown(high, 1)} more"
