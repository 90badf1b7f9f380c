"""What narrows and orders the library's list: the filter line, and what it is sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from reviewer.store.filters import SORTABLE, Sort, parse
from reviewer.text.visible import visible_line
from reviewer.tui.library_reading import Reading
from reviewer.tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.widgets import Input

HINT = "words, or model: run: class: intent: status: tag: score:<0.5 is:left"
_READING = "reading order"
_TYPING = 0.06
"""Seconds that a person may type on before the list follows."""


class Narrowing(Reading):
    """The part of the library that says which transcripts are listed."""

    def __init__(self) -> None:
        super().__init__()
        self._filter_text = ""
        self._given = ""
        self._typing: Timer | None = None
        self._filter_input: Input | None = None

    @property
    def _input(self) -> Input:
        """Where the filter is typed. It comes after the first paint, which its import would hold up."""
        if self._filter_input is None:
            from reviewer.tui.widgets.entry import Entry

            self._filter_input = entry = Entry(placeholder=HINT, compact=True, select_on_focus=False, id="filter")
            entry.foot_keys = (("Enter", "to the list"), ("Esc", "leave"))
            line = self.query_one("#filter-line")
            line.add_class("-complete")
            line.mount(self._filter_input)
        return self._filter_input

    @property
    def filter_text(self) -> str:
        """The filter in force, as it was typed."""
        return self._filter_text.strip()

    def _complete(self) -> None:
        self._input.disabled = not self._total
        super()._complete()

    def action_filter(self) -> None:
        """Type a filter."""
        self._input.focus()

    def _set_filter(self, text: str) -> None:
        """Filter by this, which a name in it may make other than what can be shown and typed."""
        self._given = text
        self._input.value = text

    def on_input_changed(self) -> None:
        """The list follows the typing."""
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING, self._filter_now)

    def on_input_submitted(self) -> None:
        """The filter stands; on to the list, which by the next key is the filtered one."""
        if self._typing:
            self._typing.stop()
        self._filter_now()
        if self.program.has_store:
            self._find_now()
        self._table.focus()

    def _filter_now(self) -> None:
        typed = self._input.value
        text = self._given if visible_line(self._given) == typed else typed
        if text == self._filter_text:
            return
        self._filter_text = text
        self._filter = parse(self._filter_text)
        if self.program.has_store:
            self._ask_keys()

    def action_sort(self) -> None:
        """Choose what to sort by."""
        from reviewer.tui.choose import Choose, Option

        options = [Option(_READING, "0", "reading order", "suite, case, model, run")]
        options += [Option(name, letter, name) for name, letter in zip(SORTABLE, "mrcliseawnt", strict=True)]
        self.app.push_screen(Choose("Sort by", options, self._sort.column or _READING), self._sort_chosen)

    def _sort_chosen(self, name: str | None) -> None:
        if name is not None:
            self._sort_by("" if name == _READING else name)

    @on(Table.SortAsked)
    def _sort_asked(self, event: Table.SortAsked) -> None:
        self._sort_by(event.column)

    def _sort_by(self, column: str) -> None:
        """By this column; by the one that it is already sorted by, the other way round."""
        self._sort = Sort(column, bool(column) and column == self._sort.column and not self._sort.descending)
        if self.program.has_store:
            self._ask_keys()

    def action_reverse(self) -> None:
        """The other way round."""
        if self._sort.column:
            self._sort_by(self._sort.column)
