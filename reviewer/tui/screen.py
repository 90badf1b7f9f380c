"""What every screen of ours is."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from reviewer.tui.direct import written
from reviewer.tui.widgets.looks import Ground

if TYPE_CHECKING:
    from reviewer.tui.app import ReviewerApp

Result = TypeVar("Result")
Made = TypeVar("Made")


class View(Screen[None], Ground):
    """A whole screen; `WHERE` names its actions in the registry. Styles are inherited along the first base alone."""

    WHERE: ClassVar[str]
    _not_before = 0.0

    @property
    def program(self) -> ReviewerApp:
        """The app, as what it is."""
        return cast("ReviewerApp", self.app)

    def while_here(self, then: Callable[[Made], object]) -> Callable[[Made], object]:
        """`then`, which shows what came of a decision, or nothing once this screen has been left."""
        return lambda made: then(made) if self.is_attached else None

    def paint_now(self, *widgets: Widget) -> None:
        """Paints what has changed by now, of all or of these: Textual would wait for the next of its sixty beats."""
        if not widgets:
            self._not_before = 0.0
            for widget in self.walk_children(Widget):
                widget._check_refresh()
            self.call_later(self._on_timer_update)  # behind what the widgets just told this screen
        elif self.app.screen is self and not self._layout_required:
            direct = written(self._compositor, widgets)
            if direct is not None:
                self.app._display(self, direct)  # type: ignore[arg-type] # no Console ever prints it
                return
            self._dirty_widgets.update(widgets)
            self._compositor.update_widgets(self._dirty_widgets)
            self._compositor_refresh()

    def paint_later(self, seconds: float) -> None:
        """More is about to change: what has changed is painted with it, or after so many seconds."""
        self._not_before = perf_counter() + seconds

    def _on_timer_update(self) -> None:
        if perf_counter() >= self._not_before:  # else the next beat looks again
            super()._on_timer_update()

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
