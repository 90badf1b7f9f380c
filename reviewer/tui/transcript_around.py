"""What stands around the messages: the strip of the case above them, the panel and the details beside them."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on

from reviewer.store import conversation
from reviewer.store.compare import Outcome, outcomes
from reviewer.store.rows import CallRow, MessageRow, TranscriptRow
from reviewer.tui import about
from reviewer.tui.moves import Moves
from reviewer.tui.review.screen import Reviews
from reviewer.tui.stream.display import Display
from reviewer.tui.stream.widget import Stream
from reviewer.tui.values import Values
from reviewer.tui.widgets.case_strip import CaseStrip
from reviewer.tui.widgets.long_text import LongText
from reviewer.tui.widgets.prompt import Prompt

BESIDE, WIDE = 110, 160
"""Columns of the terminal from which on the review panel, and what stands around the transcript, have room beside."""


class Around(Moves, Values, Reviews):
    """A transcript on screen, with what is told of it around its messages."""

    def __init__(self) -> None:
        super().__init__()
        self._siblings: list[TranscriptRow] = []
        self._outcomes: Mapping[int, Outcome] = {}

    @property
    def _stream(self) -> Stream:
        return self.query_one("#stream", Stream)

    @property
    def _prompt(self) -> Prompt:
        return self.query_one("#prompt", Prompt)

    def _focused_call(self) -> CallRow | None:
        message = self._focused_message()
        return message.calls[max(self._stream.focused.call, 1) - 1] if message and message.calls else None

    def _focused_message(self) -> MessageRow | None:
        parts = self._stream.parts
        return parts.message(self._stream.focused.message) if parts.count else None

    def _oddities(self) -> list[int]:
        return conversation.oddities(self.program.reader, self.row)

    def _say(self, remark: str) -> None:
        self.program.say(remark)

    # ---- beside the messages

    def on_resize(self) -> None:
        """A wide terminal has room for what stands around the transcript."""
        self.set_class(self.size.width >= WIDE, "wide")
        self.set_class(self.size.width >= BESIDE, "beside")
        if self.has_class("beside"):
            self.remove_class("-panel")
        self._fill_aside()
        self.show_panel()
        if self._stream.parts.width:
            self._show_place()

    def _fill_aside(self) -> None:
        if self.has_class("wide"):
            self.query_one("#aside", LongText).show(self._details())

    def _details(self) -> Display:
        """What stands around the transcript; a judge's scores only once a reviewer may see what others say of it."""
        head = self._blind.head(self.row, conversation.head(self.program.reader, self.row))
        mine = self._sitting.reviewer
        contests = [one for one in self._decided.contests if self._shown.open or one.reviewer == mine]
        return about.details(self.row, head, scores=self.scores_open, contests=contests)

    # ---- above them

    def decisions_changed(self) -> None:
        """What stands around it may be another now, and what may be told of the other runs."""
        before = self.scores_open, self._decided.contests
        super().decisions_changed()
        if before != (self.scores_open, self._decided.contests):
            self._fill_aside()
        self._ask_outcomes()

    def _ask_outcomes(self) -> None:
        sitting, row = self._sitting, self.row
        others = [one for one in self._siblings if one.key != row.key]
        known: Mapping[int, Outcome] = {}
        if others:
            found = outcomes(self.program.reader, row, others, sitting.reviewer, sitting.revealed, self._blind.ids)
            own_waits = not self._shown.machine_open and found[row.key].by == "check"
            known = {key: one for key, one in found.items() if key != row.key or not own_waits}
        self._siblings_shown = any(one.says and one.by != "you" for key, one in known.items() if key != row.key)
        if known != self._outcomes:
            self._outcomes = known
            self._show_place()

    @on(Stream.Moved)
    def _say_where(self) -> None:
        self.review_moved()
        self._show_place()

    def _show_place(self) -> None:
        stream = self._stream
        remark = "   ".join(filter(None, self._remarks()))
        reader = "" if self.has_class("beside") else self._sitting.reviewer
        self.query_one("#strip", CaseStrip).tell(
            self.row, self._siblings, stream.focused.message, self._progress(), remark, self._outcomes, reader
        )

    def _progress(self) -> float:
        """How far the view is; heights are partly guessed, and all of it is only all once its last row is in view."""
        stream = self._stream
        last = len(stream.parts) - 1
        if not stream.parts.width:  # nothing is laid out yet
            return stream.progress
        if last < 0 or any(part == last and rows.stop >= stream.parts.exact(last) for part, rows in stream.in_view()):
            return 1.0
        return min(stream.progress, 0.99)

    def _remarks(self) -> list[str]:
        """What else is told of it in the strip."""
        return []
