"""What every screen of ours is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import ModalScreen, Screen

from reviewer.tui.widgets.looks import Ground

if TYPE_CHECKING:
    from reviewer.tui.app import ReviewerApp

Result = TypeVar("Result")


class View(Screen[None], Ground):
    """A whole screen; `WHERE` names its actions in the registry. Styles are inherited along the first base alone."""

    WHERE: ClassVar[str]

    @property
    def program(self) -> ReviewerApp:
        """The app, as what it is."""
        return cast("ReviewerApp", self.app)

    def _compositor_refresh(self) -> None:
        """Nothing where another whole screen lies over this one: Textual would paint all of that one anew."""
        if self.app.screen is self or self.app.screen.is_modal:
            super()._compositor_refresh()
        else:  # all of it is painted when it is in sight again
            self._dirty_widgets.clear()
            self._compositor._dirty_regions.clear()


class Dialog(ModalScreen[Result]):
    """Something that stands before a screen until it is answered."""

    CSS_PATH = "dialogs.tcss"
    WHERE: ClassVar[str]

    @property
    def program(self) -> ReviewerApp:
        """The app, as what it is."""
        return cast("ReviewerApp", self.app)
