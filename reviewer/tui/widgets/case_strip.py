"""The line on top of a transcript: which case in which run, its other runs, and how far one has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.store.blind import NAME
from reviewer.store.compare import Outcome
from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line
from reviewer.tui.stream.wrap import width_of
from reviewer.tui.widgets.bars import Bar
from reviewer.tui.widgets.cells import fit
from reviewer.tui.widgets.lines import Piece

_MOST_RUNS = 12
_NAME = (12, 6)
"""Cells for who reviews, where there is more room and where there is less."""

_SHORTEST_CASE = 16
"""Cells to which the name of a case is cut before its run is left out."""


class CaseStrip(Bar):
    """One line. What matters less goes first where the terminal is narrow; `synthetic` never goes."""

    def tell(
        self,
        row: TranscriptRow,
        siblings: Sequence[TranscriptRow],
        message: int,
        progress: float,
        remark: str,
        outcomes: Mapping[int, Outcome],
        reader: str = "",
    ) -> None:
        """Shows a transcript, the place in it, and what became of the case in its runs, as far as that may be told.

        `reader` is who reviews, where no panel beside it says so.
        """
        place = f"M{message if row.messages else 0} of {row.messages:,} · {int(progress * 100)}% "
        if remark:
            place = f"{remark}   {place}"
        rights = [f"{_cut(visible_line(reader), cells)} · {place}" for cells in _NAME] if reader else [place]
        told, runs = _runs(row, siblings, outcomes), _runs(row, siblings, {})
        right, width = rights[-1], self.size.width or self.app.size.width - 2  # a cell beside it at either end
        full, brief, *shorter, shortest = _facts(row)
        cut = self._with_case_cut(row, width - width_of(right) - 3)
        # What became of the runs is worth more than the long name of the run.
        ways = [(facts, shown) for shown in (told, runs) for facts in (full, brief)]
        ways += [(facts, []) for facts in (full, brief, *shorter, *cut, shortest)]
        for facts, shown in ways:
            words = f" {' · '.join(facts)}{'   ' if shown else ''}"
            for right in rights:
                if width_of(words) + sum(width_of(name) for name, _ in shown) + 2 + width_of(right) <= width:
                    self.show([(words, "strong"), *shown], [(right, "quiet")])
                    return
        room = width - width_of(right) - 3
        flags = "".join(f" · {flag}" for flag in (*_kinds(row), *_flags(row)))
        case = fit(visible_line(row.case), max(room - width_of(flags), 4))
        self.show([(f" {case}{flags}", "strong")], [(right, "quiet")])

    @staticmethod
    def _with_case_cut(row: TranscriptRow, room: int) -> list[list[str]]:
        """Run, case and flags, the name of the case cut to what is left; nothing where too little of it would be."""
        run, case, *flags = _facts(row)[-3]
        left = room - 3 - width_of(" · ".join([run, "", *flags]))
        if not _SHORTEST_CASE <= left < width_of(case):
            return []
        return [[run, fit(case, left).rstrip(), *flags]]


def _cut(text: str, cells: int) -> str:
    return text if width_of(text) <= cells else fit(text, cells).rstrip()


def _flags(row: TranscriptRow) -> list[str]:
    attempt = [f"attempt {row.attempt}"] if row.attempt > 1 else []
    return [
        *attempt,
        *(["synthetic"] if row.synthetic else []),
        *([row.run_state] if row.run_state != "valid" else []),
    ]


def _kinds(row: TranscriptRow) -> list[str]:
    return [visible_line(row.case_class)] if row.case_class else []


def _facts(row: TranscriptRow) -> list[list[str]]:
    """What to say of a transcript, the longest first. What kind of case it is goes later than its run."""
    run = f"run {row.run_index} of {row.run_count}" if row.run_index and row.run_count else f"run {row.run}"
    if not row.model:
        run = NAME
    flags, kinds = _flags(row), _kinds(row)
    ended = [row.status] if row.status != "complete" else []
    short = f"r{row.run_index}" if row.run_index and row.model else run
    ways = [
        [*filter(None, (row.model,)), run, row.case, *kinds, *ended, *flags],
        [*filter(None, (row.model,)), short, row.case, *kinds, *ended, *flags],
        [run, row.case, *kinds, *flags],
        [short, row.case, *kinds, *flags],
        [row.case, *kinds, *flags],
    ]
    return [[visible_line(fact) for fact in facts] for facts in ways]


def _runs(row: TranscriptRow, siblings: Sequence[TranscriptRow], outcomes: Mapping[int, Outcome]) -> list[Piece]:
    """The runs of this case by this model, the present one between bars, with their outcomes.

    What went wrong stands in capitals, and what only a check says in brackets.
    """
    if len(siblings) < 2:
        return []
    here = next((place for place, other in enumerate(siblings) if other.key == row.key), 0)
    first = max(0, min(here - _MOST_RUNS // 2, len(siblings) - _MOST_RUNS))
    pieces: list[Piece] = []
    for other in siblings[first : first + _MOST_RUNS]:
        name = visible_line(f"r{other.run_index}" if other.run_index else other.run[:8])
        name = name if other.attempt == 1 else f"{name}.{other.attempt}"
        if other.key in outcomes:
            name += _outcome(outcomes[other.key])
        pieces.append((f"▌{name}▐", "accent") if other.key == row.key else (f" {name} ", "quiet"))
    return pieces


def _outcome(outcome: Outcome) -> str:
    says = outcome.says.upper() if outcome.says in ("fell", "wrong") else outcome.says
    return "" if not says else f" ({says})" if outcome.by == "check" else f" {says}"
