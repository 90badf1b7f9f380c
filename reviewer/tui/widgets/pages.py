"""A screen over the screen for a long text to look something up in: the policy, the brief, the scores."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from reviewer.tui.stream.display import markdown
from reviewer.tui.stream.wrap import wrap


class LongText(ScrollView, can_focus=True):
    """A text, wrapped and scrolled, its headings bold; nothing in it is live."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-text--heading"}

    def __init__(self, raw: str) -> None:
        super().__init__()
        self._display = markdown(raw)
        self._rows = [(0, 0)]

    def on_resize(self) -> None:
        """Wraps anew."""
        width = max(self.scrollable_content_region.width, 8)
        self._rows = wrap(self._display.text, width)
        self.virtual_size = Size(width, len(self._rows))

    def render_line(self, y: int) -> Strip:
        """Paints one row."""
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        start, end = self._rows[row]
        style = self.rich_style
        if any(
            a <= start < b and name in ("markdown-heading", "markdown-strong") for a, b, name in self._display.spans
        ):
            style += self.get_component_rich_style("long-text--heading", partial=True)
        return Strip([Segment(self._display.text[start:end], style)]).adjust_cell_length(width, style)


class Page(ModalScreen[None]):
    """A long text with a title. The key that opened it closes it."""

    DEFAULT_CSS = """
    Page { align: center middle; }
    Page > Vertical { width: 100; max-width: 96%; height: 90%; }
    Page > Vertical { background: $surface; border: round $border; padding: 0 1; }
    Page #page-title { height: 1; text-style: bold; margin-bottom: 1; }
    Page LongText { height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    Page .long-text--heading { text-style: bold; }
    Page #page-foot { height: 1; color: $quiet; margin-top: 1; }
    """

    def __init__(self, title: str, raw: str, close_keys: tuple[str, ...]) -> None:
        super().__init__()
        self._title, self._raw = title, raw
        for key in ("escape", "q", "enter", *close_keys):
            self._bindings.bind(key, "dismiss", show=False)
        for key, action in (("j", "down"), ("k", "up"), ("space", "page_down"), ("b", "page_up")):
            self._bindings.bind(key, f"scroll('{action}')", show=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home,<", "scroll('home')", show=False),
        Binding("end,G,>", "scroll('end')", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Title, text, how to leave."""
        with Vertical():
            yield Static(Content(self._title), id="page-title", markup=False)
            yield LongText(self._raw)
            yield Static(Content("j k Space b   Esc close"), id="page-foot", markup=False)

    def on_mount(self) -> None:
        """The text takes the keys."""
        self.query_one(LongText).focus()

    def action_scroll(self, where: str) -> None:
        """Scrolls without moving slowly."""
        text = self.query_one(LongText)
        if where in ("home", "end"):
            text.scroll_to(y=0 if where == "home" else text.max_scroll_y, animate=False)
            return
        rows = {"down": 1, "up": -1}.get(where, (text.size.height - 1) * (1 if where == "page_down" else -1))
        text.scroll_to(y=text.scroll_offset.y + rows, animate=False)

    async def action_dismiss(self, result: None = None) -> None:
        """Closes."""
        self.dismiss(result)
