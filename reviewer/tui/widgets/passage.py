"""The words of a transcript around a place: what was said before it, the place itself, and what came next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.strip import Strip

from reviewer.review.anchors import Anchor, Place
from reviewer.store.rows import CallRow, MessageRow
from reviewer.text.visible import shown, visible_line
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.lines import Piece
from reviewer.tui.widgets.looks import Painted
from reviewer.tui.widgets.scroll_bar import QuietScroll

BEFORE, AFTER = 3, 2
"""Messages in front of an anchor and behind it, at least."""

_AT, _AROUND = 4_000, 700
"""Code points of a field that are shown where the anchor is in it, and elsewhere."""

_INDENT = 4
_MARK = "▌"

Line = list[Piece]


def window(anchor: Anchor, count: int, rows: int = 0) -> list[tuple[int, int]]:
    """The stretches of messages to show, first and last, of a transcript of `count` messages, on so many rows."""
    stretches: list[tuple[int, int]] = []
    before, after = max(BEFORE, rows // 8), max(AFTER, rows // (8 if anchor.places else 4))
    for number in sorted({place.message for place in anchor.places} or {1}):
        first, last = max(1, number - before), min(count, number + after)
        if stretches and first <= stretches[-1][1] + 1:
            stretches[-1] = stretches[-1][0], last
        else:
            stretches.append((first, last))
    return stretches


class Passage(Painted, QuietScroll, can_focus=False, inherit_bindings=False):
    """Messages on a few lines each; the anchored ones have a bar, the anchored words are marked."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._stretches: Sequence[Sequence[MessageRow]] = ()
        self._anchor = Anchor("transcript")
        self._missing = ""
        self._lines: list[Line] = []
        self._width = 0

    def show(self, stretches: Sequence[Sequence[MessageRow]], anchor: Anchor, missing: str = "") -> None:
        """Other messages, with the anchor in view; `missing` says, already `visible`, what a gap lacks."""
        self._stretches, self._anchor, self._missing = stretches, anchor, missing
        self._lay_out()

    def on_resize(self) -> None:
        """The lines break elsewhere."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    def scroll_rows(self, rows: int) -> None:
        """So many lines down, or up."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True)

    @property
    def text(self) -> str:
        """All lines, in view or not."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        if self._width <= _INDENT:
            return
        self._lines = list(lines(self._stretches, self._anchor, self._missing, self._width))
        self.set_height(len(self._lines))
        words = next((n for n, line in enumerate(self._lines) if any(style == "match" for _, style in line)), None)
        bar = next((n for n, line in enumerate(self._lines) if line and line[0][0] == _MARK), 0)
        there, height = bar if words is None else words, self.size.height
        if len(self._lines) > height:  # the message's own heading too, where both have room
            there = bar if there - bar < height // 2 else there
        self.scroll_to(y=max(0, there - height // 3), animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        from rich.segment import Segment

        number = y + self.scroll_offset.y
        line = self._lines[number] if number < len(self._lines) else []
        width = self.scrollable_content_region.width
        return Strip([Segment(text, self.look(style)) for text, style in line]).adjust_cell_length(width, self.ground)


def lines(stretches: Sequence[Sequence[MessageRow]], anchor: Anchor, missing: str, width: int) -> Iterator[Line]:
    """All lines, at a width of more than the margin."""
    last = 0
    for stretch in stretches:
        if last:
            between = stretch[0].number - last - 1 if stretch else 0
            yield [("", "")]
            yield [(f"{'':{_INDENT}}⋯ {between:,} message{'s' * (between != 1)} ⋯", "quiet")]
        for message in stretch:
            if last:
                yield [("", "")]
            last = message.number
            places = [place for place in anchor.places if place.message == message.number]
            for line in _message(message, places, missing if places and anchor.kind == "gap" else "", width - _INDENT):
                mark = (_MARK, "accent") if places else (" ", "")
                yield [mark, (" " * (_INDENT - 1), ""), *line] if line else [mark]


def _message(message: MessageRow, places: Sequence[Place], missing: str, width: int) -> Iterator[Line]:
    heading: Line = [(f"M{message.number} ", "strong"), (message.role, f"role-{message.role}")]
    if message.answers:
        heading.append((f" answers M{message.answers[0]}.c{message.answers[1]}", "quiet"))
    if message.error is not None:
        heading.append((f" failed: {visible_line(message.error)}".rstrip(": "), "error"))
    at_call = {place.call for place in places if place.call}
    if missing and not at_call:
        yield from _gap(missing, width)
    yield heading
    if message.reasoning:
        here = [place for place in places if place.field == "reasoning"]
        yield from _text("(reasoning) ", message.reasoning, here, "quiet", width, at=bool(here))
    here = [place for place in places if place.field in (None, "text")]
    if message.text:
        style = "role-tool" if message.role == "tool" else ""
        yield from _text("", message.text, here, style, width, at=bool(here))
    elif not message.calls:
        yield [("(empty)", "quiet")]
    for call in message.calls:
        if missing and call.ordinal in at_call:
            yield from _gap(missing, width)
        yield from _call(call, [place for place in places if place.call == call.ordinal], width)


def _gap(missing: str, width: int) -> Iterator[Line]:
    for start, end in wrap(f"◌ missing here: {missing}", width):
        yield [(f"◌ missing here: {missing}"[start:end], "warning")]


def _call(call: CallRow, places: Sequence[Place], width: int) -> Iterator[Line]:
    whole = any(place.start is None for place in places)
    name = visible_line(call.name)
    kind = (call.kind or "call").upper() if call.kind == "write" else call.kind or "call"
    yield [
        (f"c{call.ordinal} {kind}  ", "quiet" if kind != "WRITE" else "strong"),
        (name, "match" if whole else "strong"),
    ]
    here = [place for place in places if (place.field or "").endswith(".args") and place.start is not None]
    yield from _text("", call.arguments, here, "", width, at=bool(places))


def _text(lead: str, raw: str, places: Iterable[Place], style: str, width: int, *, at: bool) -> Iterator[Line]:
    """A field, wrapped; of a long one what is around the first place, and how much is left out."""
    marked = [(place.start, place.end) for place in places if place.start is not None and place.end is not None]
    most = _AT if at else _AROUND
    first = max(0, min(marked[0][0] - most // 2, len(raw) - most)) if marked else 0
    last = min(len(raw), first + most)
    seen = shown(raw[first:last])
    text = lead + seen.text
    spans = sorted(
        (len(lead) + seen.shown_at(max(start - first, 0)), len(lead) + seen.shown_at(min(end, last) - first - 1) + 1)
        for start, end in marked
        if start < last and end > first
    )
    if first:
        yield [(f"… {first:,} characters before …", "quiet")]
    for start, end in wrap(text, width):
        yield list(_pieces(text, start, end, spans, style))
    if last < len(raw):
        yield [(f"… {len(raw) - last:,} characters more …", "quiet")]


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], style: str) -> Iterator[Piece]:
    for first, last in spans:
        if first >= end or last <= start:
            continue
        yield text[start : max(first, start)], style
        yield text[max(first, start) : min(last, end)], "match"
        start = min(last, end)
    yield text[start:end].rstrip("\n"), style
