"""A list of rows with a cursor, painted line by line: 100,000 rows open as fast as 10."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, Self

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reviewer.tui.widgets.looks import Painted
from reviewer.tui.widgets.scroll_bar import QuietScroll

_KEPT = 1_000
_MARKS = {"": (" ", ""), "cursor": ("▌", "accent"), "cursor-blurred": ("▌", "quiet")}
"""What stands in front of a row, by its ground."""

_BELOW, _NOTE = (-2, 0), (-2, 1)
"""In the place of row and line: below all rows, and where it is said that there is none."""

Piece = tuple[str, str]
"""Displayed text, already `visible`, and the name of its style: one of `looks`, or empty."""


class Lines(Painted, QuietScroll, can_focus=True, inherit_bindings=False):
    """Rows of equal height below a head that stays. What a row shows, subclasses say in `row`."""

    ALLOW_SELECT = False
    ROW_HEIGHT: ClassVar[int] = 1
    HEAD: ClassVar[int] = 0

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> Lines:
            """The list itself, so that `@on` can tell lists apart."""
            return self.lines

    class Chosen(Moved):
        """The row under the cursor was clicked once more."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.count = 0
        self.note = ""  # said where there is no row
        self.cursor = 0
        self._width = 0
        self._painted: dict[tuple[int, int, str], Strip] = {}
        self._codes: dict[tuple[str, str], str] = {}

    # What subclasses say.

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """The pieces of one line of a row."""
        raise NotImplementedError

    def head(self, line: int, width: int, /) -> Iterable[Piece]:
        """The pieces of one line of the head."""
        raise NotImplementedError

    def head_clicked(self, x: int) -> None:
        """The head was clicked, `x` cells from the left."""

    # Rows and the cursor.

    def resize_to(self, count: int, cursor: int = 0, same: int = 0) -> None:
        """There are now `count` rows, the first `same` of them as before, and the cursor stands on one of them."""
        before = self.count, self.cursor, self.scroll_offset
        self.count = count
        self.cursor = max(0, min(cursor, count - 1))
        self.set_height(count * self.ROW_HEIGHT + self.HEAD)
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
        self.keep_cursor_in_view()
        if same and self.scroll_offset == before[2]:
            self.forget(range(same, max(count, before[0])))
            self._refresh_rows(same, max(count, before[0]))
            for index in {before[1], self.cursor} if before[1] != self.cursor else ():
                self._refresh_rows(index, index + 1)
        else:
            self.refresh()
        self.post_message(self.Moved(self))

    @property
    def width(self) -> int:
        """The cells that a row has."""
        return self.scrollable_content_region.width

    @property
    def window(self) -> int:
        """How many whole rows are in view."""
        return max(1, (self.size.height - self.HEAD) // self.ROW_HEIGHT)

    def move(self, rows: int) -> None:
        """Move the cursor down, or up where `rows` is negative; it stops at either end."""
        self.move_to(self.cursor + rows)

    def move_page(self, pages: float) -> None:
        """Move the cursor and the view by so many pages."""
        rows = int(self.window * pages)
        self.scroll_to(y=self.scroll_offset.y + rows * self.ROW_HEIGHT, animate=False, immediate=True)
        self.move(rows)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row."""
        index = max(0, min(index, self.count - 1))
        if index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        self._refresh_row(before)
        self._refresh_row(index)
        self.keep_cursor_in_view()
        self.post_message(self.Moved(self))

    def keep_cursor_in_view(self) -> None:
        """Scroll as little as it takes."""
        top, height = self.cursor * self.ROW_HEIGHT, self.size.height - self.HEAD
        if height <= 0:
            return
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif top + self.ROW_HEIGHT > self.scroll_offset.y + height:
            self.scroll_to(y=top + self.ROW_HEIGHT - height, animate=False, immediate=True)

    def _refresh_row(self, index: int) -> None:
        self._refresh_rows(index, index + 1)

    def _refresh_rows(self, first: int, end: int) -> None:
        top = first * self.ROW_HEIGHT - self.scroll_offset.y + self.HEAD
        if end > first:
            self.refresh(Region(0, top, self.size.width, (end - first) * self.ROW_HEIGHT))

    # Drawing.

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint regions again, or all of it, of which nothing that was painted is good any more."""
        if not regions:
            self._painted.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def forget(self, rows: Iterable[int]) -> None:
        """These rows are painted anew when they come into view, or when that part of it is painted again."""
        gone = rows if isinstance(rows, range) else set(rows)
        self._painted = {key: strip for key, strip in self._painted.items() if key[0] not in gone}

    def notify_style_update(self) -> None:
        """The colours may be other ones now."""
        self._painted.clear()
        self._codes.clear()
        super().notify_style_update()

    def look(self, name: str, on: str = "") -> Style:
        """The style of that name as the terminal gets it: no filter need go through each line."""
        found = self._looks.get((name, on))
        if found is None:
            found = self._looks[name, on] = self._filtered(super().look(name, on))
        return found

    def _filtered(self, style: Style) -> Style:
        segments, background = [Segment("", style)], self.background_colors[1]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, background)
        return segments[0].style or style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the screen; what was painted for another width is forgotten."""
        self._measure()
        if any(self.styles.gutter) or crop.x or crop.right < self.width:
            return super().render_lines(crop)
        return [self.render_line(y) for y in crop.line_range]

    def _measure(self) -> None:
        if self._width != self.width or len(self._painted) > _KEPT:
            self._width = self.width
            self._painted.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        place = self._place(y)
        strip = self._painted.get(place)
        if strip is None:
            strip = self._strip(self._pieces(*place), place[2])
            if place[:2] != _NOTE:  # which may change
                self._painted[place] = strip
        return strip

    def written_lines(self, crop: Region) -> list[str]:
        """The same as the terminal gets them: to make a strip that is shown once takes longer than all the rest."""
        self._measure()
        system = self.app.console._color_system or ColorSystem.TRUECOLOR
        lines = []
        for y in crop.line_range:
            index, line, on = self._place(y)
            texts, room = [], self._width
            for text, style in self._pieces(index, line, on):
                if text:
                    texts.append(f"{self._code(style, on, system)}{text}")
                    room -= len(text) if text.isascii() else cell_len(text)
            if room < 0:
                lines.append(self.render_line(y).render(self.app.console))
            else:
                lines.append(f"{''.join(texts)}{self._code('', on, system)}{' ' * room}\x1b[0m")
        return lines

    def _code(self, style: str, on: str, system: ColorSystem) -> str:
        """What makes the terminal write in that style, whatever it wrote in before."""
        code = self._codes.get((style, on))
        if code is None:
            code = f"\x1b[0;{Strip.render_ansi(self.look(style, on), system)}m".replace(";m", "m")
            self._codes[style, on] = code
        return code

    def _place(self, y: int) -> tuple[int, int, str]:
        """Which line of which row stands there, of the head (-1) or of what is below all rows (-2), and on what."""
        if y < self.HEAD:
            return -1, y, "head"
        index, line = divmod(y - self.HEAD + self.scroll_offset.y, self.ROW_HEIGHT)
        if index >= self.count:
            return (*(_BELOW if self.count or y != self.HEAD + 1 else _NOTE), "")
        if index != self.cursor:
            return index, line, ""
        return index, line, "cursor" if self.has_focus else "cursor-blurred"

    def _pieces(self, index: int, line: int, on: str) -> Iterable[Piece]:
        if index == -1:
            return self.head(line, self._width)
        if index < 0:
            return [(f"  {self.note}", "quiet")] if (index, line) == _NOTE and self.note else ()
        return [_MARKS[on], *self.row(index, line, self._width - 1)]

    def _strip(self, pieces: Iterable[Piece], on: str) -> Strip:
        """The pieces on a ground; neighbours of one style become one segment, which all that follows is faster with."""
        segments, room = [], self._width
        for style, alike in groupby(pieces, itemgetter(1)):
            text = "".join([text for text, _ in alike])
            segments.append(Segment(text, self.look(style, on)))
            room -= len(text) if text.isascii() else cell_len(text)
        if room < 0:
            return Strip(segments, self._width - room).adjust_cell_length(self._width)
        if room:
            segments.append(Segment(" " * room, self.look(on)))
        return Strip(segments, self._width)

    # Events.

    def on_focus(self) -> None:
        """The cursor looks different."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor looks different."""
        self._refresh_row(self.cursor)

    def on_resize(self) -> None:
        """The row under the cursor stays in view."""
        self.keep_cursor_in_view()

    def on_click(self, event: events.Click) -> None:
        """A click goes to a row; on the row where the cursor is, it chooses."""
        event.stop()
        if event.y < self.HEAD:
            self.head_clicked(event.x)
            return
        index = (event.y - self.HEAD + self.scroll_offset.y) // self.ROW_HEIGHT
        if index >= self.count:
            return
        if index == self.cursor:
            self.post_message(self.Chosen(self))
        else:
            self.move_to(index)
