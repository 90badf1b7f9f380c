"""Text as the full text takes it in: every word that a person reads is a word there.

Where a script has no blanks between its words, each character is a token, and a word a phrase of them. What JSON writes
as `\\u00e9`, and JSON within JSON as `\\\\u00e9`, is the character.
"""

from __future__ import annotations

import re
from functools import cache

from reviewer.text.escapes import ESCAPE, unescaped

VERSION = 1
"""Of these rules; full text that was made by earlier ones is made anew. 0 took every text as it stood."""


def searchable(text: str) -> str:
    """What of a text is indexed, and what of a query is looked for."""
    if "\\u" in text:
        text = ESCAPE.sub(unescaped, text)
    return set_apart(text)


def set_apart(text: str) -> str:
    """The text with blanks around each character that is a token."""
    if text.isascii() or _others().search(text) is None:
        return text
    return "".join(f" {character} " if is_apart(character) else character for character in text)


def is_apart(character: str) -> bool:
    """Whether it is of a script without blanks: Thai to Burmese, Khmer, kana, ideographs and what comes after them.

    Hangul is among these: its blanks divide words with their particles.
    """
    return character >= "\u0e00" and not ("\u10a0" <= character < "\u1780" or "\u1800" <= character < "\u3005")


@cache
def _others() -> re.Pattern[str]:
    """Takes some milliseconds to compile, and twice as long without the complement; most starts never need it."""
    return re.compile("[^\0-\u0dff\u10a0-\u177f\u1800-\u3004]")
