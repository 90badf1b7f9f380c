"""A screen over the screen for a long text to look something up in: the policy, the brief, the scores."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from reviewer.tui.actions import bindings
from reviewer.tui.screen import Dialog
from reviewer.tui.stream.display import Display
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.long_text import LongText

_AROUND = 6
"""Lines of the page that are not the text: its edges, the title, the keys and what parts them."""


class Page(Dialog[None]):
    """A long text with a title. The key that opened it closes it too."""

    WHERE = "page"
    BINDINGS: ClassVar[list[BindingType]] = bindings("page")

    def __init__(self, title: str, display: Display, key: str) -> None:
        super().__init__()
        self._heading, self._display = title, display
        self._bindings.bind(key, "back", show=False)

    def compose(self) -> ComposeResult:
        """Title, text, how to move and to leave."""
        with Vertical(id="page"):
            yield Bar([(self._heading, "strong")])
            yield LongText(self._display)
            yield KeyBar("page")

    def on_mount(self) -> None:
        """The text takes the keys."""
        self._text.focus()

    def on_resize(self, event: events.Resize) -> None:
        """As high as the text, as long as there is room for it."""
        self._text.styles.max_height = max(3, event.size.height * 92 // 100 - _AROUND)

    @property
    def _text(self) -> LongText:
        return self.query_one(LongText)

    def action_line_down(self) -> None:
        """One line further."""
        self._text.scroll_by(1)

    def action_line_up(self) -> None:
        """One line back."""
        self._text.scroll_by(-1)

    def action_page_down(self) -> None:
        """A page further."""
        self._text.scroll_by(max(self._text.size.height - 1, 1))

    def action_page_up(self) -> None:
        """A page back."""
        self._text.scroll_by(-max(self._text.size.height - 1, 1))

    def action_top(self) -> None:
        """To the beginning."""
        self._text.scroll_by(-(10**9))

    def action_bottom(self) -> None:
        """To the end."""
        self._text.scroll_by(10**9)

    def action_back(self) -> None:
        """Back to the transcript."""
        self.dismiss(None)
