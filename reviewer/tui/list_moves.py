"""The keys that move through a list: rows, pages, ends."""

from __future__ import annotations

from abc import abstractmethod

from reviewer.tui.widgets.lines import Lines


class ListMoves:
    """Actions of a screen that has a list, or several of which one is meant."""

    @property
    @abstractmethod
    def _list(self) -> Lines:
        """What is moved through."""

    def action_next_row(self) -> None:
        """Down one."""
        self._list.move(1)

    def action_previous_row(self) -> None:
        """Up one."""
        self._list.move(-1)

    def action_page_down(self) -> None:
        """Down a page."""
        self._list.move_page(1)

    def action_page_up(self) -> None:
        """Up a page."""
        self._list.move_page(-1)

    def action_half_page_down(self) -> None:
        """Down half a page."""
        self._list.move_page(0.5)

    def action_half_page_up(self) -> None:
        """Up half a page."""
        self._list.move_page(-0.5)

    def action_top(self) -> None:
        """To the first."""
        self._list.move_to(0)

    def action_bottom(self) -> None:
        """To the last."""
        self._list.move_to(self._list.count - 1)
