"""The templates, and the one way in which text reaches a page: made visible, then escaped.

Jinja2 is imported when the first page is made and not before: nothing else in the program needs it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from reviewer.export.charts.bar import bar
from reviewer.export.charts.mark import mark
from reviewer.export.charts.svg import Drawn
from reviewer.export.html_text import html_text
from reviewer.export.report.blocks import Bar, Mark, MarkKind

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

_TEMPLATES = "templates"


def template(name: str) -> Template:
    """A template of the package."""
    return _environment().get_template(name)


@cache
def style(*names: str) -> tuple[str, str]:
    """The style sheet that a page carries, and its hash: the page allows this one and no other."""
    place = files("reviewer.export") / _TEMPLATES
    text = "".join((place / name).read_text("utf-8") for name in names or ("report.css",))
    return text, "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def trusted(text: str) -> Markup:
    """Text that was put together here out of safe parts, as it stands."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - made of safe parts


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def drawn(one: object) -> Markup:
        if isinstance(one, Drawn):
            return trusted(one)
        raise TypeError("only what was drawn here is markup")

    def finalize(value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, str | int):
            return trusted(html_text(str(value)))
        raise TypeError(f"a page cannot print {value!r}")

    made = Environment(
        loader=PackageLoader("reviewer.export", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text, digest = style()
    filters: dict[str, Callable[..., Any]] = {
        "bar": lambda one, told: trusted(_bar(one, told)),
        "drawn": drawn,
        "mark": lambda one, title: trusted(mark(one.kind, title)),
    }
    made.filters.update(filters)
    kinds = {kind: Mark(kind) for kind in get_args(MarkKind)}
    made.globals.update(style=trusted(text), style_hash=digest, marks=kinds)
    return made


def _bar(one: Bar, told: bool) -> Drawn:
    return bar(one.title, one.value, one.low, one.high, interval=one.interval, runs=one.runs, zero=one.zero, told=told)
