"""What makes a yes none: a word that denies it, a question that it stands in, and what takes it back."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"[.!?;:,\n–—…]| - |\b(?:but|so|and|then|just)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"(?:(?<!\bwhy )(?<!\bif )(?<!\bor )\b(?:not|never|nor|cannot)\b|n['’]t\b|\b(?:do|did|ca|wo)nt\b)"
    r"(?! (?:an? (?:problem|issue)|only|worry|mind|care|wait)\b)(?P<between>(?:\W+\w+){0,3}?)\W*$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:\W+(?:really|ever|yet|just|to|give|gave|you|say|said|saying|meant?|an?|my|the)\b)*\W*$", re.IGNORECASE
)
_SHORT = frozenset("yes yeah yea yep yup y".split())
_NEAR = 60
"""So far back is looked for a word that denies."""

_ASKED = re.compile(r"\s*\?|,? (?:to|for) (?:what|which|whom?)\b", re.IGNORECASE)
_ASKED_AT_ONCE = re.compile(r" (?:so )?(?:what|why|who)\b", re.IGNORECASE)
_BEGINS = r"(?:^|[.!?,;:…–—\n-]) *(?:(?:but|oh|ah|and|well|sorry|actually|wait|hmm*|no)\b\W*)*?"
_WAITS = re.compile(
    rf"{_BEGINS}\b(?:wait(?! for)|hang on|hold on(?! to)|stop(?=\W*$|[.!,])"
    r"|not (?:yet|now)|let me (?:first )?think|I(?:['’]m| am) not (?:yet )?sure(?: yet)?(?=\W*$))\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    rf"\bactually,? (?:no|not|don['’]?t|do not)\b"
    rf"|{_BEGINS}\bno(?=[^\w?]*$|[,.!;…–—]\W*(?:wait|stop|don['’]?t|do not|change|leave|keep|forget)\b)",
    re.IGNORECASE,
)


def denied(text: str, found: re.Match[str]) -> bool:
    """Whether a word before it in its clause makes a yes the opposite: "I don't agree", "I never said yes"."""
    before = _CLAUSE.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
    no = _DENIES.search(before)
    return no is not None and (found[0].casefold() not in _SHORT or _SAYS.match(no["between"]) is not None)


def only_asked(text: str, found: re.Match[str]) -> bool:
    """Whether a short yes is taken up in a question: "yes to what?", "ok what does that mean"."""
    if found[0].casefold() in _SHORT and _ASKED.match(text, found.end()):
        return True
    return _ASKED_AT_ONCE.match(text, found.end()) is not None


def put_off(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """Where somebody who said yes would rather wait."""
    return _WAITS.search(text, found.end())


def taken_back(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """Where somebody who said yes says no after all."""
    return _TAKES_BACK.search(text, found.end())
