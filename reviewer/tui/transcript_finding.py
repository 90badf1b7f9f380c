"""Finding words in the transcript on screen: what was typed is looked for in the thread of the store."""

from __future__ import annotations

import sqlite3
from time import monotonic

from textual import on
from textual.message import Message

from reviewer.store import conversation
from reviewer.store.rows import TranscriptRow
from reviewer.tui.stream.find import Matches, find
from reviewer.tui.stream.finding import Finding
from reviewer.tui.stream.parts import Fetch, Parts
from reviewer.tui.transcript_around import Around
from reviewer.tui.widgets.prompt import Prompt

_BATCH_SECONDS = 0.1


class Finds(Around):
    """The keys that find, and what was found."""

    class Found(Message):
        """Some matches, or the last of them."""

        def __init__(self, finding: Finding, matches: Matches, complete: bool) -> None:
            super().__init__()
            self.finding, self.matches, self.complete = finding, matches, complete

    def __init__(self) -> None:
        super().__init__()
        self._finding = Finding()
        self._find_from = 1

    def action_find(self) -> None:
        """Asks for words to find."""
        self._find_from = self._stream.focused.message
        self._prompt.ask("find", "Find:", self._finding.words)

    def action_next_match(self) -> None:
        """To the next match."""
        self._go_to_match(1)

    def action_previous_match(self) -> None:
        """To the previous match."""
        self._go_to_match(-1)

    def _go_to_match(self, step: int) -> None:
        match = self._finding.step(step)
        if match:
            self._stream.go_to_match(match)

    def _set_words(self, words: str, from_message: int) -> None:
        parts = self._stream.parts
        self._finding = finding = Finding(words, parts.first_part(from_message) if parts.count else 0)
        self._stream.show_matches(finding)
        self.refresh_bindings()
        self._say_where()
        if not words:
            self.program.background.forget("find")
            return
        row = self.row
        self.program.background.ask(
            self, "find", lambda connection: self._find(connection, row, parts, finding), lambda _: None
        )

    def _find(self, connection: sqlite3.Connection, row: TranscriptRow, parts: Parts, finding: Finding) -> None:
        """In the thread of the store: posts what it finds, a tenth of a second's worth at a time."""
        found, since = Matches(), monotonic()
        superseded, fetch = (lambda: finding is not self._finding), fetch_of(connection, row)
        for matches in find(parts.outline, fetch, finding.words, superseded, parts.at_hand):
            found.extend(matches)
            if monotonic() - since > _BATCH_SECONDS:
                self.post_message(self.Found(finding, found, complete=False))
                found, since = Matches(), monotonic()
        self.post_message(self.Found(finding, found, complete=True))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        if event.finding is self._finding:
            self._finding.add(event.matches, event.complete)
            self._stream.add_matches(event.matches)
            self._say_where()

    @on(Prompt.Changed)
    def _typed(self, event: Prompt.Changed) -> None:
        if event.asked == "find" and not isinstance(event, Prompt.Answered):
            self._set_words(event.text, self._find_from)

    def _remarks(self) -> list[str]:
        return [*super()._remarks(), str(self._finding)]


def fetch_of(connection: sqlite3.Connection, row: TranscriptRow) -> Fetch:
    """What reads the messages of a transcript."""
    return lambda first, last: conversation.messages(connection, row, first, last)
