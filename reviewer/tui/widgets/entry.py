"""The one kind of line that a person types into."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from reviewer.text.visible import visible_line


class Entry(Input):
    """An input that holds what is typed, pasted or filled in as other text is shown: nothing in it steers or hides."""

    foot_keys: tuple[tuple[str, str], ...] | None = None
    """What the foot of the screen offers while somebody types here, in place of keys that would be letters now."""

    virtual_size = Reactive(Size(0, 0), layout=False)  # what is typed moves nothing around it: no new layout a letter

    def validate_value(self, value: str) -> str:
        """Whatever way it came in."""
        return visible_line(value)
