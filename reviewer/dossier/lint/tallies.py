"""Counts that a rate is made of: `114 tickets`, of a resolution of 95.0%."""

from __future__ import annotations

import re
from typing import Final

from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.resolve_words import DISPLAY
from reviewer.model.dossier import FigureEntry

OF_WHAT: Final = "is a count: say what is counted"
_RATES = ("run", "median", "pooled", "min", "max")
_TALLIES: Final = {"agent_messages": ("run", "mean", "min", "max")}
"""By which aggregator a count is borne; what is pooled of messages is called a mean."""

_NEGATED = r"(?:\bnot|n't|\bfail(?:s|ed)? to|\bnever)\s+(?:be |been )?"
_NOT: Final = {
    "resolution": rf"\bunresolved\b|{_NEGATED}resolv",
    "resolution_autonomous": rf"\bunresolved\b|{_NEGATED}resolv",
    "escalation_accuracy": rf"{_NEGATED}(?:hand(?:ed)?[- ]over|escalat)",
}
"""How prose says that something was not done, by the metric that counts where it was."""

_TOGETHER = (
    r"\b(?:pooled|taken together|in total|(?:over|across) (?:all |the )(?:\w+ )?runs"
    r"|of (?:the |all )(?:three|\d) runs)\b"
)
_IN_THE_MIDDLE = r"\b(?:(?:median|typical) run|run in the middle|median of)\b"


def is_tally(figure: FigureEntry) -> bool:
    """Whether a rate or an average is made of a count that a sentence can say instead."""
    counted = DISPLAY.get(figure.metric) in ("percent", "amount")
    return counted and figure.aggregator in _TALLIES.get(figure.metric, _RATES)


def tallies(number: Number, figure: FigureEntry) -> bool:
    """Whether a number counts what the figure is a rate of, and comes to it."""
    return number.counts and is_tally(figure) and figure.numerator == number.value


def denied(prose: Prose, metric: str) -> bool:
    """Whether a sentence says how many were not resolved, or not handed over."""
    return metric in _NOT and prose.has(_NOT[metric]) is not None


def unnamed(number: Number, figure: FigureEntry) -> bool:
    """Whether a number comes to the count that a rate is made of, and does not say what it counts."""
    return number.whole and not number.counts and is_tally(figure) and figure.numerator == number.value


def meant(number: Number, figure: FigureEntry, prose: Prose, runs: int) -> bool:
    """Whether a count can be this figure's: of the intent that stands before it, over as many of the `runs` as it says.

    Rates are alike by run and over all of them; counts are not.
    """
    if denied(prose, figure.metric):
        return False
    named = [one for one in (*prose.intents, *prose.traps) if one.end <= number.start]
    if named and not re.search(r"[,;:.]", prose.bare[named[-1].end : number.start]):
        return bool(set(figure.scope) & {"intent", "trap", "cluster"})
    if prose.has(_TOGETHER):
        return figure.aggregator in ("pooled", "mean") or runs == 1
    return not prose.has(_IN_THE_MIDDLE) or figure.aggregator == "median"
