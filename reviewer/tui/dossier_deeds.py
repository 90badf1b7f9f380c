"""What a person does with a dossier: edit its claims, change its state, export it, take another model."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work
from textual.message import Message

from reviewer.errors import ReviewerError
from reviewer.operations import dossiers_states
from reviewer.operations.dossiers_opened import Opened
from reviewer.operations.dossiers_states import Named
from reviewer.review.decisions import Saw
from reviewer.review.publishing import ADJUDICATED, DRAFT, FROZEN, REVIEW
from reviewer.text.visible import visible_line
from reviewer.tui.choose import Choose, Option
from reviewer.tui.dossier_evidence import Shown
from reviewer.tui.screen import View
from reviewer.tui.widgets.prompt import Prompt, anything, wanted

if TYPE_CHECKING:
    from reviewer.operations.drafts import Answered

_REOPEN = "reopen"
_STEPS = (
    (DRAFT, "d", "it is being written"),
    (REVIEW, "r", "others read it"),
    (ADJUDICATED, "a", "nothing is left to decide"),
    (FROZEN, "f", "the next edition, kept for good"),
)


class Deeds(View):
    """The part of the dossier screen that writes."""

    of: Named
    opened: Opened | None
    shown: Shown | None

    class Saved(Message):
        """A change of state was written, or was not."""

        def __init__(self, said: str, problem: str = "") -> None:
            super().__init__()
            self.said, self.problem = said, problem

    def ask(self, *, keep: bool = False) -> None:
        """Has the dossier built again."""
        raise NotImplementedError

    # The claims file.

    def action_edit(self) -> None:
        """The claims file in one's own editor; the dossier is built again after it."""
        found = self.opened
        if found is None or (found.dossier is None and not found.written):
            self.program.say("It is not built yet", problem=True)
            return
        if found.standing.state == FROZEN:
            self.program.say("It is frozen; s opens it again, with a reason", problem=True)
            return
        if found.dossier is not None and (not found.written or found.example is not None):
            from reviewer.operations.dossiers_claims import begin

            try:
                begin(found.path, found.dossier, found.example)
            except (ReviewerError, OSError) as error:
                self.program.say(f"{found.path}: {error}", problem=True)
                return
        from reviewer.tui.review.editor import edit

        with self.app.suspend():
            done = edit(found.path, self.line_here())
        if not done:
            self.program.say("The editor did not end well; the file is as it left it", problem=True)
        self.ask(keep=True)

    def line_here(self) -> int:
        """Where the editor begins."""
        return 1

    # The state.

    def action_state(self) -> None:
        """How far it is: another state, with a reason."""
        found = self.opened
        if found is None:
            return
        if found.standing.state == FROZEN:
            options = [Option(_REOPEN, "o", "open again", f"edition {found.standing.edition} stays")]
        else:
            options = [Option(name, letter, name, note) for name, letter, note in _STEPS]
        self.app.push_screen(Choose(f"Its state: {found.standing.state}", options, found.standing.state), self._chosen)

    def _chosen(self, state: str | None) -> None:
        if state is not None:
            label = "What for: " if state == FROZEN else "Opened again, because: " if state == _REOPEN else "Because: "
            check = anything if state == FROZEN else wanted("a reason")
            drafts, about = self.program.drafts, f"{self.of.model} {self.of.suite}"
            self.query_one("#prompt", Prompt).ask(state, f"{state}. {label}", check=check, drafts=drafts, about=about)

    def reason_given(self, state: str, reason: str, words: Answered | None) -> None:
        """The state is changed, in a thread; what cannot be saved is said, and its reason offered again."""
        self._write(state, reason, words, self.program.sitting.reviewer)

    @work(thread=True, exclusive=True, group="state")
    def _write(self, state: str, reason: str, words: Answered | None, author: str) -> None:
        try:
            said = self._step(state, reason, author)
        except (ReviewerError, sqlite3.Error, OSError) as error:
            if words is not None:
                words.refused()
            self.post_message(self.Saved("", str(error)))
        else:
            if words is not None:
                words.saved()
            self.post_message(self.Saved(said))

    def _step(self, state: str, reason: str, author: str) -> str:
        """In the thread: what was written, in words."""
        db, of = self.program.db, self.of
        common: dict[str, Any] = {"suite": of.suite, "author": author}
        if state == _REOPEN:
            dossiers_states.reopen(db, of.model, reason, **common)
            return "in review again"
        if state != FROZEN:
            dossiers_states.put(db, of.model, state, reason, **common)
            return state
        from contextlib import closing

        from reviewer.operations import dossiers_claims, dossiers_editions
        from reviewer.store.connection import open_reading

        place = self.opened.path if self.opened else dossiers_claims.default_place(of.model)
        with closing(open_reading(db)) as connection:
            claims = dossiers_claims.read(connection, of, place)
        made = dossiers_editions.freeze(db, of.model, claims=claims, reason=reason, **common)
        return f"frozen as edition {made.edition}"

    def on_deeds_saved(self, event: Saved) -> None:
        """Only now it is said."""
        if event.problem:
            self.program.say(f"NOT SAVED: {event.problem}", problem=True)
            return
        self.program.say(f"✓ {event.said}")
        self.ask()

    # What waits for one's own verdict.

    def action_reveal(self) -> None:
        """What the check and others say of what one has not judged."""
        found = self.opened
        if found is None or not found.waiting:
            self.program.say("Nothing of it waits for your outcome")
            return
        many = f"{len(found.waiting):,} outcomes; your own will say that you saw it"
        options = [Option("", "n", "leave them hidden"), Option("yes", "y", "show them")]
        self.app.push_screen(Choose(many, options, ""), self._revealed)

    def _revealed(self, answer: str | None) -> None:
        found = self.opened
        if not answer or found is None or found.dossier is None:
            return
        told = {cell.transcript: bool(cell.reviewers) for trap in found.dossier.traps for cell in trap.cells}
        for transcript in sorted(found.waiting):
            saw = Saw(machine=True, siblings=True, others=told.get(transcript, False))
            self.program.sitting.look(transcript, saw)
        self.ask()

    # Elsewhere.

    def action_export(self) -> None:
        """Write the report, or its data, redacted."""
        from reviewer.tui.export_dialog import ExportDialog, kinds, of_model

        def chosen(name: str | None) -> None:
            if name is not None:
                kind, _, format_ = name.partition(" ")
                edition = found.standing.edition if found and found.standing.state == FROZEN else None
                errors = sum(one.level == "error" for one in found.problems) if found else 0
                self.app.push_screen(ExportDialog(of_model(self.program.db, self.of, kind, format_, edition, errors)))

        found = self.opened
        self.app.push_screen(Choose("Export, redacted", kinds()), chosen)

    def action_model(self) -> None:
        """The dossier of another model."""
        offer(self, self.of, self._other)

    def _other(self, of: Named) -> None:
        from reviewer.tui.dossier import DossierScreen

        self.app.switch_screen(DossierScreen(of))


def offer(screen: View, present: Named | None, then: Callable[[Named], object]) -> None:
    """Asks which model is meant; at once where there is one."""
    listed = dossiers_states.listed(screen.program.reader)
    several = len({one.suite for one in listed}) > 1
    options = [
        Option(
            str(at),
            "123456789"[at : at + 1],
            visible_line(one.model),
            one.standing.state + (f" · {visible_line(one.suite)}" if several else ""),
        )
        for at, one in enumerate(listed)
    ]
    here = next((str(at) for at, one in enumerate(listed) if Named(one.suite, one.model) == present), "")

    def chosen(name: str | None) -> None:
        if name is not None:
            then(Named(listed[int(name)].suite, listed[int(name)].model))

    screen.app.push_screen(Choose("The dossier of", options, here), chosen)
