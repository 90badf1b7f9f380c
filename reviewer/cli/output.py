"""The only door to stdout and stderr: data to the one, narration to the other, and nothing that steers a terminal."""

from __future__ import annotations

import errno
import json
import math
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from reviewer.text.visible import visible, visible_line

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=True, allow_nan=False).encode
_STRONG = ("\x1b[1m", "\x1b[0m")
_ERASE = "\r\x1b[K"
REMARKS = "REMARKS"
"""A column of what nobody may overlook: it stays in every row."""

_NARROWEST = 10  # as much as "synthetic" needs, which stands first where it stands
_WIDEST = 60
"""Columns that a column of a pipe takes at most: one long cell is no reason to pad all rows."""

_GAP = "  "


class Strong(str):
    """A piece of a line that stands out in a terminal."""

    __slots__ = ()


def out(*pieces: str) -> None:
    """One or more lines of data. Where it comes from does not matter: nothing hostile passes."""
    _need_stdout()
    marks = _STRONG if any(isinstance(piece, Strong) for piece in pieces) and _coloured(sys.stdout) else ("", "")
    line = "".join(
        f"{marks[0]}{visible_line(piece)}{marks[1]}" if isinstance(piece, Strong) else visible(piece)
        for piece in pieces
    )
    click.echo(line)


def out_json(value: object) -> None:
    """Data for programs: sorted keys, ASCII, no NaN. An array has a line for each element."""
    _need_stdout()
    if isinstance(value, list):
        click.echo("[" + ",".join("\n" + _json(element) for element in value) + ("\n]" if value else "]"))
    else:
        click.echo(_json(value))


def out_json_each(values: Iterable[object]) -> None:
    """An array as `out_json` has it, each element as it comes: none is kept."""
    _need_stdout()
    none = True
    for value in values:
        click.echo(("[\n" if none else ",\n") + _json(value), nl=False)
        none = False
    click.echo("[]" if none else "\n]")


def _json(value: object) -> str:
    try:
        return _encode(value)
    except ValueError:
        return _encode(_strict(value))


def say(text: str) -> None:
    """One line of narration, on stderr."""
    click.echo(visible_line(text), err=True)


class Ticker:
    """A line on stderr that is written again and again, where stderr is a terminal; otherwise nothing."""

    def __init__(self) -> None:
        self._shown = False
        self._terminal = is_terminal(sys.stderr)

    def show(self, text: str) -> None:
        """Puts `text` in place of what stood there."""
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            click.echo(_ERASE + clipped(visible_line(text), width), err=True, nl=False)
            self._shown = True

    def clear(self) -> None:
        """Takes the line away."""
        if self._shown:
            click.echo(_ERASE, err=True, nl=False)
            self._shown = False


def table(
    head: Sequence[str], rows: Sequence[Sequence[str | int | None]], clip: Sequence[str] = (), leave: Sequence[str] = ()
) -> None:
    """Rows under a head, aligned, numbers to the right, empty columns left out.

    A pipe gets everything; a cell of more than 60 columns pushes the rest of its row aside, and no other row.
    In a terminal that is too narrow, columns give way: first those that say the same in all
    rows, then those of `leave` in that order, and those of `clip` are clipped; what is not shown is said on stderr.
    """
    _need_stdout()
    texts = [
        ["" if cell is None else visible_line(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row]
        for row in rows
    ]
    kept = [place for place in range(len(head)) if any(row[place] for row in texts)]
    right = {place for place in kept if all(isinstance(row[place], int | None) for row in rows)}
    heads = [visible_line(name) for name in head]  # the name of a run may be one of them
    widths = {place: max(cells(heads[place]), *(cells(row[place]) for row in texts)) for place in kept}
    if is_terminal(sys.stdout):
        places = {name: place for place, name in enumerate(head) if place in widths}
        _fit(
            widths, places, texts, [name for name in clip if name in places], [name for name in leave if name in places]
        )
        texts = [[clipped(text, widths.get(place, 0)) for place, text in enumerate(row)] for row in texts]
    else:
        widths = {place: min(width, max(_WIDEST, cells(heads[place]))) for place, width in widths.items()}
    for row in [heads, *texts]:
        line = [_aligned(row[place], width, to_the_right=place in right) for place, width in widths.items()]
        click.echo(_GAP.join(line).rstrip())


def cells(text: str) -> int:
    """How many columns of a terminal a visible line takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(character) else 1 + (east_asian_width(character) in "WF") for character in text)


def clipped(text: str, width: int) -> str:
    """A visible line in at most `width` columns; an ellipsis says that something is missing."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[: min(len(text) - 1, width)]
    return text + "…"


def _aligned(text: str, width: int, *, to_the_right: bool) -> str:
    blank = " " * (width - cells(text))
    return blank + text if to_the_right else text + blank


def _fit(
    widths: dict[int, int], places: dict[str, int], texts: list[list[str]], clip: list[str], leave: list[str]
) -> None:
    """Makes the columns of a table fit the terminal."""
    columns = shutil.get_terminal_size().columns

    def over(narrowest: int | None = None) -> int:
        clipped = {places[name] for name in clip}
        taken = (min(width, narrowest or width) if place in clipped else width for place, width in widths.items())
        return sum(taken) + len(_GAP) * (len(widths) - 1) - columns

    for name in clip:
        same = len(texts) > 1 and len({row[places[name]] for row in texts}) == 1
        if same and name != REMARKS and over() > 0:
            del widths[places[name]]
            say(f"{name.lower()} of all: {texts[0][places[name]]}")
    missing = []
    for name in leave:
        if over(_NARROWEST) > 0 and places[name] in widths:
            del widths[places[name]]
            missing.append(name.lower())
    if missing:
        say(f"not shown in so narrow a terminal: {', '.join(missing)}")
    while over() > 0:
        widest = max((places[name] for name in clip if places[name] in widths), key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            return
        widths[widest] -= 1


def is_terminal(stream: Any) -> bool:
    """Whether a person sits there. Python has None for a stream that was closed before it began."""
    return stream is not None and bool(stream.isatty())


def _coloured(stream: Any) -> bool:
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def _need_stdout() -> None:
    """Raises OSError where there is none: click would drop the data without a word."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "stdout is closed")


def _strict(value: object) -> object:
    """`value` without the numbers that JSON does not know: they become their names."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value).replace("nan", "NaN").replace("inf", "Infinity")
    if isinstance(value, dict):
        return {key: _strict(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(inner) for inner in value]
    return value
