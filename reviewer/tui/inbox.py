"""The inbox: what checks and other programs suggest, one key to confirm, amend or reject it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from reviewer.review.anchors import Anchor
from reviewer.review.decisions import Saw
from reviewer.review.proposals import Tally
from reviewer.store import conversation, proposals, transcripts
from reviewer.store.proposals import Inbox, ProposalRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.inbox_deciding import Deciding
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.review.sheet import Sheet
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.cells import tone
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.passage import Passage, window
from reviewer.tui.widgets.prompt import Prompt
from reviewer.tui.widgets.proposals import Proposals

if TYPE_CHECKING:
    from reviewer.model.taxonomy import Taxonomy

_NARROW = 100
"""Columns of the terminal below which the words stand under the list."""

_NOWHERE = Anchor("transcript")


class _Read(NamedTuple):
    """What the database says."""

    found: Inbox
    tallies: list[Tally]
    taxonomies: dict[str, Taxonomy]
    """By suite, those in force."""


class InboxScreen(Deciding, ListMoves):
    """The open proposals; those that are decided here stay in the list until it is read again."""

    WHERE = "inbox"
    CSS_PATH = "inbox.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("inbox")
    AUTO_FOCUS = "#proposals"

    def __init__(self) -> None:
        super().__init__()
        self._decided = False
        self._proposer = self._tag = ""
        self._hidden = 0
        self._tallies: list[Tally] = []
        self._taxonomies = {}

    def compose(self) -> ComposeResult:
        """A title, the list, the words, who suggests it and why, the keys."""
        self.set_class(self.app.size.width < _NARROW, "-narrow")
        yield Bar(id="inbox-title")
        yield Bar(id="unsaved")
        with Container(id="inbox"):
            yield Proposals(id="proposals")
            with Vertical(id="words"):
                yield Bar(id="origin")
                yield Passage(id="passage")
        yield Bar(id="about")
        yield Sheet(id="sheet")
        yield Prompt(id="prompt")
        yield KeyBar("inbox", id="keys")

    def on_mount(self) -> None:
        """Read what there is."""
        self._ask()
        self.unsaved_changed()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other."""
        self.set_class(event.size.width < _NARROW, "-narrow")

    # Reading the store.

    def _ask(self, then_on: str | None = None) -> None:
        """The list anew, with the cursor where it is, or on a proposal."""
        who, proposer, tag, decided = self._reviewer, self._proposer, self._tag, self._decided

        def question(connection: sqlite3.Connection) -> _Read:
            from reviewer.operations.taxonomies import in_force

            found = proposals.inbox(connection, who, proposer=proposer, tag=tag, decided=decided)
            taxonomies = {suite: in_force(connection, suite) for suite in {row.suite for row in found.rows}}
            return _Read(found, proposals.tallies(connection, who), taxonomies)

        self.program.background.ask(self, "inbox", question, lambda found: self._came(found, then_on))

    def _came(self, read: _Read, then_on: str | None) -> None:
        chosen, rows = self._list.chosen, read.found.rows
        wanted = then_on or (chosen.id if chosen else "")
        self._hidden, self._tallies = read.found.hidden, read.tallies
        self._taxonomies = read.taxonomies
        cursor = next((place for place, row in enumerate(rows) if row.id == wanted), self._list.cursor)
        self._list.note = self._nothing()
        self._list.labels = {row.id: self._label(row) for row in rows}
        self._list.show(rows, cursor)
        self._show_title()

    def _label(self, row: ProposalRow) -> str:
        """A tag as a person reads it; its id where the taxonomy in force does not know it."""
        taxonomy = self._taxonomies.get(row.suite)
        known = taxonomy and taxonomy.by_id.get(row.tag)
        return visible_line(known.label if known else row.tag)

    def _nothing(self) -> str:
        if self._proposer or self._tag:
            return "Nothing of this kind is open. F shows all kinds."
        if self._hidden:
            return "Nothing else is open."
        return "Nothing is suggested that is not decided." if self._tallies else "No check has suggested anything yet."

    def facts_changed(self) -> None:
        """There may be more."""
        self._ask()

    def _read_one(self, id_: str) -> None:
        """What the database says of a proposal now: a tick is what was committed."""
        place = self._list.place(id_)
        if place is None:
            return
        found = proposals.of_transcript(self.program.reader, self._list.rows[place].key, self._reviewer)
        self._list.saving.discard(id_)
        row = next((row for row in found.rows if row.id == id_), None)
        if row is not None:
            self._list.rows[place] = row
        self._list.refresh()
        self._show_about()
        who = self._reviewer
        self.program.background.ask(self, "tallies", lambda c: proposals.tallies(c, who), self._tallies_came)

    def _tallies_came(self, tallies: list[Tally]) -> None:
        self._tallies = tallies
        self._show_title()
        self._show_about()

    # Showing it.

    def _show_title(self) -> None:
        opened = sum(one.open for one in self._tallies)
        left: list[Piece] = [(" inbox ", "strong"), (f" {opened:,} open", "")]
        if self._proposer or self._tag:
            kind = " · ".join(visible_line(word) for word in (self._proposer, self._tag) if word)
            left.append((f" · {self._list.count:,} of {kind}", "accent"))
        if self._hidden:
            left.append((f" · {self._hidden:,} hidden until your outcomes", "warning"))
        right: list[Piece] = [(f"{visible_line(self._reviewer)} ", "quiet")] if self._reviewer else []
        self.query_one("#inbox-title", Bar).show(left, right)

    @on(Lines.Moved, "#proposals")
    def _moved(self) -> None:
        self._show_words()
        self._show_about()
        for row in self._list.in_view():
            if row.decided_by not in (None, self._reviewer):  # what checks suggest is never hidden where it stands here
                self.program.sitting.look(row.transcript, Saw(machine=True, others=True))

    def _show_words(self) -> None:
        row = self._list.chosen
        passage, origin = self.query_one("#passage", Passage), self.query_one("#origin", Bar)
        if row is None:
            origin.show([])
            passage.show([], _NOWHERE)
            return
        reader = self.program.reader
        present = transcripts.rows(reader, [row.key])[0]
        there = present if row.current else proposals.as_proposed(reader, present, row)
        anchor = row.anchor
        stretches = [
            conversation.messages(reader, there, *stretch)
            for stretch in window(anchor, there.messages, self.size.height)
        ]
        passage.show(stretches, anchor, self._label(row))
        origin.show(*_origin(row))

    def _show_about(self) -> None:
        row = self._list.chosen
        bar = self.query_one("#about", Bar)
        if row is None:
            bar.show([])
            return
        left: list[Piece] = [(f" {visible_line(row.proposer)}", "strong")]
        if row.note:
            left.append((f": {visible_line(row.note)}", ""))
        if row.decision:
            said = f" · {row.decision} by {visible_line(row.decided_by or '')}"
            left.append((said + (f": {visible_line(row.reason)}" if row.reason else ""), "good"))
        tally = next((one for one in self._tallies if (one.proposer, one.tag) == (row.proposer, row.tag)), None)
        right: list[Piece] = []
        if tally and tally.decided:
            right.append((f"{tally.borne_out:,} of {tally.decided:,} confirmed ", "quiet"))
        bar.show(left, right)

    # Looking.

    @on(Lines.Chosen, "#proposals")
    def action_open(self) -> None:
        """Read the transcript, at the place."""
        row = self._list.chosen
        if row is None:
            return
        keys = list(dict.fromkeys(one.key for one in self._list.rows))
        words = next((place.exact for place in row.anchor.places if place.exact), None)
        self.program.open_transcript(
            keys, keys.index(row.key), row.message, words if words and "\n" not in words else None
        )

    def on_screen_resume(self) -> None:
        """Something may have been decided in the transcript."""
        self._ask()

    def action_kind(self) -> None:
        """Only those of one check or program, and one tag."""
        from reviewer.tui.choose import Choose, Option

        every = f"{sum(one.open for one in self._tallies):,} open"
        options = [Option("", "0", "all", every)]
        for number, one in enumerate(self._tallies):
            text = visible_line(f"{one.proposer} · {one.tag}")
            options.append(Option(str(number), "", text, f"{one.open:,} open".rjust(len(every))))
        self.app.push_screen(Choose("Show", options, ""), self._kind_chosen)

    def _kind_chosen(self, name: str | None) -> None:
        if name is not None:
            one = self._tallies[int(name)] if name else None
            self._proposer, self._tag = (one.proposer, one.tag) if one else ("", "")
            self._ask()

    def action_all_kinds(self) -> None:
        """Those of all."""
        self._proposer = self._tag = ""
        self._ask()

    def action_decided(self) -> None:
        """With those that are decided, or without."""
        self._decided = not self._decided
        self._ask()

    def action_refresh(self) -> None:
        """Read the database again; what is decided leaves the list."""
        self._ask()

    def action_words_down(self) -> None:
        """Further in the words."""
        self._scroll_words(1)

    def action_words_up(self) -> None:
        """Back in the words."""
        self._scroll_words(-1)

    def _scroll_words(self, way: int) -> None:
        passage = self.query_one("#passage", Passage)
        passage.scroll_rows(way * max(1, passage.size.height // 2))

    def action_back(self) -> None:
        """Back to the library; what waits to be saved goes on waiting."""
        self.app.pop_screen()


def _origin(row: ProposalRow) -> tuple[list[Piece], list[Piece]]:
    """Which transcript it is; that it is synthetic, or not the present revision, stays where there is little room."""
    left: list[Piece] = [(f" {visible_line(row.case)}", "strong")]
    left.append((f" · {visible_line(row.model)} · {visible_line(row.run or '')}" if row.model else " · blind", ""))
    left.append((f" · {visible_line(row.case_class)}" if row.case_class else "", "quiet"))
    marks = ["synthetic"] * row.synthetic + [row.run_state] * (row.run_state != "valid")
    marks += ["an earlier revision"] * (not row.current)
    return left, [(f"{' · '.join(marks)} ", tone(marks))] if marks else []
