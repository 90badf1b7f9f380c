"""Selecting words on the reading screen, with the arrows or the mouse."""

from __future__ import annotations

from textual import events, on

from reviewer.text.visible import visible_line
from reviewer.tui.review import places
from reviewer.tui.review.base import Base, short
from reviewer.tui.review.spans import Selection
from reviewer.tui.stream.widget import Stream


class Words(Base):
    """While words are selected the arrows are for them, and everything else goes on as always."""

    def action_select(self) -> None:
        """Selects words of the focused message: where a match is, else the first; `v` again, and the arrows extend."""
        message, focus = self._message(), self._stream_of_reviews.focused
        if message is None:
            return
        fields = [
            *([("text", message.text)] if message.text else []),
            *([("reasoning", message.reasoning)] if message.reasoning else []),
            *((f"c{call.ordinal}.args", call.arguments) for call in message.calls if call.arguments),
        ]
        if not fields:
            self.tell(f"M{message.number} holds no words")
            return
        names = [name for name, _ in fields]
        match, wanted = self._stream_of_reviews.match_stretch(), f"c{focus.call}.args"
        if match is not None and match.message == message.number and match.field in names:
            chosen = Selection(message.number, fields, names.index(match.field), (match.start, match.end))
        else:
            chosen = Selection(message.number, fields, names.index(wanted) if wanted in names else 0)
        self._selection = chosen
        self._stream_of_reviews.takes_key = self._take_key
        self._show_selection()

    def _take_key(self, event: events.Key) -> bool:
        selection = self._selection
        if selection is None:
            return False
        match event.key:
            case "right" | "l":
                selection.step(1)
            case "left" | "h":
                selection.step(-1)
            case "down" | "j":
                self._select_row(1)
            case "up" | "k":
                self._select_row(-1)
            case "shift+right" | "L":
                selection.widen(1)
            case "shift+left" | "H":
                selection.widen(-1)
            case "tab":
                selection.other_field(1)
            case "shift+tab":
                selection.other_field(-1)
            case "v" | "space":
                selection.hold()
            case "escape":
                self._stop_selecting()
                return True
            case _:
                return False
        self._sitting.receipts.touched()
        self._show_selection()
        return True

    def _select_row(self, step: int) -> None:
        """The word above or below the one that the selection was led to."""
        selection, stream = self._selection, self._stream_of_reviews
        part = self._part_at_head()
        if selection is None or part is None:
            return
        layout, start = stream.parts.layout(part), stream.parts.outline.start[part]
        at = layout.display.shown.shown_at(selection.head - start)
        row = next((n for n, (_, end) in enumerate(layout.rows) if end > at), len(layout.rows) - 1)
        if 0 <= row + step < len(layout.rows):
            first, end = layout.rows[row + step]
            below = min(first + at - layout.rows[row][0], max(end - 1, first))
            selection.to(start + layout.display.shown.raw_at(below))
        elif not selection.held:
            selection.other_field(step)

    def _part_at_head(self) -> int | None:
        selection = self._selection
        if selection is None:
            return None
        return self._stream_of_reviews.part_of_field(selection.message, selection.stretch.field, selection.head)

    def _show_selection(self) -> None:
        selection, stream = self._selection, self._stream_of_reviews
        if selection is None:
            return
        self._signs.selection = selection.stretch
        stream.repaint_messages({selection.message})
        part = self._part_at_head()
        if part is not None:
            stream.keep_in_view(part, selection.head)
        hints = [
            ("← →", "word"),
            ("select", "move" if selection.held else "extend"),
            ("⇧→", "character"),
            ("tag", "tag"),
        ]
        self.tell(f"“{short(visible_line(selection.words))}”", "strong", hints, stays=True)

    @on(Stream.Dragged)
    def _dragged(self, event: Stream.Dragged) -> None:
        stream = self._stream_of_reviews
        outline = stream.parts.outline
        number = outline.message[event.part]
        if self._selection is None or self._selection.message != number:
            stream.go_to(number)
            self.action_select()
        selection = self._selection
        if selection is None or outline.message[event.part_now] != number:
            return
        if event.first:
            selection.begin(places.part_field(outline, event.part), event.begun)
        selection.extend_to(places.part_field(outline, event.part_now), event.now)
        self._show_selection()
