"""Arithmetic that a message writes out: "(349 - 155) × 2 = $388", and whether it comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_SIGNS: Final = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "$": "", "€": "", "£": ""})
_NOISE: Final = re.compile(r"\*\*|\\[()\[\] ]")
_TIMES: Final = re.compile(r"(?<=[0-9) ])x(?=[ 0-9(])|\\times")
_EQUATION: Final = re.compile(
    r"((?:[0-9(][-+*/()0-9., ]{2,80}+))= ?-? ?([0-9][0-9,]{0,11}(?:\.[0-9]{1,4})?)(?! ?[-+*/] ?[0-9(])"
)
_TOKEN: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[-+*/()]")
_MOST: Final = 40
"""So many equations of one message are read."""

_CENT: Final = 0.0051


class Equation(NamedTuple):
    """What an expression is made of, what it comes to, and what the message says that it comes to."""

    parts: tuple[float, ...]
    comes_to: float
    said: float

    @property
    def right(self) -> bool:
        """Whether it comes out, to the cent; a change may be said without its sign."""
        return abs(abs(self.comes_to) - self.said) <= _CENT


def equations(text: str) -> Iterator[Equation]:
    """The equations of a text, in order; what cannot be read as one is passed over."""
    if "=" not in text:
        return
    plain = _TIMES.sub("*", _NOISE.sub("", text)).translate(_SIGNS)
    for count, found in enumerate(_EQUATION.finditer(plain)):
        if count == _MOST:
            return
        tokens = _TOKEN.findall(found[1])
        try:
            value, rest = _sum(tokens, 0)
        except (ValueError, IndexError, ZeroDivisionError, RecursionError):
            continue
        parts = tuple(_number(token) for token in tokens if token[0].isdigit())
        if rest == len(tokens) and len(parts) > 1:
            yield Equation(parts, value, _number(found[2]))


def _number(token: str) -> float:
    return float(token.replace(",", ""))


def _sum(tokens: Sequence[str], at: int) -> tuple[float, int]:
    total, at = _product(tokens, at)
    while at < len(tokens) and tokens[at] in "+-":
        more, after = _product(tokens, at + 1)
        total, at = (total + more if tokens[at] == "+" else total - more), after
    return total, at


def _product(tokens: Sequence[str], at: int) -> tuple[float, int]:
    total, at = _one(tokens, at)
    while at < len(tokens) and tokens[at] in "*/":
        more, after = _one(tokens, at + 1)
        total, at = (total * more if tokens[at] == "*" else total / more), after
    return total, at


def _one(tokens: Sequence[str], at: int) -> tuple[float, int]:
    if tokens[at] != "(":
        return _number(tokens[at]), at + 1
    value, at = _sum(tokens, at + 1)
    if tokens[at] != ")":
        raise ValueError(tokens[at])
    return value, at + 1
