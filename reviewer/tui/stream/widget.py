"""The message stream: what the person is at, what is folded, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.strip import Strip

from reviewer.model.reading import ROLES, Kind
from reviewer.tui.stream.display import Span
from reviewer.tui.stream.find import Match
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.paint import STYLES, Painter
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.view import PartsView

_FAR = 4_000


@dataclass(frozen=True, slots=True)
class Focus:
    """What the person is at: a message, or with `call` above 0 one of its calls."""

    message: int
    call: int = 0


class Stream(PartsView):
    """A transcript, message by message."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"stream--{name}" for name in STYLES}

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self.focused = Focus(1)
        self._painter = Painter(self)
        self._matches: dict[int, list[Match]] = {}
        self._match: Match | None = None

    def read(self, parts: Parts, message: int = 1) -> None:
        """Shows a transcript, from one of its messages on."""
        self.parts = parts
        self._matches, self._match = {}, None
        self.repaint()
        self.focused = Focus(min(max(message, 1), max(parts.count, 1)))
        self.top = (self._part_of_focus(), 0)
        if self.text_width:
            parts.measure(self.text_width)
            self.show_part(self._part_of_focus(), 0, context=True)
        self.moved()

    # ---- moving the focus

    def _part_of_focus(self) -> int:
        message, call = self.focused.message, self.focused.call
        if not self.parts.count:
            return 0
        return self.parts.part_of(message, Kind.CALL, call, 0) if call else self.parts.first_part(message)

    def go_to(self, message: int, call: int = 0) -> None:
        """Moves the focus to a message or a call, and the view only where that needs it."""
        if not self.parts.count:
            return
        before, self.focused = self.focused, Focus(min(max(message, 1), self.parts.count), call)
        part = self._part_of_focus()
        top = self.rows_from_top(part)
        if top is None or top < 0 or top + min(self.parts.exact(part), self.window) > self.window:
            self.show_part(part, 0, context=True)
        else:
            self._moved_within(before)

    def _moved_within(self, before: Focus, also: int | None = None) -> None:
        """Paints what the focus left and where it went (and one part more), and tells who listens."""
        part, row = self.top
        row = self.scroll_offset.y - row
        while row < self.scroll_offset.y + self.window and part < len(self.parts):
            height = self.parts.exact(part)
            if part == also or self._is_focused(part, before) != self._is_focused(part, self.focused):
                self.refresh_lines(row, height)
            row += height
            part += 1
        self.post_message(self.Moved())

    def page(self, pages: float) -> None:
        """Moves the view by pages, and the focus along; at an end the focus goes to the first or last message."""
        before = self.top
        step = max(1, round(self.window * abs(pages)) - (2 if abs(pages) >= 1 else 0))
        self.scroll_rows(step if pages > 0 else -step)
        if self.top != before:
            self.focus_follows()
        elif self.parts.count:
            self.focused = Focus(self.parts.count if pages > 0 else 1)
            self.moved()

    def focus_follows(self) -> None:
        """Moves the focus to the first message that begins in view, if the present one does not."""
        place = self.rows_from_top(self._part_of_focus())
        if place is not None and place >= 0:
            return
        outline = self.parts.outline
        part, row = self.top
        below = -row
        while below < self.window and part < len(self.parts):
            if below >= 0 and part == self.parts.first_part(outline.message[part]):
                break
            below += self.parts.exact(part)
            part += 1
        else:
            part = self.top[0]
        self.focused = Focus(outline.message[part])
        self.moved()

    def focus_stays(self) -> None:
        """Brings the focus back into a view that has become smaller."""
        if self.parts.width and self.parts.count and self.rows_from_top(self._part_of_focus()) is None:
            self.show_part(self._part_of_focus(), 0, context=True)

    def next_part(self, step: int, wanted: Kind | str) -> bool:
        """Moves the focus to the next (step 1) or previous (-1) part of a kind or a role; False where there is none."""
        outline = self.parts.outline
        part = self._part_of_focus()
        if self.focused.call or step < 0 or wanted is not Kind.CALL:  # a message that only calls begins with its call
            part += step
        while 0 <= part < len(outline):
            if isinstance(wanted, Kind):
                found = outline.kind[part] == wanted
            else:
                found = ROLES[outline.role[part]] == wanted and part == self.parts.first_part(outline.message[part])
            if found and outline.start[part] == 0:
                self.go_to(outline.message[part], outline.call[part] if outline.kind[part] == Kind.CALL else 0)
                return True
            part += step
        return False

    def refresh_texts(self) -> None:
        """Reads the messages again, after something about them was decided; the view stays."""
        self.parts.forget()
        self.lay_out()

    # ---- folding

    def fold(self, part: int | None = None) -> bool:
        """Folds or unfolds a part, or the first of the focused message that can; False where nothing can."""
        head = self._foldable_in_focus() if part is None else self.parts.head(part)
        if head is None:
            return False
        top_part, top_row = self.top
        inside = top_part in self.parts.field(head)
        self.parts.turn(head)
        self.repaint()
        self.show_part(head if inside else top_part, 0 if inside and top_part != head else top_row)
        return True

    def _foldable_in_focus(self) -> int | None:
        """The first part of the focused message or call, or else of its results, that can be folded."""
        outline, first = self.parts.outline, self._part_of_focus()
        for part in range(first, min(first + _FAR, len(self.parts))):
            ours = outline.message[part] == self.focused.message
            if not ours and outline.kind[part] != Kind.RESULT:
                return None
            if outline.start[part] == 0 and self.parts.layout(part).foldable:
                return part
        return None

    def fold_kinds(self, kinds: Sequence[Kind], *, unfold: bool) -> None:
        """Folds or unfolds all parts of some kinds."""
        self.parts.turn_kinds(kinds, unfold=unfold)
        self.repaint()
        place = self.rows_from_top(self._part_of_focus())
        self.show_part(self._part_of_focus(), 0, context=place != 0)

    # ---- matches

    def show_matches(self, matches: Sequence[Match], present: Match | None) -> None:
        """Marks what a search in the transcript found, and nothing else, and moves to the present one."""
        self._matches = {}
        self.add_matches(matches, present)

    def add_matches(self, matches: Sequence[Match], present: Match | None) -> None:
        """Marks more that was found; moves only where the present one is another."""
        for match in matches:
            self._matches.setdefault(match.part, []).append(match)
        self.repaint()
        self.refresh()
        if present is None or present != self._match:
            self.go_to_match(present)

    def go_to_match(self, match: Match | None) -> None:
        """Moves to one of the marked places; what is folded over it is unfolded."""
        before, earlier, self._match = self.focused, self._match, match
        if match is None:
            self.repaint()
            self.refresh()
            return
        parts, outline = self.parts, self.parts.outline
        unfolds = parts.folded(match.part) and not self._in_folded_rows(match)
        if unfolds:
            parts.turn(parts.head(match.part))
            self.repaint()
        layout = parts.layout(match.part)
        place, _ = _shown(layout, match)
        row = layout.gap + next((i for i, (_, end) in enumerate(layout.rows) if end > place), len(layout.rows) - 1)
        call = outline.call[match.part] if outline.kind[match.part] == Kind.CALL else 0
        self.focused = Focus(match.message, call)
        for part in {match.part, match.part if earlier is None else earlier.part}:
            self._painter.forget_part(part, parts.layout(part).height)
        top = self.rows_from_top(match.part)
        if unfolds or top is None or not 0 <= top + row < self.window - 1:
            self.show_part(match.part, row, context=True)
        else:
            self._moved_within(before, None if earlier is None else earlier.part)
            self.refresh_lines(self.scroll_offset.y + top, layout.height)

    def _in_folded_rows(self, match: Match) -> bool:
        if self.parts.outline.start[match.part]:
            return False
        layout = self.parts.layout(match.part)
        return _shown(layout, match)[1] <= layout.rows[-1][1]

    # ---- the mouse

    def on_click(self, event: events.Click) -> None:
        """Moves the focus to what is clicked; a click on what is folded away, or a double click, unfolds it."""
        if not self.parts.width or not len(self.parts):
            return
        part, row = self.parts.rows.at(event.y + self.scroll_offset.y)
        outline, layout = self.parts.outline, self.parts.layout(part)
        self.focused = Focus(outline.message[part], outline.call[part] if outline.kind[part] == Kind.CALL else 0)
        if (layout.more and row == layout.height - 1) or (event.chain == 2 and layout.foldable):
            self.fold(part)
        else:
            self.moved()

    # ---- painting

    def repaint(self) -> None:
        """Forgets what was painted."""
        self._painter.forget()

    def notify_style_update(self) -> None:
        """Forgets colours when the theme changes."""
        super().notify_style_update()
        self._painter.forget_styles()

    def render_line(self, y: int) -> Strip:
        """Paints one row of the view."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if not self.parts.width or row >= self.parts.rows.total:
            return Strip.blank(width, self.rich_style)
        part, row = self.parts.rows.at(row)
        layout = self.parts.layout(part)
        if row >= layout.height:
            return Strip.blank(width, self.rich_style)
        return self._painter.row(
            part, row, layout, self._is_focused(part, self.focused), self.number_cells, width, self._marks(part, layout)
        )

    def _is_focused(self, part: int, focused: Focus) -> bool:
        outline = self.parts.outline
        if outline.message[part] != focused.message:
            return False
        return not focused.call or (outline.kind[part] == Kind.CALL and outline.call[part] == focused.call)

    def _marks(self, part: int, layout: Layout) -> list[Span]:
        matches = self._matches.get(part, ())
        return [(*_shown(layout, found), "match-present" if found == self._match else "match") for found in matches]


def _shown(layout: Layout, match: Match) -> tuple[int, int]:
    """Where a match stands in what its part displays: the name of a call is displayed first, and as it is."""
    if match.in_name:
        return match.start, match.end
    shown = layout.display.shown
    return shown.shown_at(match.start), shown.shown_at(match.end - 1) + 1
