"""Reviewing on the reading screen: transcripts come and go, the panel, what is asked for, taking back."""

from __future__ import annotations

from contextlib import suppress

from textual import on
from textual.events import DescendantFocus

from reviewer.errors import NotFound
from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Finding, Saw
from reviewer.review.events import TOGETHER, UNDO, Event
from reviewer.store import decided as deciding
from reviewer.store import patterns, progress, transcripts
from reviewer.store.events import by_ulid
from reviewer.store.log import of_transcript
from reviewer.store.proposals import ProposalRow
from reviewer.text.visible import visible_line
from reviewer.tui.receipts import EVERY
from reviewer.tui.review.base import short
from reviewer.tui.review.decide import DISPUTE, SHOULD_BE, WHY, Decides
from reviewer.tui.review.findings import NEW_TAG, NOTE, RETAG, TAG, TAG_ALL, Findings
from reviewer.tui.review.panel import Panel
from reviewer.tui.review.panel_rows import REVEAL
from reviewer.tui.review.sheet import Sheet
from reviewer.tui.review.signs import Signs
from reviewer.tui.review.told import Known, history, told
from reviewer.tui.review.verdicts import OUTCOME, REASON, SKIP, Verdicts
from reviewer.tui.review.words import Words
from reviewer.tui.widgets.prompt import Prompt, wanted

_COUNT = 1.0
"""Seconds between two looks at how much is read."""

_WHO = "who"
_OF_FINDINGS = ("finding.set", "finding.remove", "finding.confirm", "bookmark.set")
"""The decisions that change findings and bookmarks, and nothing else on the screen."""


class Reviews(Findings, Verdicts, Decides, Words):
    """What the reading screen does with decisions."""

    _opened_for = ""
    """Who reviewed when the transcript was opened: another one may have to see less of it."""

    # ---- transcripts come and go

    def begin_review(self) -> None:
        """Once, when the screen is there."""
        self.set_interval(_COUNT, self._count)
        self.set_interval(EVERY, self._flush)

    def review_opened(self) -> None:
        """Another transcript is about to be shown."""
        self._revision = deciding.revision_hash(self.program.reader, self.row)
        self._signs, self._selection, self._said, self._judging = Signs(), None, None, None
        self._disputed, self._contested = None, None
        self._stream_of_reviews.takes_key = None
        self._stream_of_reviews.show_signs(self._signs)
        self._foot.hush(all_of_it=not self._sitting.unsaved[0])
        self._opened_for, self._unread = self._sitting.reviewer, None
        self._ask_unread()
        self._begin_receipts()
        self.decisions_changed()

    def _begin_receipts(self) -> None:
        """Receipts are of this transcript from now on, whichever one was in front meanwhile."""
        self._sitting.receipts.opened(self.row.id, self._revision, self._stream_of_reviews.parts)

    def leave_review(self) -> None:
        """The transcript goes out of sight."""
        self._stop_resting()
        self._sitting.receipts.left(self._stream_of_reviews.parts)
        self._sitting.receipts.flush()

    def on_screen_suspend(self) -> None:
        """Something else is in front."""
        self.leave_review()

    def on_screen_resume(self) -> None:
        """It is in sight again."""
        if self._revision and self._opened_for != self._sitting.reviewer:
            self.reopen()
        elif self._revision:
            self._begin_receipts()
            self._ask_unread()
            self.decisions_changed()
            self.review_moved()

    def on_key(self) -> None:
        """Somebody is there; what was said of the key before is read."""
        self._sitting.receipts.touched()
        self._foot.hush()

    def on_mouse_move(self) -> None:
        """Somebody is there."""
        self._sitting.receipts.touched()

    def _count(self) -> None:
        """What was on screen meanwhile counts."""
        if self.app.screen is self and self._unread:
            self.show_panel()

    def _flush(self) -> None:
        self._sitting.receipts.flush()  # of whoever reviews by then

    def _ask_unread(self) -> None:
        row, reviewer = self.row, self._sitting.reviewer

        def came(numbers: list[int]) -> None:
            if row is self.row:
                self._unread = frozenset(numbers)
                self.show_panel()

        self.program.background.ask(self, "unread", lambda c: progress.unread(c, row.key, reviewer), came)

    # ---- what was asked for

    @on(Sheet.Left)
    def _sheet_left(self) -> None:
        self._sheet_closed()

    def _sheet_closed(self) -> None:
        """The keys are the stream's again, or for the words that are selected."""
        self._stream_of_reviews.takes_key = self._take_key if self._selection is not None else None
        self._back_to_stream()

    def sheet_chosen(self, asked: str, key: str) -> None:
        """What the sheet asked, and the key that was pressed."""
        self._sheet_closed()
        if asked in (TAG, TAG_ALL, RETAG):
            self.tag_chosen(asked, key)
        elif asked == OUTCOME:
            self.outcome_chosen(key)

    def review_answered(self, event: Prompt.Answered) -> bool:
        """Whether the answer was for a question of ours."""
        text = event.text.strip()
        if event.asked == SKIP:
            self.skip(text)
        elif event.asked == REASON:
            self.reason_given(text)
        elif event.asked == DISPUTE:
            self.dispute(text)
        elif event.asked == SHOULD_BE:
            self.score_given(text)
        elif event.asked == WHY:
            self.score_reason(text)
        elif event.asked == NEW_TAG:
            self.make_tag(text)
        elif event.asked == NOTE:
            self.note(text)
        elif event.asked == _WHO:
            self._call_oneself(text)
        else:
            return False
        return True

    def action_identity(self) -> None:
        """Asks who is reviewing."""
        self._ask(_WHO, "Who is reviewing?", self._sitting.reviewer, check=wanted("a name"))

    def _call_oneself(self, name: str) -> None:
        if name != self._sitting.reviewer:
            self._sitting.call_oneself(name)
            self.program.forget_blind()
            self.reopen()
            self.program.library.read_again()
            self.tell(f"From now on {visible_line(name)} is reviewing")

    def reopen(self) -> None:
        """Shows the transcript anew, as whoever reviews now may see it."""

    # ---- the panel

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The foot has the keys of what has the focus; while one types it has none."""
        panel, stream = self._panel, self._stream_of_reviews
        if event.widget is panel:
            self._foot.offer("panel", panel)
        elif not self._sheet.open:
            self._foot.offer("transcript" if event.widget is stream else "")

    def action_panel(self) -> None:
        """To the review panel, and back."""
        if self._panel.has_focus:
            self._leave_panel()
            return
        self._stop_selecting()
        if not self.has_class("beside"):
            self.add_class("-panel")
            self._sitting.receipts.covered()
        self.show_panel()
        here = self._finding_here()
        if here is not None:
            self._panel.stand_on(here)
        self.set_focus(self._panel)

    @on(Panel.Left)
    def _leave_panel(self) -> None:
        self.remove_class("-panel")
        self._back_to_stream()

    @on(Panel.Remove)
    def _panel_removes(self, event: Panel.Remove) -> None:
        self.remove_finding(event.finding)

    @on(Panel.Retag)
    def _panel_retags(self, event: Panel.Retag) -> None:
        self._leave_panel()
        self.retag(event.finding)

    @on(Panel.Said)
    def _panel_says(self, event: Panel.Said) -> None:
        if event.yes:
            self.said_yes(event.target)
        else:
            self.said_no(event.target)

    def action_amend(self) -> None:
        """Opens the finding at the focus, or the proposal that the panel is at."""
        target = self._panel.target if self._panel.has_focus else None
        if isinstance(target, ProposalRow):
            self.amend_proposal(target)
        else:
            super().action_amend()

    def action_pattern(self) -> None:
        """Asks which named habit the finding here bears."""
        target = self._panel.target if self._panel.has_focus else None
        finding = target if isinstance(target, Finding) else self._finding_here()
        if finding is None:
            self.tell("No finding of yours is here", "", [("tag", "makes one")])
            return
        from reviewer.tui.patterns import offer

        offer(self.program, finding.id, self.decisions_changed)

    @on(Panel.Chosen)
    def _panel_chosen(self, event: Panel.Chosen) -> None:
        event.stop()
        target = self._panel.target
        if target == REVEAL:
            self._sitting.look(self.row.id, self._shown.hides)
            self.decisions_changed()
            return
        self._leave_panel()
        anchor = self._anchor_of(target)
        if anchor is not None and anchor.places:
            place = anchor.places[0]
            self._stream_of_reviews.go_to(place.message, place.call or 0)
        elif isinstance(target, str):
            number, _, call = target.removeprefix("M").partition(".c")
            self._stream_of_reviews.go_to(int(number), int(call or 0))

    def _anchor_of(self, target: object) -> Anchor | None:
        if isinstance(target, ProposalRow):
            return target.anchor
        if isinstance(target, Finding):
            return next((one.anchor for one in self._decided.findings if one.finding.id == target.id), None)
        return None

    # ---- taking back

    def action_undo(self) -> None:
        """Takes back one's last decision, wherever it was."""
        self._put("undo", self._sitting.undo, says=lambda e: self._took_back("Undone", e), shows=self._taken_back)

    def action_redo(self) -> None:
        """Takes the last undo back."""
        self._put("redo", lambda r: r.redo(), says=lambda e: self._took_back("Done again", e), shows=self._taken_back)

    def _taken_back(self, event: Event | None) -> None:
        kind = "" if event is None else str(event.body["kind"]) if event.kind == UNDO else event.kind
        if kind in _OF_FINDINGS:
            self.decisions_change_soon()
        else:
            self.decisions_changed()

    def _took_back(self, word: str, event: Event | None) -> None:
        if event is None:
            self.tell("Nothing of yours is left to undo" if word == "Undone" else "Nothing was undone since")
            return
        if word != "Undone":  # what is done again is what that undo took back
            event = next(iter(by_ulid(self.program.reader, [str(event.body.get("undoes"))])), event)
        transcript = event.subject.get("transcript") or event.body.get("transcript")
        where = ""
        if transcript not in (None, self.row.id):
            with suppress(NotFound):
                found = transcripts.find(self.program.reader, str(transcript))
                where = f" in {visible_line(found.run)}/{visible_line(found.case)}"
        known = Known(patterns=self._pattern_names()) if event.kind.startswith(("member.", "pattern.")) else Known()
        several = len(event.body.get(TOGETHER, ())) if event.kind == "finding.set" else 0
        more = f" and {several} more" if several else ""
        self.tell(f"{word}: {short(told(event, self._taxonomy, known))}{more}{where}", "strong")

    def _pattern_names(self) -> dict[str, str]:
        return {row.id: row.name for row in patterns.rows(self.program.reader)}

    def action_retry(self) -> None:
        """Tries again to save what could not be saved."""
        self._sitting.retry()

    def action_history(self) -> None:
        """Shows everything that was ever decided about this transcript."""
        from reviewer.tui.page import Page

        log, mine = of_transcript(self.program.reader, self.row.id)[::-1], self._sitting.reviewer
        if not self._shown.open:
            log = [event for event in log if event.author == mine]
        if any(event.author != mine for event in log):
            self._sitting.look(self.row.id, Saw(others=True))
        self.app.push_screen(
            Page("History of this transcript", history(log, self._taxonomy, self._pattern_names()), "h")
        )
