"""Words in a text that holds them no longer letter by letter: where they stand nearly, and how nearly.

Distances are edits: a code point put in, taken out or exchanged. The column of the usual table is held in the bits of
two numbers (Myers 1999), so that a text is gone through once, whatever the length of the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

LEAST = 0.9
"""How near words have to be: at most one edit in ten code points."""

_MOST = 16
"""Places that are equally near, and whose surroundings are looked at."""


class Near(NamedTuple):
    """Where words stand nearly: `score` is 1 where they stand there to the letter, `around` counts what stands around
    them as it did."""

    score: float
    around: int
    start: int
    end: int


def nearest(words: str, text: str, prefix: str = "", suffix: str = "") -> Near | None:
    """The best place for `words` in a text, between `prefix` and `suffix` if that can be; None where none is near."""
    most = _allowed(len(words))
    if not words or _missing(words, text) > most:
        return None
    if words in text:
        return max(_occurrences(words, text, prefix, suffix), key=lambda near: (near.around, -near.start))
    distances = list(_distances(words, text))
    least = min(distances, default=most + 1)
    if least > most:
        return None
    ends = [end for end, distance in enumerate(distances, 1) if distance == least]
    ends.sort(key=lambda end: (-_alike(text[end : end + len(suffix)], suffix), end))
    found = []
    for end in ends[:_MOST]:
        start = _start(words, text, end, least)
        found.append(Near(1 - least / len(words), _around(text, start, end, prefix, suffix), start, end))
    return max(found, key=lambda near: (near.around, -abs(near.end - near.start - len(words)), -near.start))


def likeness(one: str, other: str) -> float:
    """1 for equal texts; at most `LEAST` apart it is exact, and 0 for all that is further apart."""
    longer = max(len(one), len(other))
    most = _allowed(longer)
    if one == other:
        return 1.0
    if abs(len(one) - len(other)) > most or max(_missing(one, other), _missing(other, one)) > most:
        return 0.0
    distance = longer
    for distance in _distances(one, other, whole=True):  # noqa: B007 - the last one counts
        pass
    return 1 - distance / longer if distance <= most else 0.0


def _allowed(length: int) -> int:
    return int(length * (1 - LEAST) + 1e-9)


def _missing(words: str, text: str) -> int:
    """How many code points of the words the text has not got: there are at least as many edits."""
    return (Counter(words) - Counter(text)).total()


def _distances(words: str, text: str, *, whole: bool = False) -> Iterator[int]:
    """The edits from `words` to the nearest piece of the text that ends at 1, 2, …; `whole`: that begins at 0 too."""
    full = (1 << len(words)) - 1
    top = full ^ (full >> 1)
    where: dict[str, int] = {}
    for place, character in enumerate(words):
        where[character] = where.get(character, 0) | 1 << place
    more, less, distance = full, 0, len(words)
    for character in text:
        equal = where.get(character, 0)
        diagonal = ((((equal & more) + more) ^ more) | equal) & full
        up, down = less | (full & ~(diagonal | more)), more & diagonal
        if up & top:
            distance += 1
        elif down & top:
            distance -= 1
        up, down = (up << 1 | whole) & full, (down << 1) & full
        across = equal | less
        more, less = down | (full & ~(across | up)), up & across
        yield distance


def _start(words: str, text: str, end: int, distance: int) -> int:
    """Where the piece that ends there begins: of equal ones, the one that is nearest in length."""
    length = len(words)
    piece = text[max(0, end - length - distance) : end][::-1]
    apart = enumerate(_distances(words[::-1], piece, whole=True), 1)
    return end - min((abs(long - length), long) for long, edits in apart if edits == distance)[1]


def _occurrences(words: str, text: str, prefix: str, suffix: str) -> Iterator[Near]:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        yield Near(1.0, _around(text, start, end, prefix, suffix), start, end)
        start = text.find(words, start + 1)


def _around(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    before = text[max(0, start - len(prefix)) : start]
    return _alike(before[::-1], prefix[::-1]) + _alike(text[end : end + len(suffix)], suffix)


def _alike(one: str, other: str) -> int:
    """How many code points they begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
