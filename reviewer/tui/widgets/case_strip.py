"""The line on top of a transcript: which case in which run, its other runs, and how far one has read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from reviewer.store.rows import TranscriptRow
from reviewer.text.visible import visible_line


class CaseStrip(Static):
    """One line; what is less important goes first when the terminal is narrow, `synthetic` never does."""

    def show(
        self, row: TranscriptRow, siblings: Sequence[TranscriptRow], message: int, progress: float, finding: str
    ) -> None:
        """Shows a transcript and the place in it."""
        right = f"M{message if row.messages else 0:,} of {row.messages:,} · {progress:.0%}"
        if finding:
            right = f"{finding}   {right}"
        width = self.content_size.width or self.app.size.width - 2
        runs = _runs(row, siblings)
        for facts in _facts(row):
            left = " · ".join(facts)
            if len(left) + len(runs) + len(right) + 4 <= width:
                break
        else:
            keep = max(width - len(right) - 3, 8)
            left = left if len(left) <= keep else "…" + left[-keep + 1 :]
            runs = ""
        space = max(width - len(left) - len(runs) - len(right), 2)
        before = space // 2 if runs else space
        marks = (
            [(f" {name} ", "bold reverse" if ours else "$quiet") for name, ours in _marks(row, siblings)]
            if runs
            else []
        )
        self.update(Content.assemble((left, "bold"), " " * before, *marks, " " * (space - before), (right, "$quiet")))


def _facts(row: TranscriptRow) -> list[list[str]]:
    """What to say of a transcript, the longest first."""
    run = f"run {row.run_index} of {row.run_count}" if row.run_index and row.run_count else f"run {row.run}"
    attempt = [f"attempt {row.attempt}"] if row.attempt > 1 else []
    flags = [
        *attempt,
        *(["synthetic"] if row.synthetic else []),
        *([row.run_state] if row.run_state != "valid" else []),
    ]
    ended = [row.status] if row.status != "complete" else []
    kinds = [value for value in (row.case_class,) if value]
    ways = [
        [row.model, run, row.case, *kinds, *ended, *flags],
        [row.model, run, row.case, *ended, *flags],
        [run, row.case, *flags],
        [row.case, *flags],
    ]
    return [[visible_line(fact) for fact in facts] for facts in ways]


def _marks(row: TranscriptRow, siblings: Sequence[TranscriptRow]) -> list[tuple[str, bool]]:
    if len(siblings) < 2:
        return []
    return [
        (visible_line(f"r{other.run_index}" if other.run_index else other.run[:8]), other.key == row.key)
        for other in siblings[:12]
    ]


def _runs(row: TranscriptRow, siblings: Sequence[TranscriptRow]) -> str:
    return "".join(f" {name} " for name, _ in _marks(row, siblings))
