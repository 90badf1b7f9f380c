"""The terminal program: it owns the connection to the store, the themes and the way between the screens."""

from __future__ import annotations

import gc
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from traceback import format_exception
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.screen import Screen

from reviewer.errors import DamagedStore, ReviewerError, StoreError
from reviewer.operations import settings
from reviewer.store import blind, connection, freshness, transcripts
from reviewer.store.blind import NEWCOMER, NOTHING, Blind
from reviewer.text.visible import visible_line
from reviewer.tui import guard, output
from reviewer.tui.actions import bindings
from reviewer.tui.background import Background
from reviewer.tui.checking import Checking
from reviewer.tui.keys import Keys
from reviewer.tui.library import LibraryScreen
from reviewer.tui.themes import DARK, DARK_COLOURS, LIGHT, LIGHT_COLOURS

if TYPE_CHECKING:
    from textual.command import Provider

    from reviewer.review.decisions import Saw
    from reviewer.store.rows import TranscriptRow
    from reviewer.tui.review.sitting import Sitting
    from reviewer.tui.stream.focus import Spot
    from reviewer.tui.transcript import TranscriptScreen


def _palette() -> type[Provider]:
    from reviewer.tui.palette import Actions

    return Actions


class ReviewerApp(App[None]):
    """The program on one database, which need not exist yet."""

    TITLE = "reviewer"
    CSS_PATH = "reviewer.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {_palette}  # noqa: RUF012 -- as Textual declares it

    def __init__(
        self, db: Path, transcript: str | None = None, message: int | None = None, dossier: str | None = None
    ) -> None:
        guard.install()
        super().__init__()
        self.animation_level = "none"
        self.db = db
        self.failure: ReviewerError | None = None
        """What ended the program, if something did."""

        self.mistake: Exception | None = None
        """The first that a question in the background made; shown whole when the program has closed."""

        self.lost: list[str] = []
        """Decisions that could not be saved to the end."""

        self.spots: dict[tuple[int, int], Spot] = {}
        """Where each transcript, by row and revision, was left in this sitting: the line, and what was unfolded."""

        self._first = transcript, message
        self._dossier = dossier
        self._searched = ""
        self._reader: sqlite3.Connection | None = None
        self._background: Background | None = None
        self._checking = Checking(db, self._facts_were_read)
        self._sitting: Sitting | None = None
        self._blind: tuple[int, Blind] | None = None
        self._warned = False
        self._writing: list[Thread] = []
        self._keys = Keys(self, super().on_event)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._begin_with_theme(settings.read().get("theme"))
        self.open_store()

    def _begin_with_theme(self, name: object) -> None:
        """As `self.theme = name`, but before anything is styled: so nothing is styled twice."""
        chosen = name if isinstance(name, str) and name in self.available_themes else DARK.name
        if self.available_themes[chosen].ansi:  # Textual changes more than the colours then
            self.theme = chosen
        else:
            self.set_reactive(App.theme, chosen)
            self.stylesheet.set_variables(self.get_css_variables())

    # The store.

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
        return self._sitting

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
            who = self.sitting.reviewer if blind.depends(self.reader) else ""
            known = self._blind = version, blind.blind(self.reader, who) if who else NEWCOMER
        return known[1]

    def forget_blind(self) -> None:
        """Somebody else reviews."""
        self._blind = None

    @property
    def keys_wait(self) -> bool:
        """Whether keys have arrived that nothing has come of yet: what takes a while had better let them pass."""
        return self._keys.waiting

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

    # The screens.

    def get_default_screen(self) -> Screen[None]:
        """The library lies under everything."""
        return LibraryScreen()

    def on_mount(self) -> None:
        """Go to the transcript that was asked for."""
        self.theme_changed_signal.subscribe(self, lambda theme: settings.write(theme=theme.name))
        self.call_after_refresh(self._collect_again)
        self.call_after_refresh(self.check_facts)
        name, message = self._first
        if name is not None:
            row = transcripts.find(self.reader, name)
            keys = transcripts.keys(self.reader, hidden=self.blind)
            self.open_transcript(keys, keys.index(row.key), message)
        if self._dossier is not None:
            self.open_dossier("", self._dossier)

    def _collect_again(self) -> None:
        """What has come to life until the first paint stays: no collection need look at it again."""
        gc.freeze()
        gc.enable()

    @property
    def library(self) -> LibraryScreen:
        """The screen at the bottom."""
        screen = self.screen_stack[0]
        assert isinstance(screen, LibraryScreen)  # noqa: S101 -- for the type checker
        return screen

    def open_transcript(
        self,
        keys: Sequence[int],
        position: int,
        message: int | None = None,
        words: str | None = None,
        queue: str = "",
    ) -> TranscriptScreen:
        """Read a transcript; `n` and `N` go through `keys`, and being done through what is open in a queue."""
        from reviewer.tui.transcript import TranscriptScreen

        screen = TranscriptScreen(keys, position, message, words, queue)
        self.push_screen(screen)
        return screen

    def leave_transcript(self, key: int) -> None:
        """Back to where the transcript was opened; the library's cursor goes to `key`, the one that was read last."""
        self.pop_screen()
        self.library.go_to(key)

    def open_search(self) -> None:
        """Search all text."""
        if not self.has_store:
            self.say("There is nothing to search yet")
            return
        from reviewer.tui.search import SearchScreen

        self.push_screen(SearchScreen(self._searched))

    def leave_search(self, text: str) -> None:
        """Back to the library; the next search begins with the same words."""
        self._searched = text
        self.pop_screen()

    def open_inbox(self) -> None:
        """Decide what checks and other programs suggest."""
        if not self.has_store:
            self.say("There is nothing to decide yet")
            return
        from reviewer.tui.inbox import InboxScreen

        self.push_screen(InboxScreen())

    def open_queue(self, name: str = "") -> None:
        """What is to be read, one after the other; without a name what is left for whoever reviews."""
        if not self.has_store:
            self.say("There is nothing to read yet")
            return
        from reviewer.tui.queue import QueueScreen

        self.push_screen(QueueScreen(name))

    def open_adjudicate(self) -> None:
        """Decide where reviewers, or a reviewer and the check, disagree."""
        if not self.has_store:
            self.say("There is nothing to decide yet")
            return
        from reviewer.tui.adjudicate import AdjudicateScreen

        self.push_screen(AdjudicateScreen())

    def open_patterns(self) -> None:
        """Named habits and the findings that bear them."""
        if not self.has_store:
            self.say("There is nothing to name yet")
            return
        from reviewer.tui.patterns import PatternsScreen

        self.push_screen(PatternsScreen())

    def open_dossier(self, suite: str, model: str) -> None:
        """What a page about a model stands on; without a model a person chooses."""

        def show() -> None:
            from reviewer.operations.dossiers_states import called
            from reviewer.tui.dossier import DossierScreen
            from reviewer.tui.dossier_deeds import offer

            if model:
                self.push_screen(DossierScreen(called(self.reader, model, suite or None)))
            else:
                offer(self.library, None, lambda of: self.push_screen(DossierScreen(of)))

        self._show("reviewer.tui.dossier", show)

    def open_board(self) -> None:
        """All models of a suite beside each other."""

        def show() -> None:
            from reviewer.tui.board import BoardScreen, offer

            offer(self.library, lambda suite: self.push_screen(BoardScreen(suite)))

        self._show("reviewer.tui.board", show)

    def _show(self, module: str, show: Callable[[], None]) -> None:
        """A screen of a module that takes a while to import, the first time: no key waits for that."""
        if not self.has_store:
            self.say("There is nothing to count yet")
        elif self.blind:
            from reviewer.tui.unblinding import ask_first

            ask_first(self, lambda: self._show_from(module, show))
        else:
            self._show_from(module, show)

    def _show_from(self, module: str, show: Callable[[], None]) -> None:
        if module in sys.modules:
            show()
        else:
            self.background.ask(self, "screen", lambda _: import_module(module), lambda _: show())

    def open_compare(self, row: TranscriptRow, read: Callable[[int, int | None], None] | None = None) -> None:
        """The runs of a transcript's case side by side; `read` shows one at a message, where a screen below can."""
        from reviewer.tui.compare import CompareScreen

        self.push_screen(CompareScreen(row, read))

    def open_load(self) -> None:
        """Load files."""
        from reviewer.tui.load_dialog import LoadDialog

        self.push_screen(LoadDialog())

    def store_changed(self) -> None:
        """Something was written: the library follows."""
        if self.open_store():
            self.library.read_again()

    # Small services.

    def say(self, text: str, problem: bool = False) -> None:
        """A remark that goes by itself, or when there is another one; a problem stays beside it, and stands once."""
        for shown in [*self._notifications]:
            if problem and shown.message == visible_line(text):
                return
            if shown.severity == "information":
                self._unnotify(shown, refresh=False)
        self.notify(visible_line(text), severity="warning" if problem else "information", timeout=4, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Keys wait for the keys before them: `keys.py` says why."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._keys.put(event)
        else:
            await super().on_event(event)

    # What a person does anywhere.

    def action_help_quit(self) -> None:
        """Where somebody presses ^C to leave, which copies in other places."""
        self.say("^Q quits")

    async def action_quit(self) -> None:
        """Leave; where a person was in a transcript is kept as it is when they go back."""
        if self.unsaved[0] and not self._warned:
            self._warned = True
            self._unsaved_changed()
            self.say("Some decisions are NOT SAVED: ctrl+s tries again, ctrl+q once more leaves without them", True)
            return
        for screen in self.screen_stack:
            leave = getattr(screen, "remember", None)
            if leave is not None:
                leave()
        await super().action_quit()

    def action_help(self) -> None:
        """The keys of the present screen."""
        from reviewer.tui.help import HelpScreen

        where = getattr(self.screen, "WHERE", "")
        if where:
            self.push_screen(HelpScreen(where))

    def action_switch_theme(self) -> None:
        """Dark, or light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_choose_theme(self) -> None:
        """One of all that there are."""
        self.search_themes()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for themes that are not ours."""
        return DARK_COLOURS if self.current_theme.dark else LIGHT_COLOURS


def run(db: Path, transcript: str | None = None, message: int | None = None, dossier: str | None = None) -> None:
    """Open the program on a database. Raises ReviewerError for what a person should know after it has closed."""
    output.keep_frames_whole()
    app = ReviewerApp(db, transcript, message, dossier)
    try:
        if transcript is not None:
            transcripts.find(app.reader, transcript)
        if dossier is not None:
            from reviewer.operations.dossiers_states import called

            called(app.reader, dossier)
        app.run()
    finally:
        app.close_store()
    if app.mistake:
        for line in format_exception(app.mistake):
            sys.stderr.write("".join(f"{visible_line(each)}\n" for each in line.splitlines()))
    if app.lost:
        raise StoreError(f"{db}: NOT SAVED: {'; '.join(app.lost)}")
    if app.failure:
        raise app.failure
