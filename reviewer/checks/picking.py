"""Which of the deeds that were laid before a customer an answer names, in so many words and without a plain yes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reviewer.checks.consent import SHALL_I, seeks_consent
from reviewer.checks.deeds import Deed
from reviewer.checks.proposing import names

_ALTERNATIVES: Final = re.compile(r"\bor\b[^.?!\n]{1,40}\?|\b(?:what|which)\b[^.?!\n]{0,20}\bprefer\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:no|not|never|nor|without|rather than|instead|only if|wait)\b|n['’]t\b", re.IGNORECASE
)
_FIRST: Final = re.compile(
    r"\W*(?:(?:then|so|well|just|please)\W+){0,2}(\w+)"
    r"(?=\W*$| ?[.!;\n]| (?:it|that|this|them|all|both|the|my|lines?|one|please|then)\b)"
)
"""A first word that orders something, and is no name of what follows ("Address: 5 High Street")."""

_SENTENCES: Final = re.compile(r"[^.!?;\n]++[.!?;\n]*+")


def picked(text: str, laid: Iterable[Deed], asked: str) -> list[Deed]:
    """The deeds that an answer names in so many words: one of those that were offered, or the one asked about.

    "The replacement, please", after "the replacement or the refund?", and "remove it", after "shall I?".
    """
    told = "".join(sentence for sentence in _SENTENCES.findall(text) if "?" not in sentence)
    if _DENIES.search(told):
        return []
    if _ALTERNATIVES.search(asked):
        return [deed for deed in laid if names(told, deed)]
    first = _FIRST.match(told)
    if first and SHALL_I.search(asked) and seeks_consent(asked):
        return [deed for deed in laid if names(first[1], deed)]
    return []
