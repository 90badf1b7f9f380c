"""What a sentence counts as where neither a figure nor a citation stands behind it.

It is an opinion where its author says so, or where it holds no number and nothing that could be counted; it is the
page's method where it says how figures are made; else nothing supports it, and the page must not call that an opinion.
"""

from __future__ import annotations

import re
from typing import Literal

from reviewer.model.dossier import ClaimEntry, Support

Standing = Literal["computed", "cited", "opinion", "unsupported", "method"]

OPINION = re.compile(r"\b(?:we think|in our (?:view|opinion|reading)|opinion|we would)\b", re.IGNORECASE)
"""How an author says that a sentence is one."""

_METHOD = re.compile(
    r"(?:the |an? |each |every )?(?:figures?|numbers?|intervals?|rates?|transcripts? (?:is|are) synthetic"
    r"|models (?:stand|are ordered|are sorted) by)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"\bth(?:is|e) (?:report|page)\b|\bno (?:latency|composite)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\b95\s?%")
_NAME = re.compile(r"\{\{[^{}]*\}\}|(?<![\w.-])(?=[\w.-]*\d)[A-Za-z][\w.]*-[\w.-]*\w")
_COUNTABLE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|thirds?|quarters?|once|twice"
    r"|most|few|many|several|majority|never|always|every|each|all|no|none|nobody|nothing|not (?:one|once)"
    r"|more|less|fewer|better|worse|best|worst|strongest|weakest|cheaper|cheapest|than|tied?|ties|dominat\w+)\b",
    re.IGNORECASE,
)


def standing(claim: ClaimEntry) -> Standing:
    """What a page says of its support."""
    return stands(claim.support, claim.section, claim.text, claim.source)


def stands(support: Support, section: str, text: str, source: str) -> Standing:
    """The same of a claim that is in no dossier yet: `text` as it is printed, `source` as it was written."""
    if support != "opinion":
        return support
    if OPINION.search(text):
        return "opinion"
    said = _LEVEL.sub("", _NAME.sub("", source or text))  # digits of a name count nothing
    of_the_page = _METHOD.match(said) or _ITSELF.search(said) or section in ("header", "method")
    if of_the_page and not re.search(r"\d", said):
        return "method"
    return "unsupported" if _COUNTABLE.search(said) else "opinion"
