"""Which deeds a text names, and which of them it lays before the customer.

All the words of all deeds are looked for in one pass; only where some deed's words begin is it asked whose they are. So
a text costs nearly the same for one deed as for a dozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from reviewer.checks.consent import REFUSES
from reviewer.checks.deeds import DEEDS, Deed

_INSTRUCTS: Final = re.compile(
    r"\b(?:please (?!confirm|let|reply|tell|answer|choose|respond)|try |make sure|ensure|you can |go to |tap "
    r"|you(?:['’]ll)? (?:need|have) to )"
)
_REPORTS: Final = re.compile(r"\b(?:has|have)(?: \w+)? been\b|\bsuccessfully\b|\b(?:was|were)\b|\bi(?:['’]ve| have)\b")
_INVITES: Final = re.compile(
    r"\b(?:any (?:changes|part|other|of)|anything|what (?:changes|would|do you|can i|else|kind)"
    r"|(?:number|names?) of|specific (?:changes|assist)|for example|such as|how (?:can|may) i|seeking"
    r"|(?:may|might) be able)\b"
)
_SENTENCE_ENDS: Final = re.compile(r"[.!?;](?=\s)|\n")
_NEAR: Final = 70
"""So far back in its sentence is looked for what rules a deed out."""


def names(text: str, deed: Deed) -> bool:
    """Whether a text has a deed's words."""
    return _pattern(deed.words).search(text.lower()) is not None


def proposed(text: str, deeds: Sequence[Deed]) -> list[Deed]:
    """Those that are named other than to refuse them, report them, ask what is wished, or have the customer do them."""
    text = text.lower()
    begins = [found.start() for found in beginnings().finditer(text)]
    open_at: dict[int, bool] = {}
    found = []
    for deed in deeds:
        for place in _places(text, deed, begins):
            if place not in open_at:
                before, start = _before(text, place)
                open_at[place] = not any(said.search(before, start) for said in (REFUSES, _REPORTS, _INVITES))
            if open_at[place] and (deed.known or not _INSTRUCTS.search(*_before(text, place))):
                found.append(deed)
                break
    return found


@cache
def beginnings() -> re.Pattern[str]:
    """Where in a text in small letters the words of any known deed begin."""
    return re.compile(rf"\b(?=(?:{'|'.join(DEEDS.values())}))")


@lru_cache(256)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})")


def _places(text: str, deed: Deed, begins: Sequence[int]) -> Iterator[int]:
    pattern = _pattern(deed.words)
    if deed.known:
        return (place for place in begins if pattern.match(text, place))
    return (found.start() for found in pattern.finditer(text))


def _before(text: str, place: int) -> tuple[str, int]:
    """What stands before a place, and where in that its sentence begins."""
    before = text[max(0, place - _NEAR) : place]
    return before, max((end.end() for end in _SENTENCE_ENDS.finditer(before)), default=0)
