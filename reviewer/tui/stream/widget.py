"""The message stream: what the person is at, what is folded, what was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reviewer.model.reading import ROLES, Kind
from reviewer.tui.review.places import Stretch, part_field
from reviewer.tui.review.signs import Signs, raw_place
from reviewer.tui.stream.ahead import Ahead
from reviewer.tui.stream.display import Span
from reviewer.tui.stream.find import Match, Matches
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.marks import Marks, Words
from reviewer.tui.stream.paint import LABEL_CELLS, STYLES, Painter
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.view import PartsView, Place
from reviewer.tui.stream.wrap import width_of

_FAR = 4_000
_FEW_ROWS = 6
"""Painted ahead between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What the person is at: a message, or with `call` above 0 one of its calls."""

    message: int
    call: int = 0


class Stream(PartsView):
    """A transcript, message by message."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"stream--{name}" for name in STYLES}

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self.focused = Focus(1)
        self._painter = Painter(self)
        self._finding = Finding()
        self._match: Match | None = None
        self._values = Marks()
        self._signs = Signs()
        self._painter.sign = lambda part: self._signs.sign(self.parts, part)
        self.takes_key: Callable[[events.Key], bool] | None = None
        """Has the keys first, while words are selected; says whether a key was for it."""

        self._dragging: tuple[int, int] | None = None
        self._dragged = False
        self._ahead: Ahead | None = None

    def on_mount(self) -> None:
        """From now on there is time to work ahead."""
        self._ahead = Ahead(self, self._likely, self.follow)

    def read(self, parts: Parts, message: int = 1) -> None:
        """Shows a transcript, from one of its messages on."""
        self.parts = parts
        self._finding, self._match, self._values = Finding(), None, Marks()
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

    def _moved_within(self, before: Focus) -> None:
        """Paints what the focus left and where it went, and tells who listens."""
        below = 0
        for part, rows in self.in_view():
            if self._is_focused(part, before) != self._is_focused(part, self.focused):
                self.refresh_rows(below, len(rows))
            below += len(rows)
        self.tell()

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
        self.focused = self._focus_in(self.top)
        self.moved()

    def _focus_in(self, top: Place) -> Focus:
        """Where the focus goes when the view comes to begin there."""
        outline, focus, first = self.parts.outline, self._part_of_focus(), None
        for part, rows in self.in_view(top):
            if not rows.start and part == focus:
                return self.focused
            if first is None and not rows.start and part == self.parts.first_part(outline.message[part]):
                first = part
        return Focus(outline.message[top[0] if first is None else first]) if len(self.parts) else self.focused

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

    # ---- what is decided

    def show_signs(self, signs: Signs) -> None:
        """Has the signs of a transcript that is about to be read."""
        self._signs = signs

    def repaint_messages(self, numbers: Collection[int]) -> None:
        """Paints messages again whose signs or selected words have changed; the view stays."""
        if not numbers or not self.parts.width:  # before the first layout there is nothing to paint again
            return
        message = self.parts.outline.message
        self._painter.forget_parts(lambda part: message[part] in numbers)
        below = 0
        for part, rows in self.in_view():
            if message[part] in numbers:
                self.refresh_rows(below, len(rows))
            below += len(rows)

    def part_of_field(self, message: int, field: str, place: int) -> int | None:
        """The part that shows a code point of a field, as a citation names it."""
        kind = {"text": Kind.TEXT, "reasoning": Kind.REASONING}.get(field, Kind.CALL)
        first = self.parts.first_part(message)
        if kind is Kind.TEXT and self.parts.outline.kind[first] == Kind.RESULT:
            kind = Kind.RESULT
        call = int(field.partition(".")[0][1:]) if kind is Kind.CALL else 0
        found = self.parts.part_of(message, kind, call, place)
        return found if part_field(self.parts.outline, found) == field else None

    def keep_in_view(self, part: int, place: int) -> None:
        """Moves the view, where that needs it, to a code point of the field that a part is of; unfolds it."""
        start = place - self.parts.outline.start[part]
        self.show_stretch(Match(part, start, start + 1), self.focused)

    def match_stretch(self) -> Stretch | None:
        """Where the present match stands; None for none, and for one in the name of a call."""
        match = self._match
        if match is None or match.in_name:
            return None
        outline, first = self.parts.outline, self.parts.outline.start[match.part]
        name = part_field(outline, match.part)
        return Stretch(outline.message[match.part], name, first + match.start, first + match.end)

    def make_room(self, rows: int) -> bool:
        """Something is about to lie over so many rows: whether it should be the upper ones, for the focus to be seen.

        Moves the view where neither the upper nor the lower ones will do.
        """
        part = self._part_of_focus()
        first = self.rows_from_top(part) if self.parts.width and self.parts.count else None
        if first is None:
            return False
        height = min(self.parts.exact(part), 2)
        if first >= 0 and first + height <= self.window - rows:
            return False
        if first >= rows:
            return True
        self.scroll_rows(first)
        return (self.rows_from_top(part) or 0) >= rows

    async def _on_key(self, event: events.Key) -> None:
        takes_key = self.takes_key
        if takes_key is not None and takes_key(event):
            event.stop()

    # ---- marked values

    def show_marks(self, marks: Marks) -> None:
        """Marks the values that nothing holds up; the view stays."""
        self._values = marks
        self.repaint()
        self.refresh_rows(0, self.window)

    def go_to_source(self, source: Words | None) -> None:
        """Marks the words that a value comes from, and moves there; None takes the mark away."""
        self._values.source = source
        self.repaint()
        if source is None:
            self.refresh_rows(0, self.window)
            return
        outline = self.parts.outline
        kind = Kind(outline.kind[self.parts.first_part(source.message)])
        if kind is Kind.REASONING:
            kind = Kind.TEXT
        part = self.parts.part_of(source.message, kind, 0, source.start)
        start = source.start - outline.start[part]
        self.show_stretch(Match(part, start, start + 1), Focus(source.message))

    # ---- matches

    def show_matches(self, finding: Finding) -> None:
        """Marks what a search in the transcript found, and nothing else, and moves to the present one."""
        self._finding, self._match = finding, None
        self.repaint()
        self.refresh_rows(0, self.window)
        self.go_to_match(finding.present)

    def add_matches(self, more: Matches) -> None:
        """Marks more that the search found; moves only where the present one is another."""
        for part, _ in self.in_view():
            if more.in_part(part):
                self.refresh_rows(0, self.window)
                break
        self._painter.forget_marked(more)
        if self._finding.present != self._match:
            self.go_to_match(self._finding.present)
        else:
            self.tell()

    def go_to_match(self, match: Match | None) -> None:
        """Moves to one of the marked places; what is folded over it is unfolded."""
        earlier, self._match = self._match, match
        marked = [self._forget_mark(place) for place in (earlier, match) if place is not None]
        if match is None:
            self.refresh_rows(0, self.window)
            return
        self.show_stretch(match, self._focus_at(match.part))
        for part, rows in marked:
            begins = self.rows_from_top(part)
            if begins is not None:
                self.refresh_rows(begins + rows.start, len(rows))

    def show_stretch(self, place: Match, focus: Focus) -> None:
        """Moves the focus and, where that needs it, the view to a place in a part; what is folded over it unfolds."""
        parts, before = self.parts, self.focused
        unfolds = parts.folded(place.part) and not self._in_folded_rows(place)
        if unfolds:
            parts.turn(parts.head(place.part))
        row = self._rows_of(place).start
        self.focused = focus
        top = self.rows_from_top(place.part)
        if unfolds or top is None or not 0 <= top + row < self.window - 1:
            self.show_part(place.part, row, context=True)
        else:
            self._moved_within(before)

    def _focus_at(self, part: int) -> Focus:
        outline = self.parts.outline
        return Focus(outline.message[part], outline.call[part] if outline.kind[part] == Kind.CALL else 0)

    def _forget_mark(self, match: Match) -> tuple[int, range]:
        rows = self._rows_of(match)
        self._painter.forget_rows(match.part, rows)
        return match.part, rows

    def _rows_of(self, match: Match) -> range:
        """The rows of its part, as it is folded now, on which a match stands."""
        layout = self.parts.layout(match.part)
        start, end = _shown(layout, match)
        last = len(layout.rows) - 1
        first = min(bisect_right(layout.rows, start, key=itemgetter(1)), last)
        return range(layout.gap + first, layout.gap + min(bisect_left(layout.rows, end, key=itemgetter(1)), last) + 1)

    def _in_folded_rows(self, match: Match) -> bool:
        if self.parts.outline.start[match.part]:
            return False
        layout = self.parts.layout(match.part)
        return _shown(layout, match)[1] <= layout.rows[-1][1]

    # ---- the mouse

    class Dragged(Message):
        """The mouse was drawn over words: the part and the code points of its field where it began and where it is."""

        def __init__(self, begun: tuple[int, int], now: tuple[int, int], *, first: bool) -> None:
            super().__init__()
            (self.part, self.begun), (self.part_now, self.now) = begun, now
            self.first = first
            """Of this drag."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Words may be about to be selected."""
        self._dragging, self._dragged = self._words_at(event.x, event.y), False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Selects words, while the button is down."""
        now = self._words_at(event.x, event.y) if event.button == 1 and self._dragging is not None else None
        if now is not None and self._dragging is not None and now != self._dragging:
            self.post_message(self.Dragged(self._dragging, now, first=not self._dragged))
            self._dragged = True

    def _words_at(self, x: int, y: int) -> tuple[int, int] | None:
        """The part at a cell of the view, and the code point of its field that stands there."""
        place = self._at(y) if self.parts.width and len(self.parts) else None
        if place is None:
            return None
        part, row = place
        layout = self.parts.layout(part)
        first, last = layout.rows[max(row - layout.gap, 0)]
        cells, at = max(x - self.number_cells - 2 - LABEL_CELLS, 0), first
        while at < last - 1 and (cells := cells - width_of(layout.display.text[at])) >= 0:
            at += 1
        return part, raw_place(self.parts.outline, part, layout, at)

    def on_click(self, event: events.Click) -> None:
        """Moves the focus to what is clicked; a click on what is folded away, or a double click, unfolds it."""
        if not self.parts.width or not len(self.parts) or self._dragged:
            return
        place = self._at(event.y)
        if place is None:
            return
        part, row = place
        layout = self.parts.layout(part)
        self.focused = self._focus_at(part)
        if (layout.more and row == layout.height - 1) or (event.chain == 2 and layout.foldable):
            self.fold(part)
        else:
            self.moved()

    def _at(self, y: int) -> Place | None:
        """What stands so many rows below the upper edge."""
        for part, rows in self.in_view():
            if y < len(rows):
                return part, rows[y]
            y -= len(rows)
        return None

    # ---- painting

    def repaint(self) -> None:
        """Forgets what was painted."""
        self._painter.forget()

    def notify_style_update(self) -> None:
        """Forgets colours when the theme changes."""
        super().notify_style_update()
        self._painter.forget_styles()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Puts together what is in view; what was painted before comes as it is."""
        width, parts = self.row_width, self.parts
        self._painter.begin(self.number_cells, width)
        if parts.width:
            strips = [strip for part, rows in self.in_view() for strip in self._painted(part, rows, self.focused)]
        else:
            strips = []
        if not parts.count:
            strips = [self._painter.blank(), self._painter.note("This transcript holds no message.")]
        if len(strips) < crop.bottom:
            strips += [self._painter.blank()] * (crop.bottom - len(strips))
        strips = strips[crop.y : crop.bottom]
        if crop.x > 0 or crop.right < width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One row of the view."""
        return self.render_lines(Region(0, y, self.row_width, 1))[0]

    def _painted(self, part: int, rows: range, focused: Focus) -> list[Strip]:
        return self._painter.rows(part, self.parts.layout(part), rows, self._is_focused(part, focused), self._marks)

    def _is_focused(self, part: int, focused: Focus) -> bool:
        outline = self.parts.outline
        if outline.message[part] != focused.message:
            return False
        return not focused.call or (outline.kind[part] == Kind.CALL and outline.call[part] == focused.call)

    def _marks(self, part: int, layout: Layout) -> list[Span]:
        outline = self.parts.outline
        return [
            *self._values.spans(outline, part, layout),
            *(
                (*_shown(layout, found), "match-present" if found == self._match else "match")
                for found in self._finding.matches.in_part(part)
            ),
            *self._signs.spans(outline, part, layout),
        ]

    # ---- working ahead

    def tell(self) -> None:
        """Tells who listens, and begins to think of the keys that may follow."""
        super().tell()
        if self._ahead is not None:
            self._ahead.begin()

    def _likely(self) -> Iterator[None]:
        """Paints what the likeliest keys will show, piece by piece."""
        if not self.parts.width or not self.parts.count or not self.is_attached:
            return
        yield from self._lay_out_around()
        self._painter.begin(self.number_cells, self.row_width)
        page = max(1, self.window - 2)
        for rows in (page, -page):
            top = self.place(*self.place_after(rows))
            yield from self._paint_ahead(top, self._focus_in(top))
        for step in (1, -1):
            yield from self._paint_focus_ahead(self.focused.message + step)
            match = self._finding.beside(step)
            if match is not None and (not self.parts.folded(match.part) or self._in_folded_rows(match)):
                top = self.place(match.part, self._rows_of(match).start, context=True)
                yield from self._paint_ahead(top, self._focus_at(match.part))
        head = self._foldable_in_focus()
        if head is not None:
            yield from self._paint_fold_ahead(head)
        for part, row in ((0, 0), (len(self.parts) - 1, 10**9)):
            yield from self._paint_ahead(self.place(part, row), Focus(1 if not part else self.parts.count))

    def _lay_out_around(self) -> Iterator[None]:
        """Lays out two pages down and two up."""
        parts, (part, _) = self.parts, self.top
        rows = 0
        while rows < 3 * self.window and part < len(parts):
            rows += parts.exact(part)
            part = parts.next(part)
            yield
        part, rows = self.top[0], 0
        while rows < 2 * self.window and part > 0:
            part = parts.previous(part)
            rows += parts.exact(part)
            yield

    def _paint_ahead(self, top: Place, focused: Focus) -> Iterator[None]:
        for part, rows in self.in_view(top):
            for first in range(0, len(rows), _FEW_ROWS):
                for strip in self._painted(part, rows[first : first + _FEW_ROWS], focused):
                    strip.render(self.app.console)
                yield

    def _paint_focus_ahead(self, message: int) -> Iterator[None]:
        """What changes, or comes into view, when the focus goes to another message."""
        if not 1 <= message <= self.parts.count:
            return
        part, focused = self.parts.first_part(message), Focus(message)
        top = self.rows_from_top(part)
        if top is None or top < 0 or top + min(self.parts.exact(part), self.window) > self.window:
            yield from self._paint_ahead(self.place(part, 0, context=True), focused)
        else:
            yield from self._paint_ahead(self.top, focused)

    def _paint_fold_ahead(self, head: int) -> Iterator[None]:
        layout = self.parts.layout(head, turned=True)
        focused = self._is_focused(head, self.focused)
        for first in range(0, min(layout.height, self.window), _FEW_ROWS):
            rows = range(first, min(first + _FEW_ROWS, layout.height))
            for strip in self._painter.rows(head, layout, rows, focused, self._marks):
                strip.render(self.app.console)
            yield


def _shown(layout: Layout, match: Match) -> tuple[int, int]:
    """Where a match stands in what its part displays: the name of a call is displayed first, and as it is."""
    if match.in_name:
        return match.start, match.end
    shown = layout.display.shown
    return shown.shown_at(match.start), shown.shown_at(match.end - 1) + 1
