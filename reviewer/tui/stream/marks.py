"""Marks on a transcript's words: values of the agent's that nothing holds up, and the source that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.model.reading import Kind, Outline
from reviewer.store.facts import Mark
from reviewer.tui.stream.display import Span
from reviewer.tui.stream.layout import Layout

_DOUBTED = frozenset(("stale", "contradicted"))
"""What has a source that says otherwise now; the other marks have none."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a message's text, in code points of the raw text."""

    message: int
    start: int
    end: int
    style: str


class Marks:
    """What is marked in one transcript. `source` is the place that the person was led to, marked as a match is."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._of: dict[int, list[Words]] = {}
        self.source: Words | None = None
        for mark in marks:
            style = "doubted" if mark.name in _DOUBTED else "unsourced"
            self._of.setdefault(mark.message, []).append(Words(mark.message, mark.start, mark.end, style))

    def spans(self, outline: Outline, part: int, layout: Layout) -> list[Span]:
        """What is marked in a part, as stretches of what it displays."""
        number = outline.message[part]
        marked = self._of.get(number, ())
        source = self.source
        if (not marked and source is None) or outline.kind[part] not in (Kind.TEXT, Kind.RESULT):
            return []
        if source is not None and source.message == number:
            marked = [*marked, source]
        first, shown = outline.start[part], layout.display.shown
        last = first + outline.length[part]
        return [
            (
                shown.shown_at(max(words.start - first, 0)),
                shown.shown_at(min(words.end, last) - first - 1) + 1,
                words.style,
            )
            for words in marked
            if words.start < last and words.end > first
        ]
