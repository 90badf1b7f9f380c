"""The words of a search in their context: where in a text they stand, and a cut around them.

The full text holds no text of its own, so what its tokeniser matched is found again here in the raw text: words are
runs of letters and digits, or single characters where a script has no blanks between words (`tokens.py`), compared
without case and without accents. Long texts come in pieces and end where the
effort ends, so that ten megabytes never hold up a list of fifty hits.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reviewer.store.tokens import is_apart, set_apart
from reviewer.text.escapes import ESCAPE, unescaped

BEFORE = 48
"""Code points of context in front of a match."""

WIDTH = 200
"""Code points of a snippet, at most, without the two ellipses."""

_MARK = "\u0300"
_FEW = 64
_WORD = re.compile(rf"(?:[^\W_]{_MARK}*)+")


class _Fold(dict[int, str]):
    """Code point → the letter that a search compares, one to one so that offsets stay; an accent becomes a mark."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        apart = unicodedata.normalize("NFD", character)
        base, accents = apart[0], apart[1:]
        if is_apart(character):
            folded = character
        elif unicodedata.combining(base):
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
    """`text` as a search compares it, of the same length: an escape is its character and marks behind it."""
    if "\\u" in text:
        text = ESCAPE.sub(_in_place, text)
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


def _in_place(escape: re.Match[str]) -> str:
    character = unescaped(escape)
    return character if len(character) > 1 else character.ljust(len(escape[0]), _MARK)


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded."""
    return tuple(word.replace(_MARK, "") for word in _WORD.findall(set_apart(fold(text))))


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
        """The first word in small letters, with its accents and without, and as JSON escapes it."""
        plain = {*self.words[:1], *(word.lower() for word in _WORD.findall(set_apart(self.text))[:1])}
        return plain | {json.dumps(word)[1:-1] for word in plain}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The words with what may stand between them; whether they are whole is for `_whole` to say."""
        spelled = _spelled(self.words[0])
        for before, word in pairwise(self.words):
            between = "*" if is_apart(before) or is_apart(word) else "+"
            spelled += rf"{_MARK}*[\W_]{between}{_spelled(word)}"
        return re.compile(f"{spelled}{_MARK}*")

    def first(self, folded: str) -> int:
        """Where it first stands in a folded text, or -1."""
        return next((start for start, _ in self._places(folded, 0, len(folded))), -1)

    def spans(self, folded: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where it stands between two places of a folded text."""
        return list(self._places(folded, start, end))

    def _places(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        quick = "" if _MARK in folded else self.words[0]
        while True:
            if quick:  # much faster than the pattern where the word is rare
                start = folded.find(quick, start, end)
                found = self._pattern.match(folded, start, end) if start >= 0 else None
            else:
                found = self._pattern.search(folded, start, end)
                start = found.start() if found else -1
            if start < 0:
                return
            if found and self._whole(folded, *found.span(), end):
                yield found.span()
                start = found.end()
            else:
                start += 1

    def _whole(self, folded: str, start: int, end: int, limit: int) -> bool:
        """Whether no letter goes on with the first word or the last one; accents are part of their letter."""
        before = start - 1
        while before > 0 and folded[before] == _MARK:
            before -= 1
        if before >= 0 and _joins(folded[before]) and _joins(folded[start]):
            return False
        return self.prefix or end >= min(limit, len(folded)) or not (_joins(folded[end]) and _joins(self.words[-1]))


def _spelled(word: str) -> str:
    return f"{_MARK}*".join(map(re.escape, word))


def _joins(letters: str) -> bool:
    """Whether a letter, or a word, makes one word with the letters beside it."""
    return letters.isalnum() and not is_apart(letters)


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
