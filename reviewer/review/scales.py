"""What a judge's score could be instead: a value that its scale allows, as a person types it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isfinite

_RANGE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*(?:[-–]|\.\.|to)\s*(-?\d{1,9}(?:\.\d{1,9})?)")
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})")
_NAMES = re.compile(r"\s*[/|,]\s*")
_TRUTH = {"true": True, "false": False, "yes": True, "no": False}
_LONGEST = 60
"""Characters of a score in words, or of a list of names that a scale is told with."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that a score may have. What is allowed, in words, is `str` of it."""

    ends: tuple[float, float] | None = None
    number: bool = False
    truth: bool = False
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.ends:
            low, high = self.ends
            return f"a number from {low:g} to {high:g}"
        if self.names:
            return f"one of {', '.join(self.names)}"
        return "true or false" if self.truth else "a number" if self.number else f"at most {_LONGEST} characters"

    def read(self, text: str) -> object:
        """The value that was typed, as a score is stored. Raises ValueError for what the scale does not allow."""
        said = text.strip()
        if self.truth:
            if said.casefold() in _TRUTH:
                return _TRUTH[said.casefold()]
        elif self.ends or self.number:
            if _NUMBER.fullmatch(said) and self._within(float(said)):
                return int(said) if said.lstrip("-+").isdecimal() else float(said)
        elif self.names:
            if found := next((name for name in self.names if name.casefold() == said.casefold()), None):
                return found
        elif 0 < len(said) <= _LONGEST:
            return said
        raise ValueError(f"expected {self}")

    def _within(self, number: float) -> bool:
        return self.ends is None or self.ends[0] <= number <= self.ends[1]


def scale(said: str | None, value: str) -> Scale:
    """The scale of a score: as the source says it (`0-100`, `pass/fail`), else as its `value`, JSON text, is one."""
    told = (said or "").strip()
    if found := _RANGE.fullmatch(told):
        low, high = map(float, found.groups())
        if low < high:
            return Scale(ends=(low, high))
    try:
        present = json.loads(value)
    except ValueError:
        present = value
    if isinstance(present, bool):
        return Scale(truth=True)
    if isinstance(present, int | float) and isfinite(present):
        return Scale(number=True)
    names = tuple(filter(None, _NAMES.split(told)))
    return Scale(names=names if len(names) > 1 and len(told) <= _LONGEST else ())
