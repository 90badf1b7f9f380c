"""The list of proposals: two lines each, what is suggested and where, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from reviewer.store.proposals import ProposalRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.lines import Lines, Piece

SAVING = "saving"
_SIGNS: dict[str | None, Piece] = {
    None: ("  ", ""),
    SAVING: ("… ", "quiet"),
    "confirmed": ("✓ ", "good"),
    "amended": ("✎ ", "good"),
    "rejected": ("✗ ", "quiet"),
}


class Proposals(Lines):
    """Proposals in reading order. A sign in front says what has become of one, once that is saved."""

    ROW_HEIGHT = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.labels: dict[str, str] = {}
        """Of the tag of each proposal, already `visible`."""

        self.rows: list[ProposalRow] = []
        self.saving: set[str] = set()
        """Those whose decision is on its way to the disk."""

    def show(self, rows: Sequence[ProposalRow], cursor: int = 0) -> None:
        """Show other proposals."""
        self.rows = [*rows]
        self.resize_to(len(self.rows), cursor)

    @property
    def chosen(self) -> ProposalRow | None:
        """The one under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def in_view(self) -> list[ProposalRow]:
        """Those that are on the screen."""
        first = self.scroll_offset.y // self.ROW_HEIGHT
        return self.rows[first : first + self.window + 1]

    def place(self, id_: str) -> int | None:
        """Where a proposal stands in the list, if it does."""
        return next((place for place, row in enumerate(self.rows) if row.id == id_), None)

    def is_open(self, index: int) -> bool:
        """Whether nobody has decided it yet."""
        row = self.rows[index]
        return row.decision is None and row.id not in self.saving

    def next_open(self, after: int) -> int | None:
        """The next one that is open, from there on and then from the top; None where all are decided."""
        order = (*range(after + 1, self.count), *range(min(after + 1, self.count)))
        return next((index for index in order if self.is_open(index)), None)

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """What, or where."""
        row = self.rows[index]
        return self._what(row, width) if line == 0 else _where(row, width)

    def _what(self, row: ProposalRow, width: int) -> Iterator[Piece]:
        sign, style = _SIGNS[SAVING if row.id in self.saving else row.decision]
        label = self.labels.get(row.id) or visible_line(row.tag)
        marks = [word for word in ("synthetic" * row.synthetic, row.run_state * (row.run_state != "valid")) if word]
        state = "".join(f" {word}" for word in marks) + " "
        severity = f"  {visible_line(row.severity)}"
        room = width - cell_len(sign) - cell_len(state)
        yield sign, style
        if room - cell_len(severity) >= cell_len(label):
            yield label, "strong" if row.decision is None else ""
            yield fit(severity, room - cell_len(label)), "quiet"
        else:
            yield fit(label, room), "strong" if row.decision is None else ""
        yield state, tone(marks)


def _where(row: ProposalRow, width: int) -> Iterator[Piece]:
    anchor = row.anchor
    words = next((" ".join(visible_line(place.exact).split()) for place in anchor.places if place.exact), "")
    where = f"  {visible_line(str(anchor))} "
    yield where, "quiet"
    yield fit(f"“{words}”" if words else visible_line(row.note), width - cell_len(where)), ""
