"""Text as a search for personal data reads it: one spelling for each letter, nothing unseen in between, escapes undone.

Full-width digits, other scripts' digits, letters with marks, no-break spaces and long dashes become the plain ones;
a line that goes on behind spaces or a quotation's `>` goes on at once;
what cannot be seen (a zero-width space in a card number, the colour of a terminal) is left out; `\\u0040` of JSON,
`%40` of a URL and `&#64;` of HTML become what they stand for, however often they were escaped. It is never shown to
anybody: it exists to find stretches of the raw text, and knows where each of its characters comes from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reviewer.text.visible import visible

MASK: Final = "\ufffc"
"""Stands where something was redacted already: no pattern of a rule matches it."""

KINDS: Final = ("email", "phone", "card", "iban", "address", "key", "name", "ip", "date of birth", "id", "handle")
"""What is redacted, in the words of the placeholders."""

PLACEHOLDER: Final = re.compile(rf"\[(?:{'|'.join(KINDS)}) [0-9]{{1,5}}\]")

_COLOUR: Final = r"(?:[\x1b\x9b]|\\{1,9}(?:u001[bB]|x1[bB]|e|033))\[[0-9;:?]{0,24}[A-Za-z]|\x9b[0-9;:?]{0,24}[A-Za-z]"
_UNIT: Final = re.compile(
    rf"(?P<placeholder>{PLACEHOLDER.pattern})|(?P<colour>{_COLOUR})"
    r"|(?P<wrap>(?<!\\)(?:\\++r)?\\++n[ \t>]*|\r?\n[ \t>]+|\r\n)"
    r"|(?<!\\)\\++(?:u(?P<u>[0-9a-fA-F]{4})|x(?P<x>[0-9a-fA-F]{2})|(?P<c>[trbf/\"']))"
    r"|%(?P<percent>[2-7][0-9a-fA-F])|&(?:\#(?:x(?P<hex>[0-9a-fA-F]{1,6})|(?P<number>[0-9]{1,7}))"
    r"|(?P<entity>commat|period|quot|amp|nbsp|plus));"
    r"|(?P<other>[^\t\n\r -~])"
)
_PLAIN: Final = re.compile(r"[^\t\n -~]|[\\%&\[]|\n[ \t>]")
_LETTER: Final = {"t": "\t", "r": "\r", "b": "", "f": "", "/": "/", '"': '"', "'": "'"}
_ENTITY: Final = {"commat": "@", "period": ".", "quot": '"', "amp": "&", "nbsp": " ", "plus": "+"}
_ODD: Final = {"\u2212": "-", "\u3002": ".", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", MASK: " "}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the way back. `at` and `raw` are parallel; both are empty where nothing was changed."""

    text: str
    at: tuple[int, ...] = ()
    raw: tuple[int, ...] = ()

    def start(self, place: int) -> int:
        """Where in the raw text the character at `place` begins."""
        if not self.at:
            return place
        i = bisect_right(self.at, place) - 1
        if i + 1 < len(self.raw) and self.raw[i + 1] - self.raw[i] != self.at[i + 1] - self.at[i]:
            return self.raw[i]
        return self.raw[i] + place - self.at[i]

    def end(self, place: int) -> int:
        """Where in the raw text the character before `place` ends."""
        if not self.at:
            return place
        i = bisect_right(self.at, place - 1) - 1
        if i + 1 < len(self.raw) and self.raw[i + 1] - self.raw[i] != self.at[i + 1] - self.at[i]:
            return self.raw[i + 1]
        return self.raw[i] + place - self.at[i]


def fold(text: str) -> Folded:
    """`text` as the rules read it, with the map back to raw offsets."""
    if _PLAIN.search(text) is None:
        return Folded(text)
    pieces: list[str] = []
    at: list[int] = [0]
    raw: list[int] = [0]
    end = width = 0
    for found in _UNIT.finditer(text):
        became = _became(found)
        if became == found[0]:
            continue
        width += found.start() - end
        pieces += (text[end : found.start()], became)
        at.append(width)
        raw.append(found.start())
        width += len(became)
        end = found.end()
        at.append(width)
        raw.append(end)
    if not pieces:
        return Folded(text)
    pieces.append(text[end:])
    return Folded("".join(pieces), tuple(at), tuple(raw))


def folded(text: str) -> str:
    """`text` as the rules read it."""
    return fold(text).text


def _became(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "other":
            return _plain(found[0])
        case "placeholder":
            return MASK
        case "colour":
            return ""
        case "wrap":
            return "\n"
        case "u" | "x" | "hex" | "percent" as group:
            return _coded(int(found[group], 16))
        case "number":
            return _coded(int(found["number"]))
        case "c":
            return _LETTER[found["c"]]
        case _:
            return _ENTITY[found["entity"]]


def _coded(code: int) -> str:
    if code > 0x10FFFF:
        return " "
    character = chr(code)
    return character if character in "\t\n\r" or " " <= character <= "~" else _plain(character)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _ODD:
        return _ODD[character]
    if visible(character) != character:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    apart = unicodedata.normalize("NFKD", character)
    return "".join(_ODD.get(c, c) for c in apart if not "\u0300" <= c <= "\u036f" and visible(c) == c)
