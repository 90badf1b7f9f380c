"""Words on what others say, from the panel: proposals, findings of others, places that are unsure, judges' scores."""

from __future__ import annotations

from operator import methodcaller
from typing import Any

from reviewer.review.decisions import Finding
from reviewer.store.decided import Contest, Scored
from reviewer.store.proposals import ProposalRow
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.review import tags
from reviewer.tui.review.base import UNDO, Base
from reviewer.tui.review.places import called
from reviewer.tui.widgets.prompt import wanted

DISPUTE, SHOULD_BE, WHY = "dispute", "should be", "why"
"""What the line at the foot asks."""


class Decides(Base):
    """The keys that answer what stands in the panel."""

    _disputed: Finding | None = None
    _contested: tuple[Scored, object] | None = None
    """The score that is contested, and what it should be."""

    # ---- proposals, findings, places

    def said_yes(self, target: Finding | ProposalRow) -> None:
        """A proposal becomes a finding; another's finding is confirmed; one's own stands where it was carried to."""
        if isinstance(target, ProposalRow):
            self.accept_proposal(target, {})
        elif target.author != self._sitting.reviewer:
            self._second_word(target, "confirmed", None)
        elif any(one.unsure for one in self._present.findings if one.finding.id == target.id):
            from reviewer.operations.carry import settle

            self._put(f"{self._called(target)} stands there", lambda r: settle(r, target.id))
        else:
            self.tell("It is your own finding already", "", [("amend", "changes it")])

    def said_no(self, target: Finding | ProposalRow) -> None:
        """A proposal is rejected; why another's finding is none, is asked."""
        if isinstance(target, ProposalRow):
            label = f"rejected: {tags.label(self._taxonomy, target.tag)} on {called(target.anchor)}"
            self._put(label, lambda r: r.reject(target.id))
        elif target.author != self._sitting.reviewer:
            self._disputed = target
            self._ask(DISPUTE, f"{self._called(target)} is none, because", check=wanted("a reason"))
        else:
            self.tell("It is your own finding", "", [("delete", "takes it away")])

    def dispute(self, reason: str) -> None:
        """Another's finding is none, in one's own view."""
        target, self._disputed = self._disputed, None
        if target is not None:
            self._second_word(target, "disputed", reason)

    def _second_word(self, target: Finding, verdict: str, reason: str | None) -> None:
        """Of another's finding."""
        row = self.row
        self._put(
            f"{verdict}: {self._called(target)}",
            methodcaller("confirm", target.id, verdict, reason),
            then=lambda _: self.second_word_given(row),
        )

    def second_word_given(self, row: TranscriptRow) -> None:
        """In a queue of findings that wait for it, nothing may be left here: the screen goes to the next."""

    def accept_proposal(self, target: ProposalRow, changes: dict[str, Any]) -> None:
        """The proposal is a finding of one's own, as it stands or with changes."""
        from reviewer.operations.proposals import accept

        word = "amended" if changes else "confirmed"
        label = f"{word}: {tags.label(self._taxonomy, target.tag)} on {called(target.anchor)}"
        self._put(label, lambda r: accept(r, target, **changes))

    def amend_proposal(self, target: ProposalRow) -> None:
        """Opens it as the finding that it would be; what is saved there is the finding."""
        taxonomy = self._taxonomy
        known = taxonomy.by_id.get(target.tag)
        draft = Finding(
            *("", target.transcript, target.revision, target.anchor, target.tag, taxonomy.hash, target.severity, None),
            *(target.note, True, "", tags.fault(known) if known else "agent", self._sitting.reviewer, ""),
        )
        self._edit(draft, lambda changes: self.accept_proposal(target, changes))

    def _called(self, finding: Finding) -> str:
        return f"{tags.label(self._taxonomy, finding.tag)} on {called(finding.anchor)}"

    # ---- judges' scores

    def action_contest(self) -> None:
        """Says that a judge's score should be another one, and why; the score stays as it is."""
        scores, target = self._present.scores, self._panel.target if self._panel.has_focus else None
        if not scores:
            self.tell("No judge has scored this transcript")
        elif not self._shown.scores_open:
            self.tell("What judges say is shown after your own word")
        elif isinstance(target, Scored) or len(scores) == 1:
            self._ask_score(target if isinstance(target, Scored) else scores[0])
        else:
            from reviewer.tui.choose import Choose, Option

            options = [
                Option(str(n), str(n + 1) if n < 9 else "", visible_line(one.name), visible_line(one.value)[:20])
                for n, one in enumerate(scores)
            ]
            self.app.push_screen(
                Choose("Which score is wrong?", options),
                lambda name: None if name is None else self._ask_score(scores[int(name)]),
            )

    def _ask_score(self, score: Scored) -> None:
        mine = self._my_contest(score)
        self._contested = score, None
        label = f"{visible_line(score.name)} {visible_line(score.value)[:20]} should be:"
        allowed = visible_line(str(score.allows))

        def check(text: str) -> str:
            if mine and not text.strip():
                return ""
            try:
                same = str(score.allows.read(text)) == score.value
            except ValueError:
                return allowed
            return "that is what it is" if same else ""

        note = "nothing takes it back" if mine else allowed
        self._ask(SHOULD_BE, label, mine.says if mine else "", check=check, note=note)

    def _my_contest(self, score: Scored) -> Contest | None:
        mine = (self._sitting.reviewer, score.name)
        return next((one for one in self._present.contests if (one.reviewer, one.score) == mine), None)

    def score_given(self, text: str) -> None:
        """What it should be; nothing takes back what one said before."""
        if self._contested is None:
            return
        score, _ = self._contested
        if text:
            self._contested = score, score.allows.read(text)
            self._ask(
                WHY, f"{visible_line(score.name)} should be {visible_line(text)}, because", check=wanted("a reason")
            )
        elif self._my_contest(score):
            row, label = self.row, f"{visible_line(score.name)} is contested no more"
            self._put(label, lambda r: r.contest(row.id, score.name, None, ""))

    def score_reason(self, reason: str) -> None:
        """Why it should be that."""
        contested, self._contested = self._contested, None
        if contested is None:
            return
        (score, says), row = contested, self.row
        self._put(
            f"{visible_line(score.name)} contested: {visible_line(str(says))}",
            lambda r: r.contest(row.id, score.name, says, reason),
            [UNDO],
        )
