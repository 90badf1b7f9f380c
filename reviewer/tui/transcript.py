"""The reading screen: one transcript, message by message, with this case in its other runs one key away.

transcript_around.py   what stands around the messages
transcript_finding.py  finding words
transcript_turning.py  which transcript it is
transcript_looking.py  folding, what there is to know, copying
review/                what is decided about it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from reviewer.tui.actions import bindings
from reviewer.tui.review.foot import Foot
from reviewer.tui.review.panel import Panel
from reviewer.tui.review.sheet import Sheet
from reviewer.tui.stream.widget import Stream
from reviewer.tui.transcript_around import BESIDE
from reviewer.tui.transcript_looking import Looks
from reviewer.tui.transcript_turning import LOOK
from reviewer.tui.widgets.case_strip import CaseStrip
from reviewer.tui.widgets.long_text import LongText
from reviewer.tui.widgets.looks import Ground
from reviewer.tui.widgets.prompt import Prompt


class Covered(Horizontal, Ground):
    """What the stream and the details stand in."""


class TranscriptScreen(Looks):
    """One transcript of a list. `keys` are transcript rows of the store, `position` the one to begin with.

    With the name of a queue, being done with one leads to the next that is open there.
    """

    WHERE = "transcript"
    CSS_PATH: ClassVar[list[str]] = ["stream.tcss", "transcript.tcss"]  # type: ignore[assignment] # a list is allowed
    BINDINGS: ClassVar[list[BindingType]] = bindings("transcript")

    def __init__(
        self,
        keys: Sequence[int],
        position: int,
        message: int | None = None,
        words: str | None = None,
        queue: str = "",
    ) -> None:
        super().__init__(keys, position, queue)
        self._begin_at, self._begin_with = message, words or ""

    def compose(self) -> ComposeResult:
        """The case strip, the stream, a line for questions, the keys."""
        yield CaseStrip(id="strip")
        with Covered(id="reading"):
            yield Sheet(id="sheet")  # if it came last, all the others would be painted anew whenever it comes or goes
            yield Stream(self._load(self._keys[self._position]), id="stream")
            with Vertical(id="side"):
                yield Panel(id="panel")
                yield LongText(id="aside")
        yield Prompt(id="prompt")
        yield Foot("transcript", id="keys")

    def on_mount(self) -> None:
        """Begins where the person was, or where a search led."""
        self.set_focus(self._stream)
        self.set_class(self.app.size.width >= BESIDE, "beside")
        self._show_row(self._begin_at, self._begin_with)
        self.begin_review()
        self.set_interval(LOOK, self.look_again)
        if self._queue:
            self._ask_queue(lambda _: None)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """`n` and `N` mean matches while there are words to find, and transcripts otherwise."""
        if action in ("next_match", "previous_match"):
            return bool(self._finding.words)
        return True

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self.set_focus(self._stream)
        with self.program.sitting.answering(event.words):
            if self.review_answered(event):
                return
        if event.asked == "find":
            if event.text != self._finding.words:
                self._set_words(event.text, self._find_from)
            return
        self.go_to_answered(event.text)

    @on(Prompt.Left)
    def _left(self, event: Prompt.Left) -> None:
        self.set_focus(self._stream)
        if event.asked == "find":
            self._set_words("", self._find_from)
