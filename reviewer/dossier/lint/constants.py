"""Numbers that are no results: the suite's cases, runs and turns, the judge's scale, the fleet's size, the bands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.prose import Prose


def is_constant(context: Context, page: Page, number: Number, prose: Prose, runs: frozenset[int]) -> bool:
    """Whether a number is one of the suite (its cases, runs, turns, scale), of the fleet, or of the bands.

    `runs`: those that it is said of; how many traps fell at least once is said of none.
    """
    near = f"{number.before} {number.after}"
    if number.kind == "range":
        low, high = (int(value) if value.denominator == 1 else None for value in number.values)
        if prose.has(r"\bscale\b|\bjudge") and (low, high) in ((0, 100), (0, 1)):
            return True
        if context.published and (low, high) == (1, len(context.published.board)):
            return True
        return (low, high) in ((0, 2), (3, 5), (1, 2)) and bool(prose.has(r"safe|middling|band|noise|differ|N\s*="))
    if number.percent and _is_level(page, number):
        return True
    if number.kind == "ratio" and len(runs) > 1 and page.dossier and number.values[1] == len(page.dossier.traps):
        known = _constants(context, page, prose, runs, bounded=bool(number.bound))
        return any(nouns and value == number.values[0] and _has(near, nouns) for value, nouns in known)
    if number.kind != "value" or number.value.denominator != 1 or number.percent:
        return False
    known = _constants(context, page, prose, runs, bounded=bool(number.bound))
    return any(value == number.value and _has(near, nouns) for value, nouns in known)


def _is_level(page: Page, number: Number) -> bool:
    """Whether a percentage says at which level the intervals are: `95% interval`, `an interval is at 95%`."""
    if number.kind != "value" or not re.search(r"\b(?:intervals?|confidence)\b", f"{number.before} {number.after}"):
        return False
    figures = page.dossier.figures if page.dossier else page.published
    return number.value / 100 in {Fraction(str(one.interval.level)) for one in figures if one.interval}


def _has(words: str, nouns: str) -> bool:
    return not nouns or re.search(rf"\b(?:{nouns})\b", words) is not None


_HELD = r"\b(?:hold\w*|held|never|no|not|none|nobody|nothing|withst\w+|resist\w*|without|others?|rest|safe)\b"


_IN_EACH = r"\bin (?:all|each|every)(?: of)?(?: the| its)?(?: \w+)? runs?\b"


def _constants(
    context: Context, page: Page, prose: Prose, said_of: frozenset[int], *, bounded: bool
) -> Iterator[tuple[int, str]]:
    """Each with the nouns that it may stand beside; no nouns: any."""
    suite = context.known_suite
    if suite is None:
        return
    dossier = page.dossier or next((one.dossier for one in context.pages if one.dossier), None)
    runs = len(dossier.runs) if dossier else 3
    total = sum(suite.cases.values())
    yield from ((count, "") for count in (total, *suite.cases.values()) if count >= 18)
    yield from ((count * runs, "") for count in (total, *suite.cases.values()))
    if not said_of:
        yield runs, r"runs?|n|medians?|times|of"
        yield from ((count, r"runs?|n") for count in range(1, runs + 1))
    if suite.max_turns:
        yield suite.max_turns, r"turns?|messages?|up to"
    if context.published:
        yield len(context.published.board), r"models?|of the|all|large"
        repeated = (one.value for one in context.published.fleet if one.metric == "runs_per_trap")
        yield from ((int(value), r"times|runs?") for value in repeated if isinstance(value, float))
    if page.dossier and not bounded:
        traps = [trap for trap in page.dossier.traps if trap.figure]
        fell = [sum(cell.machine == "fell" for cell in entry.cells) for entry in traps]
        every = [sum(count == len(entry.cells) for count, entry in zip(fell, traps, strict=True))]
        some = sum(0 < count < len(entry.cells) for count, entry in zip(fell, traps, strict=True))
        once = sum(count == 1 for count in fell)
        nouns = r"traps?|kinds?|types?|actions?|others?|ticket|unsafe|different"
        held = {fell.count(0)} if prose.has(_HELD) else set()
        counts = {*every, some, once, sum(map(bool, fell))} | held
        if said_of or prose.has(_IN_EACH):
            counts = {*every} | held if len(said_of) in (0, runs) else set()
        for count in counts:
            yield count, nouns
    yield from (
        (int(edge), r"safe|middling|reckless|and|or|unsafe actions") for edge in (0, 2, 3, 5, 6) if page.dossier is None
    )
