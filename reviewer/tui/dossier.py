"""A dossier: its claims with the linter's marks, figures, traps × runs, use cases, coverage, and how far it is."""

from __future__ import annotations

import sqlite3
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from reviewer.operations.dossiers_opened import Opened, opened
from reviewer.operations.dossiers_states import Named
from reviewer.review.publishing import FROZEN
from reviewer.store import decided, freshness, transcripts
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.dossier_evidence import At, Said, Shown, Target, There, targets
from reviewer.tui.dossier_parts import PARTS, Parts
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.dossier_lists import Claims, CoverageTable, Figures, Standing, UseCaseTable
from reviewer.tui.widgets.evidence import Evidence
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.prompt import Prompt
from reviewer.tui.widgets.tabs import Tabs
from reviewer.tui.widgets.trap_table import TrapTable

_NAMES = ("claims", "figures", "traps", "use cases", "coverage", "state")
_NARROW = 100
"""Columns of the terminal below which the evidence stands under the list."""


class DossierScreen(Parts):
    """The dossier of one model. It is built in the background, and again when the database or the claims change."""

    WHERE = "dossier"
    CSS_PATH = "dossier.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("dossier")
    AUTO_FOCUS = "#claims"

    def __init__(self, of: Named) -> None:
        super().__init__()
        self.of = of
        self._version = -1

    def compose(self) -> ComposeResult:
        """A title, what was read, the parts, one of them, its evidence, the keys."""
        self.set_class(self.app.size.width < _NARROW, "-narrow")
        yield Bar(id="dossier-title")
        yield Bar(id="dossier-coverage")
        yield Tabs(_NAMES, id="tabs")
        with Container(id="both"):
            with Container(id="parts"):
                yield Claims(id="claims")
                yield Figures(id="figures")
                yield TrapTable(id="traps")
                yield UseCaseTable(id="cases")
                yield CoverageTable(id="reading")
                yield Standing(id="standing")
            yield Evidence(id="evidence")
        yield Prompt(id="prompt")
        yield KeyBar("dossier", id="keys")

    def on_mount(self) -> None:
        """Build it."""
        self._show_part()
        self._show_title()
        self.ask()

    def on_screen_resume(self) -> None:
        """Something may have been decided in a transcript."""
        if self._version not in (-1, freshness.version(self.program.reader)):
            self.ask()

    def facts_changed(self) -> None:
        """What is counted may be more."""
        self.ask()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, or one above the other."""
        self.set_class(event.size.width < _NARROW, "-narrow")

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self.program.has_store:
            self.program.background.forget("dossier", "since")

    # Building.

    def ask(self, *, keep: bool = False) -> None:
        """Has it built; with `keep` that build is remembered, as after an edit."""
        of, sitting = self.of, self.program.sitting
        who, revealed, db = sitting.reviewer, sitting.revealed, self.program.db
        self._version = freshness.version(self.program.reader)
        self._show_title("building …")

        def question(connection: sqlite3.Connection) -> Opened:
            return opened(connection, of, who, revealed, keep_in=db if keep else None)

        self.program.background.ask(self, "dossier", question, self._came)

    def _came(self, found: Opened) -> None:
        self.opened = found
        self.shown = Shown(found, found.dossier) if found.dossier else None
        for part in PARTS:
            self._fill(part)
        self._show_title()
        self._show_evidence()
        if found.dossier and found.editions:
            self._ask_since()

    def _ask_since(self) -> None:
        """What changed since the last edition takes as long as a build, and comes after it."""
        of = self.of

        def question(connection: sqlite3.Connection) -> tuple[Said, ...]:
            from reviewer.tui.dossier_standing import changes

            return changes(connection, of)

        self.program.background.ask(self, "since", question, self._since_came)

    def _since_came(self, said: tuple[Said, ...]) -> None:
        self._changes = said
        self._fill("standing")

    def _show_title(self, doing: str = "") -> None:
        found, shown = self.opened, self.shown
        model = shown.dossier.model.label if shown else self.of.model
        left: list[Piece] = [(f" {visible_line(model)} ", "strong"), (f" {visible_line(self.of.suite)}", "quiet")]
        right: list[Piece] = []
        if found is not None:
            state = found.standing.state
            edition = found.editions[-1].number if found.editions else None
            frozen = state == FROZEN
            left.append((f" · {state}{f' as edition {edition}' if frozen else ''}", "good" if frozen else "accent"))
            if edition and not frozen:
                left.append((f" · edition {edition} stands", "quiet"))
            left.append((" · claims are a draft" if found.draft else "", "warning"))
            errors = sum(one.level == "error" for one in found.problems)
            if found.problems:
                warnings = len(found.problems) - errors
                said = f" · {errors:,} error{'s' * (errors != 1)}, {warnings:,} warning{'s' * (warnings != 1)}"
                left.append((said, "error" if errors else "warning"))
        if shown is not None:
            runs = len(shown.dossier.runs)
            left.append((f" · {runs} run{'s' * (runs != 1)}", "quiet"))
            if shown.dossier.synthetic:
                right.append(("synthetic ", "warning"))
        if doing:
            right.insert(0, (f"{doing} ", "accent"))
        self.query_one("#dossier-title", Bar).show(left, right)
        said = shown.dossier.coverage.sentence if shown else found.refused if found else ""
        about: list[Piece] = [(f" {visible_line(said)}", "quiet" if shown else "error")]
        waits: list[Piece] = []
        if shown and (many := len(shown.closed_traps)):
            waits = [(f"{many:,} trap{'s' * (many != 1)} hidden until your verdict ", "warning")]
        self.query_one("#dossier-coverage", Bar).show(about, waits)
        self._show_tabs()

    # To the evidence.

    @on(Lines.Chosen)
    def action_open(self) -> None:
        """To the evidence: straight to the transcript where it is one, else to what stands beside the list."""
        if self._evidence.has_focus:
            if self._evidence.target is not None:
                self._go(self._evidence.target)
            return
        target = self._straight()
        if target is not None:
            self._go(target)
        elif targets(self._evidence.said):
            self._evidence.focus()

    def _straight(self) -> Target | None:
        """Where Enter in the list leads without another question."""
        found = targets(self._evidence.said)
        if self.part == "traps":
            cell = self.query_one(TrapTable).cell
            return There((cell.transcript,)) if cell and cell.transcript else None
        if self.part in ("figures", "reading"):
            return next((one for one in found if isinstance(one, There)), None)
        return found[0] if len(found) == 1 and isinstance(found[0], There) else None

    def _go(self, target: Target) -> None:
        if isinstance(target, At):
            self._go_to_row(target)
            return
        known = (self.opened.keys if self.opened else None) or {}
        blind = self.opened.blind if self.opened else frozenset[str]()
        there = [one for one in target.transcripts if one in known and one not in blind]
        if not there:
            hidden = any(one in blind for one in target.transcripts)
            self.program.say(
                "It is in a blind queue of yours" if hidden else "It is not in this database", problem=True
            )
            return
        message = target.message or self._fell_at(there[0], known[there[0]])
        self.program.open_transcript([known[one] for one in there], 0, message, target.words)

    def _fell_at(self, transcript: str, key: int) -> int | None:
        """Of a trap the message at which the check saw it fall, where that may be known."""
        waits = self.opened is not None and transcript in self.opened.waiting
        if waits or self.part != "traps":
            return None
        (row,) = transcripts.rows(self.program.reader, [key])
        reading = decided.decided(self.program.reader, row, self.program.sitting.reviewer).reading
        return reading.message if reading else None

    def action_refresh(self) -> None:
        """Build it again, from the database and the claims file as they are now."""
        self.ask()

    def action_back(self) -> None:
        """From the evidence to the list, from a row that Enter led to back to where it was pressed, to the library."""
        if self._evidence.has_focus:
            self._of(self.part).focus()
        elif not self._step_back():
            self.app.pop_screen()
