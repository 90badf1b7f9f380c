"""The library's list of transcripts. It knows every key and reads rows only where it is looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from textual.message import Message

from reviewer.store.filters import READING_ORDER, Sort
from reviewer.store.rows import TranscriptRow
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.columns import Placed, place
from reviewer.tui.widgets.lines import Lines, Piece

Fetch = Callable[[Sequence[int]], list[TranscriptRow]]

_PAGE = 64
_PAGES = 64


class Table(Lines):
    """Transcripts, one a line, under a head with the columns' titles."""

    HEAD = 1

    class SortAsked(Message):
        """A column's title was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(self, fetch: Fetch, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.keys: array[int] = array("q")
        self.sort = READING_ORDER
        self._fetch = fetch
        self._pages: OrderedDict[int, list[TranscriptRow]] = OrderedDict()
        self._placed: list[Placed] = []
        self._placed_for = -1

    def show(self, keys: array[int], sort: Sort, cursor: int) -> None:
        """Show these transcripts, in this order."""
        self.keys, self.sort = keys, sort
        self._pages.clear()
        self._placed_for = -1
        self.resize_to(len(keys), cursor)

    def transcript(self, index: int) -> TranscriptRow:
        """The row of one transcript."""
        page, place = divmod(index, _PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self._fetch(self.keys[page * _PAGE : (page + 1) * _PAGE])
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return rows[place]

    @property
    def chosen(self) -> TranscriptRow | None:
        """The transcript under the cursor; None where the list is empty."""
        return self.transcript(self.cursor) if self.count else None

    def columns(self) -> list[Placed]:
        """The columns that there is room for now."""
        width = self.width - 1
        if width != self._placed_for:
            sample = [self.transcript(index) for index in range(min(_PAGE, self.count))]
            self._placed, self._placed_for = place(width, sample, self.sort.column), width
        return self._placed

    def head(self, _line: int, _width: int, /) -> Iterable[Piece]:
        """The titles, with an arrow at the column that the list is sorted by."""
        yield " ", ""
        end = 0
        for placed in self.columns():
            column = placed.column
            sorted_by = bool(column.sort) and column.sort == self.sort.column
            arrow = ("▼" if self.sort.descending else "▲") if sorted_by else ""
            title = column.title if len(column.title) + len(arrow) <= placed.width else column.short
            text = " " * (placed.start - end) + fit(title + arrow, placed.width, column.right)
            yield text, "accent" if sorted_by else ""
            end = placed.start + placed.width

    def row(self, index: int, _line: int, _width: int, /) -> Iterable[Piece]:
        """One transcript."""
        transcript = self.transcript(index)
        end = 0
        for placed in self.columns():
            text, style = placed.column.cell(transcript, placed.width)
            yield " " * (placed.start - end) + fit(text, placed.width, placed.column.right), style
            end = placed.start + placed.width

    def head_clicked(self, x: int) -> None:
        """Sort by the column under the mouse."""
        for placed in self.columns():
            if placed.start <= x - 1 <= placed.start + placed.width and placed.column.sort:
                self.post_message(self.SortAsked(placed.column.sort))
