"""Where the library leads: search, inbox, queues, and what is counted."""

from __future__ import annotations

from reviewer.tui.library_filter import Narrowing


class Ways(Narrowing):
    """The part of the library that opens other screens."""

    def action_search(self) -> None:
        """Search all text."""
        self.program.open_search()

    def action_inbox(self) -> None:
        """What is suggested and not decided yet."""
        self.program.open_inbox()

    def action_queue(self) -> None:
        """What is to be read, one after the other."""
        self.program.open_queue()

    def action_draw(self) -> None:
        """A queue, from what the filter lets through."""
        from reviewer.tui.draw_dialog import DrawDialog

        self.app.push_screen(DrawDialog(self.filter_text), self._drawn)

    def _drawn(self, name: str | None) -> None:
        if name is not None:
            self.program.open_queue(name)

    def action_adjudicate(self) -> None:
        """Where reviewers disagree."""
        self.program.open_adjudicate()

    def action_patterns(self) -> None:
        """Named habits."""
        self.program.open_patterns()

    def action_compare(self) -> None:
        """The runs of the case side by side."""
        if self._table.count:
            self.program.open_compare(self._fetch([self._table.keys[self._table.cursor]])[0])

    def action_dossier(self) -> None:
        """What a page about the model under the cursor stands on."""
        if self._runs.has_focus:
            runs = self._runs.entries[self._runs.cursor].runs
            found = {(run.suite, run.model) for run in runs}
        else:
            row = self._table.chosen
            found = {(row.suite, row.model)} if row else set()
        self.program.open_dossier(*(found.pop() if len(found) == 1 else ("", "")))

    def action_board(self) -> None:
        """All models beside each other."""
        self.program.open_board()

    def action_load(self) -> None:
        """Load files."""
        self.program.open_load()
