"""A queue: what is to be read and why, how far it is, and from here on one after the other until nothing is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from reviewer.errors import ReviewerError
from reviewer.store import queue_shown, queues, transcripts
from reviewer.store.blind import blind
from reviewer.store.queue_shown import Standing
from reviewer.store.queues import ItemRow
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.choose import Choose, Option
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.queue_list import QueueList

_NONE = "No queue yet. m draws one, from all transcripts or by the library's filter."


class _Read(NamedTuple):
    """What the database says. `standing` is None where there is no queue."""

    names: list[str]
    standing: Standing | None
    rows: Mapping[int, TranscriptRow]
    hides: bool
    """Whether the reviewer is blind in it."""

    masks: bool
    """Whether a transcript of it is of no model to the reviewer, because of this queue or another one."""


class QueueScreen(ListMoves, View):
    """One queue; another is a key away."""

    WHERE = "queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings("queue")
    AUTO_FOCUS = "#queue"
    DEFAULT_CSS = """
    QueueScreen #queue { height: 1fr; }
    QueueScreen #queue-title, QueueScreen #frame { background: $surface; }
    """

    class Late(Message):
        """Late arrivals were drawn from, or could not be."""

        def __init__(self, said: str, problem: bool = False) -> None:
            super().__init__()
            self.said, self.problem = said, problem

    def __init__(self, called: str = "") -> None:
        super().__init__()
        self._called = called
        self._names: list[str] = []
        self._standing: Standing | None = None
        self._all = False

    def compose(self) -> ComposeResult:
        """A title with the progress, the list, what was drawn from, the keys."""
        yield Bar(id="queue-title")
        yield QueueList(id="queue")
        yield Bar(id="frame")
        yield KeyBar("queue", id="keys")

    @property
    def _list(self) -> QueueList:
        return self.query_one("#queue", QueueList)

    def on_screen_resume(self) -> None:
        """Something may have been decided in a transcript."""
        self.action_refresh()

    # Reading the store.

    def action_refresh(self) -> None:
        """What the database holds now."""
        name, who = self._called, self.program.sitting.reviewer
        self.program.background.ask(self, "queue-view", lambda connection: _read(connection, name, who), self._came)

    def _came(self, read: _Read) -> None:
        self._names, self._standing = read.names, read.standing
        found = read.standing
        if found is None:
            self._list.note = _NONE
            self._list.show((), {}, "", 0)
            self.query_one("#queue-title", Bar).show([(" queue ", "strong")])
            return
        self._called = found.queue.name
        waiting = {item.ordinal for item in found.waiting}
        items = [item for item in found.shown if self._all or item.ordinal in waiting]
        was = self._list.chosen
        here = next((at for at, item in enumerate(items) if was and item.ordinal >= was.ordinal), 0)
        if self._all and was is None:
            here = next((at for at, item in enumerate(items) if item.ordinal in waiting), 0)
        self._list.note = f"Nothing is left for {visible_line(found.reviewer)}. a shows all of it."
        self._list.show(items, read.rows, found.reviewer, here)
        self._show_title(found, hides=read.hides, masks=read.masks)

    def _show_title(self, found: Standing, *, hides: bool, masks: bool) -> None:
        name = visible_line(found.queue.name)
        left: list[Piece] = [(" queue ", "strong"), (f" {name}", "accent"), (f" · {visible_line(found.sentence)}", "")]
        right: list[Piece] = [("blind ", "warning")] if hides else []
        self.query_one("#queue-title", Bar).show(left, right)
        recipe, drawn = found.queue.recipe, {item.transcript for item in found.items}
        if masks:  # a filter may name a model, and what came late may be of one
            said = [f"{len(drawn):,} transcripts of {len(found.queue.population):,}"]
        else:
            said = [found.queue.draws(drawn), visible_line(recipe.filter)]
        said += [f"by {', '.join(recipe.stratify)}" if recipe.stratify else "", f"seed {recipe.seed}"]
        said += ["to be confirmed by a second reader" if recipe.cited_unconfirmed else ""]
        said += [f"made {found.queue.at[:10]} by {visible_line(found.queue.author)}"]
        more: list[Piece] = [(f"{len(self._names):,} queues ", "quiet")] if len(self._names) > 1 else []
        self.query_one("#frame", Bar).show([(f" {' · '.join(filter(None, said))}", "quiet")], more)

    # What a person does.

    @on(Lines.Chosen, "#queue")
    def action_open(self) -> None:
        """Read from here on: being done with one leads to the next that is open."""
        chosen = self._list.chosen
        if chosen is not None:
            self._open_item(chosen)

    def action_next_open(self) -> None:
        """Read what is open for you, from the top."""
        waiting = [item for item in self._standing.waiting if item.key is not None] if self._standing else []
        if waiting:
            self._open_item(waiting[0])
        else:
            self.program.say("Nothing is left for you in this queue")

    def _open_item(self, item: ItemRow) -> None:
        if item.key is None or self._standing is None:
            self.program.say("This transcript is not loaded here")
            return
        keys = list(dict.fromkeys(one.key for one in self._standing.items if one.key is not None))
        self.program.open_transcript(keys, keys.index(item.key), queue=self._called)

    def action_all(self) -> None:
        """All that was drawn, or only what is left for you."""
        self._all = not self._all
        self.action_refresh()

    def action_other_queue(self) -> None:
        """Another queue."""
        if len(self._names) < 2:
            self.program.say("There is no other queue")
            return
        options = [
            Option(str(n), str(n + 1) if n < 9 else "", visible_line(name)) for n, name in enumerate(self._names)
        ]
        self.app.push_screen(Choose("Queue", options, str(self._names.index(self._called))), self._chosen)

    def _chosen(self, number: str | None) -> None:
        if number is not None:
            self._called = self._names[int(number)]
            self._list.show((), {}, "", 0)
            self.action_refresh()

    def action_draw(self) -> None:
        """A new queue, from what the library's filter lets through."""
        from reviewer.tui.draw_dialog import DrawDialog

        self.app.push_screen(DrawDialog(self.program.library.filter_text), self._drawn)

    def _drawn(self, name: str | None) -> None:
        if name is not None:
            self._called = name
            self._list.show((), {}, "", 0)
            self.action_refresh()
            self.program.say(f"✓ {visible_line(name)} is drawn")

    def action_late(self) -> None:
        """From what came in since this one was drawn, as a stratum of its own."""
        if self._standing is not None:
            self._draw_late(self._called)

    @work(thread=True, exclusive=True)
    def _draw_late(self, name: str) -> None:
        """In a thread: it only posts messages."""
        from reviewer.operations.queues import late

        try:
            drawn = late(self.program.db, name)
        except (ReviewerError, sqlite3.Error, OSError) as error:
            self.post_message(self.Late(str(error), problem=True))
        else:
            more = len({item.transcript for item in drawn.items})
            self.post_message(self.Late(f"✓ {more:,} more to be read in {name}"))

    def on_queue_screen_late(self, event: Late) -> None:
        """What came of it."""
        self.program.say(event.said, event.problem)
        self.action_refresh()

    def action_back(self) -> None:
        """Back to the library."""
        self.program.pop_screen()


def _read(connection: sqlite3.Connection, name: str, reviewer: str) -> _Read:
    """Of the queue of that name; else of the first one with something left for the reviewer, or the last one."""
    every = [queue.name for queue in queues.queues(connection)]
    if name not in every:
        standings = (queue_shown.standing(connection, one, reviewer) for one in every)
        name = next((one.queue.name for one in standings if one.waiting), every[-1] if every else "")
    if not name:
        return _Read([], None, {}, hides=False, masks=False)
    found = queue_shown.standing(connection, name, reviewer)
    keys = sorted({item.key for item in found.items if item.key is not None})
    hidden = blind(connection, reviewer)
    rows = hidden.rows(transcripts.rows(connection, keys))
    masks = any(item.transcript in hidden for item in found.items)
    hides = queue_shown.blind_to(found.queue, found.items, reviewer)
    return _Read(every, found, {row.key: row for row in rows}, hides, masks)
