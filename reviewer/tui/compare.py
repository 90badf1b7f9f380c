"""Compare: the runs of one case side by side, aligned on their tool calls."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from reviewer.review.decisions import Saw
from reviewer.store.compare import Comparison, compare
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.review import tags as tagging
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.call_grid import CallGrid
from reviewer.tui.widgets.lines import Lines


class CompareScreen(View):
    """What the runs of a case have in common, where they part, and how each ended, as far as that may be shown."""

    WHERE = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings("compare")
    AUTO_FOCUS = "#calls"
    DEFAULT_CSS = """
    CompareScreen #calls { height: 1fr; }
    CompareScreen #compare-title, CompareScreen #call, CompareScreen #call-tags { background: $surface; }
    """

    def __init__(self, row: TranscriptRow, read: Callable[[int, int | None], None] | None = None) -> None:
        super().__init__()
        self.row = row
        self._read = read
        self._models = False
        self._column: int | None = None

    def compose(self) -> ComposeResult:
        """A title, the calls, the chosen one with its tags, the keys."""
        yield Bar(id="compare-title")
        yield CallGrid(id="calls")
        yield Bar(id="call")
        yield Bar(id="call-tags")
        yield KeyBar("compare", id="keys")

    def on_screen_resume(self) -> None:
        """Something may have been decided in a transcript."""
        self.action_refresh()

    @property
    def _grid(self) -> CallGrid:
        return self.query_one("#calls", CallGrid)

    def action_refresh(self) -> None:
        """What the database holds now."""
        row, models, sitting = self.row, self._models, self.program.sitting
        who, revealed = sitting.reviewer, sitting.revealed

        def question(connection: sqlite3.Connection) -> Comparison | None:
            return compare(connection, row, who, models=models, revealed=revealed)

        self.program.background.ask(self, "compare", question, self._came)

    def _came(self, compared: Comparison | None) -> None:
        title, grid = self.query_one("#compare-title", Bar), self._grid
        if compared is None:
            grid.note = "This case is in a blind queue of yours: its runs are shown once you are done with that."
            title.show([(" compare ", "strong")])
            grid.refresh()
            return
        self._looked(compared)
        grid.note = "No run of this case calls a tool."
        here = next((at for at, ran in enumerate(compared.runs) if ran.row.key == self.row.key), 0)
        names = [_name(ran.row, self._models) for ran in compared.runs]
        again = grid.compared is not None and self._column is not None
        cursor = grid.cursor
        grid.show(compared, names, grid.column if again else here)
        if again:
            grid.move_to(cursor)
        self._column = grid.column
        hides = any(ran.withheld for ran in compared.runs)
        kind = [self.row.case_class] if self.row.case_class else []
        about = [self.row.case, *kind, "one run of each model" if self._models else self.row.model]
        if compared.parts is not None:
            parts = f"◆ part at line {compared.parts + 1:,} of {len(compared.lines):,}"
        else:
            some = "the same calls, as far as they are shown" if hides else "the same calls throughout"
            parts = some if len(compared.runs) > 1 else "there is no other"
        flips = [(" OUTCOMES FLIP ", "error"), ("  ", "")] if compared.flips else []
        left = [(" compare ", "strong"), (f" {visible_line(' · '.join(about))}", "")]
        title.show(left, [*flips, (f"{parts} ", "quiet")])
        self._tell()

    def _looked(self, compared: Comparison) -> None:
        """What is on the screen bears on later verdicts on these runs."""
        sitting = self.program.sitting
        told = {ran.row.id for ran in compared.runs if ran.outcome.says and ran.outcome.by != "you"}
        for ran in compared.runs:
            tagged = any(one.finding.author != sitting.reviewer for found in ran.found.values() for one in found)
            saw = Saw(
                machine=ran.outcome.by == "check",
                siblings=bool(told - {ran.row.id}),
                others=tagged or ran.outcome.by == "adjudicated",
            )
            sitting.look(ran.row.id, saw)

    @on(Lines.Moved, "#calls")
    def _tell(self) -> None:
        call, tags = self.query_one("#call", Bar), self.query_one("#call-tags", Bar)
        chosen = self._grid.chosen
        if chosen is None:
            call.show([])
            tags.show([])
            return
        ran, at = chosen
        name = visible_line(_name(ran.row, True))
        many = len(self._grid.compared.runs) if self._grid.compared else 0
        shown = self._grid.shown
        right = [(f"runs {shown.start + 1}–{shown.stop} of {many} ", "quiet")] if len(shown) < many else []
        if at is None:
            hidden = self._grid.hides(self._grid.cursor, self._grid.column)
            said = "what it changed, and whether it did, is hidden until your verdict on it"
            call.show([(f" {name}", "quiet"), (f"  {said if hidden else 'no such call here'}", "")], right)
            tags.show([])
            return
        message, made = at
        where = f" {name}  M{message}.c{made.ordinal} "
        call.show([(where, "quiet"), (visible_line(f"{made.name} {made.arguments[:2000]}"), "")], right)
        found = ran.found.get(message, ())
        taxonomy = tagging.in_force(self.program.reader, self.row.suite) if found else None
        words = " · ".join(
            f"{tagging.label(taxonomy, one.finding.tag)} ({one.finding.severity})" for one in found if taxonomy
        )
        tags.show(
            [(f" {visible_line(words)}" if words else " no tag on this message", "finding" if words else "quiet")]
        )

    # What a person does.

    @on(Lines.Chosen, "#calls")
    def action_open(self) -> None:
        """Read the chosen run at its call, or where the one before it is."""
        grid = self._grid
        if grid.compared is None or not grid.compared.runs:
            return
        lines, column = grid.compared.lines[: grid.cursor + 1], grid.column
        places = [line.places[column] for line in lines if line.places[column] is not None]
        ran = grid.compared.runs[column]
        message = ran.calls[places[-1]][0] if places and places[-1] is not None else None
        if self._read is not None:  # one transcript on screen at a time: receipts are of that one
            self.program.pop_screen()
            self._read(ran.row.key, message)
        else:
            self.program.open_transcript([one.row.key for one in grid.compared.runs], column, message)

    def action_models(self) -> None:
        """One run of each model, or all runs of this one."""
        self._models, self._column = not self._models, None
        self.action_refresh()

    def action_next_divergence(self) -> None:
        """The next line on which they differ."""
        self._to_divergence(1)

    def action_previous_divergence(self) -> None:
        """The one before."""
        self._to_divergence(-1)

    def _to_divergence(self, step: int) -> None:
        grid = self._grid
        lines = grid.compared.lines if grid.compared else ()
        place = grid.cursor + step
        while 0 <= place < len(lines):
            if lines[place].divergence:
                grid.move_to(place)
                return
            place += step
        self.program.say("They differ nowhere further on" if step > 0 else "They differ nowhere before")

    def action_next_run(self) -> None:
        """The run at the right."""
        self._grid.choose(self._grid.column + 1)

    def action_previous_run(self) -> None:
        """The run at the left."""
        self._grid.choose(self._grid.column - 1)

    def action_next_row(self) -> None:
        """The next line."""
        self._grid.move(1)

    def action_previous_row(self) -> None:
        """The line before."""
        self._grid.move(-1)

    def action_page_down(self) -> None:
        """A page on."""
        self._grid.move_page(1)

    def action_page_up(self) -> None:
        """A page back."""
        self._grid.move_page(-1)

    def action_top(self) -> None:
        """The first line."""
        self._grid.move_to(0)

    def action_bottom(self) -> None:
        """The last line."""
        self._grid.move_to(self._grid.count - 1)

    def action_back(self) -> None:
        """Where one came from."""
        self.program.pop_screen()


def _name(row: TranscriptRow, model: bool) -> str:
    """A run, with all that must not be lost on it; already `visible`."""
    run = f"run {row.run_index}" if row.run_index else row.run
    said = [row.model] if model else []
    said += [run, f"attempt {row.attempt}" if row.attempt > 1 else "", "synthetic" if row.synthetic else ""]
    said += [row.run_state if row.run_state != "valid" else ""]
    return visible_line(" · ".join(one for one in said if one))
