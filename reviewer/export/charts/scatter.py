"""Unsafe actions by cost tier: a column for each tier, a line for each number, every model with its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.export.charts.plot import clipped, line, sign, words
from reviewer.export.charts.svg import Drawn, drawing, element

_LEFT, _TOP, _COLUMN, _LINE, _PAD = 66.0, 34.0, 190.0, 17.0, 7.0
_LONGEST = 23


@dataclass(frozen=True, slots=True)
class Point:
    """One model; `title` says all that is known of it there."""

    name: str
    column: str
    value: float
    counted: bool
    title: str


def scatter(
    title: str, columns: Sequence[tuple[str, str]], bands: Sequence[tuple[str, float]], points: Sequence[Point]
) -> Drawn:
    """The chart, fewest at the top. `columns` are sign and name; `bands` are name and last number, the last without."""
    cells: dict[tuple[float, str], list[Point]] = defaultdict(list)
    for point in points:
        cells[point.value, point.column].append(point)
    most = max((point.value for point in points), default=0.0)
    values = sorted({point.value for point in points} | {float(value) for value in range(int(most) + 1)})
    width = _LEFT + _COLUMN * len(columns) + 6
    parts: list[Drawn] = [
        words(_LEFT + _COLUMN * place + 4, 14, f"{sign_} {name}".strip(), "head")
        for place, (sign_, name) in enumerate(columns)
    ]
    y, shade = _TOP, 0
    started = y
    for place, value in enumerate(values):
        deepest = max((len(cells[value, column]) for column, _ in columns), default=0)
        height = max(deepest, 1) * _LINE + _PAD
        parts.append(words(_LEFT - 12, y + 16, f"{value:g}", "label", "end"))
        for column_place, (column, _) in enumerate(columns):
            for depth, point in enumerate(cells[value, column]):
                parts.append(_point(_LEFT + _COLUMN * column_place + 10, y + 12 + depth * _LINE, point))
        y += height
        parts.append(line(_LEFT, y, width, y, "rule"))
        last = place + 1 == len(values)
        if last or (shade < len(bands) - 1 and values[place + 1] > bands[shade][1]):
            parts.append(_band(bands[shade][0], started, y))
            if not last:
                parts.append(line(0, y, width, y, "edge"))
            started, shade = y, shade + 1
            while not last and shade < len(bands) - 1 and values[place + 1] > bands[shade][1]:
                shade += 1
    parts.append(line(_LEFT, _TOP, width, _TOP, "rule"))
    return drawing(width, y + 6, title, "chart scatter", *parts)


def _point(x: float, y: float, point: Point) -> Drawn:
    return element(
        "g",
        element("title", point.title),
        sign(x, y, counted=point.counted),
        words(x + 11, y + 4, clipped(point.name, _LONGEST)),
    )


def _band(name: str, top: float, bottom: float) -> Drawn:
    """The name of a band, upright beside its lines."""
    middle = (top + bottom) / 2
    return element(
        "text", name, x=12, y=middle, class_="band", text_anchor="middle", transform=f"rotate(-90 12 {middle:g})"
    )
