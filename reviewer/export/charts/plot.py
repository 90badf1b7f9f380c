"""What larger charts share: lines, boxes, words at a place, and the signs for who counted a number."""

from __future__ import annotations

from typing import Literal

from reviewer.export.charts.svg import Drawn, element, number
from reviewer.text.visible import visible_line

Anchor = Literal["start", "middle", "end"]

COUNTED, PUBLISHED = "counted here", "as published"
"""What a filled diamond and a ring stand for."""


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Drawn:
    """A straight line."""
    return element("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=kind)


def box(x: float, y: float, width: float, height: float, kind: str, *children: Drawn) -> Drawn:
    """A rectangle, with a title if it has one."""
    return element("rect", *children, x=x, y=y, width=max(width, 0.0), height=height, class_=kind)


def words(x: float, y: float, text: str, kind: str = "label", anchor: Anchor = "start") -> Drawn:
    """Words whose line stands at `y`."""
    return element("text", text, x=x, y=y, class_=kind, text_anchor=anchor)


def sign(x: float, y: float, *, counted: bool) -> Drawn:
    """A diamond for what was counted here, a ring for what was published."""
    if counted:
        points = ((x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y))
        d = "L".join(f"{number(one)} {number(other)}" for one, other in points)
        return element("path", d=f"M{d}Z", class_="counted")
    return element("circle", cx=x, cy=y, r=4.2, class_="published")


def clipped(text: str, longest: int) -> str:
    """A name that fits its place; an ellipsis says that something is missing."""
    text = visible_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
