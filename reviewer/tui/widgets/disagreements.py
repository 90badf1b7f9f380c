"""The list of disagreements: how far apart the sides are, where, and who says what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from reviewer.dossier.rounding import percent
from reviewer.review.decisions import OUTCOME
from reviewer.review.disagreements import Disagreement
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.columns import states_of
from reviewer.tui.widgets.lines import Lines, Piece

_AGREE, _PLACE = 6, 30


class Disagreements(Lines):
    """One a line; `rows` has the transcripts that are loaded here."""

    HEAD = 1

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.found: Sequence[Disagreement] = ()
        self.rows: Mapping[str, TranscriptRow] = {}
        self.saving: set[tuple[str, str]] = set()
        """(transcript, about) of those that are being saved."""

        self._longest = _PLACE
        """Cells of the longest place."""

    def show(self, found: Sequence[Disagreement], rows: Mapping[str, TranscriptRow], cursor: int) -> None:
        """Other disagreements."""
        self.found, self.rows = found, rows
        self._longest = max((cell_len(self._where(one)) + 1 for one in found), default=_PLACE)
        self.resize_to(len(found), cursor)

    @property
    def chosen(self) -> Disagreement | None:
        """The one under the cursor."""
        return self.found[self.cursor] if self.count else None

    def place(self, transcript: str, about: str) -> int | None:
        """Where in the list it stands."""
        return next(
            (at for at, one in enumerate(self.found) if (one.transcript, one.about) == (transcript, about)), None
        )

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles of the columns."""
        yield fit(f" {fit('agree', _AGREE)} {fit('transcript', self._room(width))} the sides", width), ""

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """Agreement, place, sides, and the decision where there is one."""
        one = self.found[index]
        room = self._room(width)
        yield fit(percent(one.agreement, 0), _AGREE) + " ", "strong" if one.between_people else "quiet"
        yield fit(self._where(one), room) + " ", ""
        decided = "saving …" if (one.transcript, one.about) in self.saving else visible_line(one.adjudicated or "")
        decided = f" ✓ {decided}" if one.adjudicated else f" {decided}" if decided else ""
        states = self._flags(one)
        flags = "".join(f" {visible_line(state)}" for state in states) + " "
        left = width - _AGREE - room - 2 - len(decided) - len(flags)
        sides = " · ".join(visible_line(f"{voice.who}: {voice.says}") for voice in one.voices)
        yield fit(sides, left), "quiet" if one.adjudicated else ""
        yield decided, "good"
        yield flags, tone(states)

    def _room(self, width: int) -> int:
        """Cells for the longest place, as long as that is no more than two fifths."""
        return min(max(_PLACE, width * 2 // 5), self._longest)

    def _flags(self, one: Disagreement) -> list[str]:
        """What must not be lost on a run."""
        row = self.rows.get(one.transcript)
        return [] if row is None else [flag for flag in states_of(row) if flag != "complete"]

    def _where(self, one: Disagreement) -> str:
        row = self.rows.get(one.transcript)
        if row is None:
            return f"{one.transcript} · not loaded here"
        about = [f"{one.apart.slot} apart"] if one.apart else [] if one.about == OUTCOME else ["finding"]
        return " · ".join(visible_line(word) for word in [row.case, row.run, *about])
