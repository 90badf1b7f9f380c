"""What stands twice, what was left behind, and sentences that cannot both stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from reviewer.dossier.lint.context import Context, Page
from reviewer.dossier.lint.problem import Problem
from reviewer.dossier.lint.registry import rule
from reviewer.dossier.resolve import Resolved


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that cannot both be said: on one page, or anywhere in a set of pages."""

    one: str
    other: str
    says: str
    where: Literal["page", "set"] = "page"


OPPOSITES: Final = (
    Pair(
        r"\bnever (?:average|add|mix|combine)\w*\b|\bnot averaged\b",
        r"\b(?:by|of) (?:the|their) sum\b|\bsum of (?:both|the two)\b",
        "the two errors are said not to be put together, and the order is by their sum",
    ),
    Pair(
        r"\bonly (?:gaps?|differences?) (?:across|between) bands\b",
        r"\b(?:difference|gap) of (?:1–2|one or two|1 or 2)\b",
        "2 and 3 are one apart and in two bands: by one sentence that means something, by the other it is noise",
    ),
    Pair(
        r"\bbands?,? (?:and )?not (?:as )?(?:an )?(?:exact )?rank\w*\b",
        r"\brank(?:s|ed)? (?:from )?1\b|\bnumbered\b",
        "models are to be read in bands, and stand in numbered ranks",
    ),
    Pair(
        r"\bsimulat\w+\b",
        r"\breal (?:[\w-]+ ){0,3}(?:conversations|customers|tickets)\b",
        "the customers are simulated: the conversations are not real ones",
        "set",
    ),
    Pair(
        r"\b(?:non|broken)-English\b",
        r"\bin English\b",
        "everything is said to be in English, and an intent is of customers who do not write it",
        "set",
    ),
    Pair(
        r"\bacts? (?:first|before)\b[^.]*\b(?:confirm|ask)\w*|\bskips? the confirm\w*|\bwithout asking\b",
        r"\bextra confirm\w*\b|\bconfirmation (?:turns|messages)\b",
        "it is said to act before confirming, and to spend messages on confirming",
    ),
    Pair(
        r"\bno (?:\w+ )?(?:fabrications?|inventions?)\b|\bfabricates? nothing\b",
        r"\bmade[- ]up\b|\binvent(?:s|ed)\b|\bfabricat(?:es|ed)\b(?! nothing)",
        "one sentence says that nothing is made up, another what is",
    ),
    Pair(
        r"\btier,? not a price\b",
        r"\b(?:higher|lower) price\b|\bcosts? (?:less|more)\b|\bpay(?:ing)? (?:less|more)\b",
        "cost is said to be a tier and no price, and prices are compared",
        "set",
    ),
    Pair(
        r"\b(?:stable|steady|steadier) (?:from )?run[- ]to[- ]run\b|\bstable results\b",
        r"\bchanges? from run to run\b|\bwhich traps (?:\w+ ){1,3}(?:changes?|moves?)\b",
        "its runs are said to be alike, and to differ",
    ),
    Pair(
        r"\bno composite\b|\bnot one score\b",
        r"\b(?:headline|overall) score\b",
        "there is said to be no composite score, and one is quoted",
        "set",
    ),
    Pair(
        r"\bnever folds? to pressure\b|\bfolds? to no pressure\b",
        r"\bskip the checks\b",
        "it is said never to fold to pressure, and to skip checks when it is pressed to",
    ),
)


@rule("opposites", "warning")
def opposites(context: Context) -> Iterator[Problem]:
    """Two sentences that cannot both stand."""
    for pair in OPPOSITES:
        ones = [*context.saying(pair.one)]
        for page, one, _, found in context.saying(pair.other):
            first = next(
                ((p, o) for p, o, *_ in ones if (p is page or pair.where == "set") and o is not one), None
            )  # fmt: skip
            if first is None:
                continue
            where = f"{first[0].file.path}:{first[0].file.place(first[1].claim.start)[0]}"
            yield page.problem("opposites", "warning", one, f"{pair.says} ({where})", start=found.start())


@rule("twice", "error")
def twice(context: Context) -> Iterator[Problem]:
    """A sentence that stands on a page twice."""
    for page in context.pages:
        seen: dict[str, int] = {}
        for one in page.claims:
            words = " ".join(re.findall(r"\w+", one.claim.source.casefold()))
            if len(words) < 30 or one.claim.kind == "row":
                continue
            line = page.file.place(one.claim.start)[0]
            if (before := seen.setdefault(words, line)) != line or _same_line(page, one, words):
                yield page.problem("twice", "error", one, f"this sentence stands in line {before} already")


def _same_line(page: Page, one: Resolved, words: str) -> bool:
    """Whether it is the second of two equal ones in one line."""
    first = next(
        each for each in page.claims if " ".join(re.findall(r"\w+", each.claim.source.casefold())) == words
    )  # fmt: skip
    return first is not one


_LEFT = (
    (r"≈\s*≈|~\s*~|%\s*%", "a sign stands twice"),
    (r"(?<=[\"”.])_(?=\s|$)", "a stray _ is left over from emphasis"),
    (r"\b(\w{3,})\s+\1\b(?!-)", "a word stands twice"),
    (r"\bnot for publication\b|\bTODO\b|\bTBD\b|\bXXX\b", "a note of the team is left in what is printed"),
)


@rule("leftover", "error")
def leftovers(context: Context) -> Iterator[Problem]:
    """Signs and notes that were left behind."""
    for page in context.pages:
        for one in page.claims:
            for pattern, says in _LEFT:
                if found := re.search(pattern, one.claim.text):
                    yield page.problem("leftover", "error", one, f"{says}: {found[0]!r}", start=found.start())
