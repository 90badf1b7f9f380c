"""Charts as SVG: to scale, with a title, and nothing in them but what was given."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.export.charts.bar import WIDTH, bar
from reviewer.export.charts.mark import mark
from reviewer.export.charts.svg import element
from tests.export.hostile import PIECES, hostile_left


def parsed(text: str) -> ET.Element:
    """The picture; raises where it is not well-formed."""
    return ET.fromstring(text)  # noqa: S314 - made by us a moment ago


def test_a_figure_lies_where_it_is() -> None:
    """Halfway for a half; the interval around it, a ring for each run, a line for zero."""
    picture = parsed(bar("half", 0.5, 0.0, 1.0, interval=(0.25, 0.75), runs=(0.0, 1.0), zero=0.0))
    found = {
        name: [one for one in picture if one.get("class") == name] for name in ("value", "interval", "run", "zero")
    }
    middle = WIDTH / 2
    assert (found["value"][0].get("d") or "").startswith(f"M{middle:g} ")
    (interval,) = found["interval"]
    left, width = float(interval.get("x") or 0), float(interval.get("width") or 0)
    assert left + width / 2 == pytest.approx(middle)
    assert [float(one.get("cx") or 0) for one in found["run"]] == pytest.approx([6, WIDTH - 6])
    assert len(found["zero"]) == 1


@given(*[st.floats(-10, 10)] * 3)
def test_nothing_is_drawn_outside(value: float, low: float, high: float) -> None:
    """Wherever the numbers lie."""
    picture = bar("x", value, low, high, interval=(low - 1, high + 1), runs=(value,))
    parsed(picture)
    for name in ("x", "cx"):
        for number in re.findall(rf' {name}="([^"]*)"', picture):
            assert 0 <= float(number) <= WIDTH


@pytest.mark.parametrize(("kind", "shape"), [("held", "circle"), ("fell", "path"), ("none", "path")])
def test_what_became_of_a_trap_is_a_shape(kind: str, shape: str) -> None:
    """Not a colour alone; and its title says it."""
    picture = parsed(mark(kind, f"{kind} in run 1"))  # type: ignore[arg-type]  # one of the three
    assert [one.text for one in picture if one.tag == "title"] == [f"{kind} in run 1"]
    assert [one.tag for one in picture if one.get("class") == kind] == [shape]


@given(PIECES)
def test_text_in_a_picture_is_text(text: str) -> None:
    """Between tags and in attributes."""
    made = element("title", text, id=text)
    assert not hostile_left(made)
    assert list(parsed(made)) == []
