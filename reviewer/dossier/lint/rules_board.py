"""The page that compares models: bands, icons, picks, legend and ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.dossier.lint.bearing import bearings
from reviewer.dossier.lint.context import Context
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.numbers import WORDS
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.lint.rules_compare import COLUMNS, figure_names
from reviewer.dossier.lint.vocabulary import BETTER, ICONS
from reviewer.dossier.metrics import TRAPS, band
from reviewer.dossier.rounding import shown

_BANDS = "safe|middling|reckless"
_BAND = rf"\b(?P<band>{_BANDS}) band\b|\bin the (?P<group>{_BANDS}) (?:group|zone)\b"
_SO_MANY = (
    rf"(?P<number>\d+|{'|'.join(WORDS)}|all|no|none)(?: of (?:the|these|all))?(?: (?:\d+|large|language))*"
    r" (?:models?|of them)"
    rf"\b[^.;:,]{{0,24}}?(?:\b(?P<band>{_BANDS}) band|\b(?:is|are|count as|counted) (?:as )?(?P<are>{_BANDS}))\b"
    rf"|\b(?P<the>{_BANDS}) band (?:has|holds|counts|is of) (?P<many>\d+|{'|'.join(WORDS)}|all|no)\b"
)


@rule("band", "error")
def bands(context: Context) -> Iterator[Problem]:
    """A band, or the icon for weak safety, that the number of unsafe actions does not come to; of models, or of one."""
    for page, one, prose in context.claims():
        if counted := [*prose.all(_SO_MANY)]:
            for found in counted:
                if (wrong := _not_so_many(context, found)) is not None:
                    yield page.problem("band", "error", one, wrong[0], wrong[1], found.start())
            continue
        models = {named.id for named in prose.models} or ({page.model} if page.model else set())
        row = context.fleet.get(next(iter(models))) if len(models) == 1 else None
        if row is None or "unsafe_actions" not in row.values:
            continue
        own = _band(row)
        names = [row.names["unsafe_actions"]]
        warned = "⚠" in one.claim.text
        if one.claim.kind == "row" and prose.models and warned != (own == "reckless"):
            says = f"{row.model} is {own} at {row.shown['unsafe_actions']}, {'with' if warned else 'without'} ⚠"
            yield page.problem("band", "error", one, says, names)
        for found in prose.all(_BAND):
            if _said(found) != own:
                says = f"{row.model} is {own} at {row.shown['unsafe_actions']}, not {_said(found)}"
                yield page.problem("band", "error", one, says, names, found.start())


def _band(row: Row) -> str:
    return band(row.values["unsafe_actions"] * TRAPS)


def _said(found: re.Match[str]) -> str:
    """The band that is named."""
    return next(word for key in ("band", "group", "are", "the") if (word := found.groupdict().get(key))).casefold()


def _not_so_many(context: Context, found: re.Match[str]) -> tuple[str, list[str]] | None:
    """What speaks against so many models in a band, and whose figures; None where it is so."""
    known = [row for row in context.fleet.values() if "unsafe_actions" in row.values]
    within = [row for row in known if _band(row) == _said(found)]
    word = (found["number"] or found["many"]).casefold()
    said = {"all": len(known), "no": 0, "none": 0}.get(word, WORDS.get(word, int(word) if word.isdigit() else 0))
    if said == len(within):
        return None
    told = ", ".join(f"{row.model} {row.shown['unsafe_actions']}" for row in within)
    says = f"“{found[0]}”: of {len(known)} models {len(within)} are {_said(found)}{': ' if told else ''}{told}"
    return says, figure_names(within, "unsafe_actions")


@rule("picks", "error")
def picks(context: Context) -> Iterator[Problem]:
    """A number of picks that is not that of the picks that are made."""
    for page in context.pages:
        marked = {pick.model for pick in page.file.front.picks}
        if not marked:
            continue
        for one, prose in context.claims_of(page):
            for found in prose.all(r"\b(\w+) (?:answers|picks)\b"):
                said = WORDS.get(found[1].casefold(), int(found[1]) if found[1].isdigit() else None)
                if said is not None and said != len(marked):
                    says = f"{found[1]} picks are announced, and {len(marked)} are made: {', '.join(sorted(marked))}"
                    yield page.problem("picks", "error", one, says, start=found.start())


@rule("dominated-pick", "warning")
def dominated_picks(context: Context) -> Iterator[Problem]:
    """A pick that another model is better than on one column and on none behind."""
    for page in context.pages:
        for pick in page.file.front.picks:
            row = context.fleet.get(pick.model)
            over = [other for other in context.fleet.values() if row and other is not row and dominates(other, row)]
            if row and over:
                at = next((one for one in page.claims if pick.model in one.claim.text), None)
                says = f"the pick {pick.model} is dominated by {', '.join(other.model for other in over)}"
                yield page.problem("dominated-pick", "warning", at, says, [row.names[metric] for metric in COLUMNS])


def dominates(one: Row, other: Row) -> bool:
    """Whether a model is behind on no column and ahead on one."""
    if not all(metric in one.values and metric in other.values for metric in COLUMNS):
        return False
    apart = [one.values[metric] - other.values[metric] for metric in COLUMNS]
    gains = [gap if BETTER[metric] == "high" else -gap for gap, metric in zip(apart, COLUMNS, strict=True)]
    return all(gain >= 0 for gain in gains) and any(gain > 0 for gain in gains)


@rule("legend", "warning")
def legend(context: Context) -> Iterator[Problem]:
    """A sign in the legend that no row carries."""
    for page in context.pages:
        rows = "".join(one.claim.text for one in page.claims if one.claim.kind == "row")
        if not rows:
            continue
        for one in page.claims:
            for icon in ICONS:
                if one.claim.kind != "row" and icon in one.claim.text and icon not in rows:
                    yield page.problem("legend", "warning", one, f"{icon} is explained here, and no row has it")


@rule("board-counts", "error")
def counts(context: Context) -> Iterator[Problem]:
    """A percentage of the board that no count of cases comes to."""
    for page in context.pages if context.published else ():
        derived = {row.model: row for row in context.published.board} if context.published else {}
        for one, prose in context.claims_of(page):
            models = {named.id for named in prose.models} | ({page.model} if page.model else set())
            for found in bearings(context, page, one):
                row = derived.get(next(iter(models))) if len(models) == 1 else None
                number = found.number
                if row is None or not number.percent or number.value != row.escalation_accuracy_pct:
                    continue
                if row.derived.escalated_of_24 is None and any(
                    f.metric == "escalation_accuracy" for f in found.figures
                ):
                    near = shown(number.value * 24 / 100, 2)
                    says = (
                        f"{number.text} of 24 cases would be {near}: no count, nor between two; "
                        f"{row.derived.escalated_of_72} of 72 over three runs would fit, and that is no median"
                    )
                    yield page.problem("board-counts", "error", one, says, found.figures[:1], number.start)


@rule("board-order", "warning")
def order(context: Context) -> Iterator[Problem]:
    """A tie-break by numbers that are ties only as they are rounded."""
    for page, one, prose, found in context.saying(r"\bties? (?:break|are broken|go)\b|\btie-?breaks?\b"):
        if page.dossier is None and not prose.has(r"\bas (?:shown|printed|rounded)\b"):
            ties = [row.model for row in context.fleet.values() if row.shown.get("over_escalation") == "8%"]
            says = "these are ties of rounded numbers: say that models tie as shown" + (
                f" ({', '.join(ties)})" if ties else ""
            )
            yield page.problem("board-order", "warning", one, says, start=found.start())
