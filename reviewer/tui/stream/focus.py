"""What the person is at in the stream, where that moves, and what of it is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.model.reading import ROLES, Kind
from reviewer.tui.stream.parts import Folds, Parts
from reviewer.tui.stream.view import PartsView, Place

_FAR = 4_000


@dataclass(frozen=True, slots=True)
class Focus:
    """What the person is at: a message, or with `call` above 0 one of its calls."""

    message: int
    call: int = 0


class Spot(NamedTuple):
    """Where a person is in a transcript: at what, what is unfolded, and what stands at the upper edge.

    `offset` is where in the displayed text of the part; None for all of it.
    """

    focused: Focus
    folds: Folds
    part: int
    offset: int | None


class FocusedView(PartsView):
    """The view, and in it a message or a call that the person is at."""

    def __init__(self, parts: Parts, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(parts, id=id)
        self.focused = Focus(1)

    def _part_of_focus(self) -> int:
        message, call = self.focused.message, self.focused.call
        if not self.parts.count:
            return 0
        return self.parts.part_of(message, Kind.CALL, call, 0) if call else self.parts.first_part(message)

    def _focus_at(self, part: int) -> Focus:
        outline = self.parts.outline
        return Focus(outline.message[part], outline.call[part] if outline.kind[part] == Kind.CALL else 0)

    def _is_focused(self, part: int, focused: Focus) -> bool:
        outline = self.parts.outline
        if outline.message[part] != focused.message:
            return False
        return not focused.call or (outline.kind[part] == Kind.CALL and outline.call[part] == focused.call)

    # ---- coming back

    def spot(self) -> Spot:
        """Where the person is."""
        (part, row), parts = self.top, self.parts
        offset = parts.offset_of_row(part, row) if parts.width else self._offset
        return Spot(self.focused, parts.folds, part, offset if row else None)

    def return_to(self, spot: Spot) -> None:
        """Shows the same transcript as it was left."""
        self.parts.folds, self.focused = spot.folds, spot.focused
        self.top = spot.part, int(spot.offset is not None)
        self._offset = spot.offset or 0
        self.lay_out()

    # ---- moving it

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
        if not self.parts.width or not self.parts.count or self._is_focused(self.top[0], self.focused):
            return
        if self.rows_from_top(self._part_of_focus()) is None:
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
