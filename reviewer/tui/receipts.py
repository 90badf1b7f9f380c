"""Read receipts of one sitting: what the stream shows goes to the recorder, what the recorder says goes to the store.

    receipts = Receipts(reader, save)              once, for as long as the program runs with this reader
    receipts.opened(row.id, revision_hash, parts)  another transcript is on screen
    receipts.shows(stream)                         after each move: on Stream.Moved
    receipts.touched()                             on each key and move of the mouse
    receipts.covered()                             a dialog or another screen is in front, the terminal lost the focus
    receipts.left(parts)                           the same, from a screen that may not be the one in front any more
    receipts.flush()                               now and then, and on leaving; `save` gets rows and must not block

Nothing here asks the store anything, and a move costs well under a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from reviewer.model.reading import ROLES, Kind, Outline
from reviewer.review.events import now, ulid
from reviewer.review.recorder import Clock, Fold, Line, Recorder
from reviewer.store.receipts import ReceiptRow

if TYPE_CHECKING:
    from reviewer.tui.stream.parts import Parts
    from reviewer.tui.stream.view import PartsView

EVERY = 5.0
"""Seconds between two flushes: what a kill may cost a reader."""

_TOOL = ROLES.index("tool")


class Receipts:
    """Of one reader. `save` hands rows on, to whoever writes them."""

    def __init__(self, reader: str, save: Callable[[list[ReceiptRow]], None], clock: Clock = monotonic) -> None:
        self.reader = reader
        self.sitting = ulid()
        self._save = save
        self._clock = clock
        self._recorders: dict[tuple[str, str], Recorder] = {}
        self._present: tuple[str, str] | None = None
        self._parts: Parts | None = None

    def opened(self, transcript: str, revision: str, parts: Parts) -> None:
        """Another transcript is on screen. One that was open in this sitting goes on where it was left."""
        self.covered()
        self.flush()
        self._present, self._parts = (transcript, revision), parts
        if self._present not in self._recorders:
            self._recorders[self._present] = Recorder(self._clock, lambda message: lengths(parts, message))
        self.touched()

    def shows(self, view: PartsView) -> None:
        """What the view shows now is what is on screen from now on."""
        if self._present is not None:
            self._recorders[self._present].shows(*visible(view))

    def touched(self) -> None:
        """Somebody is there."""
        if self._present is not None:
            self._recorders[self._present].touched()

    def covered(self) -> None:
        """Nothing of the transcript is on screen, until `shows` is called again."""
        if self._present is not None:
            self._recorders[self._present].shows(())

    def left(self, parts: Parts) -> None:
        """The view of these parts is out of sight; it may hear of that when another one is in sight already."""
        if parts is self._parts:
            self.covered()

    def flush(self) -> None:
        """Hands on what changed since the last time."""
        if self._present is None:
            return
        transcript, revision = self._present
        found, at = self._recorders[self._present].receipts(), now()
        if found:
            self._save(
                [
                    ReceiptRow(self.sitting, revision, number, self.reader, transcript, had, words, folded, at)
                    for number, had, words, folded in found
                ]
            )

    def read_so_far(self) -> set[int]:
        """The messages of the present transcript that count as read by what this sitting alone has shown."""
        return self._recorders[self._present].read() if self._present is not None else set()


def visible(view: PartsView) -> tuple[list[Line], list[Fold]]:
    """The rows of text in view, as stretches of raw text, and the folds among them."""
    lines, folds = [], []
    parts = view.parts
    if not parts.width or not len(parts):
        return [], []
    outline = parts.outline
    for part, shown in view.in_view():
        layout = parts.layout(part)
        message, name, begin = outline.message[part], field(outline, part), outline.start[part]
        rows, text, raw_at = layout.rows, layout.display.text, layout.display.shown.raw_at
        end = raw_at(rows[-1][1]) if layout.more else outline.length[part]
        if layout.more:
            folds.append(Fold(message, name, begin + end))
        for row in range(max(shown.start - layout.gap, 0), shown.stop - layout.gap):
            first = raw_at(rows[row][0]) if row else 0
            last = raw_at(rows[row + 1][0]) if row + 1 < len(rows) else end
            words = len(text[rows[row][0] : rows[row][1]].split())
            lines.append(Line(message, name, begin + first, begin + last, words))
    return lines, folds


def field(outline: Outline, part: int) -> str:
    """What a citation calls the field that a part is a stretch of."""
    match outline.kind[part]:
        case Kind.REASONING:
            return "reasoning"
        case Kind.CALL:
            return f"c{outline.call[part]}"
    return "text"


def lengths(parts: Parts, message: int) -> dict[str, int]:
    """The fields of a message and the code points of each. Results may stand between its calls."""
    outline, part = parts.outline, parts.first_part(message)
    found: dict[str, int] = {}
    while part < len(outline) and (outline.message[part] == message or outline.role[part] == _TOOL):
        if outline.message[part] == message:
            name = field(outline, part)
            found[name] = found.get(name, 0) + outline.length[part]
        part += 1
    return found
