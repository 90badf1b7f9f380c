"""Searching all text: words on top, the newest hits below in their context, as one types."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from reviewer.store import freshness, search
from reviewer.store.blind import NOT_BY_MODEL, NOTHING
from reviewer.store.search import Hit, Query
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.background import at_once
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.entry import Entry
from reviewer.tui.widgets.hits import Hits
from reviewer.tui.widgets.lines import Lines, Piece

_Found = TypeVar("_Found")
_HINT = 'words, "a phrase", refund*, role:agent tool: class:trap model: case:'
_TOPICS = ("hits", "more", "count", "notes")
_WATCH = 2.0
_PATIENCE = 0.01
"""Seconds that the first hits may take; they are painted right after that, whenever the next frame would come."""

_REST = 0.04
"""Seconds until the rest is looked for: those hits are on the terminal by then, and quick fingers have typed on."""


class SearchScreen(View):
    """A search of the whole database. `text` is what to begin with."""

    WHERE = "search"
    BINDINGS = bindings("search")
    AUTO_FOCUS = "#search"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._query = self._found = Query()
        """What is typed, and what the hits on screen are of."""

        self._opens: Query | None = None
        """Words whose first hit is wanted as soon as it is there."""

        self._hidden = NOTHING
        """What was hidden when it was asked: the hits stand in the order of that."""

        self._count: int | None = None
        self._notes: list[str] = []
        self._unasked: list[str] = []
        """What a blind reviewer may not search by."""

        self._more = False
        self._indexed = (0, 0)
        self._version = 0

    def compose(self) -> ComposeResult:
        """The words, what is known of the hits, the hits, the keys."""
        with Horizontal(id="search-line"):
            yield Bar([(" search  ", "quiet")], id="search-label")
            yield Entry(self._text, placeholder=_HINT, compact=True, id="search")
        yield Bar(id="found")
        yield Hits(id="hits")
        yield KeyBar("search", id="keys")

    def on_mount(self) -> None:
        """Find out how much is searchable, and go on looking."""
        self._ask_indexed()
        self.watch(self.query_one("#search", Input), "value", self._typed, init=bool(self._text))
        self.set_interval(_WATCH, self._watch)

    @property
    def _hits(self) -> Hits:
        return self.query_one("#hits", Hits)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one("#search", Input).value

    # Looking.

    def _typed(self, text: str) -> None:
        """Look for what is typed now; what is still being looked for is interrupted.

        Hits that are found quickly are painted with the letter. What remains, or takes longer, is looked for in the
        background, but not while that is being painted and written: the two would hold each other up.
        """
        asked = search.query(text)
        self._hidden = self.program.blind
        self._query = query = self._hidden.query(asked)
        self._unasked = [] if query == asked else [NOT_BY_MODEL]
        self._count, self._notes = None, [*self._unasked, *query.said]
        self.program.background.forget(*_TOPICS)
        if not query:
            self._hits_came([])
        elif self._find_at_once(query):
            self.set_timer(_REST, lambda: self._ask(query, self._filled))
        else:
            self._ask(query, self._hits_came)

    def _find_at_once(self, query: Query) -> bool:
        if self.program.keys_wait:
            return False
        reader, window, hidden = self.program.reader, self._hits.window + 1, self._hidden
        found = at_once(reader, lambda late: search.first_hits(reader, query, window, late, hidden), _PATIENCE)
        if found is not None:
            self._hits_came(found)
        return found is not None

    def _ask(self, query: Query, then: Callable[[list[Hit]], None]) -> None:
        if query is not self._query:
            return
        background, hidden = self.program.background, self._hidden
        background.ask(self, "hits", lambda c: search.hits(c, query, hidden=hidden), self._of(query, then))
        background.ask(self, "notes", lambda c: search.notes(c, query), self._of(query, self._notes_came))
        background.ask(self, "count", lambda c: search.count(c, query), self._of(query, self._count_came))

    def _of(self, query: Query, then: Callable[[_Found], None]) -> Callable[[_Found], None]:
        """What is found goes there, unless something else is asked by then: an answer may be on its way already."""
        return lambda found: then(found) if query is self._query else None

    def _filled(self, hits: list[Hit]) -> None:
        hits = self.program.blind.hits(hits)
        if [hit.rowid for hit in hits] == [hit.rowid for hit in self._hits.hits[: len(hits)]]:
            self._hits.fill(hits)
        else:  # more has become searchable meanwhile
            self._hits_came(hits)

    def _hits_came(self, hits: list[Hit]) -> None:
        hits = self.program.blind.hits(hits)
        self._more = len(hits) == search.LIMIT
        nothing = "No message is like that." if self._query.filters else "No message has these words."
        self._hits.note = nothing if self._query else ""
        self._hits.show(hits)
        self._found, opens = self._query, self._opens is self._query
        self._opens = None
        self._say()
        self.call_next(self._paint)
        if opens:
            self.action_open()

    def _paint(self) -> None:
        hits = self._hits
        self.paint_now(hits, hits.vertical_scrollbar, self.query_one("#found"), self.query_one("#search"))

    def _notes_came(self, notes: list[str]) -> None:
        self._notes = [*self._unasked, *notes]
        self._say()

    def _count_came(self, count: int) -> None:
        self._count = count
        self._say()

    @on(Hits.MoreWanted)
    def _ask_more(self) -> None:
        if not self._more:
            return
        self._more = False
        query, before, hidden = self._query, self._hits.hits[-1].rowid, self._hidden

        def older(connection: sqlite3.Connection) -> list[Hit]:
            return search.hits(connection, query, before=before, hidden=hidden)

        self.program.background.ask(self, "more", older, self._of(query, self._more_came))

    def _more_came(self, hits: list[Hit]) -> None:
        self._more = len(hits) == search.LIMIT
        self._hits.add(self.program.blind.hits(hits))
        self._say()

    def _ask_indexed(self) -> None:
        reader, background = self.program.reader, self.program.background
        self._version = version = freshness.version(reader)
        background.ask(self, "indexed", search.indexed, self._indexed_came)
        background.ask(self, "names", search.names, lambda names: search.remember(reader, names, version))

    def _indexed_came(self, indexed: tuple[int, int]) -> None:
        self._indexed = indexed
        self._say()

    def _watch(self) -> None:
        """More may have become searchable: count again, but leave the hits where they are."""
        if freshness.version(self.program.reader) == self._version:
            return
        self._ask_indexed()
        query = self._query
        if query:
            self.program.background.ask(
                self, "count", lambda c: search.count(c, query), self._of(query, self._count_came)
            )

    def _say(self) -> None:
        left: list[Piece] = []
        shown, count = self._hits.count, self._count
        if count is not None:
            left.append((f" {count:,} {'message' if count == 1 else 'messages'}", "strong"))
        elif shown:
            left.append((f" {shown:,}{' or more' if self._more else ''} …", "strong"))
        if shown:
            of = f" of {shown:,} shown so far" if count is None or count > shown else ""
            order = "newest first, blind ones last" if self._hidden else "newest first"
            left.append((f" · {order} · {self._hits.cursor + 1:,}{of}", "quiet"))
        left += [(f" · {visible_line(note)}", "warning") for note in self._notes]
        searchable, everything = self._indexed
        right: list[Piece] = []
        if searchable < everything:
            right = [(f"{searchable:,} of {everything:,} messages are searchable so far ", "warning")]
        elif not self._query:
            left.insert(0, (f" {everything:,} messages", "quiet"))
        self.query_one("#found", Bar).show(left, right)

    @on(Lines.Moved, "#hits")
    def _moved(self) -> None:
        self._say()

    # What a person does.

    @on(Lines.Chosen, "#hits")
    @on(Input.Submitted)
    def action_open(self) -> None:
        """Read the message where it stands; one of the hits that are still being looked for, once they are there."""
        if self._found is not self._query:
            self._opens = self._query
            return
        hit = self._hits.chosen
        if hit is None:
            return
        words = None
        if hit.matches:
            start, end = hit.matches[0]
            words = hit.snippet[start:end].lower()
        keys = list(dict.fromkeys(found.key for found in self._hits.hits))
        self._hits.focus()  # who comes back goes on among the hits, and keys are no words there
        self.program.open_transcript(keys, keys.index(hit.key), hit.number, words)

    def action_edit(self) -> None:
        """Back to the words."""
        self.query_one("#search", Input).focus()

    def action_other_part(self) -> None:
        """From the words to the hits, and back."""
        (self.query_one("#search", Input) if self._hits.has_focus else self._hits).focus()

    def on_key(self, event: events.Key) -> None:
        """Going down from the words leads into the hits."""
        if event.key == "down" and not self._hits.has_focus and self._hits.count:
            event.stop()
            self._hits.focus()

    def action_next_row(self) -> None:
        """Down one."""
        self._hits.move(1)

    def action_previous_row(self) -> None:
        """Up one; from the first hit to the words."""
        if self._hits.cursor == 0:
            self.action_edit()
        self._hits.move(-1)

    def action_page_down(self) -> None:
        """Down a page."""
        self._hits.move_page(1)

    def action_page_up(self) -> None:
        """Up a page."""
        self._hits.move_page(-1)

    def action_top(self) -> None:
        """To the newest."""
        self._hits.move_to(0)

    def action_bottom(self) -> None:
        """To the oldest that is here."""
        self._hits.move_to(self._hits.count - 1)

    def action_back(self) -> None:
        """Back to the library, which keeps the words."""
        self.program.background.forget(*_TOPICS)
        self.program.leave_search(self.text)
