"""What a person does with proposals: confirm, amend, reject, and take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from reviewer.review.events import Event
from reviewer.store.proposals import ProposalRow
from reviewer.text.visible import visible_line
from reviewer.tui.deciding import DecidingView
from reviewer.tui.review import tags
from reviewer.tui.review.sheet import Entry, Heading, Row, Sheet
from reviewer.tui.widgets.prompt import Check, Prompt, anything, wanted
from reviewer.tui.widgets.proposals import Proposals

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Taxonomy
    from reviewer.operations.reviewing import Reviewing

_SEVERITIES = (("n", "minor"), ("m", "major"), ("c", "critical"))


class Deciding(DecidingView):
    """The part of the inbox that writes."""

    _taxonomies: dict[str, Taxonomy]
    """By suite, those in force."""

    def _ask(self, then_on: str | None = None) -> None:
        """Has the list read anew."""
        raise NotImplementedError

    def read_again(self) -> None:
        """What others decided meanwhile."""
        self._list.saving.clear()
        self._ask()

    def _read_one(self, id_: str) -> None:
        """Has one proposal read anew."""
        raise NotImplementedError

    @property
    def _list(self) -> Proposals:
        return self.query_one("#proposals", Proposals)

    @property
    def _reviewer(self) -> str:
        return self.program.sitting.reviewer

    def _decide(self, label: str, work: Callable[[Reviewing, ProposalRow], object]) -> None:
        """Has the proposal under the cursor decided; the cursor goes on to the next open one at once."""
        row, here = self._list.chosen, self._list.cursor
        if row is None or not self._list.is_open(here):
            if row is not None:
                self.program.say("This is decided already; u takes your last decision back")
            return
        self._list.saving.add(row.id)
        self._list.refresh()
        about, read = f"{label} {row.tag} in {row.case}", partial(self._read_one, row.id)
        self.put(about, lambda who: work(who, row), lambda _: read(), read)
        onward = self._list.next_open(here)
        if onward is not None:
            self._list.move_to(onward)

    def action_confirm(self) -> None:
        """It is a finding, as it stands."""
        self._amend("confirm")

    def _amend(self, label: str, **changes: Any) -> None:
        def accept(reviewing: Reviewing, row: ProposalRow) -> object:
            from reviewer.operations.proposals import accept

            return accept(reviewing, row, **changes)

        self._decide(label, accept)

    def _reject(self, reason: str | None) -> None:
        def reject(reviewing: Reviewing, row: ProposalRow) -> object:
            from reviewer.operations.proposals import reject

            return reject(reviewing, row, reason)

        self._decide("reject", reject)

    def action_reject(self) -> None:
        """It is none; it is kept as rejected."""
        self._reject(None)

    def action_reject_with_reason(self) -> None:
        """It is none, for a reason."""
        self._prompt("reject", "Rejected, because: ", "", wanted("a reason"))

    def action_amend_tag(self) -> None:
        """It is a finding with another tag."""
        row = self._list.chosen
        taxonomy = self._taxonomies.get(row.suite) if row is not None else None
        if taxonomy is None:
            return
        rows: list[Row] = []
        for group in taxonomy.groups:
            if of_it := [tag for tag in taxonomy.of_group(group.id) if tag.id != tags.UNTAGGED]:
                rows.append(Heading(visible_line(group.label)))
                rows += [Entry(tag.key, visible_line(tag.label)) for tag in of_it]
        self._sheet("tag", "Confirm it as …", rows)

    def action_amend_severity(self) -> None:
        """It is a finding of another severity."""
        self._sheet("severity", "Confirm it as …", [Entry(key, name) for key, name in _SEVERITIES])

    def action_amend_note(self) -> None:
        """It is a finding, with words of one's own."""
        row = self._list.chosen
        if row:
            self._prompt("note", "Confirmed, with the note: ", visible_line(row.note))

    def _sheet(self, asked: str, title: str, rows: Sequence[Row]) -> None:
        if self._list.count and self._list.is_open(self._list.cursor):
            self.query_one("#sheet", Sheet).ask(asked, title, rows, at_top=False)

    def _prompt(self, asked: str, label: str, text: str, check: Check = anything) -> None:
        row = self._list.chosen
        if row is not None and self._list.is_open(self._list.cursor):
            drafts = self.program.drafts
            self.query_one("#prompt", Prompt).ask(asked, label, text, check=check, drafts=drafts, about=row.id)

    @on(Sheet.Chosen)
    def _chosen_of_sheet(self, event: Sheet.Chosen) -> None:
        self._list.focus()
        row = self._list.chosen
        if event.asked == "tag" and row is not None:
            self._amend("amend", tag=self._taxonomies[row.suite].by_key[event.key].id)
        else:
            self._amend("amend", severity=dict(_SEVERITIES)[event.key])

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self._list.focus()
        with self.program.sitting.answering(event.words):
            if event.asked == "note":
                self._amend("amend", note=event.text)
            else:
                self._reject(event.text)

    @on(Sheet.Left)
    @on(Prompt.Left)
    def _thought_better(self) -> None:
        self._list.focus()

    def action_undo(self) -> None:
        """Take back one's last decision, here or elsewhere."""
        self.put("undo", self.program.sitting.undo, lambda event: self._taken(event, "There is nothing to take back"))

    def action_redo(self) -> None:
        """Take the undo back."""
        self.put("redo", lambda who: who.redo(), lambda event: self._taken(event, "There is nothing to do again"))

    def _taken(self, event: Event | None, nothing: str) -> None:
        if event is None:
            self.program.say(nothing)
            return
        id_ = str(event.subject.get("proposal", ""))
        place = self._list.place(id_)
        if place is None:
            self._ask(id_)
            if not id_:
                self.program.say(f"Taken back, or done again: {event.kind} of {event.at}")
        else:
            self._list.move_to(place)
            self._read_one(id_)
