"""Going to places in the text of the stream: matches, the source of a value, what a citation names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from reviewer.model.reading import Kind
from reviewer.tui.review.places import Stretch, part_field
from reviewer.tui.stream.find import Match, Matches
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.focus import Focus
from reviewer.tui.stream.marked import MarkedView, shown_match
from reviewer.tui.stream.marks import Words


class SearchedView(MarkedView):
    """The view, and the ways to a code point in it."""

    # ---- matches

    def show_matches(self, finding: Finding) -> None:
        """Marks what a search in the transcript found, and nothing else, and moves to the present one."""
        self._finding, self._match = finding, None
        self.repaint()
        self.refresh_rows(0, self.window)
        self.go_to_match(finding.present)

    def add_matches(self, more: Matches) -> None:
        """Marks more that the search found; moves only where the present one is another."""
        if not self.parts.width:  # found before the first layout: there is no place to go to yet
            self.call_after_refresh(self.add_matches, more)
            return
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

    def match_stretch(self) -> Stretch | None:
        """Where the present match stands; None for none, and for one in the name of a call."""
        match = self._match
        if match is None or match.in_name:
            return None
        outline, first = self.parts.outline, self.parts.outline.start[match.part]
        name = part_field(outline, match.part)
        return Stretch(outline.message[match.part], name, first + match.start, first + match.end)

    def _forget_mark(self, match: Match) -> tuple[int, range]:
        rows = self._rows_of(match)
        self._painter.forget_rows(match.part, rows)
        return match.part, rows

    # ---- any place

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

    def _rows_of(self, match: Match) -> range:
        """The rows of its part, as it is folded now, on which a match stands."""
        layout = self.parts.layout(match.part)
        start, end = shown_match(layout, match)
        last = len(layout.rows) - 1
        first = min(bisect_right(layout.rows, start, key=itemgetter(1)), last)
        return range(layout.gap + first, layout.gap + min(bisect_left(layout.rows, end, key=itemgetter(1)), last) + 1)

    def _in_folded_rows(self, match: Match) -> bool:
        if self.parts.outline.start[match.part]:
            return False
        layout = self.parts.layout(match.part)
        return shown_match(layout, match)[1] <= layout.rows[-1][1]
