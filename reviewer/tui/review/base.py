"""What all reviewing on the reading screen stands on: what is at the focus, what is decided, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reviewer.errors import UsageError
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.store import decided as deciding
from reviewer.store import taxonomies
from reviewer.store.blind import NOTHING
from reviewer.store.decided import Decided
from reviewer.store.rows import MessageRow, TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.review import places, tags
from reviewer.tui.review.foot import Foot, Hint
from reviewer.tui.review.panel import Panel
from reviewer.tui.review.panel_rows import Shown
from reviewer.tui.review.sheet import Row, Sheet
from reviewer.tui.review.signs import Signs
from reviewer.tui.review.spans import Selection
from reviewer.tui.screen import View
from reviewer.tui.stream.widget import Focus, Stream
from reviewer.tui.widgets.prompt import Check, Prompt

if TYPE_CHECKING:
    from textual.timer import Timer

    from reviewer.model.taxonomy import Taxonomy
    from reviewer.review.decisions import Finding
    from reviewer.tui.review.desk import Work
    from reviewer.tui.review.sitting import Sitting

UNDO: Hint = ("undo", "undo")
_MOST_SAID = 48
_REST = 0.3
"""Seconds without another finding after which all that is decided is read again: others may have written, too."""

PATIENCE = 0.05
"""Seconds that what a key changes waits at most for what is saved, to be painted with it."""

_MOMENT = 0.25
"""Seconds that a key waits at most for what the keys before it decided."""


class Base(View):
    """A transcript on screen, and what is decided about it."""

    row: TranscriptRow
    _revision = ""
    _decided = Decided()
    _signs = Signs()
    _selection: Selection | None = None
    _said: Anchor | None = None
    """The first place of a pair."""

    _blind = NOTHING
    """What this reviewer could not be shown when the transcript was opened."""

    _siblings_shown = False
    """Whether somebody's word on the case in other runs is on the screen."""

    _unread: frozenset[int] | None = None
    """The messages that this reviewer has no receipt for, as of when the transcript was opened."""

    _rest: Timer | None = None
    """Runs until all that is decided is read again."""

    _asked_at = Focus(1)
    """Where the focus was when the sheet asked."""

    _labels: tuple[tuple[str, str], ...] = ()

    _on_paper = 0
    """Decisions that are being written, or not shown yet."""

    # ---- what there is

    @property
    def _sitting(self) -> Sitting:
        return self.program.sitting

    @property
    def _stream_of_reviews(self) -> Stream:
        return self.query_one("#stream", Stream)

    @property
    def _panel(self) -> Panel:
        return self.query_one("#panel", Panel)

    @property
    def _sheet(self) -> Sheet:
        return self.query_one("#sheet", Sheet)

    @property
    def _foot(self) -> Foot:
        return self.query_one("#keys", Foot)

    @property
    def _taxonomy(self) -> Taxonomy:
        return tags.in_force(self.program.reader, self.row.suite)

    # ---- what is shown

    @property
    def _shown(self) -> Shown:
        problem, waiting = self._sitting.unsaved
        return Shown(
            self.row,
            self._decided,
            self._sitting.reviewer,
            self._sitting.seen.get(self.row.id, Saw()),
            self.row.id in self._blind,
            self.row.key in self._blind.given,
            self._siblings_shown,
            unsaved=(problem, tuple(waiting)),
            labels=self._labels,
        )

    @property
    def _present(self) -> Decided:
        """What is decided, also by the keys before this one: they may be faster than the disk."""
        if self._on_paper:
            self._sitting.wait(_MOMENT)
            self.decisions_changed()
        return self._decided

    @property
    def _left_to_read(self) -> int | None:
        unread = self._unread
        return None if unread is None else len(unread) - sum(m in unread for m in self._sitting.receipts.read_so_far())

    @property
    def scores_open(self) -> bool:
        """Whether what a judge says may be seen."""
        return self._shown.scores_open

    def decisions_changed(self) -> None:
        """Something was decided about the transcript: shows what holds now."""
        self._stop_resting()
        self._show_decided(deciding.decided(self.program.reader, self.row, self._sitting.reviewer))

    def decisions_change_soon(self, decided: Decided | None = None) -> None:
        """As `decisions_changed`, but only findings are others now, and all else is looked at when the keys rest.

        `decided` is what holds now, where that is known already. Otherwise it is read, but for the proposals: a long
        transcript has very many.
        """
        if decided is None:
            decided = deciding.decided(self.program.reader, self.row, self._sitting.reviewer, self._decided)
        self._show_decided(decided)
        self._stop_resting()
        self._rest = self.set_timer(_REST, self.decisions_changed)

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None

    def _show_decided(self, decided: Decided) -> None:
        self._decided = decided
        self._labels = self._find_labels()
        everybody = self._shown.open
        anchors = [
            one.anchor
            for one in self._decided.findings
            if one.anchor is not None and (everybody or one.finding.author == self._sitting.reviewer)
        ]
        changed = self._signs.show(anchors, self._decided.bookmarks)
        self._stream_of_reviews.repaint_messages(changed)
        self.show_panel()

    def _find_labels(self) -> tuple[tuple[str, str], ...]:
        used = {one.finding.tag for one in self._decided.findings} | {one.tag for one in self._decided.proposals}
        if not used:
            return ()
        known = taxonomies.labels(self.program.reader, self.row.suite)
        return tuple((tag, visible_line(known[tag])) for tag in sorted(used) if tag in known)

    def show_panel(self) -> None:
        """The panel, as things are now."""
        if self.has_class("beside") or self.has_class("-panel"):
            self._panel.show(replace(self._shown, left=self._left_to_read))

    def review_moved(self) -> None:
        """The focus or the view moved: what is on screen is being read."""
        if self._sheet.open and self._stream_of_reviews.focused != self._asked_at:
            self._sheet.leave()  # the mouse went elsewhere, and what was asked was about that place
        if not self._sheet.open and not self.has_class("-panel") and self.app.screen is self:
            self._sitting.receipts.shows(self._stream_of_reviews)

    def tell(self, words: str, style: str = "", hints: Iterable[Hint] = (), *, stays: bool = False) -> None:
        """Says something at the foot, but for where it says that something is not saved."""
        if not self._sitting.unsaved[0]:
            self._foot.say(words, style, hints, stays=stays)

    def unsaved_changed(self) -> None:
        """Something could not be saved, or everything is saved again."""
        problem, waiting = self._sitting.unsaved
        if problem:
            self._foot.warn(visible_line(problem), [visible_line(one) for one in waiting])
        else:
            self._foot.hush(all_of_it=True)
        self.show_panel()

    # ---- what is at the focus

    def _message(self, number: int | None = None) -> MessageRow | None:
        parts = self._stream_of_reviews.parts
        return parts.message(number or self._stream_of_reviews.focused.message) if parts.count else None

    def _hash(self, number: int) -> str | None:
        return deciding.message_hash(self.program.reader, self.row, number)

    def _focus_anchor(self) -> Anchor | None:
        """The selected words, or else the call or the message at the focus."""
        selection = self._selection
        message = self._message(selection.message if selection is not None else None)
        if message is None:
            return None
        hash_ = self._hash(message.number)
        if selection is not None:
            return places.of_words(message, selection.stretch, hash_)
        return places.of_message(message, self._stream_of_reviews.focused.call, hash_)

    def _anchors(self) -> list[Anchor]:
        """What the next finding is about: more than one where several messages are chosen."""
        anchor = self._focus_anchor()
        if anchor is None:
            return []
        if self._said is not None:
            return [places.pair(self._said, anchor)]
        if self._signs.chosen and self._selection is None:
            found = [message for number in sorted(self._signs.chosen) if (message := self._message(number))]
            return [places.of_message(message, 0, self._hash(message.number)) for message in found]
        return [anchor]

    def _let_go(self) -> None:
        """What was selected, chosen or begun for a finding is so no more."""
        self._said = None
        self._stop_selecting()
        chosen, self._signs.chosen = self._signs.chosen, set()
        self._stream_of_reviews.repaint_messages(chosen)
        self._foot.hush(all_of_it=not self._sitting.unsaved[0])

    def _stop_selecting(self) -> None:
        if self._selection is None:
            return
        number, self._selection, self._signs.selection = self._selection.message, None, None
        self._stream_of_reviews.takes_key = None
        self._stream_of_reviews.repaint_messages({number})
        self._foot.hush(all_of_it=not self._sitting.unsaved[0])

    # ---- asking and writing

    def _ask(self, asked: str, label: str, text: str = "", *, check: Check, note: str = "") -> None:
        drafts = self.program.drafts
        prompt = self.query_one("#prompt", Prompt)
        prompt.ask(asked, label, text, check=check, note=note, drafts=drafts, about=self.row.id)

    def _edit(self, finding: Finding, then: Callable[[dict[str, Any]], object]) -> None:
        """A finding, or what would be one, with all that can be said of it; `then` gets what was changed."""
        from reviewer.tui.review.amend import Amend

        dialog = Amend(finding, self._taxonomy, self.program.drafts)

        def answered(changes: dict[str, Any] | None) -> None:
            with self._sitting.answering(*dialog.answers):
                if changes is not None:
                    then(changes)

        self.app.push_screen(dialog, answered)

    def _ask_sheet(self, asked: str, title: str, rows: Sequence[Row]) -> None:
        self._sitting.receipts.covered()
        self._foot.offer("")
        stream = self._stream_of_reviews
        height = self._sheet.ask(asked, title, rows, self.sheet_chosen)
        self._sheet.lie(at_top=stream.make_room(height))
        self._asked_at = stream.focused
        stream.takes_key = self._sheet.take_key
        if not stream.has_focus:
            self.set_focus(stream)  # now, not in turn: the next key is already meant for the sheet
        self.paint_now()

    def sheet_chosen(self, asked: str, key: str) -> None:
        """What the sheet asked, and the key that was pressed."""

    def _back_to_stream(self) -> None:
        stream = self._stream_of_reviews
        self._foot.offer("transcript")
        if not stream.has_focus:
            self.set_focus(stream)
        self.review_moved()

    def _put(
        self,
        label: str,
        work: Work,
        hints: Iterable[Hint] = (UNDO,),
        then: Callable[[Any], object] | None = None,
        *,
        says: Callable[[Any], object] | None = None,
        shows: Callable[[Any], object] | None = None,
    ) -> None:
        """A decision about the present transcript: written in its turn, shown with a tick once it is on the disk.

        What is said of it is painted first: `label`, or what `says` says. `shows` brings the screen up to date, by
        itself with all that is decided. `then` comes last. All of them get what `work` returned. What makes no sense
        any more, because somebody else was quicker, is said, and nothing is saved.
        """
        row = self.row

        def saved(made: Any) -> None:
            self._on_paper -= 1
            refused = isinstance(made, UsageError)
            if row is self.row:
                if refused:
                    self.tell(f"Not saved: {visible_line(str(made))}", "warning")
                elif says is not None:
                    says(made)
                else:
                    self.tell(short(label), "good", hints)
                self.paint_now(self._foot)
                self._sheet.gone()
                if shows is None or refused:
                    self.decisions_changed()
                else:
                    shows(made)
            if then is not None and not refused:
                then(made)
            self.paint_now()

        self.paint_later(PATIENCE)
        self._on_paper += 1
        self._sitting.decide(label, work, self.while_here(saved))


def short(text: str) -> str:
    """As much of it as the foot has room for beside its hints."""
    return text if len(text) <= _MOST_SAID else text[: _MOST_SAID - 1].rstrip() + "…"
