"""The lists of the patterns screen: the patterns, two lines each, and the findings of one, three lines each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from reviewer.store.findings import FindingRow
from reviewer.store.patterns import PatternRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.lines import Lines, Piece


class PatternList(Lines):
    """Patterns by name, each with how much bears it."""

    ROW_HEIGHT = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.rows: list[PatternRow] = []

    def show(self, rows: Sequence[PatternRow], cursor: int = 0) -> None:
        """Show other patterns."""
        self.rows = [*rows]
        self.resize_to(len(self.rows), cursor)

    @property
    def chosen(self) -> PatternRow | None:
        """The one under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """The name, or scope and counts."""
        row = self.rows[index]
        if line == 0:
            yield fit(visible_line(row.name), width), "strong"
            return
        counts = f" {row.members:,} for · {row.counterexamples:,} against "
        yield fit(f"  {scope(row)}", width - len(counts)), "quiet"
        yield counts, "quiet"


class Members(Lines):
    """The findings of a pattern, members first, each with its citation and its note."""

    ROW_HEIGHT = 3

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.rows: list[tuple[str, FindingRow]] = []
        self.labels: dict[str, str] = {}
        """tag → what a person reads, already `visible`"""

        self.saving: set[str] = set()
        """Findings of which something is on its way to the disk."""

    def show(self, rows: Sequence[tuple[str, FindingRow]]) -> None:
        """Show other findings, each with its role."""
        here = self.chosen[1].finding.id if self.chosen else ""
        self.rows = [*rows]
        ids = [row.finding.id for _, row in rows]
        self.resize_to(len(ids), ids.index(here) if here in ids else self.cursor)

    @property
    def chosen(self) -> tuple[str, FindingRow] | None:
        """Role and finding under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """What, where, and in whose words."""
        role, row = self.rows[index]
        if line == 0:
            return self._what(role, row, width)
        if line == 1:
            return [("    ", ""), (fit(visible_line(row.citation), width - 4), "" if row.stands else "error")]
        note = visible_line(row.finding.note)
        said = note if row.quote == "holds" else f"the words: {row.quote}  {note}"
        return [("    ", ""), (fit(said, width - 4), "quiet" if row.stands else "warning")]

    def _what(self, role: str, row: FindingRow, width: int) -> Iterator[Piece]:
        made = row.finding
        against = role == "counterexample"
        yield ("… " if made.id in self.saving else "✗ " if against else "✓ "), "warning" if against else "good"
        states = ["synthetic" * row.synthetic, row.run_state * (row.run_state not in ("", "valid"))]
        marks = [*states, "private" * (not made.publishable)]
        end = "".join(f" {mark}" for mark in marks if mark) + " "
        label = self.labels.get(made.tag) or visible_line(made.tag)
        about = ("  against · " if against else "  ") + visible_line(f"{made.severity} · {made.author}")
        room = width - 2 - cell_len(end)
        yield fit(label, min(room, cell_len(label))), "strong"
        yield fit(about, room - min(room, cell_len(label))), "quiet"
        yield end, tone(marks)


def scope(row: PatternRow) -> str:
    """Of what it is a habit, as a person reads it."""
    return "the fleet" if row.scope == "fleet" else f"{row.scope} {visible_line(row.scope_name)}"
