"""Patterns: named habits at the left, the findings that bear one, or speak against it, at the right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from reviewer.errors import UsageError
from reviewer.review.decisions import Saw
from reviewer.store import patterns
from reviewer.store.findings import FindingRow
from reviewer.store.patterns import PatternRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.choose import Choose, Option
from reviewer.tui.deciding import DecidingView
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.review.desk import Work
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.pattern_lists import Members, PatternList, scope
from reviewer.tui.widgets.prompt import Check, Prompt, anything, wanted

if TYPE_CHECKING:
    from reviewer.tui.app import ReviewerApp

_NARROW = 100
"""Columns of the terminal below which the findings stand under the patterns."""


class _Read(NamedTuple):
    rows: list[tuple[str, FindingRow]]
    labels: dict[str, str]
    told: dict[str, Saw]
    """What of it bears on a word that the reviewer has not given yet."""

    hidden: int
    """How many findings besides are hidden from a blind reviewer."""


class PatternsScreen(ListMoves, DecidingView):
    """All patterns. What is changed here is an event like any other, and `u` takes it back."""

    WHERE = "patterns"
    CSS_PATH = "patterns.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("patterns")
    AUTO_FOCUS = "#patterns"

    def compose(self) -> ComposeResult:
        """A title, the patterns, the findings of one below its memo, the keys."""
        self.set_class(self.app.size.width < _NARROW, "-narrow")
        yield Bar(id="patterns-title")
        yield Bar(id="unsaved")
        with Container(id="both"):
            yield PatternList(id="patterns")
            with Vertical(id="pattern"):
                yield Bar(id="memo")
                yield Members(id="members")
        yield Prompt(id="prompt")
        yield KeyBar("patterns", id="keys")

    def on_mount(self) -> None:
        """Read what there is."""
        self._habits.note = "No habit has a name yet: a names one."
        self._members.note = "No finding bears it yet."
        self.unsaved_changed()

    def on_screen_resume(self) -> None:
        """Something may have been decided in a transcript."""
        self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other."""
        self.set_class(event.size.width < _NARROW, "-narrow")

    @property
    def _habits(self) -> PatternList:
        return self.query_one("#patterns", PatternList)

    @property
    def _members(self) -> Members:
        return self.query_one("#members", Members)

    @property
    def _list(self) -> Lines:
        return self._members if self._members.has_focus else self._habits

    # Reading the store.

    def read_again(self, then_on: str = "") -> None:
        """The list anew, with the cursor where it is, or on a pattern."""
        wanted = then_on or (self._habits.chosen.id if self._habits.chosen else "")
        self.program.background.ask(self, "patterns", patterns.rows, lambda rows: self._came(rows, wanted))

    def _came(self, rows: list[PatternRow], wanted: str) -> None:
        self._habits.show(rows, next((n for n, row in enumerate(rows) if row.id == wanted), self._habits.cursor))
        who = visible_line(self.program.sitting.reviewer)
        self.query_one("#patterns-title", Bar).show(
            [(" patterns ", "strong"), (f" {len(rows):,} named", "")], [(f"{who} ", "quiet")]
        )
        self._ask_members()

    @on(Lines.Moved, "#patterns")
    def _ask_members(self) -> None:
        row, who = self._habits.chosen, self.program.sitting.reviewer
        if row is None:
            self.query_one("#memo", Bar).show([])
            self._members.show([])
            return
        self._show_memo(row)

        def question(connection: sqlite3.Connection) -> _Read:
            from reviewer.operations.blindness import without_word
            from reviewer.operations.patterns import pattern
            from reviewer.operations.taxonomies import in_force

            found = pattern(connection, row, who)
            rows = [("member", one) for one in found.members]
            rows += [("counterexample", one) for one in found.counterexamples]
            known = {suite: in_force(connection, suite).by_id for suite in {one.suite for _, one in rows}}
            tags = {one.finding.tag: known[one.suite].get(one.finding.tag) for _, one in rows}
            told = {one.finding.transcript: Saw(others=True) for _, one in rows if one.finding.author != who}
            labels = {tag: visible_line(found.label) for tag, found in tags.items() if found}
            hidden = found.hidden_members + found.hidden_counterexamples
            return _Read(rows, labels, without_word(connection, told, who), hidden)

        self.program.background.ask(self, "members", question, lambda read: self._members_came(row, read))

    def _show_memo(self, row: PatternRow, hidden: int = 0) -> None:
        said = visible_line(row.memo) or "no memo"
        besides: list[Piece] = [(f"{hidden:,} hidden while you are blind · ", "warning")] if hidden else []
        memo = self.query_one("#memo", Bar)
        memo.show([(f" {said}", "" if row.memo else "quiet")], [*besides, (f"{scope(row)} ", "quiet")])

    def _members_came(self, row: PatternRow, read: _Read) -> None:
        self._show_memo(row, read.hidden)
        self._members.note = (
            "No finding bears it yet." if not read.hidden else "What bears it is hidden from the blind."
        )
        for transcript, saw in read.told.items():
            self.program.sitting.look(transcript, saw)
        self._members.labels = read.labels
        self._members.saving.clear()
        self._members.show(read.rows)

    # Deciding.

    def _put(self, label: str, work: Work, then_on: str = "") -> None:
        self.put(label, work, lambda made: self.read_again(then_on or (made if isinstance(made, str) else "")))

    def _role(self, role: str | None, label: str) -> None:
        row, chosen = self._habits.chosen, self._members.chosen
        if row is None or chosen is None:
            return
        finding = chosen[1].finding.id
        self._members.saving.add(finding)
        self._members.refresh()
        self._put(f"{label} {row.name}", lambda who: who.join(row.id, finding, role), row.id)

    def action_swap(self) -> None:
        """From a member to a counterexample, and back."""
        chosen = self._members.chosen
        if chosen is not None:
            role = "member" if chosen[0] == "counterexample" else "counterexample"
            self._role(role, f"{role} of")

    def action_take_out(self) -> None:
        """The finding does not belong to it."""
        self._role(None, "out of")

    def action_name(self) -> None:
        """Name a habit."""
        self._ask("new", "A new pattern: ", "", wanted("a name"))

    def action_rename(self) -> None:
        """Another name."""
        if row := self._habits.chosen:
            self._ask("name", "Its name: ", row.name, wanted("a name"), row.id)

    def action_memo(self) -> None:
        """Say what it is."""
        if row := self._habits.chosen:
            self._ask("memo", "What it is: ", row.memo, anything, row.id)

    def _ask(self, asked: str, label: str, text: str, check: Check, about: str = "") -> None:
        prompt = self.query_one("#prompt", Prompt)
        prompt.ask(asked, label, visible_line(text), check=check, drafts=self.program.drafts, about=about)

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self._habits.focus()
        with self.program.sitting.answering(event.words):
            self._decide(event.asked, event.text.strip())

    def _decide(self, asked: str, text: str) -> None:
        row = self._habits.chosen
        if asked == "new":
            self._put(f"pattern {text}", lambda who: who.name_pattern(text))
        elif row is not None:
            name, memo = (text, row.memo) if asked == "name" else (row.name, text)
            of = (row.scope, row.scope_name)
            self._put(f"pattern {name}", lambda who: who.name_pattern(name, memo, *of, pattern=row.id), row.id)

    @on(Prompt.Left)
    def _thought_better(self) -> None:
        self._habits.focus()

    def action_undo(self) -> None:
        """Take back one's last decision."""
        self._put("undo", lambda who: self.program.sitting.undo(who) and None)

    def action_redo(self) -> None:
        """Decide it again."""
        self._put("redo", lambda who: who.redo() and None)

    # Looking.

    @on(Lines.Chosen, "#patterns")
    def _into(self) -> None:
        self._members.focus()

    @on(Lines.Chosen, "#members")
    def action_open(self) -> None:
        """From a pattern to its findings, from a finding to its place in the transcript."""
        if not self._members.has_focus:
            self._members.focus()
            return
        chosen = self._members.chosen
        if chosen is None:
            return
        row = chosen[1]
        if row.key is None:
            self.program.say("Its transcript is not in this database", problem=True)
            return
        keys = list(dict.fromkeys(one.key for _, one in self._members.rows if one.key is not None))
        message = (row.anchor or row.finding.anchor).message
        words = row.words if row.stands and row.words and "\n" not in row.words else None
        self.program.open_transcript(keys, keys.index(row.key), message, words)

    def action_other_part(self) -> None:
        """From the patterns to the findings, and back."""
        (self._habits if self._members.has_focus else self._members).focus()

    def action_refresh(self) -> None:
        """Read the database again."""
        self.read_again()

    def action_back(self) -> None:
        """Back to the library."""
        self.app.pop_screen()


def offer(program: ReviewerApp, finding: str, then: Callable[[], object] = lambda: None) -> None:
    """Asks which pattern a finding joins, and says so once that is saved; then `then`. For the reading screen."""
    rows = patterns.rows(program.reader)
    if not rows:
        program.say("No habit has a name yet: the patterns screen names one")
        return
    keys = "123456789"
    options = [
        Option(row.id, keys[n] if n < len(keys) else "", visible_line(row.name), scope(row))
        for n, row in enumerate(rows)
    ]
    names = {row.id: row.name for row in rows}

    def chosen(id_: str | None) -> None:
        if id_ is not None:

            def saved(made: object) -> None:
                if isinstance(made, UsageError):
                    program.say(f"Not saved: {made}", problem=True)
                else:
                    program.say(f"✓ joined {visible_line(names[id_])}")
                    then()

            program.sitting.decide(f"into {names[id_]}", lambda who: who.join(id_, finding), saved)

    program.push_screen(Choose("A finding joins", options), chosen)
