"""The board: every model of a suite beside each other, and beside the table what it looks like."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Event
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message

from reviewer.errors import ReviewerError
from reviewer.model.board import Board
from reviewer.operations.board import Wanted, build
from reviewer.store import freshness
from reviewer.text.visible import visible_line
from reviewer.tui import board_charts as charts
from reviewer.tui.actions import bindings
from reviewer.tui.board_sorts import SORTS, order_of, ordered
from reviewer.tui.board_words import of_row, picks
from reviewer.tui.choose import Choose, Option
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.board_table import BoardTable
from reviewer.tui.widgets.drawing import Drawing
from reviewer.tui.widgets.evidence import Evidence
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.progress import progress_pieces
from reviewer.tui.widgets.tabs import Tabs

_NARROW = 100
"""Columns of the terminal below which the charts stand under the table."""

_TALL = 34
"""Rows of the terminal from which on both charts have room, one above the other."""

_SIDES = ("calibration", "tiers", "model", "picks")
_NAMES = ("calibration", "tier × unsafe", "the model", "picks and rules")
_SIGNS = "* picked  ! weak safety  ~ spans bands "
_WIDTH = 24
"""Cells of the bar that says how far the counting is."""


class BoardScreen(ListMoves, View):
    """Counted models and published ones. It is made in the background, and again when the database changes."""

    WHERE = "board"
    CSS_PATH = "board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("board")
    AUTO_FOCUS = "#board"

    class Progressed(Message):
        """So many models are counted."""

        def __init__(self, what: str, done: int, of: int) -> None:
            super().__init__()
            self.what, self.done, self.of = what, done, of

        def can_replace(self, message: Message) -> bool:
            """Only the newest counts."""
            return isinstance(message, BoardScreen.Progressed)

    def __init__(self, suite: str | None = None) -> None:
        super().__init__()
        self._suite = suite
        self.board: Board | None = None
        self._refused = ""
        self._sort, self._reverse = "over_escalation", False
        self._side = 0
        self._version = -1
        self._gone = Event()

    def compose(self) -> ComposeResult:
        """A title, what was read, which side is shown, the table, the side, the keys."""
        self.set_class(self.app.size.width < _NARROW, "-narrow")
        yield Bar(id="board-title")
        yield Bar(id="board-reading")
        yield Tabs(_NAMES, id="tabs")
        with Container(id="both"):
            yield BoardTable(id="board")
            with Vertical(id="side"):
                yield Drawing(id="calibration")
                yield Drawing(id="tiers")
                yield Evidence(id="model")
                yield Evidence(id="picks")
        yield KeyBar("board", id="keys")

    def on_mount(self) -> None:
        """Count."""
        self._table.note = "Counting …"
        self._turn(0)
        self._ask()

    def on_screen_resume(self) -> None:
        """Something may have been decided meanwhile."""
        if self._version not in (-1, freshness.version(self.program.reader)):
            self._ask()

    def facts_changed(self) -> None:
        """What is counted may be more."""
        self._ask()

    def on_unmount(self) -> None:
        """Nobody waits for it any more: the counting stops."""
        self._gone.set()
        if self.program.has_store:
            self.program.background.forget("board")

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other; both charts, or one."""
        self.set_class(event.size.width < _NARROW, "-narrow")
        self._place()

    @property
    def _table(self) -> BoardTable:
        return self.query_one("#board", BoardTable)

    @property
    def _list(self) -> Lines:
        words = self._words
        return words if words is not None and words.has_focus else self._table

    @property
    def _words(self) -> Evidence | None:
        """What is shown in words beside the table, where it is."""
        name = _SIDES[self._side]
        return self.query_one(f"#{name}", Evidence) if name in ("model", "picks") else None

    # Counting.

    def _ask(self) -> None:
        wanted = Wanted(self._suite)
        self._version = freshness.version(self.program.reader)

        def told(what: str, done: int, of: int) -> bool:
            self.post_message(self.Progressed(what, done, of))
            return not self._gone.is_set()

        def question(connection: sqlite3.Connection) -> Board | str:
            try:
                return build(connection, wanted, progress=told)
            except ReviewerError as error:
                return str(error)

        self.program.background.ask(self, "board", question, self._came)

    @on(Progressed)
    def _show_progress(self, event: Progressed) -> None:
        bar = progress_pieces(event.done, event.of, _WIDTH)
        self._show_title([(f"{visible_line(event.what)} {event.done:,} of {event.of:,} ", "quiet"), *bar, (" ", "")])

    def _came(self, found: Board | str) -> None:
        self.board, self._refused = (None, found) if isinstance(found, str) else (found, "")
        self._table.note = "No model is on it."
        self._fill()

    # Showing it.

    def _fill(self) -> None:
        board = self.board
        rows = ordered(board, self._sort, reverse=self._reverse) if board else []
        ranks = {} if board is None else {one.model: one for one in order_of(board, self._sort).standings}
        self._table.show(rows, ranks, self._sort, reverse=self._reverse)
        if board is not None:
            self.query_one("#picks", Evidence).show(picks(board))
        self._show_title()
        self._show_side()

    def _show_title(self, doing: list[Piece] | None = None) -> None:
        board = self.board
        left: list[Piece] = [(" board ", "strong")]
        right: list[Piece] = [*(doing or [])]
        said: list[Piece] = [(f" {visible_line(self._refused)}", "error")]
        if board is not None:
            counted = sum(row.origin == "counted" for row in board.rows)
            left.append((f" {visible_line(board.suite.title)}", "quiet"))
            left.append((f" · {counted:,} counted here · {len(board.rows) - counted:,} published", ""))
            by = next(name for metric, _, name in SORTS if metric == self._sort)
            ranked = order_of(board, self._sort).metric.replace("_", " ")
            said_ranks = "" if order_of(board, self._sort).metric == self._sort else f" · ranks by {ranked}"
            right += [(f"by {by} {'▼' if self._reverse else '▲'}{said_ranks} ", "quiet")] if not doing else []
            right += [(" synthetic ", "warning")] if board.synthetic else []
            said = [(f" {visible_line(board.coverage.sentence)}", "quiet")]
        self.query_one("#board-title", Bar).show(left, right)
        self.query_one("#board-reading", Bar).show(said, [(_SIGNS, "quiet")] if board else [])

    @on(Lines.Moved, "#board")
    def _show_side(self) -> None:
        board, row = self.board, self._table.chosen
        if board is None or row is None:
            return
        chosen, places = row.model.id, self._table.places
        self.query_one("#calibration", Drawing).show(
            lambda width: (charts.calibration(board, width, chosen), charts.place(board, chosen))
        )
        self.query_one("#tiers", Drawing).show(
            lambda width: (charts.tiers(board, width, chosen, places), charts.row_of(board, chosen))
        )
        self.query_one("#model", Evidence).show(of_row(board, row))
        self._place()

    def _turn(self, side: int) -> None:
        self._side = side % len(_SIDES)
        self._place()
        words = self._words
        if words is None and not self._table.has_focus:
            self.set_focus(self._table)
        self.query_one("#tabs", Tabs).turn(self._side, [""] * len(_SIDES))

    def _place(self) -> None:
        """Which of the sides are shown."""
        chart = self._side < 2
        both = chart and self.size.height >= _TALL and not self.has_class("-narrow")
        self.set_class(both, "-charts")
        tiers = self.query_one("#tiers", Drawing)
        tiers.styles.height = min(tiers.height + 1, self.size.height // 2) if both and tiers.height else "1fr"
        for at, name in enumerate(_SIDES):
            self.set_class(at == self._side and not both, f"-{name}")

    @on(Tabs.Turned)
    def _turned(self, event: Tabs.Turned) -> None:
        self._turn(event.part)

    # What a person does.

    def action_calibration(self) -> None:
        """Both errors of escalation."""
        self._turn(0)

    def action_tiers(self) -> None:
        """Cost tier against unsafe actions."""
        self._turn(1)

    def action_model(self) -> None:
        """The model under the cursor, with its intervals."""
        self._turn(2)

    def action_picks(self) -> None:
        """What the rules pick, and the rules."""
        self._turn(3)

    def action_next_side(self) -> None:
        """The next of them."""
        self._turn(2 if self.has_class("-charts") else self._side + 1)

    def action_previous_side(self) -> None:
        """The one before."""
        self._turn(self._side - 1)

    def action_other_side(self) -> None:
        """From the table to the words beside it, and back."""
        words = self._words
        if words is None or words.has_focus:
            self.set_focus(self._table)
        else:
            self.set_focus(words)

    @on(Lines.Chosen, "#board")
    def action_open(self) -> None:
        """The dossier of the model, where it was counted here."""
        row, board = self._table.chosen, self.board
        if row is None or board is None:
            return
        if row.origin == "published":
            self._turn(2)
            self.program.say("It is published: there are no transcripts of it here")
        else:
            self.program.open_dossier(board.suite.name, row.model.id)

    def action_sort(self) -> None:
        """Choose a column."""
        options = [Option(metric, letter, name) for metric, letter, name in SORTS]
        self.app.push_screen(Choose("Sort by", options, self._sort), self._sort_chosen)

    def _sort_chosen(self, metric: str | None) -> None:
        if metric is not None:
            self._sort_by(metric)

    @on(BoardTable.SortAsked)
    def _sort_asked(self, event: BoardTable.SortAsked) -> None:
        self._sort_by(event.column)

    def _sort_by(self, metric: str) -> None:
        """By this column; by the one that it is already sorted by, the other way round."""
        self._reverse = metric == self._sort and not self._reverse
        self._sort = metric
        self._fill()

    def action_reverse(self) -> None:
        """The other way round."""
        self._sort_by(self._sort)

    def action_export(self) -> None:
        """Write the board, redacted."""
        if self.board is None:
            return
        from reviewer.operations.board_files import FORMATS  # with all that renders, which no table needs

        forms = {name: "a file" if name == "json" else "a folder" for name in FORMATS}
        options = [
            Option(name, "", name, form) for name, form in sorted(forms.items(), key=lambda one: one[1] == "a file")
        ]
        self.app.push_screen(Choose("Export the board, redacted", options), self._export)

    def _export(self, format_: str | None) -> None:
        if format_ is None or self.board is None:
            return
        from reviewer.tui.export_dialog import ExportDialog, of_board

        suite = self.board.suite
        self.app.push_screen(ExportDialog(of_board(self.program.db, suite.name, suite.title, format_)))

    def action_refresh(self) -> None:
        """Count again."""
        self._ask()

    def action_back(self) -> None:
        """Back to the table, to the library."""
        if self._table.has_focus:
            self.app.pop_screen()
        else:
            self.set_focus(self._table)


def offer(screen: View, then: Callable[[str | None], object]) -> None:
    """Asks which suite is meant, where there are runs of several."""
    from reviewer.operations.dossiers_states import listed

    suites = sorted({one.suite for one in listed(screen.program.reader)})
    if len(suites) < 2:
        then(suites[0] if suites else None)
        return
    options = [Option(str(at), "123456789"[at : at + 1], visible_line(name)) for at, name in enumerate(suites)]

    def chosen(name: str | None) -> None:
        if name is not None:
            then(suites[int(name)])

    screen.app.push_screen(Choose("The board of", options), chosen)
