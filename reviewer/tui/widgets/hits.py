"""The messages that a search found, two lines each: where it is, and the words around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from textual.message import Message

from reviewer.store.blind import NAME
from reviewer.store.search import Hit
from reviewer.text.visible import shown, visible_line
from reviewer.tui.widgets.cells import clip, fit, tone
from reviewer.tui.widgets.lines import Lines, Piece

_NEAR_END = 10
_WIDE = 112
"""Cells from which there is room for the class of the case."""


class Hits(Lines):
    """Hits, the newest first. It asks for more when the cursor comes near the last."""

    ROW_HEIGHT = 2

    class MoreWanted(Message):
        """The cursor is near the last hit that is here."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.hits: list[Hit] = []

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits."""
        self.hits = [*hits]
        self.resize_to(len(self.hits))

    def fill(self, hits: Sequence[Hit]) -> None:
        """The same hits again, with all that is known of them."""
        changed = [index for index, (old, new) in enumerate(zip(self.hits, hits, strict=False)) if old != new]
        self.hits[: len(hits)] = hits
        top = self.scroll_offset.y // self.ROW_HEIGHT
        if any(top <= index <= top + self.window for index in changed):
            self.refresh()
        else:
            self.forget(changed)

    def add(self, hits: Sequence[Hit]) -> None:
        """Show older hits below."""
        self.hits += hits
        self.resize_to(len(self.hits), self.cursor)

    @property
    def chosen(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hits[self.cursor] if self.hits else None

    def move_to(self, index: int) -> None:
        """Put the cursor on a hit."""
        super().move_to(index)
        if self.count - self.cursor <= _NEAR_END:
            self.post_message(self.MoreWanted())

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """Where, or the words."""
        hit = self.hits[index]
        return _where(hit, width) if line == 0 else _words(hit, width)


def _where(hit: Hit, width: int) -> Iterator[Piece]:
    number = f"M{hit.number} "
    role = f"{hit.role} "
    tool = f"{visible_line(hit.tool)} " if hit.tool else ""
    field = "" if hit.field == "text" else f"{hit.field} "
    known = [*(["synthetic"] if hit.synthetic else []), *([hit.run_state] if hit.run_state != "valid" else [])]
    states = " · ".join(known)
    end = f"  {states} " if states else ""
    case_class = hit.case_class if width >= _WIDE else None
    place = " " + " · ".join(visible_line(word) for word in (hit.model or NAME, hit.run, hit.case, case_class) if word)
    room = width - sum(map(cell_len, (number, role, tool, field, end)))
    if room < 24:
        tool, room = fit(tool, cell_len(tool) + room - 24), 24
    yield number, "strong"
    yield role, f"role-{hit.role}"
    yield tool, ""
    yield field, "quiet"
    yield fit(place, room), "quiet"
    yield end, tone(known)


def _words(hit: Hit, width: int) -> Iterator[Piece]:
    seen = shown(hit.snippet)
    text = seen.text.replace("\n", "⏎")
    matches = [(seen.shown_at(start), seen.shown_at(end)) for start, end in hit.matches]
    room = width - 5
    start = 0
    yield "    ", ""
    if matches and cell_len(text[: matches[0][1]]) > room:  # else the match would not be in view
        start = max(0, matches[0][0] - room // 3)
        room -= 1
        yield "…", "quiet"
    end = start + len(clip(text[start:], room).rstrip()) if cell_len(text[start:]) > room else len(text)
    for match_start, match_end in matches:
        if match_start >= end:
            break
        yield text[start:match_start], ""
        yield text[max(start, match_start) : min(match_end, end)], "match"
        start = max(start, match_end)
    yield text[start:end], ""
    if end < len(text):
        yield "…", "quiet"
