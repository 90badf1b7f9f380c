"""Paragraphs to read beside a list; from some of them Enter goes on to what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.tui.dossier_evidence import Said, Target
from reviewer.tui.stream.wrap import wrap
from reviewer.tui.widgets.lines import Lines, Piece


class Evidence(Lines):
    """Wrapped paragraphs; `▸` stands before what leads somewhere."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- the name that Textual gave it
        super().__init__(id=id)
        self.said: Sequence[Said] = ()
        self._rows: list[tuple[int, int, int]] = []
        self._laid = 0

    def show(self, said: Iterable[Said]) -> None:
        """Other paragraphs, from their beginning."""
        self.said = [*said]
        self.scroll_to(y=0, animate=False, immediate=True)
        self._lay_out()
        self.cursor = next((n for n, (at, _, _) in enumerate(self._rows) if self.said[at].target), 0)
        self.refresh()

    def on_resize(self) -> None:
        """The lines break elsewhere."""
        if self._room != self._laid:
            at = self._rows[self.cursor][0] if self._rows else 0
            self._lay_out()
            self.cursor = next((n for n, row in enumerate(self._rows) if row[0] == at), 0)
        super().on_resize()

    @property
    def _room(self) -> int:
        """The cells of a line, with or without a scroll bar beside it."""
        return self.size.width - 4

    def _lay_out(self) -> None:
        self._laid = self._room
        self._rows = [
            (at, start, end)
            for at, one in enumerate(self.said)
            for start, end in wrap(one.text, max(8, self._laid - one.indent))
        ]
        self.resize_to(len(self._rows), self.cursor)

    @property
    def target(self) -> Target | None:
        """Where the paragraph under the cursor leads."""
        return self.said[self._rows[self.cursor][0]].target if self._rows else None

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(one.text for one in self.said)

    def row(self, index: int, _line: int, _width: int, /) -> Iterable[Piece]:
        """One line of a paragraph."""
        at, start, end = self._rows[index]
        one = self.said[at]
        yield ("▸ " if one.target is not None and start == 0 else "  "), "accent"
        yield " " * one.indent + one.text[start:end], one.style
