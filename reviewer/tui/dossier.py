"""A dossier: its claims with the linter's marks, figures, traps × runs, use cases, coverage, and how far it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from reviewer.model.dossier import ClaimEntry, SectionEntry
from reviewer.operations.dossiers_opened import Opened, opened
from reviewer.operations.dossiers_states import Named
from reviewer.review.publishing import FROZEN
from reviewer.store import decided, freshness, transcripts
from reviewer.text.visible import visible_line
from reviewer.tui.actions import bindings
from reviewer.tui.dossier_deeds import Deeds
from reviewer.tui.dossier_evidence import At, Said, Shown, Target, There, targets
from reviewer.tui.dossier_standing import standing
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.widgets.bars import Bar, KeyBar
from reviewer.tui.widgets.dossier_lists import (
    ClaimRow,
    Claims,
    CoverageTable,
    Figures,
    Part,
    Standing,
    UseCaseTable,
)
from reviewer.tui.widgets.evidence import Evidence
from reviewer.tui.widgets.lines import Lines, Piece
from reviewer.tui.widgets.prompt import Prompt
from reviewer.tui.widgets.tabs import Tabs
from reviewer.tui.widgets.trap_table import TrapTable

PARTS = ("claims", "figures", "traps", "cases", "reading", "standing")
_NAMES = ("claims", "figures", "traps", "use cases", "coverage", "state")
_NARROW = 100
"""Columns of the terminal below which the evidence stands under the list."""


class DossierScreen(ListMoves, Deeds):
    """The dossier of one model. It is built in the background, and again when the database or the claims change."""

    WHERE = "dossier"
    CSS_PATH = "dossier.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("dossier")
    AUTO_FOCUS = "#claims"

    def __init__(self, of: Named) -> None:
        super().__init__()
        self.of = of
        self.opened: Opened | None = None
        self.shown: Shown | None = None
        self._part = 0
        self._words = ""
        self._version = -1
        self._changes: tuple[Said, ...] = ()

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

    def _of(self, part: str) -> Part:  # type: ignore[type-arg]
        return self.query_one(f"#{part}", Part)

    @property
    def part(self) -> str:
        """The part that is shown."""
        return PARTS[self._part]

    @property
    def _evidence(self) -> Evidence:
        return self.query_one("#evidence", Evidence)

    @property
    def _list(self) -> Lines:
        return self._evidence if self._evidence.has_focus else self._of(self.part)

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

    # Showing it.

    def _fill(self, part: str) -> None:
        listed, shown = self._of(part), self.shown
        listed.note = self._nothing(part)
        rows: Sequence[object] = ()
        if shown is not None:
            made = shown.dossier
            match part:
                case "claims":
                    rows = _claim_rows(shown)
                case "figures":
                    rows = [one for one in made.figures if self._wanted(one.name, one.title)]
                case "traps":
                    rows = made.traps
                case "cases":
                    rows = made.use_cases.rows if made.use_cases else ()
                case "reading":
                    rows = made.coverage.rows
        if part == "standing" and self.opened is not None:
            rows = [*standing(self.opened), *self._changes]
        fresh = part == "claims" and not listed.count
        listed.show(shown, rows, lambda one, other: _name(one) == _name(other))
        if fresh and rows:  # a section's title stands before its first claim
            listed.move_to(next((n for n, one in enumerate(rows) if isinstance(one, ClaimEntry)), 0))

    def _wanted(self, *texts: str) -> bool:
        known = " ".join(texts).casefold()
        return all(word in known for word in self._words.casefold().split())

    def _nothing(self, part: str) -> str:
        if self.opened is None:
            return "Building …"
        if self.opened.refused:
            return "It cannot be built; 6 says why."
        if part == "claims":
            return "Nobody has written claims yet: e begins the file with a draft."
        return "No figure is called so; / asks again." if part == "figures" else "There is nothing of that."

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

    def _show_tabs(self) -> None:
        counts = [""] * len(PARTS)
        if self.shown is not None:
            made = self.shown.dossier
            figures = self._of("figures").count
            counts = [f"{len(made.claims):,}", f"{figures:,}", f"{len(made.traps):,}", "", "", ""]
            counts[3] = f"{len(made.use_cases.rows):,}" if made.use_cases else "0"
            counts[4] = "measured" if made.coverage.measured else "not measured"
            counts[5] = self.opened.standing.state if self.opened else ""
        self.query_one("#tabs", Tabs).turn(self._part, counts)

    @on(Lines.Moved)
    def _moved(self, event: Lines.Moved) -> None:
        if event.lines.id == self.part:
            self._show_evidence()

    def _show_evidence(self) -> None:
        self._evidence.show(self._said())

    def _said(self) -> Iterable[Said]:
        shown, part = self.shown, self._of(self.part)
        one: Any = part.chosen
        if shown is None or (one is None and not (self.part == "claims" and part.count)):
            return [Said(visible_line(self.opened.refused), "error")] if self.opened and self.opened.refused else ()
        match self.part:
            case "claims":
                return self._of_claim_row(shown, one)
            case "figures":
                return shown.of_figure(one)
            case "traps":
                return shown.of_trap(one, self.query_one(TrapTable).cell)
            case "cases":
                return shown.of_use_case(one)
            case "reading":
                return shown.of_coverage(one)
        return [one]

    def _of_claim_row(self, shown: Shown, one: ClaimRow) -> Iterable[Said]:
        if isinstance(one, ClaimEntry):
            return shown.of_claim(one)
        if isinstance(one, SectionEntry):
            many = len(one.claims)
            return [
                Said(visible_line(one.title), "strong"),
                Said(f"{many:,} claim{'s' * (many != 1)}", "quiet"),
                *(Said(shown.words(shown.claims[id_]), target=At("claims", id_)) for id_ in one.claims),
            ]
        return [said for problem in shown.problems.get(None, ()) for said in shown.of_problem(problem)]

    def line_here(self) -> int:
        """Where in the claims file the editor begins: at the claim under the cursor."""
        one = self._of("claims").chosen
        return ((self.opened.lines if self.opened else None) or {}).get(getattr(one, "id", ""), 1)

    # Moving between parts.

    def _show_part(self) -> None:
        for part in PARTS:
            self._of(part).display = part == self.part

    def _turn(self, part: int) -> None:
        self._part = part % len(PARTS)
        self._show_part()
        self.set_focus(self._of(self.part))  # now, not in turn: a prompt may want the keys after it
        self._show_tabs()
        self._show_evidence()

    @on(Tabs.Turned)
    def _turned(self, event: Tabs.Turned) -> None:
        self._turn(event.part)

    def action_claims(self) -> None:
        """What is said, by section, with the linter's marks."""
        self._turn(0)

    def action_figures(self) -> None:
        """What was counted."""
        self._turn(1)

    def action_traps(self) -> None:
        """Traps × runs."""
        self._turn(2)

    def action_cases(self) -> None:
        """The table by use case."""
        self._turn(3)

    def action_coverage(self) -> None:
        """What was read."""
        self._turn(4)

    def action_standing(self) -> None:
        """How far it is, what stands in its way, its editions, runs and rules."""
        self._turn(5)

    def action_next_part(self) -> None:
        """The next part."""
        self._turn(self._part + 1)

    def action_previous_part(self) -> None:
        """The part before."""
        self._turn(self._part - 1)

    def action_next_run(self) -> None:
        """Of traps × runs the run at the right."""
        self.query_one(TrapTable).turn(1)

    def action_previous_run(self) -> None:
        """The run at the left."""
        self.query_one(TrapTable).turn(-1)

    def action_other_side(self) -> None:
        """From the list to its evidence, and back."""
        (self._of(self.part) if self._evidence.has_focus else self._evidence).focus()

    def action_next_mark(self) -> None:
        """The next claim that the linter has something to say about."""
        self._to_mark(1)

    def action_previous_mark(self) -> None:
        """The one before."""
        self._to_mark(-1)

    def _to_mark(self, way: int) -> None:
        shown, claims = self.shown, self.query_one(Claims)
        if shown is None:
            return
        marked = [n for n, one in enumerate(claims.items) if shown.problems.get(_claim_id(one)) and _marked(one)]
        ahead = [n for n in marked if (n - claims.cursor) * way > 0] or marked
        if not marked:
            self.program.say(
                "The linter has nothing to say" if self.opened and self.opened.written else "No claims yet"
            )
            return
        self._turn(0)
        claims.move_to(ahead[0] if way > 0 else ahead[-1])

    # Filtering figures.

    def action_find(self) -> None:
        """Only the figures whose names have these words."""
        self._turn(1)
        self.query_one("#prompt", Prompt).ask("figures", "Figures with: ", self._words)

    @on(Prompt.Changed)
    def _typed(self, event: Prompt.Changed) -> None:
        if event.asked == "figures":
            self._words = event.text
            self._fill("figures")
            self._show_tabs()

    @on(Prompt.Answered)
    def _answered(self, event: Prompt.Answered) -> None:
        self._of(self.part).focus()
        if event.asked != "figures":
            self.reason_given(event.asked, event.text)

    @on(Prompt.Left)
    def _thought_better(self) -> None:
        self._of(self.part).focus()

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

    def _go_to_row(self, target: At) -> None:
        self._turn(PARTS.index(target.part))
        listed = self._of(target.part)
        if target.part == "figures" and all(_name(one) != target.name for one in listed.items):
            self._words = ""
            self._fill("figures")
            self._show_tabs()
        listed.move_to(next((n for n, one in enumerate(listed.items) if _name(one) == target.name), listed.cursor))

    def action_refresh(self) -> None:
        """Build it again, from the database and the claims file as they are now."""
        self.ask()

    def action_back(self) -> None:
        """Back to the library; from the evidence back to the list."""
        if self._evidence.has_focus:
            self._of(self.part).focus()
        else:
            self.app.pop_screen()


def _claim_rows(shown: Shown) -> list[ClaimRow]:
    rows: list[ClaimRow] = [None] if shown.problems.get(None) else []
    for section in shown.dossier.sections:
        if section.claims:
            rows += [section, *(shown.claims[id_] for id_ in section.claims if id_ in shown.claims)]
    return rows


def _name(row: object) -> object:
    """What tells rows of a part apart."""
    for name in ("name", "id", "cluster"):
        if (found := getattr(row, name, None)) is not None:
            return found
    return row


def _claim_id(row: ClaimRow) -> str | None:
    return row.id if isinstance(row, ClaimEntry) else None


def _marked(row: ClaimRow) -> bool:
    """Sections have no marks of their own."""
    return not isinstance(row, SectionEntry)
