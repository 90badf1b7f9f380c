"""What the screens have in common on which one decides what stands in a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.errors import UsageError
from reviewer.text.visible import visible_line
from reviewer.tui.review.desk import Work
from reviewer.tui.screen import View
from reviewer.tui.widgets.bars import Bar


class DecidingView(View):
    """A screen with a bar `#unsaved`, on which what cannot be saved stands until it is."""

    def read_again(self) -> None:
        """Has what the database says now shown: somebody was quicker."""
        raise NotImplementedError

    def unsaved_changed(self) -> None:
        """On the screen for as long as something is not saved."""
        problem, waiting = self.program.unsaved
        self.set_class(bool(problem), "-unsaved")
        many = f"{len(waiting):,} decisions wait" if len(waiting) > 1 else "it waits"
        said = f" NOT SAVED: {visible_line(problem)}; {many}, and ^S tries again"
        self.query_one("#unsaved", Bar).show([(said, "error")])

    def put(
        self,
        label: str,
        work: Work,
        then: Callable[[Any], object],
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """A decision in its turn; `then` gets what `work` returned, once that is on the disk.

        What makes no sense any more is said, nothing is saved, and all is read again, or what `otherwise` reads.
        """

        def done(made: Any) -> None:
            if isinstance(made, UsageError):
                self.program.say(f"Not saved: {made}", problem=True)
                (otherwise or self.read_again)()
            else:
                then(made)

        self.program.sitting.decide(label, work, self.while_here(done))

    def action_retry(self) -> None:
        """Try again to save what waits."""
        self.program.sitting.retry()
