"""The one kind of line that a person types into."""

from __future__ import annotations

from textual.widgets import Input

from reviewer.text.visible import visible_line


class Entry(Input):
    """An input that holds what is typed, pasted or filled in as other text is shown: nothing in it steers or hides."""

    def validate_value(self, value: str) -> str:
        """Whatever way it came in."""
        return visible_line(value)
