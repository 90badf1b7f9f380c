"""The words of a search in their context: where in a text they stand, and a cut around them.

The full text holds no text of its own, so what its tokeniser matched is found again here in the raw text: words are
runs of letters and digits, compared without case and without accents. Long texts come in pieces and end where the
effort ends, so that ten megabytes never hold up a list of fifty hits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

BEFORE = 48
"""Code points of context in front of a match."""

WIDTH = 200
"""Code points of a snippet, at most, without the two ellipses."""

_LETTER = r"[^\W_]"
_MARK = "\u0300"
_FEW = 64
_WORD = re.compile(rf"(?:{_LETTER}{_MARK}*)+")


class _Fold(dict[int, str]):
    """Code point → the letter that a search compares, one to one so that offsets stay; an accent becomes a mark."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        apart = unicodedata.normalize("NFD", character)
        base, accents = apart[0], apart[1:]
        if unicodedata.combining(base):
            folded = _MARK
        elif all(map(unicodedata.combining, accents)):
            folded = base.lower().replace("ς", "σ")  # which of the two stands depends on the neighbours
        else:
            folded = character
        self[code] = folded = folded if len(folded) == 1 else character
        return folded


_FOLD = _Fold()
_ASCII = bytes(range(128))


def fold(text: str) -> str:
    """`text` as a search compares it, of the same length."""
    lowered = text.lower()
    if text.isascii():
        return lowered
    if len(lowered) != len(text):  # a capital that has no single small letter
        return text.translate(_FOLD)
    beyond = set(lowered.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    accented = [character for character in beyond if _FOLD[ord(character)] != character]
    if len(accented) > _FEW:
        return lowered.translate(_FOLD)
    for character in accented:  # much faster than a look at each character
        lowered = lowered.replace(character, _FOLD[ord(character)])
    return lowered


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded."""
    return tuple(word.replace(_MARK, "") for word in _WORD.findall(fold(text)))


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other, as typed; the last one may be only the beginning of a word."""

    text: str
    prefix: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What is compared; empty where the text holds no letter and no digit."""
        return words(self.text)

    @cached_property
    def spellings(self) -> set[str]:
        """The first word in small letters, with its accents and without."""
        return {*self.words[:1], *(word.lower() for word in _WORD.findall(self.text)[:1])}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        spelled = (f"{_MARK}*".join(map(re.escape, word)) for word in self.words)
        end = "" if self.prefix else f"(?!{_MARK}*{_LETTER})"
        return re.compile(rf"(?<!{_LETTER})" + rf"{_MARK}*[\W_]+".join(spelled) + _MARK + "*" + end)

    def first(self, folded: str) -> int:
        """Where it first stands in a folded text, or -1."""
        if _MARK in folded:
            found = self._pattern.search(folded)
            return found.start() if found else -1
        place = folded.find(self.words[0])  # much faster than the pattern where the word is rare
        while place >= 0 and not self._pattern.match(folded, place):
            place = folded.find(self.words[0], place + 1)
        return place

    def spans(self, folded: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where it stands between two places of a folded text."""
        if _MARK in folded:
            return [found.span() for found in self._pattern.finditer(folded, start, end)]
        spans = []
        while (place := folded.find(self.words[0], start, end)) >= 0:
            found = self._pattern.match(folded, place, end)
            start = found.end() if found else place + 1
            if found:
                spans.append(found.span())
        return spans


@dataclass(frozen=True, slots=True)
class Snippet:
    """A raw piece of a text with an ellipsis where it is cut, and the spans of it that match."""

    text: str
    matches: tuple[tuple[int, int], ...] = ()


def snippet(pieces: Iterable[str], phrases: Iterable[Phrase]) -> Snippet | None:
    """The surroundings of the first match in overlapping pieces of one text; None where there is none."""
    wanted = list(phrases)
    for number, piece in enumerate(pieces):
        folded = fold(piece)
        places = [place for place in (phrase.first(folded) for phrase in wanted) if place >= 0]
        if places:
            return _cut(piece, folded, min(places), wanted, within=number > 0)
    return None


def beginning(text: str) -> Snippet:
    """The first words of a text, nothing marked."""
    return _cut(text, "", 0, (), within=False)


def _cut(piece: str, folded: str, place: int, wanted: Iterable[Phrase], *, within: bool) -> Snippet:
    start = max(0, place - BEFORE)
    if start:  # not within a word, if there is a space near
        start = next((space + 1 for space in range(start, min(start + 16, place)) if piece[space].isspace()), start)
    end = min(len(piece), start + WIDTH)
    if end < len(piece):
        end = next((space for space in range(end, max(end - 16, place + 1), -1) if piece[space].isspace()), end)
    before = "…" if start or within else ""
    after = "…" if end < len(piece) else ""
    shift = len(before) - start
    matches: list[tuple[int, int]] = []
    for first, last in sorted(span for phrase in wanted for span in phrase.spans(folded, start, end)):
        if matches and first + shift < matches[-1][1]:
            matches[-1] = (matches[-1][0], max(matches[-1][1], last + shift))
        else:
            matches.append((first + shift, last + shift))
    return Snippet(before + piece[start:end] + after, tuple(matches))
