"""The lists of the dossier screen: claims, figures, use cases, coverage, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from reviewer.dossier.resolve_words import interval, of
from reviewer.dossier.standing import standing
from reviewer.model.dossier import ClaimEntry, CoverageRow, FigureEntry, SectionEntry, UseCaseRow
from reviewer.text.visible import visible_line
from reviewer.tui.dossier_evidence import Said, Shown
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Lines, Piece

Item = TypeVar("Item")

_VALUE, _COUNTS, _INTERVAL, _RUNS = 10, 9, 11, 5


class Part(Lines, Generic[Item]):
    """One part of a dossier; `items` are its rows, `shown` the dossier that they are of."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.items: Sequence[Item] = ()
        self.shown: Shown | None = None

    def show(self, shown: Shown | None, items: Sequence[Item], same: Callable[[Item, Item], bool]) -> None:
        """Other rows; the cursor stays on the one that is the `same`."""
        before = self.chosen
        self.shown, self.items = shown, items
        here = next((n for n, one in enumerate(items) if before is not None and same(one, before)), self.cursor)
        self.resize_to(len(items), here)

    @property
    def chosen(self) -> Item | None:
        """The one under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None


ClaimRow = SectionEntry | ClaimEntry | None


class Claims(Part[ClaimRow]):
    """Sections with their claims, two lines each; None stands for what is wrong with the file as a whole."""

    ROW_HEIGHT = 2

    def row(self, index: int, line: int, width: int, /) -> Iterable[Piece]:
        """A section's title; or a claim's mark and words, and what it stands on."""
        one, shown = self.items[index], self.shown
        if shown is None:
            return []
        if one is None:
            whole = shown.problems.get(None, ())
            bad = any(problem.level == "error" for problem in whole)
            said = ("✗ ", "error") if bad else ("! ", "warning")
            return [] if line else [said, (f"{len(whole):,} about the file as a whole", "")]
        if isinstance(one, SectionEntry):
            return [(fit(visible_line(one.title), width), "accent")] if line else []
        found = shown.problems.get(one.id, ())
        errors = sum(problem.level == "error" for problem in found)
        if line:
            return self._about(one, errors, len(found) - errors, width)
        mark = ("✗ ", "error") if errors else ("! ", "warning") if found else ("✓ ", "good")
        return [mark, (fit(shown.words(one), width - 2), "quiet" if one.superseded else "")]

    def _about(self, one: ClaimEntry, errors: int, warnings: int, width: int) -> Iterator[Piece]:
        said = [f"  {standing(one)}"]
        said += [f"{len(one.figures):,} fig."] * bool(one.figures) + [f"{len(one.citations):,} cit."] * bool(
            one.citations
        )
        marks = " ".join(
            [f"{errors:,} error{'s' * (errors != 1)}"] * bool(errors)
            + [f"{warnings:,} warning{'s' * (warnings != 1)}"] * bool(warnings)
        )
        left = " · ".join([*said, *([visible_line(one.heading)] if one.heading else [])])
        yield fit(left, width - len(marks) - 2) + "  ", "quiet"
        yield marks, "error" if errors else "warning"


_SHORT_COUNTS = ((" of ", "/"), (" in ", "/"), (" transcripts", ""), (" transcript", ""), (" runs", "r"))
"""The column is narrow; the evidence beside it has the whole words."""


class Figures(Part[FigureEntry]):
    """Figures by name: value, counts, interval, runs, and whether they were counted here."""

    HEAD = 1

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles of the columns."""
        yield " " + self._cells(width - 1, "figure", "value", "k/n", "95%", "runs"), "head"

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One figure."""
        one, shown = self.items[index], self.shown
        published = one.origin == "published"
        runs = f"{one.runs}{' syn' if one.synthetic else ''}" if not published else "publ."
        if shown is None or not shown.tells(one):
            yield self._cells(width, one.name, "hidden", "", "", runs), "quiet"
            return
        counts = of(one) or ""
        for words, short in _SHORT_COUNTS:
            counts = counts.replace(words, short)
        name = one.name.removeprefix("published.") if published else one.name
        cells = self._cells(width, visible_line(name), visible_line(one.shown), counts, interval(one) or "–", runs)
        yield cells, "quiet" if published else ""

    def _cells(self, width: int, name: str, value: str, counts: str, wide: str, runs: str) -> str:
        room = width - _VALUE - _COUNTS - _INTERVAL - _RUNS - 4
        cells = [fit(value, _VALUE, right=True), fit(counts, _COUNTS, right=True), fit(wide, _INTERVAL, right=True)]
        return " ".join([fit(name, room), *cells, fit(runs, _RUNS, right=True)])


_SHORT = {
    "resolution": "gross",
    "resolution_autonomous": "net",
    "over_escalation": "over-esc.",
    "escalation_accuracy": "esc.acc.",
}
"""Heads of the table by use case; the evidence beside it has the whole names."""


class UseCaseTable(Part[UseCaseRow]):
    """A row for each use case: of each metric the pooled rate, with the lowest and the highest run."""

    HEAD = 1

    def _metrics(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.items for name in row.cells))

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles of the metrics."""
        metrics = self._metrics()
        each = self._each(width, len(metrics))
        titles = "".join(" " + fit(_SHORT.get(name, name), each, right=True) for name in metrics)
        yield fit(" use case", width - (each + 1) * len(metrics)) + titles, "head"

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One use case."""
        one, metrics = self.items[index], self._metrics()
        each = self._each(width, len(metrics))
        yield fit(visible_line(one.cluster), width - (each + 1) * len(metrics)), ""
        for name in metrics:
            yield " " + fit(self._cell(one, name, each), each, right=True), ""

    def _cell(self, one: UseCaseRow, metric: str, room: int) -> str:
        figures = self.shown.figures if self.shown else {}
        names = one.cells.get(metric, ())
        found = [visible_line(figures[name].shown) if name in figures else "–" for name in names]
        if not found:
            return "–"
        whole = f"{found[0]} ({'–'.join(found[1:])})"
        return whole if len(whole) <= room else found[0]

    @staticmethod
    def _each(width: int, metrics: int) -> int:
        return max(8, min(22, (width - 22) // max(metrics, 1) - 1))


class CoverageTable(Part[CoverageRow]):
    """A row for each class of cases in each run: how much of it was read, by receipts."""

    HEAD = 1
    _NAMES = ("transcripts", "read", "skimmed", "skipped", "begun", "unread", "findings")
    _HEADS = ("all", "read", "skim.", "skip.", "begun", "unread", "find.")

    def head(self, _line: int, width: int, /) -> Iterable[Piece]:
        """The titles of the columns."""
        yield self._cells(width, " run", "cases", self._HEADS), "head"

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One class of one run."""
        one = self.items[index]
        numbers = [f"{getattr(one, name):,}" for name in self._NAMES]
        cells = self._cells(width + 1, " " + visible_line(one.run), visible_line(one.case_class or "–"), numbers)
        yield cells[1:], "" if one.read else "quiet"

    def _cells(self, width: int, run: str, kind: str, numbers: Sequence[str]) -> str:
        each = 7 if width >= 71 else 6
        room = max(6, width - each * len(numbers) - 15)
        return fit(run, room) + " " + fit(kind, 13) + " " + "".join(fit(one, each, right=True) for one in numbers)


class Standing(Part[Said]):
    """How far it is, what stands in its way, its editions, its runs and its rules; one line each, whole beside it."""

    def row(self, index: int, _line: int, width: int, /) -> Iterable[Piece]:
        """One line."""
        one = self.items[index]
        yield fit(" " * one.indent + one.text, width), one.style
