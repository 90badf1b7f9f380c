"""Elements of SVG as text. What is given as text is escaped; what is an element already is not."""

from __future__ import annotations

from html import escape
from typing import NewType

Element = NewType("Element", str)
"""Text that is markup already."""


def element(name: str, *children: Element, **attributes: str | float | None) -> Element:
    """One element. `class_` stands for class, `_` within a name for a hyphen; an attribute that is None is left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return Element(f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>")


def words(text: str) -> Element:
    """Text between two tags."""
    return Element(escape(text, quote=False))


def drawing(width: float, height: float, title: str, kind: str, *children: Element, told: bool = False) -> Element:
    """A picture with the title that a pointer shows; `told` where text beside it says the same to who cannot see it."""
    name = element("title", words(title))
    box = f"0 0 {_text(width)} {_text(height)}"
    spoken = {"aria_hidden": "true"} if told else {"role": "img", "aria_label": title}
    return element("svg", name, *children, class_=kind, viewBox=box, width=width, height=height, **spoken)


def _text(value: str | float | None) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
