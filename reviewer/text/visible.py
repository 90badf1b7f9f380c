"""The only sanitiser. Transcript text is hostile: it reaches a terminal through `visible`, and through nothing else.

Characters that steer a terminal, hide, or turn text around are replaced by an escape that can be read and copied
(`\\x1b`, `\\u{202e}`), never deleted: for a reviewer the escape is evidence. Line feeds stay, a tab becomes spaces where it is
shown, emoji joiners and variation selectors stay where they join an emoji. What is stored and exported as data stays raw.
Which characters, and why: the control characters that Rich and Textual pass through, the bidirectional and zero-width
ones of "Trojan Source" (CVE-2021-42574), tag characters, and lone surrogates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_HOSTILE_CLASS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_HOSTILE = re.compile(f"[{_HOSTILE_CLASS}]")
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_JOINER_IN_EMOJI = re.compile(f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])")
TAB = "    "


@dataclass(frozen=True, slots=True)
class Shown:
    """Text as it is displayed, and the way back to the raw text that it shows.

    `shown` and `raw` are parallel: from `shown[i]` of the displayed text on, the raw text from `raw[i]` on is displayed, one to
    one, up to the next pair. Where the two pairs are not equally far apart, the stretch stands as a whole for what it shows:
    an escape for one raw character, inserted white space for nothing. Both are empty where text is displayed as it is.
    """

    text: str
    shown: Sequence[int] = ()
    raw: Sequence[int] = ()

    def raw_at(self, place: int) -> int:
        """The raw offset that is displayed at `place`."""
        if not self.shown:
            return place
        i = bisect_right(self.shown, place) - 1
        offset = place - self.shown[i]
        if i + 1 < len(self.raw):
            offset = min(offset, max(self.raw[i + 1] - self.raw[i] - 1, 0))
        return self.raw[i] + offset

    def shown_at(self, place: int) -> int:
        """Where the raw offset `place` is displayed."""
        if not self.raw:
            return place
        i = bisect_right(self.raw, place) - 1
        offset = place - self.raw[i]
        if i + 1 < len(self.shown):
            offset = min(offset, self.shown[i + 1] - self.shown[i])
        return self.shown[i] + offset


def visible(text: str) -> str:
    """`text`, safe for any terminal: one line of code between what a model wrote and what a person sees."""
    if _HOSTILE.search(text) is None:
        return text
    return _HOSTILE.sub(lambda found: _escape(found, text), text)


def visible_line(text: str) -> str:
    """`visible` for places that have one line: line feeds are shown as ⏎."""
    return visible(text).replace("\n", "⏎")


def shown(text: str) -> Shown:
    """`visible(text)` with the map back to the raw offsets."""
    if _HOSTILE.search(text) is None:
        return Shown(text)
    pieces: list[str] = []
    display: list[int] = [0]
    raw: list[int] = [0]
    end = width = 0
    for found in _HOSTILE.finditer(text):
        escape = _escape(found, text)
        width += found.start() - end
        pieces += (text[end : found.start()], escape)
        display.append(width)
        raw.append(found.start())
        width += len(escape)
        end = found.end()
        display.append(width)
        raw.append(end)
    pieces.append(text[end:])
    return Shown("".join(pieces), tuple(display), tuple(raw))


def hidden(text: str) -> int:
    """How many characters of `text` cannot be seen for what they are (tabs and carriage returns at line ends do not count)."""
    return sum(
        1
        for found in _HOSTILE.finditer(text)
        if found[0] != "\t"
        and not (found[0] == "\r" and text[found.end() : found.end() + 1] == "\n")
        and _escape(found, text) != found[0]
    )


def _escape(found: re.Match[str], text: str) -> str:
    character = found[0]
    if character == "\t":
        return TAB
    if character == "\u200d" and _JOINER_IN_EMOJI.match(text, found.start()):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04x}}}"
