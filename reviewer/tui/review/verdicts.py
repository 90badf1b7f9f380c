"""Outcomes and marks on the reading screen: what became of the case, and that one is done with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reviewer.model.classes import OUTCOME_CLASSES
from reviewer.review.anchors import Anchor
from reviewer.store import progress
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui import actions
from reviewer.tui.review import outcomes
from reviewer.tui.review.base import UNDO, Base
from reviewer.tui.review.outcomes import Said
from reviewer.tui.widgets.prompt import wanted

OUTCOME, REASON, SKIP = "outcome", "reason", "skip"
"""What the sheet and the line at the foot ask."""

_DONE = ("finish", "skimmed")
"""What asks for an outcome first."""


class Verdicts(Base):
    """The keys that say what became of a case, and that a transcript is done with."""

    _judging: Said | None = None
    """What waits for its reason."""

    _outcomes_asked: Mapping[str, Said] = outcomes.keys(None)
    """What the sheet shows the outcomes of, by their keys."""

    def action_outcome(self) -> None:
        """Shows what can be said of the outcome; one more key saves it."""
        self._ask_outcome()

    def _ask_outcome(self, taken: Collection[str] = ()) -> None:
        """None of the keys in `taken` chooses."""
        trap = self.row.case_class == "trap"
        title = "The trap held, or the agent fell" if trap else "Handled right, or wrong"
        self._outcomes_asked = outcomes.keys(self.row.case_class, taken)
        self._ask_sheet(OUTCOME, title, outcomes.rows(self._outcomes_asked))

    def outcome_chosen(self, key: str) -> None:
        """A key of the sheet was pressed."""
        said = self._outcomes_asked[key]
        if said.wants_reason:
            self._judging = said
            self._ask(REASON, f"{said}, because", check=wanted("a reason"))
        else:
            self._judge(said, "")

    def reason_given(self, reason: str) -> None:
        """Why the outcome is what it is."""
        if self._judging is not None:
            self._judge(self._judging, reason)
            self._judging = None

    def _judge(self, said: Said, reason: str) -> None:
        row, revision, saw, cited = self.row, self._revision, self._shown.saw, self._cited()
        label = f"outcome {said}" + (f": {visible_line(reason)}" if reason else "")
        outcome, verdict = said.outcome, said.verdict
        self._put(
            label,
            lambda r: r.judge(row.id, revision, outcome, saw, verdict=verdict, reason=reason or None, citations=cited),
            [("finish", "done with this one"), ("note", "note"), UNDO],
        )
        self._let_go()

    def _cited(self) -> list[Anchor]:
        """What bears the outcome: the chosen messages, the selected words, or the call at the focus."""
        if self._signs.chosen or self._selection is not None:
            return self._anchors()
        anchor = self._focus_anchor() if self._stream_of_reviews.focused.call else None
        return [anchor] if anchor is not None else []

    def action_finish(self) -> None:
        """Done with this transcript, if all of it was on screen; else to the first message that was not."""
        if self._asks_first():
            return
        receipts, row, reviewer = self._sitting.receipts, self.row, self._sitting.reviewer
        self.review_moved()
        receipts.flush()
        # Behind the receipts, so that what was on screen until now counts.
        self._sitting.put(
            "done",
            lambda r: progress.unread(r.connection, row.key, reviewer),
            self.while_here(lambda left: self._finish(row, left)),
        )

    def _asks_first(self) -> bool:
        """Whether the case wants an outcome before one is done with it; then it is asked for."""
        wanted = self.row.case_class in OUTCOME_CLASSES
        if not wanted or self._present.judgement_of(self._sitting.reviewer) is not None:
            return False
        done = [key for one in actions.of("transcript") if one.method in _DONE for key in one.keys]
        self._ask_outcome(done)  # one of them was pressed, and pressed twice it is no verdict
        self.tell("This case asks for an outcome first", "warning")
        return True

    def _finish(self, row: TranscriptRow, left: list[int]) -> None:
        if row is not self.row:
            return
        self._unread = frozenset(left)
        if not left:
            mine = any(one.finding.author == self._sitting.reviewer for one in self._decided.findings)
            self._mark("done" if mine else "clean", None)
            return
        self._stream_of_reviews.go_to(left[0])
        few = "message was" if len(left) == 1 else "messages were"
        said = f"{len(left)} {few} not on screen for long enough, M{left[0]} first"
        self.tell(said, "warning", [("skimmed", "records “skimmed”")])

    def action_skimmed(self) -> None:
        """Done with this transcript, and not read in full."""
        if not self._asks_first():
            self._mark("skimmed", None)

    def action_skip(self) -> None:
        """Asks why this transcript is left out."""
        self._ask(SKIP, "Skip this transcript, because", check=wanted("a reason"))

    def skip(self, reason: str) -> None:
        """Leaves this transcript out."""
        self._mark("skipped", reason)

    def _mark(self, mark: str, reason: str | None) -> None:
        row, revision, saw, taxonomy = self.row, self._revision, self._shown.saw, self._taxonomy.hash
        label = f"{mark}{f': {visible_line(reason)}' if reason else ''} · {visible_line(row.case)}"
        self._put(
            label,
            lambda r: r.mark(row.id, revision, mark, taxonomy=taxonomy, reason=reason, saw=saw),
            then=lambda _: self.review_finished(row),
        )

    def review_finished(self, row: TranscriptRow) -> None:
        """This transcript is done with: the screen goes to the next one."""

    def action_bookmark(self) -> None:
        """Puts a bookmark on the focused message, or takes it off."""
        row, message = self.row, self._stream_of_reviews.focused.message
        on = message not in self._present.bookmarks
        label = f"bookmark on M{message}" if on else f"no bookmark on M{message}"
        self._put(label, lambda r: r.bookmark(row.id, message, on=on))
