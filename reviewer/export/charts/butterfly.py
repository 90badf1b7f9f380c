"""Two errors back to back: what was missed to the left, what was handed over for nothing to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.export.charts.plot import box, clipped, line, sign, words
from reviewer.export.charts.svg import Drawn, drawing, element

_NAMES, _HALF, _VALUE, _ROW, _TOP = 186.0, 270.0, 30.0, 23.0, 40.0
_LONGEST = 23


@dataclass(frozen=True, slots=True)
class Wing:
    """One side of a row: a share of 1, as it is shown, with its interval."""

    value: float
    shown: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One row."""

    name: str
    left: Wing
    right: Wing
    counted: bool
    title: str


def butterfly(title: str, left: str, right: str, rows: Sequence[Pair]) -> Drawn:
    """The chart; both sides have one scale, on which every interval fits."""
    wings = [wing for row in rows for wing in (row.left, row.right)]
    top = max((0.05, *(wing.value for wing in wings), *(wing.interval[1] for wing in wings if wing.interval)))
    middle = _NAMES + _VALUE + _HALF
    width, bottom = middle + _HALF + _VALUE, _TOP + _ROW * len(rows)
    parts = [
        words(middle - 10, 16, left, "head", "end"),
        words(middle + 10, 16, right, "head"),
        line(middle, _TOP - 14, middle, bottom, "edge"),
    ]
    for place, row in enumerate(rows):
        parts.append(_row(row, _TOP + place * _ROW, middle, _HALF / top))
    return drawing(width, bottom + 6, title, "chart butterfly", *parts)


def _row(row: Pair, y: float, middle: float, scale: float) -> Drawn:
    return element(
        "g",
        element("title", row.title),
        sign(8, y + 9, counted=row.counted),
        words(20, y + 13, clipped(row.name, _LONGEST)),
        *_wing(row.left, y, middle, -scale),
        *_wing(row.right, y, middle, scale),
    )


def _wing(wing: Wing, y: float, middle: float, scale: float) -> list[Drawn]:
    """A bar with its value behind it, and its interval as a thin line beneath."""
    side = -1 if scale < 0 else 1
    kind = "missed" if side < 0 else "over"
    end = middle + wing.value * scale
    parts = [box(min(middle, end), y + 2, abs(end - middle), 11, kind)]
    if wing.interval is not None:
        low, high = (middle + part * scale for part in wing.interval)
        parts.append(line(low, y + 16.5, high, y + 16.5, "whisker"))
    parts.append(words(end + 6 * side, y + 12, wing.shown, "amount", "end" if side < 0 else "start"))
    return parts
