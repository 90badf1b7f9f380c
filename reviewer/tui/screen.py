"""What every screen of ours is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import ModalScreen, Screen

from reviewer.tui.widgets.looks import Ground

if TYPE_CHECKING:
    from reviewer.tui.app import ReviewerApp

Result = TypeVar("Result")


class View(Ground, Screen[None]):
    """A whole screen; `WHERE` names its actions in the registry."""

    WHERE: ClassVar[str]

    @property
    def program(self) -> ReviewerApp:
        """The app, as what it is."""
        return cast("ReviewerApp", self.app)


class Dialog(ModalScreen[Result]):
    """Something that stands before a screen until it is answered."""

    CSS_PATH = "dialogs.tcss"
    WHERE: ClassVar[str]

    @property
    def program(self) -> ReviewerApp:
        """The app, as what it is."""
        return cast("ReviewerApp", self.app)
