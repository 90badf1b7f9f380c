"""A figure on a line: where it lies, its interval, and what each run has. One chart for cards and for tables alike."""

from __future__ import annotations

from reviewer.export.charts.svg import Drawn, drawing, element, number

WIDTH, HEIGHT = 200.0, 26.0
_EDGE, _MIDDLE = 6.0, 15.0


def bar(
    title: str,
    value: float,
    low: float,
    high: float,
    *,
    interval: tuple[float, float] | None = None,
    runs: tuple[float, ...] = (),
    zero: float | None = None,
    told: bool = False,
) -> Drawn:
    """The chart; all numbers are on the scale from `low` to `high`, and what lies beyond it is drawn at its end."""

    def at(place: float) -> float:
        share = (place - low) / (high - low) if high > low else 0.0
        return _EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * _EDGE)

    parts = [_path(f"M{number(at(low))} {_MIDDLE:g}H{number(at(high))}", "axis")]
    for quarter in range(5):
        tick = number(at(low + (high - low) * quarter / 4))
        parts.append(_path(f"M{tick} {_MIDDLE - 2:g}V{_MIDDLE + 2:g}", "axis"))
    if zero is not None:
        parts.append(_path(f"M{number(at(zero))} 4V{HEIGHT:g}", "zero"))
    if interval is not None:
        first, last = at(interval[0]), at(interval[1])
        size = {"x": first, "y": _MIDDLE - 4, "width": max(last - first, 1.0), "height": 8.0}
        parts.append(element("rect", class_="interval", rx=2, **size))
    parts += [element("circle", class_="run", cx=at(run), cy=4, r=2.4) for run in runs]
    x, up, down = at(value), _MIDDLE - 6, _MIDDLE + 6
    side = f"L{number(x + 4.5)} {_MIDDLE:g}L{number(x)} {down:g}L{number(x - 4.5)} {_MIDDLE:g}"
    parts.append(_path(f"M{number(x)} {up:g}{side}Z", "value"))
    return drawing(WIDTH, HEIGHT, title, "bar", *parts, told=told)


def _path(d: str, kind: str) -> Drawn:
    return element("path", d=d, class_=kind)
