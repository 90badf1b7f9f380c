"""Markdown in which hostile text is literal text: no link, image, HTML, heading, list, table or code comes out of it.

Holds for CommonMark, and for GitHub's tables, strikethrough and bare links; of an e-mail address GitHub makes a link to
write to it all the same, and redaction has taken those out.
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.text.visible import visible, visible_line

_ALWAYS: Final = r"[\\`*_\[\]<>&|~$@^{}]"
# What makes a link of bare words, an emoji of a name, or a heading of a number.
_BETWEEN: Final = r"\.(?=\w)|:(?=[A-Za-z+-][\w+-]*:)|(?<=/)/|/(?=/)|(?<![^\s(])#"
_SPECIAL: Final = re.compile(f"{_ALWAYS}|{_BETWEEN}")
_OPENING: Final = re.compile(r"(?P<number>[0-9]{1,9})(?P<mark>[.)])(?=\s|\Z)|(?P<sign>[-+=#:!])")
_TICKS: Final = re.compile(r"`+")
_PLACE: Final = re.compile(r"(?:(?:\.\./)*[A-Za-z0-9_][\w-]*(?:[./][\w-]+)*)?(?:#[A-Za-z][\w.-]*)?", re.ASCII)


def line(text: str) -> str:
    """A text within one line, as of a heading, a table's cell or a list's item: line feeds are shown as ⏎."""
    return _opened(visible_line(text.replace("\r\n", "\n")))


def lines(text: str) -> str:
    """A text as a paragraph that keeps its lines; an empty line is shown as a line without words."""
    shown = visible(text.replace("\r\n", "\n")).split("\n")
    return "\\\n".join(_opened(one) or "&#32;" for one in shown)


def fence(text: str, info: str = "") -> str:
    """A text as it is, in a fence that nothing in it can close; ends with a line feed."""
    shown = visible(text.replace("\r\n", "\n"))
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    if not re.fullmatch(r"[a-z0-9-]*", info):
        raise ValueError("the info of a fence is one plain word")
    return f"{ticks}{info}\n{shown}\n{ticks}\n"


def link(label: str, place: str) -> str:
    """A link to a place within the folder. Raises ValueError for any other."""
    if not place or not _PLACE.fullmatch(place):
        raise ValueError("a link leads to a place within the folder")
    return f"[{line(label)}]({place})"


def row(*cells: str) -> str:
    """One row of a table, of texts that are no Markdown yet."""
    return f"| {' | '.join(line(cell) for cell in cells)} |"


def _opened(text: str) -> str:
    """One line, escaped; what would open a block, and space that Markdown would drop, stands as a character."""
    inner = text.strip()
    before = text[: text.find(inner)] if inner else text
    after = text[len(before) + len(inner) :]
    opening = _OPENING.match(inner)
    if opening is None:
        made = _escaped(inner)
    elif opening["number"]:
        made = f"{opening['number']}\\{opening['mark']}{_escaped(inner[opening.end() :])}"
    else:
        made = f"\\{opening['sign']}{_escaped(inner[opening.end() :])}"
    return _spaces(before) + made + _spaces(after)


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(space)};" for space in text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
