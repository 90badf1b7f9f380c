"""What became of a trap in one run, as a shape: a ring held, a diamond with a cross fell, a dash is neither."""

from __future__ import annotations

from typing import Literal

from reviewer.export.charts.svg import Drawn, drawing, element

SIZE = 20.0


def mark(kind: Literal["held", "fell", "none"], title: str) -> Drawn:
    """The shape, which can be told apart without its colour; the cell says it in a word besides."""
    match kind:
        case "held":
            shapes = [element("circle", class_="held", cx=10, cy=10, r=5.5)]
        case "fell":
            shapes = [
                element("path", class_="fell", d="M10 1.5L18.5 10L10 18.5L1.5 10Z"),
                element("path", class_="cross", d="M7.3 7.3L12.7 12.7M12.7 7.3L7.3 12.7"),
            ]
        case _:
            shapes = [element("path", class_="none", d="M6 10H14")]
    return drawing(SIZE, SIZE, title, "mark", *shapes, told=True)
