"""What is decided, drawn into the stream: a sign in the gutter, and the words of a finding underlined."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.model.reading import Kind, Outline
from reviewer.review.anchors import Anchor, Place
from reviewer.tui.review.places import Stretch, part_field, same_field
from reviewer.tui.stream.display import Span
from reviewer.tui.stream.layout import Layout
from reviewer.tui.stream.parts import Parts

FINDING, GAP, BOOKMARK, CHOSEN = "●", "◌", "◆", "+"


class Signs:
    """Of one transcript. Which parts look different after a change, `changed` says, so that only they are painted."""

    def __init__(self) -> None:
        self._places: dict[int, list[tuple[str, Place]]] = {}
        self._bookmarks: frozenset[int] = frozenset()
        self.chosen: set[int] = set()
        """Messages that the next finding is about."""

        self.selection: Stretch | None = None

    def show(self, anchors: Iterable[Anchor], bookmarks: frozenset[int]) -> set[int]:
        """Other findings or bookmarks; the messages that look different now."""
        before, marked = self._places, self._bookmarks
        self._places, self._bookmarks = {}, bookmarks
        for anchor in anchors:
            for place in anchor.places:
                self._places.setdefault(place.message, []).append((GAP if anchor.kind == "gap" else FINDING, place))
        changed = {
            number for number in before.keys() | self._places.keys() if before.get(number) != self._places.get(number)
        }
        return changed | (marked ^ bookmarks)

    def sign(self, parts: Parts, part: int) -> str:
        """What stands in the gutter at the first row of a part; a blank for nothing."""
        outline = parts.outline
        if outline.start[part]:
            return " "
        number = outline.message[part]
        opens = parts.first_part(number) == part
        if opens and number in self.chosen:
            return CHOSEN
        for sign, place in self._places.get(number, ()):
            if opens if place.field is None else same_field(place, outline, part):
                return sign
        return BOOKMARK if opens and number in self._bookmarks else " "

    def spans(self, outline: Outline, part: int, layout: Layout) -> list[Span]:
        """The words of findings in a part, and those that are selected, as stretches of what it displays."""
        number = outline.message[part]
        places = self._places.get(number)
        selection = self.selection if self.selection is not None and self.selection.message == number else None
        if not places and selection is None:
            return []
        found = []
        for _, place in places or ():
            if place.start is not None and place.end is not None and same_field(place, outline, part):
                found.append((place.start, place.end, "noted"))
        if selection is not None and selection.field == part_field(outline, part):
            found.append((selection.start, selection.end, "selected"))
        return [
            (*where, style) for start, end, style in found if (where := shown_span(outline, part, layout, start, end))
        ]


def shown_span(outline: Outline, part: int, layout: Layout, start: int, end: int) -> tuple[int, int] | None:
    """Where code points of a field stand in what one of its parts displays; None where they stand in another."""
    first = outline.start[part]
    start, end = max(start - first, 0), min(end - first, outline.length[part])
    if start >= end:
        return None
    shown = layout.display.shown
    return shown.shown_at(start), shown.shown_at(end - 1) + 1


def raw_place(outline: Outline, part: int, layout: Layout, shown: int) -> int:
    """The code point of its field that a part displays at a place."""
    if outline.kind[part] == Kind.CALL and not outline.start[part]:
        shown = max(shown, layout.display.shown.shown_at(0))
    return outline.start[part] + layout.display.shown.raw_at(shown)
