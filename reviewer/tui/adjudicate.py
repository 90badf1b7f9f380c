"""Adjudicating: where reviewers, or a reviewer and the check, disagree; both sides' evidence beside the transcript."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from reviewer.model.reading import Outline
from reviewer.operations.adjudicate import Open, disagreements
from reviewer.review.decisions import Saw
from reviewer.store import agreement, conversation
from reviewer.store.rows import TranscriptRow
from reviewer.store.sides import Evidence, Sides, sides
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.adjudicate_deciding import Deciding
from reviewer.tui.review import tags
from reviewer.tui.sides import page
from reviewer.tui.stream.parts import Parts
from reviewer.tui.stream.widget import Stream
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.disagreements import Disagreements
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.long_text import LongText
from reviewer.tui.widgets.prompt import Prompt

_NARROW = 100
"""Columns of the terminal below which the sides stand above the transcript."""


class AdjudicateScreen(Deciding):
    """What is open, where the sides are furthest apart first."""

    WHERE = "adjudicate"
    CSS_PATH: ClassVar[list[str]] = ["stream.tcss", "adjudicate.tcss"]  # type: ignore[assignment] # a list is allowed
    BINDINGS: ClassVar[list[BindingType]] = bindings("adjudicate")
    AUTO_FOCUS = "#disagreements"

    def __init__(self) -> None:
        super().__init__()
        self._all = False
        self._hidden = 0
        self._shown: Sides | None = None
        self._evidence: list[Evidence] = []
        self._at = -1

    def compose(self) -> ComposeResult:
        """A title, the list, the transcript, the sides, a line for the reason, the keys."""
        self.set_class(self.app.size.width < _NARROW, "-narrow")
        yield Bar(id="adjudicate-title")
        yield Bar(id="unsaved")
        yield Disagreements(id="disagreements")
        with Container(id="both"):
            stream, text = Stream(_nothing(), id="stream"), LongText(id="sides")
            yield from (text, stream) if self.has_class("-narrow") else (stream, text)
        yield Prompt(id="prompt")
        yield KeyBar("adjudicate", id="keys")

    def on_mount(self) -> None:
        """Read what there is."""
        self._ask()
        self.unsaved_changed()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other."""
        self._size_list()
        narrow = event.size.width < _NARROW
        if narrow is not self.has_class("-narrow"):
            self.set_class(narrow, "-narrow")
            text, stream = self._text, self._stream
            if narrow:
                self.query_one("#both").move_child(text, before=stream)
            else:
                self.query_one("#both").move_child(text, after=stream)

    @property
    def _stream(self) -> Stream:
        return self.query_one("#stream", Stream)

    @property
    def _text(self) -> LongText:
        return self.query_one("#sides", LongText)

    def _size_list(self) -> None:
        """As high as it needs to be, up to a third of the screen; its head and its border count."""
        self._list.styles.height = min(max(self._list.count, 2) + 2, max(self.size.height // 3, 5))

    # Reading the store.

    def _ask(self, then_on: tuple[str, str] | None = None) -> None:
        """The list anew, with the cursor where it is, or on a disagreement."""
        who, decided = self._reviewer, self._all

        def question(connection: sqlite3.Connection) -> tuple[Open, dict[str, TranscriptRow]]:
            found = disagreements(connection, who, decided=decided)
            return found, agreement.loaded(connection, [one.transcript for one in found.shown])

        self.program.background.ask(self, "disagreements", question, lambda found: self._came(*found, then_on))

    def _came(self, found: Open, rows: dict[str, TranscriptRow], then_on: tuple[str, str] | None) -> None:
        chosen = self._list.chosen
        wanted = then_on or ((chosen.transcript, chosen.about) if chosen else ("", ""))
        self._hidden = found.hidden
        self._list.saving.clear()
        here = self._list.cursor
        self._list.note = "Nothing is disputed." if self._all else "Nothing is open. a shows what has been adjudicated."
        self._list.show(found.shown, rows, here)
        self._size_list()
        place = self._list.place(*wanted)
        if place is not None:
            self._list.move_to(place)
        self.set_class(not found.shown, "-empty")
        self._show_title()
        self._show_one()
        self.call_after_refresh(self._to_evidence)  # the list has taken its height by then

    def facts_changed(self) -> None:
        """The checks may read something else now."""
        self._ask()

    # Showing it.

    def _show_title(self) -> None:
        opened = sum(one.adjudicated is None for one in self._list.found)
        left: list[Piece] = [(" adjudicate ", "strong"), (f" {opened:,} open", "")]
        if self._all:
            left.append((f" · {self._list.count - opened:,} adjudicated", "quiet"))
        if self._hidden:
            left.append((f" · {self._hidden:,} hidden until your own verdict", "warning"))
        right: list[Piece] = [(f"{visible_line(self._reviewer)} ", "quiet")]
        self.query_one("#adjudicate-title", Bar).show(left, right)

    @on(Lines.Moved, "#disagreements")
    def _moved(self) -> None:
        self._show_one()

    def _show_one(self) -> None:
        one = self._list.chosen
        row = self._list.rows.get(one.transcript) if one else None
        self._at, self._evidence, self._shown = -1, [], None
        if one is None or row is None:
            self._stream.read(_nothing())
            self._text.show(page(one, None, None))
            return
        reader = self.program.reader
        machine = any(voice.machine for voice in one.voices)
        self.program.sitting.look(one.transcript, Saw(machine=machine, others=True))  # no later verdict is independent
        self._shown = sides(reader, row, one)
        self._evidence = [item for item in self._shown.evidence if item.anchor and item.anchor.places]
        parts = Parts(
            conversation.outline(reader, row), lambda first, last: conversation.messages(reader, row, first, last)
        )
        self._stream.read(parts)
        self._text.show(page(one, row, self._shown, called=self._called_tag))
        if self._evidence:
            self._go(1)

    def _called_tag(self, tag: str) -> str:
        one = self._list.chosen
        row = self._list.rows.get(one.transcript) if one else None
        return tags.label(tags.in_force(self.program.reader, row.suite), tag) if row else tag

    # Looking.

    def action_next_evidence(self) -> None:
        """The transcript at the next thing that a side points at."""
        self._go(1)

    def action_previous_evidence(self) -> None:
        """The transcript at the one before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if not self._evidence:
            self.program.say("Neither side points at anything here")
            return
        self._at = (self._at + step) % len(self._evidence)
        item, at = self._evidence[self._at], self._text.scroll_offset.y
        anchor, one = item.anchor, self._list.chosen
        if anchor is not None and one is not None:
            row = self._list.rows.get(one.transcript)
            self._text.show(page(one, row, self._shown, item, self._called_tag))
            self._text.scroll_by(at)
            self._to_evidence()

    def _to_evidence(self) -> None:
        """The transcript to what a side points at."""
        anchor = self._evidence[self._at].anchor if 0 <= self._at < len(self._evidence) else None
        if anchor is not None:
            self._stream.go_to(anchor.message, anchor.places[0].call or 0)

    @on(Lines.Chosen, "#disagreements")
    def action_open(self) -> None:
        """Read the transcript, at the evidence."""
        one = self._list.chosen
        row = self._list.rows.get(one.transcript) if one else None
        if row is None:
            self.program.say("This transcript is not loaded here")
            return
        keys = list(
            dict.fromkeys(
                self._list.rows[other.transcript].key
                for other in self._list.found
                if other.transcript in self._list.rows
            )
        )
        self.program.open_transcript(keys, keys.index(row.key), self._stream.focused.message)

    def on_screen_resume(self) -> None:
        """Something may have been decided in the transcript."""
        if self.is_mounted:
            self._ask()

    def action_decided(self) -> None:
        """With those that are adjudicated, or without."""
        self._all = not self._all
        self._ask()

    def action_refresh(self) -> None:
        """Read the database again."""
        self._ask()

    def action_sides_down(self) -> None:
        """Further in what the sides say."""
        self._text.scroll_by(max(self._text.size.height // 2, 1))

    def action_sides_up(self) -> None:
        """Back in what the sides say."""
        self._text.scroll_by(-max(self._text.size.height // 2, 1))

    def action_page_down(self) -> None:
        """The transcript a page down."""
        self._stream.page(1)

    def action_page_up(self) -> None:
        """The transcript a page up."""
        self._stream.page(-1)

    def action_next_row(self) -> None:
        """Down one."""
        self._list.move(1)

    def action_previous_row(self) -> None:
        """Up one."""
        self._list.move(-1)

    def action_top(self) -> None:
        """Where the sides are furthest apart."""
        self._list.move_to(0)

    def action_bottom(self) -> None:
        """Where they are nearest."""
        self._list.move_to(self._list.count - 1)

    def action_back(self) -> None:
        """Back to the library."""
        self.program.pop_screen()


def _nothing() -> Parts:
    """Before anything is chosen."""
    return Parts(Outline(*[()] * 7), lambda _first, _last: [])
