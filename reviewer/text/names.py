"""Names of people, from lists that are given: found in any case, over line ends, in identifiers, and in parts.

Nothing is guessed: a name that no list holds stays. A part that is a word of the language too ("Grant", "May") counts
only where it is written as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reviewer.text.folding import folded
from reviewer.text.found import Found

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONG: Final = re.compile(r"[^\W\d_]{7,}")
_JOINED: Final = re.compile(r"[\s._,'\u2019-]{0,3}")
_UNSPACED: Final = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TITLED: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|miss|dr|prof|hi|hello|hey|dear|thanks|thank you|sir|madam|good (?:day|morning|afternoon"
    r"|evening)|bye|goodbye|herr|frau|senor|senora|monsieur|madame|name is|i am|i'm|this is"
    r"|name\"?:)[ ,.\"]{1,3})$",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(r", $")
_AFTER_CALL: Final = re.compile(r"(?:['\u2019]s)?(?:[!?]|\.(?!\w)|\s{0,2}\Z)")
_ALONE: Final = re.compile(r"(?:\A|\n)\s{0,4}$")
_INITIAL: Final = re.compile(r"(?<![^\W_])[^\W\d_]\.[ ]?$")
_WORDS: Final = frozenset(
    "angel art baker bishop bond boone brook bush butler chance christian clover cole constance cooper crane croft"
    " crystal dale dawn dean drake drew duke faith falk finch ford fox frank gene glen grace grant harmony harp harrow"
    " hart heath hollis holly hunter iris ivy jack jasmine jewel joy justice kettle king knight lee lily marsh mason"
    " melody miller nelson nick norm parker pat pearl pike pope porter prince queen ray reed rob robin sage sky slade"
    " smith star stark stokes sunny taylor terry tuck turner vale van von wade walker ward warren waters wells wilk"
    " willow wolf".split()
)
"""Parts of names that are words too: names where they have a capital."""
_EVERYDAY: Final = frozenset(
    "all amber an april at august be bell bill black blue blunt bright brown by castle chase church clay close cook"
    " coral cross day do field fisher flower forest frost gale garden go gray green grey hall hardy he hill hope hunt"
    " if in it june lane long love major mark max may me merry mill moss my natural no noble north of olive on or page"
    " park peace pine pool price quick read red rich river rock rose ruby rusty sandy short snow so spring stone storm"
    " summer sweet to up us violet wall we west white will winter wise wood woods young".split()
)
"""Parts that sentences and product names are full of: names where somebody is spoken to, or has a title."""


class Names:
    """A list of names, ready to be found.

    Two spellings of a name are one value; so is a part of it, unless several names have it: then it is its own.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._whole: dict[str, list[tuple[str, ...]]] = {}
        self._values: dict[tuple[str, ...], str] = {}
        self._parts: dict[str, str] = {}
        self._unspaced: list[str] = []
        owners: dict[str, set[str]] = {}
        for name in names:
            plain = folded(name).casefold().strip()
            if _UNSPACED.search(plain):
                self._unspaced.append(plain)
                continue
            words = tuple(_LETTERS.findall(plain))
            if not words:
                continue
            value = " ".join(words)
            self._values.setdefault(tuple(sorted(words)), value)
            for shape in {words, words[1:] + words[:1]}:  # "Grant, Tobias" too
                if shape not in self._whole.setdefault(shape[0], []):
                    self._whole[shape[0]].append(shape)
            for word in words:
                if len(word) > 1:
                    owners.setdefault(word, set()).add(value)
        for shapes in self._whole.values():
            shapes.sort(key=len, reverse=True)
        for word, whose in owners.items():
            self._parts[word] = min(whose) if len(whose) == 1 else word
        self._first = self._whole.keys() | self._parts.keys()

    def __call__(self, text: str) -> Iterator[Found]:
        """The names in a text."""
        if self._unspaced:
            yield from self._unspaced_in(text)
        place = 0
        while match := _LETTERS.search(text, place):
            place = match.end()
            word = match[0].casefold()
            if word not in self._first:
                continue
            end, value = self._longest(text, match)
            if end:
                yield Found(match.start(), end, "name", value)
                place = end
            elif word in self._parts and _as_name(text, match.start(), word):
                before = _INITIAL.search(text, max(0, match.start() - 4), match.start())
                start = before.start() if before else match.start()
                yield Found(start, match.end(), "name", self._parts[word])

    def _longest(self, text: str, first: re.Match[str]) -> tuple[int, str]:
        """Where the longest whole name that begins with this word ends, and which it is; 0 where there is none."""
        for shape in self._whole.get(first[0].casefold(), ()):
            end = _follow(text, first.end(), shape[1:])
            if end and (len(shape) > 1 or _as_name(text, first.start(), shape[0])):
                return end, self._values[tuple(sorted(shape))]
        return 0, ""

    def _unspaced_in(self, text: str) -> Iterator[Found]:
        lower = text.casefold()
        if len(lower) != len(text):
            lower = text
        for name in self._unspaced:
            place = lower.find(name)
            while place >= 0:
                yield Found(place, place + len(name), "name", name)
                place = lower.find(name, place + len(name))


class Joined:
    """The same names with nothing between their parts, as in a login: `TobiasGrant87`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._values: dict[str, str] = {}
        for name in names:
            words = _LETTERS.findall(folded(name).casefold())
            if len(words) > 1 and sum(map(len, words)) > 6:
                for shape in (words, words[::-1]):
                    self._values.setdefault("".join(shape), " ".join(words))

    def __call__(self, text: str) -> Iterator[Found]:
        """The names in a text."""
        if self._values:
            for match in _LONG.finditer(text):
                if value := self._values.get(match[0].casefold()):
                    yield Found(match.start(), match.end(), "name", value)


def _follow(text: str, place: int, words: tuple[str, ...]) -> int:
    """Where these words end that should stand from `place` on; 0 where others do."""
    for word in words:
        joined = _JOINED.match(text, place)
        found = _LETTERS.match(text, joined.end() if joined else place)
        if found is None or found[0].casefold() != word:
            return 0
        place = found.end()
    return place


def _as_name(text: str, start: int, word: str) -> bool:
    """Whether one word is a name here."""
    if word not in _EVERYDAY and word not in _WORDS and len(word) > 2:
        return True
    if word not in _EVERYDAY or not text[start].isupper():
        return text[start].isupper()
    if _TITLED.search(text, max(0, start - 16), start):
        return True
    end = start + len(word)
    if _CALLED.search(text, max(0, start - 2), start):
        return _AFTER_CALL.match(text, end) is not None
    return text[end : end + 1] in (",", "!") and _ALONE.search(text, max(0, start - 5), start) is not None
