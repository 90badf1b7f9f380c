"""The only sanitiser. Transcript text is hostile: it reaches a terminal through `visible`, and through nothing else.

Characters that steer a terminal, hide, or turn text around are replaced by an escape that can be read and copied
(`\\x1b`, `\\u{202e}`), never deleted: for a reviewer the escape is evidence. Line feeds stay, a tab becomes spaces
where it is shown, joiners and variation selectors stay where they do what they are for. What is stored stays raw.
Which characters, and why: the control characters that Rich and Textual pass through, the bidirectional and zero-width
ones of "Trojan Source" (CVE-2021-42574), what Unicode draws as nothing at all (tag characters and stray variation
selectors carry whole hidden messages), and lone surrogates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_STEERING = "\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_TURNING = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSEEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
_UNSEEN_BEYOND = "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_HOSTILE = f"[{_STEERING}{_TURNING}{_UNSEEN}{_UNSEEN_BEYOND}]"

# Most text is clean, and most of it ASCII: two quicker looks that miss nothing, though the second suspects emoji too.
_HOSTILE_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_SUSPECT = f"[{_STEERING}{_TURNING}{_UNSEEN}\U00013430-\U000e0fff]"

# What may stay, judged by its neighbours. These are never escaped themselves, so a second pass changes nothing.
_EMOJI = "\u2194\u2195\u2600-\u27bf\u2b1b\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PICTURED = "#*0-9\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_AT_HOME = (
    f"(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"  # joins two emoji into one
    f"|(?<=[{_PICTURED}])[\ufe0e\ufe0f]"  # picks the picture or the letter form of the character before it
    f"|(?<=[{_IDEOGRAPHS}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # picks the form of an ideograph
)
TAB = "    "


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """These take some milliseconds each to compile, and many a start shows no text that needs them."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Shown:
    """Text as it is displayed, and the way back to the raw text that it shows.

    `shown` and `raw` are parallel: from `shown[i]` of the displayed text on, the raw text from `raw[i]` on is
    displayed, one to one, up to the next pair. Where the two pairs are not equally far apart, the stretch stands as a
    whole for what it shows: an escape for one raw character, a character for the escape in the raw text, inserted
    white space for nothing. Both are empty where nothing was changed.
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
            offset = min(offset, max(self.shown[i + 1] - self.shown[i] - 1, 0))
        return self.shown[i] + offset


def visible(text: str) -> str:
    """`text`, safe for any terminal: one line of code between what a model wrote and what a person sees."""
    if _clean(text):
        return text
    return _compiled(_HOSTILE).sub(lambda found: _escape(found, text), text)


def visible_line(text: str) -> str:
    """`visible` for places that have one line: line feeds are shown as ⏎."""
    return visible(text).replace("\n", "⏎")


def shown(text: str) -> Shown:
    """`visible(text)` with the map back to the raw offsets."""
    if _clean(text):
        return Shown(text)
    pieces: list[str] = []
    display: list[int] = [0]
    raw: list[int] = [0]
    end = width = 0
    for found in _compiled(_HOSTILE).finditer(text):
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
    """How many characters of `text` cannot be seen for what they are; tabs and carriage returns at line ends can be."""
    if _clean(text):
        return 0
    return sum(
        1
        for found in _compiled(_HOSTILE).finditer(text)
        if found[0] != "\t"
        and not (found[0] == "\r" and text[found.end() : found.end() + 1] == "\n")
        and _escape(found, text) != found[0]
    )


def _clean(text: str) -> bool:
    if text.isascii():
        return _HOSTILE_ASCII.search(text) is None
    return _compiled(_SUSPECT).search(text) is None or _compiled(_HOSTILE).search(text) is None


def _escape(found: re.Match[str], text: str) -> str:
    character = found[0]
    if character == "\t":
        return TAB
    if _compiled(_AT_HOME).match(text, found.start()):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:04x}}}"
