"""The list of a queue: what is to be read, for whom, how far it is, and why it was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reviewer.store.blind import NAME
from reviewer.store.queues import ItemRow
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.widgets.cells import fit, tone
from reviewer.tui.widgets.columns import run_of
from reviewer.tui.widgets.lines import Lines, Piece

_SIGNS = {"read": "✓", "confirmed": "✓", "disputed": "✗", "withdrawn": "–", "skimmed": "~", "skipped": "–", "open": " "}


_WIDTHS = {"#": 4, "state": 11, "case": 26, "class": 14, "model": 18, "run": 16, "for": 12}
_FIRST_TO_GO = ("run", "class", "model", "for")
_WHY = 16
"""Cells that a reason has at least, where it is so long."""


class QueueList(Lines):
    """One reading a line; `rows` has the transcripts that are loaded here."""

    HEAD = 1

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.items: Sequence[ItemRow] = ()
        self.rows: Mapping[int, TranscriptRow] = {}
        self.reviewer = ""
        self._last = _WHY
        """Cells that the last column has at least, with what must not be lost on a run."""

        self._alike: tuple[str, ...] = ()
        """What says the same of all, and goes before everything else."""

    def show(self, items: Sequence[ItemRow], rows: Mapping[int, TranscriptRow], reviewer: str, cursor: int) -> None:
        """Other readings."""
        self.items, self.rows, self.reviewer = items, rows, reviewer
        marks = max((len(_marks(row)) for row in rows.values()), default=0)
        self._last = min(_WHY, max((len(item.why) for item in items), default=0)) + marks
        self._alike = ("class",) * (len({row.case_class for row in rows.values()}) == 1)
        self.resize_to(len(items), cursor)

    @property
    def chosen(self) -> ItemRow | None:
        """The one under the cursor."""
        return self.items[self.cursor] if self.count else None

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles of the columns."""
        yield fit(" " + " ".join([*(fit(title, _WIDTHS[title]) for title in self._columns(width)), "why"]), width), ""

    def _columns(self, width: int) -> list[str]:
        """Those that there is room for; how far and for whom, only where it is not the same for all."""
        waiting = all(item.state == "open" for item in self.items)
        mine = waiting and all(item.reviewer in ("", self.reviewer) for item in self.items)
        same = ("state",) * waiting + ("for",) * mine
        titles = [title for title in _WIDTHS if title not in same]
        for title in (*self._alike, *_FIRST_TO_GO):
            if title in titles and sum(_WIDTHS[one] + 1 for one in titles) + self._last > width:
                titles.remove(title)
        return titles

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """How far it is, what it is, for whom, and why."""
        item = self.items[index]
        row = self.rows.get(item.key or 0)
        mine = item.reviewer in ("", self.reviewer)
        style = "quiet" if item.state != "open" or not mine else ""
        whom = item.done_by or item.reviewer or "anybody"
        said = {
            "#": str(item.number),
            "state": f"{_SIGNS[item.state]} {item.state}",
            "case": visible_line(row.case) if row else f"{item.transcript} is not here",
            "class": visible_line(row.case_class or "") if row else "",
            "model": visible_line(row.model or NAME) if row else "",
            "run": run_of(row, 16) if row else "",
            "for": "you" if whom == self.reviewer else visible_line(whom),
        }
        room = width
        for title in self._columns(width):
            good = title == "state" and item.state in ("read", "confirmed")
            yield fit(said[title], _WIDTHS[title]) + " ", "good" if good else style
            room -= _WIDTHS[title] + 1
        marks = _marks(row)
        yield fit(visible_line(item.why), max(room - len(marks), 0)), "quiet"
        yield marks, tone(marks.split())


def _marks(row: TranscriptRow | None) -> str:
    """What must not be lost on a run."""
    if row is None:
        return ""
    return "".join(f" {word}" for word in ("synthetic" * row.synthetic, row.run_state) if word not in ("", "valid"))
