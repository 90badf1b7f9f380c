"""Characters that JSON writes as `\\u00e9`, as most harnesses do with all that is not ASCII."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from reviewer.text.visible import visible

_HEX = "[0-9a-fA-F]"
_HIGH, _LOW = f"u([dD][89abAB]{_HEX}{{2}})", f"u([dD][c-fC-F]{_HEX}{{2}})"

ESCAPE = re.compile(rf"\\+(?:{_HIGH}\\+{_LOW}|u({_HEX}{{4}}))")
"""An escape wherever it stands, also in JSON within JSON."""

_IN_STRING = re.compile(rf"\\(?:{_HIGH}\\{_LOW}|u({_HEX}{{4}})|.)", re.DOTALL)
_KEPT = '"\\\n'


LONGEST = 12
"""Code points of an escape, at most."""


def escaped(text: str) -> str:
    """Characters as JSON escapes them, each one."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def unescaped(escape: re.Match[str]) -> str:
    """The character that an escape stands for; half of a character, and what ends a text, stay as they are."""
    high, low, plain = escape.groups()
    code = int(plain, 16) if plain else 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00
    return escape[0] if not code or 0xD800 <= code < 0xE000 else chr(code)


def readable(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a JSON text a character is escaped that can be shown as it is: from, to, and the character.

    What steers a terminal or hides, and what means something in JSON, stays the escape that it is.
    """
    for found in _IN_STRING.finditer(text):
        if found.lastindex:
            character = unescaped(found)
            if len(character) == 1 and character not in _KEPT and visible(character) == character:
                yield found.start(), found.end(), character


def is_json(text: str) -> bool:
    """Whether the text is one JSON object or list, and not too deep to be shown as one."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def legible(text: str) -> str:
    """A JSON object or list with the characters that can be read; other text as it is."""
    return read(text) if "\\u" in text and is_json(text) else text


def read(text: str) -> str:
    """A JSON text, or a piece of one, with the characters that can be read."""
    if "\\u" not in text:
        return text
    pieces: list[str] = []
    place = 0
    for start, end, character in readable(text):
        pieces += (text[place:start], character)
        place = end
    return "".join([*pieces, text[place:]])
