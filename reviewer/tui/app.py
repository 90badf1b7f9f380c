"""The terminal program: the themes, and the way between the screens."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.screen import Screen

from reviewer.errors import Interrupted, StoreError
from reviewer.operations import settings
from reviewer.store import transcripts
from reviewer.text.visible import visible_line
from reviewer.tui import guard, output
from reviewer.tui.actions import bindings
from reviewer.tui.holding import Holding, told
from reviewer.tui.keys import Keys
from reviewer.tui.library import LibraryScreen
from reviewer.tui.themes import DARK, DARK_COLOURS, LIGHT, LIGHT_COLOURS

if TYPE_CHECKING:
    from textual.command import Provider

    from reviewer.store.rows import TranscriptRow
    from reviewer.tui.stream.focus import Spot
    from reviewer.tui.transcript import TranscriptScreen


def _palette() -> type[Provider]:
    from reviewer.tui.palette import Actions

    return Actions


class ReviewerApp(Holding):
    """The program on one database, which need not exist yet."""

    TITLE = "reviewer"
    CSS_PATH = "reviewer.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {_palette}  # noqa: RUF012 -- as Textual declares it

    def __init__(
        self, db: Path, transcript: str | None = None, message: int | None = None, dossier: str | None = None
    ) -> None:
        guard.install()
        super().__init__(db)
        self.animation_level = "none"
        self.spots: dict[tuple[int, int], Spot] = {}
        """Where each transcript, by row and revision, was left in this sitting: the line, and what was unfolded."""

        self._first = transcript, message
        self._dossier = dossier
        self._searched = ""
        self._typed_told: Mapping[tuple[str, ...], str] = {}
        """What was typed and not saved when somebody was told so who wanted to leave."""

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

    @property
    def keys_wait(self) -> bool:
        """Whether keys have arrived that nothing has come of yet: what takes a while had better let them pass."""
        return self._keys.waiting

    # The screens.

    def get_default_screen(self) -> Screen[None]:
        """The library lies under everything."""
        return LibraryScreen()

    def on_load(self) -> None:
        """From now on the terminal is given back also where the program is asked to end."""
        if not self.is_headless:
            for asked in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(asked, self._end, asked)

    def _end(self, asked: signal.Signals) -> None:
        """A shutdown, or the terminal's window that was closed: as when a person leaves, but nobody is asked."""
        self.failure = self.failure or Interrupted(f"ended by {asked.name}", asked)
        self._remember_places()
        self.exit()

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
        if self.typed != self._typed_told:
            self._typed_told = self.typed
            then = "; it is offered again" if self.drafts.durable else " without it"
            self.say(f"Typed and not saved: {told(self.typed)}; ctrl+q once more leaves{then}", True)
            return
        self._remember_places()
        await super().action_quit()

    def _remember_places(self) -> None:
        for screen in self.screen_stack:
            leave = getattr(screen, "remember", None)
            if leave is not None:
                leave()

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
