"""Calls by line and run: what each run did at the same place, and where they part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reviewer.store.compare import Comparison, Ran, tells
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece

if TYPE_CHECKING:
    from reviewer.model.plain import PlainCall

_TOOL, _NARROW_TOOL = 26, 18
_LEAST = 22
"""Cells of a run; where there is no room for all of them, some are shown, the chosen one among them."""

_MOST = 200
"""Characters of arguments that are shown: no cell is as wide."""

_BEFORE = 10
"""Characters before the first difference that are shown with it."""


class CallGrid(Lines):
    """A line for each place, a column for each run; one cell is chosen."""

    HEAD = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.compared: Comparison | None = None
        self.column = 0
        self.names: list[str] = []
        """Of the runs, already `visible`."""

    def show(self, compared: Comparison, names: list[str], column: int) -> None:
        """Show a comparison, from where its runs part."""
        self.compared, self.names, self.column = compared, names, column
        self.resize_to(len(compared.lines), compared.parts or 0)

    def choose(self, column: int) -> None:
        """Another run; it stops at the first and the last."""
        if self.compared is not None:
            self.column = max(0, min(column, len(self.compared.runs) - 1))
            self.refresh()
            self.post_message(self.Moved(self))

    @property
    def chosen(self) -> tuple[Ran, tuple[int, PlainCall] | None] | None:
        """The run of the chosen cell, and its call with its message; None where it has none there."""
        if self.compared is None or not self.compared.runs:
            return None
        ran = self.compared.runs[self.column]
        place = self.compared.lines[self.cursor].places[self.column] if self.compared.lines else None
        return ran, None if place is None else ran.calls[place]

    @property
    def shown(self) -> range:
        """The columns that there is room for."""
        all_of = len(self.compared.runs) if self.compared else 0
        many = max(1, min(all_of, (self.width - 1 - self._tool) // _LEAST))
        first = max(0, min(self.column - many // 2, all_of - many))
        return range(first, min(first + many, all_of))

    @property
    def _tool(self) -> int:
        return _TOOL if self.width >= 100 else _NARROW_TOOL

    def _widths(self, width: int) -> Iterator[tuple[int, int]]:
        shown, room = self.shown, width - self._tool
        for place, column in enumerate(shown):
            yield column, room * (place + 1) // len(shown) - room * place // len(shown)

    def head(self, line: int, width: int, /) -> Iterable[Piece]:
        """The runs, and below what became of them."""
        yield " " * (self._tool + 1), "head"
        for column, cells in self._widths(width - 1):
            ran = (self.compared.runs if self.compared else ())[column]
            if line == 0:
                chosen = column == self.column
                name = f"▌{self.names[column]}▐" if chosen else f" {self.names[column]}"
                yield fit(name, cells), "accent" if chosen else "head"
            else:
                text, style = _outcome(ran)
                yield fit(f" {text}", cells), style

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """The tool, and each run's call of it."""
        if self.compared is None:
            return
        line = self.compared.lines[index]
        kinds = (
            ran.calls[place][1].kind
            for ran, place in zip(self.compared.runs, line.places, strict=True)
            if place is not None
        )
        write = next(kinds) == "write"
        mark = "◆" if index == self.compared.parts else "·" if line.divergence else " "
        yield f"{mark} ", "accent"
        yield fit(("WRITE " if write else "") + visible_line(line.name), self._tool - 2), "strong" if write else ""
        said = {column: self._arguments(column, line.places[column]) for column in range(len(line.places))}
        before = next((text for text in said.values() if text is not None), None)
        first = next((column for column, text in said.items() if text is not None), 0)
        for column, cells in self._widths(width):
            chosen = column == self.column and index == self.cursor
            yield "▸" if chosen else " ", "accent"
            if line.places[column] is None:
                yield fit("hidden" if self.hides(index, column) else "—", cells - 1), "quiet"
            else:
                yield from self._cell(column, line.places[column], cells - 1, "" if column == first else before)

    def hides(self, index: int, column: int) -> bool:
        """Whether it is not told what a run did there, or whether it did anything."""
        if self.compared is None or not self.compared.lines:
            return False
        return self.compared.runs[column].withheld and tells(self.compared.lines[index], self.compared.runs)

    def _cell(self, column: int, place: int | None, cells: int, before: str | None) -> Iterator[Piece]:
        ran = (self.compared.runs if self.compared else ())[column]
        if place is None:
            return
        message, call = ran.calls[place]
        tags = len(ran.found.get(message, ()))
        marks = f"●{tags} " if tags else ""
        where = f"M{message}.c{call.ordinal} "
        yield where[:cells], "quiet"
        left = cells - len(where)
        if left > 0:
            yield marks[:left], "finding"
            left -= len(marks)
        text = self._arguments(column, place) or ""
        if before == text:
            yield fit("same", left), "quiet"
        else:
            shown = f"≠ {_difference(before, text)}" if before else text[:_MOST]
            yield fit(visible_line(shown), left), "warning" if before else ""

    def _arguments(self, column: int, place: int | None) -> str | None:
        if place is None or self.compared is None:
            return None
        return self.compared.runs[column].calls[place][1].arguments or "{}"


def _difference(one: str, other: str) -> str:
    """Of the other text what differs, with a little of what stands before it."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return other[:_MOST] if same <= _BEFORE else f"…{other[same - _BEFORE : same + _MOST]}"


def _outcome(ran: Ran) -> Piece:
    """What became of a run, and how many findings there are on it."""
    count = len({one.finding.id for found in ran.found.values() for one in found})
    tags = f" · {count} tag{'s' * (count != 1)}" if count else ""
    became = ran.outcome
    if became.hidden:
        return f"hidden until your verdict{tags}", "quiet"
    if not became.says:
        return f"not checked{tags}", "quiet"
    bad = became.says in ("fell", "wrong")
    says = became.says.upper() if bad else became.says
    return f"{says} · {became.by}{tags}", "error" if bad else "head"
