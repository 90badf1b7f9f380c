"""Drawing a queue: from which transcripts, how many and how, for whom; what would be drawn stands below."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from secrets import randbelow
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from reviewer.errors import ReviewerError, UsageError
from reviewer.operations import queues
from reviewer.review.queue import Draw, Recipe
from reviewer.store import filters
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.screen import Dialog
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.entry import Entry
from reviewer.tui.widgets.pick import Pick

_ALL, _RANDOM, _STRATIFIED, _CITED = "all of them", "a random sample", "a stratified sample", "what nobody confirmed"
_SAMPLES = (_RANDOM, _STRATIFIED)
_TRAPS, _DISPUTED = "traps first", "disagreements first"
_BLIND = "yes: neither model nor what others say is shown"
_SEEDS = 10_000
_TYPING = 0.15
"""Seconds that a person may type on before it is counted what would be drawn."""


class DrawDialog(Dialog[str | None]):
    """Answers the name of the queue that was drawn, or None."""

    WHERE = "draw"
    BINDINGS: ClassVar[list[BindingType]] = bindings("draw")
    AUTO_FOCUS = "#draw-name"

    class Ended(Message):
        """It was drawn, or it could not be."""

        def __init__(self, problem: str = "") -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, text: str = "") -> None:
        """`text` is the filter in force."""
        super().__init__()
        self._text = text
        self._typing: Timer | None = None
        self._drawing = False
        self._known: Collection[str] = ()
        """Whose names these are, with whatever commas."""

    def compose(self) -> ComposeResult:
        """A line for each part of the recipe, what it comes to, and what to press."""
        rows: tuple[tuple[str, Widget], ...] = (
            ("name", Entry(placeholder="what it is called", compact=True, id="draw-name")),
            ("from", Entry(self._text, placeholder="all transcripts, or a filter", compact=True, id="draw-filter")),
            ("take", Pick((_ALL, _RANDOM, _STRATIFIED, _CITED), id="draw-take")),
            ("how many", Entry("40", compact=True, id="draw-sample")),
            ("by", Entry("model", placeholder="class, model, intent, …", compact=True, id="draw-fields")),
            ("order", Pick(("reading order", _TRAPS, _DISPUTED), id="draw-order")),
            ("for", Entry(placeholder="whoever comes, or names with commas", compact=True, id="draw-readers")),
            ("twice", Entry("10%", placeholder="the share with a second reader", compact=True, id="draw-double")),
            ("blind", Pick(("no", _BLIND), id="draw-blind")),
            ("seed", Entry(str(randbelow(_SEEDS)), compact=True, id="draw-seed")),
        )
        with Container(id="draw"):
            yield Bar([("Draw a queue", "strong")], id="draw-title")
            for label, field in rows:
                with Horizontal(classes="draw-row", id=f"row-{field.id}"):
                    yield Bar([(label, "quiet")])
                    yield field
            yield Bar(id="draw-state")
            yield Bar(id="draw-more")
            yield KeyBar("draw", id="draw-keys")

    def on_mount(self) -> None:
        """Count what it comes to as it stands."""
        if self.program.has_store:
            self._known = queues.known(self.program.reader, self.program.sitting.reviewer)
        self._show_rows()
        self._ask()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._ask_no_more()

    def _typed(self, name: str) -> str:
        return self.query_one(f"#draw-{name}", Input).value.strip()

    def _picked(self, name: str) -> str:
        return self.query_one(f"#draw-{name}", Pick).value

    def _show_rows(self) -> None:
        take = self._picked("take")
        self.query_one("#row-draw-sample").display = take in _SAMPLES
        self.query_one("#row-draw-fields").display = take == _STRATIFIED
        self.query_one("#row-draw-double").display = take != _CITED

    def _recipe(self) -> Recipe:
        """As it is typed; UsageError for what cannot be drawn."""
        take, order, text = self._picked("take"), self._picked("order"), self._typed("filter")
        if unknown := filters.parse(text).unknown:
            raise UsageError(f"not understood as a filter: {' '.join(unknown)}; {filters.there_are(unknown[0])}")
        try:
            return Recipe(
                filter=text,
                sample=_whole("how many", self._typed("sample")) if take in _SAMPLES else None,
                stratify=queues.fields(self._typed("fields")) if take == _STRATIFIED else (),
                seed=_whole("the seed", self._typed("seed")),
                double=queues.share(self._typed("double") or "0") if take != _CITED else 0.0,
                traps_first=order == _TRAPS,
                disagreements_first=order == _DISPUTED,
                cited_unconfirmed=take == _CITED,
                assign=queues.names(self._typed("readers"), self._known),
                blind=self._picked("blind") == _BLIND,
            )
        except ValueError as error:
            raise UsageError(str(error)) from None

    # What it would come to.

    @on(Pick.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self._show_rows()
        if self._typing:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING, self._ask)

    def _ask(self) -> None:
        try:
            recipe = self._recipe()
        except UsageError as error:
            self._refuse(str(error))
            return

        def question(connection: sqlite3.Connection) -> Draw | str:
            try:
                return queues.preview(connection, recipe)
            except ReviewerError as error:
                return str(error)

        self.program.background.ask(self, "draw", question, lambda found: self._came(found, recipe.assign))

    def _ask_no_more(self) -> None:
        """What is said next stays, until something else is typed."""
        if self._typing:
            self._typing.stop()
        if self.program.has_store:
            self.program.background.forget("draw")

    def _came(self, found: Draw | str, readers: Sequence[str]) -> None:
        if isinstance(found, str):
            self._refuse(found)
            return
        drawn, strata = len({item.transcript for item in found.items}), len(found.population)
        said = f"{drawn:,} of {sum(map(len, found.population.values())):,} transcripts would be drawn"
        self._say(
            said + (f", from {strata:,} strata" if strata > 1 else ""),
            "good",
            visible_line(f"given to {' and to '.join(readers)}" if readers else ""),
        )

    def _refuse(self, text: str) -> None:
        text = visible_line(text)
        room = max(8, self.query_one("#draw-state").size.width)
        first, *rest = [text[start:end] for start, end in wrap(text, room)]
        self._say(first, "warning", "".join(rest))

    def _say(self, text: str, style: str, more: str = "") -> None:
        self.query_one("#draw-state", Bar).show([(text, style)])
        self.query_one("#draw-more", Bar).show([(more, style)])

    # Drawing it.

    @on(Input.Submitted)
    def action_draw(self) -> None:
        """Draws it, and keeps it."""
        if self._drawing:
            return
        self._ask_no_more()
        try:
            recipe, name = self._recipe(), self._typed("name")
            if not name:
                self.query_one("#draw-name").focus()
                raise UsageError("a queue needs a name")
        except UsageError as error:
            self._refuse(str(error))
            return
        self._drawing = True
        self._say("Drawing …", "quiet")
        self._make(name, recipe, self.program.sitting.reviewer)

    @work(thread=True)
    def _make(self, name: str, recipe: Recipe, author: str) -> None:
        """In a thread: it only posts messages."""
        try:
            queues.make(self.program.db, name, recipe, author)
        except (ReviewerError, sqlite3.Error, OSError) as error:
            self.post_message(self.Ended(str(error)))
        else:
            self.post_message(self.Ended())

    def on_draw_dialog_ended(self, event: Ended) -> None:
        """What came of it."""
        self._drawing = False
        if event.problem:
            self._refuse(f"NOT SAVED: {event.problem}")
        else:
            self.dismiss(self._typed("name"))

    # Moving.

    def action_next_row(self) -> None:
        """The next line."""
        self.focus_next()

    def action_previous_row(self) -> None:
        """The line before."""
        self.focus_previous()

    def action_next_value(self) -> None:
        """The next of a few values."""
        self._turn(1)

    def action_previous_value(self) -> None:
        """The value before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if isinstance(self.focused, Pick):
            self.focused.turn(step)

    def action_back(self) -> None:
        """Draws nothing."""
        self.dismiss(None)


def _whole(what: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{what} is a whole number, not {text!r}") from None
