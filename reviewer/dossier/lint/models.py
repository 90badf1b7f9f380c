"""How many models are ahead of one, and which: `twelve models over-escalate less`, `only grok-4.3 does`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.fleet import Row
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.lint.vocabulary import BETTER, COUNTED_AS, upward

AHEAD: Final = re.compile(
    r"\b(?:(?P<low>less|fewer|lower)|(?P<high>more|higher)|(?P<good>better|safer)|(?P<bad>worse))\b", re.IGNORECASE
)
_OTHERS: Final = re.compile(r"(?:other )?(?:models?|others)\b")


def counted(context: Context, page: Page, number: Number, prose: Prose) -> tuple[bool, str] | None:
    """Whether as many models are ahead as a number says, and which those are; None of what is no such number."""
    if not number.whole or not _OTHERS.match(number.after):
        return None
    found = AHEAD.search(prose.bare, number.end)
    rows = ahead(context, page, prose, found) if found else None
    if rows is None:
        return None
    return len(rows) == number.value, f"“{number.text}” models: {_told(rows)}"


def _told(rows: Sequence[Row]) -> str:
    names = ", ".join(row.model for row in rows[:6]) + (" …" if len(rows) > 6 else "")
    return f"it is so of {len(rows)}{': ' if rows else ''}{names}"


def only(context: Context, page: Page, prose: Prose) -> tuple[re.Match[str], str] | None:
    """`Only MODEL over-escalates less`, and of how many it is so; None where it is of just those that are named."""
    found = re.search(r"\bonly (?=[\w.-]+\d)", prose.text, re.IGNORECASE)
    word = AHEAD.search(prose.bare, found.end()) if found else None
    named = {one.id for one in prose.models if word and found and found.end() <= one.start < word.start()}
    rows = ahead(context, page, prose, word) if word and named else None
    if found is None or rows is None or {row.model for row in rows} == named:
        return None
    return found, f"“only {', '.join(sorted(named))}”: {_told(rows)}"


def ahead(context: Context, page: Page, prose: Prose, word: re.Match[str]) -> Sequence[Row] | None:
    """The models that are further that way than the page's own, on the one metric that is named; None of others."""
    metrics = {COUNTED_AS.get(named.id, named.id) for named in prose.metrics}
    own = context.fleet.get(page.model or "")
    if own is None or len(metrics) != 1 or prose.intents or prose.traps or prose.runs:
        return None
    metric = metrics.pop()
    if metric not in BETTER or metric not in own.values:
        return None
    up = upward(word.groupdict(), metric)
    mine = own.values[metric]
    values = [(row, row.values[metric]) for row in context.fleet.values() if metric in row.values and row is not own]
    return [row for row, value in values if (value > mine if up else value < mine)]
