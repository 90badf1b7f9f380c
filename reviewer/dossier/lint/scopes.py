"""What a claim narrows its numbers to: rows of the table by use case, and runs."""

from __future__ import annotations

import re

from reviewer.dossier.lint.context import Page
from reviewer.dossier.lint.number import Number
from reviewer.dossier.lint.prose import Prose
from reviewer.dossier.resolve import Resolved

_EACH = re.compile(r"\b(?:in|by|of) (?:every|each)(?: single)?(?: of the(?: \w+)?)? runs?\b", re.IGNORECASE)
_ALL = re.compile(r"\bin all(?: of)?(?: (?:the|its))?(?: \w+)? runs\b", re.IGNORECASE)
_TRAPS = re.compile(r"(?:\w+ )?traps?\b")
_ONE = re.compile(r"\bin (?:the )?(?:run ([1-9])|(first|second|third) run)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(in (?:the )?)?runs ([1-9](?:(?:,\s*(?:and\s+)?|\s+and\s+)[1-9])+)\b", re.IGNORECASE)
_FIRST = re.compile(r"\s*(?:in )?(run [1-9]|(?:the )?(?:first|second|third) run|(?:every|each) run)\b", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3}
_CLAUSE = re.compile(r"[;:,(]|\.(?!\d)|\d|\band\b")


def clusters(page: Page, one: Resolved) -> tuple[set[str], set[str]]:
    """The rows of the table by use case that a claim names, and the intents of the one that it stands in.

    A row that is called as a class of cases is, narrower than the class, is meant only within its table.
    """
    cases = page.dossier.use_cases if page.dossier else None
    if cases is None or page.dossier is None:
        return set(), set()
    within = one.claim.section == "use-cases"
    text = f"{one.claim.heading or ''}\n{one.claim.text}".casefold()
    classes = set(page.dossier.suite.cases)
    named = {
        row.cluster
        for row in cases.rows
        if row.cluster.casefold() in text and (within or row.cluster.casefold() not in classes)
    }
    first = re.split(r"[|(:]", one.claim.heading or one.claim.text)[0].strip(" *").casefold()
    row = next((row for row in cases.rows if row.cluster.casefold() == first), None)
    return (named, set()) if row is None or not within else ({row.cluster}, set(row.intents))


def like_a_class(page: Page, prose: Prose) -> set[str]:
    """The rows of the table by use case that a text seems to name, where it names the class of cases."""
    if page.dossier is None or page.dossier.use_cases is None:
        return set()
    text, classes = prose.bare.casefold(), set(page.dossier.suite.cases)
    names = {row.cluster: row.cluster.casefold() for row in page.dossier.use_cases.rows}
    return {cluster for cluster, name in names.items() if name in classes and name in text}


def runs_of(number: Number, prose: Prose, runs: int) -> frozenset[int]:
    """The runs that a number is said of in its own part of the sentence; none where it is said of all together.

    `3 of 18 in run 2`, `4 traps in every run`; `3 of 3 runs` counts runs, and is of none of them.
    """
    if number.after.startswith("run") or re.search(r"\bruns?$", number.before) or number.kind not in ("value", "ratio"):
        return frozenset()
    if number.kind == "ratio" and number.values[1] == runs:
        return frozenset()
    named = _SEVERAL.sub(lambda found: "~" * len(found[0]), prose.bare)
    end = _CLAUSE.search(re.sub(r"(?i)(run )[1-9]\b", r"\1~", named), number.end)
    part = prose.bare[number.end : end.start() if end else None]
    alone = sum(not re.search(r"\bruns?$", other.before) for other in prose.numbers) == 1
    start = _FIRST.match(prose.bare)
    if alone and start:
        part = f"in {start[1]} {part}"
    if _EACH.search(part) or (_TRAPS.match(number.after) and _ALL.search(part)):
        return frozenset(range(1, runs + 1))
    if several := _SEVERAL.search(part) or (alone and _SEVERAL.match(prose.bare)):
        return frozenset(map(int, re.findall(r"\d", several[2])))
    return frozenset(int(one[1] or _ORDINALS[one[2].casefold()]) for one in _ONE.finditer(part))
