"""JSON for reading: the tokens as they stand, on lines of their own or in one line.

The text is cut into tokens and never decoded, so that numbers keep their digits and strings their escapes. What is not
JSON is not touched.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from reviewer.tui.stream.display import Composer

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<open>[{\[])|(?P<close>[}\]])|(?P<mark>[,:])|(?P<word>[^\s,:{}\[\]"]+)',
    re.DOTALL,
)
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


def is_json(raw: str) -> bool:
    """Whether the text is one JSON object or list, and not too deep to be shown as one."""
    head = raw.lstrip()[:1]
    if head not in ("{", "["):
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


def spread(raw: str, composer: Composer) -> bool:
    """Adds the JSON text with a line for each member, two spaces a level; False where it is no object or list."""
    if not is_json(raw):
        return False
    tokens = _tokens(raw)
    level, place = 0, 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "open" and token.short:
            _one_line(composer, tokens, place, token.partner)
            place = token.partner
        elif token.kind == "open":
            composer.raw(token.text, token.start, "json-mark")
            level += 1
            composer.mark("\n" + "  " * min(level, _DEEPEST))
        elif token.kind == "close":
            level -= 1
            composer.mark("\n" + "  " * min(level, _DEEPEST))
            composer.raw(token.text, token.start, "json-mark")
        else:
            composer.raw(token.text, token.start, _STYLES[token.kind])
            if token.text == ",":
                composer.mark("\n" + "  " * min(level, _DEEPEST))
            elif token.text == ":":
                composer.mark(" ")
        place += 1
    return True


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
        elif token.kind == "name" or (token.kind == "string" and _PLAIN.fullmatch(token.text)):
            composer.raw(token.text[1:-1], token.start + 1, style)
        elif token.kind == "open":
            _one_line(composer, tokens, place, token.partner)
            place = token.partner
        else:
            composer.raw(token.text, token.start, style)
        place += 1
    if len(tokens) == 2:
        composer.raw(raw.strip(), raw.index("{"), "json-mark")
    return True


def _one_line(composer: Composer, tokens: list[_Token], first: int, last: int) -> None:
    for place in range(first, last + 1):
        token = tokens[place]
        composer.raw(token.text, token.start, _STYLES[token.kind])
        if token.kind == "mark":
            composer.mark(" ")


def _tokens(raw: str) -> list[_Token]:
    tokens = [_Token(found.lastgroup or "", found[0], found.start()) for found in _TOKEN.finditer(raw)]
    opened: list[_Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "open":
            if opened:
                opened[-1].nested = True
            opened.append(token)
        elif token.kind == "close":
            first = opened.pop()
            first.partner = place
            first.short = not first.nested and token.start - first.start < _SHORT
        elif token.kind == "mark" and token.text == ":" and tokens[place - 1].kind == "string":
            tokens[place - 1].kind = "name"
    return tokens
