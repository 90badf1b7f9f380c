"""The parts of a dossier, one at a time, with what stands behind the row under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from textual import on

from reviewer.model.dossier import ClaimEntry, SectionEntry
from reviewer.operations.dossiers_opened import Opened
from reviewer.text.visible import visible_line
from reviewer.tui.dossier_deeds import Deeds
from reviewer.tui.dossier_evidence import At, Said, Shown
from reviewer.tui.dossier_standing import standing
from reviewer.tui.list_moves import ListMoves
from reviewer.tui.widgets.dossier_lists import ClaimRow, Claims, Part
from reviewer.tui.widgets.evidence import Evidence
from reviewer.tui.widgets.lines import Lines
from reviewer.tui.widgets.prompt import Prompt
from reviewer.tui.widgets.tabs import Tabs
from reviewer.tui.widgets.trap_table import TrapTable

PARTS = ("claims", "figures", "traps", "cases", "reading", "standing")


class _Step(NamedTuple):
    """Where Enter was pressed: the part, its row by name, and the line of its evidence where that was in focus."""

    part: int
    row: object
    paragraph: int | None


class Parts(ListMoves, Deeds):
    """The part of the dossier screen that shows what was built, and moves through it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: Opened | None = None
        self.shown: Shown | None = None
        self._part = 0
        self._words = ""
        self._trail: list[_Step] = []
        self._changes: tuple[Said, ...] = ()

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
        listed.show(shown, rows, lambda one, other: row_name(one) == row_name(other))
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
        said = [*self._said()]
        if said != self._evidence.said:  # else one stays where one reads
            self._evidence.show(said)

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

    # Moving between parts.

    def _show_part(self) -> None:
        for part in PARTS:
            self._of(part).display = part == self.part

    def _turn(self, part: int) -> None:
        self._trail.clear()
        self._part = part % len(PARTS)
        self._show_part()
        self.set_focus(self._of(self.part))  # now, not in turn: a prompt may want the keys after it
        self._show_tabs()
        self._show_evidence()

    @on(Tabs.Turned)
    def _turned(self, event: Tabs.Turned) -> None:
        self._turn(event.part)

    def _go_to_row(self, target: At) -> None:
        """To another row, from which `_step_back` leads back here."""
        listed, evidence = self._of(self.part), self._evidence
        step = _Step(self._part, row_name(listed.chosen), evidence.cursor if evidence.has_focus else None)
        trail = [*self._trail, step]
        self._turn(PARTS.index(target.part))
        self._trail = trail
        if target.part == "figures" and all(row_name(one) != target.name for one in self._of("figures").items):
            self._words = ""
            self._fill("figures")
            self._show_tabs()
        self._to_row(target.name)

    def _step_back(self) -> bool:
        """To where Enter led to this row from; False where nothing did."""
        if not self._trail:
            return False
        *trail, step = self._trail
        self._turn(step.part)
        self._trail = trail
        self._to_row(step.row)
        self._show_evidence()
        if step.paragraph is not None:
            self._evidence.move_to(step.paragraph)
            self._evidence.focus()
        return True

    def _to_row(self, name: object) -> None:
        listed = self._of(self.part)
        listed.move_to(next((n for n, one in enumerate(listed.items) if row_name(one) == name), listed.cursor))

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

    # To a mark, to a figure.

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

    def line_here(self) -> int:
        """Where in the claims file the editor begins: at the claim under the cursor."""
        one = self._of("claims").chosen
        return ((self.opened.lines if self.opened else None) or {}).get(getattr(one, "id", ""), 1)

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
            self.reason_given(event.asked, event.text, event.words)

    @on(Prompt.Left)
    def _thought_better(self) -> None:
        self._of(self.part).focus()


def _claim_rows(shown: Shown) -> list[ClaimRow]:
    rows: list[ClaimRow] = [None] if shown.problems.get(None) else []
    for section in shown.dossier.sections:
        if section.claims:
            rows += [section, *(shown.claims[id_] for id_ in section.claims if id_ in shown.claims)]
    return rows


def row_name(row: object) -> object:
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
