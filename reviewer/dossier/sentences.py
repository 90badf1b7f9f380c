"""Where a sentence ends in a paragraph of prose.

A writer can predict it: a sentence ends at `.`, `!`, `?` or `…` when white space and then the beginning of another one
follow: a capital, a digit, a name with digits, an opening quote or bracket, or a sign such as an icon. It does not end
within quotes, brackets, code, a placeholder or a citation, nor after an abbreviation or an initial. Citations and ids
behind the full stop belong to the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.dossier.placeholders import CITATION

_NAMELESS = re.sub(r"\?P<\w+>", "?:", CITATION)
_WHOLE = re.compile(
    rf"""
      \{{\{{.{{0,400}}?\}}\}}                               # a placeholder
    | {_NAMELESS}
    | `[^`]{{0,400}}`                                     # code
    | (?<!\w)"(?=\S)[^"]{{0,2000}}"(?!\w)                 # words of somebody
    | “[^”]{{0,2000}}” | «[^»]{{0,2000}}» | „[^“”]{{0,2000}}[“”]
    | \([^()]{{0,2000}}\)                                 # an aside
    """,
    re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"[.!?…]+[\"”’»)\]*_]*")
_AFTER = re.compile(rf"(?:\s*(?:\{{#[^}}\s]{{0,80}}\}}|{_NAMELESS}))+", re.DOTALL)
_NAME = re.compile(r"[a-z]+[a-z.]*-[\w.-]*\d")
"""A model begins a sentence with a small letter: `gpt-5.5`."""

_WORD_BEFORE = re.compile(r"[\w.]+$")
_SHORT = frozenset(
    "e.g i.e cf vs ca approx mr mrs ms dr prof st no nos fig figs incl excl resp u.s u.k a.m p.m al ed eds vol p pp sec"
    " dept est inc ltd jr sr jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the white space around it."""
    start, place = _skip(text, 0), 0
    inside = [found.span() for found in _WHOLE.finditer(text)]
    index = 0
    for found in _END.finditer(text):
        while index < len(inside) and inside[index][1] <= found.start():
            index += 1
        if index < len(inside) and inside[index][0] <= found.start() < inside[index][1]:
            if found.start() < inside[index][1] - 2 or text[inside[index][1] - 1] not in '"”»“)':
                continue
            end = inside[index][1]  # the quote, or the aside, ends with the sentence
        else:
            end = found.end()
        if found.start() < place or not _ends(text, found.start(), end):
            continue
        if (after := _AFTER.match(text, end)) is not None:
            end = after.end()
        if end > start:
            yield start, end
        start, place = _skip(text, end), end
    end = len(text.rstrip())
    if start < end:
        yield start, end


def _ends(text: str, stop: int, end: int) -> bool:
    """Whether the signs from `stop` to `end` end a sentence."""
    if end >= len(text):
        return True
    if not text[end].isspace():
        return text.startswith("{#", end)
    rest = text[_skip(text, end) :][:40]
    if not rest or (rest[0].islower() and not _NAME.match(rest)) or rest[0] in ",;:)]}–—-/&+=%*|":
        return rest[:2] in ("**", "__") or not rest
    if text[stop] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, stop - 12), stop)
    written = before[0] if before else ""
    word = written.casefold()
    if word in ("no", "nos", "p", "pp", "fig", "figs", "sec", "vol"):
        return not rest[0].isdigit()
    return word not in _SHORT and not (len(word) == 1 and written.isupper() and word != "i")


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
