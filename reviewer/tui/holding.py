"""The program's hold on one database: who reads it, who writes to it, what waits, and what is said when it fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from textual.app import App

from reviewer.errors import DamagedStore, ReviewerError, StoreError
from reviewer.store import blind, connection, freshness
from reviewer.store.blind import NEWCOMER, NOTHING, Blind
from reviewer.text.visible import visible_line
from reviewer.tui.background import Background
from reviewer.tui.checking import Checking

if TYPE_CHECKING:
    from reviewer.operations.drafts import Drafts
    from reviewer.review.decisions import Saw
    from reviewer.tui.review.sitting import Sitting


_WORDS = 40
"""Characters that are said of what was typed and not saved."""


class Holding(App[None]):
    """What the screens share of a database, which need not exist yet."""

    def __init__(self, db: Path) -> None:
        super().__init__()
        self.db = db
        self.failure: ReviewerError | None = None
        """What ended the program, if something did."""

        self.mistake: Exception | None = None
        """The first that a question in the background made; shown whole when the program has closed."""

        self.lost: list[str] = []
        """Decisions that could not be saved to the end."""

        self._reader: sqlite3.Connection | None = None
        self._background: Background | None = None
        self._checking = Checking(db, self._facts_were_read)
        self._sitting: Sitting | None = None
        self._blind: tuple[int, Blind] | None = None
        self._warned = False
        self._writing: list[Thread] = []

    def open_store(self) -> bool:
        """Open the database where it has come to be; False where there is none. Raises StoreError."""
        if self._reader is None and connection.present(self.db):
            self._reader = connection.open_reading(self.db)
            self._background = Background(self.db, self._failed_in_background)
        return self.has_store

    @property
    def has_store(self) -> bool:
        """Whether there is a database."""
        return self._reader is not None

    @property
    def reader(self) -> sqlite3.Connection:
        """The reading connection of the screens."""
        if self._reader is None:
            raise StoreError(f"{self.db}: there is no database yet")
        return self._reader

    @property
    def background(self) -> Background:
        """For questions that take longer than a frame."""
        if self._background is None:
            raise StoreError(f"{self.db}: there is no database yet")
        return self._background

    @property
    def sitting(self) -> Sitting:
        """Who reviews, and what they decided."""
        if self._sitting is None:
            from reviewer.tui.review.sitting import Sitting

            self._sitting = Sitting(self.db, self.call_later, self._unsaved_changed, self._seen)
            self._remind()
        return self._sitting

    @property
    def drafts(self) -> Drafts:
        """Words that whoever reviews typed for a decision, and has neither saved nor wiped out."""
        return self.sitting.drafts

    @property
    def typed(self) -> dict[tuple[str, ...], str]:
        """Those that were typed since the program began."""
        return {key: text for key, text in self.drafts.items() if key not in self.drafts.older} if self._sitting else {}

    def _remind(self) -> None:
        """Of what was typed before the program began."""
        if self.drafts:
            self.say(f"Typed before and not saved: {told(self.drafts)}, offered again where it was typed", problem=True)

    def _seen(self, reviewer: str) -> Mapping[str, Saw]:
        from reviewer.store import decided

        return decided.seen(self.reader, reviewer) if self.has_store else {}

    @property
    def blind(self) -> Blind:
        """What whoever reviews may not be shown now."""
        if not self.has_store:
            return NOTHING
        version = freshness.version(self.reader)
        known = self._blind
        if known is None or known[0] != version:
            who = self._reviewer() if blind.depends(self.reader) else ""
            known = self._blind = version, blind.blind(self.reader, who) if who else NEWCOMER
        return known[1]

    def _reviewer(self) -> str:
        """Who reviews; a sitting, which takes its time to import, begins with the first decision."""
        if self._sitting:
            return self._sitting.reviewer
        from reviewer.operations.authors import default_author

        return default_author()

    def forget_blind(self) -> None:
        """Somebody else reviews."""
        self._blind = None

    @property
    def unsaved(self) -> tuple[str, list[str]]:
        """Why something could not be saved, and what waits; nothing of it while all goes well."""
        return self._sitting.unsaved if self._sitting else ("", [])

    def _unsaved_changed(self) -> None:
        self._warned = self._warned and bool(self.unsaved[0])
        for screen in self.screen_stack:
            follow = getattr(screen, "unsaved_changed", None)
            if follow is not None:
                follow()

    def remember_place(self, key: int, message: int) -> None:
        """Keep where a person was in a transcript; where the database cannot be written to, reading goes on."""

        def write() -> None:
            from reviewer.store import places

            with suppress(ReviewerError, sqlite3.Error, OSError):
                writer = connection.open_writing(self.db)
                try:
                    places.put(writer, key, message)
                finally:
                    writer.close()

        thread = Thread(target=write, name="place")
        self._writing = [*(t for t in self._writing if t.is_alive()), thread]
        thread.start()

    def check_facts(self) -> None:
        """Have facts read off the transcripts that have none yet, while the person reads."""
        if self.has_store:
            self._checking.begin(self.reader)

    def _facts_were_read(self) -> None:
        self.call_later(self._facts_changed)

    def _facts_changed(self) -> None:
        for screen in self.screen_stack:
            follow = getattr(screen, "facts_changed", None)
            if follow is not None:
                follow()

    def close_store(self) -> None:
        """Let go of the database, once what is being written is written."""
        self._checking.close()
        if self._sitting:
            self.lost = self._sitting.close()
            self._sitting = None
        for thread in self._writing:
            thread.join()
        if self._background:
            self._background.close()
        if self._reader:
            self._reader.close()
        self._reader = self._background = None

    def _failed_in_background(self, error: Exception) -> None:
        store = isinstance(error, ReviewerError | sqlite3.Error)
        self.call_later(self._handle_exception if store else self._mistaken, error)

    def _mistaken(self, error: Exception) -> None:
        """Our own mistake, in one question of many: that is said, and reviewing goes on."""
        self.mistake = self.mistake or error
        self.say(f"A mistake of the program's own, and no answer: {type(error).__name__}: {error}", problem=True)

    def _handle_exception(self, error: Exception) -> None:
        """What the store raises ends the program with one line; anything else is our own mistake and shows itself."""
        if isinstance(error, sqlite3.Error):
            error = DamagedStore(f"{self.db}: {error}; `reviewer doctor` looks closer")
        if isinstance(error, ReviewerError):
            self.failure = self.failure or error
            self.exit(return_code=error.exit_code)
        else:
            super()._handle_exception(error)

    def all_saved(self) -> None:
        """What could not be saved is on the disk now: what was said of it goes."""
        for shown in [*self._notifications]:
            if "NOT SAVED" in shown.message:
                self._unnotify(shown, refresh=False)
        self.say("✓ All is saved")

    def say(self, text: str, problem: bool = False) -> None:
        """A remark that goes by itself, or when there is another one; a problem stays beside it, and stands once."""
        for shown in [*self._notifications]:
            if problem and shown.message == visible_line(text):
                return
            if shown.severity == "information":
                self._unnotify(shown, refresh=False)
        self.notify(visible_line(text), severity="warning" if problem else "information", timeout=4, markup=False)


def told(drafts: Mapping[tuple[str, ...], str]) -> str:
    """The newest of what was typed, and how many more there are."""
    *more, newest = drafts
    words, label = visible_line(drafts[newest]), " ".join(newest[-1].split())
    said = f"{label} “{words if len(words) <= _WORDS else words[:_WORDS] + '…'}”"
    return said + f" and {len(more)} more" * bool(more)
