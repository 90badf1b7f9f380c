"""Elements of SVG. Text that is given is made safe; a `Drawn` is an element already and stands as it is."""

from __future__ import annotations

from reviewer.export.html_text import html_text


class Drawn(str):
    """Markup that was put together here."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | float) -> Drawn:
    """One element. `class_` stands for class, `_` within a name for a hyphen; coordinates get two decimals."""
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    inside = "".join(child if isinstance(child, Drawn) else html_text(child) for child in children)
    return Drawn(f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>")


def drawing(width: float, height: float, title: str, kind: str, *children: Drawn, told: bool = False) -> Drawn:
    """A picture with the title that a pointer shows; `told` where text beside it says the same to who cannot see it."""
    spoken = {"aria_hidden": "true"} if told else {"role": "img", "aria_label": title}
    box = {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    return element("svg", element("title", title), *children, class_=kind, **box, **spoken)


def number(value: float) -> str:
    """A coordinate, as short as it can be."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _value(value: str | float) -> str:
    return html_text(value) if isinstance(value, str) else number(value)
