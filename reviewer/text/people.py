"""Who speaks in a case: the people that its brief, its addresses and its user ids name, for redaction.

A brief says "Your name is Mei Kovacs", a buyer writes from mei.kovacs@…, a user id is mei_kovacs_8020. What is a word
of the briefs too is no name: "You are Gold Member" makes nobody of every member.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final
from unicodedata import combining, normalize

_NAME: Final = r"[^\W\d_a-z][^\W\d_]*(?:['\u2019-][^\W\d_]+)*"
_CALLED: Final = re.compile(
    rf"(?i:\b(?:your|my|their|his|her|customer(?:['\u2019]s)?) name is) ({_NAME}(?: {_NAME}){{0,3}})"
)
_ARE: Final = re.compile(rf"\b(?:[Yy]ou are|I am) ({_NAME}(?: {_NAME}){{1,3}})")
_ADDRESS: Final = re.compile(r"(?<![\w.+-])([A-Za-z][A-Za-z._-]{1,60})\d{0,4}@[\w-]+\.")
_ID: Final = re.compile(
    r"(?i:\b(?:user[ _]?id(?:[\W_]{1,5}is)?|you are)[\W_]{1,5})([a-z]{2,30}_[a-z]{2,30})_\d{2,}(?!\w)"
)
_WORD: Final = re.compile(r"(?<![\w@._'\u2019-])[a-z]{2,}(?![\w@_]|[.-]\w)")


def people(briefs: Sequence[str], addresses: Iterable[str] = (), known: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in these briefs and e-mail addresses, each once, in the order in which they are met.

    One that is part of a `known` name is no other person, also where an address spells it without its accents.
    """
    whole_names = [set(_plain(name).split()) for name in known]
    words = {word for brief in briefs for word in _WORD.findall(brief)}
    capital = {word.casefold() for brief in briefs for word in re.findall(_NAME, brief)}
    found: dict[str, None] = {}
    for pieces in _pieces(briefs, addresses):
        name = [*takewhile(lambda piece: piece.casefold() not in words, pieces)]
        sure = len(name) == len(pieces) > 1 or any(piece.casefold() in capital for piece in name)
        if name and sure and not any({_plain(piece) for piece in name} <= one for one in whole_names):
            found[" ".join(piece[0].upper() + piece[1:] for piece in name)] = None
    return tuple(found)


def _pieces(briefs: Sequence[str], addresses: Iterable[str]) -> Iterator[list[str]]:
    """Of each name its parts, as they are written."""
    for brief in briefs:
        for found in (*_CALLED.finditer(brief), *_ARE.finditer(brief)):
            yield found[1].split()
        for found in (*_ADDRESS.finditer(brief), *_ID.finditer(brief)):
            yield _parts(found[1])
    for address in addresses:
        for found in _ADDRESS.finditer(address):
            yield _parts(found[1])


def _plain(name: str) -> str:
    """Without accents and signs, small."""
    letters = (one for one in normalize("NFKD", name.casefold()) if not combining(one))
    return "".join(one if one.isalpha() else " " for one in letters)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[._-]+", name) if len(part) > 1]
