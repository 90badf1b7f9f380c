"""JSON for reading: the tokens as they stand, on lines of their own or in one line.

The text is cut into tokens and never parsed, so that numbers keep their digits. Strings keep their escapes too, but for
characters that can be read: these are shown, with the way back to the escape. What is not JSON is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.text.escapes import is_json, read, readable
from reviewer.tui.stream.display import Composer

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<open>[{\[])|(?P<close>[}\]])|(?P<mark>[,:])|(?P<word>[^\s,:{}\[\]"]+)',
    re.DOTALL,
)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PLAIN = re.compile(r'"(?!(?:true|false|null|-?[\d.]+(?:[eE][+-]?\d+)?)")[^"\\\s·][^"\\\n·]*"')
_STYLES = {
    "name": "json-name",
    "string": "json-string",
    "word": "json-value",
    "open": "json-mark",
    "close": "json-mark",
    "mark": "json-mark",
}
_SHORT = 72
_DEEPEST = 64


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    start: int
    partner: int = -1
    """Of an opening bracket: the place of the closing one."""
    nested: bool = False
    """Of an opening bracket: there are brackets inside."""
    short: bool = False
    """Of an opening bracket: it and what is inside fit on a line, with nothing nested."""


def spread(raw: str, composer: Composer) -> bool:
    """Adds the JSON text with a line for each member, two spaces a level; False where it is no object or list."""
    if not is_json(raw):
        return False
    spread_piece(raw, 0, composer)
    return True


def spread_piece(raw: str, level: int, composer: Composer) -> None:
    """Adds a piece of such a text, that begins inside of so many brackets, as it stands in the whole."""
    tokens = _tokens(raw)
    place, line_due = 0, level > 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "close":
            level, line_due = level - 1, True
        if line_due:
            composer.mark("\n" * (place > 0) + "  " * min(level, _DEEPEST))
        line_due = token.text == "," or (token.kind == "open" and not token.short)
        if token.short:
            _one_line(composer, tokens, place, token.partner)
            place = token.partner
        else:
            _put(composer, token.text, token.start, _STYLES[token.kind])
            level += token.kind == "open"
            if token.text == ":":
                composer.mark(" ")
        place += 1


def levels(pieces: Sequence[str]) -> list[int] | None:
    """How many brackets are open where each piece of a JSON text begins; None where one begins inside a string."""
    found, level = [], 0
    for piece in pieces:
        found.append(level)
        rest = _STRING.sub("", piece)
        if '"' in rest:
            return None
        level += rest.count("{") + rest.count("[") - rest.count("}") - rest.count("]")
    return found


def inline(raw: str, composer: Composer) -> bool:
    """Adds the JSON text in one line, an object as `name value · name value`; False where it is no object or list."""
    if not is_json(raw):
        return False
    tokens = _tokens(raw)
    if tokens[0].text == "[":
        _one_line(composer, tokens, 0, len(tokens) - 1)
        return True
    place = 1
    while place < len(tokens) - 1:
        token = tokens[place]
        style = _STYLES[token.kind]
        if token.text == ",":
            composer.mark(" · ", "json-mark")
        elif token.text == ":":
            composer.mark(" ")
        elif token.kind == "name" or (token.kind == "string" and _PLAIN.fullmatch(read(token.text))):
            _put(composer, token.text[1:-1], token.start + 1, style)
        elif token.kind == "open":
            _one_line(composer, tokens, place, token.partner)
            place = token.partner
        else:
            _put(composer, token.text, token.start, style)
        place += 1
    if len(tokens) == 2:
        composer.raw(raw.strip(), raw.index("{"), "json-mark")
    return True


def _one_line(composer: Composer, tokens: list[_Token], first: int, last: int) -> None:
    for place in range(first, last + 1):
        token = tokens[place]
        _put(composer, token.text, token.start, _STYLES[token.kind])
        if token.kind == "mark":
            composer.mark(" ")


def _put(composer: Composer, text: str, start: int, style: str) -> None:
    """A token, or what is between its quotation marks."""
    place = 0
    if "\\u" in text:
        for first, end, character in readable(text):
            if first > place:
                composer.raw(text[place:first], start + place, style)
            composer.read(character, start + first, start + end, style)
            place = end
    if place < len(text) or not text:
        composer.raw(text[place:], start + place, style)


def _tokens(raw: str) -> list[_Token]:
    tokens = [_Token(found.lastgroup or "", found[0], found.start()) for found in _TOKEN.finditer(raw)]
    opened: list[_Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "open":
            if opened:
                opened[-1].nested = True
            opened.append(token)
        elif token.kind == "close":
            if not opened:  # in the piece before
                continue
            first = opened.pop()
            first.partner = place
            first.short = not first.nested and token.start - first.start < _SHORT
        elif token.kind == "mark" and token.text == ":" and tokens[place - 1].kind == "string":
            tokens[place - 1].kind = "name"
    return tokens
