"""Which transcript is on screen: the next of the list, what is open next in a queue, the other runs of the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.store import conversation, freshness, places, transcripts
from reviewer.store.queue_shown import Standing, standing
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.stream.parts import Parts
from reviewer.tui.transcript_finding import Finds, fetch_of
from reviewer.tui.widgets.lines import Piece

LOOK = 1.0
"""Seconds between two looks at whether what is on screen was loaded again."""


class Turns(Finds):
    """The ways from one transcript to another. `keys` are transcript rows of the store."""

    def __init__(self, keys: Sequence[int], position: int, queue: str) -> None:
        super().__init__()
        self._keys, self._position = keys, position
        self._queue, self._queued = queue, ""
        self._revised = False

    def _load(self, key: int) -> Parts:
        reader, blind = self.program.reader, self.program.blind
        (row,) = transcripts.rows(reader, [key])
        self.row, self._blind, self._revised = blind.row(row), blind, False
        runs = transcripts.siblings(reader, row) if row.id not in blind else []
        self._siblings = [one for one in runs if one.id not in blind] or [self.row]
        return Parts(conversation.outline(reader, self.row), fetch_of(reader, self.row))

    def _show_row(self, message: int | None, words: str = "") -> None:
        spot = None
        if message is None:
            message = places.get(self.program.reader, self.row.key) or 1
            spot = None if words else self.program.spots.get((self.row.key, self.row.revision))
        self.review_opened()
        self._stream.read(self._stream.parts, message)
        if spot is not None:
            self._stream.return_to(spot)
        self.show_values()
        self._set_words(words, from_message=message)
        self.call_after_refresh(self._fill_aside)

    def _open(self, key: int, message: int | None = None) -> None:
        self.remember()
        self._stream.read(self._load(key))
        self._show_row(message, self._finding.words)

    def reopen(self) -> None:
        """Shows the transcript anew, where it was."""
        self._open(self.row.key, self._stream.focused.message)

    def look_again(self) -> None:
        """Says, once, that the transcript was loaded with another content: what is on screen is the one before."""
        if self.app.screen is not self or self._revised:
            return
        self._revised = freshness.revised(self.program.reader, self.row.key, self.row.revision)
        if self._revised:
            self._show_place()
            self.tell("Loaded again, with another content, since you opened it", "error", [("reopen", "shows it")])

    def action_reopen(self) -> None:
        """What was loaded since, unless somebody is typing."""
        if self._stream.has_focus or self._panel.has_focus:
            self.reopen()

    def remember(self) -> None:
        """Keeps the place, and what was on screen until now."""
        self.leave_review()
        if self.row.messages:
            self.program.spots[self.row.key, self.row.revision] = self._stream.spot()
            self.program.remember_place(self.row.key, self._stream.focused.message)

    # ---- the list, and the queue

    def action_next_transcript(self) -> None:
        """To the next transcript of the list."""
        self._turn(1)

    def action_previous_transcript(self) -> None:
        """To the previous transcript of the list."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if not 0 <= self._position + step < len(self._keys):
            self._say("This is the last transcript of the list" if step > 0 else "This is the first of the list")
            return
        self._position += step
        self._open(self._keys[self._position])

    def review_finished(self, row: TranscriptRow) -> None:
        """On to the next one of the list, or to what is open next in the queue."""
        if self._queue:
            self._ask_queue(lambda found: self._go_on(row, found))
        elif row is self.row and self._position + 1 < len(self._keys):
            said = self._foot.said
            self._turn(1)
            self._say_arrived(row, said)

    def second_word_given(self, row: TranscriptRow) -> None:
        """On to what is open next, where the queue is of such findings and none is left here."""

        def came(found: Standing) -> None:
            if found.queue.recipe.cited_unconfirmed and all(item.transcript != row.id for item in found.waiting):
                self._go_on(row, found)

        if self._queue:
            self._ask_queue(came)

    def _ask_queue(self, then: Callable[[Standing], None]) -> None:
        name, who = self._queue, self._sitting.reviewer

        def came(found: Standing) -> None:
            self._queued = f"{visible_line(name)} {found.done:,}/{found.done + len(found.waiting):,}"
            self._show_place()
            then(found)

        self.program.background.ask(self, "queue", lambda connection: standing(connection, name, who), came)

    def _go_on(self, row: TranscriptRow, found: Standing) -> None:
        """To what is open next; where nothing is, back to the queue, with what it came to."""
        if row is not self.row:
            return
        following = found.after(row.id)
        if following is None or following.key is None:
            self.program.say(f"{found.queue.name}: {found.sentence}")
            self.action_back()
            return
        said = self._foot.said
        self._go_to_key(following.key)
        self._say_arrived(row, said)

    def _say_arrived(self, row: TranscriptRow, said: Sequence[Piece]) -> None:
        """What was said of that transcript, and which one is on screen now: another run of the case looks alike."""
        same = "the same case, " if (self.row.suite, self.row.case) == (row.suite, row.case) else ""
        where = f"{self.row.run}/{self.row.case}" if self.row.run else self.row.case
        self._foot.as_before((*said, (f" → {same}{visible_line(where)}", "")))

    def _go_to_key(self, key: int, message: int | None = None) -> None:
        """A transcript that may be one of the list."""
        if key in self._keys:
            self._position = list(self._keys).index(key)
        self._open(key, message)

    def _remarks(self) -> list[str]:
        changed = "changed since you opened it" if self.has_class("beside") else "changed"
        return [changed * self._revised, self._queued, *super()._remarks()]

    # ---- the runs of the case

    def action_next_run(self) -> None:
        """The same case in the next run of the model."""
        self._turn_run(1)

    def action_previous_run(self) -> None:
        """The same case in the previous run of the model."""
        self._turn_run(-1)

    def _turn_run(self, step: int) -> None:
        if self.row.id in self._blind:
            self._say("Its other runs are shown once you are done with the blind queue")
            return
        keys = [row.key for row in self._siblings]
        place = keys.index(self.row.key) + step
        if not 0 <= place < len(keys):
            self._say(f"This case has no {'later' if step > 0 else 'earlier'} run of this model here")
            return
        self._open_run(keys[place])

    def action_compare(self) -> None:
        """The runs of the case side by side."""
        self.program.open_compare(self.row, self._open_run)

    def _open_run(self, key: int, message: int | None = None) -> None:
        self._go_to_key(key, message)

    # ---- leaving

    def action_back(self) -> None:
        """Back to where the person came from; words to find are put away first."""
        if self._finding.words:
            self._set_words("", self._stream.focused.message)
            return
        self.remember()
        self.program.leave_transcript(self._keys[self._position])
