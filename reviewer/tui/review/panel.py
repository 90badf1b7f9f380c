"""The review panel: what is said of the transcript, the findings, the proposals; Enter leads to where one stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message

from reviewer.review.decisions import Finding
from reviewer.store.proposals import ProposalRow
from reviewer.tui.actions import bindings
from reviewer.tui.review.panel_rows import PanelRow, Shown, Target, rows
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece


class Panel(Lines):
    """The lines; the cursor stands only where Enter leads somewhere."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("panel")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self._rows: Sequence[PanelRow] = ()
        self._shown: Shown | None = None
        self._width_shown = 0

    def show(self, shown: Shown) -> None:
        """Shows this; the cursor stays on what it was on."""
        width = max(self.width - 2, 16)
        if (shown, width) == (self._shown, self._width_shown):
            return
        before, painted, narrower = self._near(), self._rows, width != self._width_shown
        self._shown, self._width_shown = shown, width
        self._rows = rows(shown, width)
        same = next((n for n, (old, new) in enumerate(zip(painted, self._rows, strict=False)) if old != new), None)
        same = min(len(painted), len(self._rows)) if same is None else same
        stays = (n for target in before for n, row in enumerate(self._rows) if _same(row.target, target))
        first = next((n for n, row in enumerate(self._rows) if row.target is not None), 0)
        self.resize_to(len(self._rows), next(stays, first), 0 if narrower else same)

    def _near(self) -> list[Target]:
        """What the cursor is on, and where it had better go when that is decided: on to more of its kind, or back."""
        here = self.target
        if here is None:
            return []
        onward = [row.target for row in self._rows[self.cursor + 1 :]]
        back = [row.target for row in reversed(self._rows[: self.cursor])]
        return [here, *(target for target in (*onward, *back) if type(target) is type(here))]

    def on_resize(self) -> None:
        """Wraps anew."""
        super().on_resize()
        if self._shown is not None and self.width:
            shown, self._shown = self._shown, None
            self.show(shown)

    @property
    def target(self) -> Target:
        """What the cursor is on."""
        return self._rows[self.cursor].target if self.cursor < len(self._rows) else None

    def stand_on(self, target: Target) -> None:
        """Puts the cursor on what is told of this, where anything is."""
        place = next((n for n, row in enumerate(self._rows) if _same(row.target, target)), None)
        if place is not None:
            self.move_to(place)

    def move(self, rows: int) -> None:
        """To the next or the previous line that leads somewhere."""
        step = 1 if rows > 0 else -1
        place = self.cursor + step
        while 0 <= place < len(self._rows) and self._rows[place].target is None:
            place += step
        if 0 <= place < len(self._rows):
            self.move_to(place)

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Left, and right."""
        shown = self._rows[index]
        room = width - 1 - (cell_len(shown.right) + 1 if shown.right else 0)
        for text, style in shown.left:
            size = cell_len(text)
            yield (text if size <= room else fit(text, room)), style
            room = max(room - size, 0)
        if shown.right:
            yield " " * (room + 1) + shown.right, "quiet"

    def action_next_row(self) -> None:
        """The next one."""
        self.move(1)

    def action_previous_row(self) -> None:
        """The one before."""
        self.move(-1)

    class Left(Message):
        """Back to the messages."""

    class Remove(Message):
        """A finding is to be taken away."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    class Retag(Message):
        """A finding is to have another tag."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    class Said(Message):
        """A word on a proposal, or on a finding: that it is one, or that it is none."""

        def __init__(self, target: Finding | ProposalRow, yes: bool) -> None:
            super().__init__()
            self.target, self.yes = target, yes

    def action_back(self) -> None:
        """To the messages."""
        self.post_message(self.Left())

    def action_remove(self) -> None:
        """Takes the finding under the cursor away."""
        if isinstance(self.target, Finding):
            self.post_message(self.Remove(self.target))

    def action_tag(self) -> None:
        """Another tag for the finding under the cursor."""
        if isinstance(self.target, Finding):
            self.post_message(self.Retag(self.target))

    def action_confirm(self) -> None:
        """The proposal is a finding; another's finding is one; one's own stands where it was carried over to."""
        self._say(yes=True)

    def action_reject(self) -> None:
        """The proposal is none; another's finding is disputed."""
        self._say(yes=False)

    def _say(self, *, yes: bool) -> None:
        if isinstance(self.target, Finding | ProposalRow):
            self.post_message(self.Said(self.target, yes))

    def action_open(self) -> None:
        """Goes to where it stands."""
        self.post_message(self.Chosen(self))


def _same(one: Target, other: Target) -> bool:
    ids = [target.id if isinstance(target, Finding | ProposalRow) else target for target in (one, other)]
    return ids[0] == ids[1]
