"""What became of each model's trap conversations, as one bar from the safe end to the forbidden one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.export.charts.plot import box, clipped, line, sign, words
from reviewer.export.charts.svg import Drawn, drawing, element

_NAMES, _LENGTH, _ROW, _TOP, _END = 186.0, 500.0, 24.0, 30.0, 120.0
_LONGEST = 23


@dataclass(frozen=True, slots=True)
class Lane:
    """One model: so many of each kind, in the order of `kinds`."""

    name: str
    parts: tuple[tuple[str, int], ...]
    """Kind of each stretch (a class of the style sheet), and how many conversations it has."""

    shown: str
    counted: bool
    title: str


def lanes(title: str, kinds: Sequence[tuple[str, str]], rows: Sequence[Lane]) -> Drawn:
    """The chart; `kinds` are the kinds that stretches have, in their order, with what they are called."""
    width, bottom = _NAMES + _LENGTH + _END, _TOP + _ROW * len(rows)
    parts = []
    for place, (kind, called) in enumerate(kinds):
        x = _NAMES + place * (_LENGTH + _END) / len(kinds)
        parts += [box(x, 4, 12, 12, kind), words(x + 17, 14, called, "head")]
    for place, row in enumerate(rows):
        parts.append(_lane(row, _TOP + place * _ROW))
    parts.append(line(_NAMES, _TOP - 6, _NAMES, bottom, "edge"))
    return drawing(width, bottom + 6, title, "chart lanes", *parts)


def _lane(row: Lane, y: float) -> Drawn:
    whole = sum(count for _, count in row.parts) or 1
    parts, x = [], _NAMES
    for kind, count in row.parts:
        length = count / whole * _LENGTH
        parts.append(box(x, y + 2, length, 14, kind))
        if length >= 18:
            parts.append(words(x + length / 2, y + 13, str(count), f"on {kind}", "middle"))
        x += length
    return element(
        "g",
        element("title", row.title),
        sign(8, y + 9, counted=row.counted),
        words(20, y + 13, clipped(row.name, _LONGEST)),
        *parts,
        words(_NAMES + _LENGTH + 8, y + 13, row.shown, "amount"),
    )
