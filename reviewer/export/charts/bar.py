"""A figure on a line: where it lies, its interval, and what each run has. One chart for cards and for tables alike."""

from __future__ import annotations

from reviewer.export.charts.svg import Element, drawing, element

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
) -> Element:
    """The chart; all numbers are on the scale from `low` to `high`, and what lies beyond it is drawn at its end."""

    def at(number: float) -> float:
        share = (number - low) / (high - low) if high > low else 0.0
        return _EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * _EDGE)

    parts = [element("path", d=f"M{at(low):.2f} {_MIDDLE:g}H{at(high):.2f}", class_="axis")]
    parts += [_tick(at(low + (high - low) * quarter / 4)) for quarter in range(5)]
    if zero is not None:
        parts.append(element("path", d=f"M{at(zero):.2f} 4V{HEIGHT:g}", class_="zero"))
    if interval is not None:
        first, last = at(interval[0]), at(interval[1])
        band = {"x": first, "y": _MIDDLE - 4, "width": max(last - first, 1.0), "height": 8.0, "rx": 2.0}
        parts.append(element("rect", class_="interval", **band))
    parts += [element("circle", cx=at(run), cy=4.0, r=2.4, class_="run") for run in runs]
    x = at(value)
    diamond = f"M{x:.2f} {_MIDDLE - 6:g}L{x + 4.5:.2f} {_MIDDLE:g}L{x:.2f} {_MIDDLE + 6:g}L{x - 4.5:.2f} {_MIDDLE:g}Z"
    parts.append(element("path", d=diamond, class_="value"))
    return drawing(WIDTH, HEIGHT, title, "bar", *parts, told=told)


def _tick(x: float) -> Element:
    return element("path", d=f"M{x:.2f} {_MIDDLE - 2:g}V{_MIDDLE + 2:g}", class_="axis")
